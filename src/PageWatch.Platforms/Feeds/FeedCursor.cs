using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Feeds;

/// <summary>What is kept of a feed between two reads: what was seen, and what its server told us to ask with.</summary>
/// <remarks>Stored as JSON. A field may be added; one that changes its meaning needs a new <see cref="Format"/>.</remarks>
internal sealed record FeedCursor
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>Where the feed was read, after redirects: its validators mean nothing elsewhere.</summary>
    public required Uri From { get; init; }

    /// <summary>Exactly as received, quotes and <c>W/</c> included; null when there was none, or the document was not whole.</summary>
    public string? ETag { get; init; }

    /// <summary>Exactly as received.</summary>
    public string? LastModified { get; init; }

    /// <summary>A digest of what the feed showed when it sent these validators.</summary>
    public string? Window { get; init; }

    /// <summary>The feed showed something else under the same validators: they are not asked with any more.</summary>
    public bool ValidatorsLie { get; init; }

    /// <summary>When the feed was last read whole.</summary>
    public required DateTimeOffset FullAt { get; init; }

    /// <summary>What was seen, latest first, in the form that <see cref="FeedMemory"/> gives it.</summary>
    public required IReadOnlyList<string> Seen { get; init; }

    /// <summary>Older pages that could not be read yet; null when none are owed.</summary>
    public OwedPages? Owed { get; init; }

    /// <summary>Where the feed says it has moved for good; null when it has not.</summary>
    public PermanentMove? Moved { get; init; }

    [JsonIgnore]
    public bool CanAsk => (ETag ?? LastModified) is not null && !ValidatorsLie;

    /// <returns>Null on the first read, and for a cursor that another version wrote: what is in the feed is then reported again, which does no harm.</returns>
    public static FeedCursor? Read(Cursor? cursor)
    {
        if (cursor is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(cursor.Value, FeedCursorJson.Default.FeedCursor) is { Format: CurrentFormat } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Cursor Write() => new(JsonSerializer.Serialize(this, FeedCursorJson.Default.FeedCursor));
}

/// <param name="Left">Pages that may still be asked for.</param>
/// <param name="NotBefore">Their server asked to wait until then.</param>
/// <param name="IsGap">They lie between what was known and what is new; otherwise they are the past of a feed that was never read before.</param>
internal sealed record OwedPages(Uri Next, int Left, DateTimeOffset NotBefore, bool IsGap);

/// <param name="Times">Reads in a row that were led there.</param>
internal sealed record PermanentMove(Uri To, int Times);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(FeedCursor))]
internal sealed partial class FeedCursorJson : JsonSerializerContext;
