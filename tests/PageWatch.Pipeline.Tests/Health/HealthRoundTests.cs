using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Health;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Health;

public sealed class HealthRoundTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private Stage stage = null!;
    private int numbers;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await PollAsync();
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "8")]
    public async Task Page_that_answers_and_goes_quiet_is_told_once_with_the_mend_and_is_over_when_posts_come_again()
    {
        await LearnAsync(14, _ => 5);
        stage.Time.Advance(TimeSpan.FromMinutes(10));
        await RoundAsync();
        stage.Channel.Deliveries.ShouldBeEmpty("ten minutes without a post are nothing");
        await PassAsync(8, _ => 0);
        var card = Card("quiet")!;
        card.Title.ShouldBe("blog has gone quiet");
        card.Fallback.ShouldMatch("since .* no post came where about \\d+ were to be expected");
        card.Fallback.ShouldContain("watch its new address");
        (await stage.SayAsync(stage.Ana, "health")).Card.Title.ShouldBe("Something needs a person");
        await PassAsync(4, _ => 0);
        stage.Channel.Deliveries.Count.ShouldBe(1, "one matter is told once");

        await PassAsync(1, _ => 5);
        Card("quiet")!.IsDone.ShouldBeTrue();
        await PassAsync(3, _ => 5);
        stage.Channel.Deliveries.Count.ShouldBe(2);
        (await stage.SayAsync(stage.Ana, "health")).Card.Title.ShouldBe("All is well");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Nobody_is_woken_on_nights_and_week_ends_when_nobody_writes()
    {
        await LearnAsync(14, Office);
        await PassAsync(7 * 24, Office);
        stage.Channel.Deliveries.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "8")]
    public async Task Clocks_that_change_alarm_nobody()
    {
        await LearnAsync(14, Office);
        await PassAsync(3 * 24, at => Office(at.AddHours(1)));
        stage.Channel.Deliveries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Young_watch_says_that_it_is_too_young_and_alarms_nobody()
    {
        await LearnAsync(3, _ => 5);
        await PassAsync(3 * 24, _ => 0);
        stage.Channel.Deliveries.ShouldBeEmpty();
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("too young to know");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Page_that_cannot_be_read_is_not_called_quiet_as_well()
    {
        await LearnAsync(14, _ => 5);
        for (var hours = 0; hours < 12; hours++)
        {
            stage.Time.Advance(Hour);
            stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Unreachable, "no answer") { RetryAfter = TimeSpan.FromMinutes(1) });
            await PollAsync();
            await RoundAsync();
        }

        Card("quiet").ShouldBeNull();
        stage.Channel.Messages.Keys.ShouldHaveSingleItem().ShouldBe($"notice-watch {stage.Blog.Id}");
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("hours of the last 7 days");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Page_that_is_only_pushed_to_us_is_listened_to_and_told_of_when_it_falls_silent()
    {
        var calls = await stage.AddWatchAsync(stage.Ana, "shop", can: A.Capabilities() with { ReadBy = ReadBy.Webhook });
        await stage.Get<IWatches>().UpdateAsync(calls with { Cadence = TimeSpan.Zero }, null, null, Now);
        for (var hours = 0; hours < 9 * 24; hours++)
        {
            await stage.Get<HealthRound>().RunAsync(Now);
            await ArriveAsync(calls.Id, CoverageHour.Of(stage.Time.GetUtcNow()), 5);
            stage.Time.Advance(Hour);
        }

        await stage.ShowAsync();
        Card("quiet", calls).ShouldBeNull();
        for (var hours = 0; hours < 8; hours++)
        {
            await RoundAsync();
            stage.Time.Advance(Hour);
        }

        Card("quiet", calls).ShouldNotBeNull().Title.ShouldBe("shop has gone quiet");
        (await stage.SayAsync(stage.Ana, "poll shop")).Outcome.ShouldBe(Domain.Commands.CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "8"), Trait("Promise", "1")]
    public async Task Webhook_that_falls_silent_while_reading_finds_posts_is_told_and_over_with_its_next_call()
    {
        await CallAsync("first");
        await ReconcileAsync(3);
        await RoundAsync();
        Card("calls").ShouldBeNull("a call may take a while");
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("3 posts came otherwise since");
        stage.Time.Advance(TimeSpan.FromMinutes(61));
        await RoundAsync();
        var card = Card("calls")!;
        card.Title.ShouldBe("The webhook of blog has gone quiet");
        card.Fallback.ShouldContain("3 posts");
        await RoundAsync();
        stage.Channel.Deliveries.Count(delivery => delivery.Key.EndsWith("calls", StringComparison.Ordinal)).ShouldBe(1);
        await CallAsync("second");
        await RoundAsync();
        Card("calls")!.IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Webhook_that_was_never_set_up_alarms_nobody_and_a_poll_that_was_faster_neither()
    {
        await ReconcileAsync(5);
        stage.Time.Advance(TimeSpan.FromHours(2));
        await RoundAsync();
        Card("calls").ShouldBeNull();
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("has not called yet");
        await CallAsync("one");
        for (var i = 0; i < 5; i++)
        {
            await stage.TellAsync(Post($"p{i}"));
            stage.Time.Advance(TimeSpan.FromSeconds(2));
            await CallAsync($"p{i}");
        }

        stage.Time.Advance(TimeSpan.FromHours(2));
        await RoundAsync();
        Card("calls").ShouldBeNull();
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "6")]
    public async Task What_reconciliation_repairs_is_said_and_nudges_with_the_clock_of_its_author()
    {
        var written = stage.Time.GetUtcNow();
        await ReconcileAsync(2);
        await RoundAsync();
        var card = Card("repaired")!;
        card.Title.ShouldBe("2 posts brought by reading blog again");
        card.Fallback.ShouldContain("did not bring");
        (await stage.NudgesAsync()).ShouldBe(2);
        (await stage.FileAsync()).Nudge!.Clock.PublishedAt.ShouldBeInRange(written, written + TimeSpan.FromMinutes(1));
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("2 posts had been missing");
        (await stage.SayAsync(stage.Ana, "health")).Card.Title.ShouldBe("All is well", "it is repaired");
        await RoundAsync();
        stage.Channel.Deliveries.Count(delivery => delivery.Nudge is null).ShouldBe(1);

        stage.Time.Advance(TimeSpan.FromDays(1));
        await stage.Get<PollTurns>().ReconcileAsync(stage.Blog, Now);
        await RoundAsync();
        Card("repaired")!.IsDone.ShouldBeTrue();
        Text(await stage.SayAsync(stage.Ana, "health blog")).ShouldContain("nothing was missing");
    }

    [Fact]
    public async Task Post_that_reconciliation_merely_saw_first_was_not_missing()
    {
        stage.Page.Polls.Enqueue(new PollResult([Post("young")], null, false));
        await stage.Get<PollTurns>().ReconcileAsync(stage.Blog, Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        await RoundAsync();
        Card("repaired").ShouldBeNull();
        (await stage.Get<ICoverage>().HoursAsync(stage.Blog.Id, A.Morning - Hour, Now)).Sum(hour => hour.Posts).ShouldBe(1);
    }

    [Fact, Trait("Promise", "8")]
    public async Task Key_that_is_about_to_end_is_counted_down_and_over_with_a_new_one()
    {
        var end = stage.Time.GetUtcNow() + TimeSpan.FromDays(20);
        await PollAsync(new PollResult([], null, false) { TokenEndsAt = end });
        var titles = new List<string>();
        for (var days = 20; days >= -1; days--)
        {
            await RoundAsync();
            await RoundAsync();
            titles.AddRange(stage.Channel.Deliveries.Skip(titles.Count).Select(delivery => delivery.Card.Title));
            stage.Time.Advance(TimeSpan.FromDays(1));
        }

        titles.ShouldBe(["What opens blog ends within 14 days", "What opens blog ends within 7 days", "What opens blog ends within 3 days", "What opens blog ends within a day", "What opens blog has ended"]);
        stage.Channel.Messages.Count.ShouldBe(1, "one card that changes");
        Card("token")!.Fallback.ShouldContain("watch https://blog.example/");
        await PollAsync(new PollResult([], null, false) { TokenEndsAt = end + TimeSpan.FromDays(60) });
        await RoundAsync();
        Card("token")!.IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Quota_key_and_curve_are_shown()
    {
        await PollAsync(new PollResult([], null, false) { TokenEndsAt = stage.Time.GetUtcNow() + TimeSpan.FromDays(6), Quota = new Quota(4200, stage.Time.GetUtcNow() + Hour) });
        await stage.TellAsync(Post("p1"));
        var text = Text(await stage.SayAsync(stage.Ana, "health blog"));
        text.ShouldContain("4,200 left until 2026-03-10 10:00 UTC");
        text.ShouldContain("key ends in 6 d");
        text.ShouldContain("1 post in 24 h");
        text.ShouldContain("░░░░░░░░░░░░░░░░░░░░░░░█ until 09:00 UTC; █ is 1");
        text.ShouldContain("Next look: in 60 s");
        (await stage.SayAsync(stage.Ana, "health shop")).Outcome.ShouldBe(Domain.Commands.CommandOutcome.Refused);
    }

    [Fact]
    public async Task Watch_that_ends_takes_its_matters_along()
    {
        await LearnAsync(14, _ => 5);
        await PassAsync(8, _ => 0);
        Card("quiet")!.IsDone.ShouldBeFalse();
        await stage.SayAsync(stage.Ana, "unwatch blog");
        await RoundAsync();
        Card("quiet")!.IsDone.ShouldBeTrue();
        Card("quiet")!.Title.ShouldBe("blog is no longer watched");
        await RoundAsync();
        stage.Channel.Deliveries.Count.ShouldBe(2);
    }

    private static int Office(DateTimeOffset at) => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || at.Hour is < 8 or >= 18 ? 0 : 12;

    private static string Text(Domain.Commands.CommandAnswer answer) =>
        string.Join('\n', answer.Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).Select(row => row.Name + ": " + string.Concat(row.Value.Select(span => span switch
        {
            Span.Words words => words.Text,
            Span.Outside outside => outside.Text,
            _ => "",
        }))));

    private Card? Card(string matter, Watch? watch = null) => stage.Channel.Messages.GetValueOrDefault($"notice-watch {(watch ?? stage.Blog).Id} {matter}")?.Card;

    /// <summary>A complaint of a visitor, written now.</summary>
    private SourceEvent.PostSeen Post(string id) => stage.Post(id, $"Broken again: {id}", $"Visitor {++numbers}");

    private async Task PollAsync(PollResult? tells = null)
    {
        if (tells is not null)
            stage.Page.Polls.Enqueue(tells);
        await stage.Get<PollRun>().RunAsync(stage.Blog.Id, fromTheStart: false, Now);
        await stage.Get<PostJourney>().RunAsync(Now);
    }

    private async Task RoundAsync()
    {
        await stage.Get<HealthRound>().RunAsync(Now);
        await stage.ShowAsync();
    }

    /// <summary>Posts are found a quarter of an hour after they were written, by reading the page from the start.</summary>
    private async Task ReconcileAsync(int posts)
    {
        var missed = Enumerable.Range(0, posts).Select(_ => (SourceEvent)Post($"missed-{numbers}")).ToList();
        stage.Time.Advance(TimeSpan.FromMinutes(15));
        stage.Page.Polls.Enqueue(new PollResult(missed, null, false));
        await stage.Get<PollTurns>().ReconcileAsync(stage.Blog, Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        await stage.ShowAsync();
    }

    private async Task CallAsync(string says)
    {
        var call = new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), Encoding.UTF8.GetBytes(says));
        await stage.Get<IInbox>().AcceptAsync(new InboxDelivery(stage.Blog.Id, $"call {++numbers}", call, stage.Time.GetUtcNow()), Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        await stage.ShowAsync();
    }

    /// <summary>The hours before now, as if they had been watched.</summary>
    private async Task LearnAsync(int days, Func<DateTimeOffset, int> posts)
    {
        for (var at = CoverageHour.Of(stage.Time.GetUtcNow()) - TimeSpan.FromDays(days); at < CoverageHour.Of(stage.Time.GetUtcNow()); at += Hour)
        {
            await stage.Get<ICoverage>().ListenedAsync([stage.Blog.Id], at, Now);
            await ArriveAsync(stage.Blog.Id, at, posts(at));
        }
    }

    /// <summary>Hours in which the page is polled, tells so many, and is looked after.</summary>
    private async Task PassAsync(int hours, Func<DateTimeOffset, int> posts)
    {
        for (var hour = 0; hour < hours; hour++)
        {
            var isFirst = stage.Time.GetUtcNow().Minute < 58;
            // Each hour is looked at near its end.
            stage.Time.SetUtcNow(CoverageHour.Of(stage.Time.GetUtcNow()) + (isFirst ? TimeSpan.Zero : Hour) + TimeSpan.FromMinutes(58));
            await PollAsync();
            await ArriveAsync(stage.Blog.Id, CoverageHour.Of(stage.Time.GetUtcNow()), posts(stage.Time.GetUtcNow()));
            await RoundAsync();
        }
    }

    private async Task ArriveAsync(PageId page, DateTimeOffset hour, int posts)
    {
        var change = new StateChange();
        change.Arrivals.Add(new StateChange.HourArrivals(page, hour, posts, 0));
        await stage.Get<IJourneyStore>().SaveAsync(change, SavePriority.Bulk, Now);
    }
}
