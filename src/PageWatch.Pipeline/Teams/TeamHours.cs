using PageWatch.Domain.Hours;

namespace PageWatch.Pipeline.Teams;

/// <summary>The hours of a team as they hold.</summary>
/// <param name="Version">0 while nobody said anything.</param>
public sealed record TeamHours(BusinessHours Hours, int Version)
{
    /// <summary>While nobody said anything: round the clock, UTC.</summary>
    public static TeamHours None { get; } = new(BusinessHours.Always, 0);

    public HoursTexts Texts { get; init; } = HoursTexts.Always;

    /// <summary>Why the texts cannot be read, and round the clock holds in their place; null when they can.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads texts that any program may have kept, this one or an older one; never throws.</summary>
    public static TeamHours Read(int version, HoursTexts texts)
    {
        var week = HoursText.Parse(texts.Week);
        if (week.Week is null)
            return Unreadable(week.Problem!.What);
        if (Zones.Find(texts.Zone) is not { } zone)
            return Unreadable($"“{texts.Zone}” is no zone that this machine knows.");
        var holidays = HolidayText.Parse(texts.Holidays);
        return holidays.Problems.Count > 0
            ? Unreadable(holidays.Problems[0].What)
            : new TeamHours(new BusinessHours(zone, week.Week, holidays.Holidays), version) { Texts = texts };

        TeamHours Unreadable(string why) => new(BusinessHours.Always, version) { Texts = texts, Problem = why };
    }
}
