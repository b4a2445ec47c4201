using System.Globalization;

namespace PageWatch.Domain.Hours;

/// <summary>A stretch of a day in which somebody is there, by the clock on the wall.</summary>
/// <param name="From">Minutes after midnight of the day on which it begins: 0 to 1439.</param>
/// <param name="To">Minutes after that same midnight, later than <paramref name="From"/> by a day at most; more than 1440 is the day that follows.</param>
public readonly record struct OpenTime(int From, int To)
{
    internal const int Day = 24 * 60;

    public bool IsAllDay => From == 0 && To == Day;

    public bool EndsNextDay => To > Day;

    public bool Overlaps(OpenTime other) => From < other.To && other.From < To;

    /// <summary>"9:00-12:30", "18:00-24:00"; two digits say that the end is in the night after: "22:00-02:00".</summary>
    public override string ToString() => EndsNextDay
        ? string.Create(CultureInfo.InvariantCulture, $"{Clock(From)}-{(To - Day) / 60:00}:{To % 60:00}")
        : $"{Clock(From)}-{Clock(To)}";

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");
}
