namespace PageWatch.Domain.Sources;

/// <summary>How many posts each hour of the week usually brings to a page, learned from the hours that we looked at.</summary>
/// <remarks>
/// An hour of the week leans on the hours beside it while it has brought but a few posts, and these on the same hour of other days. Recent weeks count more.
/// A storm counts as twice a busy hour, so that nobody waits for the next one. A mean is learned, not a median: the median of an hour that brings a post every
/// second week is nothing, and so would be the week's.
/// </remarks>
public sealed class VolumeByHour
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(84);

    /// <summary>Before this nobody can tell a quiet night from a quiet page.</summary>
    public static readonly TimeSpan Youth = TimeSpan.FromDays(7);

    private const int Week = 7 * 24;
    private const int Day = 24;

    /// <summary>What is learned counts half after three weeks.</summary>
    private const double HalfLife = 21 * Day;

    /// <summary>How many posts a first guess is worth against what was seen: little, so that a page that rests at week-ends is known to after one.</summary>
    private const double GuessOfDay = 0.5;
    private const double GuessOfNear = 0.25;
    private const double GuessOfHour = 2;

    /// <summary>Posts are taken to come in fours until a week or two have shown better.</summary>
    private const double GuessedBurst = 4;
    private const double GuessedDays = 7;
    private const double FittedDays = 5;

    private readonly double[] usual;

    private VolumeByHour(double[] rates, double posts, double burst)
    {
        usual = rates;
        Posts = posts;
        Burst = burst;
    }

    /// <summary>What it was learned from, in posts: few of them are little to go by.</summary>
    public double Posts { get; }

    /// <summary>How much more days differ than chance alone makes them; 1 where posts know nothing of one another, 5 where they come in fives.</summary>
    public double Burst { get; }

    /// <summary>What a usual week brings.</summary>
    public double OfWeek => usual.Sum();

    /// <param name="hours">Oldest first; hours that are missing were not looked at.</param>
    /// <param name="now">The hour that is not over yet is left out.</param>
    /// <returns>Null when it is too young to know.</returns>
    public static VolumeByHour? Learn(IReadOnlyList<CoverageHour> hours, DateTimeOffset now)
    {
        var end = CoverageHour.Of(now);
        var known = hours.Where(hour => !hour.IsGap && hour.At < end && hour.At >= end - Memory).ToList();
        if (known.Count < Week / 2 || known[0].At > end - Youth)
            return null;
        // A silence teaches nothing until it is over: a page that died would be forgotten before anybody is told.
        known = known[..(known.FindLastIndex(hour => hour.Posts > 0) + 1)];
        if (known.Count == 0)
            return new VolumeByHour(new double[Week], posts: 0, burst: 1);
        end = known[^1].At + CoverageHour.Length;
        var caps = Caps(known);
        var looked = new double[Week];
        var came = new double[Week];
        foreach (var hour in known)
        {
            var slot = SlotOf(hour.At);
            var weight = Math.Pow(0.5, (end - hour.At).TotalHours / HalfLife);
            looked[slot] += weight;
            came[slot] += weight * Math.Min(hour.Posts, caps[slot % Day]);
        }

        var posts = came.Sum();
        var rates = Rates(looked, came, posts / looked.Sum());
        return new VolumeByHour(rates, posts, BurstOf(known, caps, rates));
    }

    /// <summary>Posts that the hour of this moment usually brings.</summary>
    public double At(DateTimeOffset moment) => usual[SlotOf(moment)];

    /// <summary>The least of the hour and those beside it: what can be counted on when clocks change, or people come an hour later.</summary>
    public double AtLeast(DateTimeOffset moment)
    {
        var slot = SlotOf(moment);
        return Math.Min(usual[slot], Math.Min(usual[(slot + 1) % Week], usual[(slot + Week - 1) % Week]));
    }

    /// <summary>Posts that the time between two moments usually brings.</summary>
    public double Between(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = 0.0;
        for (var at = CoverageHour.Of(from); at < to; at += CoverageHour.Length)
        {
            var begin = at > from ? at : from;
            var end = at + CoverageHour.Length < to ? at + CoverageHour.Length : to;
            sum += At(at) * ((end - begin) / CoverageHour.Length);
        }

        return sum;
    }

    /// <summary>Monday at midnight UTC is 0.</summary>
    private static int SlotOf(DateTimeOffset moment) => (((int)moment.UtcDateTime.DayOfWeek + 6) % 7 * Day) + moment.UtcDateTime.Hour;

    /// <summary>By hour of the day, what a busy hour brings at most.</summary>
    private static double[] Caps(IReadOnlyList<CoverageHour> known)
    {
        var byHour = known.ToLookup(hour => hour.At.UtcDateTime.Hour, hour => hour.Posts);
        return [.. Enumerable.Range(0, Day).Select(hour =>
        {
            var near = byHour[hour].Concat(byHour[(hour + 1) % Day]).Concat(byHour[(hour + Day - 1) % Day]).Order().ToList();
            return near.Count == 0 ? 0 : (2.0 * near[(int)(0.9 * (near.Count - 1))]) + 3;
        })];
    }

    private static double[] Rates(double[] looked, double[] came, double mean)
    {
        var rates = new double[Week];
        if (mean == 0)
            return rates;
        var ofDay = new double[Day];
        for (var hour = 0; hour < Day; hour++)
        {
            var slots = Enumerable.Range(0, 7).Select(day => (day * Day) + hour).ToList();
            ofDay[hour] = (GuessOfDay + slots.Sum(slot => came[slot])) / ((GuessOfDay / mean) + slots.Sum(slot => looked[slot]));
        }

        for (var slot = 0; slot < Week; slot++)
        {
            var (before, after) = ((slot + Week - 1) % Week, (slot + 1) % Week);
            var near = (GuessOfNear + came[before] + came[slot] + came[after]) / ((GuessOfNear / ofDay[slot % Day]) + looked[before] + looked[slot] + looked[after]);
            rates[slot] = (GuessOfHour + came[slot]) / ((GuessOfHour / near) + looked[slot]);
        }

        // Guesses and neighbours move posts between hours, and make none.
        var scale = came.Sum() / Enumerable.Range(0, Week).Sum(slot => rates[slot] * looked[slot]);
        return [.. rates.Select(rate => rate * scale)];
    }

    private static double BurstOf(IReadOnlyList<CoverageHour> known, double[] caps, double[] rates)
    {
        var (squares, expected, days) = (0.0, 0.0, 0);
        foreach (var day in known.GroupBy(hour => hour.At.UtcDateTime.Date))
        {
            var expects = day.Sum(hour => rates[SlotOf(hour.At)]);
            var came = day.Sum(hour => Math.Min(hour.Posts, caps[hour.At.UtcDateTime.Hour]));
            squares += (came - expects) * (came - expects);
            expected += expects;
            days++;
        }

        if (expected == 0)
            return 1;
        // The days of the week were learned from these very days, which makes them look more alike than they are.
        var seen = Math.Max(1, squares / expected * days / Math.Max(days - FittedDays, 1));
        return ((days * seen) + (GuessedDays * Math.Max(seen, GuessedBurst))) / (days + GuessedDays);
    }
}
