using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Selectors;

/// <summary>What selectors find on a page.</summary>
/// <param name="Title">As the page calls itself; empty when it does not.</param>
/// <param name="Matched">Elements that the post's selector found, readable or not.</param>
/// <param name="Posts">Older before newer.</param>
internal sealed record SelectedPage(string Title, int Matched, IReadOnlyList<PostSnapshot> Posts, IReadOnlyList<SourceEvent.PostUnreadable> Unreadable)
{
    /// <summary>Posts of one page that are read, the first ones: a page that lists more shows the news first.</summary>
    private const int Most = 200;

    private const int LongestId = 400;
    private const int LongestSource = 2000;

    private static readonly TimeSpan FreshDay = TimeSpan.FromDays(2);

    /// <exception cref="PlatformException">It is no web page, or one that nobody should read, or nothing on it is a post.</exception>
    public static SelectedPage Read(PageAnswer answer, PageSelectors selectors, DateTimeOffset now)
    {
        var doing = $"read the page {answer.From}";
        if (answer.Header("Content-Type") is { } type && !type.Contains("html", StringComparison.OrdinalIgnoreCase) && !type.Contains("xml", StringComparison.OrdinalIgnoreCase))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: it is no web page but {CleanText.Line(type, 60)}. Selectors read HTML only.");
        if (HtmlTree.Read(PageBytes.Read(answer.Body, answer.Header("Content-Type"))) is not { } tree)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: it is too large, or nested too deep. Look for a page that shows fewer posts.");
        using (tree)
        {
            var found = selectors.Post.AllIn(tree).Take(Most + 1).ToList();
            if (found.Count == 0)
            {
                throw new PlatformException(
                    PlatformFailure.NotUnderstood,
                    $"Could not {doing}: --select \"{selectors.Post.Written}\" finds nothing there{Repeated(tree)}. Nothing that is known was touched. Look at the page's source: what a script draws later is not in it.");
            }

            return Read(tree, [.. found.Take(Most)], selectors, answer.From, now);
        }
    }

    private static SelectedPage Read(IDocument tree, IReadOnlyList<IElement> found, PageSelectors selectors, Uri from, DateTimeOffset now)
    {
        var relativeTo = HtmlText.Resolve(tree.QuerySelector("base[href]")?.GetAttribute("href"), from) ?? from;
        var links = found.Select(post => HtmlText.Resolve(ValueOf(post, selectors.Link), relativeTo)).ToList();
        // A link that several posts share (all lead to the one page they stand on) tells none of them apart.
        var shared = links.OfType<Uri>().GroupBy(link => link).Where(group => group.Skip(1).Any()).Select(group => group.Key).ToHashSet();
        var posts = new List<PostSnapshot>();
        var unreadable = new List<SourceEvent.PostUnreadable>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (post, link) in found.Zip(links))
        {
            var (text, attachments) = TextOf(post, selectors.Text, relativeTo);
            var author = CleanText.Line(ValueOf(post, selectors.Author), Author.LongestName);
            var written = CleanText.Line(ValueOf(post, selectors.Id), 16 * 1024);
            if (text.Length == 0 && attachments.Count == 0)
                Refuse(post, selectors.Text is { } words ? $"--text \"{words.Written}\" finds nothing in this post." : "This post has no words and no picture.");
            else if (selectors.Id is { } id && written.Length == 0)
                Refuse(post, $"--id \"{id.Written}\" finds nothing in this post.");
            else if (IdOf(written, link is not null && !shared.Contains(link) ? link : null, text, author) is var native && !taken.Add(native))
            {
                if (selectors.Id is { } same)
                    Refuse(post, $"--id \"{same.Written}\" gives this post an id that another one on the page has too.");
            }
            else
            {
                posts.Add(new PostSnapshot
                {
                    NativeId = native,
                    Author = author.Length == 0 ? Author.Nobody : new Author(null, author),
                    Text = text,
                    PublishedAt = WrittenDate.Read(ValueOf(post, selectors.Time)) is { } at && !(at.IsOnlyADay && at.At > now - FreshDay) ? at.At : null,
                    Link = link ?? from,
                    LanguageHint = null,
                    Attachments = attachments,
                });
            }
        }

        return new SelectedPage(CleanText.Line(tree.Title, 200), found.Count, OldestFirst(posts), unreadable);

        void Refuse(IElement post, string problem) => unreadable.Add(new SourceEvent.PostUnreadable(CleanText.Cut(post.OuterHtml, LongestSource), problem));
    }

    private static (string Text, IReadOnlyList<Attachment> Attachments) TextOf(IElement post, SelectedPlace? place, Uri relativeTo)
    {
        if (place is { Attribute: not null })
            return (ValueOf(post, place)?.Trim() ?? "", []);
        var element = place is null ? post : place.FirstIn(post);
        return element is null ? ("", []) : HtmlText.Read(element.InnerHtml, relativeTo);
    }

    private static string? ValueOf(IElement post, SelectedPlace? place) => place?.FirstIn(post) is { } element
        ? place.Attribute is { } attribute ? element.GetAttribute(attribute) : HtmlText.Read(element.InnerHtml, relativeTo: null).Text
        : null;

    private static string IdOf(string written, Uri? link, string text, string author)
    {
        var id = written.Length > 0 ? written : link?.AbsoluteUri ?? "made:" + Digest($"{author}\n{text}");
        return id.Length <= LongestId ? id : "sha256:" + Digest(id);
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>By their dates where all have one; otherwise pages show the newest first.</summary>
    private static IReadOnlyList<PostSnapshot> OldestFirst(List<PostSnapshot> posts)
    {
        posts.Reverse();
        return posts.TrueForAll(post => post.PublishedAt is not null) ? [.. posts.OrderBy(post => post.PublishedAt)] : posts;
    }

    /// <summary>What stands there several times: one of these is probably meant.</summary>
    private static string Repeated(IDocument tree)
    {
        var classes = tree.Descendants<IElement>().Take(20_000).SelectMany(element => element.ClassList.Select(name => $"{element.LocalName}.{name}"))
            .Where(name => name.Length <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            .CountBy(name => name, StringComparer.Ordinal).Where(each => each.Value is >= 2 and <= Most).OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal)
            .Take(5).Select(each => $"{each.Key} ({each.Value})").ToList();
        return classes.Count == 0 ? "" : $"; several times there are {string.Join(", ", classes)}";
    }
}
