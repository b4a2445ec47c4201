using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Drafts;

public sealed class DraftDeskTests
{
    private static readonly IReadOnlyList<DraftProposal> Fresh = [new(ProposalKind.Reply, "fresh words", "en", "playbook §2")];

    [Fact]
    public void Another_goes_round_and_puts_own_words_aside()
    {
        var draft = DraftDesk.Edit(A.Draft(), "mine", A.Member("Ana"), A.Post());
        var second = DraftDesk.Another(draft);
        second.Text.ShouldBe("May we call you?");
        second.EditedBy.ShouldBeNull();
        DraftDesk.Another(second).Text.ShouldBe(A.Draft().Text);
    }

    [Fact, Trait("Promise", "10")]
    public void Untouched_draft_is_made_anew_when_the_post_changes()
    {
        var overtaken = DraftDesk.Overtaken(A.Draft(), A.Post() with { Revision = 2 }, Fresh, DraftStaleness.PostEdited);
        overtaken.Text.ShouldBe("fresh words");
        overtaken.ForRevision.ShouldBe(2);
        overtaken.Stale.ShouldBe(DraftStaleness.PostEdited);
    }

    [Fact]
    public void Post_that_is_understood_otherwise_gets_other_proposals_and_own_words_stay()
    {
        DraftDesk.Reread(A.Draft(), A.Post(), Fresh).ShouldSatisfyAllConditions(draft => draft.Text.ShouldBe("fresh words"), draft => draft.Stale.ShouldBeNull());
        var mine = DraftDesk.Reread(DraftDesk.Edit(A.Draft(), "mine", A.Member("Ana"), A.Post()), A.Post(), Fresh);
        (mine.Text, mine.EditedByName, mine.Stale).ShouldBe(("mine", "Ana", (DraftStaleness?)null));
        mine.Proposals.ShouldBe(Fresh);
    }

    [Fact, Trait("Promise", "10")]
    public void Own_words_are_kept_and_marked_when_the_post_changes()
    {
        var mine = DraftDesk.Edit(A.Draft(), "mine", A.Member("Ana"), A.Post());
        var overtaken = DraftDesk.Overtaken(mine, A.Post() with { Revision = 2 }, Fresh, DraftStaleness.PostEdited);
        overtaken.Text.ShouldBe("mine");
        overtaken.ForRevision.ShouldBe(1); // still written for the version before
        overtaken.Stale.ShouldBe(DraftStaleness.PostEdited);
        DraftDesk.Kept(overtaken, A.Post() with { Revision = 2 }).ForRevision.ShouldBe(2);
    }

    [Fact]
    public void Words_began_as_the_proposal_that_stood_there_whatever_is_proposed_since()
    {
        A.Draft().Origin.ShouldBe(A.Draft().Proposal);
        var mine = DraftDesk.Edit(DraftDesk.Another(A.Draft()), "mine", A.Member("Ana"), A.Post());
        mine = DraftDesk.Edit(mine, "mine, again", A.Member("Ben"), A.Post());
        mine.Origin!.Text.ShouldBe("May we call you?");
        DraftDesk.Reread(mine, A.Post(), Fresh).Origin!.Text.ShouldBe("May we call you?");
        var edited = DraftDesk.Overtaken(mine, A.Post() with { Revision = 2 }, Fresh, DraftStaleness.PostEdited);
        DraftDesk.Kept(edited, A.Post() with { Revision = 2 }).Origin!.Text.ShouldBe("May we call you?");
        DraftDesk.Another(mine).Origin!.Text.ShouldBe(A.Draft().Text);
    }

    [Fact, Trait("Promise", "10")]
    public void Words_that_answer_another_post_by_now_began_as_nothing_that_is_kept()
    {
        var mine = DraftDesk.Overtaken(DraftDesk.Edit(A.Draft(), "mine", A.Member("Ana"), A.Post()), A.Post("p2", 2), Fresh, DraftStaleness.AuthorWroteAgain);
        DraftDesk.Edit(mine, "mine, too", A.Member("Ana"), A.Post("p2", 2)).Origin.ShouldBeNull();
        DraftDesk.Kept(mine, A.Post("p2", 2)).ShouldSatisfyAllConditions(kept => kept.Origin.ShouldBeNull(), kept => kept.Begun.ShouldBeNull());
    }

    [Fact]
    public void Draft_without_proposals_has_no_words() => DraftDesk.Make(new NudgeId(1), A.Post(), []).Text.ShouldBe("");
}
