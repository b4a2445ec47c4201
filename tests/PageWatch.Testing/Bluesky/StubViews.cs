using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PageWatch.Testing.Bluesky;

/// <summary>What the index shows at one moment.</summary>
internal sealed class StubViews(IReadOnlyList<StubPost> posts, IReadOnlySet<string> blocking, IEnumerable<StubAccount> accounts, DateTimeOffset now, int largestPage)
{
    /// <summary>How many levels up a reply is told.</summary>
    private const int ToldUp = 5;

    private const int MostPosts = 25;

    public (int, JsonObject) Notifications(StubAccount reader, IQueryCollection query)
    {
        if (query.ContainsKey("seenAt"))
            return (400, StubBluesky.Error("InvalidRequest", "The seenAt parameter is unsupported"));
        var reasons = query["reasons"].ToHashSet();
        var all = Shown().Where(post => post.Author != reader && !blocking.Contains(post.Author.Did))
            .Select(post => (Post: post, Reason: ReasonFor(reader, post)))
            .Where(each => each.Reason is not null && reasons.Contains(each.Reason))
            .OrderByDescending(each => each.Post.IndexedAt).ThenByDescending(each => each.Post.Key, StringComparer.Ordinal)
            .ToList();
        var (rows, cursor) = Page(all, query);
        var told = rows.Select(each =>
        {
            var view = View(each.Post);
            view["reason"] = each.Reason;
            return (JsonNode)view;
        });
        return (200, With(new JsonObject { ["notifications"] = new JsonArray([.. told]) }, cursor));
    }

    public (int, JsonObject) AuthorFeed(string actor, IQueryCollection query)
    {
        var (rows, cursor) = Page([.. Shown().Where(post => post.Author.Did == actor).OrderByDescending(post => post.IndexedAt).ThenByDescending(post => post.Key, StringComparer.Ordinal)], query);
        return (200, With(new JsonObject { ["feed"] = new JsonArray([.. rows.Select(post => new JsonObject { ["post"] = View(post) })]) }, cursor));
    }

    public (int, JsonObject) Posts(IReadOnlyList<string> uris) => uris.Count is 0 or > MostPosts
        ? (400, StubBluesky.Error("InvalidRequest", "Error: uris must not have more than 25 elements"))
        : (200, new JsonObject { ["posts"] = new JsonArray([.. Shown().Where(post => uris.Contains(post.Uri) && !blocking.Contains(post.Author.Did)).Select(View)]) });

    public (int, JsonObject) Thread(string uri, int depth)
    {
        if (Shown().FirstOrDefault(each => each.Uri == uri) is not { } post)
            return (400, StubBluesky.Error("NotFound", $"Post not found: {uri}"));
        return (200, new JsonObject { ["thread"] = Node(post, depth) });
    }

    public (int, JsonObject) Record(string repo, string key) => posts.FirstOrDefault(post => post.Author.Did == repo && post.Key == key) is { } found
        ? (200, new JsonObject { ["uri"] = found.Uri, ["cid"] = found.Cid, ["value"] = found.Record.DeepClone() })
        : (400, StubBluesky.Error("RecordNotFound", $"Could not locate record: at://{repo}/{StubPost.Collection}/{key}"));

    public (int, JsonObject) Profile(string actor) => accounts.FirstOrDefault(account => account.Did == actor || account.Handle == actor) is { } found
        ? (200, new JsonObject { ["did"] = found.Did, ["handle"] = found.Handle, ["displayName"] = found.Name })
        : (400, StubBluesky.Error("InvalidRequest", "Profile not found"));

    public (int, JsonObject) Resolve(string handle) => accounts.FirstOrDefault(account => account.Handle == handle) is { } found
        ? (200, new JsonObject { ["did"] = found.Did })
        : (400, StubBluesky.Error("InvalidRequest", "Unable to resolve handle"));

    private IEnumerable<StubPost> Shown() => posts.Where(post => post.ShownFrom <= now);

    private string? ReasonFor(StubAccount reader, StubPost post)
    {
        var above = post;
        for (var level = 0; level < ToldUp && above?.ParentUri is { } parent; level++)
        {
            if (parent.StartsWith($"at://{reader.Did}/", StringComparison.Ordinal))
                return "reply";
            above = posts.FirstOrDefault(each => each.Uri == parent);
        }

        if (post.Mentions(reader))
            return "mention";
        return post.QuotedUri?.StartsWith($"at://{reader.Did}/", StringComparison.Ordinal) == true ? "quote" : null;
    }

    private JsonObject Node(StubPost post, int depth)
    {
        if (blocking.Contains(post.Author.Did))
            return new JsonObject { ["$type"] = "app.bsky.feed.defs#blockedPost", ["uri"] = post.Uri, ["blocked"] = true, ["author"] = new JsonObject { ["did"] = post.Author.Did } };
        var node = new JsonObject { ["$type"] = "app.bsky.feed.defs#threadViewPost", ["post"] = View(post) };
        if (depth > 0)
            node["replies"] = new JsonArray([.. Shown().Where(each => each.ParentUri == post.Uri).Select(each => Node(each, depth - 1))]);
        return node;
    }

    private JsonObject View(StubPost post) => new()
    {
        ["uri"] = post.Uri,
        ["cid"] = post.Cid,
        ["author"] = new JsonObject { ["did"] = post.Author.Did, ["handle"] = post.Author.Handle, ["displayName"] = post.Author.Name, ["labels"] = new JsonArray() },
        ["record"] = post.Record.DeepClone(),
        ["replyCount"] = Shown().Count(each => each.ParentUri == post.Uri),
        ["indexedAt"] = StubPost.Stamp(post.IndexedAt),
        ["labels"] = new JsonArray(),
    };

    private (IReadOnlyList<T> Rows, string? Cursor) Page<T>(IReadOnlyList<T> all, IQueryCollection query)
    {
        var from = query["cursor"].ToString() is { Length: > 1 } cursor ? int.Parse(cursor[1..], CultureInfo.InvariantCulture) : 0;
        var size = Math.Min(largestPage, int.Parse(query["limit"].ToString(), CultureInfo.InvariantCulture));
        var rows = all.Skip(from).Take(size).ToList();
        return (rows, from + size < all.Count ? string.Create(CultureInfo.InvariantCulture, $"p{from + size}") : null);
    }

    private static JsonObject With(JsonObject body, string? cursor)
    {
        if (cursor is not null)
            body["cursor"] = cursor;
        return body;
    }
}
