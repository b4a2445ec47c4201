using PageWatch.Domain.Rules;

namespace PageWatch.Storage.Sql;

/// <summary>Asks the index of words for the posts that may match: never for too few. The matcher decides.</summary>
internal static class WordQuery
{
    /// <returns>In the index's own language; null where words do not narrow it down.</returns>
    public static string? Of(QueryNode node, SqlDialect dialect) => node switch
    {
        QueryNode.Words words => dialect.WordsOf(words.Folded, words.AnyEnding),
        QueryNode.Near near => All([near.One, near.Other], dialect),
        QueryNode.All all => All(all.Parts, dialect),
        QueryNode.Any any => Any(any.Parts, dialect),
        _ => null,
    };

    private static string? All(IReadOnlyList<QueryNode> parts, SqlDialect dialect)
    {
        var asked = parts.Select(part => Of(part, dialect)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 0 ? null : Joined(asked, dialect.AndWords);
    }

    private static string? Any(IReadOnlyList<QueryNode> parts, SqlDialect dialect)
    {
        var asked = parts.Select(part => Of(part, dialect)).Distinct(StringComparer.Ordinal).ToList();
        // One that words cannot find may be any post.
        return asked.Contains(null) ? null : Joined(asked!, dialect.OrWords);
    }

    private static string Joined(IReadOnlyList<string> asked, string with) => asked.Count == 1 ? asked[0] : $"({string.Join(with, asked)})";
}
