using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Takes off what models put around their words: marks, quotation marks, signs that nobody sees. The words stay.</summary>
internal static partial class ProposalCleaning
{
    /// <summary>UTF-16 units, marks included; what is longer is no reply.</summary>
    public const int Longest = 10_000;
    private const int MostLayers = 3;

    private static readonly (char Open, char Close)[] Quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('„', '“'), ('„', '”'), ('‘', '’'), ('«', '»'), ('»', '«'), ('‹', '›'), ('「', '」'), ('『', '』')];

    /// <param name="signOff">Is set below the reply by us, and so taken off where the model wrote it too; null for none.</param>
    public static string Clean(string text, string? signOff)
    {
        var clean = CleanText.Of(HiddenSigns.Removed(text), Longest);
        clean = Link().Replace(clean, "${text} ${address}");
        clean = LineMark().Replace(clean, "");
        clean = Emphasis().Replace(clean, "${text}");
        clean = clean.Replace("**", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Trim();
        for (var layer = 0; layer < MostLayers && Unquoted(clean) is { } bare; layer++)
            clean = bare;
        return signOff is { Length: > 0 } && clean.EndsWith(signOff, StringComparison.OrdinalIgnoreCase) ? clean[..^signOff.Length].TrimEnd(' ', '\n', '-', '–', '—') : clean;
    }

    /// <returns>Null when the quotation marks are not around all of it.</returns>
    private static string? Unquoted(string text)
    {
        foreach (var (open, close) in Quotes)
        {
            if (text.Length > 1 && text[0] == open && text[^1] == close && text.AsSpan(1, text.Length - 2).IndexOfAny(open, close) < 0)
                return text[1..^1].Trim();
        }

        return null;
    }

    [GeneratedRegex(@"!?\[(?<text>[^\]\n]{0,500})\]\((?<address>[^)\n]{0,500})\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+|```\w*[ \t]*$|-{3,}[ \t]*$)", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex LineMark();

    [GeneratedRegex(@"(?<![\w*_])(?<mark>[*_]{1,3})(?=\S)(?<text>[^*_\n]{1,500}?)(?<=\S)\k<mark>(?![\w*_])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Emphasis();
}
