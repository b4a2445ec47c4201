using System.Numerics;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>
/// What a word says about its language: its groups of two to four letters with its borders, and itself. Each is known by the number of a row of weights;
/// several share a row, and the trainer learns with them sharing it. Part of the profile file's format: a change here needs a new version of it.
/// </summary>
public static class WordGrams
{
    /// <summary>As many rows as a word can have.</summary>
    public const int Most = (3 * (SaidWords.LongestWord + 1)) + 2;

    private const ulong Border = '_';

    /// <param name="word">Folded, not empty, at most <see cref="SaidWords.LongestWord"/> letters.</param>
    /// <param name="bits">There are two to this power rows.</param>
    /// <param name="rows">Room for <see cref="Most"/>.</param>
    /// <returns>How many rows were written.</returns>
    public static int Of(ReadOnlySpan<char> word, int bits, Span<int> rows)
    {
        var shift = 64 - bits;
        var count = 0;
        var window = Border;
        var whole = 14695981039346656037UL;
        var tail = 0UL;
        for (var i = 0; i <= word.Length; i++)
        {
            var letter = i < word.Length ? word[i] : Border;
            window = (window << 16) | letter;
            if (i < word.Length)
            {
                whole = (whole ^ letter) * 1099511628211UL;
                tail = letter == '\'' ? 14695981039346656037UL : tail == 0 ? 0 : (tail ^ letter) * 1099511628211UL;
            }

            rows[count++] = Row(window & 0xFFFF_FFFF, 2, shift);
            if (i >= 1)
                rows[count++] = Row(window & 0xFFFF_FFFF_FFFF, 3, shift);
            if (i >= 2)
                rows[count++] = Row(window, 4, shift);
        }

        rows[count++] = Row(whole, 5, shift);
        // "l'eau", "dell'ordine": what follows the apostrophe is a word of its own.
        if (tail != 0)
            rows[count++] = Row(tail, 5, shift);
        return count;
    }

    /// <summary>Multiplied and cut to the high bits, each length with a factor of its own, so that "a" and "_a" fall apart.</summary>
    private static int Row(ulong gram, int length, int shift) =>
        (int)((BitOperations.RotateLeft(gram, 7 * length) ^ ((ulong)length * 0x9E3779B97F4A7C15UL)) * 0xD6E8FEB86659FD93UL >> shift);
}
