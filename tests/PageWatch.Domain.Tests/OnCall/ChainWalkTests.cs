using PageWatch.Domain.OnCall;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.OnCall;

public sealed class ChainWalkTests
{
    private static readonly Chain Usual = ChainText.Parse("channel 10m > on-call 20m > lead 30m > repeat 2").Chain!;

    [Fact]
    public void Chain_climbs_step_by_step_repeats_the_last_and_then_says_daily_that_nobody_has_accepted()
    {
        var told = new List<string>();
        var move = ChainWalk.Start(Usual, A.Morning, AroundTheClock);
        told.Add(Told(move));
        for (var i = 0; i < 6; i++)
        {
            ChainWalk.Due(Usual, move.Place, move.Place.NextAt!.Value.AddTicks(-1), AroundTheClock).ShouldBeNull("it is not due yet");
            move = ChainWalk.Due(Usual, move.Place, move.Place.NextAt!.Value, AroundTheClock)!;
            told.Add(Told(move));
        }

        told.ShouldBe(["0: Channel", "10: OnCall", "30: Lead", "60: Lead", "90: Lead exhausted", "1530: Lead exhausted, still nobody", "2970: Lead exhausted, still nobody"]);
    }

    [Fact]
    public void Sweep_that_comes_late_carries_out_one_step_and_goes_on_from_now()
    {
        var place = ChainWalk.Start(Usual, A.Morning, AroundTheClock).Place;
        var late = A.Morning.AddHours(9);
        var move = ChainWalk.Due(Usual, place, late, AroundTheClock)!;
        move.Step.Target.ShouldBe(new ChainTarget.OnCall());
        (move.Place.LastAt, move.Place.NextAt).ShouldBe((late, late.AddMinutes(20)));
        ChainWalk.Due(Usual, move.Place, late, AroundTheClock).ShouldBeNull("the second sweep finds nothing to do");
    }

    [Fact]
    public void Chain_that_was_stopped_is_not_due_and_goes_on_where_it_stood_after_its_wait()
    {
        var place = ChainWalk.Due(Usual, ChainWalk.Start(Usual, A.Morning, AroundTheClock).Place, A.Morning.AddMinutes(10), AroundTheClock)!.Place;
        var stopped = ChainWalk.Stop(place);
        ChainWalk.Due(Usual, stopped, A.Morning.AddYears(1), AroundTheClock).ShouldBeNull();
        var again = ChainWalk.Again(Usual, stopped, A.Morning.AddHours(2), AroundTheClock);
        again.NextAt.ShouldBe(A.Morning.AddHours(2).AddMinutes(20));
        ChainWalk.Due(Usual, again, again.NextAt!.Value, AroundTheClock)!.Step.Target.ShouldBe(new ChainTarget.Lead());
        var end = ChainWalk.Again(Usual, new ChainPlace(2, 2, null, A.Morning), A.Morning, AroundTheClock);
        end.NextAt.ShouldBe(A.Morning.AddDays(1));
    }

    [Fact]
    public void Step_that_reached_nobody_is_climbed_over_at_once_and_the_last_one_is_not()
    {
        var place = ChainWalk.Start(Usual, A.Morning, AroundTheClock).Place;
        var second = ChainWalk.Climb(Usual, place, A.Morning, AroundTheClock)!;
        second.Step.Target.ShouldBe(new ChainTarget.OnCall());
        var third = ChainWalk.Climb(Usual, second.Place, A.Morning, AroundTheClock)!;
        (third.Step.Target, third.Place.NextAt).ShouldBe((new ChainTarget.Lead(), A.Morning.AddMinutes(30)));
        ChainWalk.Climb(Usual, third.Place, A.Morning, AroundTheClock).ShouldBeNull();
    }

    [Fact]
    public void Chain_that_was_changed_meanwhile_goes_on()
    {
        var longer = ChainText.Parse("channel 10m > on-call 20m > lead 30m > everyone 5m").Chain!;
        var end = new ChainPlace(2, 2, A.Morning, A.Morning);
        end.IsExhausted(Usual).ShouldBeTrue();
        end.IsExhausted(longer).ShouldBeFalse();
        ChainWalk.Due(longer, end, A.Morning, AroundTheClock)!.Step.Target.ShouldBe(new ChainTarget.Everyone());
        var shorter = ChainText.Parse("lead 5m > repeat 4").Chain!;
        var move = ChainWalk.Due(shorter, end, A.Morning, AroundTheClock)!;
        (move.Step.Target, move.Place.Step, move.Place.Repeats).ShouldBe((new ChainTarget.Lead(), 0, 3));
    }

