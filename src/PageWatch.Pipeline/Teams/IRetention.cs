using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>Removes what has been kept long enough, class by class.</summary>
public interface IRetention
{
    /// <returns>Rows removed or emptied, by class.</returns>
    ValueTask<IReadOnlyDictionary<string, int>> PurgeAsync(RetentionPlan plan, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes everything that came from a page, as if it had never been watched: for the demo page alone, whose owner is its visitor.</summary>
    ValueTask WipePageAsync(PageId page, DateTimeOffset nudgesSince, AuditEntry audit, CancellationToken cancellationToken);
}

/// <summary>How long each class of data is kept.</summary>
public sealed record RetentionPlan
{
    /// <summary>Bytes as they came in.</summary>
    public TimeSpan RawBytes { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Parked rows that nobody looked at.</summary>
    public TimeSpan Parked { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Posts with their readings and drafts.</summary>
    public TimeSpan Posts { get; init; } = TimeSpan.FromDays(400);

    /// <summary>The content beside the record; the chained rows stay.</summary>
    public TimeSpan RecordContent { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Finished cards on the console.</summary>
    public TimeSpan DoneCards { get; init; } = TimeSpan.FromDays(30);

    /// <summary>That a chat told us something: its key alone, so that a repeat is known. What it said goes as soon as it was worked off.</summary>
    public TimeSpan ChatCalls { get; init; } = TimeSpan.FromDays(7);

    /// <summary>What each hour brought of each page: counts, no content. What is usual is learned from the last twelve weeks.</summary>
    public TimeSpan Hours { get; init; } = TimeSpan.FromDays(400);
}
