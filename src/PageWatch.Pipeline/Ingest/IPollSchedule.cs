using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Ingest;

/// <summary>When pages are asked.</summary>
public interface IPollSchedule
{
    /// <summary>Has a page looked at again within seconds; several wishes become one look. Durable before it returns.</summary>
    /// <remarks>The look begins after this was called, so that it sees what the wish was about.</remarks>
    ValueTask LookAgainAsync(PageId page, CancellationToken cancellationToken);
}
