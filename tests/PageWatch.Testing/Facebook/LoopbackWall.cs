using System.Globalization;
using System.Text.Json.Nodes;

namespace PageWatch.Testing.Facebook;

/// <summary>What stands on the Page of a <see cref="LoopbackGraph"/>.</summary>
public sealed class LoopbackWall(TimeProvider time)
{
    public const string Page = "108200000000001";

    private readonly Lock gate = new();
    private readonly List<LoopbackPost> all = [];
    private long last = 122_100_000_000_500;

    /// <summary>Without comments.</summary>
    public IReadOnlyList<LoopbackPost> Posts
    {
        get
        {
            lock (gate)
                return [.. all.Where(post => post.Root is null)];
        }
    }

    /// <summary>Somebody writes on the Page, or the Page itself.</summary>
    public LoopbackPost Say(string by, string name, string text) => Add(new LoopbackPost($"{Page}_{Next()}", by, name, text, null, null, time.GetUtcNow()));

    /// <summary>Under a post or a comment. What answers a reply is folded under the comment above both.</summary>
    public LoopbackPost Comment(string under, string by, string name, string text)
    {
        lock (gate)
        {
            var above = all.Find(post => post.Id == under) ?? throw new InvalidOperationException($"There is no {under}.");
            var root = above.Root ?? above.Id;
            var comment = Add(new LoopbackPost($"{root.Split('_')[1]}_{Next()}", by, name, text, root, above.Root is null ? null : above.Parent ?? above.Id, time.GetUtcNow()));
            Change(root, post => post with { Updated = comment.At });
            return comment;
        }
    }

    /// <summary>An edited comment changes nothing on its post.</summary>
    public void Edit(string id, string text) => Change(id, post => post with { Text = text });

    public void Hide(string id, bool isHidden) => Change(id, post => post with { IsHidden = isHidden });

    /// <summary>With all that stands under it.</summary>
    public bool Remove(string id)
    {
        lock (gate)
            return all.RemoveAll(post => post.Id == id || post.Parent == id || post.Root == id) > 0;
    }

    public LoopbackPost? Find(string id)
    {
        lock (gate)
            return all.Find(post => post.Id == id);
    }

    /// <param name="isStream">Every level; else only what stands directly under it.</param>
    public IReadOnlyList<LoopbackPost> Below(string id, bool isStream)
    {
        lock (gate)
            return [.. all.Where(post => post.Parent == id || (post.Root == id && (isStream || post.Parent is null)))];
    }

    internal JsonObject Write(LoopbackPost post)
    {
        var written = new JsonObject
        {
            ["id"] = post.Id, ["message"] = post.Text, ["created_time"] = Time(post.At), ["from"] = new JsonObject { ["id"] = post.By, ["name"] = post.Name }, ["is_hidden"] = post.IsHidden,
            ["permalink_url"] = $"https://www.facebook.com/{post.Root ?? post.Id}?comment_id={post.Id}",
        };
        if (post.Root is null)
        {
            written["updated_time"] = Time(post.Updated);
            written["is_published"] = true;
        }

        if (post.Parent is { } parent)
            written["parent"] = new JsonObject { ["id"] = parent };
        return written;
    }

    internal static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture);

    private long Next() => Interlocked.Increment(ref last);

    private LoopbackPost Add(LoopbackPost post)
    {
        lock (gate)
            all.Add(post);
        return post;
    }

    private void Change(string id, Func<LoopbackPost, LoopbackPost> change)
    {
        lock (gate)
        {
            var at = all.FindIndex(post => post.Id == id);
            all[at] = change(all[at]);
        }
    }
}

/// <param name="Root">The post that a comment stands under; null for a post.</param>
/// <param name="Parent">The comment that a reply stands under.</param>
public sealed record LoopbackPost(string Id, string By, string Name, string Text, string? Root, string? Parent, DateTimeOffset At)
{
    public DateTimeOffset Updated { get; init; } = At;

    public bool IsHidden { get; init; }
}