    [Fact]
    public void Waits_are_business_hours_and_the_daily_word_is_a_day_of_the_calendar()
    {
        var friday = new DateTimeOffset(2026, 3, 13, 16, 55, 0, TimeSpan.Zero);
        ChainWalk.Start(Usual, friday, OfficeHours).Place.NextAt.ShouldBe(new DateTimeOffset(2026, 3, 16, 9, 5, 0, TimeSpan.Zero));
        var exhausted = new ChainPlace(2, 2, friday, friday);
        ChainWalk.Due(Usual, exhausted, friday, OfficeHours)!.Place.NextAt.ShouldBe(new DateTimeOffset(2026, 3, 16, 9, 1, 0, TimeSpan.Zero), "nobody hears it on a Saturday, and nobody waits three working days");
        var tuesday = friday.AddDays(-3);
        ChainWalk.Due(Usual, new ChainPlace(2, 2, tuesday, tuesday), tuesday, OfficeHours)!.Place.NextAt.ShouldBe(tuesday.AddDays(1));
    }

    [Fact]
    public void While_nobody_accepts_there_is_always_a_next_step_and_it_lies_ahead()
    {
        var random = new Random(13);
        // Hours that are broken must not stop a chain: one stands still, one goes back.
        Func<DateTimeOffset, TimeSpan, DateTimeOffset>[] hours = [AroundTheClock, OfficeHours, (at, _) => at, (at, _) => at.AddDays(-1)];
        for (var walk = 0; walk < 1_000; walk++)
        {
            var chain = Any(random);
            var after = hours[random.Next(hours.Length)];
            var now = A.Morning.AddMinutes(random.Next(10_000));
            var move = ChainWalk.Start(chain, now, after);
            var calls = 1;
            for (var sweep = 0; sweep < 60; sweep++)
            {
                move.Place.NextAt.ShouldNotBeNull().ShouldBeGreaterThan(now, $"{chain}");
                // Early, in time, late, and after a stop of days.
                now = random.Next(4) switch { 0 => now.AddSeconds(random.Next(600)), 1 => move.Place.NextAt!.Value, 2 => move.Place.NextAt!.Value.AddMinutes(random.Next(500)), _ => now.AddDays(random.Next(5)) };
                var before = move.Place;
                if (ChainWalk.Due(chain, before, now, after) is not { } next)
                {
                    before.NextAt!.Value.ShouldBeGreaterThan(now);
                    continue;
                }

                calls++;
                ChainWalk.Due(chain, next.Place, now, after).ShouldBeNull("one sweep, one step");
                next.Place.LastAt.ShouldBe(now);
                (next.Place.Step - before.Step).ShouldBeInRange(0, 1);
                next.IsStillNobody.ShouldBe(before.IsExhausted(chain));
                next.Place.IsExhausted(chain).ShouldBe(calls >= chain.Steps.Count + chain.Repeats, $"{chain} after {calls} calls");
                move = next;
            }

            // Accepted and given back, at any place.
            var again = ChainWalk.Again(chain, ChainWalk.Stop(move.Place), now, after);
            again.NextAt!.Value.ShouldBeGreaterThan(now);
        }
    }

    private static Chain Any(Random random) => ChainText.Parse(
        string.Join(" > ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"{((string[])["channel", "on-call", "lead", "everyone", "@Ana"])[random.Next(5)]} {random.Next(1, 3_000)}m")) + $" > repeat {random.Next(1, 21)}").Chain!;

    private static string Told(ChainMove move) =>
        FormattableString.Invariant($"{(move.Place.LastAt!.Value - A.Morning).TotalMinutes}: {move.Step.Target.GetType().Name}{(move.Place.IsExhausted(Usual) ? " exhausted" : "")}{(move.IsStillNobody ? ", still nobody" : "")}");

    private static DateTimeOffset AroundTheClock(DateTimeOffset at, TimeSpan wait) => at + wait;

    /// <summary>Monday to Friday, nine to five, in UTC.</summary>
    private static DateTimeOffset OfficeHours(DateTimeOffset at, TimeSpan wait)
    {
        while (true)
        {
            var opens = new DateTimeOffset(at.UtcDateTime.Date.AddHours(9), TimeSpan.Zero);
            var closes = opens.AddHours(8);
            if (at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || at >= closes)
            {
                at = opens.AddHours(-9).AddDays(1);
                continue;
            }

            at = at < opens ? opens : at;
            if (at + wait <= closes)
                return at + wait;
            wait -= closes - at;
            at = closes;
        }
    }
}
