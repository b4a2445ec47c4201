using System.Collections.Frozen;

namespace PageWatch.Domain.Drafts;

/// <summary>How a team answers: one versioned text, and what was read out of it.</summary>
public sealed record Playbook
{
    /// <summary>Counts the versions of a team's playbook, from 1; 0 is the one that comes with the program.</summary>
    public required int Version { get; init; }

    /// <summary>Signs every reply; null for none.</summary>
    public string? SignOff { get; init; }

    /// <summary>What must not stand in a reply.</summary>
    public IReadOnlyList<NeverSaid> NeverSay { get; init; } = [];

    /// <summary>Where replies may link to, besides the page itself: hosts ("shop.example") or addresses ("https://shop.example/help"), which allow what lies below them.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Phrases that may be promised, money included.</summary>
    public IReadOnlyList<string> Promises { get; init; } = [];

    /// <summary>In the order of the text; the first that fits best is used.</summary>
    public required IReadOnlyList<PlaybookClause> Clauses { get; init; }
}

/// <summary>A word or phrase that must not stand in a reply.</summary>
/// <param name="Phrase">As written; compared without case and accents, "*" at its end for any ending.</param>
/// <param name="Instead">What to say for it; null where a person has to find other words.</param>
public sealed record NeverSaid(string Phrase, string? Instead);

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
    IReadOnlyDictionary<string, IReadOnlyList<string>> Replies)
{
    /// <summary>Matters that it is for (<c>hurt</c>, <c>late</c>, …), found in a post by the program's own phrases; beside <see cref="Words"/>, one or the other is enough.</summary>
    public IReadOnlySet<string> About { get; init; } = FrozenSet<string>.Empty;
}
