using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads RSS 0.9x, 1.0 (RDF), 1.1 and 2.0, which differ in where their items stand.</summary>
/// <remarks>https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec</remarks>
internal static class RssReader
{
    // Fullest first.
    private static readonly string[] Texts =
        ["content:encoded", "xhtml:body", "xhtml:div", "body", "description", "dc:description", "atom:content", "atom:summary", "summary", "media:description", "itunes:summary"];

    private static readonly string[] Written =
        ["pubdate", "dc:date", "dcterms:created", "dcterms:issued", "atom:published", "published", "date", "atom:updated", "updated", "dcterms:modified"];

    private static readonly string[] Changed = ["atom:updated", "updated", "dcterms:modified"];

    /// <param name="from">Where the document was read.</param>
    /// <returns>Null when there is neither a channel nor an item: some other RDF, say.</returns>
    public static FeedDocument? Read(FeedElement root, bool isComplete, Uri from)
    {
        var channel = root.Name == "channel" ? root : root.First("channel") ?? root;
        List<FeedElement> items = [.. channel.All("item"), .. channel == root ? [] : root.All("item")];
        foreach (var list in channel.All("items").Concat(channel == root ? [] : root.All("items")))
            items.AddRange(list.All("item"));
        if (channel == root && root.Name != "channel" && items.Count == 0)
            return null;

        var site = HtmlText.Resolve(channel.TextOf("link"), channel.BaseAddress(from) ?? from) ?? from;
        List<FeedElement> links = [.. channel.All("atom:link"), .. channel.All("link")];
        var language = channel.TextOf("language") ?? channel.TextOf("dc:language");
        var (entries, unreadable) = FeedEntries.Settle(FeedEntries.Ends([.. items.Where(item => item.IsWhole)]).Select(item => Read(item, language, site, from)));
        return new FeedDocument
        {
            Title = channel.First("title") is { } title ? FeedText.Line(title) : null,
            Entries = entries,
            Unreadable = unreadable,
            Deleted = AtomWords.Deleted([channel, root]),
            Older = AtomWords.Older(links, channel.BaseAddress(from) ?? from),
            Hubs = [.. AtomWords.Linked(links, "hub", channel.BaseAddress(from) ?? from)],
            Self = AtomWords.Linked(links, "self", channel.BaseAddress(from) ?? from).FirstOrDefault(),
            IsComplete = isComplete,
        };
    }

    private static FeedEntry Read(FeedElement item, string? language, Uri site, Uri from)
    {
        var relativeTo = item.BaseAddress(from) ?? site;
        var guid = item.First("guid");
        var link = LinkOf(item, guid, relativeTo);
        var text = "";
        IReadOnlyList<Attachment> pictures = [];
        foreach (var words in Texts.SelectMany(item.All).Concat(item.All("media:group").SelectMany(group => group.All("media:description"))))
        {
            var (read, seen) = FeedText.Html(words, words.BaseAddress(from) ?? link ?? relativeTo);
            pictures = [.. pictures, .. seen];
            if (read.Length == 0)
                continue;
            text = read;
            break;
        }

        var date = Written.Select(item.TextOf).FirstOrDefault(WrittenDate.IsReadable);
        return new FeedEntry
        {
            WrittenId = FeedEntries.WrittenId(guid?.Text) ?? FeedEntries.WrittenId(item["rdf:about"]) ?? FeedEntries.WrittenId(item.TextOf("atom:id")),
            ParentId = FeedEntries.WrittenId(item.First("thr:in-reply-to")?["ref"]),
            Title = (item.First("title") ?? item.First("dc:title") ?? item.First("media:title")) is { } title ? FeedText.Line(title) : null,
            Text = text,
            Link = link,
            Authors = AuthorsOf(item, relativeTo),
            Published = WrittenDate.Read(date),
            Updated = Changed.Select(item.TextOf).Select(WrittenDate.Read).FirstOrDefault(read => read is not null),
            WrittenDate = date ?? item.TextOf("pubdate"),
            Language = FeedLanguage.Of(item.Inherited("xml:lang") ?? item.TextOf("dc:language") ?? item.TextOf("language") ?? language),
            Attachments = FeedMedia.Of([.. pictures, .. FeedMedia.In(item, relativeTo)]),
            Source = () => item.Source,
        };
    }

    private static Uri? LinkOf(FeedElement item, FeedElement? guid, Uri relativeTo)
    {
        var written = item.TextOf("link")
            ?? item.All("link").Concat(item.All("atom:link")).FirstOrDefault(link => link["rel"] is null or "alternate" && link["href"] is not null)?["href"];
        if (HtmlText.Resolve(written, relativeTo) is { } link)
            return link;
        // A guid is a permalink unless it says otherwise; one that is no address does not mean it.
        return guid is not null && guid["ispermalink"]?.ToLowerInvariant() is not "false" && HtmlText.Resolve(guid.Text, null) is { } permalink
            ? permalink
            : HtmlText.Resolve(item["rdf:about"], null);
    }

    private static IReadOnlyList<FeedAuthor> AuthorsOf(FeedElement item, Uri relativeTo)
    {
        foreach (var name in (string[])["dc:creator", "atom:author", "author", "itunes:author", "dc:contributor"])
        {
            var found = item.All(name)
                .Select(author => author.HasElements ? AtomWords.ReadAuthor(author, relativeTo) : FeedAuthor.Of(author.Text, null, relativeTo))
                .Where(author => author.Name is not null || author.Link is not null)
                .ToList();
            if (found.Count > 0)
                return found;
        }

        return [];
    }
}
