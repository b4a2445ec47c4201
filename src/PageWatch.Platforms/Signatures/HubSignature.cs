using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks <c>X-Hub-Signature: sha256=HEX</c> as hubs and Mastodon send it: HMAC over the raw body. https://www.w3.org/TR/websub/#authenticated-content-distribution</summary>
/// <remarks>No time is signed: a call can be replayed for ever, and changes nothing then, because its bytes are known.</remarks>
internal sealed class HubSignature : ISignatureStyle
{
    private const string Header = "x-hub-signature";

    // The specification takes all four; senders that began before it have sha1 only.
    private static readonly (string Method, HashAlgorithmName Algorithm, int Length)[] Methods =
    [
        ("sha1", HashAlgorithmName.SHA1, 20), ("sha256", HashAlgorithmName.SHA256, 32), ("sha384", HashAlgorithmName.SHA384, 48), ("sha512", HashAlgorithmName.SHA512, 64),
    ];

    public static HubSignature Style { get; } = new();

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Single(Header) is not { Length: > 0 and <= Mac.LongestHeader } told)
            return new WebhookVerdict.Forged($"{Header} is missing, came twice, or is longer than any sender makes it.");
        var equals = told.IndexOf('=', StringComparison.Ordinal);
        foreach (var (method, algorithm, length) in Methods)
        {
            // Some hubs put spaces around what they name.
            if (equals < 0 || !told.AsSpan(0, equals).Trim().Equals(method, StringComparison.OrdinalIgnoreCase))
                continue;
            Span<byte> digest = stackalloc byte[Mac.LongestDigest];
            digest = digest[..length];
            return Mac.TryHex(told.AsSpan(equals + 1).Trim(), digest) && Mac.Fits(algorithm, secrets, call.Body.Span, digest)
                ? new WebhookVerdict.Genuine(null)
                : new WebhookVerdict.Forged(Mac.NoneFits);
        }

        return new WebhookVerdict.Forged($"{Header} names none of sha1, sha256, sha384 and sha512.");
    }
}
