using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Checks <c>X-Hub-Signature: method=hex</c> over the raw bytes: https://www.w3.org/TR/websub/#authenticated-content-distribution</summary>
internal static class HubSignature
{
    private const int LongestHeader = 200;

    /// <returns>Why it does not fit, for our log; null when it does.</returns>
    public static string? Refuse(WebhookCall call, IReadOnlyList<Secret> secrets)
    {
        if (call.Single("x-hub-signature") is not { Length: > 0 } header)
            return "x-hub-signature is missing, or came twice.";
        if (header.Length > LongestHeader || header.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var mark))
            return "x-hub-signature is not written as method=hex.";
        if (Read(header[(mark + 1)..].Trim()) is not { } told)
            return "x-hub-signature holds no hexadecimal digits.";
        if (MethodOf(header[..mark].Trim()) is not { } method)
            return "x-hub-signature uses a method that we do not take.";

        var fits = false;
        foreach (var secret in secrets)
            fits |= CryptographicOperations.FixedTimeEquals(Sign(method, Encoding.UTF8.GetBytes(secret.Value), call.Body.Span), told);
        return fits ? null : "No signature fits the bytes under any secret of this page.";
    }

    // Many hubs sign with SHA-1 and nothing else. As an HMAC it is not broken: https://www.rfc-editor.org/rfc/rfc6194#section-3.3
    private static HashAlgorithmName? MethodOf(string name) => name.ToLowerInvariant() switch
    {
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static byte[] Sign(HashAlgorithmName method, byte[] key, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(method, key);
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    private static byte[]? Read(string hex)
    {
        if (hex.Length is 0 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit))
            return null;
        return Convert.FromHexString(hex);
    }
}
