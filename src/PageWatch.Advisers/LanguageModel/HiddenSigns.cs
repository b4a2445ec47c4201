using System.Text;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Signs that nobody sees: a text can say one thing to a person and another to a model.</summary>
internal static class HiddenSigns
{
    /// <summary>Joiners stay: emoji, Persian and the scripts of India are written with them.</summary>
    public static string Removed(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsHidden(rune.Value))
                kept.Append(rune.ToString());
        }

        return kept.ToString();
    }

    /// <summary>For comparing alone: compatibility forms are one, and joiners go too.</summary>
    public static string Folded(string text) =>
        Removed(text).Replace("\u200c", "", StringComparison.Ordinal).Replace("\u200d", "", StringComparison.Ordinal).Normalize(NormalizationForm.FormKC);

    private static bool IsHidden(int sign) => sign is 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x200B or 0x200E or 0x200F
        or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or 0xFEFF or 0xFFA0 or (>= 0xFFF9 and <= 0xFFFB)
        // What is no sign at all: folding throws on it.
        or (>= 0xFDD0 and <= 0xFDEF) || (sign & 0xFFFE) == 0xFFFE || sign is
        // Tags, and the variation selectors that no emoji needs: whole sentences are hidden in both.
        (>= 0xE0000 and <= 0xE0FFF) or (>= 0x1D173 and <= 0x1D17A);
}
