using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.WordPress;

/// <summary>The JSON as WordPress sends it: unknown fields are ignored, numbers may come as text.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(CommentWire))]
[JsonSerializable(typeof(TitleWire[]))]
[JsonSerializable(typeof(NewCommentWire))]
[JsonSerializable(typeof(UserWire))]
[JsonSerializable(typeof(IndexWire))]
[JsonSerializable(typeof(DeletedWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(WordPressCursor))]
internal sealed partial class WordPressJson : JsonSerializerContext;

internal sealed record TitleWire(long Id, TextWire? Title);

internal sealed record NewCommentWire(long Post, long Parent, string Content);

/// <summary>https://developer.wordpress.org/rest-api/reference/users/</summary>
internal sealed record UserWire(long Id, string? Name, JsonElement Capabilities)
{
    // Plug-ins grant capabilities as true, 1 or "1".
    public bool Has(string capability) =>
        Capabilities.ValueKind == JsonValueKind.Object && Capabilities.TryGetProperty(capability, out var granted)
        && (granted.ValueKind == JsonValueKind.True || granted.ToString() == "1");
}

/// <summary>The API's front page.</summary>
internal sealed record IndexWire
{
    public string? Name { get; init; }

    public string? Home { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>An object, or an empty list when there is nothing in it: PHP does not tell them apart.</summary>
    public JsonElement Authentication { get; init; }

    [JsonIgnore]
    public bool TakesApplicationPasswords => Authentication.ValueKind == JsonValueKind.Object && Authentication.TryGetProperty("application-passwords", out _);

    [JsonIgnore]
    public bool IsWordPress => Namespaces?.Contains("wp/v2") == true;
}

internal sealed record DeletedWire(bool Deleted);

internal sealed record ErrorWire(string? Code, string? Message);
