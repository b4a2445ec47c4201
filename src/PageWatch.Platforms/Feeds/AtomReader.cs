using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads Atom 1.0 (RFC 4287), its draft 0.3, threads (RFC 4685), tombstones (RFC 6721) and pages (RFC 5005).</summary>
internal static class AtomReader
{
    // Fullest first.
    private static readonly string[] Texts = ["content", "summary", "media:description"];

    /// <param name="from">Where the document was read.</param>
    public static FeedDocument Read(FeedElement feed, bool isComplete, Uri from)
    {
        var everybody = AuthorsOf(feed, from);
        var (entries, unreadable) = FeedEntries.Settle(FeedEntries.Ends([.. feed.All("entry").Where(entry => entry.IsWhole)]).Select(entry => Read(entry, everybody, from)));
        return new FeedDocument
        {
            Title = feed.First("title") is { } title ? FeedText.Line(title) : null,
            Entries = entries,
            Unreadable = unreadable,
            Deleted = AtomWords.Deleted([feed]),
            Older = AtomWords.Older(feed.All("link"), feed.BaseAddress(from) ?? from),
            Hubs = [.. AtomWords.Linked(feed.All("link"), "hub", feed.BaseAddress(from) ?? from)],
            Self = AtomWords.Linked(feed.All("link"), "self", feed.BaseAddress(from) ?? from).FirstOrDefault(),
            IsComplete = isComplete,
        };
    }

    private static FeedEntry Read(FeedElement entry, IReadOnlyList<FeedAuthor> everybody, Uri from)
    {
        var relativeTo = entry.BaseAddress(from) ?? from;
        var link = LinkOf(entry, relativeTo);
        var text = "";
        string? language = null;
        IReadOnlyList<Attachment> pictures = [];
        foreach (var words in Texts.SelectMany(entry.All).Concat(entry.All("media:group").SelectMany(group => group.All("media:description"))))
        {
            var (read, seen) = ReadText(words, words.BaseAddress(from) ?? link ?? relativeTo);
            pictures = [.. pictures, .. seen];
            if (read.Length == 0)
                continue;
            text = read;
            language = words.Inherited("xml:lang");
            break;
        }

        var source = entry.First("source");
        var own = AuthorsOf(entry, from);
        if (own.Count == 0 && source is not null)
            own = AuthorsOf(source, from);
        var published = Dated(entry, "published", "issued", "created");
        var updated = Dated(entry, "updated", "modified");
        return new FeedEntry
        {
            WrittenId = FeedEntries.WrittenId(entry.TextOf("id")),
            ParentId = FeedEntries.WrittenId(entry.First("thr:in-reply-to")?["ref"]),
            Title = entry.First("title") is { } title ? FeedText.Line(title) : null,
            Text = text,
            Link = link,
            Authors = own.Count > 0 ? own : everybody,
            // Only "updated" is required. Where it stands alone, the first version that is seen says nothing better.
            Published = WrittenDate.Read(published) ?? WrittenDate.Read(updated),
            Updated = WrittenDate.Read(updated),
            WrittenDate = published ?? updated,
            Language = FeedLanguage.Of(language ?? entry.Inherited("xml:lang")),
            Attachments = FeedMedia.Of([.. pictures, .. FeedMedia.In(entry, relativeTo)]),
            Source = () => entry.Source,
        };
    }

    private static (string Text, IReadOnlyList<Attachment> Attachments) ReadText(FeedElement words, Uri relativeTo)
    {
        if (words.HasElements)
            return HtmlText.Read(words.InnerHtml, relativeTo);
        var type = TypeOf(words);
        if (words["mode"] == "base64" || (type.Contains('/', StringComparison.Ordinal) && !type.StartsWith("text/", StringComparison.Ordinal) && !type.Contains("html", StringComparison.Ordinal)))
            return type.StartsWith("text/", StringComparison.Ordinal) ? FromBase64(words.Text, type, relativeTo) : ("", []);
        if (type.Contains("html", StringComparison.Ordinal))
            return HtmlText.Read(words.Text, relativeTo);
        // Without a type it is text by the letter of the standard, and HTML in half of the feeds that leave it out.
        return words["type"] is null && words.Name.StartsWith("media:", StringComparison.Ordinal) is false ? FeedText.Html(words.Text, relativeTo) : (FeedText.Plain(words.Text), []);
    }

    private static (string Text, IReadOnlyList<Attachment> Attachments) FromBase64(string written, string type, Uri relativeTo)
    {
        var bytes = new byte[written.Length];
        if (!Convert.TryFromBase64String(written, bytes, out var length))
            return ("", []);
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return type.Contains("html", StringComparison.Ordinal) ? HtmlText.Read(text, relativeTo) : (FeedText.Plain(text), []);
    }

    private static Uri? LinkOf(FeedElement entry, Uri relativeTo)
    {
        var links = entry.All("link").Where(link => RelationOf(link) == "alternate").ToList();
        var best = links.Find(link => link["type"] is null or "text/html" or "application/xhtml+xml" && link["href"] is not null) ?? links.Find(link => link["href"] is not null);
        return HtmlText.Resolve(best?["href"] ?? entry.TextOf("link"), best?.BaseAddress(relativeTo) ?? relativeTo)
            ?? HtmlText.Resolve(entry.First("content")?["src"], relativeTo);
    }

    private static string RelationOf(FeedElement link) => link["rel"] switch
    {
        null => "alternate",
        var told when told.LastIndexOf('/') is var at and >= 0 => told[(at + 1)..].ToLowerInvariant(), // http://www.iana.org/assignments/relation/alternate
        var told => told.ToLowerInvariant(),
    };

    private static IReadOnlyList<FeedAuthor> AuthorsOf(FeedElement holder, Uri from) =>
    [
        .. holder.All("author")
            .Select(author => author.HasElements ? AtomWords.ReadAuthor(author, from) : FeedAuthor.Of(author.Text, null, from))
            .Where(author => author.Name is not null || author.Link is not null),
    ];

    private static string TypeOf(FeedElement element) => (element["type"] ?? "").ToLowerInvariant();

    private static string? Dated(FeedElement entry, params string[] names) => names.Select(entry.TextOf).FirstOrDefault(WrittenDate.IsReadable) ?? names.Select(entry.TextOf).FirstOrDefault(text => text is not null);
}
