using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.X;

/// <summary>One answer of a list of posts.</summary>
/// <param name="Posts">As X ordered them, newest first. One that cannot be read is null here.</param>
/// <param name="Unreadable">With what was wrong.</param>
/// <param name="Missing">What X says of posts that were asked for and are not there.</param>
internal sealed record PostRows(IReadOnlyList<PostWire> Posts, IReadOnlyList<UnreadableRow> Unreadable, IReadOnlyList<ProblemWire> Missing, XIncludes Includes, MetaWire? Meta)
{
    private const int LongestRaw = 20_000;

    /// <summary>Posts that the answer is billed for: those it includes too.</summary>
    public int Cost => Posts.Count + Unreadable.Count + Includes.PostCount;

    /// <exception cref="Domain.Sources.PlatformException">The body is no list.</exception>
    public static PostRows Read(PageAnswer answer, string doing)
    {
        var wire = XApi.Read(answer, XJson.Default.AnswerWire, doing);
        var missing = (wire.Errors ?? []).OfType<ProblemWire>().ToList();
        var posts = new List<PostWire>();
        var unreadable = new List<UnreadableRow>();
        if (wire.Data is { ValueKind: JsonValueKind.Array } data)
        {
            foreach (var row in data.EnumerateArray())
            {
                if (ReadOne(row) is { } post)
                    posts.Add(post);
                else
                    unreadable.Add(new UnreadableRow(IdOf(row), RawOf(row), "It is not a post as X sends them: no usable id, author or text."));
            }
        }
        else if (wire.Data is not null || (wire.Meta is null && missing.Count == 0))
        {
            throw PageAnswer.NotUnderstood(doing, "the answer holds no list of posts");
        }

        return new PostRows(posts, unreadable, missing, new XIncludes(wire.Includes), wire.Meta);
    }

    /// <returns>Null when it is no post.</returns>
    public static PostWire? ReadOne(JsonElement? row)
    {
        try
        {
            return row is { ValueKind: JsonValueKind.Object } found && found.Deserialize(XJson.Default.PostWire) is { IsWhole: true } post ? post : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The second for half a character.
            return null;
        }
    }

    /// <returns>Null where none can be read.</returns>
    public static string? IdOf(JsonElement row)
    {
        try
        {
            return row.ValueKind == JsonValueKind.Object && row.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && XId.IsGood(id.GetString()) ? id.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }

    /// <summary>What is no UTF-8 becomes replacement characters; asked for as text, the row would throw.</summary>
    private static string RawOf(JsonElement row)
    {
        var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(row));
        return raw.Length > LongestRaw ? raw[..LongestRaw] : raw;
    }
}

/// <param name="Id">Null where none can be read.</param>
internal sealed record UnreadableRow(string? Id, string Raw, string Problem);

/// <summary>What stands beside the posts of an answer: their authors, pictures, and the posts they refer to.</summary>
internal sealed class XIncludes(IncludesWire? wire)
{
    private readonly Dictionary<string, UserWire> users = By(wire?.Users, each => each.Id);
    private readonly Dictionary<string, PostWire> posts = By(wire?.Tweets, each => each.Id);
    private readonly Dictionary<string, MediaWire> media = By(wire?.Media, each => each.MediaKey);

    public int PostCount => posts.Count;

    public UserWire? User(string? id) => id is null ? null : users.GetValueOrDefault(id);

    public PostWire? Post(string? id) => id is null ? null : posts.GetValueOrDefault(id);

    public MediaWire? Media(string? key) => key is null ? null : media.GetValueOrDefault(key);

    private static Dictionary<string, T> By<T>(IReadOnlyList<T?>? all, Func<T, string?> key)
        where T : class
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var each in all ?? [])
        {
            if (each is not null && key(each) is { Length: > 0 } known)
                found.TryAdd(known, each);
        }

        return found;
    }
}
