using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>A reply is taken off its page: by a named person who saw it, once, and on record.</summary>
[Trait("Promise", "3")]
public sealed class UndoTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("c1", "Third parcel in a row that arrives broken. I want my money back, today!"));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(1);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "13")]
    public async Task It_needs_the_code_of_what_was_seen_and_says_who_did_it()
    {
        var code = await CodeAsync();
        (await stage.PressAsync(stage.Ana, "undo-confirm", code)).ShouldBeOfType<ClickAnswer.Refused>("the code is Ben's").Why.ShouldContain("undo 1");
        (await stage.PressAsync(stage.Ben, "undo-confirm", "AAAA")).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.PressAsync(stage.Ben, "undo-confirm")).ShouldBeOfType<ClickAnswer.Refused>();
        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(1);
        await stage.PressAsync(stage.Ben, "undo-confirm", code);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        stage.Record().ShouldContain(entry => entry.Verb == "reply takenback" && entry.ByName == "Ben");
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Claimed);
        (await stage.PressAsync(stage.Ben, "undo")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("No reply of ours");
    }

    [Fact]
    public async Task Code_of_a_publication_takes_nothing_away()
    {
        var preview = (await stage.PressAsync(stage.Ben, "undo")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var undo = preview.Actions.ShouldHaveSingleItem().Argument!;
        (await stage.PressAsync(stage.Ben, "confirm", undo)).ShouldBeOfType<ClickAnswer.Refused>();
        stage.Page.Replies.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Limit_delays_it_and_a_denial_leaves_the_reply_and_says_so()
    {
        stage.Page.DeleteFailures.Enqueue(new PlatformException(PlatformFailure.RateLimited, "Slow down.") { RetryAfter = TimeSpan.FromMinutes(2) });
        await stage.PressAsync(stage.Ben, "undo-confirm", await CodeAsync());
        await stage.DispatchAsync(TimeSpan.FromMinutes(1));
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("delayed: Slow down.", StringComparison.Ordinal));
        stage.Page.DeleteFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "Renew the token."));
        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(1);
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("did not take it off: Renew the token.", StringComparison.Ordinal));
        await stage.PressAsync(stage.Ben, "undo-confirm", await CodeAsync());
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty("once more, and now it goes");
    }

    [Fact, Trait("Promise", "4")]
    public async Task Answer_that_was_lost_is_asked_again_for_what_is_gone_is_no_error()
    {
        stage.Page.DeleteFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "No answer.") { MayHaveActed = true });
        stage.Page.DeleteFailures.Enqueue(new PlatformException(PlatformFailure.Gone, "It is not there."));
        await stage.PressAsync(stage.Ben, "undo-confirm", await CodeAsync());
        await stage.DispatchAsync();
        (await stage.FileAsync()).Reply!.State.ShouldBe(ReplyState.TakenBack);
    }

    [Fact]
    public async Task Nothing_is_taken_away_while_publishing_is_paused()
    {
        var code = await CodeAsync();
        await stage.SayAsync(stage.Ana, "pause publishing");
        (await stage.PressAsync(stage.Ben, "undo-confirm", code)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("paused by Ana");
        await stage.SayAsync(stage.Ana, "resume");
        await stage.PressAsync(stage.Ben, "undo-confirm", code);
        await stage.SayAsync(stage.Ana, "pause publishing");
        await stage.DispatchAsync(TimeSpan.FromMinutes(10));
        stage.Page.Replies.Count.ShouldBe(1);
        await stage.SayAsync(stage.Ana, "resume");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Person_who_wrote_again_has_one_open_nudge_and_never_two()
    {
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await stage.TellAsync(stage.Post("c2", "And the next one is broken too!", parent: "c1"));
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
        var preview = (await stage.PressAsync(stage.Ben, "undo", nudge: 1)).ShouldBeOfType<ClickAnswer.Private>().Card;
        await stage.PressAsync(stage.Ben, "undo-confirm", preview.Actions[0].Argument, nudge: 1);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync(1)).Nudge!.State.ShouldBe(NudgeState.Answered);
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
    }

    [Fact, Trait("Promise", "11")]
    public async Task What_was_taken_back_is_no_answer_and_no_example_and_another_can_be_published()
    {
        await stage.PressAsync(stage.Ben, "undo-confirm", await CodeAsync());
        await stage.DispatchAsync();
        await stage.PressAsync(stage.Ben, "save", input: "Jana, this is better.");
        await stage.PublishAsync(stage.Ben);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe("Jana, this is better.");
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact]
    public async Task Page_that_takes_nothing_back_offers_no_undo()
    {
        await using var other = await Stage.OpenAsync();
        var watch = await other.AddWatchAsync(other.Ana, "no-undo", can: A.Capabilities() with { CanDeleteOwnReply = false });
        await other.TellAsync(watch, other.Post("x1", "Third parcel in a row that arrives broken. I want my money back, today!"));
        await other.PublishAsync(other.Ana);
        await other.DispatchAsync();
        other.Card().Actions.ShouldNotContain(action => action.Verb == "undo");
        (await other.PressAsync(other.Ana, "undo")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Take it away on the page itself");
    }

    private async Task<string> CodeAsync()
    {
        var preview = (await stage.PressAsync(stage.Ben, "undo")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldBe(stage.Page.Replies[0].Text);
        return preview.Actions.ShouldHaveSingleItem().Argument!;
    }
}
