namespace PageWatch.Domain.Hours;

/// <summary>The hours of a week, as <see cref="HoursText"/> reads them. Two that say the same are equal.</summary>
public sealed class WeekHours : IEquatable<WeekHours>
{
    /// <summary>As people count the days of a week.</summary>
    public static IReadOnlyList<DayOfWeek> Days { get; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Round the clock, every day.</summary>
    public static WeekHours Always { get; } = new([.. Days.Select(_ => (IReadOnlyList<OpenTime>)[new OpenTime(0, OpenTime.Day)])]);

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly OpenTime[][] days;
    private readonly string text;

    /// <param name="days">Seven, Monday first; none of a day overlap.</param>
    internal WeekHours(IReadOnlyList<IReadOnlyList<OpenTime>> days)
    {
        this.days = [.. days.Select(day => day.OrderBy(time => time.From).ToArray())];
        text = Print();
    }

    public bool IsAlways => this.days.All(day => day is [{ IsAllDay: true }]);

    /// <returns>What begins on this day, earliest first; empty for a closed day.</returns>
    public IReadOnlyList<OpenTime> On(DayOfWeek day) => days[Place(day)];

    /// <summary>How <see cref="HoursText"/> is told a day: "mon".</summary>
    public static string Name(DayOfWeek day) => Names[Place(day)];

    /// <summary>Reads back to the same: "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00".</summary>
    public override string ToString() => text;

    public bool Equals(WeekHours? other) => other is not null && text == other.text;

    public override bool Equals(object? obj) => Equals(obj as WeekHours);

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    internal static int Place(DayOfWeek day) => ((int)day + 6) % 7;

    private string Print()
    {
        if (IsAlways)
            return "always";
        var parts = new List<string>();
        for (var first = 0; first < days.Length;)
        {
            var last = first;
            while (last + 1 < days.Length && days[last + 1].AsSpan().SequenceEqual(days[first]))
                last++;
            if (days[first].Length > 0)
            {
                var named = last == first ? Names[first] : last - first == 6 ? "daily" : $"{Names[first]}-{Names[last]}";
                parts.Add($"{named} {string.Join(' ', days[first])}");
            }

            first = last + 1;
        }

        return string.Join("; ", parts);
    }
}
