using System.Collections.Concurrent;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Health;

/// <summary>What is known of the hours of each page that are over, read once an hour.</summary>
public sealed class PastHours(ICoverage coverage)
{
    private readonly ConcurrentDictionary<PageId, (DateTimeOffset At, Past Past)> known = new();

    public async ValueTask<Past> OfAsync(PageId page, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = CoverageHour.Of(now);
        if (known.TryGetValue(page, out var read) && read.At == hour)
            return read.Past;
        var hours = (await coverage.HoursAsync(page, hour - VolumeByHour.Memory, cancellationToken)).Where(each => each.At < hour).ToList();
        var past = new Past(VolumeByHour.Learn(hours, now), hours.ToDictionary(each => each.At));
        known[page] = (hour, past);
        return past;
    }

    /// <summary>Keeps these pages only.</summary>
    public void Forget(IReadOnlySet<PageId> kept)
    {
        foreach (var page in known.Keys.Where(page => !kept.Contains(page)))
            known.TryRemove(page, out _);
    }
}

/// <summary>The hours of a page that are over.</summary>
/// <param name="Volume">Null while the watch is too young to know.</param>
public sealed record Past(VolumeByHour? Volume, IReadOnlyDictionary<DateTimeOffset, CoverageHour> Hours)
{
    /// <summary>A gap where nothing is known.</summary>
    public CoverageHour At(DateTimeOffset hour) => Hours.GetValueOrDefault(hour);

    /// <summary>The first hour that was ever looked at, as far back as is known; null for none.</summary>
    public DateTimeOffset? Begin => Hours.Count == 0 ? null : Hours.Keys.Min();
}
