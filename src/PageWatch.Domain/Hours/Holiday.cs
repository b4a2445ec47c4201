using System.Globalization;

namespace PageWatch.Domain.Hours;

/// <summary>Days with hours of their own: closed, or shortened. Its hours are those that begin on its days.</summary>
/// <param name="From">The first day; of one that comes every year, in a year that does not matter.</param>
/// <param name="To">The last day, included; before <paramref name="From"/> only for one that comes every year, and goes over New Year.</param>
/// <param name="Name">In one line; may be empty.</param>
public sealed record Holiday(DateOnly From, DateOnly To, string Name)
{
    /// <summary>The year in which days of every year are kept: a leap year, so that there is a 29 February.</summary>
    internal const int AnyYear = 4;

    public bool IsYearly { get; init; }

    /// <summary>Earliest first; empty when nobody is there.</summary>
    public IReadOnlyList<OpenTime> Open { get; init; } = [];

    public bool Equals(Holiday? other) =>
        other is not null && From == other.From && To == other.To && Name == other.Name && IsYearly == other.IsYearly && Open.SequenceEqual(other.Open);

    public override int GetHashCode() => HashCode.Combine(From, To, Name, IsYearly, Open.Count);

    /// <summary>The line that <see cref="HolidayText"/> reads back to the same.</summary>
    public override string ToString()
    {
        var format = IsYearly ? "MM-dd" : "yyyy-MM-dd";
        var line = From.ToString(format, CultureInfo.InvariantCulture);
        if (To != From)
            line += ".." + To.ToString(format, CultureInfo.InvariantCulture);
        if (Open.Count > 0)
            line += " " + string.Join(' ', Open);
        else if (HolidayText.NeedsClosed(Name))
            line += " closed";
        return Name.Length == 0 ? line : $"{line} {Name}";
    }

    /// <summary>The days of this year, of one that comes every year.</summary>
    /// <returns>Null when it is a 29 February alone, and the year has none.</returns>
    internal (DateOnly From, DateOnly To)? In(int year)
    {
        if (year is < 1 or > 9_998 || (From == To && !Has(year, From)))
            return null;
        var last = To < From ? year + 1 : year;
        return (Has(year, From) ? new DateOnly(year, From.Month, From.Day) : new DateOnly(year, 3, 1), new DateOnly(last, To.Month, Has(last, To) ? To.Day : 28));
    }

    private static bool Has(int year, DateOnly day) => day is not { Month: 2, Day: 29 } || DateTime.IsLeapYear(year);
}

/// <summary>A holiday, in the days that come next.</summary>
public sealed record HolidayAhead(DateOnly From, DateOnly To, Holiday Holiday);
