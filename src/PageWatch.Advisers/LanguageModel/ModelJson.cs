using System.Text.Json;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Reads an answer loosely: what is missing or of another type is absent, and never an exception.</summary>
internal static class ModelJson
{
    private const int LongestCode = 64;

    public static JsonElement? Member(JsonElement? from, string name) =>
        from is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    public static JsonElement? First(JsonElement? from, string name) =>
        Member(from, name) is { ValueKind: JsonValueKind.Array } found && found.GetArrayLength() > 0 ? found[0] : null;

    /// <returns>Null also for half a sign, which is no text.</returns>
    public static string? Text(JsonElement? from, string name)
    {
        try
        {
            return Member(from, name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static bool IsTrue(JsonElement? from, string name) => Member(from, name) is { ValueKind: JsonValueKind.True };

    /// <summary>Servers write codes as text or as a number.</summary>
    public static string Code(JsonElement? from, string name) => Plain(Member(from, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => Text(from, name),
    });

    /// <summary>Letters, digits and a few signs: what a code or an id is made of, and nothing that could steer a log or a card.</summary>
    public static string Plain(string? code) =>
        code is null ? "" : string.Concat(code.Take(LongestCode).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));

    /// <returns>Null for what is no JSON.</returns>
    public static JsonElement? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A proxy's page of HTML, or half an answer: whoever called says so.
            return null;
        }
    }
}
