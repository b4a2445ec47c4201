using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>What a rule, a mute or a search asks of a post.</summary>
/// <remarks>The grammar stands in this folder's README.</remarks>
public sealed class Query
{
    private QuerySet? alone;

    internal Query(QueryNode root) => Root = root;

    /// <summary>What has to hold.</summary>
    public QueryNode Root { get; }

    /// <summary>The form in which it is stored and shown; it parses to the same query.</summary>
    public override string ToString() => Root.ToString();

    /// <summary>Whether the post qualifies.</summary>
    /// <returns>The places in its text that made it so, in the order of the text (none for what is known of it besides); null when it does not qualify.</returns>
    public IReadOnlyList<Evidence>? Match(QuerySubject subject) => Alone.First(subject);

    /// <summary>Says which part decided.</summary>
    /// <returns>Whether the post qualifies; the part that holds of those of which one is enough, or the first that does not of those that all must, as it is printed.</returns>
    public (bool Holds, string Decided) Explain(QuerySubject subject) => Alone.Explain(subject);

    /// <summary>Whether a field is asked about anywhere in it.</summary>
    public bool AsksFor(QueryField field) => AsksFor(Root, field, null);

    /// <summary>Whether members are told from others anywhere in it.</summary>
    public bool AsksForStaff => AsksFor(Root, QueryField.Author, QueryFields.Staff);

    private QuerySet Alone => alone ??= new QuerySet([this]);

    private static bool AsksFor(QueryNode node, QueryField field, string? value) => node switch
    {
        QueryNode.Field asked => asked.Name == field && (value is null || asked.Value == value),
        QueryNode.Not not => AsksFor(not.Part, field, value),
        QueryNode.All all => all.Parts.Any(part => AsksFor(part, field, value)),
        QueryNode.Any any => any.Parts.Any(part => AsksFor(part, field, value)),
        _ => false,
    };
}
