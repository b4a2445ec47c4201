using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Ingest;

public sealed class PollTurnsTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    private PollTurns Turns => stage.Get<PollTurns>();

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "9")]
    public async Task Storm_of_three_hundred_polls_reads_each_page_within_its_bound_and_few_at_once()
    {
        const int Many = 300;
        var watches = new List<Watch>();
        for (var number = 0; number < Many; number++)
            watches.Add(await stage.AddWatchAsync(stage.Ana, $"page-{number}"));
        stage.Page.AnswersAfter = TimeSpan.FromSeconds(2);
        var began = stage.Time.GetUtcNow();
        var polls = watches.Select(watch => Turns.PollDueAsync(watch.Id, Now)).ToList();
        // The clock moves on when all who may ask at once wait for their answer.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (polls.Exists(poll => !poll.IsCompleted))
        {
            var left = polls.Count(poll => !poll.IsCompleted);
            if (stage.Page.Answering >= Math.Min(PollLine.AtOnce, left))
            {
                stage.Page.Answering.ShouldBeLessThanOrEqualTo(PollLine.AtOnce);
                stage.Time.Advance(TimeSpan.FromSeconds(2));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }

        stage.Page.Asked.Select(asked => asked.Page).ShouldBe(watches.Select(watch => watch.Id), ignoreOrder: true);
        (stage.Page.Asked.Max(asked => asked.At) - began).ShouldBeLessThan(TimeSpan.FromMinutes(1), "each within its own minute");
        foreach (var poll in polls)
            (await poll).ShouldNotBeNull().ShouldBeGreaterThan(began);
    }

    [Fact]
    public async Task Page_that_is_not_due_is_let_be_until_it_is()
    {
        var next = await Turns.PollDueAsync(stage.Blog.Id, Now);
        next.ShouldBe(stage.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
        (await Turns.PollDueAsync(stage.Blog.Id, Now)).ShouldBe(next);
        stage.Page.Asked.Count.ShouldBe(1);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await Turns.PollDueAsync(stage.Blog.Id, Now);
        stage.Page.Asked.Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Page_that_asked_us_to_wait_is_due_when_that_is_over()
    {
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.RateLimited, "429") { RetryAfter = TimeSpan.FromMinutes(10) });
        (await Turns.PollDueAsync(stage.Blog.Id, Now)).ShouldBe(stage.Time.GetUtcNow() + TimeSpan.FromMinutes(10));
        var said = await stage.SayAsync(stage.Ana, "poll blog");
        said.Outcome.ShouldBe(CommandOutcome.Refused);
        said.Card.Fallback.ShouldContain("10 min");
        stage.Page.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Watch_that_ended_is_due_no_more()
    {
        await stage.SayAsync(stage.Ana, "unwatch blog");
        (await Turns.PollDueAsync(stage.Blog.Id, Now)).ShouldBeNull();
        stage.Page.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_that_moves_is_asked_sooner_and_one_that_rests_later()
    {
        await stage.Get<IWatches>().UpdateAsync(stage.Blog with { Adapts = true }, null, null, Now);
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "broken!")], null, false));
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 4; i++)
        {
            var due = (await Turns.PollDueAsync(stage.Blog.Id, Now))!.Value;
            waits.Add(due - stage.Time.GetUtcNow());
            stage.Time.SetUtcNow(due);
        }

        waits.Select(wait => wait.TotalSeconds).ShouldBe([15, 21, 29.4, 41.16], 0.01);
    }

    [Fact]
    public async Task Poll_now_reads_at_once_and_says_what_came()
    {
        await Turns.PollDueAsync(stage.Blog.Id, Now);
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "broken!")], null, false));
        var vera = await stage.AddMemberAsync("Vera", Role.Viewer);
        (await stage.SayAsync(vera, "poll blog")).Outcome.ShouldBe(CommandOutcome.Refused);
        var rea = await stage.AddMemberAsync("Rea", Role.Responder);
        (await stage.SayAsync(rea, "poll blog")).Card.Title.ShouldBe("blog was read: 1 new or changed");
        (await stage.SayAsync(rea, "poll blog")).Card.Title.ShouldBe("blog was read: nothing new");
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "The key was refused (401)."));
        (await stage.SayAsync(rea, "poll blog")).Card.Fallback.ShouldContain("401");
        (await stage.SayAsync(rea, "poll blog")).Card.Fallback.ShouldContain("type watch https://blog.example/ again");
        (await stage.SayAsync(rea, "poll nothing")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact]
    public async Task Who_no_longer_wants_a_poll_holds_up_nobody()
    {
        stage.Page.AnswersAfter = TimeSpan.FromSeconds(30);
        using var first = new CancellationTokenSource();
        var one = Turns.PollNowAsync(stage.Blog, first.Token);
        var two = Turns.PollNowAsync(stage.Blog, first.Token);
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await one);
        await Should.ThrowAsync<OperationCanceledException>(async () => await two);
        stage.Page.AnswersAfter = TimeSpan.Zero;
        (await Turns.PollNowAsync(stage.Blog, Now)).ShouldNotBeNull().Problem.ShouldBeNull();
    }
}
