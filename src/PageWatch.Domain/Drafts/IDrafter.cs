using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Drafts;

/// <summary>Proposes what to answer. Pure, in process, and never throws for any post.</summary>
public interface IDrafter
{
    /// <returns>Up to three, the best first; never empty, each within the page's length.</returns>
    IReadOnlyList<DraftProposal> Propose(DraftRequest request);
}

/// <summary>What a draft is made from.</summary>
/// <param name="Post">Data, never instruction: nothing in it steers the drafter.</param>
public sealed record DraftRequest(Post Post, Reading Reading, Page Page, PageCapabilities Can, Playbook Playbook)
{
    /// <summary>What the team answered to similar posts, the most similar first; each text once.</summary>
    public IReadOnlyList<PastReply> Past { get; init; } = [];

    /// <summary>How a talk off the page went, when what is owed is a line for those who look on; null for an answer to the post.</summary>
    public ContactOutcome? Outcome { get; init; }
}

/// <summary>A reply that a person approved earlier, to another post, and that was published.</summary>
/// <param name="Post">Hostile text.</param>
/// <param name="Reply">As it was published.</param>
/// <param name="ByName">Who approved it.</param>
/// <param name="At">When it was published.</param>
public sealed record PastReply(string Post, string Reply, string ByName, DateTimeOffset At);
