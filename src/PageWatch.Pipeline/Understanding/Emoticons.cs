using System.Buffers;

namespace PageWatch.Pipeline.Understanding;

/// <summary>Faces made of signs, such as ":-(" and "&lt;3"; the word stream knows emoji only.</summary>
internal static class Emoticons
{
    private static readonly string[] All =
        [.. WordFiles.Signs.Keys.Where(sign => sign[0] < 128 && sign.Length is >= 2 and <= 4).OrderByDescending(sign => sign.Length)];

    /// <summary>What one can begin with.</summary>
    public static SearchValues<char> Beginnings { get; } = SearchValues.Create([.. All.Select(sign => sign[0]).Distinct()]);

    /// <returns>The longest that stands by itself at that place; null when none does.</returns>
    public static string? At(string text, int at)
    {
        if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
            return null;
        foreach (var sign in All)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0)
                continue;
            var end = at + sign.Length;
            if (end >= text.Length || !char.IsLetterOrDigit(text[end]))
                return sign;
        }

        return null;
    }
}
