using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>One entry of a feed, markup read away, the formats' differences behind it.</summary>
internal sealed record FeedEntry
{
    /// <summary>What it is known by, on this feed alone. Empty until <see cref="FeedEntries.Settle"/> has found it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The id that it was given; null when it has none.</summary>
    public string? WrittenId { get; init; }

    public string? ParentId { get; init; }

    public string? Title { get; init; }

    public string Text { get; init; } = "";

    public Uri? Link { get; init; }

    public IReadOnlyList<FeedAuthor> Authors { get; init; } = [];

    public WrittenMoment? Published { get; init; }

    public WrittenMoment? Updated { get; init; }

    /// <summary>The date as written: part of the id of what has none.</summary>
    public string? WrittenDate { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The entry as it came.</summary>
    public required Func<string> Source { get; init; }
}
