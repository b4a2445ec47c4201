using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Feeds;

/// <summary>Makes of a feed's entries what a source tells.</summary>
internal static class FeedEvents
{
    /// <summary>How near the present a bare day must be to say less than when we saw the entry.</summary>
    private static readonly TimeSpan FreshDay = TimeSpan.FromDays(2);

    public static PostSnapshot Snapshot(FeedEntry entry, string? parent, Page page, DateTimeOffset now) => new()
    {
        NativeId = entry.Id,
        ParentNativeId = parent,
        Author = FeedAuthor.Together(entry.Authors),
        Title = entry.Title,
        Text = entry.Text,
        // A day without a time would be midnight: before the watch began, perhaps, and surely before the author wrote. On a day as fresh as this,
        // when we saw it says more.
        PublishedAt = entry.Published is { } published && !(published.IsOnlyADay && published.At > now - FreshDay) ? published.At : null,
        IsOurs = FeedAuthor.IsAmong(page.AccountId, entry.Authors),
        Link = entry.Link,
        LanguageHint = entry.Language,
        Attachments = entry.Attachments,
    };

    /// <summary>
    /// What a feed that was sent to us shows, without what is known of it before. Only what it says for certain: an answer to an entry that is not
    /// here may have a parent or none, and is left to the look that follows, with tombstones and what cannot be read.
    /// </summary>
    public static IEnumerable<SourceEvent> Pushed(FeedDocument document, Page page)
    {
        var ids = document.Entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        var deleted = document.Deleted.Select(gone => gone.Id).ToHashSet(StringComparer.Ordinal);
        // The bytes must mean the same whenever they are read: their own latest date stands in for the present.
        var latest = document.Entries.Select(entry => entry.Published?.At).Max() ?? DateTimeOffset.MinValue + FreshDay;
        foreach (var entry in FeedOrder.OldestFirst(document.Entries))
        {
            if (deleted.Contains(entry.Id) || (entry.ParentId is { } parent && !ids.Contains(parent)))
                continue;
            yield return new SourceEvent.PostSeen(Snapshot(entry, entry.ParentId == entry.Id ? null : entry.ParentId, page, latest));
        }
    }
}
