using System.Globalization;

namespace PageWatch.Pipeline.Understanding.Tokens;

/// <summary>
/// Lower case without accents, for people type "schon" for "schön" and "esta" for "está", and some keyboards send the accent apart.
/// Tables rather than the platform's normalisation, so that a model reads the same on every machine.
/// </summary>
public static class LetterFold
{
    private const string From00C0 =
        "aaaaaaaceeeeiiiidnooooo×ouuuuytsaaaaaaaceeeeiiiidnooooo÷ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
        + "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private const string From1E00 =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
        + "wwwwwwwwwwxxxxyyzzzzzzhtwyasssssaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyylllvvyy";

    public static char Fold(char c)
    {
        if (c < 0x80)
            return (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c;
        if (c is >= '\u00C0' and < '\u0180')
            return From00C0[c - 0xC0];
        if (c is >= '\u1E00' and < '\u1F00')
            return From1E00[c - 0x1E00];
        return c switch
        {
            // Arabic: the seats of hamza, the two forms of final yeh, and teh marbuta are written for one another.
            '\u0622' or '\u0623' or '\u0625' or '\u0671' => '\u0627',
            '\u0649' or '\u06CC' => '\u064A',
            '\u0629' => '\u0647',
            '\u06A9' => '\u0643',
            'ё' or 'Ё' => 'е',
            < '\u0600' => char.ToLowerInvariant(c),
            _ => c,
        };
    }

    /// <summary>Stands on a letter without changing which it is: accents, vocalisation, the stretch of Arabic; Indic vowels are no such.</summary>
    public static bool IsDropped(char c) => c switch
    {
        < '\u00AD' => false,
        '\u00AD' or '\u0640' or '\u0670' or '\u061C' or '\uFEFF' or '\u180E' => true,
        >= '\u0300' and <= '\u036F' => true,
        >= '\u0483' and <= '\u0489' => true,
        >= '\u0591' and <= '\u05BD' => true,
        >= '\u064B' and <= '\u065F' => true,
        >= '\u06D6' and <= '\u06ED' => !char.IsLetter(c),
        >= '\u1AB0' and <= '\u1AFF' => true,
        >= '\u1DC0' and <= '\u1DFF' => true,
        >= '\u200B' and <= '\u200F' => true,
        >= '\u202A' and <= '\u202E' => true,
        >= '\u2060' and <= '\u206F' => true,
        >= '\u20D0' and <= '\u20FF' => true,
        >= '\uFE00' and <= '\uFE0F' => true,
        >= '\uFE20' and <= '\uFE2F' => true,
        _ => false,
    };

    /// <summary>Chinese, Japanese, Thai, Lao, Khmer, Burmese: no space tells where a word ends.</summary>
    public static bool WritesWithoutSpaces(char c) => c switch
    {
        < '\u0E00' => false,
        >= '\u0E00' and <= '\u0EFF' => true,
        >= '\u1000' and <= '\u109F' => true,
        >= '\u1780' and <= '\u17FF' => true,
        >= '\u3041' and <= '\u30FF' => true,
        >= '\u31F0' and <= '\u31FF' => true,
        >= '\u3400' and <= '\u4DBF' => true,
        >= '\u4E00' and <= '\u9FFF' => true,
        >= '\uF900' and <= '\uFAFF' => true,
        _ => false,
    };

    public static bool IsMark(char c) =>
        c >= '\u0300' && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    public static bool IsEmoji(char c) => c switch
    {
        < '\u2190' => c is '\u00A9' or '\u00AE' or '\u2122' or '\u203C' or '\u2049',
        <= '\u21FF' => true,
        >= '\u2300' and <= '\u23FF' => true,
        >= '\u25A0' and <= '\u27BF' => true,
        >= '\u2900' and <= '\u297F' => true,
        >= '\u2B00' and <= '\u2BFF' => true,
        _ => false,
    };
}
