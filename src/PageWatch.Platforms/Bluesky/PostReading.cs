using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Turns a post into the words of the field. Only for posts that are whole.</summary>
internal static partial class PostReading
{
    /// <param name="pageDid">The account that the page is.</param>
    /// <param name="under">What it answers or quotes where that is no post we keep; null otherwise.</param>
    public static PostSnapshot ToPost(this PostWire post, string pageDid, string? under)
    {
        var id = post.Id;
        var record = post.Record!;
        var parent = ParentOf(post);
        var root = AtUri.TryRead(record.Reply?.Root?.Uri);
        return new PostSnapshot
        {
            NativeId = id.ToString(),
            ParentNativeId = parent?.ToString(),
            ThreadNativeId = parent is null ? null : (root ?? parent).ToString(),
            Author = new Author(id.Did, NameOf(post.Author!), AtUri.ProfileLink(id.Did)),
            Text = PostText.Of(record),
            Under = under,
            PublishedAt = post.WrittenAt(),
            IsOurs = id.Did == pageDid,
            Link = id.Link,
            LanguageHint = LanguagesOf(record).FirstOrDefault(),
            Attachments = PostEmbeds.Of(id, record.Embed),
        };
    }

    public static FoundReply ToReply(this PostWire post) => new(post.Id.ToString(), post.Record!.Text ?? "", post.Id.Link, post.WrittenAt(), Held: false);

    /// <returns>Null for a post that stands on its own.</returns>
    public static AtUri? ParentOf(this PostWire post) => AtUri.TryRead(post.Record?.Reply?.Parent?.Uri);

    /// <summary>The author's date is a claim, and may lie in the future; what the network's index saw bounds it.</summary>
    /// <returns>Null when neither tells.</returns>
    public static DateTimeOffset? WrittenAt(this PostWire post)
    {
        var claimed = TimeOf(post.Record?.CreatedAt);
        var indexed = TimeOf(post.IndexedAt);
        return claimed is { } one && indexed is { } other ? (one < other ? one : other) : claimed ?? indexed;
    }

    /// <summary>The languages that the author names, BCP 47; at most the three that a post may have.</summary>
    public static IEnumerable<string> LanguagesOf(RecordWire record) =>
        record.Langs.ValueKind == JsonValueKind.Array
            ? record.Langs.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String && Language().IsMatch(each.GetRawText())).Select(each => each.GetRawText().Trim('"')).Take(3)
            : [];

    public static DateTimeOffset? TimeOf(string? told) =>
        DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    /// <summary>As people see it. A name that anybody may choose; who it is, says the DID alone.</summary>
    public static string NameOf(AuthorWire author) => NameOf(author.DisplayName, author.Handle);

    /// <inheritdoc cref="NameOf(AuthorWire)"/>
    public static string NameOf(string? displayName, string? handle)
    {
        if (CleanText.Line(displayName, Author.LongestName) is { Length: > 0 } name)
            return name;
        // "handle.invalid" stands where a handle does not lead back to its account.
        return handle is null or "" or "handle.invalid" ? Author.Nobody.Name : CleanText.Line("@" + handle, Author.LongestName);
    }

    // With the quotes that stand around it in the JSON: half a character inside would throw when it is read as text.
    [GeneratedRegex("\\A\"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}\"\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Language();
}
