using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;

namespace PageWatch.Storage;

/// <summary>What is kept as a document in a column: read loosely (unknown members are ignored), so that an older program's rows stay readable.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters =
    [
        typeof(IdConverters.Posts), typeof(IdConverters.Conversations), typeof(IdConverters.Pages), typeof(IdConverters.Platforms), typeof(IdConverters.Nudges),
        typeof(IdConverters.Replies), typeof(IdConverters.Rules), typeof(IdConverters.Channels), typeof(IdConverters.Members), typeof(IdConverters.Teams),
    ])]
[JsonSerializable(typeof(Page))]
[JsonSerializable(typeof(PageCapabilities))]
[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(IReadOnlyList<Evidence>))]
[JsonSerializable(typeof(IReadOnlyList<Attachment>))]
[JsonSerializable(typeof(Nudge))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(Reply), TypeInfoPropertyName = "LedgerReply")]
[JsonSerializable(typeof(ReplyOrigin))]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(StoredCall))]
[JsonSerializable(typeof(Sql.StoredRota))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(RuleMatch))]
[JsonSerializable(typeof(Sql.RuleOptions))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Info<T>());

    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, Info<T>()) ?? throw new JsonException($"A stored {typeof(T).Name} is null.");

    private static JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>)(Default.GetTypeInfo(typeof(T)) ?? throw new NotSupportedException($"{typeof(T).Name} is not kept as a document."));
}

/// <summary>A webhook's call without its body.</summary>
internal sealed record StoredCall(string Method, string Query, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers);
