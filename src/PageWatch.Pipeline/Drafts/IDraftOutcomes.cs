using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What became of a team's proposals, to learn from.</summary>
public interface IDraftOutcomes
{
    /// <summary>Replies that came to stand on a page, the latest first.</summary>
    /// <param name="before">Only replies before this one; null to begin.</param>
    /// <param name="most">At most this many; fewer are the last.</param>
    ValueTask<IReadOnlyList<DraftOutcome>> ListAsync(TeamId team, DateTimeOffset since, ReplyId? before, int most, CancellationToken cancellationToken);
}

/// <summary>A published reply and the proposal that it began as.</summary>
public sealed record DraftOutcome
{
    public required ReplyId Reply { get; init; }

    /// <summary>Null where the words were not the playbook's.</summary>
    public CitedClause? Clause { get; init; }

    /// <summary>The language it was proposed in, as the playbook writes it.</summary>
    public required string Language { get; init; }

    public ProposalKind Kind { get; init; }

    /// <summary>Empty, as <see cref="Sent"/>, once the post that it answers is erased.</summary>
    public required string Proposed { get; init; }

    public required string Sent { get; init; }

    /// <summary>But for a name.</summary>
    public required bool WasUnchanged { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whom it answers, as the page shows the name; empty where nobody knows. Hostile.</summary>
    public string Author { get; init; } = "";

    /// <summary>Tells those apart who were answered; says nothing else.</summary>
    public string Person { get; init; } = "";

    /// <summary>Who approved it.</summary>
    public string ByName { get; init; } = "";
}
