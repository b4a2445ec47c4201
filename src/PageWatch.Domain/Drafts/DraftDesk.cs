using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Drafts;

/// <summary>What becomes of a draft: made, exchanged, edited, overtaken by the post it answers.</summary>
public static class DraftDesk
{
    public static Draft Make(NudgeId nudge, Post post, IReadOnlyList<DraftProposal> proposals) => new()
    {
        Nudge = nudge,
        For = post.Id,
        ForRevision = post.Revision,
        Proposals = proposals,
        Text = proposals.Count > 0 ? proposals[0].Text : "",
    };

    /// <summary>Other proposals for the same post; for a draft that is nobody's words.</summary>
    public static Draft Propose(Draft draft, IReadOnlyList<DraftProposal> proposals) => draft with { Proposals = proposals, Chosen = 0, Text = proposals[0].Text };

    /// <summary>What came of asking an adviser; what a person wrote is put aside by it, as by asking for another.</summary>
    /// <param name="proposals">The adviser's beside the embedded ones.</param>
    public static Draft Advised(Draft draft, IReadOnlyList<DraftProposal> proposals, DraftAdvice advice) =>
        Propose(draft, proposals) with { EditedBy = null, EditedByName = null, Begun = null, NoAdvice = advice is DraftAdvice.NotGiven no ? no.Why : "" };

    /// <summary>The next proposal; what a person wrote is put aside by asking for another.</summary>
    public static Draft Another(Draft draft)
    {
        if (draft.Proposals.Count == 0)
            return draft;
        var next = (draft.Chosen + 1) % draft.Proposals.Count;
        return draft with { Chosen = next, Text = draft.Proposals[next].Text, EditedBy = null, EditedByName = null, Begun = null };
    }

    /// <summary>A person's own words. They answer the post as it stands now: a draft is not stale for who has just rewritten it.</summary>
    public static Draft Edit(Draft draft, string text, Member by, Post post) => draft with
    {
        Text = text,
        EditedBy = by.Id,
        EditedByName = by.Name,
        Begun = BegunFor(draft, post),
        For = post.Id,
        ForRevision = post.Revision,
        Stale = null,
    };

    /// <summary>
    /// The post changed, or its author wrote on. Untouched proposals are made anew; a person's words are kept and marked, for they are theirs to judge.
    /// </summary>
    public static Draft Overtaken(Draft draft, Post post, IReadOnlyList<DraftProposal> proposals, DraftStaleness why) => draft.EditedBy is null
        ? Make(draft.Nudge, post, proposals) with { Stale = why }
        : draft with { Proposals = proposals, Chosen = 0, Stale = why };

    /// <summary>The post was understood otherwise: untouched proposals are made anew; a person's words stay, and still fit the post, which has not changed.</summary>
    public static Draft Reread(Draft draft, Post post, IReadOnlyList<DraftProposal> proposals) =>
        draft.EditedBy is null ? Make(draft.Nudge, post, proposals) : draft with { Proposals = proposals, Chosen = 0 };

    /// <summary>A person has read the draft beside the changed post and keeps it.</summary>
    public static Draft Kept(Draft draft, Post post) => draft with { For = post.Id, ForRevision = post.Revision, Stale = null, Begun = draft.EditedBy is null ? null : BegunFor(draft, post) };

    // What began as the answer to one post and went out under another was not changed because it was badly said; and it may hold words of the first, which goes when that one is erased.
    private static DraftProposal? BegunFor(Draft draft, Post post) => draft.For == post.Id ? draft.Origin : null;
}
