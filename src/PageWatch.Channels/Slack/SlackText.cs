using System.Text;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>What a text becomes on its way to Slack.</summary>
internal static class SlackText
{
    private const char Replacement = '\uFFFD';

    /// <summary>How far a cut may move back to the end of a word.</summary>
    private const int LongestWord = 40;

    /// <summary>Text that steers nothing, in whole characters.</summary>
    public static string Of(string text)
    {
        var shown = ShownText.Of(text);
        StringBuilder? whole = null;
        for (var i = 0; i < shown.Length; i++)
        {
            if (!char.IsSurrogate(shown[i]))
                continue;
            if (i + 1 < shown.Length && char.IsSurrogatePair(shown[i], shown[i + 1]))
            {
                i++;
                continue;
            }

            whole ??= new StringBuilder(shown);
            whole[i] = Replacement;
        }

        return whole?.ToString() ?? shown;
    }

    /// <summary>The same in one line.</summary>
    public static string Line(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    /// <summary>A name or a title that somebody else wrote: one line, apart in its own direction where it runs from right to left.</summary>
    public static string Outside(string text)
    {
        var line = Of(CleanText.Line(text, SlackLimits.Outside));
        return line.Any(RunsLeft) ? $"\u2068{line}\u2069" : line;
    }

    /// <summary>At most so many characters, cut at the end of a word, with "…".</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        if (longest < 2)
            return longest == 1 ? "…" : "";
        var cut = CleanText.Cut(text, longest);
        var end = cut.Length - 1;
        if (end < text.Length && char.IsWhiteSpace(text[end]))
            return cut;
        for (var i = end - 1; i > 0 && i > end - LongestWord; i--)
        {
            if (char.IsWhiteSpace(cut[i]))
                return string.Concat(cut.AsSpan(0, i).TrimEnd(), "…");
        }

        return cut;
    }

    /// <summary>For what Slack reads as markup, once and in this order: https://docs.slack.dev/messaging/formatting-message-text/#escaping</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    public static string Unescape(string text) => text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>Hebrew, Arabic and their neighbours; the halves of characters beyond the first plane are told by their first one.</summary>
    private static bool RunsLeft(char c) => c is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFE') or '\uD802' or '\uD803' or '\uD83A' or '\uD83B';
}
