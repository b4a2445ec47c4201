using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.Mastodon;

/// <summary>The JSON as servers send it: unknown fields are ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusWire))]
[JsonSerializable(typeof(AccountWire))]
[JsonSerializable(typeof(InstanceWire))]
[JsonSerializable(typeof(ApplicationWire))]
[JsonSerializable(typeof(FingerWire))]
[JsonSerializable(typeof(NewStatusWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(MastodonCursor))]
internal sealed partial class MastodonJson : JsonSerializerContext;

/// <summary>https://docs.joinmastodon.org/entities/Instance/; of the older <c>/api/v1/instance</c> what the two have in common.</summary>
/// <param name="Domain">Version 2.</param>
/// <param name="Uri">Version 1, where it is the domain too; some write it as an address.</param>
/// <param name="MaxTootChars">As Pleroma and its kin tell the limit.</param>
internal sealed record InstanceWire(string? Domain, string? Uri, string? Version, ConfigurationWire? Configuration, int? MaxTootChars);

internal sealed record ConfigurationWire(StatusLimitsWire? Statuses);

internal sealed record StatusLimitsWire(int? MaxCharacters);

/// <summary>https://docs.joinmastodon.org/methods/apps/#verify_credentials</summary>
/// <param name="Scopes">What a token of this application may do at most; missing before 4.3.</param>
internal sealed record ApplicationWire(IReadOnlyList<string?>? Scopes);

/// <summary>https://www.rfc-editor.org/rfc/rfc7033#section-4.4</summary>
internal sealed record FingerWire(IReadOnlyList<FingerLinkWire?>? Links);

internal sealed record FingerLinkWire(string? Rel, string? Href);

/// <summary>https://docs.joinmastodon.org/methods/statuses/#create</summary>
internal sealed record NewStatusWire(string Status, string InReplyToId, string Visibility, string? Language);

internal sealed record ErrorWire(string? Error);

/// <summary>Ids are text; a server that sends numbers means the same.</summary>
internal sealed class OpaqueId : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new JsonException("An id is text."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
