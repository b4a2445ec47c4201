using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Journey;

/// <summary>Notes replies that came to stand on a page: what people approved once helps them with the next post of the kind, and what it promises is proposed to be kept in mind.</summary>
internal static class PublishedReplies
{
    /// <param name="post">That it answers, as it stands; null when nobody knows it any more.</param>
    /// <param name="readings">By post.</param>
    public static void AddTo(StateChange change, Reply before, Reply next, Post? post, IReadOnlyDictionary<PostId, Reading> readings, DateTimeOffset now)
    {
        if (next.State != ReplyState.Published || before.State == ReplyState.Published || post is not { Standing: not PostStanding.Deleted })
            return;
        change.Promises.AddRange(PromiseProposals.Of(next.Text, next.Team, next.Nudge, next.ApprovedBy, next.ApprovedByName, post.Author, $"reply {next.Id}", now));
        if (readings.TryGetValue(post.Id, out var reading) && PastKeys.Of(post, reading) is { } key)
            change.Past.Add(new StateChange.PublishedReply(next.Id, next.Team, post.Id, key, next.ApprovedByName, now));
    }
}
