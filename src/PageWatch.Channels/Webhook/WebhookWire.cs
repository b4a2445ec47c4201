using System.Text.Json.Serialization;

namespace PageWatch.Channels.Webhook;

/// <summary>What a receiver gets. Members may be added; none changes its meaning or goes without <see cref="Schema"/> counting on.</summary>
internal sealed record WebhookWire
{
    public required string Type { get; init; }

    public required int Schema { get; init; }

    public required string Key { get; init; }

    public required long Version { get; init; }

    public long? Nudge { get; init; }

    public string? State { get; init; }

    public string? Kind { get; init; }

    public string? Reason { get; init; }

    public PageWire? Page { get; init; }

    public AuthorWire? Author { get; init; }

    public string? Text { get; init; }

    public required LinksWire Links { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? Draft { get; init; }

    public required string Fallback { get; init; }

    public required CardWire Card { get; init; }
}

internal sealed record PageWire(string Name, string Url);

internal sealed record AuthorWire(string Name, string? Url);

internal sealed record LinksWire(string? Post, string? Reply, string? Console);

internal sealed record CardWire(string Title, string Tone, bool Done, ClockWire? Clock, IReadOnlyList<PartWire> Parts);

internal sealed record ClockWire(string Label, DateTimeOffset? At, string Tone);

/// <summary>One part of the card; which members there are follows from the first.</summary>
internal sealed record PartWire(string Part)
{
    public string? Label { get; init; }

    public string? Text { get; init; }

    public string? Tone { get; init; }

    public bool? Soft { get; init; }

    public string? Author { get; init; }

    public string? Link { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<SpanWire>? Spans { get; init; }

    public IReadOnlyList<FactWire>? Rows { get; init; }

    public IReadOnlyList<PictureWire>? Pictures { get; init; }

    public IReadOnlyList<BarWire>? Bars { get; init; }

    /// <summary>Colleagues who are called, by name.</summary>
    public IReadOnlyList<string>? People { get; init; }
}

internal sealed record SpanWire(string Text)
{
    public bool? Strong { get; init; }

    /// <summary>A name or a title that somebody else wrote.</summary>
    public bool? Outside { get; init; }

    public string? Link { get; init; }

    public DateTimeOffset? At { get; init; }
}

internal sealed record FactWire(string Name, IReadOnlyList<SpanWire> Value);

internal sealed record PictureWire(string Kind, string? Link, string? Text);

internal sealed record BarWire(string Label, long Seconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(WebhookWire))]
internal sealed partial class WebhookJson : JsonSerializerContext;
