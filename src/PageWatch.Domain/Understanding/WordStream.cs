using System.Globalization;
using System.Text;

namespace PageWatch.Domain.Understanding;

/// <summary>
/// Cuts a text into the words that rules, search and the reader compare: lower case, without accents, marks joined to their letters,
/// one token a character in scripts that write without spaces. The same stream is indexed and matched, so that what is found is what matches.
/// </summary>
public static class WordStream
{
    private const int SharedWords = 4096;

    private const int LongestShared = 24;

    /// <summary>Latin and Cyrillic letters end before it; each of them folds by itself, whatever stands beside it.</summary>
    private const int SimplePlaces = 0x0530;

    /// <summary>Words that were met last, so that the thousand that make up most of what people write are not made anew each time. Any thread may read and replace any.</summary>
    private static readonly string?[] Shared = new string?[SharedWords];

    /// <summary>What each character folds to; null where that depends on its neighbours.</summary>
    private static readonly string?[] Simple = [.. Enumerable.Range(0, SimplePlaces).Select(c => c < 128 || (c is >= 0x0300 and < 0x0370) || !char.IsLetterOrDigit((char)c) ? null : Fold(((char)c).ToString()))];

    /// <summary>A word and where it stands, in UTF-16 units of the text it was cut from.</summary>
    public readonly record struct Word(string Text, int Start, int Length);

    /// <returns>In the order of the text; empty for a text without letters, digits or symbols that people read (emoji count as words).</returns>
    public static IReadOnlyList<Word> Of(string text)
    {
        var words = new List<Word>();
        var at = 0;
        while (Next(text, ref at, out var start))
        {
            var folded = Fold(text.AsSpan(start, at - start));
            if (folded.Length > 0)
                words.Add(new Word(folded, start, at - start));
        }

        return words;
    }

