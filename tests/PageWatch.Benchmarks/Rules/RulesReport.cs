using System.Diagnostics;
using System.Globalization;
using System.Text;
using PageWatch.Domain.Rules;

namespace PageWatch.Benchmarks.Rules;

/// <summary>How long many rules take to be held against one post, on one core, and what that costs in memory.</summary>
/// <param name="rounds">How often all posts are gone through.</param>
internal sealed class RulesReport(int rounds)
{
    private const int Posts = 2_000;

    public string Run()
    {
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            Posts of {RuleMaker.Characters} characters; {Posts:N0} of them, {rounds} rounds after as many: median of the rounds (lowest to highest).

            | rules | of 100 match | p50, µs | p99, µs | mean, µs | mean where none matches, µs | bytes where none matches | bytes otherwise |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """));
        foreach (var count in new[] { 1_000, 10_000 })
            Row(report, count);
        return report.ToString();
    }

    private void Row(StringBuilder report, int count)
    {
        var maker = new RuleMaker();
        var (rules, matching) = maker.Rules(count);
        var set = new QuerySet(rules);
        var (posts, foreign) = (maker.Posts(Posts, 2), maker.Foreign(Posts));
        if (foreign.Any(post => set.Match(post).Count > 0))
            throw new InvalidOperationException("A rule matches a post that none should.");
        var taken = new List<(double P50, double P99, double Mean, double Bytes)>();
        var without = new List<(double P50, double P99, double Mean, double Bytes)>();
        for (var round = 0; round < 2 * rounds; round++)
        {
            var (hit, none) = (Take(set, posts), Take(set, foreign));
            // The first half warms up.
            if (round < rounds)
                continue;
            taken.Add(hit);
            without.Add(none);
        }

        report.AppendLine(CultureInfo.InvariantCulture,
            $"| {count:N0} | {100 * matching:0.0} | {Of(taken, each => each.P50)} | {Of(taken, each => each.P99)} | {Of(taken, each => each.Mean)} | {Of(without, each => each.Mean)} | {without.Max(each => each.Bytes):0.##} | {taken.Max(each => each.Bytes):N0} |");
    }

    private static string Of(List<(double P50, double P99, double Mean, double Bytes)> rounds, Func<(double P50, double P99, double Mean, double Bytes), double> figure)
    {
        var ordered = rounds.Select(figure).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ordered[ordered.Count / 2]:0.0} ({ordered[0]:0.0} to {ordered[^1]:0.0})");
    }

    private static (double P50, double P99, double Mean, double Bytes) Take(QuerySet set, IReadOnlyList<QuerySubject> posts)
    {
        var times = new double[posts.Count];
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            set.Match(posts[i]);
            times[i] = (Stopwatch.GetTimestamp() - began) * 1e6 / Stopwatch.Frequency;
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var mean = times.Average();
        Array.Sort(times);
        return (times[times.Length / 2], times[(int)(times.Length * 0.99)], mean, (double)bytes / times.Length);
    }
}
