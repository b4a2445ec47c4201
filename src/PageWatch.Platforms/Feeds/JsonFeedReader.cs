using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads JSON Feed 1 and 1.1: https://www.jsonfeed.org/version/1.1/</summary>
internal static class JsonFeedReader
{
    /// <summary>More than any window on what was written; what follows is not read.</summary>
    private const int MostElements = 20_000;

    private static readonly JsonReaderOptions Leniently = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 200 };

    /// <param name="text">From its first brace on.</param>
    /// <returns>Null when it is some other JSON.</returns>
    public static FeedDocument? Read(string text, Uri from)
    {
        var (head, items, isComplete) = Parse(Encoding.UTF8.GetBytes(BrokenJson.Mend(text)));
        if (!(TextOf(head, "version") ?? "").Contains("jsonfeed", StringComparison.OrdinalIgnoreCase) && !items.Exists(LooksLikeEntry))
            return null;

        var home = HtmlText.Resolve(TextOf(head, "home_page_url"), from) ?? from;
        var everybody = AuthorsOf(head, home);
        var language = TextOf(head, "language");
        var (entries, unreadable) = FeedEntries.Settle(FeedEntries.Ends(items).Select(item => Read(item, everybody, language, home)));
        return new FeedDocument
        {
            Title = TextOf(head, "title") is { } title ? FeedText.Line(title) : null,
            Entries = entries,
            Unreadable = unreadable,
            Older = HtmlText.Resolve(TextOf(head, "next_url"), from),
            Hubs = head.TryGetValue("hubs", out var hubs) ? [.. ObjectsIn(hubs).Select(hub => HubIn(hub, from)).OfType<Uri>().Take(10)] : [],
            Self = HtmlText.Resolve(TextOf(head, "feed_url"), from),
            IsComplete = isComplete,
            HasEnded = head.TryGetValue("expired", out var expired) && expired.ValueKind == JsonValueKind.True,
        };
    }

    private static (Dictionary<string, JsonElement> Head, List<JsonElement> Items, bool IsComplete) Parse(ReadOnlySpan<byte> json)
    {
        var head = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var items = new List<JsonElement>();
        var reader = new Utf8JsonReader(json, Leniently);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (name != "items" || reader.TokenType != JsonTokenType.StartArray)
                {
                    head[name] = JsonElement.ParseValue(ref reader);
                    continue;
                }

                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (items.Count == MostElements)
                        return (head, items, false);
                    items.Add(JsonElement.ParseValue(ref reader));
                }
            }

            return (head, items, reader.TokenType == JsonTokenType.EndObject);
        }
        catch (JsonException)
        {
            // It breaks off, or breaks: what came whole before that counts.
            return (head, items, false);
        }
    }

    private static FeedEntry Read(JsonElement item, IReadOnlyList<FeedAuthor> everybody, string? language, Uri home)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return new FeedEntry { Source = item.GetRawText };
        var link = HtmlText.Resolve(TextOf(item, "url"), home) ?? HtmlText.Resolve(TextOf(item, "external_url"), home);
        var text = "";
        IReadOnlyList<Attachment> pictures = [];
        if (TextOf(item, "content_html") is { } html)
            (text, pictures) = HtmlText.Read(html, link ?? home);
        if (text.Length == 0)
            text = FeedText.Plain(TextOf(item, "content_text") ?? TextOf(item, "summary") ?? "");
        var own = AuthorsOf(item, home);
        var published = TextOf(item, "date_published");
        var updated = TextOf(item, "date_modified");
        return new FeedEntry
        {
            WrittenId = FeedEntries.WrittenId(TextOf(item, "id")),
            Title = TextOf(item, "title") is { } title ? FeedText.Line(title) : null,
            Text = text,
            Link = link,
            Authors = own.Count > 0 ? own : everybody,
            Published = WrittenDate.Read(published) ?? WrittenDate.Read(updated),
            Updated = WrittenDate.Read(updated),
            WrittenDate = published ?? updated,
            Language = FeedLanguage.Of(TextOf(item, "language") ?? language),
            Attachments = FeedMedia.Of([.. pictures, .. MediaOf(item, home)]),
            Source = item.GetRawText,
        };
    }

    /// <summary>Of the kinds of hubs there were, only WebSub is left.</summary>
    private static Uri? HubIn(JsonElement hub, Uri from) =>
        TextOf(hub, "type") is { } type && type.Equals("WebSub", StringComparison.OrdinalIgnoreCase) ? HtmlText.Resolve(TextOf(hub, "url"), from) : null;

    private static IEnumerable<Attachment> MediaOf(JsonElement item, Uri home)
    {
        foreach (var name in (string[])["image", "banner_image"])
        {
            if (HtmlText.Resolve(TextOf(item, name), home) is { } picture)
                yield return new Attachment(AttachmentKind.Picture, picture);
        }

        foreach (var attachment in ObjectsIn(item, "attachments"))
        {
            if (HtmlText.Resolve(TextOf(attachment, "url"), home) is { } link)
                yield return new Attachment(FeedMedia.KindOf(null, TextOf(attachment, "mime_type"), link), link, TextOf(attachment, "title"));
        }
    }

    private static IReadOnlyList<FeedAuthor> AuthorsOf(JsonElement holder, Uri home) =>
        AuthorsOf(ObjectsIn(holder, "authors").Concat(ObjectsIn(holder, "author")), home);

    private static IReadOnlyList<FeedAuthor> AuthorsOf(Dictionary<string, JsonElement> head, Uri home) =>
        AuthorsOf(((string[])["authors", "author"]).SelectMany(name => head.TryGetValue(name, out var value) ? ObjectsIn(value) : []), home);

    private static IReadOnlyList<FeedAuthor> AuthorsOf(IEnumerable<JsonElement> written, Uri home) =>
    [
        .. written.Select(author => author.ValueKind == JsonValueKind.String
                ? FeedAuthor.Of(author.GetString(), null, home)
                : FeedAuthor.Of(TextOf(author, "name"), TextOf(author, "url"), home))
            .Where(author => author.Name is not null || author.Link is not null),
    ];

    private static IEnumerable<JsonElement> ObjectsIn(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) ? ObjectsIn(value) : [];

    /// <summary>What is in a list, or what stands where a list should: version 1 had one author. A bare name is taken for one too.</summary>
    private static IEnumerable<JsonElement> ObjectsIn(JsonElement value) =>
        (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().AsEnumerable() : [value]).Where(each => each.ValueKind is JsonValueKind.Object or JsonValueKind.String);

    private static bool LooksLikeEntry(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && (item.TryGetProperty("content_html", out _) || item.TryGetProperty("content_text", out _) || item.TryGetProperty("date_published", out _));

    private static string? TextOf(Dictionary<string, JsonElement> head, string name) => head.TryGetValue(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement holder, string name) => holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>Numbers are taken as text, as the standard asks for ids.</summary>
    private static string? TextOf(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
