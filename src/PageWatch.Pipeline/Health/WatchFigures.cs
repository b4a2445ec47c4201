using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Health;

/// <summary>How a watch did in the last day and week, for people to read.</summary>
/// <param name="Day">The last twenty-four hours, oldest first; the last is the hour that is not over yet.</param>
/// <param name="Usual">What each of <paramref name="Day"/> usually brings; null while the watch is too young to know.</param>
/// <param name="Gaps">Hours of the last week, since the watch began, that were not looked at.</param>
/// <param name="LastGap">When the last of them began; null for none.</param>
/// <param name="Lag">Between being written and being seen: the median of the posts of the last day; null when there were none.</param>
internal sealed record WatchFigures(IReadOnlyList<CoverageHour> Day, IReadOnlyList<double>? Usual, int Gaps, DateTimeOffset? LastGap, TimeSpan? Lag)
{
    private const int MostLags = 1000;

    public int Seen => Day.Sum(hour => hour.Posts + hour.Repaired);

    public double? Expected => Usual?.Sum();

    public static async ValueTask<WatchFigures> ReadAsync(Watch watch, ICoverage coverage, PastHours pasts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = CoverageHour.Of(now);
        var past = await pasts.OfAsync(watch.Id, now, cancellationToken);
        var latest = await coverage.HoursAsync(watch.Id, hour, cancellationToken);
        var day = Enumerable.Range(0, 24).Select(number => hour - (CoverageHour.Length * (23 - number))).Select(at => At(at) with { At = at }).ToList();
        var part = (now - hour) / CoverageHour.Length;
        var begin = past.Begin ?? hour;
        var week = hour - TimeSpan.FromDays(7);
        var gaps = new List<DateTimeOffset>();
        for (var at = begin > week ? begin : week; at < hour; at += CoverageHour.Length)
        {
            if (past.At(at).IsGap)
                gaps.Add(at);
        }

        var lags = (await coverage.LagsAsync(watch.Id, now - TimeSpan.FromDays(1), MostLags, cancellationToken)).Order().ToList();
        return new WatchFigures(
            day,
            past.Volume is { } volume ? [.. day.Select(each => volume.At(each.At) * (each.At == hour ? part : 1))] : null,
            gaps.Count,
            gaps.Count == 0 ? null : gaps[^1],
            lags.Count == 0 ? null : lags[lags.Count / 2]);

        CoverageHour At(DateTimeOffset at) => at == hour ? latest.FirstOrDefault(each => each.At == hour) : past.At(at);
    }
}
