using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Ingest;

public sealed class PollRunTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "1")]
    public async Task Cursor_and_posts_are_kept_together_page_by_page()
    {
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "broken!")], new Cursor("c1"), MoreNow: true));
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p2", "broken!", "Two")], new Cursor("c2"), MoreNow: false));
        await PollAsync();
        (await stage.Get<IWatches>().CursorAsync(stage.Blog.Id, "posts", Now)).ShouldBe(new Cursor("c2"));
        (await stage.Get<IInbox>().WaitingAsync(10, [], stage.Time.GetUtcNow(), Now)).Count.ShouldBe(2);
        (await stage.Get<IWatches>().FindAsync(stage.Blog.Id, Now))!.FirstLookDone.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Failure_between_two_answers_keeps_the_first()
    {
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "broken!")], new Cursor("c1"), MoreNow: true));
        stage.Page.PollFailures.Enqueue(null);
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "down"));
        await PollAsync();
        (await stage.Get<IWatches>().CursorAsync(stage.Blog.Id, "posts", Now)).ShouldBe(new Cursor("c1"));
        (await stage.Get<IInbox>().WaitingAsync(10, [], stage.Time.GetUtcNow(), Now)).Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Posts_that_are_known_already_are_not_taken_in_again()
    {
        var post = stage.Post("p1", "broken!");
        await stage.TellAsync(post);
        stage.Page.Polls.Enqueue(new PollResult([post], new Cursor("c1"), MoreNow: false));
        await PollAsync();
        (await stage.Get<IInbox>().WaitingAsync(10, [], stage.Time.GetUtcNow(), Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "8")]
    public async Task Refused_credentials_pause_the_watch_and_tell_staff_the_mend()
    {
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "The site refused the password (401). Make a new one."));
        await PollAsync();
        await stage.ShowAsync();
        var watch = (await stage.Get<IWatches>().FindAsync(stage.Blog.Id, Now))!;
        watch.State.ShouldBe(WatchState.Paused);
        var card = stage.Channel.Messages[$"notice-watch {watch.Id}"].Card;
        card.Title.ShouldContain("blog");
        card.Fallback.ShouldContain("Make a new one");
        (await stage.SayAsync(stage.Ana, "health")).Card.Title.ShouldBe("Something needs a person");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Watch_that_ends_while_it_is_asked_raises_no_alarm()
    {
        stage.Page.BeforePoll = async () => await stage.SayAsync(stage.Ana, "unwatch blog");
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "refused"));
        await PollAsync();
        await stage.ShowAsync();
        stage.Channel.Messages.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "8")]
    public async Task Page_that_stays_away_is_told_once_and_again_when_it_is_back()
    {
        for (var i = 0; i < 6; i++)
        {
            stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "no answer"));
            await PollAsync();
            stage.Time.Advance(TimeSpan.FromHours(7));
        }

        await stage.ShowAsync();
        stage.Channel.Deliveries.Count(delivery => delivery.Nudge is null).ShouldBe(1);
        await PollAsync();
        await stage.ShowAsync();
        stage.Channel.Messages.Values.Single(message => message.Nudge is null).Card.IsDone.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "8")]
    public async Task Bug_of_ours_stops_no_watch_in_silence()
    {
        for (var i = 0; i < 3; i++)
        {
            stage.Page.PollBugs.Enqueue(new InvalidOperationException("Sequence contains no elements"));
            await PollAsync();
            stage.Time.Advance(TimeSpan.FromHours(7));
        }

        await stage.ShowAsync();
        var watch = (await stage.Get<IWatches>().FindAsync(stage.Blog.Id, Now))!;
        watch.State.ShouldBe(WatchState.Active, "the next answer may be one we can read");
        watch.Health.FailuresInARow.ShouldBe(3);
        var card = stage.Channel.Messages[$"notice-watch {watch.Id}"].Card;
        card.Title.ShouldContain("blog");
        card.Fallback.ShouldContain("Sequence contains no elements");
    }

    [Fact, Trait("Promise", "9")]
    public async Task Page_that_asks_to_wait_is_left_alone_that_long_and_nobody_is_bothered()
    {
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.RateLimited, "429") { RetryAfter = TimeSpan.FromMinutes(10) });
        await PollAsync();
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "broken!")], new Cursor("c1"), false));
        stage.Time.Advance(TimeSpan.FromMinutes(9));
        await PollAsync();
        stage.Page.Polls.Count.ShouldBe(1, "not asked yet");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await PollAsync();
        stage.Page.Polls.ShouldBeEmpty();
        await stage.ShowAsync();
        stage.Channel.Deliveries.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Reconciliation_repairs_what_was_missed_and_moves_no_cursor()
    {
        stage.Page.Polls.Enqueue(new PollResult([], new Cursor("c1"), false));
        await PollAsync();
        var missed = stage.Post("missed", "broken!");
        stage.Page.Polls.Enqueue(new PollResult([missed], new Cursor("other"), false));
        await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: true, Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        (await stage.NudgesAsync()).ShouldBe(1);
        (await stage.Get<IWatches>().CursorAsync(stage.Blog.Id, "posts", Now)).ShouldBe(new Cursor("c1"));
    }

    [Theory, Trait("Promise", "8"), Trait("Promise", "9")]
    [InlineData(PlatformFailure.Denied, 1, true, true)]
    [InlineData(PlatformFailure.Forbidden, 1, true, true)]
    [InlineData(PlatformFailure.RateLimited, 50, false, false)]
    [InlineData(PlatformFailure.Unreachable, 1, false, false)]
    [InlineData(PlatformFailure.Unreachable, 3, false, true)]
    [InlineData(PlatformFailure.Unreachable, 4, false, false)]
    [InlineData(PlatformFailure.NotUnderstood, 3, false, true)]
    [InlineData(PlatformFailure.Gone, 1, false, false)]
    [InlineData(PlatformFailure.Gone, 3, false, true)]
    [InlineData(PlatformFailure.Gone, 24, true, true)]
    public void One_table_says_what_follows_a_failure(PlatformFailure failure, int inARow, bool pauses, bool tells)
    {
        var response = FailureTable.After(failure, null, inARow, TimeSpan.FromMinutes(1));
        response.Pause.ShouldBe(pauses);
        response.Tell.ShouldBe(tells);
        if (!pauses)
            response.Wait.ShouldBeGreaterThan(TimeSpan.Zero);
        response.Wait.ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(6));
    }

    private Task PollAsync() => stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, Now);
}
