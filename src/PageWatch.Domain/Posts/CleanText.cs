using System.Globalization;
using System.Text;

namespace PageWatch.Domain.Posts;

/// <summary>Makes text from outside safe to keep and to show: what it says stays, what steers a screen or a terminal goes.</summary>
public static class CleanText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Drops control characters (line feeds and tabs stay) and the marks that turn the direction of the text around them
    /// (U+202A–202E, U+2066–2069, and U+200E, U+200F, U+061C), replaces lone surrogates, folds three and more line breaks to two, trims, and cuts.
    /// </summary>
    /// <param name="longest">UTF-16 units to keep; a cut text ends in "…" and never splits a character.</param>
    public static string Of(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        // Reading stops a little past the limit: a post of 1 MB must not cost 1 MB of work in each stage.
        var kept = new StringBuilder(Math.Min(text.Length, longest + 16));
        var breaks = 0;
        var i = 0;
        for (; i < text.Length && kept.Length <= longest; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                if (i + 1 < text.Length && text[i + 1] == '\n')
                    continue;
                c = '\n';
            }

            if (c is '\u2028' or '\u2029')
                c = '\n';

            if (c == '\n')
            {
                if (++breaks <= 2)
                    kept.Append('\n');
                continue;
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                kept.Append(c).Append(text[++i]);
                breaks = 0;
                continue;
            }

            if (char.IsSurrogate(c))
                c = Replacement;
            if (SteersDirection(c) || (char.IsControl(c) && c != '\t') || c is '\uFEFF' or '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF'))
                continue;
            if (!char.IsWhiteSpace(c))
                breaks = 0;
            kept.Append(c);
        }

        var clean = kept.ToString().Trim();
        // The limit may fall on white space, which is trimmed: that more was there is said all the same.
        var hadMore = clean.Length <= longest && !text.AsSpan(i).IsWhiteSpace();
        return Cut(hadMore ? clean + "…" : clean, longest);
    }

    /// <summary>The same for a name or a title: one line.</summary>
    public static string Line(string? text, int longest) =>
        Cut(string.Join(' ', Of(text, longest).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), longest);

    /// <summary>At most <paramref name="longest"/> UTF-16 units, never half a character or half an emoji; a cut text ends in "…".</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = 0;
        while (end < text.Length)
        {
            var next = end + StringInfo.GetNextTextElementLength(text, end);
            if (next > longest - 1)
                break;
            end = next;
        }

        return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
    }

    private static bool SteersDirection(char c) =>
        c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
