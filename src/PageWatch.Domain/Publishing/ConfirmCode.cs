using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Publishing;

/// <summary>
/// Proves that a person has just seen the exact text, page and account that they let out (promise 3): the code is shown with them, and fits
/// nobody else, no other version and no other text.
/// </summary>
public static class ConfirmCode
{
    // No 0, O, 1, I or L: codes are read off one screen and typed into another.
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Letters of a code.</summary>
    public const int Length = 8;

    public static string For(ReadOnlySpan<byte> key, MemberId by, NudgeId nudge, long version, string text, string account)
    {
        var seen = Encoding.UTF8.GetBytes($"{by}\n{nudge}\n{version}\n{account.Length}\n{account}\n{text}");
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, seen, mac);
        return string.Create(Length, mac.ToArray(), static (code, bytes) =>
        {
            for (var i = 0; i < code.Length; i++)
                code[i] = Alphabet[bytes[i] % Alphabet.Length];
        });
    }

    /// <summary>Compares in constant time; case and spaces around are forgiven.</summary>
    public static bool Fits(string expected, string typed) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(typed.Trim().ToUpperInvariant()));
}
