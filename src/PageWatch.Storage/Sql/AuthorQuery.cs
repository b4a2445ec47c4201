using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Storage.Sql;

/// <summary>Asks the keys of authors for the posts that may match: never for too few. The matcher decides.</summary>
internal static class AuthorQuery
{
    /// <summary>A condition on <c>posts</c>, with the values <c>@team</c> and <c>@author</c>: each part has an index of its own. What was kept before there were keys may be anybody's.</summary>
    public const string Posts =
        """
        SELECT id FROM posts WHERE team_id = @team AND author_key = @author
        UNION ALL SELECT id FROM posts WHERE team_id = @team AND author_id_key = @author
        UNION ALL SELECT id FROM posts WHERE team_id = @team AND author_key IS NULL
        """;

    /// <summary>An entry of an index must be short, on PostgreSQL a third of a page; the matcher sees the whole name.</summary>
    private const int Longest = 100;

    /// <summary>The beginning of a name or an account, as a search folds it.</summary>
    public static string KeyOf(string name)
    {
        var folded = WordStream.Fold(name);
        if (folded.Length <= Longest)
            return folded;
        return folded[..(char.IsHighSurrogate(folded[Longest - 1]) ? Longest - 1 : Longest)];
    }

    /// <returns>The key of the one author who is asked for; null where others may match too.</returns>
    public static string? Of(QueryNode root) => (root is QueryNode.All all ? all.Parts : [root]).OfType<QueryNode.Field>()
        // Behind an at sign stands a word for many: @staff.
        .FirstOrDefault(field => field.Name == QueryField.Author && !field.Value.StartsWith('@')) is { } author ? KeyOf(author.Value) : null;
}
