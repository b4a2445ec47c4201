using System.Globalization;
using PageWatch.Domain.Nudges;
using Xunit.Abstractions;

namespace PageWatch.Pipeline.Tests.Week;

/// <summary>Twenty thousand posts, twelve people, seven days.</summary>
public sealed class SimulatedWeekTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_323;
    private const int Posts = 20_000;

    [Fact, Trait("Promise", "6")]
    public async Task No_duty_is_without_a_next_step_and_nobody_is_called_outside_hours()
    {
        await using var week = new SimulatedWeek(Seed, Posts);
        await week.RunAsync();
        var end = week.Stage.Time.GetUtcNow();
        var nudges = await week.NudgesAsync();
        var first = week.Hours.DayOf(new DateTimeOffset(2026, 3, 23, 12, 0, 0, TimeSpan.Zero));
        foreach (var nudge in nudges)
            week.Table.Count(nudge, week.Hours.DayOf(nudge.Clock.PublishedAt).DayNumber - first.DayNumber, end);
        foreach (var line in week.Table.Lines())
            output.WriteLine("figure: a week, " + line);
        foreach (var person in week.People)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"figure: a week, {person.Member.Name,-5} answered {person.Answered,4}, said yes to {person.Approved,3}, handed on {person.Handed,3}, dismissed {person.Dismissed,3}, forgot {person.Forgot,3}"));
        }

        week.Wrong.Take(20).ShouldBeEmpty();
        await week.ReportMustExplainAsync(nudges, output.WriteLine);
        // What would make the week prove nothing.
        nudges.Count.ShouldBeGreaterThan(1_000);
        nudges.Count(nudge => nudge.State == NudgeState.Answered).ShouldBeGreaterThan(500);
        nudges.Count(nudge => nudge.Clock.AnsweredAt > nudge.DueAt).ShouldBeGreaterThan(20);
        week.People.ShouldAllBe(person => person.Answered > 0);
        week.Stage.Page.Replies.Count.ShouldBe(nudges.Count(nudge => nudge.Reply is not null && nudge.Clock.AnsweredAt is not null), "each reply stands on the page once");
    }
}
