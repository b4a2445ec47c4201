using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Selectors;

/// <summary>What is kept of a page between two reads.</summary>
/// <remarks>Stored as JSON. A field may be added; one that changes its meaning needs a new name.</remarks>
internal sealed record SelectorCursor
{
    /// <summary>The selectors it was read with: with others, what was counted says nothing.</summary>
    public required string Selectors { get; init; }

    /// <summary>Posts that were found when the page was last read whole.</summary>
    public required int Matched { get; init; }

    /// <summary>When that was.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Exactly as received.</summary>
    public string? ETag { get; init; }

    /// <summary>Exactly as received.</summary>
    public string? LastModified { get; init; }

    /// <summary>Where the validators came from, after redirects.</summary>
    public Uri? From { get; init; }

    /// <summary>Digests of unreadable posts that were told already, latest last.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <returns>Null on the first read, with other selectors, and for what another version wrote.</returns>
    public static SelectorCursor? Read(Cursor? cursor, string selectors)
    {
        if (cursor is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, SelectorCursorJson.Default.SelectorCursor) is { } read && read.Selectors == selectors ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, SelectorCursorJson.Default.SelectorCursor));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SelectorCursor))]
internal sealed partial class SelectorCursorJson : JsonSerializerContext;
