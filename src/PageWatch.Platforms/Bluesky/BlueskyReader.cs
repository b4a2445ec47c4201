using System.Net;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Reads as one account, or as anybody; for one call, of which it counts the requests.</summary>
internal sealed class BlueskyReader(BlueskyApi api, BlueskyAccount account)
{
    /// <summary>The most posts of one answer: https://docs.bsky.app/docs/api/app-bsky-feed-get-posts</summary>
    public const int MostPosts = 25;

    public const int LargestPage = 100;

    private const int LongestRaw = 20_000;
    private const int LongestCursor = 1000;

    private int requests;
    private Quota? quota;

    /// <summary>How many polls like this one are left; null when the network does not say.</summary>
    public Quota? PollsLeft => quota is null ? null : quota with { Left = quota.Left / Math.Max(1, requests) };

    /// <summary>Who answered, mentioned or quoted the account, newest first.</summary>
    /// <param name="after">Where the last answer ended; null for the newest.</param>
    /// <exception cref="PlatformException">Refused, or no list.</exception>
    public async Task<PostPage> NotificationsAsync(string? after, CancellationToken cancellationToken) => PageOf(
        await AskAsync(
            "app.bsky.notification.listNotifications",
            $"reasons=mention&reasons=reply&reasons=quote&limit={LargestPage}{(after is null ? "" : "&cursor=" + Uri.EscapeDataString(after))}",
            $"read the notifications of {account}",
            cancellationToken),
        "notifications",
        row => BlueskyJson.TextOf(row, "reason") is "mention" or "reply" or "quote" ? row : null,
        $"read the notifications of {account}");

    /// <summary>What the account itself wrote, newest first; a single answer.</summary>
    /// <exception cref="PlatformException">Refused, or no list.</exception>
    public async Task<PostPage> OwnPostsAsync(int most, CancellationToken cancellationToken)
    {
        var doing = $"read the posts of {account}";
        var answer = await AskAsync("app.bsky.feed.getAuthorFeed", $"actor={Uri.EscapeDataString(account.Did)}&filter=posts_with_replies&limit={most}", doing, cancellationToken);
        // What it only passed on (a "reason") is somebody else's.
        return PageOf(answer, "feed", row => BlueskyJson.MemberOf(row, "reason") is null ? BlueskyJson.MemberOf(row, "post") : null, doing);
    }

    /// <summary>Those of the posts that are shown. One that is missing was deleted, or is hidden from this account.</summary>
    /// <param name="posts">At most <see cref="MostPosts"/>.</param>
    /// <exception cref="PlatformException">Refused, or no list.</exception>
    public async Task<PostPage> PostsAsync(IReadOnlyList<AtUri> posts, CancellationToken cancellationToken)
    {
        var doing = $"read posts that {account} knows";
        return PageOf(await AskAsync("app.bsky.feed.getPosts", string.Join('&', posts.Select(post => "uris=" + Uri.EscapeDataString(post.ToString()))), doing, cancellationToken), "posts", row => row, doing);
    }

    /// <summary>A post with what is written under it.</summary>
    /// <param name="depth">How far down; 0 for the post alone.</param>
    /// <exception cref="PlatformException">Refused, or no thread.</exception>
    public async Task<ThreadView> ThreadAsync(AtUri post, int depth, CancellationToken cancellationToken)
    {
        var doing = $"read the thread of {post.Link}";
        var answer = await SendAsync("app.bsky.feed.getPostThread", $"uri={Uri.EscapeDataString(post.ToString())}&depth={depth}&parentHeight=0", doing, cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && BlueskyApi.CodeOf(answer) == "NotFound")
            return ThreadView.Missing(post);
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Get, answer, doing);
        return ThreadView.Of(post, BlueskyJson.MemberOf(BlueskyApi.Read(answer, BlueskyJson.Default.JsonElement, doing), "thread") ?? throw PageAnswer.NotUnderstood(doing, "the answer holds no thread"));
    }

    private async Task<PageAnswer> AskAsync(string method, string query, string doing, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, query, doing, cancellationToken);
        return answer.IsSuccess ? answer : throw api.Failure(HttpMethod.Get, answer, doing);
    }

    private async Task<PageAnswer> SendAsync(string method, string query, string doing, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(account, HttpMethod.Get, method, query, null, doing, cancellationToken);
        requests++;
        quota = BlueskyApi.QuotaIn(answer) ?? quota;
        return answer;
    }

    private static PostPage PageOf(PageAnswer answer, string list, Func<JsonElement, JsonElement?> postIn, string doing)
    {
        var whole = BlueskyApi.Read(answer, BlueskyJson.Default.JsonElement, doing);
        if (BlueskyJson.MemberOf(whole, list) is not { ValueKind: JsonValueKind.Array } rows)
            throw PageAnswer.NotUnderstood(doing, $"the answer holds no \"{list}\"");
        var posts = new List<PostWire>();
        var unreadable = new List<SourceEvent.PostUnreadable>();
        foreach (var row in rows.EnumerateArray())
        {
            if (postIn(row) is not { } told)
                continue;
            if (BlueskyApi.TryRead(told, BlueskyJson.Default.PostWire) is { IsWhole: true } post)
            {
                posts.Add(post);
                continue;
            }

            var raw = told.GetRawText();
            unreadable.Add(new SourceEvent.PostUnreadable(raw.Length > LongestRaw ? raw[..LongestRaw] : raw, "It is no post as Bluesky sends them: address, author, version or record are missing or do not fit one another."));
        }

        return new PostPage(posts, unreadable, BlueskyJson.TextOf(whole, "cursor") is { Length: > 0 and <= LongestCursor } cursor ? cursor : null);
    }
}

/// <param name="Posts">As the network ordered them.</param>
/// <param name="Unreadable">Rows that are no posts.</param>
/// <param name="Next">Where to go on; null at the end.</param>
internal sealed record PostPage(IReadOnlyList<PostWire> Posts, IReadOnlyList<SourceEvent.PostUnreadable> Unreadable, string? Next);
