using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks <c>Stripe-Signature: t=SECONDS,v1=HEX</c>, HMAC-SHA256 over time, "." and raw body. https://docs.stripe.com/webhooks#verify-manually</summary>
/// <remarks>A secret that begins with <c>whsec_</c> is taken whole, as text: only Standard Webhooks decodes it. Other schemes (<c>v0</c>) are ignored.</remarks>
internal sealed class StripeSignature : ISignatureStyle
{
    private const string Header = "stripe-signature";

    // Senders that took over the form, and not the name.
    private const string OtherHeader = "signature";

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var header = call.Headers.ContainsKey(Header) ? Header : OtherHeader;
        if (call.Single(header) is not { Length: > 0 and <= Mac.LongestHeader } told)
            return new WebhookVerdict.Forged($"{header} is missing, came twice, or is longer than any sender makes it.");

        string? timestamp = null;
        var times = 0;
        var length = 0;
        Span<byte> digests = stackalloc byte[Mac.MostDigests * HMACSHA256.HashSizeInBytes];
        foreach (var each in told.AsSpan().Split(','))
        {
            var part = told.AsSpan(each.Start.Value, each.End.Value - each.Start.Value).Trim();
            if (part.StartsWith("t=", StringComparison.Ordinal) && times++ == 0)
                timestamp = part[2..].ToString();
            else if (part.StartsWith("v1=", StringComparison.Ordinal) && length < digests.Length && Mac.TryHex(part[3..], digests.Slice(length, HMACSHA256.HashSizeInBytes)))
                length += HMACSHA256.HashSizeInBytes;
        }

        if (timestamp is not { Length: > 0 } || times != 1)
            return new WebhookVerdict.Forged($"{header} has no time, or several.");
        using var signed = new SignedText(timestamp + ".", call.Body.Span);
        return Mac.Fits(HashAlgorithmName.SHA256, secrets, signed.Bytes, digests[..length])
            ? ReplayWindow.Judge(timestamp, null, now)
            : new WebhookVerdict.Forged(Mac.NoneFits);
    }
}
