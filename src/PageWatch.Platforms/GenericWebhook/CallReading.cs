using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Reads the posts of a call by a page's mapping.</summary>
internal static class CallReading
{
    /// <summary>Posts of one call; a sender that has more sends several.</summary>
    public const int MostPosts = 500;

    private const int LongestRaw = 20_000;

    /// <summary>Each post of a call, or why it is none.</summary>
    /// <param name="Raw">Its own bytes as text; empty where nobody needs them.</param>
    internal sealed record Entry(MappedPost? Post, string Problem, string Raw);

    /// <exception cref="JsonException">The call holds no posts at all; the message says why and the mend, in a sentence.</exception>
    public static IReadOnlyList<Entry> Read(WebhookCall call, PostMapping mapping)
    {
        using var document = CallBody.Open(call);
        var root = document.RootElement;
        return [.. ItemsOf(root, mapping).Select(item =>
        {
            var post = new PostReading(mapping, root, item, trace: null).Read(out var problem);
            return new Entry(post, problem, post is null ? CleanText.Cut(item.GetRawText(), LongestRaw) : "");
        })];
    }

    /// <summary>The same for a person who looks on.</summary>
    /// <exception cref="JsonException">As in <see cref="Read"/>.</exception>
    public static IReadOnlyList<TriedPost> Try(WebhookCall call, PostMapping mapping, int most)
    {
        using var document = CallBody.Open(call);
        var root = document.RootElement;
        return [.. ItemsOf(root, mapping).Take(most).Select(item =>
        {
            var fields = new List<TriedField>();
            var post = new PostReading(mapping, root, item, fields).Read(out var problem);
            var seen = (post?.ToEvent(TellsChanges(mapping)) as SourceEvent.PostSeen)?.Post;
            return new TriedPost(post is null ? "not readable" : Becomes(post), seen, fields, post is null ? problem : null);
        })];
    }

    public static bool TellsChanges(PostMapping mapping) => mapping[PostField.UpdatedAt] is not null;

    private static string Becomes(MappedPost post) => post.Act switch
    {
        CallAct.Ignore => $"ignored, because of its event \"{CleanText.Line(post.EventName, 60)}\"",
        CallAct.Delete => "deleted by its author",
        CallAct.Hide => "taken off the page",
        _ when post.IsOwn => "an answer of the page's own",
        _ => "a post",
    };

    private static IEnumerable<JsonElement> ItemsOf(JsonElement root, PostMapping mapping)
    {
        if (!mapping.Items.TryFind(root, root, out var items))
        {
            throw new JsonException(mapping.SaysWhereItemsAre
                ? $"There is nothing at {mapping.Items.Text}, where its posts should be. Say where they are: --map items=/place."
                : "It holds nothing.");
        }

        if (items.ValueKind == JsonValueKind.Object)
            return [items];
        if (items.ValueKind != JsonValueKind.Array)
            throw new JsonException($"Its posts should be a list or an object. Say where they are: --map items=/place.");
        var count = items.GetArrayLength();
        if (count > MostPosts)
            throw new JsonException($"It holds {count} posts; at most {MostPosts} are read of one call. Let the sender send several.");
        if (count == 0 && !mapping.SaysWhereItemsAre)
            throw new JsonException("It is an empty list.");
        return items.EnumerateArray();
    }
}
