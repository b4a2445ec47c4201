using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Domain.Teams;

/// <summary>
/// Chains the rows of the record: each holds the digest of the one before, and of its own content only a salted digest. Whoever changes or
/// removes a row breaks the chain; the last rows are held by the store's note of the newest. Whoever erases content and its salt breaks nothing.
/// </summary>
public static class AuditChain
{
    /// <summary>What the first row follows.</summary>
    public static string Beginning { get; } = new('0', 64);

    /// <summary>Hex; the same content under another salt gives another digest, so that a guess cannot be checked once the salt is gone. Null for no content.</summary>
    public static string? DigestOf(string? content, ReadOnlySpan<byte> salt) =>
        content is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(content)));

    /// <summary>Hex SHA-256 over everything that stays, each part with its length, so that no two rows can be read as one another.</summary>
    public static string Link(string previous, long number, AuditEntry entry, string? beforeDigest, string? afterDigest)
    {
        var parts = new StringBuilder();
        foreach (var part in (string?[])
            [
                previous,
                number.ToString(CultureInfo.InvariantCulture),
                entry.Team.ToString(),
                entry.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                entry.By?.ToString(),
                entry.ByName,
                entry.Verb,
                entry.Subject,
                beforeDigest,
                afterDigest,
            ])
        {
            parts.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}|");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }
}
