using System.Globalization;
using Dapper;
using PageWatch.Domain.Rules;

namespace PageWatch.Storage.Sql;

/// <summary>Tells the database what a query asks of fields, as far as columns know it: never too much of it. The matcher decides.</summary>
/// <remarks>About <c>posts p</c> and <c>readings r</c>. A condition is true or false, never unknown: it may stand behind NOT.</remarks>
internal sealed class FieldQuery
{
    private readonly IReadOnlyDictionary<long, SearchedPage> pages;

    /// <param name="root">What is asked of a post.</param>
    /// <param name="pages">Those of the team, with the watches they came by.</param>
    public FieldQuery(QueryNode root, IReadOnlyDictionary<long, SearchedPage> pages)
    {
        this.pages = pages;
        Left = [.. pages.Keys];
        Collect(root);
        Condition = Told(root, everyHit: true);
        foreach (var part in root is QueryNode.All all ? all.Parts : [root])
            Bound(part);
    }

    /// <summary>Every field that is asked about, anywhere.</summary>
    public List<QueryNode.Field> Asked { get; } = [];

    /// <summary>Values of <see cref="Condition"/>.</summary>
    public DynamicParameters Values { get; } = new();

    /// <summary>Holds for every post that qualifies; null where columns tell nothing.</summary>
    public string? Condition { get; }

    /// <summary>All that qualifies is on one of these.</summary>
    public HashSet<long> Left { get; }

    /// <summary>All that qualifies is on this page; null where that may be several.</summary>
    public long? OnlyPage => Left.Count == 1 && pages.Count > 1 ? Left.First() : null;

    /// <summary>Milliseconds; nothing that was written before qualifies.</summary>
    public long Oldest { get; private set; } = long.MinValue;

    /// <summary>Milliseconds; nothing that was written then or later qualifies.</summary>
    public long Newest { get; private set; } = long.MaxValue;

    private void Collect(QueryNode node)
    {
        switch (node)
        {
            case QueryNode.Field field:
                Asked.Add(field);
                break;
            case QueryNode.Not not:
                Collect(not.Part);
                break;
            case QueryNode.All all:
                foreach (var part in all.Parts)
                    Collect(part);
                break;
            case QueryNode.Any any:
                foreach (var part in any.Parts)
                    Collect(part);
                break;
        }
    }

    private void Bound(QueryNode part)
    {
        switch (part)
        {
            case QueryNode.Field { Name: QueryField.After } after:
                Oldest = Math.Max(Oldest, Day(after.Value));
                break;
            case QueryNode.Field { Name: QueryField.Before } before:
                Newest = Math.Min(Newest, Day(before.Value));
                break;
            case QueryNode.Field { Name: QueryField.Page or QueryField.Platform } some:
                Left.IntersectWith(PagesOf(some));
                break;
            case QueryNode.Not { Part: QueryNode.Field { Name: QueryField.Page or QueryField.Platform } some }:
                Left.ExceptWith(PagesOf(some));
                break;
        }
    }

    /// <param name="node">A part of the query.</param>
    /// <param name="everyHit">Whether the condition is to hold for every post of which the part does, or for no other: behind NOT one becomes the other.</param>
    /// <returns>Null where nothing can be told.</returns>
    private string? Told(QueryNode node, bool everyHit) => node switch
    {
        QueryNode.Field field => Told(field, everyHit),
        QueryNode.Not not => Told(not.Part, !everyHit) is { } told ? $"NOT ({told})" : null,
        QueryNode.All all => Joined(all.Parts, " AND ", everyHit, mayLeaveOut: everyHit),
        QueryNode.Any any => Joined(any.Parts, " OR ", everyHit, mayLeaveOut: !everyHit),
        _ => null,
    };

    private string? Joined(IReadOnlyList<QueryNode> parts, string with, bool everyHit, bool mayLeaveOut)
    {
        var all = parts.Select(part => Told(part, everyHit)).ToList();
        var told = all.OfType<string>().ToList();
        return told.Count == 0 || (told.Count < all.Count && !mayLeaveOut) ? null : $"({string.Join(with, told)})";
    }

    private string? Told(QueryNode.Field field, bool everyHit) => field.Name switch
    {
        QueryField.Is => field.Value switch
        {
            "review" => "p.stars IS NOT NULL",
            "reply" => "p.parent_native_id IS NOT NULL",
            "unclear" or "unanswered" => null,
            _ => $"r.intent = {Value(Name(field.Value))}",
        },
        QueryField.Sentiment => $"r.sentiment = {Value(Name(field.Value))}",
        QueryField.Urgency => $"r.urgency = {Value(Name(field.Value))}",
        QueryField.Lang when field.Value.Contains('-', StringComparison.Ordinal) => $"r.language = {Value(field.Value)}",
        // "pt" asks for "pt-br" too.
        QueryField.Lang => $"(r.language = {Value(field.Value)} OR substr(r.language, 1, {field.Value.Length + 1}) = {Value(field.Value + "-")})",
        // The plus keeps SQLite from an index of its own choice: https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
        QueryField.Page or QueryField.Platform => PagesOf(field) is { Count: > 0 } some ? $"+p.page_id IN ({string.Join(", ", some)})" : "p.page_id <> p.page_id",
        // Behind an at sign stands a word for many: @staff.
        QueryField.Author when everyHit && !field.Value.StartsWith('@') => Author(Value(AuthorQuery.KeyOf(field.Value))),
        QueryField.New => "p.is_authors_first",
        QueryField.Has when field.Value is "picture" or "video" or "audio" => everyHit ? "p.attachments IS NOT NULL" : null,
        QueryField.After => $"+p.published_at >= {Value(Day(field.Value))}",
        QueryField.Before => $"+p.published_at < {Value(Day(field.Value))}",
        QueryField.Stars => Compared("p.stars", field),
        QueryField.Followers => Compared("p.author_followers", field),
        _ => null,
    };

    private static string Author(string key) => $"(p.author_key IS NULL OR p.author_key = {key} OR (p.author_id_key IS NOT NULL AND p.author_id_key = {key}))";

    private string Compared(string column, QueryNode.Field field)
    {
        var sign = field.Comparison switch
        {
            QueryComparison.Less => "<",
            QueryComparison.LessOrEqual => "<=",
            QueryComparison.More => ">",
            QueryComparison.MoreOrEqual => ">=",
            _ => "=",
        };
        return $"({column} IS NOT NULL AND {column} {sign} {Value(long.Parse(field.Value, CultureInfo.InvariantCulture))})";
    }

    private List<long> PagesOf(QueryNode.Field field) =>
        [.. pages.Where(page => (field.Name == QueryField.Page ? page.Value.LowerName : page.Value.LowerPlatform) == field.Value).Select(page => page.Key)];

    private string Value(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"f{Values.ParameterNames.Count()}");
        Values.Add(name, value);
        return "@" + name;
    }

    /// <summary>The name of a state as it stands in a column.</summary>
    private static string Name(string value) => char.ToUpperInvariant(value[0]) + value[1..];

    private static long Day(string day) => new DateTimeOffset(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
}

/// <summary>A page that is searched, with the watch it came by.</summary>
internal sealed record SearchedPage(string WatchName, string Platform)
{
    public string LowerName { get; } = WatchName.ToLowerInvariant();

    public string LowerPlatform { get; } = Platform.ToLowerInvariant();
}
