namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>Which script a character belongs to: tables of our own, so that a text is read alike on every machine.</summary>
internal static class Scripts
{
    /// <summary>How many there are, <see cref="Script.None"/> counted.</summary>
    public const int Count = (int)Script.Ethiopic + 1;

    /// <summary>The language of a script that only one of the languages we know is written in; null for the others.</summary>
    public static string? OnlyLanguageOf(Script script) => script switch
    {
        Script.Hangul => "ko",
        Script.Hebrew => "he",
        Script.Greek => "el",
        Script.Thai => "th",
        Script.Bengali => "bn",
        Script.Tamil => "ta",
        Script.Telugu => "te",
        Script.Gujarati => "gu",
        Script.Gurmukhi => "pa",
        Script.Kannada => "kn",
        Script.Malayalam => "ml",
        Script.Sinhala => "si",
        Script.Lao => "lo",
        Script.Khmer => "km",
        Script.Burmese => "my",
        Script.Georgian => "ka",
        Script.Armenian => "hy",
        Script.Ethiopic => "am",
        _ => null,
    };

    /// <summary>How many Latin letters one letter says as much as: a syllable or a word is one sign there.</summary>
    public static int Weight(Script script) => script is Script.Han or Script.Kana or Script.Hangul ? 2 : 1;

    /// <summary>Of a UTF-16 unit; vowel signs of a script belong to it, its digits and full stops do not.</summary>
    public static Script Of(char c)
    {
        if (c < 0x80)
            return (uint)((c | 0x20) - 'a') <= 'z' - 'a' ? Script.Latin : Script.None;
        if (c < 0x530)
        {
            return c switch
            {
                < '\u00C0' or '\u00D7' or '\u00F7' => Script.None,
                < '\u0250' => Script.Latin,
                < '\u0370' or '\u037E' or '\u0387' => Script.None,
                < '\u0400' => Script.Greek,
                >= '\u0482' and <= '\u0489' => Script.None,
                _ => Script.Cyrillic,
            };
        }

        if (c < 0x900)
        {
            return c switch
            {
                < '\u0590' => c is >= '\u0531' and not (>= '\u055A' and <= '\u055F') and <= '\u0588' ? Script.Armenian : Script.None,
                >= '\u05D0' and <= '\u05F2' => Script.Hebrew,
                >= '\u0620' and <= '\u064A' => Script.Arabic,
                >= '\u066E' and <= '\u06D3' or '\u06D5' or >= '\u06EE' and <= '\u06EF' or >= '\u06FA' and <= '\u06FF' or >= '\u0750' and <= '\u077F' => Script.Arabic,
                _ => Script.None,
            };
        }

        return c < 0xE00 ? Indic(c) : Eastern(c);
    }

    private static Script Indic(char c)
    {
        // Digits stand at 66 to 6F of each block, the full stops of all at 0964 and 0965.
        var place = c & 0x7F;
        if (place is >= 0x66 and <= 0x6F || c is '\u0964' or '\u0965' or '\u0970')
            return Script.None;
        return (c >> 7) switch
        {
            0x900 >> 7 => Script.Devanagari,
            0x980 >> 7 => Script.Bengali,
            0xA00 >> 7 => Script.Gurmukhi,
            0xA80 >> 7 => Script.Gujarati,
            0xB80 >> 7 => Script.Tamil,
            0xC00 >> 7 => Script.Telugu,
            0xC80 >> 7 => Script.Kannada,
            0xD00 >> 7 => Script.Malayalam,
            0xD80 >> 7 => Script.Sinhala,
            _ => Script.None,
        };
    }

    private static Script Eastern(char c) => c switch
    {
        '\u0E3F' or >= '\u0E4F' and <= '\u0E5B' or >= '\u0ED0' and <= '\u0ED9' => Script.None,
        < '\u0E80' => Script.Thai,
        < '\u0F00' => Script.Lao,
        < '\u1000' => Script.None,
        >= '\u1040' and <= '\u104F' => Script.None,
        < '\u10A0' => Script.Burmese,
        '\u10FB' => Script.None,
        < '\u1100' => Script.Georgian,
        < '\u1200' => Script.Hangul,
        >= '\u1360' and <= '\u137F' => Script.None,
        < '\u13A0' => Script.Ethiopic,
        >= '\u1780' and <= '\u17D3' => Script.Khmer,
        >= '\u1E00' and <= '\u1EFF' => Script.Latin,
        >= '\u1F00' and <= '\u1FFF' => Script.Greek,
        >= '\u3041' and <= '\u3096' or >= '\u309D' and <= '\u309F' or >= '\u30A1' and <= '\u30FA' or >= '\u30FC' and <= '\u30FF' or >= '\u31F0' and <= '\u31FF' => Script.Kana,
        >= '\u3131' and <= '\u318E' => Script.Hangul,
        '\u3005' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => Script.Han,
        >= '\uAC00' and <= '\uD7A3' => Script.Hangul,
        >= '\uFB50' and <= '\uFDF1' or >= '\uFE70' and <= '\uFEFC' => Script.Arabic,
        >= '\uFF21' and <= '\uFF3A' or >= '\uFF41' and <= '\uFF5A' => Script.Latin,
        >= '\uFF66' and <= '\uFF9D' => Script.Kana,
        _ => Script.None,
    };
}
