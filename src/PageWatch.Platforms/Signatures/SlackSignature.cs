using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks <c>X-Slack-Signature: v0=HEX</c>, HMAC-SHA256 over "v0:", time, ":" and raw body. https://docs.slack.dev/authentication/verifying-requests-from-slack/</summary>
internal sealed class SlackSignature : ISignatureStyle
{
    private const string Scheme = "v0=";

    // The second pair is that of senders who took over the form, and not the names.
    private static readonly (string Signature, string Timestamp)[] Headers = [("x-slack-signature", "x-slack-request-timestamp"), ("x-signature", "x-request-timestamp")];

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var (signatureHeader, timestampHeader) = call.Headers.ContainsKey(Headers[0].Signature) ? Headers[0] : Headers[1];
        var told = call.Single(signatureHeader);
        var timestamp = call.Single(timestampHeader);
        if (string.IsNullOrEmpty(told) || string.IsNullOrEmpty(timestamp) || told.Length + timestamp.Length > Mac.LongestHeader)
            return new WebhookVerdict.Forged($"{signatureHeader} or {timestampHeader} is missing, came twice, or is longer than any sender makes it.");

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!told.StartsWith(Scheme, StringComparison.Ordinal) || !Mac.TryHex(told.AsSpan(Scheme.Length), digest))
            return new WebhookVerdict.Forged(Mac.NoneFits);
        using var signed = new SignedText($"v0:{timestamp}:", call.Body.Span);
        return Mac.Fits(HashAlgorithmName.SHA256, secrets, signed.Bytes, digest)
            ? ReplayWindow.Judge(timestamp, null, now)
            : new WebhookVerdict.Forged(Mac.NoneFits);
    }
}
