namespace PageWatch.Domain.OnCall;

/// <summary>What a clock on the wall says, as a moment.</summary>
internal static class WallClock
{
    /// <summary>Whoever asks for the ends of the calendar gets a day beside them: no offset leads out of it.</summary>
    private const int Margin = 3;

    /// <returns>Of a time that the clock strikes twice, the first; for one that it leaves out, the moment when it goes on.</returns>
    public static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = new DateTimeOffset(Inside(day).ToDateTime(time), TimeSpan.Zero);
        // Not TimeZoneInfo.IsInvalidTime: it does not know that Samoa had no 30 December 2011.
        var (before, after) = (zone.GetUtcOffset(local.AddDays(-1)), zone.GetUtcOffset(local.AddDays(1)));
        if (before == after)
            return local - before;
        var (early, late) = before > after ? (local - before, local - after) : (local - after, local - before);
        if (Wall(early, zone) == local)
            return early;
        if (Wall(late, zone) == local)
            return late;
        while (late.Ticks - early.Ticks > 1)
        {
            var middle = early.AddTicks((late.Ticks - early.Ticks) / 2);
            if (Wall(middle, zone) < local)
                early = middle;
            else
                late = middle;
        }

        return late;
    }

    /// <summary>The day, or the nearest that has days around it.</summary>
    public static DateOnly Inside(DateOnly day) => DateOnly.FromDayNumber(Math.Clamp(day.DayNumber, Margin, DateOnly.MaxValue.DayNumber - Margin));

    private static DateTimeOffset Wall(DateTimeOffset at, TimeZoneInfo zone) => at + zone.GetUtcOffset(at);
}
