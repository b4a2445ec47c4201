using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>Where the reading of a Page stands. Times are unix seconds.</summary>
internal sealed record FacebookCursor
{
    /// <summary>About as many as Facebook lists of a year.</summary>
    public const int MostRemembered = 600;

    /// <summary>The latest change that was met, by Facebook's clock; 0 before the first look.</summary>
    public long Mark { get; init; }

    /// <summary>The posts that were read and are read again, by id. The list of a Page leaves some out, so that their ids are kept.</summary>
    public IReadOnlyDictionary<string, ReadPost> Posts
    {
        get;
        // Members that the stored text leaves out are handed over as null.
        init => field = value ?? new Dictionary<string, ReadPost>();
    } = new Dictionary<string, ReadPost>();

    /// <summary>Posts on which something has happened, yet to be read, in order.</summary>
    public IReadOnlyList<DuePost> Due
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>When the list of posts was last gone through to its end; the first look counts as that.</summary>
    public long WholeList { get; init; }

    /// <summary>When it was last asked how long the token goes on.</summary>
    public long TokenLook { get; init; }

    /// <summary>Tells one token from another, and opens nothing.</summary>
    public string? TokenMark { get; init; }

    [JsonIgnore]
    public bool IsFirst => Mark == 0 && Posts.Count == 0;

    /// <summary>A cursor that cannot be read starts over: repeats do no harm.</summary>
    public static FacebookCursor Read(Cursor? cursor)
    {
        if (cursor is null)
            return new FacebookCursor();
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, FacebookJson.Default.FacebookCursor) is { } read
                && read.Posts.All(post => FacebookId.IsGood(post.Key) && post.Value is not null) && read.Due.All(post => FacebookId.IsGood(post?.Id)) ? read : new FacebookCursor();
        }
        catch (JsonException)
        {
            return new FacebookCursor();
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(
        this with { Posts = Posts.OrderByDescending(post => post.Value.Updated).ThenBy(post => post.Key, StringComparer.Ordinal).Take(MostRemembered).ToDictionary(StringComparer.Ordinal) },
        FacebookJson.Default.FacebookCursor));
}

/// <param name="Updated">As Facebook said when it was read.</param>
/// <param name="ReadAt">When it was last read with all its comments.</param>
internal sealed record ReadPost(long Updated, long ReadAt);

/// <param name="Updated">As the list says; 0 where it does not.</param>
/// <param name="Since">Comments written before were read already; 0 to read all.</param>
/// <param name="After">Where the reading of its comments goes on; null to begin.</param>
/// <param name="Below">The oldest that was read before that.</param>
internal sealed record DuePost(string Id, long Updated, long Since, string? After = null, long Below = long.MaxValue);
