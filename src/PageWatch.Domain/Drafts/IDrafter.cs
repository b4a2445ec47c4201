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
public sealed record DraftRequest(Post Post, Reading Reading, Page Page, PageCapabilities Can, Playbook Playbook);
