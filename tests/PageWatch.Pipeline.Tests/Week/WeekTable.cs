using System.Globalization;
using PageWatch.Domain.Nudges;

namespace PageWatch.Pipeline.Tests.Week;

/// <summary>What a week came to, day by day.</summary>
internal sealed class WeekTable
{
    private readonly Day[] days = [.. Enumerable.Range(0, 7).Select(_ => new Day())];
    private int day;

    public Day Now => days[day];

    public void At(int of) => day = Math.Clamp(of, 0, days.Length - 1);

    /// <summary>Counts a nudge on the day on which its author wrote.</summary>
    public void Count(Nudge nudge, int of, DateTimeOffset end)
    {
        var written = days[Math.Clamp(of, 0, days.Length - 1)];
        written.Nudges++;
        switch (nudge)
        {
            case { State: NudgeState.Dismissed or NudgeState.Withdrawn }:
                written.Dismissed++;
                break;
            case { Clock.AnsweredAt: { } at }:
                _ = at <= nudge.DueAt ? written.InTime++ : written.Late++;
                break;
            default:
                _ = nudge.DueAt <= end ? written.Overdue++ : written.StillOpen++;
                break;
        }
    }

    public IEnumerable<string> Lines()
    {
        string[] names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        yield return "day          posts  nudges  in time   late  overdue   open  dismissed  warnings  calls  at night  most open";
        for (var at = 0; at < days.Length; at++)
            yield return Line(names[at], days[at]);
        yield return Line("week", new Day
        {
            Posts = days.Sum(each => each.Posts), Nudges = days.Sum(each => each.Nudges), InTime = days.Sum(each => each.InTime), Late = days.Sum(each => each.Late), Overdue = days.Sum(each => each.Overdue),
            StillOpen = days.Sum(each => each.StillOpen), Dismissed = days.Sum(each => each.Dismissed), Warnings = days.Sum(each => each.Warnings), Calls = days.Sum(each => each.Calls),
            NightCalls = days.Sum(each => each.NightCalls), MostOpen = days.Max(each => each.MostOpen),
        });
    }

    private static string Line(string name, Day of) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-10} {of.Posts,7} {of.Nudges,7} {of.InTime,8} {of.Late,6} {of.Overdue,8} {of.StillOpen,6} {of.Dismissed,10} {of.Warnings,9} {of.Calls,6} {of.NightCalls,9} {of.MostOpen,10}");

    internal sealed class Day
    {
        public int Posts { get; set; }

        public int Nudges { get; set; }

        public int InTime { get; set; }

        public int Late { get; set; }

        /// <summary>Without an answer at the end of the week, and due before.</summary>
        public int Overdue { get; set; }

        /// <summary>Without an answer at the end of the week, and not due yet.</summary>
        public int StillOpen { get; set; }

        public int Dismissed { get; set; }

        /// <summary>At 50, 80 and 100 % of the time.</summary>
        public int Warnings { get; set; }

        /// <summary>Messages that called somebody by name.</summary>
        public int Calls { get; set; }

        /// <summary>Of these, outside the hours of the team, for what does not keep to them.</summary>
        public int NightCalls { get; set; }

        public int MostOpen { get; set; }
    }
}
