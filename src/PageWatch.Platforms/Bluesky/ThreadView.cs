using System.Text.Json;

namespace PageWatch.Platforms.Bluesky;

/// <summary>A post with what is written under it, flat; and what of it is not shown.</summary>
/// <param name="Post">Null when it is not shown.</param>
/// <param name="Replies">Everything under it that is shown, parents first.</param>
/// <param name="NotFound">Deleted: the network says so by name.</param>
/// <param name="Blocked">There, and hidden between the two accounts.</param>
internal sealed record ThreadView(PostWire? Post, IReadOnlyList<PostWire> Replies, IReadOnlyList<AtUri> NotFound, IReadOnlyList<AtUri> Blocked)
{
    /// <summary>More of one thread is not read: it is somebody's joke, or a page of its own.</summary>
    private const int MostReplies = 500;

    public static ThreadView Missing(AtUri post) => new(null, [], [post], []);

    /// <param name="asked">What was asked for.</param>
    public static ThreadView Of(AtUri asked, JsonElement thread)
    {
        var replies = new List<PostWire>();
        var notFound = new List<AtUri>();
        var blocked = new List<AtUri>();
        PostWire? first = null;
        var line = new Queue<JsonElement>([thread]);
        while (replies.Count < MostReplies && line.TryDequeue(out var each))
        {
            switch (BlueskyJson.TextOf(each, "$type"))
            {
                case "app.bsky.feed.defs#threadViewPost":
                    if (BlueskyJson.MemberOf(each, "post") is { } told && BlueskyApi.TryRead(told, BlueskyJson.Default.PostWire) is { IsWhole: true } post)
                    {
                        if (post.Id == asked)
                            first = post;
                        else
                            replies.Add(post);
                    }

                    foreach (var below in BlueskyJson.ListOf(each, "replies"))
                        line.Enqueue(below);
                    break;
                case "app.bsky.feed.defs#notFoundPost" when AtUri.TryRead(BlueskyJson.TextOf(each, "uri")) is { } gone:
                    notFound.Add(gone);
                    break;
                case "app.bsky.feed.defs#blockedPost" when AtUri.TryRead(BlueskyJson.TextOf(each, "uri")) is { } hidden:
                    blocked.Add(hidden);
                    break;
            }
        }

        return new ThreadView(first, replies, notFound, blocked);
    }
}
