using PageWatch.Domain.Hours;

namespace PageWatch.Pipeline.Reports;

/// <summary>Whether people whom few follow wait longer for an answer than people whom many follow.</summary>
/// <param name="Small">Accounts with fewer followers than <paramref name="Median"/>, and those of which nobody tells how many.</param>
/// <param name="Median">Of the followers that are told.</param>
/// <param name="Chance">How likely small accounts wait so much longer by chance alone, 0 to 1.</param>
public sealed record FairnessReport(WaitFigures Small, WaitFigures Large, long Median, double Chance)
{
    /// <summary>Of each; with fewer, ranks say nothing.</summary>
    public const int LeastOfEach = 10;

    public const double MostChance = 0.01;

    /// <summary>What differs by less than this share is not worth a word, however sure it is.</summary>
    public const double LeastDifference = 0.1;

    /// <summary>Small accounts wait longer, and it is neither chance nor a trifle.</summary>
    public bool IsFlagged => Small.Waits >= LeastOfEach && Large.Waits >= LeastOfEach && Chance < MostChance && Small.Median >= Large.Median * (1 + LeastDifference) && Small.Median > Large.Median;

    /// <param name="hours">Of the team: its nights are nobody's wait.</param>
    /// <returns>Null where there are not both, small and large ones.</returns>
    public static FairnessReport? Of(IReadOnlyList<AnswerWait> waits, BusinessHours hours)
    {
        var told = waits.Select(wait => wait.Followers).OfType<long>().Order().ToList();
        if (told.Count == 0)
            return null;
        var median = told[told.Count / 2];
        var parts = waits.ToLookup(wait => wait.Followers >= median, wait => hours.Between(wait.From, wait.Until));
        var (small, large) = (parts[false].Order().ToList(), parts[true].Order().ToList());
        return small.Count == 0 || large.Count == 0
            ? null
            : new FairnessReport(FiguresOf(small), FiguresOf(large), median, ChanceOf(small, large));
    }

    private static WaitFigures FiguresOf(IReadOnlyList<TimeSpan> inOrder) => new(inOrder.Count, (inOrder[(inOrder.Count - 1) / 2] + inOrder[inOrder.Count / 2]) / 2);

    /// <summary>Mann and Whitney's test by ranks, one-sided, by the normal distribution, with ties and continuity minded: one answer that was forgotten for days weighs no more than one that was last.</summary>
    private static double ChanceOf(IReadOnlyList<TimeSpan> small, IReadOnlyList<TimeSpan> large)
    {
        double n = small.Count, m = large.Count, ranks = 0, ties = 0, before = 0;
        foreach (var same in small.Select(wait => (Wait: wait, IsSmall: true)).Concat(large.Select(wait => (Wait: wait, IsSmall: false))).GroupBy(each => each.Wait).OrderBy(same => same.Key))
        {
            double count = same.Count();
            ranks += same.Count(each => each.IsSmall) * (before + ((count + 1) / 2));
            ties += (count * count * count) - count;
            before += count;
        }

        var variance = n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1))));
        var more = ranks - (n * (n + 1) / 2) - (n * m / 2);
        return variance <= 0 ? 1 : AboveNormal((more - 0.5) / Math.Sqrt(variance));
    }

    /// <summary>The share of a normal distribution above a point; right to seven digits (Numerical Recipes, erfcc).</summary>
    private static double AboveNormal(double z)
    {
        double[] terms = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + (x / 2));
        var half = t * Math.Exp(terms.Aggregate(0.0, (sum, term) => (sum * t) + term) - (x * x)) / 2;
        return z >= 0 ? half : 1 - half;
    }
}

/// <param name="Median">In the hours of the team.</param>
public sealed record WaitFigures(int Waits, TimeSpan Median);
