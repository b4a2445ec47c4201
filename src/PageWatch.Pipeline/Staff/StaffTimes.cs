using System.Globalization;
using PageWatch.Domain.Hours;

namespace PageWatch.Pipeline.Staff;

/// <summary>Reads how long people put something off.</summary>
internal static class StaffTimes
{
    /// <summary>The morning of a day without an opening of its own: closed, or open round the clock.</summary>
    private const int Morning = 9 * 60;

    private static readonly TimeSpan Furthest = TimeSpan.FromDays(30);

    /// <param name="typed">
    /// "45m", "2h", "3d"; "tomorrow": the next opening on a working day after today; "monday": on the next such day, or the first working day after it; "8:30": today while it lies
    /// ahead, else on the next working day; "tomorrow 14:00", "friday 8:30". All in the zone of the team.
    /// </param>
    /// <returns>Null when it is none of these, or further away than 30 days.</returns>
    public static DateTimeOffset? Until(string typed, DateTimeOffset now, BusinessHours hours)
    {
        var text = typed.Trim().ToLowerInvariant();
        var until = Duration(text) is { } duration ? duration > TimeSpan.Zero && duration <= Furthest ? now + duration : null : OnTheClock(text, now, hours);
        return until > now && until <= now + Furthest ? until : null;
    }

    /// <summary>"90s", "45m", "2h", "3d".</summary>
    /// <returns>Null when it is none of these.</returns>
    public static TimeSpan? Duration(string typed)
    {
        var text = typed.Trim().ToLowerInvariant();
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100_000)
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    private static DateTimeOffset? OnTheClock(string text, DateTimeOffset now, BusinessHours hours)
    {
        var today = hours.DayOf(now);
        var words = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 1 && ClockOf(words[0]) is { } alone)
            return hours.At(today, alone) is var at && at > now ? at : WorkingDay(today.AddDays(1), hours) is { } next ? hours.At(next, alone) : null;
        if (words.Length == 0 || (words.Length == 2 && ClockOf(words[1]) is null))
            return null;
        var clock = words.Length == 2 ? ClockOf(words[1]) : null;
        if (words[0] == "tomorrow")
            return WorkingDay(today.AddDays(1), hours) is { } day ? hours.At(day, clock ?? OpeningOf(day, hours)) : null;
        if (words[0].Length < 3 || HoursText.DayOf(words[0]) is not { } weekday)
            return null;
        var named = today.AddDays(((int)weekday - (int)today.DayOfWeek + 6) % 7 + 1);
        // With a time it is an appointment, whoever is there; without one it is the next day on which somebody is.
        if (clock is { } time)
            return hours.At(named, time);
        return WorkingDay(named, hours) is { } open ? hours.At(open, OpeningOf(open, hours)) : null;
    }

    /// <summary>"8:30", "9am"; a number alone is none, for it may be anything.</summary>
    private static int? ClockOf(string word) => word.All(char.IsAsciiDigit) ? null : HoursText.ClockOf(word);

    private static DateOnly? WorkingDay(DateOnly from, BusinessHours hours)
    {
        for (var day = from; day <= from.AddDays(Furthest.Days); day = day.AddDays(1))
        {
            if (hours.On(day).Count > 0)
                return day;
        }

        return null;
    }

    private static int OpeningOf(DateOnly day, BusinessHours hours) => hours.On(day) is [{ IsAllDay: false } first, ..] ? first.From : Morning;
}
