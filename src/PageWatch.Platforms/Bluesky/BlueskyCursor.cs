using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Where the reading of an account stands. What was told is known by its marks; a time alone would miss what is indexed late.</summary>
internal sealed record BlueskyCursor
{
    /// <summary>The newest that was indexed of what was told; null while nothing was.</summary>
    public DateTimeOffset? High { get; init; }

    /// <summary>What was told: <see cref="BlueskyMarks"/>.</summary>
    public IReadOnlyList<string> Seen { get; init; } = [];

    /// <summary>Where a walk through the notifications goes on, in the server's own terms; null when none is under way.</summary>
    public string? Walk { get; init; }

    /// <summary>What <see cref="High"/> will be when the walk is over.</summary>
    public DateTimeOffset? Top { get; init; }

    /// <summary>The walk has come across something that was told before it began.</summary>
    public bool MetKnown { get; init; }

    /// <summary>Answers that the walk has taken.</summary>
    public int Pages { get; init; }

    /// <summary>Rows still wanted on the first look; null after it.</summary>
    public int? Wanted { get; init; }

    /// <summary>Known posts are read again in turns, from the newest down: the next turn starts below this one. Null starts at the newest.</summary>
    public string? Again { get; init; }

    /// <summary>Threads of the account are read again in turns: the one that was read last.</summary>
    public string? Thread { get; init; }

    [JsonIgnore]
    public bool IsWalking => Walk is not null;

    /// <summary>A cursor that cannot be read starts over: repeats do no harm.</summary>
    public static BlueskyCursor Read(Cursor? cursor, int firstLook)
    {
        var fresh = new BlueskyCursor { Wanted = firstLook };
        if (cursor is null)
            return fresh;
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, BlueskyJson.Default.BlueskyCursor) is { Seen: not null, Pages: >= 0 } read ? read : fresh;
        }
        catch (JsonException)
        {
            return fresh;
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, BlueskyJson.Default.BlueskyCursor));
}
