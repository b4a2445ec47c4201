using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>
/// Reads what stands on a Page: the list of its posts says on which of them something happened, and those are read with their comments (README.md, "What is seen, and how fast").
/// </summary>
internal sealed class FacebookSource(FacebookApi api, IOptions<FacebookOptions> options) : IPollSource
{
    private static readonly SourceStream Posts = new("posts");

    /// <summary>Six of a hundred are all that Facebook lists of a year.</summary>
    private const int MostLists = 6;

    /// <summary>Posts read with their comments in one poll; the others wait for the next, at once.</summary>
    private const int MostThreads = 10;

    /// <summary>Posts read again in one poll in which nothing happened.</summary>
    private const int MostAgain = 2;

    /// <summary>Lists are not told in order, and not at once.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(2);

    /// <summary>Facebook tells whole seconds: what is read while its second may still go on is read once more.</summary>
    private const long Settles = 10;

    /// <summary>How often the list is gone through to its end, for comments on posts that are older than a hundred others. Less than the overlap.</summary>
    private static readonly TimeSpan WholeListEvery = TimeSpan.FromHours(1);

    private static readonly TimeSpan TokenLookEvery = TimeSpan.FromDays(1);

    public PlatformId Platform => FacebookPage.Platform;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [Posts];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        var page = FacebookPage.Of(call);
        var graph = api.For(page);
        var telling = new Telling(page);
        var next = FacebookCursor.Read(after);
        var isQuiet = false;
        if (next.Due.Count == 0)
        {
            next = await WalkAsync(graph, next, call, telling, cancellationToken);
            isQuiet = next.Due.Count == 0;
            if (isQuiet)
                next = next with { Due = DueAgain(next, graph.Now.ToUnixTimeSeconds()) };
        }

