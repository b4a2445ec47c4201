using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Signatures;

/// <summary>Checks calls that are signed as Standard Webhooks says: HMAC-SHA256 over id, time and raw bytes. https://www.standardwebhooks.com/</summary>
/// <remarks>Signatures of other schemes in the same header are ignored: <c>v1a</c> (ed25519) needs a public key, which this is not.</remarks>
internal static class StandardWebhooks
{
    /// <summary>A call this much older or newer than our clock is a replay, or comes from a clock that nobody set.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    private const string SecretPrefix = "whsec_";
    private const string Scheme = "v1,";
    private const int LongestHeader = 4_096;

    // Senders that began before the headers had their name of today still use the older one.
    private static readonly string[] HeaderPrefixes = ["webhook-", "svix-"];

    /// <param name="secrets">All that are valid now; one that is no <c>whsec_</c> secret opens nothing.</param>
    public static WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now)
    {
        var prefix = Array.Find(HeaderPrefixes, each => call.Headers.ContainsKey(each + "id")) ?? HeaderPrefixes[0];
        var id = call.Single(prefix + "id");
        var timestamp = call.Single(prefix + "timestamp");
        var signatures = call.Single(prefix + "signature");
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            return new WebhookVerdict.Forged($"{prefix}id, {prefix}timestamp or {prefix}signature is missing, or came twice.");
        if (id.Length + timestamp.Length + signatures.Length > LongestHeader)
            return new WebhookVerdict.Forged("The headers are longer than any sender makes them.");

        var told = Read(signatures);
        var isSigned = false;
        foreach (var secret in secrets)
        {
            if (KeyOf(secret) is not { } key)
                continue;
            var expected = Sign(key, id, timestamp, call.Body.Span);
            foreach (var each in told)
                isSigned |= CryptographicOperations.FixedTimeEquals(each, expected);
        }

        if (!isSigned)
            return new WebhookVerdict.Forged("No signature fits the bytes under any secret of this page.");

        // Only now is the time worth reading: before, anybody could have written it.
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Window.TotalSeconds)
            return new WebhookVerdict.Forged($"It was signed at {timestamp}, more than {Window.TotalSeconds:0} s from now.");
        return new WebhookVerdict.Genuine(id);
    }

    private static byte[] Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>The signatures of our scheme in a header that may hold several, as while a sender changes its secret.</summary>
    private static List<byte[]> Read(string header)
    {
        var read = new List<byte[]>();
        foreach (var each in header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            if (each.StartsWith(Scheme, StringComparison.Ordinal) && Convert.TryFromBase64String(each[Scheme.Length..], bytes, out var length) && length == bytes.Length)
                read.Add(bytes);
        }

        return read;
    }

    /// <returns>Null when it is not 24 to 64 bytes in base64, as Standard Webhooks asks; a shorter key could be guessed.</returns>
    private static byte[]? KeyOf(Secret secret)
    {
        var text = secret.Value.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret.Value[SecretPrefix.Length..] : secret.Value;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length is >= 24 and <= 64 ? bytes[..length] : null;
    }
}
