using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>What the commands of the hours show alike.</summary>
internal static class HoursCards
{
    private const int MostHolidays = 5;

    private static readonly TimeSpan LongestClosed = TimeSpan.FromDays(366);

    public static CardPart.Line How(string how) => new([new Span.Words(how)]) { Soft = true };

    /// <summary>The week, the zone, what comes next, and the holidays ahead.</summary>
    public static IReadOnlyList<CardPart> Whole(BusinessHours hours, DateTimeOffset now)
    {
        var rows = WeekHours.Days.Select(day => Answer.Fact(NameOf(day), Times(hours.Week.On(day)))).ToList();
        rows.Add(Answer.Fact(CommandWording.HoursZone, hours.Zone.Id));
        if (!hours.IsOpen(now))
            rows.Add(Answer.Fact(CommandWording.HoursOpens, new Span.Moment(hours.NextOpening(now), Relative: false), new Span.Words($" · {OnTheWall(hours.NextOpening(now), hours)}")));
        else if (hours.NextClosing(now) is { } closing)
            rows.Add(Answer.Fact(CommandWording.HoursCloses, new Span.Moment(closing, Relative: false), new Span.Words($" · {OnTheWall(closing, hours)}")));
        var parts = new List<CardPart> { new CardPart.Facts(rows) };
        parts.AddRange(Holidays(hours, now));
        return parts;
    }

    /// <summary>The next holidays; nothing where there are none.</summary>
    public static IReadOnlyList<CardPart> Holidays(BusinessHours hours, DateTimeOffset now)
    {
        var ahead = hours.Ahead(hours.DayOf(now), MostHolidays);
        return ahead.Count == 0 ? [] :
        [
            Answer.Line(CommandWording.HoursHolidaysNext),
            new CardPart.Facts([.. ahead.Select(each => Answer.Fact(Days(each), new Span.Outside(each.Holiday.Name), new Span.Words($"{(each.Holiday.Name.Length == 0 ? "" : " · ")}{Times(each.Holiday.Open)}")))]),
        ];
    }

    /// <summary>A moment by the clock of the team: "Tuesday, 1 December, 9:00 (Europe/Berlin)".</summary>
    public static string OnTheWall(DateTimeOffset at, BusinessHours hours)
    {
        var local = TimeZoneInfo.ConvertTime(at, hours.Zone);
        return Say.It(CommandWording.HoursOnTheWall, NameOf(local.DayOfWeek), local.ToString("d MMMM, H:mm", CultureInfo.InvariantCulture), hours.Zone.Id);
    }

    public static string Count(int holidays) => holidays switch { 0 => CommandWording.HoursHolidaysNone, 1 => CommandWording.HoursHolidaysOne, _ => Say.It(CommandWording.HoursHolidaysMany, holidays) };

    /// <summary>Why these hours would stop every clock for a year; null when they do not.</summary>
    public static string? NeverOpen(BusinessHours hours, DateTimeOffset now) => hours.NextOpening(now) - now > LongestClosed ? CommandWording.HoursNeverOpen : null;

    /// <summary>The record of a change; the texts themselves are kept as versions.</summary>
    public static AuditEntry Audit(string verb, Member by, DateTimeOffset at, TeamHours before, BusinessHours after) =>
        new(by.Team, at, by.Id, by.Name, verb, "hours", Told(before.Version, before.Texts.Week, before.Texts.Zone, before.Hours.Holidays.Count), Told(before.Version + 1, after.Week.ToString(), after.Zone.Id, after.Holidays.Count));

    public static HoursTexts TextsOf(BusinessHours hours) => new(hours.Week.ToString(), hours.Zone.Id, HolidayText.Of(hours.Holidays));

    /// <summary>Each problem with its place.</summary>
    public static CardPart.Facts Problems(IReadOnlyList<HolidayProblem> problems) => new([.. problems.Select(problem =>
        Answer.Fact(Say.It(CommandWording.HoursPlace, problem.Line, problem.Column), new Span.Outside($"{problem.What} {problem.Mend}")))]);

    public static string NameOf(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => CommandWording.DayMonday,
        DayOfWeek.Tuesday => CommandWording.DayTuesday,
        DayOfWeek.Wednesday => CommandWording.DayWednesday,
        DayOfWeek.Thursday => CommandWording.DayThursday,
        DayOfWeek.Friday => CommandWording.DayFriday,
        DayOfWeek.Saturday => CommandWording.DaySaturday,
        _ => CommandWording.DaySunday,
    };

    private static string Told(int version, string week, string zone, int holidays) => string.Create(CultureInfo.InvariantCulture, $"version {version}: {week} · {zone} · {holidays} holidays");

    private static string Times(IReadOnlyList<OpenTime> times) => times switch
    {
        [] => CommandWording.HoursClosed,
        [{ IsAllDay: true }] => CommandWording.HoursAllDay,
        _ => string.Join(", ", times.Select(time => time.EndsNextDay ? Say.It(CommandWording.HoursOvernight, time) : time.ToString())),
    };

    private static string Days(HolidayAhead each) => each.From == each.To ? Day(each.From) : $"{Day(each.From)} – {Day(each.To)}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
