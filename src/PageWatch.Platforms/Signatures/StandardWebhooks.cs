using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks calls that are signed as Standard Webhooks says: HMAC-SHA256 over id, time and raw bytes. https://www.standardwebhooks.com/</summary>
/// <remarks>Signatures of other schemes in the same header are ignored: <c>v1a</c> (ed25519) needs a public key, which this is not.</remarks>
internal sealed class StandardWebhooks : ISignatureStyle
{
    private const string SecretPrefix = "whsec_";
    private const string Scheme = "v1,";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    // Senders that began before the headers had their name of today still use the older one.
    private static readonly string[] HeaderPrefixes = ["webhook-", "svix-"];

    public static StandardWebhooks Style { get; } = new();

    /// <param name="secrets">All that are valid now; one that is no <c>whsec_</c> secret opens nothing.</param>
    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var prefix = Array.Find(HeaderPrefixes, each => call.Headers.ContainsKey(each + "id")) ?? HeaderPrefixes[0];
        var id = call.Single(prefix + "id");
        var timestamp = call.Single(prefix + "timestamp");
        var signatures = call.Single(prefix + "signature");
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            return new WebhookVerdict.Forged($"{prefix}id, {prefix}timestamp or {prefix}signature is missing, or came twice.");
        if (id.Length + timestamp.Length + signatures.Length > Mac.LongestHeader)
            return new WebhookVerdict.Forged("The headers are longer than any sender makes them.");

        Span<byte> told = stackalloc byte[Mac.MostDigests * HMACSHA256.HashSizeInBytes];
        told = Read(signatures, told);
        using var signed = new SignedText($"{id}.{timestamp}.", call.Body.Span);
        Span<byte> key = stackalloc byte[LongestKey];
        var isSigned = false;
        foreach (var secret in secrets)
        {
            if (TryKey(secret.Value, key, out var length))
                isSigned |= Mac.Fits(HashAlgorithmName.SHA256, key[..length], signed.Bytes, told);
        }

        return isSigned ? ReplayWindow.Judge(timestamp, id, now) : new WebhookVerdict.Forged(Mac.NoneFits);
    }

    /// <summary>Whether a secret can be used: 24 to 64 bytes in base64, as Standard Webhooks asks; a shorter key could be guessed.</summary>
    public static bool IsSecret(string secret)
    {
        Span<byte> key = stackalloc byte[LongestKey];
        return TryKey(secret, key, out _);
    }

    /// <summary>The signatures of our scheme in a header that may hold several, as while a sender changes its secret.</summary>
    private static Span<byte> Read(ReadOnlySpan<char> header, Span<byte> into)
    {
        var length = 0;
        foreach (var each in header.Split(' '))
        {
            var text = header[each];
            if (length < into.Length && text.StartsWith(Scheme, StringComparison.Ordinal) && Mac.TryBase64(text[Scheme.Length..], into.Slice(length, HMACSHA256.HashSizeInBytes)))
                length += HMACSHA256.HashSizeInBytes;
        }

        return into[..length];
    }

    private static bool TryKey(string secret, Span<byte> key, out int length)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret.AsSpan(SecretPrefix.Length) : secret;
        return Convert.TryFromBase64Chars(text, key, out length) && length is >= ShortestKey and <= LongestKey;
    }
}