    /// <summary>Finds the next stretch that is a word, unless folding leaves nothing of it.</summary>
    /// <param name="at">Where to look from; afterwards where the word ends.</param>
    /// <returns>False when there is none.</returns>
    internal static bool Next(string text, ref int at, out int start)
    {
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            start = at;
            if (WritesWithoutSpaces(rune) || IsEmoji(rune))
            {
                // A character with the marks that stand on it: a vowel alone, a skin tone, how a symbol is drawn are no words.
                at += length;
                while (at < text.Length && Rune.DecodeFromUtf16(text.AsSpan(at), out var on, out length) == System.Buffers.OperationStatus.Done && (IsMark(on) || IsSkinTone(on) || on.Value == 0x200D))
                    at += length;
                return true;
            }

            at += length;
            if (!IsWordRune(rune))
                continue;
            while (at < text.Length)
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out rune, out length);
                if (WritesWithoutSpaces(rune) || !(IsWordRune(rune) || IsMark(rune) || JoinsWord(text, at, length)))
                    break;
                at += length;
            }

            return true;
        }

        start = at;
        return false;
    }

    /// <summary>Folds a word that needs no more than a look at each character, which is nearly all that people write in Latin and Cyrillic letters.</summary>
    /// <param name="into">As long as twice the word.</param>
    /// <returns>How long it is folded; -1 where <see cref="Fold"/> has to be asked.</returns>
    internal static int FoldShort(ReadOnlySpan<char> word, Span<char> into)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c is '\'' or '\u2019')
                continue;
            if (c < 128)
            {
                into[length++] = char.ToLowerInvariant(c);
                continue;
            }

            if (c >= SimplePlaces || Simple[c] is not { Length: <= 2 } folded)
                return -1;
            foreach (var each in folded)
                into[length++] = each;
        }

        return length;
    }

    /// <summary>Lower case, compatibility forms and accents folded away; apostrophes dropped ("don’t" and "dont" are one word).</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        var ascii = true;
        foreach (var c in word)
            ascii &= c < 128;
        if (ascii)
            return FoldAscii(word);

        // Lone surrogates and characters that are none were dropped when a post came in, but a query may still bring them, and Normalize throws on them.
        // One ligature of Arabic unfolds to eighteen letters; a text of nothing else must not cost eighteen times as much.
        var safe = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            Rune.DecodeFromUtf16(word[i..], out var rune, out var used);
            if (!IsNoCharacter(rune))
                safe.Append(rune.Value is >= 0xFDF0 and <= 0xFDFB ? "\u0627" : rune.ToString());
            i += used;
        }

        var folded = new StringBuilder(word.Length);
        foreach (var rune in safe.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (IsAccent(rune) || IsSkinTone(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is '\'' or '\u2019')
                continue;
            switch (rune.Value)
            {
                case 'ß': folded.Append("ss"); break;
                case 'ø' or 'Ø': folded.Append('o'); break;
                case 'ł' or 'Ł': folded.Append('l'); break;
                case 'đ' or 'Đ': folded.Append('d'); break;
                case 'æ' or 'Æ': folded.Append("ae"); break;
                case 'œ' or 'Œ': folded.Append("oe"); break;
                case 'ı': folded.Append('i'); break;
                default: folded.Append(Rune.ToLowerInvariant(rune)); break;
            }
        }

        // Marks that were kept (vowels of Indic scripts, the voicing of kana) go back into their letters.
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string FoldAscii(ReadOnlySpan<char> word)
    {
        Span<char> folded = word.Length <= LongestShared ? stackalloc char[LongestShared] : new char[word.Length];
        var length = 0;
        var hash = 2166136261u;
        foreach (var c in word)
        {
            if (c == '\'')
                continue;
            var lower = char.ToLowerInvariant(c);
            folded[length++] = lower;
            hash = (hash ^ lower) * 16777619;
        }

        folded = folded[..length];
        if (word.Length > LongestShared)
            return folded.ToString();
        ref var shared = ref Shared[(hash ^ (hash >> 15)) % SharedWords];
        var known = shared;
        if (known is not null && folded.SequenceEqual(known))
            return known;
        return shared = folded.ToString();
    }

    /// <summary>Marks that people leave out when they type; in other scripts a mark makes another word.</summary>
    private static bool IsAccent(Rune rune) => rune.Value is
        (>= 0x0300 and <= 0x036F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF) // on Latin, Greek, Cyrillic
        or (>= 0x0591 and <= 0x05C7) // Hebrew points
        or (>= 0x0610 and <= 0x061A) or (>= 0x064B and <= 0x065F) or 0x0670 or (>= 0x06D6 and <= 0x06ED) // Arabic vowels
        or (>= 0xFE00 and <= 0xFE0F); // how a symbol is drawn

    private static bool IsNoCharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    private static bool IsSkinTone(Rune rune) => rune.Value is >= 0x1F3FB and <= 0x1F3FF;

    private static bool IsWordRune(Rune rune) => Rune.IsLetterOrDigit(rune);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool JoinsWord(string text, int at, int length) =>
        text[at] is '\'' or '\u2019' && at + length < text.Length && char.IsLetter(text[at + length]) && char.IsLetter(text[at - 1]);

    private static bool WritesWithoutSpaces(Rune rune) => Rune.IsLetterOrDigit(rune) && rune.Value is
        (>= 0x3040 and <= 0x30FF) // Hiragana, Katakana
        or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF) // Han
        or (>= 0x0E00 and <= 0x0E7F) // Thai
        or (>= 0x0E80 and <= 0x0EFF) // Lao
        or (>= 0x1000 and <= 0x109F) // Myanmar
        or (>= 0x1780 and <= 0x17FF); // Khmer

    private static bool IsEmoji(Rune rune) => !IsSkinTone(rune) && rune.Value is
        (>= 0x1F300 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or (>= 0x1F1E6 and <= 0x1F1FF) or (>= 0x2B00 and <= 0x2BFF) or (>= 0x2300 and <= 0x23FF);
}
