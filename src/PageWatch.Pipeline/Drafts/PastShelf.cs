using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What the team answered to posts like this one.</summary>
public sealed class PastShelf(IPastReplies past)
{
    /// <summary>As many as drafts and advisers have use for.</summary>
    private const int Most = 3;

    private const int MostLookedAt = 12;

    /// <summary>Below it the posts have a word in common and no matter.</summary>
    private const double LeastShare = 0.34;

    private const int LeastShared = 2;

    /// <returns>Each text once, the most similar first; empty where nobody has answered such a post yet.</returns>
    public async ValueTask<IReadOnlyList<PastReply>> SimilarAsync(Post post, Reading reading, CancellationToken cancellationToken)
    {
        if (PastKeys.Of(post, reading) is not { } key)
            return [];
        var found = await past.FindAsync(post.Team, key, MostLookedAt, cancellationToken);
        return [.. found.Where(each => each.Share >= LeastShare && each.Shared >= Math.Min(LeastShared, key.Words.Count)).Select(each => each.Reply)
            .DistinctBy(reply => reply.Reply).Take(Most)];
    }
}
