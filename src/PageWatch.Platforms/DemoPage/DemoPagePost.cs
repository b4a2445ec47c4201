using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Makes our words of the page's.</summary>
internal static class DemoPagePost
{
    private const int LongestId = 100;

    /// <param name="accountId">The page's account; what carries another id is never ours, whatever it says of itself.</param>
    /// <param name="problem">What was wrong with it, in a sentence, where the result is null.</param>
    /// <returns>Null when it is no post.</returns>
    public static SourceEvent? Read(PostWire? post, string? accountId, out string problem)
    {
        problem = "";
        if (post?.Id is not { Length: > 0 and <= LongestId } id)
            problem = $"A post has no id of 1 to {LongestId} characters.";
        else if (post.Revision is not { } revision)
            problem = $"Post {id} has no revision.";
        else if (post.Deleted == true)
            return new SourceEvent.PostDeleted(id, revision);
        else if (post.Author is null)
            problem = $"Post {id} has no author.";
        else if (string.IsNullOrWhiteSpace(post.Text) && LinkOf(post.Picture) is null)
            problem = $"Post {id} has neither text nor picture.";
        else
            return new SourceEvent.PostSeen(Snapshot(post, id, revision, accountId));
        return null;
    }

    /// <summary>Parents before answers, and otherwise as the page told them: an edited post has a newer change than its answers.</summary>
    public static IReadOnlyList<SourceEvent> ParentsFirst(IReadOnlyList<SourceEvent> events)
    {
        var byId = events.OfType<SourceEvent.PostSeen>().GroupBy(seen => seen.Post.NativeId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var sorted = new List<SourceEvent>(events.Count);
        var placed = new HashSet<SourceEvent>(ReferenceEqualityComparer.Instance);
        foreach (var each in events)
        {
            // Up to the oldest one that is not placed yet, then down again; a circle ends where it meets itself.
            var line = new Stack<SourceEvent>();
            for (var at = each; at is not null && placed.Add(at); at = at is SourceEvent.PostSeen { Post.ParentNativeId: { } parent } ? byId.GetValueOrDefault(parent) : null)
                line.Push(at);
            sorted.AddRange(line);
        }

        return sorted;
    }

    public static FoundReply? Reply(PostWire reply) => reply.Id is { Length: > 0 and <= LongestId } id && reply.Deleted != true
        ? new FoundReply(id, reply.Text ?? "", LinkOf(reply.Url), reply.CreatedAt, Held: false)
        : null;

    /// <summary>Only http and https, and only complete addresses.</summary>
    public static Uri? LinkOf(string? link) => HtmlText.Resolve(link, relativeTo: null);

    private static PostSnapshot Snapshot(PostWire post, string id, long revision, string? accountId) => new()
    {
        NativeId = id,
        ParentNativeId = Blank(post.Parent),
        ThreadNativeId = Blank(post.Thread),
        Author = new Author(Blank(post.Author!.Id), post.Author.Name ?? ""),
        Text = post.Text ?? "",
        PublishedAt = post.CreatedAt,
        RevisionMark = revision,
        IsOurs = post.ByPage == true && accountId is not null && post.Author.Id == accountId,
        Link = LinkOf(post.Url),
        Attachments = LinkOf(post.Picture) is { } picture ? [new Attachment(AttachmentKind.Picture, picture)] : [],
    };

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
