namespace PageWatch.Platforms.Feeds.WebSub;

/// <summary>Reads the header <c>Link</c>: https://www.rfc-editor.org/rfc/rfc8288#section-3</summary>
internal static class LinkHeader
{
    private const int Longest = 16 * 1024;
    private const int Most = 50;

    /// <param name="lines">The header as it came, once or several times.</param>
    /// <returns>Target and relations of each link that speaks of the page itself, in order.</returns>
    public static IReadOnlyList<(string Target, IReadOnlyList<string> Relations)> Read(IReadOnlyList<string> lines)
    {
        var links = new List<(string, IReadOnlyList<string>)>();
        foreach (var line in lines)
        {
            var text = line.Length > Longest ? line[..Longest] : line;
            var at = 0;
            while (links.Count < Most && (at = text.IndexOf('<', at)) >= 0)
            {
                var end = text.IndexOf('>', at);
                if (end < 0)
                    break;
                var target = text[(at + 1)..end].Trim();
                var (parameters, next) = ReadParameters(text, end + 1);
                at = next;
                // A link with an anchor speaks of something else than the page.
                if (!parameters.ContainsKey("anchor") && parameters.GetValueOrDefault("rel") is { } relations)
                    links.Add((target, relations.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return links;
    }

    /// <summary>Parameters up to the comma that ends the link; of a name that stands twice the first counts.</summary>
    private static (Dictionary<string, string> Parameters, int Next) ReadParameters(string text, int at)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (at < text.Length && text[at] != ',')
        {
            if (text[at] is ';' || char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && text[at] is not ('=' or ';' or ','))
                at++;
            var name = text[start..at].Trim();
            var value = "";
            if (at < text.Length && text[at] == '=')
                (value, at) = ReadValue(text, at + 1);
            parameters.TryAdd(name, value);
        }

        return (parameters, at);
    }

    private static (string Value, int Next) ReadValue(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        var start = at;
        if (at == text.Length || text[at] != '"')
        {
            while (at < text.Length && text[at] is not (';' or ','))
                at++;
            return (text[start..at].Trim(), at);
        }

        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }

        return (value.ToString(), Math.Min(at + 1, text.Length));
    }
}
