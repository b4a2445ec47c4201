using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Sources;

public sealed class PollPaceTests
{
    private static readonly DateTimeOffset Now = A.Morning;

    [Fact]
    public void Page_that_moves_is_asked_soon_and_one_that_rests_less_and_less()
    {
        var watch = Watched();
        PollPace.Next(watch, 1, null, Now).ShouldBe(TimeSpan.FromSeconds(15));
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            waits.Add(PollPace.Next(watch, 0, null, Now));
            watch = watch with { Health = watch.Health with { PollWait = waits[^1] } };
        }

        waits[0].ShouldBe(TimeSpan.FromSeconds(21));
        waits.ShouldBe(waits.Order());
        waits[^1].ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Wait_that_a_user_fixed_stays() =>
        PollPace.Next(Watched() with { Adapts = false, Cadence = TimeSpan.FromMinutes(10) }, 5, null, Now).ShouldBe(TimeSpan.FromMinutes(10));

    [Fact, Trait("Promise", "9")]
    public void Quota_lasts_until_the_next_one()
    {
        PollPace.Next(Watched(), 3, new Quota(100, Now + TimeSpan.FromHours(1)), Now).ShouldBe(TimeSpan.FromSeconds(45));
        PollPace.Next(Watched(), 3, new Quota(0, Now + TimeSpan.FromHours(1)), Now).ShouldBe(TimeSpan.FromHours(1));
        PollPace.Next(Watched() with { Adapts = false }, 3, new Quota(1, Now + TimeSpan.FromHours(1)), Now).ShouldBe(TimeSpan.FromHours(1));
        PollPace.Next(Watched(), 3, new Quota(5000, Now + TimeSpan.FromHours(1)), Now).ShouldBe(TimeSpan.FromSeconds(15));
        PollPace.Next(Watched(), 3, new Quota(0, Now - TimeSpan.FromHours(1)), Now).ShouldBe(TimeSpan.FromSeconds(15));
        PollPace.Next(Watched(), 3, new Quota(0, null), Now).ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(15, 15, 75)]
    [InlineData(60, 15, 300)]
    [InlineData(600, 150, 3000)]
    public void Bounds_lie_around_the_cadence(int cadence, int shortest, int longest) =>
        PollPace.Bounds(TimeSpan.FromSeconds(cadence)).ShouldBe((TimeSpan.FromSeconds(shortest), TimeSpan.FromSeconds(longest)));

    [Fact]
    public void Watch_is_due_when_its_wait_is_over_and_the_page_lets_us()
    {
        var watch = Watched();
        watch.DueAt.ShouldBe(DateTimeOffset.MinValue);
        (watch with { Health = new WatchHealth { NextPollAt = Now } }).DueAt.ShouldBe(Now);
        (watch with { Health = new WatchHealth { NextPollAt = Now, NotBefore = Now.AddMinutes(1) } }).DueAt.ShouldBe(Now.AddMinutes(1));
        (watch with { Health = new WatchHealth { NextPollAt = Now.AddMinutes(2), NotBefore = Now.AddMinutes(1) } }).DueAt.ShouldBe(Now.AddMinutes(2));
        (watch with { State = WatchState.Paused }).DueAt.ShouldBeNull();
        (watch with { Cadence = TimeSpan.Zero }).DueAt.ShouldBeNull();
    }

    [Theory, Trait("Promise", "8")]
    [InlineData(20, null)]
    [InlineData(14.1, null)]
    [InlineData(14, 14)]
    [InlineData(7.5, 14)]
    [InlineData(7, 7)]
    [InlineData(2.9, 3)]
    [InlineData(0.2, 1)]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    public void Token_is_counted_down(double days, int? step) => TokenCountdown.Step(Now + TimeSpan.FromDays(days), Now).ShouldBe(step);

    [Fact]
    public void Token_without_an_end_is_not_counted() => TokenCountdown.Step(null, Now).ShouldBeNull();

    private static Watch Watched() => new()
    {
        Page = new Page { Id = new PageId(1), Platform = new PlatformId("fake"), Address = new Uri("https://fake.example/"), Name = "Fake" },
        Team = TeamId.Default,
        Name = "fake",
        Owner = new MemberId(1),
        Can = A.Capabilities(),
        Cadence = TimeSpan.FromMinutes(1),
        Adapts = true,
        NudgesSince = Now,
        State = WatchState.Active,
    };
}
