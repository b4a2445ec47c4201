using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>What one poll has met.</summary>
internal sealed class Telling(FacebookPage page)
{
    private readonly Dictionary<string, PostSnapshot> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceEvent> gone = new(StringComparer.Ordinal);
    private readonly List<SourceEvent> unreadable = [];

    public bool IsEmpty => seen.Count == 0 && gone.Count == 0 && unreadable.Count == 0;

    /// <param name="root">The post that a comment stands under; null for a post.</param>
    public void Take(GraphPostWire post, string? root)
    {
        if (post.IsPublic())
            seen[post.Id!] = post.ToPost(page, root);
        else
            Gone(post.Id!);
    }

    /// <summary>Not shown any more. Whether its author took it back is told to nobody.</summary>
    public void Gone(string id) => gone[id] = new SourceEvent.PostGone(id);

    public void Unreadable(string raw, string problem) => unreadable.Add(new SourceEvent.PostUnreadable(raw, problem));

    public IReadOnlyList<SourceEvent> Events() => [.. ParentsFirst().Select(post => new SourceEvent.PostSeen(post)), .. gone.Values, .. unreadable];

    /// <summary>In the order of their writing, but never an answer before what it answers.</summary>
    private IEnumerable<PostSnapshot> ParentsFirst()
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var above = new Stack<PostSnapshot>();
        foreach (var post in seen.Values.OrderBy(each => each.PublishedAt).ThenBy(each => each.NativeId, StringComparer.Ordinal))
        {
            for (var at = post; at is not null && placed.Add(at.NativeId); at = at.ParentNativeId is { } parent ? seen.GetValueOrDefault(parent) : null)
                above.Push(at);
            while (above.TryPop(out var next))
                yield return next;
        }
    }
}
