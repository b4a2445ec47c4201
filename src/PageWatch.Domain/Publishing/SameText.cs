using System.Text;

namespace PageWatch.Domain.Publishing;

/// <summary>Whether two texts are one reply. Pages tidy what they take: white space, typographic quotes, dashes; the words stay.</summary>
public static class SameText
{
    public static bool As(string one, string other) => Essence(one) == Essence(other);

    /// <summary>Letters and digits, in order and composed; a text without any is compared as it is.</summary>
    private static string Essence(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                kept.Append(rune.ToString());
        }

        return kept.Length > 0 ? kept.ToString().Normalize(NormalizationForm.FormC) : text.Trim();
    }
}
