using System.Text.Json;
using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.Bluesky;

/// <summary>What hangs on a post, as its own record says: a notification tells the same as a later look.</summary>
internal static partial class PostEmbeds
{
    private const int Most = 10;
    private const int LongestLink = 2000;

    public static IReadOnlyList<Attachment> Of(AtUri post, JsonElement embed) => [.. Read(post, embed, deep: true).Take(Most)];

    /// <summary>The post that this one quotes; null when it quotes none.</summary>
    public static AtUri? QuotedBy(JsonElement embed) => BlueskyJson.TextOf(embed, "$type") switch
    {
        "app.bsky.embed.record" => AtUri.TryRead(BlueskyJson.TextOf(BlueskyJson.MemberOf(embed, "record"), "uri")),
        "app.bsky.embed.recordWithMedia" => AtUri.TryRead(BlueskyJson.TextOf(BlueskyJson.MemberOf(BlueskyJson.MemberOf(embed, "record"), "record"), "uri")),
        _ => null,
    };

    private static IEnumerable<Attachment> Read(AtUri post, JsonElement embed, bool deep)
    {
        switch (BlueskyJson.TextOf(embed, "$type"))
        {
            case "app.bsky.embed.images":
                foreach (var image in BlueskyJson.ListOf(embed, "images").Take(Most))
                {
                    if (BlueskyJson.TextOf(BlueskyJson.MemberOf(BlueskyJson.MemberOf(image, "image"), "ref"), "$link") is { } cid && Cid().IsMatch(cid))
                        yield return new Attachment(AttachmentKind.Picture, new Uri($"https://cdn.bsky.app/img/feed_fullsize/plain/{post.Did}/{cid}@jpeg"), AltOf(image, "alt"));
                }

                break;
            case "app.bsky.embed.video":
                // A film comes in pieces that no browser opens by themselves: it is looked at where the post is.
                yield return new Attachment(AttachmentKind.Video, post.Link, AltOf(embed, "alt"));
                break;
            case "app.bsky.embed.external":
                var external = BlueskyJson.MemberOf(embed, "external");
                if (BlueskyJson.TextOf(external, "uri") is { Length: <= LongestLink } told && Uri.TryCreate(told, UriKind.Absolute, out var link) && link.Scheme is "http" or "https")
                    yield return new Attachment(AttachmentKind.Other, link, AltOf(external, "title"));
                break;
            case "app.bsky.embed.recordWithMedia" when deep && BlueskyJson.MemberOf(embed, "media") is { } media:
                foreach (var each in Read(post, media, deep: false))
                    yield return each;
                break;
        }

        if (deep && QuotedBy(embed) is { } quoted)
            yield return new Attachment(AttachmentKind.Other, quoted.Link, "a quoted post");
    }

    private static string? AltOf(JsonElement? holder, string name) => CleanText.Line(BlueskyJson.TextOf(holder, name), 300) is { Length: > 0 } alt ? alt : null;

    [GeneratedRegex(@"\A[a-z0-9]{10,120}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Cid();
}
