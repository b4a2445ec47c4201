using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Drafts;

/// <summary>What becomes of a draft: made, exchanged, edited, overtaken by the post it answers.</summary>
public static class DraftDesk
{
    /// <summary>More texts beside the draft than this nobody weighs.</summary>
    public const int MostSuggestions = 3;

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
        return draft with { Chosen = next, Text = draft.Proposals[next].Text, Before = draft.Text, EditedBy = null, EditedByName = null, Begun = null };
    }

    /// <summary>A person's own words. They answer the post as it stands now: a draft is not stale for who has just rewritten it.</summary>
    public static Draft Edit(Draft draft, string text, Member by, Post post) => Said(draft, text, by.Id, by.Name, post);

    /// <summary>A colleague's words beside the draft; a later word of the same colleague takes the place of the earlier.</summary>
    /// <param name="saw">The card that the colleague wrote on was the latest.</param>
    public static Draft Suggest(Draft draft, string text, Member by, Post post, bool saw, DateTimeOffset at) => draft with
    {
        Suggestions = [.. draft.Suggestions.Where(each => each.By != by.Id).TakeLast(MostSuggestions - 1), new DraftSuggestion(by.Id, by.Name, text, post.Id, saw ? post.Revision : 0, at)],
    };

    /// <summary>The colleague's words become the draft, for the version of the post that they were written to.</summary>
    public static Draft Use(Draft draft, DraftSuggestion suggestion, Post post)
    {
        var used = Said(draft, suggestion.Text, suggestion.By, suggestion.ByName, post) with { Suggestions = [.. draft.Suggestions.Where(each => each != suggestion)], Begun = null };
        return suggestion.For == post.Id && suggestion.ForRevision == post.Revision
            ? used
            : used with { For = suggestion.For, ForRevision = suggestion.ForRevision, Stale = DraftStaleness.PostEdited };
    }

    private static Draft Said(Draft draft, string text, MemberId by, string byName, Post post) => draft with
    {
        Text = text,
        Before = draft.Text,
        EditedBy = by,
        EditedByName = byName,
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
