using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Promises;

namespace PageWatch.Pipeline.Journey;

/// <summary>
/// Notes replies that came to stand on a page: what people approved once helps them with the next post of the kind, what they changed tells what to mend in the playbook, and what they
/// promised is proposed to be kept in mind.
/// </summary>
internal static class PublishedReplies
{
    /// <param name="post">That it answers, as it stands; null when nobody knows it any more.</param>
    /// <param name="readings">By post.</param>
    public static void AddTo(StateChange change, Reply before, Reply next, Post? post, IReadOnlyDictionary<PostId, Reading> readings, DateTimeOffset now)
    {
        // What was taken off the page is no example.
        if (next.State == ReplyState.TakenBack)
            change.PastTakenBack.Add(next.Id);
        if (next.State != ReplyState.Published || before.State is ReplyState.Published or ReplyState.TakingBack || post is not { Standing: not PostStanding.Deleted })
            return;
        change.Promises.AddRange(PromiseProposals.Of(next.Text, next.Team, next.Nudge, next.ApprovedBy, next.ApprovedByName, post.Author, $"reply {next.Id}", now));
        if (next is { From: { } from, Text.Length: > 0 })
            change.Outcomes.Add(new StateChange.SentDraft(next.Id, next.Team, post.Id, from, next.Text, UsualChanges.IsUnchanged(from.Text, next.Text, post.Author.Name), now));
        if (!next.IsClosing && readings.TryGetValue(post.Id, out var reading) && PastKeys.Of(post, reading) is { } key)
            change.Past.Add(new StateChange.PublishedReply(next.Id, next.Team, post.Id, key, next.ApprovedByName, now));
    }
}
