using System.Globalization;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>Reads the query language. Never throws: a query is typed by people, and a wrong one gets a place and a mend.</summary>
public static class QueryParser
{
    /// <summary>A query longer than this is refused.</summary>
    public const int Longest = 2_000;

    private static readonly string[] Intents = ["complaint", "question", "praise", "request", "thanks", "abuse", "spam", "other", "unclear", "review"];
    private static readonly string[] Sentiments = ["negative", "neutral", "positive", "mixed"];
    private static readonly string[] Urgencies = ["now", "today", "whenever"];

    /// <summary>Parts of the whole language (design §6) that this version refuses rather than reads as something else.</summary>
    private static readonly string[] NotYet = ["OR", "AND", "NOT"];

    public static QueryResult Parse(string text)
    {
        if (text.Length > Longest)
            return QueryResult.Wrong(Longest + 1, $"the query is {text.Length:N0} characters long", $"shorten it to {Longest:N0}");

        var terms = new List<QueryTerm>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                break;
            var problem = ReadTerm(text, ref at, terms);
            if (problem is not null)
                return problem;
        }

        return terms.Count == 0
            ? QueryResult.Wrong(1, "the query is empty", "type words, a \"phrase\" or a field such as is:complaint")
            : new QueryResult(new Query(terms), null);
    }

    private static QueryResult? ReadTerm(string text, ref int at, List<QueryTerm> terms)
    {
        var start = at;
        var c = text[at];
        if (IsQuote(c))
        {
            if (ReadQuoted(text, ref at) is not { } quoted)
                return QueryResult.Wrong(start + 1, "the quote is not closed", "add a \" at the end of the phrase");
            return AddWords(terms, quoted, isQuoted: true, start);
        }

        if (c is '(' or ')')
            return QueryResult.Wrong(start + 1, "brackets are not understood yet", "write the terms side by side: all of them must hold");
        if (c is '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]))
            return QueryResult.Wrong(start + 1, "leaving out with \"-\" is not understood yet", "drop this term");

        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at]) && text[at] is not ('(' or ')' or ':'))
            at++;
        var word = text[start..at];
        if (at < text.Length && text[at] == ':' && word.Length > 0 && word.All(char.IsLetter))
        {
            at++;
            return ReadField(text, word, start, ref at, terms);
        }

        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at]) && text[at] is not ('(' or ')'))
            at++;
        word = text[start..at];
        if (NotYet.Contains(word, StringComparer.Ordinal) || word.StartsWith("NEAR/", StringComparison.Ordinal) || word == "NEAR")
            return QueryResult.Wrong(start + 1, $"{word} is not understood yet", "write the terms side by side: all of them must hold");
        if (word.Contains('*', StringComparison.Ordinal))
            return QueryResult.Wrong(start + 1 + word.IndexOf('*', StringComparison.Ordinal), "\"*\" is not understood yet", "write the whole word");
        if (word.IndexOfAny(['<', '>', '=']) is >= 0 and var sign)
            return QueryResult.Wrong(start + 1 + sign, "comparing is not understood yet", "name the value: stars:1");
        return AddWords(terms, word, isQuoted: false, start);
    }

    private static QueryResult? ReadField(string text, string typedName, int start, ref int at, List<QueryTerm> terms)
    {
        if (!Enum.TryParse<QueryField>(typedName, ignoreCase: true, out var field) || !Enum.IsDefined(field))
        {
            var known = string.Join(", ", Enum.GetNames<QueryField>().Select(name => name.ToLowerInvariant() + ":"));
            return QueryResult.Wrong(start + 1, $"there is no field \"{typedName}\"", $"use one of {known} or put the words in quotes");
        }

        var valueAt = at;
        string? value;
        if (at < text.Length && IsQuote(text[at]))
        {
            value = ReadQuoted(text, ref at);
            if (value is null)
                return QueryResult.Wrong(valueAt + 1, "the quote is not closed", "add a \" at the end of the value");
        }
        else
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !IsQuote(text[at]) && text[at] is not ('(' or ')'))
                at++;
            value = text[valueAt..at];
        }

        value = value.Trim();
        if (value.Length == 0)
            return QueryResult.Wrong(valueAt + 1, $"{typedName}: has no value", $"write it without a space: {Example(field)}");

        var lower = value.ToLowerInvariant();
        if (Allowed(field) is { } allowed && !allowed.Contains(lower))
            return QueryResult.Wrong(valueAt + 1, $"\"{value}\" is no value of {typedName}:", $"use {string.Join(", ", allowed)}");
        if (field == QueryField.Stars && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var stars) && stars is >= 1 and <= 5))
            return QueryResult.Wrong(valueAt + 1, $"\"{value}\" is no number of stars", "use 1 to 5");
        terms.Add(new QueryTerm.Field(field, field == QueryField.Author ? value : lower));
        return null;
    }

    private static IReadOnlyList<string>? Allowed(QueryField field) => field switch
    {
        QueryField.Is => Intents,
        QueryField.Sentiment => Sentiments,
        QueryField.Urgency => Urgencies,
        _ => null,
    };

    private static string Example(QueryField field) => field switch
    {
        QueryField.Is => "is:complaint",
        QueryField.Sentiment => "sentiment:negative",
        QueryField.Urgency => "urgency:now",
        QueryField.Lang => "lang:de",
        QueryField.Page => "page:contoso-blog",
        QueryField.Platform => "platform:wordpress",
        QueryField.Author => "author:\"Jana K.\"",
        _ => "stars:1",
    };

    private static QueryResult? AddWords(List<QueryTerm> terms, string typed, bool isQuoted, int start)
    {
        var folded = WordStream.Of(typed).Select(word => word.Text).ToList();
        if (folded.Count == 0)
            return QueryResult.Wrong(start + 1, "there is no word here", "type letters, digits or an emoji");
        terms.Add(new QueryTerm.Words(typed.Trim(), folded, isQuoted));
        return null;
    }

    /// <returns>What stands between the quotes, the place moved behind them; null when they are not closed.</returns>
    private static string? ReadQuoted(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && !IsQuote(text[at]))
            at++;
        return at == text.Length ? null : text[start..at++];
    }

    // Phones and chats turn straight quotes into curly ones.
    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '«' or '»';
}

/// <summary>A query, or what is wrong with the text.</summary>
public sealed record QueryResult(Query? Query, QueryProblem? Problem)
{
    internal static QueryResult Wrong(int column, string what, string mend) => new(null, new QueryProblem(column, what, mend));
}

/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record QueryProblem(int Column, string What, string Mend)
{
    public override string ToString() => $"Column {Column}: {What}; {Mend}.";
}
