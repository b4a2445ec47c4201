using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Where the reading of one list stands.</summary>
internal sealed record MastodonCursor
{
    /// <summary>
    /// Ids seen last, newest first. The next poll asks from the oldest of them on, so that what a server shows late among them is still met; what
    /// stands here is not told again.
    /// </summary>
    public IReadOnlyList<string> Recent
    {
        get;
        // Members that the stored text leaves out are handed over as null.
        init => field = value ?? [];
    } = [];

    /// <summary>Where a walk upwards goes on that one poll could not finish; null when none is under way.</summary>
    public string? At { get; init; }

    /// <summary>Known posts are read again in turns, from the newest down: the last turn ended with this one. Null starts at the newest.</summary>
    public Turn? Again { get; init; }

    /// <summary>How many answers each own post had when its thread was last read, by its id.</summary>
    public IReadOnlyDictionary<string, long> Answers
    {
        get;
        init => field = value ?? new Dictionary<string, long>();
    } = new Dictionary<string, long>();

    /// <summary>The server reads no several posts at once (before 4.3, and other makes).</summary>
    public bool Singly { get; init; }

    [JsonIgnore]
    public bool IsFirst => Recent.Count == 0 && At is null;

    /// <summary>A cursor that cannot be read starts over: repeats do no harm.</summary>
    public static MastodonCursor Read(Cursor? cursor)
    {
        if (cursor is null)
            return new MastodonCursor();
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, MastodonJson.Default.MastodonCursor) is { } read
                && read.Recent.All(MastodonId.IsGood) && (read.At is null || MastodonId.IsGood(read.At)) ? read : new MastodonCursor();
        }
        catch (JsonException)
        {
            return new MastodonCursor();
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, MastodonJson.Default.MastodonCursor));

    /// <summary>Posts of one moment are told apart by their ids.</summary>
    internal sealed record Turn(DateTimeOffset At, string Id);
}
