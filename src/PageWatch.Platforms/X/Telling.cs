using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>What one poll has met, and what of it is to be told.</summary>
internal sealed class Telling(XPage page)
{
    private readonly Dictionary<string, (PostWire Post, XIncludes Includes)> told = new(StringComparer.Ordinal);
    private readonly List<SourceEvent> others = [];

    public bool IsEmpty => told.Count == 0 && others.Count == 0;

    /// <summary>A repost says nothing itself; of several versions the latest is told.</summary>
    public void Take(PostWire post, XIncludes includes)
    {
        if (post.IsRepost || (told.TryGetValue(post.FirstId, out var before) && XId.Order.Compare(before.Post.Id!, post.Id!) > 0))
            return;
        told[post.FirstId] = (post, includes);
    }

    public void Tell(SourceEvent other) => others.Add(other);

    public IReadOnlyList<SourceEvent> Events() =>
    [
        .. PostReading.ParentsFirst(told.Values).Select(each => new SourceEvent.PostSeen(each.Post.ToPost(page, each.Includes))),
        .. others,
    ];
}
