using PageWatch.Domain.Hours;

namespace PageWatch.Domain.OnCall;

/// <summary>When a day of the rota begins.</summary>
internal static class RotaClock
{
    /// <summary>Whoever asks for the ends of the calendar gets a day beside them: no offset leads out of it.</summary>
    private const int Margin = 3;

    /// <returns>Of a time that the clock strikes twice, the first; for one that it leaves out, the moment when it goes on.</returns>
    public static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone) => new(new WallClock(zone).First(Inside(day).ToDateTime(time)), TimeSpan.Zero);

    /// <summary>The day, or the nearest that has days around it.</summary>
    public static DateOnly Inside(DateOnly day) => DateOnly.FromDayNumber(Math.Clamp(day.DayNumber, Margin, DateOnly.MaxValue.DayNumber - Margin));
}
