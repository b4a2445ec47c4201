using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>Who answers whom, as far as it can be known from what was read and what we knew.</summary>
internal sealed class CommentThreads(IReadOnlyDictionary<long, CommentWire> met, IReadOnlyDictionary<long, KnownPost> known)
{
    /// <summary>Threads are at most ten deep on the page; the API takes any depth. Further up nobody looks.</summary>
    private const int Deepest = 100;

    /// <returns>Null for a comment on the article itself, and where the way up is not known.</returns>
    public string? RootOf(CommentWire comment)
    {
        var at = comment.Parent;
        for (var steps = 0; at != 0 && steps < Deepest; steps++)
        {
            if (ParentOf(at) is not { } above)
                return null;
            if (above == 0)
                return CommentReading.NativeId(at);
            at = above;
        }

        return null;
    }

    /// <summary>In the order of ids, but never an answer before what it answers: an import may number them otherwise.</summary>
    public static IEnumerable<CommentWire> ParentsFirst(IReadOnlyDictionary<long, CommentWire> comments)
    {
        var placed = new HashSet<long>();
        var line = new Stack<CommentWire>();
        foreach (var comment in comments.Values.OrderBy(each => each.Id))
        {
            var at = comment;
            while (at is not null && placed.Add(at.Id))
            {
                line.Push(at);
                at = comments.GetValueOrDefault(at.Parent);
            }

            while (line.TryPop(out var next))
                yield return next;
        }
    }

    private long? ParentOf(long id)
    {
        if (met.TryGetValue(id, out var comment))
            return comment.Parent;
        if (!known.TryGetValue(id, out var post))
            return null;
        if (post.ParentNativeId is null)
            return 0;
        return CommentReading.TryId(post.ParentNativeId, out var parent) ? parent : null;
    }
}
