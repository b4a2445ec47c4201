using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks that the secret itself comes along: <c>X-Webhook-Token</c>, or <c>Authorization</c> as Bearer or as Basic (the password, or "user:password" whole).</summary>
/// <param name="header">Lower case; looked at before <c>Authorization</c>.</param>
/// <remarks>Proves who sends, and nothing about the bytes: whoever reads the call on its way can send others. For senders that can do no better, over TLS.</remarks>
internal sealed class TokenProof(string header = TokenProof.UsualHeader) : ISignatureStyle
{
    public const string UsualHeader = "x-webhook-token";
    private const string Authorization = "authorization";
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var from = call.Headers.ContainsKey(header) ? header : Authorization;
        if (call.Single(from) is not { Length: > 0 and <= Mac.LongestHeader } told)
            return new WebhookVerdict.Forged($"{header} and {Authorization} are missing, came twice, or are longer than any sender makes them.");

        var fits = false;
        foreach (var token in from == header && header != Authorization ? [told] : TokensOf(told))
        {
            foreach (var secret in secrets)
                fits |= secret.Value.Length > 0 && Same(token, secret.Value);
        }

        return fits ? new WebhookVerdict.Genuine(null) : new WebhookVerdict.Forged("The token is none of this page's.");
    }

    /// <summary>What an Authorization header may have brought the secret as.</summary>
    private static IReadOnlyList<string> TokensOf(string told)
    {
        if (told.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return [told[Bearer.Length..].Trim()];
        if (!told.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return [];
        var bytes = new byte[told.Length];
        if (!Convert.TryFromBase64String(told[Basic.Length..].Trim(), bytes, out var length))
            return [];
        var both = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = both.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? [both] : [both[(colon + 1)..], both];
    }

    /// <summary>By digest, so that not even the length of the secret shows in how long it takes.</summary>
    private static bool Same(string one, string other)
    {
        Span<byte> digests = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(one), digests);
        SHA256.HashData(Encoding.UTF8.GetBytes(other), digests[SHA256.HashSizeInBytes..]);
        return CryptographicOperations.FixedTimeEquals(digests[..SHA256.HashSizeInBytes], digests[SHA256.HashSizeInBytes..]);
    }
}
