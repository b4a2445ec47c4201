using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What each hour brought of each page, and whether it was looked at. Written with the polls and the posts themselves; here it is read.</summary>
public interface ICoverage
{
    /// <summary>Hours of a page from a moment on, oldest first. An hour in which nothing happened is missing.</summary>
    ValueTask<IReadOnlyList<CoverageHour>> HoursAsync(PageId page, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The same of every page.</summary>
    ValueTask<ILookup<PageId, CoverageHour>> HoursAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Notes that these pages could have told us something in this hour: for those that are never asked.</summary>
    ValueTask ListenedAsync(IReadOnlyCollection<PageId> pages, DateTimeOffset hour, CancellationToken cancellationToken);

    /// <summary>How long the latest posts of visitors took from being written to being seen; in no order.</summary>
    ValueTask<IReadOnlyList<TimeSpan>> LagsAsync(PageId page, DateTimeOffset writtenSince, int most, CancellationToken cancellationToken);
}