        var (read, problem) = await ReadDueAsync(graph, next, call, telling, cancellationToken);
        next = read;
        var quota = problem is { RetryAfter: { } wait } ? new Quota(0, graph.Now + wait) : graph.Quota;
        DateTimeOffset? tokenEndsAt = null;
        if (problem is null && next.Due.Count == 0)
            (next, tokenEndsAt) = await LookAtTokenAsync(graph, next, cancellationToken);
        return new PollResult(telling.Events(), Lasting(next).Write(), MoreNow: problem is null && next.Due.Count > 0 && !isQuiet) { Quota = quota, TokenEndsAt = tokenEndsAt };
    }

    /// <summary>Goes through the list of posts as long as an answer holds one that changed since, and once an hour to its end.</summary>
    private async Task<FacebookCursor> WalkAsync(GraphSession graph, FacebookCursor start, PageCall call, Telling telling, CancellationToken cancellationToken)
    {
        var doing = $"read the posts of {call.Page.Address}";
        var limit = start.IsFirst ? options.Value.FirstLook : 100;
        var now = graph.Now.ToUnixTimeSeconds();
        var room = (long)Overlap.TotalSeconds;
        var due = new Dictionary<string, DuePost>(StringComparer.Ordinal);
        var mark = start.Mark;
        var isWhole = now - start.WholeList >= WholeListEvery.TotalSeconds;
        string? place = null;
        for (var lists = 0; lists < MostLists; lists++)
        {
            var answer = await graph.GetAsync(graph.Page.Id + "/feed", $"fields=id,updated_time&limit={limit}{GraphList.Place(place)}", doing, cancellationToken);
            var list = GraphList.Read(graph.Demand(answer, doing), doing);
            var hasNews = false;
            foreach (var row in list.Rows)
            {
                if (row.Post is not { } post)
                {
                    telling.Unreadable(row.Raw, row.Problem);
                    continue;
                }

                // A time to come would hide what comes before it.
                var updated = Math.Min(PostReading.TimeOf(post.UpdatedTime)?.ToUnixTimeSeconds() ?? 0, now);
                var isRecent = updated >= start.Mark - room;
                mark = Math.Max(mark, updated);
                var before = start.Posts.GetValueOrDefault(post.Id!);
                if (before is null ? start.IsFirst || isRecent || updated == 0 : before.Updated != updated || (call.TellsAgain && isRecent))
                {
                    due[post.Id!] = new DuePost(post.Id!, updated, before is null ? 0 : Math.Max(1, before.Updated - room));
                    hasNews = true;
                }
            }

            if (start.IsFirst || (!hasNews && !isWhole) || list.After is null || list.After == place)
                break;
            place = list.After;
        }

        return start with { Mark = mark, WholeList = isWhole ? now : start.WholeList, Due = [.. due.Values.OrderBy(post => post.Updated).ThenBy(post => post.Id, StringComparer.Ordinal)] };
    }

    /// <summary>Without what is read again no more: should something happen on it, its new time tells.</summary>
    private FacebookCursor Lasting(FacebookCursor cursor)
    {
        var since = cursor.Mark - (long)options.Value.ReadAgainFor.TotalSeconds;
        return cursor with { Posts = cursor.Posts.Where(post => post.Value.Updated >= since || post.Value.Updated == 0).ToDictionary(StringComparer.Ordinal) };
    }

    /// <summary>Neither an edited comment nor a deleted one changes anything on its post.</summary>
    private List<DuePost> DueAgain(FacebookCursor cursor, long now) =>
    [
        .. cursor.Posts.Where(post => now - post.Value.ReadAt >= options.Value.ReadAgainEvery.TotalSeconds && now - post.Value.Updated <= options.Value.ReadAgainFor.TotalSeconds)
            .OrderBy(post => post.Value.ReadAt).ThenBy(post => post.Key, StringComparer.Ordinal).Take(MostAgain).Select(post => new DuePost(post.Key, post.Value.Updated, 0)),
    ];

    /// <returns>What stopped it, if what is in hand can be told all the same.</returns>
    private static async Task<(FacebookCursor Next, PlatformException? Problem)> ReadDueAsync(GraphSession graph, FacebookCursor cursor, PageCall call, Telling telling, CancellationToken cancellationToken)
    {
        var thread = new ThreadReading(graph, telling, call.Known);
        var posts = new Dictionary<string, ReadPost>(cursor.Posts, StringComparer.Ordinal);
        var due = cursor.Due.ToList();
        PlatformException? problem = null;
        try
        {
            for (var threads = 0; threads < MostThreads && due.Count > 0; threads++)
            {
                var rest = await thread.ReadAsync(due[0], cancellationToken);
                if (rest is null)
                {
                    var now = graph.Now.ToUnixTimeSeconds();
                    // Only a reading down to the first comment finds what was edited and deleted.
                    var readAt = due[0].Since > 0 && posts.TryGetValue(due[0].Id, out var before) ? before.ReadAt : now;
                    posts[due[0].Id] = new ReadPost(now - due[0].Updated < Settles ? due[0].Updated - 1 : due[0].Updated, readAt);
                    due.RemoveAt(0);
                }
                else
                {
                    // So much under one post: what was read is kept before more is asked for.
                    due[0] = rest;
                    break;
                }
            }
        }
        catch (PlatformException stopped) when (stopped.Failure is PlatformFailure.RateLimited or PlatformFailure.Unreachable && !telling.IsEmpty)
        {
            // What is in hand must not wait; the rest is due with the next poll, which tells what is wrong if it still is.
            problem = stopped;
        }

        return (cursor with { Posts = posts, Due = due }, problem);
    }

    /// <summary>Once a day, and for each new token. Who is told nothing goes on.</summary>
    private static async Task<(FacebookCursor Next, DateTimeOffset? EndsAt)> LookAtTokenAsync(GraphSession graph, FacebookCursor cursor, CancellationToken cancellationToken)
    {
        var now = graph.Now.ToUnixTimeSeconds();
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(graph.Page.Token ?? "")).AsSpan(0, 4));
        if (cursor.TokenMark == mark && now - cursor.TokenLook < TokenLookEvery.TotalSeconds)
            return (cursor, null);
        try
        {
            var token = await FacebookToken.LookAsync(graph, cancellationToken);
            return (cursor with { TokenMark = mark, TokenLook = now }, token?.EndsAt);
        }
        catch (PlatformException)
        {
            // The page was read, and that is what counts; the next poll asks again.
            return (cursor, null);
        }
    }
}
