using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks a header that holds the HMAC-SHA256 of the raw body in base64 and nothing else, as shops send it. https://shopify.dev/docs/apps/build/webhooks/subscribe/https</summary>
/// <param name="header">Lower case.</param>
/// <remarks>No time is signed: a call can be replayed for ever, and changes nothing then, because its bytes are known.</remarks>
internal sealed class Base64Signature(string header = Base64Signature.UsualHeader) : ISignatureStyle
{
    public const string UsualHeader = "x-signature";

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Single(header) is not { Length: > 0 and <= Mac.LongestHeader } told)
            return new WebhookVerdict.Forged($"{header} is missing, came twice, or is longer than any sender makes it.");
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Mac.TryBase64(told, digest) && Mac.Fits(HashAlgorithmName.SHA256, secrets, call.Body.Span, digest)
            ? new WebhookVerdict.Genuine(null)
            : new WebhookVerdict.Forged(Mac.NoneFits);
    }
}
