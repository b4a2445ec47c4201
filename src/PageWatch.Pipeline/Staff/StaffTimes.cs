using System.Globalization;

namespace PageWatch.Pipeline.Staff;

/// <summary>Reads how long people put something off.</summary>
internal static class StaffTimes
{
    /// <param name="typed">"45m", "2h", "3d", or "tomorrow" (9:00 UTC of the next day until teams have hours of their own).</param>
    /// <returns>Null when it is none of these, or further away than 30 days.</returns>
    public static DateTimeOffset? Until(string typed, DateTimeOffset now)
    {
        var text = typed.Trim().ToLowerInvariant();
        if (text == "tomorrow")
            return new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1).AddHours(9);
        return Duration(text) is { } duration && duration > TimeSpan.Zero && duration <= TimeSpan.FromDays(30) ? now + duration : null;
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
}
