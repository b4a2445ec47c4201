using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Tests.Sources;

/// <summary>A page whose visitors come by chance, hour by hour, always the same for the same seed.</summary>
/// <param name="rate">Posts that the hour of a moment brings on average.</param>
/// <param name="together">How many come together on average: 1 where posts know nothing of one another.</param>
internal sealed class MadeUpPage(int seed, Func<DateTimeOffset, double> rate, double together = 1)
{
    private readonly Random chance = new(seed);

    /// <summary>A Monday.</summary>
    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public List<CoverageHour> Hours { get; } = [];

    public DateTimeOffset Now => Begin + Hours.Count * CoverageHour.Length;

    /// <summary>An office: busy by day, nobody at week-ends.</summary>
    public static double Office(DateTimeOffset at, double busy) => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || at.Hour is < 8 or >= 18 ? 0 : busy;

    /// <summary>People at home: few at night, most in the evening.</summary>
    public static double Evenings(DateTimeOffset at, double most) => most * (at.Hour switch { < 6 => 0.05, < 16 => 0.3, < 22 => 1, _ => 0.4 });

    public MadeUpPage Pass(TimeSpan time)
    {
        for (var hours = (int)time.TotalHours; hours > 0; hours--)
            Hours.Add(new CoverageHour(Now, Came(rate(Now)), 60));
        return this;
    }

    /// <summary>Hours in which so many come, whatever is usual.</summary>
    public MadeUpPage PassWith(TimeSpan time, int posts)
    {
        for (var hours = (int)time.TotalHours; hours > 0; hours--)
            Hours.Add(new CoverageHour(Now, posts, 60));
        return this;
    }

    public MadeUpPage PassUnseen(TimeSpan time)
    {
        for (var hours = (int)time.TotalHours; hours > 0; hours--)
            Hours.Add(new CoverageHour(Now, 0, 0));
        return this;
    }

    /// <summary>What is said at the end of the last hour that passed.</summary>
    public Silence? Look(DateTimeOffset? notBefore = null) => VolumeByHour.Learn(Hours, Now) is { } volume ? Look(volume, notBefore) : null;

    public Silence? Look(VolumeByHour volume, DateTimeOffset? notBefore = null) => Silence.Find(volume, At, notBefore, Now);

    /// <summary>An hour that is not there was not looked at.</summary>
    public CoverageHour At(DateTimeOffset at) => (int)(at - Begin).TotalHours is var number && number >= 0 && number < Hours.Count ? Hours[number] : default;

    private int Came(double mean)
    {
        var posts = 0;
        for (var groups = Poisson(mean / together); groups > 0; groups--)
        {
            posts++;
            while (together > 1 && chance.NextDouble() < 1 - (1 / together))
                posts++;
        }

        return posts;
    }

    private int Poisson(double mean)
    {
        var count = -1;
        for (var left = mean; left >= 0; count++)
            left += Math.Log(1 - chance.NextDouble());
        return count;
    }
}
