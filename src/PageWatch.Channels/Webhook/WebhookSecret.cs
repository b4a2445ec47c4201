using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Channels.Webhook;

/// <summary>Secrets and signatures as Standard Webhooks has them: <c>whsec_</c> and 24 to 64 bytes in base64; HMAC-SHA256 over id, time and bytes.</summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Shortest = 24;
    private const int Longest = 64;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <returns>Null when it is no such secret.</returns>
    public static byte[]? KeyOf(string? secret)
    {
        if (secret is null || secret.Length > 200)
            return null;
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length is >= Shortest and <= Longest ? bytes[..length] : null;
    }

    /// <returns>"v1," and the signature in base64.</returns>
    public static string Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> head = stackalloc byte[128];
        hmac.AppendData(head[..Encoding.ASCII.GetBytes($"{id}.{timestamp}.", head)]);
        hmac.AppendData(body);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(signature);
        return "v1," + Convert.ToBase64String(signature);
    }
}
