using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Facebook;

/// <summary>Turns a post or a comment of the API into the words of the field.</summary>
internal static class PostReading
{
    private const int MostAttachments = 10;

    /// <summary>Where Facebook names nobody: who left, who blocked the Page, who is not shown.</summary>
    private static readonly Author Unnamed = new(null, "Facebook user");

    /// <param name="root">The post that a comment stands under; null for a post.</param>
    public static PostSnapshot ToPost(this GraphPostWire post, FacebookPage page, string? root)
    {
        var link = post.LinkTo();
        var parent = FacebookId.IsGood(post.Parent?.Id) ? post.Parent!.Id : root;
        return new PostSnapshot
        {
            NativeId = post.Id!,
            ParentNativeId = parent,
            ThreadNativeId = root,
            Author = post.AuthorOf(),
            Text = string.IsNullOrWhiteSpace(post.Message) ? post.Story ?? "" : post.Message,
            PublishedAt = post.WrittenAt(),
            IsOurs = post.IsBy(page.Id),
            Link = link,
            Attachments = [.. AttachmentsOf(post, link).Distinct().Take(MostAttachments)],
        };
    }

    public static FoundReply ToReply(this GraphPostWire comment) => new(comment.Id!, comment.Message ?? "", comment.LinkTo(), comment.WrittenAt(), Held: false);

    /// <summary>By the account's id alone: names can be taken by anybody.</summary>
    public static bool IsBy(this GraphPostWire post, string page) => post.From?.Id == page;

    /// <summary>Anybody can read it. A hidden comment is seen by its author and the author's friends.</summary>
    public static bool IsPublic(this GraphPostWire post) => post is { IsHidden: not true, IsPrivate: not true, IsPublished: not false };

    public static DateTimeOffset? WrittenAt(this GraphPostWire post) => TimeOf(post.CreatedTime);

    public static Uri LinkTo(this GraphPostWire post) => LinkTo(post.Id!, post.PermalinkUrl);

    public static Uri LinkTo(string id, string? told) => HtmlText.Resolve(told, null) ?? new Uri("https://www.facebook.com/" + id);

    /// <summary>The offset comes without a colon.</summary>
    public static DateTimeOffset? TimeOf(string? told) =>
        DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static Author AuthorOf(this GraphPostWire post)
    {
        if (post.From is not { } from || (string.IsNullOrWhiteSpace(from.Id) && string.IsNullOrWhiteSpace(from.Name)))
            return Unnamed;
        return new Author(FacebookId.IsPlain(from.Id) ? from.Id : null, string.IsNullOrWhiteSpace(from.Name) ? Unnamed.Name : from.Name);
    }

    /// <summary>
    /// The page that shows it, never the file: addresses of files carry a signature that is another at each look, and each look would then be an edit.
    /// </summary>
    private static IEnumerable<Attachment> AttachmentsOf(GraphPostWire post, Uri fallback)
    {
        foreach (var each in (post.Attachments?.Data ?? []).Append(post.Attachment))
        {
            if (each is null)
                continue;
            var link = Unwrapped(HtmlText.Resolve(each.Url, null) ?? HtmlText.Resolve(each.Target?.Url, null)) ?? fallback;
            var words = each.Description ?? each.Title;
            yield return new Attachment(KindOf(each.Type ?? ""), link, string.IsNullOrWhiteSpace(words) ? null : words.Trim());
        }
    }

    private static AttachmentKind KindOf(string type) =>
        type.Contains("video", StringComparison.Ordinal) ? AttachmentKind.Video
        : type.Contains("photo", StringComparison.Ordinal) || type.Contains("sticker", StringComparison.Ordinal) || type.Contains("image", StringComparison.Ordinal) || type.Contains("album", StringComparison.Ordinal)
            ? AttachmentKind.Picture
        : AttachmentKind.Other;

    /// <summary>A shared link goes by way of Facebook, with a sign that is another at each look.</summary>
    private static Uri? Unwrapped(Uri? link)
    {
        if (link is not { Host: "l.facebook.com" or "lm.facebook.com" })
            return link;
        var to = link.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("u=", StringComparison.Ordinal));
        return to is null ? null : HtmlText.Resolve(Uri.UnescapeDataString(to[2..]), null);
    }
}
