using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Search;

namespace PageWatch.Benchmarks.Search;

/// <summary>How long a search takes among many posts.</summary>
/// <param name="count">How many posts.</param>
/// <param name="queries">How many searches; as many before them warm up, for a service runs for days.</param>
/// <param name="path">Where they are, or are put.</param>
/// <param name="postgres">How PostgreSQL is reached; null for SQLite.</param>
internal sealed class FindReport(int count, int queries, string path, string? postgres)
{
    /// <summary>What <c>find</c> shows.</summary>
    private const int Shown = 10;

    /// <summary>Two runs see the same days.</summary>
    public static readonly DateTimeOffset Until = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);

    public async Task<string> RunAsync()
    {
        var flood = new PostFlood(count, Until);
        await using var store = new FullStore(path, postgres);
        var written = await store.FillAsync(flood, count, Until);
        var search = store.Services.GetRequiredService<IPostSearch>();
        var took = new List<(string Kind, string Query, double Ms, double Cpu, FoundPosts Found)>();
        foreach (var (kind, text) in new FindQueries(flood.Words).Take(2 * queries))
        {
            var query = QueryParser.Parse(text).Query ?? throw new InvalidOperationException($"{text} is no query.");
            var (cpu, began) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var found = await search.FindAsync(TeamId.Default, query, Shown, CancellationToken.None);
            took.Add((kind, text, Stopwatch.GetElapsedTime(began).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, found));
        }

        took.RemoveRange(0, queries);
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            {(postgres is null ? "SQLite" : "PostgreSQL")}, {count:N0} posts{(written is { } pace ? $", written at {pace:N0} a second" : "")}; {queries:N0} queries.

            | ms | p50 | p95 | p99 | highest | CPU of this process, p50 | p95 | p99 | had all they asked for | stopped early without |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """));
        Row(report, "all", took);
        foreach (var kind in took.GroupBy(each => each.Kind))
            Row(report, kind.Key, [.. kind]);
        report.AppendLine("\nThe dearest:");
        foreach (var (_, text, ms, cpu, found) in took.OrderByDescending(each => each.Cpu).Take(12))
            report.AppendLine(CultureInfo.InvariantCulture, $"- {ms:N1} ms, {cpu:N1} of it CPU: `{text}`, {found.Posts.Count} found, {found.LookedAt:N0} looked at");
        return report.ToString();
    }

    private static void Row(StringBuilder report, string name, IReadOnlyList<(string Kind, string Query, double Ms, double Cpu, FoundPosts Found)> took)
    {
        var (times, cpu) = (took.Select(each => each.Ms).Order().ToList(), took.Select(each => each.Cpu).Order().ToList());
        report.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | {At(times, 0.5):N1} | {At(times, 0.95):N1} | {At(times, 0.99):N1} | {times[^1]:N1} | {At(cpu, 0.5):N1} | {At(cpu, 0.95):N1} | {At(cpu, 0.99):N1} | {took.Count(each => each.Found.Posts.Count == Shown)} of {took.Count} | {took.Count(each => each.Found.StoppedEarly && each.Found.Posts.Count < Shown)} |");
    }

    private static double At(List<double> ordered, double share) => ordered[Math.Min(ordered.Count - 1, (int)(share * ordered.Count))];
}
