namespace PageWatch.Domain.Sources;

/// <summary>A page that answers and yet tells far too little.</summary>
/// <param name="Since">From this hour on.</param>
/// <param name="Expected">Posts that this time usually brings.</param>
/// <param name="Seen">Posts that came.</param>
public sealed record Silence(DateTimeOffset Since, double Expected, int Seen)
{
    /// <summary>
    /// How unlikely so few posts must be before it is said. Every stretch from an hour to weeks is looked at again with every round, so the chance of one look says little: on pages
    /// whose posts come by chance it makes one false alarm in several years a page, which a test counts.
    /// </summary>
    public const double Unlikely = 1.0 / 20_000;

    /// <summary>Fewer than one in ten of what is usual; a page may well have a weak day.</summary>
    private const double FarFewer = 0.1;

    /// <summary>The hour that is not over yet, and the one before it: one end of every stretch.</summary>
    private const int Newest = 2;

    /// <summary>Lengths that are looked at, in hours back from now.</summary>
    private static readonly int[] Stretches = [1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 120, 168, 240, 336, 504, 672, 1008, 1344];

    /// <summary>Whether a page has gone quiet.</summary>
    /// <param name="hourAt">What came in the hour that begins then. Hours that were not looked at prove nothing.</param>
    /// <param name="notBefore">Hours that began before this are not counted against it: a silence that is over is over. Null for all.</param>
    /// <returns>The stretch in which so few posts are least likely; null when nothing is wrong.</returns>
    public static Silence? Find(VolumeByHour volume, Func<DateTimeOffset, CoverageHour> hourAt, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        Silence? found = null;
        var least = Unlikely;
        var (certain, inside, oldest, seen) = (0.0, 0.0, 0.0, 0);
        var (at, longest) = (CoverageHour.Of(now), Stretches[^1]);
        for (var length = 1; length <= longest && !(at < notBefore); length++, at -= CoverageHour.Length)
        {
            var hour = hourAt(at);
            // All the time since the last post, to the hour.
            if (seen == 0 && hour.Posts > 0)
                Judge(at + CoverageHour.Length);
            // The first is the hour that is not over yet.
            var (part, looked) = (length == 1 ? (now - at) / CoverageHour.Length : 1, hour.IsGap ? 0 : 1);
            certain += part * looked * volume.AtLeast(at);
            inside += oldest;
            oldest = length <= Newest ? 0 : looked * volume.At(at);
            seen += hour.Posts;
            if (Array.BinarySearch(Stretches, length) >= 0)
                Judge(at);
        }

        return found;

        void Judge(DateTimeOffset since)
        {
            // Clocks change, and people come an hour later or leave an hour earlier than usual: that is no silence. What lies at the ends of a stretch is not counted on.
            var sure = Math.Max(certain, inside);
            if (seen > sure * FarFewer || Chance(seen, sure, volume) is var chance && chance >= least)
                return;
            least = chance;
            found = new Silence(since, sure, seen);
        }
    }

    /// <summary>Whether a silence that was told is over: posts come again, and not only a few.</summary>
    /// <param name="volume">Null when too little is known: then any post will do.</param>
    /// <param name="told">When staff heard of it; earlier hours do not count.</param>
    public static bool IsOver(VolumeByHour? volume, Func<DateTimeOffset, CoverageHour> hourAt, DateTimeOffset told, DateTimeOffset now)
    {
        const int LatestHours = 3;
        const double Enough = 0.25;
        var (expected, seen) = (0.0, 0);
        var at = CoverageHour.Of(now);
        for (var back = 0; back < LatestHours && at >= CoverageHour.Of(told); back++, at -= CoverageHour.Length)
        {
            expected += (volume?.AtLeast(at) ?? 0) * (back == 0 ? (now - at) / CoverageHour.Length : 1);
            seen += hourAt(at).Posts;
        }

        return seen > 0 && seen >= expected * Enough;
    }

    /// <summary>The chance that so few come, or fewer, when all is well.</summary>
    /// <remarks>
    /// Negative binomial: Poisson for a page that is known well, and wider where it was learned from few posts. Posts that come in bursts count as so many fewer.
    /// </remarks>
    private static double Chance(int seen, double expected, VolumeByHour volume)
    {
        var (count, mean, learned) = ((int)(seen / volume.Burst), expected / volume.Burst, volume.Posts / volume.Burst);
        if (mean <= 0 || learned <= 0)
            return 1;
        var term = Math.Exp(-learned * Math.Log(1 + (mean / learned)));
        var sum = term;
        for (var k = 0; k < count; k++)
        {
            term *= (learned + k) / (k + 1) * (mean / (learned + mean));
            sum += term;
        }

        return sum;
    }
}
