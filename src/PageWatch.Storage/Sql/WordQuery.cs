using PageWatch.Domain.Rules;

namespace PageWatch.Storage.Sql;

/// <summary>Asks the index of words for the posts that may match: never for too few. The matcher decides.</summary>
internal static class WordQuery
{
    /// <param name="node">What is asked of a post.</param>
    /// <param name="dialect">Of the database that holds the index.</param>
    /// <param name="shortest">Beginnings of fewer letters are not asked for: the index gathers all that begin so before it answers.</param>
    /// <returns>In the index's own language; null where words do not narrow it down.</returns>
    public static string? Of(QueryNode node, SqlDialect dialect, int shortest = 0) => node switch
    {
        QueryNode.Words { AnyEnding: true } words when words.Folded[^1].Length < shortest => words.Folded.Count == 1 ? null : dialect.WordsOf([.. words.Folded.SkipLast(1)], anyEnding: false),
        QueryNode.Words words => dialect.WordsOf(words.Folded, words.AnyEnding),
        QueryNode.Near near => All([near.One, near.Other], dialect, shortest),
        QueryNode.All all => All(all.Parts, dialect, shortest),
        QueryNode.Any any => Any(any.Parts, dialect, shortest),
        _ => null,
    };

    private static string? All(IReadOnlyList<QueryNode> parts, SqlDialect dialect, int shortest)
    {
        var asked = parts.Select(part => Of(part, dialect, shortest)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 0 ? null : Joined(asked, dialect.AndWords);
    }

    private static string? Any(IReadOnlyList<QueryNode> parts, SqlDialect dialect, int shortest)
    {
        var asked = parts.Select(part => Of(part, dialect, shortest)).Distinct(StringComparer.Ordinal).ToList();
        // One that words cannot find may be any post.
        return asked.Contains(null) ? null : Joined(asked!, dialect.OrWords);
    }

    private static string Joined(IReadOnlyList<string> asked, string with) => asked.Count == 1 ? asked[0] : $"({string.Join(with, asked)})";
}
