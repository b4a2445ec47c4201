using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Storage.Sql;

/// <summary>Asks the index of what readings say for the posts that may match: never for too few. The matcher decides.</summary>
/// <remarks>The index holds intent, sentiment, urgency and language, in this order: values are named for the first three whatever is asked, so that it can be entered at the fourth.</remarks>
internal sealed class KindQuery
{
    private readonly string? language;

    private KindQuery(string[] intents, string[] sentiments, string[] urgencies, string? language, bool contradicts)
    {
        this.language = language;
        IsEmpty = contradicts || intents.Length == 0 || sentiments.Length == 0 || urgencies.Length == 0;
        Values = new { intents, sentiments, urgencies, language, behind = language + "." };
    }

    public object Values { get; }

    /// <summary>What is asked contradicts itself: no post is of two languages.</summary>
    public bool IsEmpty { get; }

    /// <returns>Null where readings do not narrow it down.</returns>
    public static KindQuery? Of(QueryNode root)
    {
        var parts = root is QueryNode.All all ? all.Parts : [root];
        var intents = Left<Intent>(parts, QueryField.Is);
        var sentiments = Left<Sentiment>(parts, QueryField.Sentiment);
        var urgencies = Left<Urgency>(parts, QueryField.Urgency);
        // The longest asks for most: "pt-br" is "pt" too.
        var tags = parts.OfType<QueryNode.Field>().Where(field => field.Name == QueryField.Lang).Select(field => field.Value).OrderByDescending(tag => tag.Length).ToList();
        var contradicts = tags.Exists(tag => tags[0] != tag && !tags[0].StartsWith(tag + "-", StringComparison.Ordinal));
        return intents is null && sentiments is null && urgencies is null && tags.Count == 0
            ? null
            : new KindQuery(intents ?? Enum.GetNames<Intent>(), sentiments ?? Enum.GetNames<Sentiment>(), urgencies ?? Enum.GetNames<Urgency>(), tags.FirstOrDefault(), contradicts);
    }

    /// <summary>A condition on <c>readings</c>.</summary>
    public string Condition(SqlDialect dialect) =>
        // "pt" asks for "pt-br" too; the full stop is what comes after the hyphen.
        "intent IN @intents AND sentiment IN @sentiments AND urgency IN @urgencies" + (language is null ? "" : $" AND language{dialect.AsWritten} >= @language AND language{dialect.AsWritten} < @behind");

    /// <returns>The values that none of the parts rules out; null where they rule out none.</returns>
    private static string[]? Left<T>(IReadOnlyList<QueryNode> parts, QueryField name)
        where T : struct, Enum
    {
        var values = Enum.GetNames<T>();
        var left = values.Where(value => parts.All(part => May(part, name, value))).ToArray();
        return left.Length == values.Length ? null : left;
    }

    /// <summary>Whether the part may hold for a post with this value.</summary>
    private static bool May(QueryNode node, QueryField name, string value) => node switch
    {
        QueryNode.Field field when field.Name == name && IsOne(field) => field.Value.Equals(value, StringComparison.OrdinalIgnoreCase),
        QueryNode.Not { Part: QueryNode.Field field } when field.Name == name && IsOne(field) => !field.Value.Equals(value, StringComparison.OrdinalIgnoreCase),
        QueryNode.All all => all.Parts.All(part => May(part, name, value)),
        QueryNode.Any any => any.Parts.Any(part => May(part, name, value)),
        _ => true,
    };

    /// <summary>Much else is asked with "is:" besides what somebody wants.</summary>
    private static bool IsOne(QueryNode.Field field) => field.Name != QueryField.Is || Enum.TryParse<Intent>(field.Value, ignoreCase: true, out _);
}
