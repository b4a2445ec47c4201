using System.Globalization;
using System.Text;

namespace PageWatch.Pipeline.Checks;

/// <summary>Changes places of a text and leaves it fit to be read.</summary>
internal static class TextMend
{
    /// <param name="changes">In the order of the text, none overlapping; nothing instead takes the place out, with the blank or brackets around it.</param>
    public static string With(string text, IReadOnlyList<(TextPlace Place, string Instead)> changes)
    {
        var mended = new StringBuilder(text.Length);
        var at = 0;
        foreach (var (place, instead) in changes)
        {
            if (place.Start < at)
                continue;
            mended.Append(text, at, place.Start - at);
            at = instead.Length > 0 ? place.End : TakeOut(mended, text, place.End);
            mended.Append(instead);
        }

        return mended.Append(text, at, text.Length - at).ToString().Trim();
    }

    /// <summary>Starts with a capital where what it stands for did.</summary>
    public static string AsCapital(string instead, string was) =>
        instead.Length > 0 && was.Length > 0 && char.IsUpper(was[0]) && char.IsLower(instead[0])
            ? char.ToUpper(instead[0], CultureInfo.InvariantCulture) + instead[1..]
            : instead;

    /// <returns>Where to go on: "(x)" goes with its brackets, "a x, b" is "a, b".</returns>
    private static int TakeOut(StringBuilder mended, string text, int at)
    {
        if (mended.Length > 0 && at < text.Length && (mended[^1], text[at]) is ('(', ')') or ('[', ']') or ('<', '>') or ('"', '"') or ('“', '”') or ('„', '“') or ('«', '»'))
        {
            mended.Length--;
            at++;
        }

        var endsHere = at >= text.Length || text[at] is '.' or ',' or ';' or '!' or '?' or ')' or '\n' || text[at] == ' ';
        if (endsHere && mended.Length > 0 && mended[^1] == ' ')
            mended.Length--;
        if (mended.Length == 0 || mended[^1] == '\n')
        {
            while (at < text.Length && text[at] is ' ' or ',')
                at++;
        }

        return at;
    }
}
