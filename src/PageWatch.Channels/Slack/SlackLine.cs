using System.Text;

namespace PageWatch.Channels.Slack;

/// <summary>
/// What a person typed, out of what Slack makes of it: <c>&lt;@U…&gt;</c>, <c>&lt;#C…|name&gt;</c>, <c>&lt;url|label&gt;</c>, <c>&lt;!here&gt;</c> and three entities.
/// https://docs.slack.dev/messaging/formatting-message-text/#parsing
/// </summary>
internal static class SlackLine
{
    private const int MostPeople = 20;

    /// <summary>Who is mentioned, each once, the bot left out.</summary>
    public static IReadOnlyList<string> Mentioned(string text, string bot) =>
        [.. Tokens(text).Where(token => token.IsMarkup && token.Text.StartsWith('@')).Select(token => UserOf(token.Text)).Where(user => user.Length > 0 && user != bot).Distinct().Take(MostPeople)];

    public static bool Mentions(string text, string user) => Tokens(text).Any(token => token.IsMarkup && token.Text.StartsWith('@') && UserOf(token.Text) == user);

    /// <param name="mention">How somebody stands in the line; null to leave the token as it came.</param>
    public static string Read(string text, string bot, Func<string, string?> mention)
    {
        var said = new StringBuilder(text.Length);
        foreach (var token in Tokens(text))
        {
            if (!token.IsMarkup)
                said.Append(SlackText.Unescape(token.Text));
            else if (token.Text.StartsWith('@'))
                said.Append(UserOf(token.Text) == bot ? " " : mention(UserOf(token.Text)) ?? LabelOf(token.Text) ?? token.Text);
            else if (token.Text.StartsWith('#'))
                said.Append(LabelOf(token.Text) is { Length: > 0 } name ? "#" + name : token.Text);
            else if (token.Text.StartsWith('!'))
                said.Append(LabelOf(token.Text) ?? "@" + token.Text[1..].Split('^')[0]);
            else
                said.Append(LinkOf(token.Text));
        }

        // "@pagewatch: status" is how people address somebody; a whole line in backquotes is how they show a command.
        var line = said.Replace('\u00A0', ' ').ToString().Trim();
        line = line.TrimStart(':', ',').Trim();
        return line.Length > 1 && line[0] == '`' && line[^1] == '`' ? line.Trim('`').Trim() : line;
    }

    /// <summary>The first address in a text; null for none.</summary>
    public static string? FirstLink(string text) => Tokens(text).Where(token => token.IsMarkup && token.Text[0] is not ('@' or '#' or '!')).Select(token => SlackText.Unescape(Target(token.Text)))
        .FirstOrDefault(link => Uri.TryCreate(link, UriKind.Absolute, out var target) && ShownLink.IsPlace(target));

    /// <summary>What was typed: Slack puts a scheme before it by itself. A label that says something else than where it leads does not count.</summary>
    private static string LinkOf(string token)
    {
        var target = SlackText.Unescape(Target(token));
        if (LabelOf(token) is not { } label)
            return target;
        foreach (var before in (ReadOnlySpan<string>)["http://", "https://", "mailto:", "tel:", ""])
        {
            if (target.TrimEnd('/').Equals(before + label.TrimEnd('/'), StringComparison.Ordinal))
                return label;
        }

        return target;
    }

    private static string Target(string token) => token.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? token[..bar] : token;

    private static string? LabelOf(string token) => token.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar ? SlackText.Unescape(token[(bar + 1)..]) : null;

    private static string UserOf(string token) => Target(token)[1..];

    /// <summary>What stands between &lt; and &gt; is Slack's; of what people type, both come escaped.</summary>
    private static IEnumerable<(bool IsMarkup, string Text)> Tokens(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('<', at);
            var close = open < 0 ? -1 : text.IndexOf('>', open);
            if (close < 0)
            {
                yield return (false, text[at..]);
                yield break;
            }

            if (open > at)
                yield return (false, text[at..open]);
            if (close > open + 1)
                yield return (true, text[(open + 1)..close]);
            at = close + 1;
        }
    }
}
