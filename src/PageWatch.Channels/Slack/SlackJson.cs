using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PageWatch.Channels.Slack;

/// <summary>Reads what Slack sends loosely: what is missing, of another kind or no text at all is null.</summary>
internal static class SlackJson
{
    /// <summary>Cards and messages of people nest some ten deep.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 64 };

    /// <summary>Goes into a body of its own and never into a page: letters stay letters.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <returns>Null when it is no JSON object.</returns>
    public static JsonElement? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Shallow);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Null when it is no JSON object.</returns>
    public static JsonElement? Read(string? text)
    {
        if (text is null)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, Shallow);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException) // half a character
        {
            return null;
        }
    }

    public static string Write(JsonNode node) => node.ToJsonString(Plain);

    public static JsonElement? Member(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var here = from;
        foreach (var name in path)
        {
            if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(name, out here))
                return null;
        }

        return here.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : here;
    }

    /// <returns>Null for what is neither text nor number, and for a text of half characters.</returns>
    public static string? Text(this JsonElement from, params ReadOnlySpan<string> path)
    {
        if (from.Member(path) is not { } value)
            return null;
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static bool Flag(this JsonElement from, params ReadOnlySpan<string> path) => from.Member(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement from, params ReadOnlySpan<string> path) =>
        from.Member(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
