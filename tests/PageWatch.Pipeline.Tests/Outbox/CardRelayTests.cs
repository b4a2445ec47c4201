using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Outbox;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Outbox;

public sealed class CardRelayTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "9")]
    public async Task Chat_that_is_down_loses_no_card_and_gets_each_once_when_it_is_back()
    {
        for (var i = 0; i < 5; i++)
            stage.Channel.Failures.Enqueue(new ChannelException(ChannelFailure.Unreachable, "down"));
        for (var i = 0; i < 3; i++)
            await stage.TellAsync(stage.Post($"p{i}", "The parcel is broken!", $"Author {i}"));
        stage.Channel.Messages.Count.ShouldBeLessThan(3);
        for (var i = 0; i < 20; i++)
        {
            stage.Time.Advance(TimeSpan.FromMinutes(1));
            await stage.Get<CardRelay>().RunAsync(Now);
        }

        stage.Channel.Messages.Count.ShouldBe(3);
        stage.Channel.Messages.Values.Select(message => message.Nudge).Distinct().Count().ShouldBe(3);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Rate_limit_waits_as_long_as_asked_and_coalesces()
    {
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", mark: 1));
        stage.Channel.Failures.Enqueue(new ChannelException(ChannelFailure.RateLimited, "slow down") { RetryAfter = TimeSpan.FromMinutes(2) });
        await stage.PressAsync(stage.Ana, "claim");
        var before = stage.Channel.Deliveries.Count;
        for (var i = 2; i < 6; i++)
            await stage.TellAsync(stage.Post("p1", $"The parcel is broken! {i}", mark: i));
        stage.Channel.Deliveries.Count.ShouldBe(before, "nothing is sent while we are asked to wait");
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await stage.Get<CardRelay>().RunAsync(Now);
        stage.Channel.Deliveries.Count.ShouldBe(before + 1, "four changes are one delivery");
        stage.Card().Parts.OfType<CardPart.Quote>().First().Text.ShouldEndWith("5");
    }

    [Theory, Trait("Promise", "9")]
    [InlineData(ChannelFailure.RateLimited)]
    [InlineData(ChannelFailure.Unreachable)]
    [InlineData(ChannelFailure.Closed)]
    public async Task Chat_that_takes_nothing_gets_one_call_however_many_cards_are_due(ChannelFailure failure)
    {
        stage.Channel.Failures.Enqueue(new ChannelException(failure, "not now") { RetryAfter = TimeSpan.FromMinutes(2) });
        await stage.TellAsync([.. Enumerable.Range(0, 5).Select(i => stage.Post($"p{i}", "The parcel is broken!", $"Author {i}"))]);
        await stage.TellAsync(stage.Post("new", "The parcel is broken!", "Somebody else"));
        await RunAllAsync();
        stage.Channel.Deliveries.Count.ShouldBe(1, "who was told to wait asks nothing, also not for a new card");

        await stage.RestartAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        await RunAllAsync();
        stage.Channel.Deliveries.Count.ShouldBe(1, "a restart forgets no wait");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await RunAllAsync();
        stage.Channel.Messages.Count.ShouldBe(6);
        stage.Channel.Deliveries.Count.ShouldBe(7);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Chat_that_stays_away_is_asked_less_and_less_often_with_one_call_each_time()
    {
        for (var i = 0; i < 4; i++)
            stage.Channel.Failures.Enqueue(new ChannelException(ChannelFailure.Unreachable, "down"));
        await stage.TellAsync([.. Enumerable.Range(0, 5).Select(i => stage.Post($"p{i}", "The parcel is broken!", $"Author {i}"))]);
        var calls = new List<int>();
        for (var second = 0; second < 20 && stage.Channel.Messages.Count == 0; second++)
        {
            var before = stage.Channel.Deliveries.Count;
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            await RunAllAsync();
            if (stage.Channel.Deliveries.Count > before)
                calls.Add(second + 1);
        }

        calls.ShouldBe([1, 3, 7, 15]);
        stage.Channel.Messages.Count.ShouldBe(5);
        stage.Channel.Deliveries.Count.ShouldBe(4 + 5);
    }

    [Fact]
    public async Task Card_that_is_refused_does_not_hold_up_the_others()
    {
        stage.Channel.Failures.Enqueue(new ChannelException(ChannelFailure.Refused, "too odd"));
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", "One"), stage.Post("p2", "The parcel is broken!", "Two"));
        stage.Channel.Messages.Count.ShouldBe(1);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Get<CardRelay>().RunAsync(Now);
        stage.Channel.Messages.Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "8")]
    public async Task Notice_is_shown_and_says_when_it_is_over()
    {
        var notice = new Notice(stage.Ana.Team, "watch 1", "blog cannot be read", "refused (401): give it a new password.", Tone.Now, stage.Time.GetUtcNow());
        await stage.Get<INotices>().NotifyAsync(notice, Now);
        await stage.ShowAsync();
        stage.Channel.Messages["notice-watch 1"].Card.Fallback.ShouldContain("new password");
        await stage.Get<INotices>().NotifyAsync(notice with { IsOver = true }, Now);
        await stage.ShowAsync();
        stage.Channel.Messages["notice-watch 1"].Card.IsDone.ShouldBeTrue();
    }

    private async Task RunAllAsync()
    {
        while (await stage.Get<CardRelay>().RunAsync(Now) > 0)
        {
        }
    }
}
