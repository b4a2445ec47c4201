using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Finds what hangs on an entry: enclosures, Media RSS, and the pictures in its text.</summary>
internal static class FeedMedia
{
    /// <summary>More than a card can show; a feed of thousands is somebody's gallery.</summary>
    private const int Most = 20;

    /// <summary>Each link once, in the order given.</summary>
    public static IReadOnlyList<Attachment> Of(IEnumerable<Attachment> found) => [.. found.DistinctBy(attachment => attachment.Link).Take(Most)];

    /// <summary>RSS enclosures, Atom's enclosure links, and Media RSS (https://www.rssboard.org/media-rss), grouped or not.</summary>
    public static IEnumerable<Attachment> In(FeedElement entry, Uri relativeTo)
    {
        foreach (var enclosure in entry.All("enclosure"))
        {
            if (HtmlText.Resolve(enclosure["url"] ?? enclosure["href"], relativeTo) is { } link)
                yield return new Attachment(KindOf(null, enclosure["type"], link), link);
        }

        foreach (var enclosure in entry.All("link").Concat(entry.All("atom:link")).Where(link => link["rel"] == "enclosure"))
        {
            if (HtmlText.Resolve(enclosure["href"], relativeTo) is { } link)
                yield return new Attachment(KindOf(null, enclosure["type"], link), link, enclosure["title"]);
        }

        foreach (var holder in (IEnumerable<FeedElement>)[entry, .. entry.All("media:group"), .. entry.All("media:content")])
        {
            foreach (var media in holder.All("media:content"))
            {
                if (HtmlText.Resolve(media["url"], relativeTo) is { } link)
                    yield return new Attachment(KindOf(media["medium"], media["type"], link), link, media.TextOf("media:description"));
            }

            foreach (var thumbnail in holder.All("media:thumbnail"))
            {
                if (HtmlText.Resolve(thumbnail["url"], relativeTo) is { } link)
                    yield return new Attachment(AttachmentKind.Picture, link);
            }
        }
    }

    /// <param name="medium">Media RSS's own word, believed first.</param>
    /// <param name="type">A media type; null or nonsense leaves the link's ending to tell.</param>
    public static AttachmentKind KindOf(string? medium, string? type, Uri link)
    {
        foreach (var told in (string?[])[medium, type?.Split('/', ';')[0], Path.GetExtension(link.AbsolutePath)])
        {
            switch (told?.Trim().ToLowerInvariant())
            {
                case "image" or ".jpg" or ".jpeg" or ".png" or ".gif" or ".webp" or ".avif" or ".svg":
                    return AttachmentKind.Picture;
                case "video" or ".mp4" or ".webm" or ".mov" or ".m4v" or ".avi":
                    return AttachmentKind.Video;
                case "audio" or ".mp3" or ".m4a" or ".ogg" or ".oga" or ".opus" or ".wav" or ".flac":
                    return AttachmentKind.Audio;
            }
        }

        return AttachmentKind.Other;
    }
}
