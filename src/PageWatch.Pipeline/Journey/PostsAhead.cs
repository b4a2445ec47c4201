using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Journey;

/// <summary>Which posts a batch will have to read, found by the history alone, so that an adviser can be asked before anything is opened.</summary>
internal static class PostsAhead
{
    /// <param name="known">What is stored of the posts that are spoken of, by native id.</param>
    /// <returns>Each in its last version of the batch; none that is deleted in the end.</returns>
    public static IReadOnlyCollection<Post> In(IEnumerable<(SourceEvent Event, InboxRow Row)> told, IReadOnlyDictionary<string, Post> known, Watch watch)
    {
        var posts = new Dictionary<string, Post>(known);
        var ahead = new Dictionary<string, Post>();
        var identity = new NewPost(default, watch.Team, watch.Page.Id, default);
        foreach (var (happened, row) in told)
        {
            switch (happened)
            {
                case SourceEvent.PostSeen seen:
                    Follow(PostHistory.Seen(posts.GetValueOrDefault(seen.Post.NativeId), seen.Post, identity, row.ReceivedAt, watch.NudgesSince, row.IsFirstLook));
                    break;
                case SourceEvent.PostDeleted deleted:
                    Follow(PostHistory.Deleted(posts.GetValueOrDefault(deleted.NativeId), deleted.RevisionMark, identity, deleted.NativeId, row.ReceivedAt));
                    break;
                case SourceEvent.PostGone gone:
                    Follow(PostHistory.Gone(posts.GetValueOrDefault(gone.NativeId), gone.RevisionMark));
                    break;
            }
        }

        return ahead.Values;

        void Follow(PostChange change)
        {
            var (after, reads) = change switch
            {
                PostChange.Created created => (created.Post, created.Post),
                // Old as it may be, what somebody changes or lets appear now is news.
                PostChange.Edited edited => (edited.After, edited.After with { IsBaseline = false }),
                PostChange.Appeared appeared => (appeared.After, appeared.After with { IsBaseline = appeared.After.IsBaseline && appeared.Before.Standing == PostStanding.Gone }),
                PostChange.Withheld withheld => (withheld.After, null),
                PostChange.Marked marked => (marked.After, null),
                PostChange.Deleted deleted => (deleted.After, null),
                _ => ((Post?)null, (Post?)null),
            };
            if (after is null)
                return;
            posts[after.NativeId] = after;
            if (reads is not null)
                ahead[after.NativeId] = reads;
            else if (after.Standing == PostStanding.Deleted)
                ahead.Remove(after.NativeId);
        }
    }
}
