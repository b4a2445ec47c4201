using System.Globalization;
using System.Net;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.WordPress;

/// <summary>Turns a comment into the words of the field.</summary>
internal static class CommentReading
{
    /// <param name="thread">Native id of the thread's root; null when it is not known here.</param>
    /// <param name="under">The article's title; null when it was not asked for.</param>
    public static PostSnapshot ToPost(this CommentWire comment, Page page, string? thread, string? under)
    {
        var link = HtmlText.Resolve(comment.Link, page.Address);
        var (text, attachments) = HtmlText.Read(comment.Html, link ?? page.Address);
        return new PostSnapshot
        {
            NativeId = NativeId(comment.Id),
            ParentNativeId = comment.Parent == 0 ? null : NativeId(comment.Parent),
            ThreadNativeId = thread,
            Author = new Author(
                // Author 0 is anybody who typed a name.
                comment.Author == 0 ? null : NativeId(comment.Author),
                // Names are stored escaped: "Ann &amp; Bob".
                WebUtility.HtmlDecode(comment.AuthorName ?? ""),
                HtmlText.Resolve(comment.AuthorUrl, null)),
            Text = text,
            Under = under,
            PublishedAt = comment.WrittenAt(),
            Standing = comment.IsHeld ? PostStanding.Held : PostStanding.Public,
            IsOurs = comment.IsBy(page),
            Link = link,
            Attachments = attachments,
        };
    }

    public static FoundReply ToReply(this CommentWire comment, Page page) => new(
        NativeId(comment.Id),
        HtmlText.Read(comment.Html, null).Text,
        HtmlText.Resolve(comment.Link, page.Address),
        comment.WrittenAt(),
        !comment.IsPublic);

    /// <summary>By the account's number alone: a visitor can type any name.</summary>
    public static bool IsBy(this CommentWire comment, Page page) => comment.Author > 0 && NativeId(comment.Author) == page.AccountId;

    /// <summary><c>date</c> is the site's local time without a zone; only <c>date_gmt</c> says when.</summary>
    /// <returns>Null when the site does not tell, as for comments that were imported without a date.</returns>
    public static DateTimeOffset? WrittenAt(this CommentWire comment) =>
        DateTimeOffset.TryParseExact(comment.DateGmt, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public static string NativeId(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static bool TryId(string nativeId, out long id) => long.TryParse(nativeId, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
