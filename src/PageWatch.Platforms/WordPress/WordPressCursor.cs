using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>Where the reading of a site's comments stands. A handful of numbers, however large the site.</summary>
internal sealed record WordPressCursor
{
    /// <summary>Everything up to this id was seen. Ids only grow.</summary>
    public long High { get; init; }

    /// <summary>The newest id of a walk that is under way; 0 when none is.</summary>
    public long Top { get; init; }

    /// <summary>The lowest id that the walk has come to.</summary>
    public long Low { get; init; }

    /// <summary>How many rows of the list lie before the next answer of the walk.</summary>
    public int Offset { get; init; }

    /// <summary>Rows still wanted on the first look; null after it.</summary>
    public int? Wanted { get; init; }

    /// <summary>Known comments older than the newest answer are read again in turns, downwards: the next turn starts below this id. 0 starts at the newest.</summary>
    public long Again { get; init; }

    /// <summary>Marks the newest answer as it was last time: the same again holds nothing to tell.</summary>
    public string? Newest { get; init; }

    [JsonIgnore]
    public bool IsWalking => Top > 0;

    /// <summary>A cursor that cannot be read starts over: repeats do no harm.</summary>
    public static WordPressCursor Read(Cursor? cursor, int firstLook)
    {
        var fresh = new WordPressCursor { Wanted = firstLook };
        if (cursor is null)
            return fresh;
        try
        {
            var read = JsonSerializer.Deserialize(cursor.Value, WordPressJson.Default.WordPressCursor);
            return read is { High: >= 0, Top: >= 0, Low: >= 0, Offset: >= 0, Again: >= 0 } ? read : fresh;
        }
        catch (JsonException)
        {
            return fresh;
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, WordPressJson.Default.WordPressCursor));
}
