using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.X;

/// <summary>Turns a post of the API into the words of the field.</summary>
internal static class PostReading
{
    private const int MostLinks = 100;

    public static PostSnapshot ToPost(this PostWire post, XPage page, XIncludes includes)
    {
        var id = post.FirstId;
        var author = includes.User(post.AuthorId);
        var isOurs = post.IsBy(page);
        var thread = includes.Post(post.ConversationId)?.FirstId ?? post.ConversationId;
        return new PostSnapshot
        {
            NativeId = id,
            ParentNativeId = post.RepliedTo is { } parent ? includes.Post(parent)?.FirstId ?? parent : null,
            // The conversation of an edited post is called by one of its versions.
            ThreadNativeId = XId.IsGood(thread) && thread != id && thread != post.Id && post.EditHistoryTweetIds?.Contains(thread) != true ? thread : null,
            Author = new Author(post.AuthorId, NameOf(author, post, page), XAddress.IsName(author?.Username) ? new Uri("https://x.com/" + author!.Username) : null)
            {
                Followers = author?.PublicMetrics?.FollowersCount,
            },
            Text = isOurs ? WithoutHandles(TextOf(post), post) : TextOf(post),
            PublishedAt = WrittenAt(post),
            RevisionMark = XId.Number(post.Id!),
            IsOurs = isOurs,
            Link = XPage.LinkTo(author?.Username ?? (isOurs ? page.Name : null), post.Id!),
            LanguageHint = post.Lang is null or "" or "und" or "zxx" or "qme" or "qst" or "qht" or "qam" or "qct" or "art" ? null : post.Lang,
            Attachments = [.. MediaOf(post, includes).Distinct()],
        };
    }

    public static FoundReply ToReply(this PostWire post, XPage page, XIncludes includes)
    {
        var read = post.ToPost(page, includes);
        return new FoundReply(read.NativeId, read.Text, read.Link, read.PublishedAt, Held: false);
    }

    /// <summary>By the account's id alone: names change hands.</summary>
    public static bool IsBy(this PostWire post, XPage page) => post.AuthorId == page.Account;

    /// <summary>
    /// When its first version was written. Only the version's own time is told; how much earlier the first one was, the two ids say.
    /// </summary>
    public static DateTimeOffset? WrittenAt(this PostWire post)
    {
        if (!DateTimeOffset.TryParse(post.CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return null;
        var edited = XId.Between(post.FirstId, post.Id!);
        // X allows an hour for edits.
        return edited > TimeSpan.Zero && edited < TimeSpan.FromDays(1) && at.Year > 1 ? at - edited : at;
    }

    /// <summary>Whether this own post says the approved words, with or without the handles that X hides before a reply, and with links as X completes them.</summary>
    public static bool Says(this PostWire post, string approved)
    {
        var read = TextOf(post);
        return SameText.As(Bare(approved), Bare(read)) || SameText.As(Bare(WithoutHandles(approved, post)), Bare(WithoutHandles(read, post)));
    }

    /// <summary>In the order of their writing, but never an answer before what it answers.</summary>
    public static IEnumerable<(PostWire Post, XIncludes Includes)> ParentsFirst(IEnumerable<(PostWire Post, XIncludes Includes)> posts)
    {
        // An answer is always later than what it answers, and ids are given in that order.
        return posts.OrderBy(each => each.Post.FirstId, XId.Order).ThenBy(each => each.Post.Id!, XId.Order);
    }

    private static string NameOf(UserWire? author, PostWire post, XPage page) =>
        !string.IsNullOrWhiteSpace(author?.Name) ? author.Name
        : author?.Username is { Length: > 0 } name ? "@" + name
        : post.IsBy(page) ? "@" + page.Name : $"account {post.AuthorId}";

    private static string TextOf(PostWire post)
    {
        var (text, entities) = post.NoteTweet?.Text is { Length: > 0 } note ? (note, post.NoteTweet.Entities ?? post.Entities) : (post.Text!, post.Entities);
        return WithLinks(Unescaped(text), entities?.Urls ?? []).Trim();
    }

    /// <summary>These three are all that X escapes; anything else was typed so.</summary>
    private static string Unescaped(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    /// <summary>
    /// Staff see where links lead. They are found by what they are called rather than where they stand: places count code points of a text that may be cut. What
    /// stands for a picture of the post says nothing.
    /// </summary>
    private static string WithLinks(string text, IReadOnlyList<LinkWire?> links)
    {
        var whole = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in links.Take(MostLinks))
        {
            if (link?.Url is { Length: > 0 and <= 200 } shortened && shortened.StartsWith("http", StringComparison.Ordinal))
                whole.TryAdd(shortened, link.MediaKey is not null ? "" : link.ExpandedUrl is { Length: <= 4_000 } expanded && HtmlText.Resolve(expanded, null) is not null ? expanded : shortened);
        }

        if (whole.Count == 0)
            return text;
        var longestFirst = whole.Keys.OrderByDescending(each => each.Length).ToList();
        var read = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var here = at;
            var link = text[at] == 'h' ? longestFirst.Find(each => string.CompareOrdinal(text, here, each, 0, each.Length) == 0) : null;
            if (link is null)
                read.Append(text[at]);
            else
                read.Append(whole[link]);
            at += link?.Length ?? 1;
        }

        return read.ToString();
    }

    /// <summary>X puts the handles of those who are answered before a reply, and shows them to nobody.</summary>
    private static string WithoutHandles(string text, PostWire post)
    {
        if (post.RepliedTo is null)
            return text;
        var rest = text.AsSpan().TrimStart();
        while (rest.Length > 1 && rest[0] == '@')
        {
            var end = 1;
            while (end < rest.Length && (char.IsAsciiLetterOrDigit(rest[end]) || rest[end] == '_'))
                end++;
            if (end == 1 || (end < rest.Length && !char.IsWhiteSpace(rest[end])))
                break;
            rest = rest[end..].TrimStart();
        }

        return rest.IsEmpty ? text : rest.ToString();
    }

    private static string Bare(string text) => text.Replace("https://", "", StringComparison.OrdinalIgnoreCase).Replace("http://", "", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Attachment> MediaOf(PostWire post, XIncludes includes)
    {
        foreach (var key in post.Attachments?.MediaKeys ?? [])
        {
            if (includes.Media(key) is not { } media || (HtmlText.Resolve(media.Url, null) ?? HtmlText.Resolve(media.PreviewImageUrl, null)) is not { } link)
                continue;
            var kind = media.Type switch
            {
                "photo" => AttachmentKind.Picture,
                "video" or "animated_gif" => AttachmentKind.Video,
                _ => AttachmentKind.Other,
            };
            yield return new Attachment(kind, link, string.IsNullOrWhiteSpace(media.AltText) ? null : media.AltText.Trim());
        }
    }
}
