using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Platforms.Bluesky;

/// <summary>
/// The key that a reply of ours gets: the same words under the same post give the same key, so that handing them over twice cannot make two of them,
/// and a lost answer is looked up by asking for one record.
/// </summary>
internal static class RecordKey
{
    // Only posts under a key of this form (a TID) are shown: https://atproto.com/specs/tid
    private const string Alphabet = "234567abcdefghijklmnopqrstuvwxyz";
    private const int Length = 13;
    private const int ClockBits = 10;

    /// <summary>
    /// A TID is a time, and ours is drawn from the year 2023: a time out of the answered post would be its author's claim, and a key in the future would
    /// stand first in every list for good. What is shown goes by the record's own date.
    /// </summary>
    private const ulong From = 1_672_531_200_000_000;

    private const ulong Span = 31_536_000_000_000;

    /// <param name="target">The post that is answered.</param>
    public static string Of(AtUri target, string text)
    {
        // 54 bits of the digest: among a hundred thousand replies of one account, one in three million would share a key with another.
        var draw = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{target}\n{text}")));
        var value = ((From + ((draw >> ClockBits) % Span)) << ClockBits) | (draw & ((1 << ClockBits) - 1));
        return string.Create(Length, value, static (key, left) =>
        {
            for (var i = key.Length - 1; i >= 0; i--, left >>= 5)
                key[i] = Alphabet[(int)(left & 31)];
        });
    }
}
