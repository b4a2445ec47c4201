namespace PageWatch.Host.Tests.House;

/// <summary>Reads the arguments of a call in C# source: enough of the language to tell a comma between two of them from one inside a text.</summary>
internal static class CallArguments
{
    /// <param name="open">Where the call's opening bracket stands.</param>
    /// <returns>Each argument as it is written; empty for a call without any.</returns>
    public static IReadOnlyList<string> At(string source, int open)
    {
        var arguments = new List<string>();
        var start = open + 1;
        var depth = 0;
        for (var i = open; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' when --depth == 0:
                    Add(i);
                    return arguments;
                case ',' when depth == 1:
                    Add(i);
                    start = i + 1;
                    break;
                case '"':
                    i = AfterText(source, i) - 1;
                    break;
                case '\'':
                    i = source.IndexOf('\'', source[i + 1] == '\\' ? i + 3 : i + 2);
                    break;
                case '/' when source[i + 1] == '/':
                    i = source.IndexOf('\n', i);
                    break;
            }
        }

        throw new FormatException($"The call at {open} never ends.");

        void Add(int end)
        {
            if (source[start..end].Trim() is { Length: > 0 } argument)
                arguments.Add(argument);
        }
    }

    /// <returns>The place behind the closing quote.</returns>
    private static int AfterText(string source, int quote)
    {
        var quotes = 0;
        while (quote + quotes < source.Length && source[quote + quotes] == '"')
            quotes++;
        if (quotes >= 3)
        {
            var end = source.IndexOf(new string('"', quotes), quote + quotes, StringComparison.Ordinal);
            return end < 0 ? throw new FormatException($"The text at {quote} never ends.") : end + quotes;
        }

        var before = source[Math.Max(0, quote - 2)..quote];
        var isVerbatim = before.Contains('@', StringComparison.Ordinal);
        var hasHoles = before.EndsWith('$') || (before.Length == 2 && before[0] == '$' && isVerbatim);
        for (var i = quote + 1; i < source.Length; i++)
        {
            if (source[i] == '\\' && !isVerbatim)
                i++;
            else if (source[i] == '"' && isVerbatim && i + 1 < source.Length && source[i + 1] == '"')
                i++;
            else if (source[i] == '"')
                return i + 1;
            else if (source[i] == '{' && hasHoles && source[i + 1] == '{')
                i++;
            else if (source[i] == '{' && hasHoles)
                i = AfterHole(source, i) - 1;
        }

        throw new FormatException($"The text at {quote} never ends.");
    }

    private static int AfterHole(string source, int open)
    {
        var depth = 0;
        for (var i = open; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '{' or '(' or '[':
                    depth++;
                    break;
                case '}' or ')' or ']' when --depth == 0:
                    return i + 1;
                case '"':
                    i = AfterText(source, i) - 1;
                    break;
            }
        }

        throw new FormatException($"The hole at {open} never ends.");
    }
}
