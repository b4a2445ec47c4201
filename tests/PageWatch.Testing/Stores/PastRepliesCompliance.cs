using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class PastRepliesCompliance : StoreCompliance
{
    private IPastReplies Past => (IPastReplies)Store.Services.GetService(typeof(IPastReplies))!;

    [Fact]
    public async Task Reply_whose_post_shares_most_comes_first_and_rare_words_count_more()
    {
        for (var i = 0; i < 5; i++)
            await AnswerAsync($"o{i}", ["order", "late", $"thing{i}"], $"Late {i}.");
        await AnswerAsync("kettle", ["kettle", "leaks", "late"], "The kettle.");
        await ReopenAsync();
        var found = await FindAsync(["kettle", "late", "order"]);
        found[0].Reply.Reply.ShouldBe("The kettle.");
        found[0].Reply.Post.ShouldBe("kettle leaks late");
        found[0].Reply.ByName.ShouldBe("Ana");
        found[0].Reply.At.ShouldBe(A.Morning);
        found[0].Shared.ShouldBe(2);
        found[0].Share.ShouldBeInRange(0.3, 0.9);
        found.Count.ShouldBe(3, "no more than was asked for");
        found[1].Reply.Reply.ShouldBe("Late 4.", "of those that fit equally the latest");
        (await FindAsync(["kettle", "leaks", "late"]))[0].Share.ShouldBe(1, 1e-9);
    }

    [Fact]
    public async Task Other_language_other_intent_and_other_team_are_not_found()
    {
        await AnswerAsync("p1", ["kettle", "leaks"], "The kettle.");
        (await FindAsync(["kettle", "leaks"])).ShouldHaveSingleItem();
        (await Past.FindAsync(TeamId.Default, new PastKey("de", Intent.Complaint, ["kettle"]), 3, Now)).ShouldBeEmpty();
        (await Past.FindAsync(TeamId.Default, new PastKey("en", Intent.Question, ["kettle"]), 3, Now)).ShouldBeEmpty();
        (await Past.FindAsync(Zoe.Team, new PastKey("en", Intent.Complaint, ["kettle"]), 3, Now)).ShouldBeEmpty();
        (await FindAsync(["nobody", "wrote", "this"])).ShouldBeEmpty();
        (await FindAsync(["'; DROP TABLE replies; --", "%", "\"*"])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reply_that_does_not_stand_on_the_page_is_not_found()
    {
        await AnswerAsync("p1", ["kettle", "leaks"], "The kettle.", ReplyState.Cancelled);
        (await FindAsync(["kettle", "leaks"])).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Reply_to_an_erased_post_is_not_found_and_its_words_are_gone()
    {
        var file = await AnswerAsync("p1", ["zebrastripe", "umbrella"], "The umbrella.");
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();
        var again = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        var erase = Change(again);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        (await FindAsync(["zebrastripe", "umbrella"])).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
    }

    private ValueTask<IReadOnlyList<SimilarReply>> FindAsync(IReadOnlyList<string> words) => Past.FindAsync(TeamId.Default, new PastKey("en", Intent.Complaint, words), 3, Now);

    private async Task<ConversationFile> AnswerAsync(string nativeId, IReadOnlyList<string> words, string reply, ReplyState state = ReplyState.Published)
    {
        var file = await AddNudgeAsync(Blog, nativeId, string.Join(' ', words));
        var done = Change(file);
        var id = new ReplyId(Journey.Next(Numbered.Reply));
        done.Replies.Add(A.Reply(state) with { Id = id, NativeId = "r" + nativeId, Nudge = file.Nudge!.Id, Conversation = file.Id, Page = Blog.Id, Target = file.Focus!.Id, Text = reply });
        done.Past.Add(new StateChange.PublishedReply(id, TeamId.Default, file.Focus.Id, new PastKey("en", Intent.Complaint, words), "Ana", A.Morning));
        (await Journey.SaveAsync(done, SavePriority.Click, Now)).ShouldBeTrue();
        return file;
    }
}
