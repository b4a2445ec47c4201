using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>
/// Reads who answered, mentioned or quoted an account. New posts are met in its notifications and in its threads, what its own people wrote in its own
/// posts; edits and deletes by reading again, because nothing tells of them to those who ask (README.md, "What is seen, and how fast").
/// </summary>
internal sealed class BlueskySource(BlueskyApi api, IOptions<BlueskyOptions> options) : IPollSource
{
    /// <summary>The account's own posts of one answer.</summary>
    private const int OwnPosts = 30;

    /// <summary>Known posts that are read again in one poll: the newest, and as many in turns.</summary>
    private const int AgainNewest = BlueskyReader.MostPosts;

    /// <inheritdoc cref="AgainNewest"/>
    private const int AgainInTurns = 3 * BlueskyReader.MostPosts;

    /// <summary>Posts asked for singly in one poll, to tell why they are missing.</summary>
    private const int MostSingles = 10;

    /// <summary>Of what posts answer, so many are read in one poll.</summary>
    private const int MostContexts = 2 * BlueskyReader.MostPosts;

    /// <summary>Replies further down notify nobody but who is answered: the network tells five levels up.</summary>
    private const int ThreadDepth = 10;

    /// <summary>Threads read in one poll. Without an account they are all there is.</summary>
    private const int ThreadsWithoutLogin = 5;

    /// <summary>Older threads are at rest.</summary>
    private static readonly TimeSpan ThreadsFor = TimeSpan.FromDays(14);

    private static readonly SourceStream Posts = new("posts");

    public PlatformId Platform => BlueskyAccount.Platform;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var account = BlueskyAccount.Of(call);
        var reader = new BlueskyReader(api, account);
        var next = BlueskyCursor.Read(after, options.Value.FirstLook);
        var poll = new BlueskyPoll(new BlueskyMarks(next.Seen));
        var known = new Dictionary<AtUri, KnownPost>();
        foreach (var post in call.Known)
        {
            if (AtUri.TryRead(post.NativeId) is { } id)
                known[id] = post;
        }

        var keys = known.Keys.Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal);
        if (account.HasLogin)
            next = await NotificationWalk.ReadAsync(reader, next, call.TellsAgain, poll, api.Now, cancellationToken);
        else
            next = next with { Wanted = null };

        try
        {
            if (!next.IsWalking)
            {
                next = next with { Thread = await ReadOwnAsync(reader, account, next.Thread, call.TellsAgain, known, poll, cancellationToken) };
                next = next with { Again = await ReadAgainAsync(reader, known, next.Again, call.TellsAgain, poll, cancellationToken) };
            }

            foreach (var contexts in poll.Unread(keys, MostContexts).Chunk(BlueskyReader.MostPosts))
            {
                foreach (var post in (await reader.PostsAsync(contexts, cancellationToken)).Posts)
                {
                    if (post.Id.Did == account.Did)
                        poll.Compare(post, tellsAgain: false);
                    else
                        poll.Glance(post);
                }
            }
        }
        catch (PlatformException problem) when (account.HasLogin && (problem.Failure == PlatformFailure.RateLimited || poll.Seen.Count > 0))
        {
            // What is new is in hand, and must not wait for the old one's sake. The same turn comes again with the next poll; what fails for good is then
            // told by the first poll that has nothing better to tell.
        }

        return new PollResult([.. poll.Posts(account.Did, keys), .. poll.Others], (next with { Seen = poll.Marks.Write() }).Write(), MoreNow: next.IsWalking) { Quota = reader.PollsLeft };
    }

    /// <summary>What the account's own people wrote, in whatever program; and in turns what stands under it.</summary>
    /// <returns>The thread that was read last.</returns>
    private async Task<string?> ReadOwnAsync(
        BlueskyReader reader, BlueskyAccount account, string? last, bool tellsAgain, Dictionary<AtUri, KnownPost> known, BlueskyPoll poll, CancellationToken cancellationToken)
    {
        var own = (await reader.OwnPostsAsync(OwnPosts, cancellationToken)).Posts.Where(post => post.Id.Did == account.Did).ToList();
        foreach (var post in own)
            poll.Compare(post, tellsAgain);

        // Its newest posts show which have replies; of those that have moved out of that list, known ones are read whether or not.
        var since = api.Now - ThreadsFor;
        List<AtUri> threads =
        [
            .. own.Where(post => post.ParentOf() is null && post.HasReplies && PostReading.TimeOf(post.IndexedAt) >= since).Select(post => post.Id),
            .. known.Where(each => each.Key.Did == account.Did && each.Value.ParentNativeId is null && each.Value.PublishedAt >= since && own.TrueForAll(post => post.Id != each.Key)).Select(each => each.Key),
        ];
        for (var i = 0; i < Math.Min(threads.Count, account.HasLogin ? 1 : ThreadsWithoutLogin); i++)
        {
            var turn = threads[(threads.FindIndex(id => id.ToString() == last) + 1) % threads.Count];
            last = turn.ToString();
            var thread = await reader.ThreadAsync(turn, ThreadDepth, cancellationToken);
            foreach (var reply in thread.Replies)
                poll.Compare(reply, tellsAgain);
            foreach (var hidden in thread.Blocked.Where(known.ContainsKey))
                poll.Gone(hidden);
        }

        return last;
    }

    /// <summary>Looks again at known posts: at the newest with every poll, and at the others in turns.</summary>
    /// <returns>Where the next turn starts.</returns>
    private async Task<string?> ReadAgainAsync(BlueskyReader reader, Dictionary<AtUri, KnownPost> known, string? again, bool tellsAgain, BlueskyPoll poll, CancellationToken cancellationToken)
    {
        var all = known.Keys.Where(id => !poll.Seen.ContainsKey(id.ToString())).ToList(); // newest first, as the caller has them
        var older = all.Skip(AgainNewest).ToList();
        var from = again is null ? 0 : older.FindIndex(id => id.ToString() == again) + 1;
        var turn = older.Skip(from).Take(AgainInTurns).ToList();
        var missing = new List<AtUri>();
        foreach (var part in all.Take(AgainNewest).Concat(turn).Chunk(BlueskyReader.MostPosts))
        {
            var page = await reader.PostsAsync(part, cancellationToken);
            foreach (var post in page.Posts.Where(post => part.Contains(post.Id)))
                poll.Compare(post, tellsAgain);
            // A row that cannot be read is there all the same: what we know of it stands.
            if (page.Unreadable.Count == 0)
                missing.AddRange(part.Where(id => page.Posts.All(post => post.Id != id)));
        }

        // What was written a moment ago may not be shown yet.
        var settled = api.Now - api.SettlingTime;
        var asked = missing.Where(id => known[id].PublishedAt <= settled).ToList();
        foreach (var id in asked.Take(MostSingles))
            await TellWhyMissingAsync(reader, id, poll, cancellationToken);
        if (asked.Count > MostSingles)
            return again;
        return from + turn.Count >= older.Count || turn.Count == 0 ? null : turn[^1].ToString();
    }

    /// <summary>Missing from a list is deleted or hidden. Content that is deleted is erased everywhere here too, so it takes the network's own word.</summary>
    private static async Task TellWhyMissingAsync(BlueskyReader reader, AtUri id, BlueskyPoll poll, CancellationToken cancellationToken)
    {
        var look = await reader.ThreadAsync(id, depth: 0, cancellationToken);
        if (look.Post is { } post)
            poll.Compare(post, tellsAgain: false);
        else if (look.NotFound.Contains(id))
            poll.Deleted(id);
        else if (look.Blocked.Contains(id))
            poll.Gone(id);
    }
}
