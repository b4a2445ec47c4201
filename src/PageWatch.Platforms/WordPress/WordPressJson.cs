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
internal sealed partial class WordPressJson : JsonSerializerContext
{
    /// <returns>Null where there is no such member, and where there is no object: PHP writes an empty one as an empty list.</returns>
    public static JsonElement? MemberOf(JsonElement holder, string name)
    {
        try
        {
            return holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // An element is read when it is asked, and throws this for half a character among its names.
            return null;
        }
    }
}

internal sealed record TitleWire(long Id, TextWire? Title);

internal sealed record NewCommentWire(long Post, long Parent, string Content);

/// <summary>https://developer.wordpress.org/rest-api/reference/users/</summary>
internal sealed record UserWire(long Id, string? Name, JsonElement Capabilities)
{
    // Plug-ins grant capabilities as true, 1 or "1".
    public bool Has(string capability) => WordPressJson.MemberOf(Capabilities, capability)?.GetRawText() is "true" or "1" or "\"1\"";
}

/// <summary>The API's front page.</summary>
internal sealed record IndexWire
{
    public string? Name { get; init; }

    public string? Home { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<string>? Namespaces { get; init; }

    public JsonElement Authentication { get; init; }

    [JsonIgnore]
    public bool TakesApplicationPasswords => WordPressJson.MemberOf(Authentication, "application-passwords") is not null;

    [JsonIgnore]
    public bool IsWordPress => Namespaces?.Contains("wp/v2") == true;
}

internal sealed record DeletedWire(bool Deleted);

internal sealed record ErrorWire(string? Code, string? Message);
