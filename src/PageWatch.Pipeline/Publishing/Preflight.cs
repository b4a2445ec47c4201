using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;

namespace PageWatch.Pipeline.Publishing;

/// <summary>The look just before a reply is sent: is the post still there, unedited, unanswered by a colleague, and is our reply not there already?</summary>
internal static class Preflight
{
    /// <param name="reply">As approved.</param>
    /// <param name="approvedFor">The post as the approver saw it; null when we no longer keep it.</param>
    /// <param name="isOneSlot">The page has one place for an answer: ours there is this reply if it says the same, whatever stood there before.</param>
    /// <param name="known">Native ids of the page's own posts that were on the card when the reply was approved.</param>
    public static ReplyEvent Check(Reply reply, Post? approvedFor, TargetNow now, IReadOnlySet<string> known, bool isOneSlot)
    {
        // A reply that stands there already is never sent again, whatever we believed (promise 4).
        var ours = now.OwnReplies.FirstOrDefault(own => reply.Attempts > 0 && (isOneSlot || !known.Contains(own.NativeId)) && SameText.As(own.Text, reply.Text));
        if (ours is not null)
            return new ReplyEvent.FoundOnPage(ours.NativeId, ours.Link, ours.PublishedAt, ours.Held);

        if (now.Post is not { } post || approvedFor is not { IsPublic: true })
            return new ReplyEvent.NotCleared(NudgeReason.PostChanged, "The post is no longer there.");
        if (post.Standing != PostStanding.Public)
            return new ReplyEvent.NotCleared(NudgeReason.PostChanged, "The post is not public any more.");
        if (approvedFor.Revision != reply.TargetRevision || CleanText.Of(post.Text, PostSnapshot.LongestText) != approvedFor.Text)
            return new ReplyEvent.NotCleared(NudgeReason.PostChanged, "The post says something else now.");
        return now.OwnReplies.Any(own => !known.Contains(own.NativeId))
            ? new ReplyEvent.NotCleared(NudgeReason.AnsweredMeanwhile, "A colleague answered on the page.")
            : new ReplyEvent.Cleared();
    }
}
