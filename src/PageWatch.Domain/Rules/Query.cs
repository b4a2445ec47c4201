using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>What a rule or a search asks of a post: every term must hold.</summary>
/// <remarks>The grammar, and what of the whole language is not understood yet, stands in this folder's README.</remarks>
public sealed class Query
{
    internal Query(IReadOnlyList<QueryTerm> terms) => Terms = terms;

    /// <summary>In the order typed; never empty.</summary>
    public IReadOnlyList<QueryTerm> Terms { get; }

    /// <summary>The form in which it is stored and shown; it parses to the same query.</summary>
    public override string ToString() => string.Join(' ', Terms);

    /// <summary>Whether the post qualifies.</summary>
    /// <returns>The places in its text that made it so (none for terms about fields); null when it does not qualify.</returns>
    public IReadOnlyList<Evidence>? Match(QuerySubject subject)
    {
        List<Evidence>? found = null;
        foreach (var term in Terms)
        {
            if (term.Match(subject) is not { } places)
                return null;
            if (places.Count > 0)
                (found ??= []).AddRange(places);
        }

        return found is null ? [] : found;
    }
}
