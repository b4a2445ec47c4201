using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Words of Atom and its extensions that stand in other formats too.</summary>
internal static class AtomWords
{
    /// <summary>Where a feed says its older entries are: the next page, or the archive before this one.</summary>
    public static Uri? Older(IEnumerable<FeedElement> links, Uri relativeTo)
    {
        var all = links.Where(link => link["href"] is not null).ToList();
        var older = all.Find(link => link["rel"] == "next") ?? all.Find(link => link["rel"] == "prev-archive");
        return HtmlText.Resolve(older?["href"], relativeTo);
    }

    /// <summary>What a feed says of itself in links of this relation: its hubs, itself.</summary>
    public static IEnumerable<Uri> Linked(IEnumerable<FeedElement> links, string relation, Uri relativeTo) => links
        .Where(link => (link["rel"] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains(relation, StringComparer.OrdinalIgnoreCase))
        .Select(link => HtmlText.Resolve(link["href"], relativeTo))
        .OfType<Uri>()
        .Take(10);

    public static IReadOnlyList<DeletedEntry> Deleted(IEnumerable<FeedElement> holders) =>
    [
        .. holders.Distinct().SelectMany(holder => holder.All("at:deleted-entry"))
            .Select(deleted => (Id: FeedEntries.WrittenId(deleted["ref"]), When: WrittenDate.Read(deleted["when"])?.At))
            .Where(deleted => deleted.Id is not null)
            .Select(deleted => new DeletedEntry(FeedEntries.Bounded(deleted.Id!), deleted.When))
            .DistinctBy(deleted => deleted.Id)
            .Take(FeedEntries.Most / 10),
    ];

    public static FeedAuthor ReadAuthor(FeedElement author, Uri relativeTo) => FeedAuthor.Of(
        author.TextOf("name") ?? author.TextOf("atom:name"),
        author.TextOf("uri") ?? author.TextOf("url") ?? author.TextOf("atom:uri") ?? author.TextOf("homepage"),
        author.BaseAddress(relativeTo) ?? relativeTo);
}
