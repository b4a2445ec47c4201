using System.Text.Json;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>Where the reading of one list stands, and what was read today.</summary>
internal sealed record XCursor
{
    /// <summary>There was a first look. An account that nobody had mentioned by then has no <see cref="Newest"/>, and all that comes later is new.</summary>
    public bool Begun { get; init; }

    /// <summary>The newest id of which all before it was read; null before the first walk has ended.</summary>
    public string? Newest { get; init; }

    /// <summary>Ids of the overlap, which the next poll meets again and does not tell.</summary>
    public IReadOnlyList<string> Recent
    {
        get;
        // Members that the stored text leaves out are handed over as null.
        init => field = value ?? [];
    } = [];

    /// <summary>The same for the upper end of a walk that is under way.</summary>
    public IReadOnlyList<string> Above
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>A walk down from the newest that one poll could not finish: what it began with. Becomes <see cref="Newest"/> when it has come down.</summary>
    public string? Top { get; init; }

    /// <summary>The lowest id that the walk has told; null when none is under way.</summary>
    public string? Down { get; init; }

    /// <summary>The day, UTC, that <see cref="Spent"/> is of.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Posts read on that day.</summary>
    public int Spent { get; init; }

    /// <summary>When known posts were last read again; null before the first time.</summary>
    public DateTimeOffset? AgainAt { get; init; }

    /// <summary>Known posts are read again in turns, from the newest down: the last turn ended with this one.</summary>
    public string? AgainDown { get; init; }

    /// <summary>A cursor that cannot be read starts over: repeats do no harm.</summary>
    public static XCursor Read(Cursor? cursor)
    {
        if (cursor is null)
            return new XCursor();
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, XJson.Default.XCursor) is { Spent: >= 0 } read && read.Recent.All(XId.IsGood) && read.Above.All(XId.IsGood)
                && IsGood(read.Newest) && IsGood(read.Top) && IsGood(read.Down) && IsGood(read.AgainDown) ? read : new XCursor();
        }
        catch (JsonException)
        {
            return new XCursor();
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, XJson.Default.XCursor));

    private static bool IsGood(string? id) => id is null || XId.IsGood(id);
}
