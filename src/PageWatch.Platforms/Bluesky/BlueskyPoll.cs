using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>What one poll has come across.</summary>
/// <param name="marks">What was told before; kept up to date.</param>
internal sealed class BlueskyPoll(BlueskyMarks marks)
{
    /// <summary>Words of a post that is not ours to keep, as a line above the one that answers it.</summary>
    private const int LongestUnder = 280;

    private readonly Dictionary<string, PostWire> met = new(StringComparer.Ordinal);

    private readonly Dictionary<string, PostWire> seen = new(StringComparer.Ordinal);

    public BlueskyMarks Marks => marks;

    /// <summary>What is gone, deleted or unreadable.</summary>
    public List<SourceEvent> Others { get; } = [];

    /// <summary>To be told of.</summary>
    public IReadOnlyDictionary<string, PostWire> Seen => seen;

    /// <summary>To tell of; hidden by moderation, it is gone.</summary>
    public void Take(PostWire post)
    {
        var id = post.Uri!;
        met[id] = post;
        if (seen.ContainsKey(id))
            return;
        if (post.IsHidden)
        {
            Gone(post.Id);
            return;
        }

        marks.Keep(id, post.Cid);
        seen[id] = post;
    }

    /// <summary>The post as it is shown now: to tell of when that is not how it was told before.</summary>
    public void Compare(PostWire post, bool tellsAgain)
    {
        if (tellsAgain || post.IsHidden || !marks.Knows(post.Uri!, post.Cid))
            Take(post);
        else
            Meet(post);
    }

    /// <summary>Read, and told of before.</summary>
    public void Meet(PostWire post)
    {
        met.TryAdd(post.Uri!, post);
        marks.Touch(post.Uri!);
    }

    /// <summary>Read to understand another, and never told of.</summary>
    public void Glance(PostWire post) => met.TryAdd(post.Uri!, post);

    public void Gone(AtUri post)
    {
        // Should it come back, that is news.
        marks.Forget(post.ToString());
        Tell(new SourceEvent.PostGone(post.ToString()));
    }

    public void Deleted(AtUri post)
    {
        marks.Forget(post.ToString());
        Tell(new SourceEvent.PostDeleted(post.ToString()));
    }

    /// <summary>What the posts of this poll answer or quote and nobody has read: at most <paramref name="most"/>.</summary>
    /// <param name="known">Posts that are kept: whoever answers one of them stands in its conversation, which tells what it is about.</param>
    public IReadOnlyList<AtUri> Unread(IReadOnlySet<string> known, int most) =>
    [
        .. seen.Values.Select(post => ContextOf(post, known)).OfType<AtUri>().Distinct().Where(context => !met.ContainsKey(context.ToString())).Take(most),
    ];

    /// <summary>In the order of their times, but never an answer before what it answers.</summary>
    public IEnumerable<SourceEvent> Posts(string pageDid, IReadOnlySet<string> known)
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var line = new Stack<PostWire>();
        foreach (var post in seen.Values.OrderBy(each => each.WrittenAt()).ThenBy(each => each.Uri, StringComparer.Ordinal))
        {
            var at = post;
            while (at is not null && placed.Add(at.Uri!))
            {
                line.Push(at);
                at = at.ParentOf() is { } parent ? seen.GetValueOrDefault(parent.ToString()) : null;
            }

            while (line.TryPop(out var next))
                yield return new SourceEvent.PostSeen(next.ToPost(pageDid, UnderOf(next, known)));
        }
    }

    private void Tell(SourceEvent happened)
    {
        if (!Others.Contains(happened))
            Others.Add(happened);
    }

    private string? UnderOf(PostWire post, IReadOnlySet<string> known)
    {
        if (ContextOf(post, known) is not { } context || !met.TryGetValue(context.ToString(), out var above) || above.IsHidden)
            return null;
        var text = CleanText.Line(PostText.Of(above.Record!), LongestUnder);
        return CleanText.Cut($"{PostReading.NameOf(above.Author!)}: {text}", LongestUnder);
    }

    /// <summary>What has to be read to understand the post: the quoted post, or the answered one where that is none we keep or tell of.</summary>
    private AtUri? ContextOf(PostWire post, IReadOnlySet<string> known)
    {
        if (post.ParentOf() is { } parent)
            return known.Contains(parent.ToString()) || seen.ContainsKey(parent.ToString()) ? null : parent;
        return PostEmbeds.QuotedBy(post.Record!.Embed);
    }
}
