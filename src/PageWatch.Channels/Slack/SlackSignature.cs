using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Slack's signature, version 0, over the raw bytes. https://docs.slack.dev/authentication/verifying-requests-from-slack</summary>
internal static class SlackSignature
{
    private const string Version = "v0=";

    /// <summary>Older calls may be replays.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static bool IsGood(DoorCall call, string secret, DateTimeOffset now)
    {
        if (call.Header("x-slack-request-timestamp") is not { Length: <= 20 } stamp || call.Header("x-slack-signature") is not { } signature)
            return false;
        if (!long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Window.TotalSeconds)
            return false;
        Span<byte> wanted = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(secret, stamp, call.Body.Span, wanted);
        return signature.Length == Version.Length + 2 * given.Length
            && signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.FromHexString(signature.AsSpan(Version.Length), given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(wanted, given);
    }

    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Sign(secret, timestamp, body, signature);
        return Version + Convert.ToHexStringLower(signature);
    }

    private static void Sign(string secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> signature)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        hmac.GetHashAndReset(signature);
    }
}
