using System.Text.Json;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Reads an answer loosely: what is missing or of another type is absent, and never an exception.</summary>
internal static class AzureJson
{
    public static JsonElement? Object(JsonElement from, string name) => Member(from, name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <param name="most">What comes after is not looked at.</param>
    public static IEnumerable<JsonElement> Array(JsonElement from, string name, int most) =>
        Member(from, name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray().Take(most) : [];

    public static string? Text(JsonElement from, string name) => Member(from, name) is { ValueKind: JsonValueKind.String } found ? TextOf(found) : null;

    /// <returns>Null also for half a sign, which is no text.</returns>
    public static string? TextOf(JsonElement text)
    {
        try
        {
            return text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static int? Whole(JsonElement from, string name) => Member(from, name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out var number) ? number : null;

    /// <returns>0 to 1; 0 for what is none.</returns>
    public static double Share(JsonElement? from, string name) =>
        from is { } told && Member(told, name) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var number) && double.IsFinite(number) ? Math.Clamp(number, 0, 1) : 0;

    public static bool IsTrue(JsonElement from, string name) => Member(from, name) is { ValueKind: JsonValueKind.True };

    private static JsonElement? Member(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found) ? found : null;
}
