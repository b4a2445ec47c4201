using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Journey;

/// <summary>The clock from the author's words to the answer.</summary>
[Trait("Promise", "6")]
public sealed class NudgeClockTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Every_step_is_timed_stored_and_shown()
    {
        var post = stage.Post("p1", "Third parcel in a row that arrives broken.");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Get<IInbox>().AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", [post], null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.Get<PostJourney>().RunAsync(Now);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.ShowAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.PressAsync(stage.Ben, "claim");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.PressAsync(stage.Ben, "release");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.PublishAsync(stage.Ana);
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        stage.Page.PublishFaults.Enqueue(FakePage.Fault.Lost);
        await stage.DispatchAsync();
        await stage.RestartAsync();

        var nudge = (await stage.FileAsync()).Nudge!;
        nudge.Clock.ShouldBe(new NudgeClock(A.Morning, At(1), At(2), At(2)) { ShownAt = At(3), ClaimedAt = At(4), ApprovedAt = At(6), AnsweredAt = At(7), EndedAt = At(7) + TimeSpan.FromSeconds(30) });
        nudge.DueAt.ShouldBe(At(60));
        stage.Card().Parts.OfType<CardPart.Lags>().ShouldHaveSingleItem().Bars.Select(bar => (bar.Label.Split(' ')[0], bar.After.TotalMinutes)).ShouldBe(
            [("seen", 1), ("understood", 2), ("nudged", 2), ("claimed", 4), ("approved", 6), ("on", 7)]);
    }

    private static DateTimeOffset At(int minute) => A.Morning + TimeSpan.FromMinutes(minute);
}
