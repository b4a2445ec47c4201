namespace PageWatch.Platforms.Feeds;

/// <summary>A feed as it stood at one moment: a window on what was written, never all of it.</summary>
internal sealed record FeedDocument
{
    public string? Title { get; init; }

    /// <summary>In the document's order, each id once.</summary>
    public IReadOnlyList<FeedEntry> Entries { get; init; } = [];

    public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];

    public IReadOnlyList<DeletedEntry> Deleted { get; init; } = [];

    /// <summary>Where older entries are; null when the feed does not say.</summary>
    public Uri? Older { get; init; }

    /// <summary>Who tells of this feed's news, in its order; http or https.</summary>
    public IReadOnlyList<Uri> Hubs { get; init; } = [];

    /// <summary>What the feed calls itself; null when it does not say.</summary>
    public Uri? Self { get; init; }

    /// <summary>The document was read to its end. Where not, there may be entries that nobody saw.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The feed says that nothing will follow.</summary>
    public bool HasEnded { get; init; }
}

/// <summary>An entry with nothing in it to read.</summary>
internal sealed record UnreadableEntry(string Source, string Problem);

/// <summary>RFC 6721: an entry that its feed says was deleted.</summary>
internal sealed record DeletedEntry(string Id, DateTimeOffset? When);
