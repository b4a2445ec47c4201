using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks <c>X-Hub-Signature-256: sha256=HEX</c>, HMAC-SHA256 over the raw body. https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries</summary>
/// <param name="header">Lower case. Under a name of the sender's own the digest may stand without <c>sha256=</c>, as Gitea and others send it.</param>
/// <remarks>No time is signed: a call can be replayed for ever, and changes nothing then, because its bytes are known.</remarks>
internal sealed class GitHubSignature(string header = GitHubSignature.UsualHeader) : ISignatureStyle
{
    public const string UsualHeader = "x-hub-signature-256";
    private const string Prefix = "sha256=";

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        if (call.Single(header) is not { Length: > 0 and <= Mac.LongestHeader } told)
            return new WebhookVerdict.Forged($"{header} is missing, came twice, or is longer than any sender makes it.");
        var hasPrefix = told.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return (hasPrefix || header != UsualHeader)
            && Mac.TryHex(told.AsSpan(hasPrefix ? Prefix.Length : 0), digest)
            && Mac.Fits(HashAlgorithmName.SHA256, secrets, call.Body.Span, digest)
            ? new WebhookVerdict.Genuine(null)
            : new WebhookVerdict.Forged(Mac.NoneFits);
    }
}
