using System.Globalization;
using System.Text;

namespace PageWatch.Pipeline.Checks;

/// <summary>What nobody sees: a person lets out what they have read, and nothing else (promise 3).</summary>
internal static class HiddenCheck
{
    /// <summary>Two marks on a letter is Vietnamese; ten cover the line above.</summary>
    private const int MostMarks = 3;

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var places = Places(text.Text);
        if (places.Count == 0)
            return [];
        var mend = TextMend.With(text.Text, [.. places.Select(place => (place, text.Text[place.Start] == '\r' ? "\n" : ""))]);
        return places.Take(CheckedText.MostOfAKind).Select(place => new ReplyFinding(FindingKind.HiddenCharacter, FindingLevel.Blocker,
            IsMark(text.Text, place.Start) ? CheckWording.PiledMarks : CheckSay.It(CheckWording.Hidden, Name(text.Text, place.Start)), place.Start, place.Length, mend));
    }

    public static bool ShowsNothing(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            var isSeen = isWhole && !Rune.IsWhiteSpace(rune) && !IsHidden(rune) && rune.Value is not (0x200C or 0x200D or (>= 0xFE00 and <= 0xFE0F));
            if (isSeen)
                return false;
            i += length;
        }

        return true;
    }

    private static List<TextPlace> Places(string text)
    {
        var places = new List<TextPlace>();
        var marks = 0;
        var isFlag = false;
        for (var i = 0; i < text.Length;)
        {
            var broken = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done;
            isFlag = rune.Value == 0x1F3F4 || (isFlag && rune.Value is >= 0xE0020 and <= 0xE007F);
            marks = IsMark(rune) ? marks + 1 : 0;
            // The flags of England, Scotland and Wales are written with tag characters, which are hidden anywhere else.
            var hides = broken || (IsHidden(rune) && !isFlag) || marks > MostMarks || (rune.Value is 0x200C or 0x200D && !Joins(text, i));
            if (hides && !(rune.Value == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                if (places.Count > 0 && places[^1].End == i && rune.Value != '\r')
                    places[^1] = places[^1] with { Length = places[^1].Length + length };
                else
                    places.Add(new TextPlace(i, length));
            }

            i += length;
        }

        return places;
    }

    /// <summary>Between emoji, and in scripts whose letters are joined, these are part of the spelling.</summary>
    private static bool Joins(string text, int at) => at > 0 && at + 1 < text.Length && text[at - 1] >= '\u0600' && text[at + 1] >= '\u0600'
        && text[at - 1] is not (>= '\u2000' and <= '\u206F') && text[at + 1] is not (>= '\u2000' and <= '\u206F');

    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\t' or 0x200C or 0x200D => false,
        // Fillers that count as letters, invisible marks of syllables and mathematics, what is no character.
        0x00AD or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFC => true,
        >= 0xFDD0 and <= 0xFDEF => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => (rune.Value & 0xFFFE) == 0xFFFE || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && rune.Value is not (>= 0xFE00 and <= 0xFE0F);

    private static bool IsMark(string text, int at) => Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done && IsMark(rune);

    private static string Name(string text, int at)
    {
        var value = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune.Value : text[at];
        return CheckSay.It("U+{0:X4}", value);
    }
}
