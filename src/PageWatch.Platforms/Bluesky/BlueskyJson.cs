using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.Bluesky;

/// <summary>The JSON as the network sends it: unknown fields are ignored; what only decorates a post is read by itself, so that it cannot cost the post.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionWire))]
[JsonSerializable(typeof(LoginWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(ProfileWire))]
[JsonSerializable(typeof(HandleWire))]
[JsonSerializable(typeof(PostWire))]
[JsonSerializable(typeof(NewRecordWire))]
[JsonSerializable(typeof(OldRecordWire))]
[JsonSerializable(typeof(StrongRefWire))]
[JsonSerializable(typeof(StoredRecordWire))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(BlueskyCursor))]
internal sealed partial class BlueskyJson : JsonSerializerContext
{
    /// <returns>Null where there is no such member, and where there is no object.</returns>
    public static JsonElement? MemberOf(JsonElement? holder, string name)
    {
        try
        {
            return holder is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // An element is read when it is asked, and throws this for half a character among its names.
            return null;
        }
    }

    /// <returns>Null where there is no such text.</returns>
    public static string? TextOf(JsonElement? holder, string name)
    {
        try
        {
            return MemberOf(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>Empty where there is no such list.</returns>
    public static IEnumerable<JsonElement> ListOf(JsonElement? holder, string name) =>
        MemberOf(holder, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}

internal sealed record LoginWire(string Identifier, string Password);

/// <summary>https://docs.bsky.app/docs/api/com-atproto-server-create-session</summary>
internal sealed record SessionWire
{
    public string? Did { get; init; }

    public string? Handle { get; init; }

    public string? AccessJwt { get; init; }

    public string? RefreshJwt { get; init; }

    /// <summary>Null where a server does not tell.</summary>
    public bool? Active { get; init; }

    /// <summary>Why it is not active: <c>takendown</c>, <c>suspended</c>, <c>deactivated</c>.</summary>
    public string? Status { get; init; }

    public JsonElement DidDoc { get; init; }
}

internal sealed record ErrorWire(string? Error, string? Message);

internal sealed record ProfileWire(string? Did, string? Handle, string? DisplayName);

internal sealed record HandleWire(string? Did);
