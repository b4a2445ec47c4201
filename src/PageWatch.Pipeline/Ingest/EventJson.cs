using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What a poll saw, as it is kept in the inbox until it is worked on.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<SourceEvent>))]
public sealed partial class EventJson : JsonSerializerContext
{
    public static byte[] Write(IReadOnlyList<SourceEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events, Default.IReadOnlyListSourceEvent);

    /// <exception cref="JsonException">The bytes are not what <see cref="Write"/> made.</exception>
    public static IReadOnlyList<SourceEvent> Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, Default.IReadOnlyListSourceEvent) ?? [];
}
