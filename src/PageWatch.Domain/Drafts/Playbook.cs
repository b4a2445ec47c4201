namespace PageWatch.Domain.Drafts;

/// <summary>How a team answers: one versioned text, and what was read out of it.</summary>
public sealed record Playbook
{
    /// <summary>Counts the versions of a team's playbook, from 1; 0 is the one that comes with the program.</summary>
    public required int Version { get; init; }

    /// <summary>Signs every reply; null for none.</summary>
    public string? SignOff { get; init; }

    /// <summary>In the order of the text; the first that fits best is used.</summary>
    public required IReadOnlyList<PlaybookClause> Clauses { get; init; }
}

/// <summary>What to say when: a section of the playbook.</summary>
/// <param name="Number">Its place in the text, from 1; cards cite it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="When">
/// What a post has to be, in lower case (<c>complaint</c>, <c>question</c>, <c>unclear</c>, …), and the conditions it is only for (<c>now</c>, <c>today</c>,
/// <c>rude</c>, <c>personal</c>). The format is in Pipeline's Drafts/README.md.
/// </param>
/// <param name="Words">Words and phrases of a post that speak for it, folded, "*" at the end for any ending; empty for a clause that fits any post of its kind.</param>
/// <param name="Replies">By language tag; each list has at least one text, with slots such as <c>{name}</c>.</param>
public sealed record PlaybookClause(
    int Number,
    string Title,
    ProposalKind Kind,
    IReadOnlySet<string> When,
    IReadOnlySet<string> Words,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Replies);
