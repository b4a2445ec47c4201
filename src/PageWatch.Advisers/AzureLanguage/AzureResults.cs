using System.Globalization;
using System.Text.Json;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>The results of one call, by the place of each document: order is not promised.</summary>
internal sealed class AzureResults
{
    private const int MostDocuments = 1_000;

    /// <summary>The version of the model that answered; "unknown" where the answer does not say.</summary>
    public required string Model { get; init; }

    public Dictionary<int, JsonElement> Documents { get; } = [];

    public Dictionary<int, AzureError> Errors { get; } = [];

    /// <returns>Null when that is not an answer to this kind of request.</returns>
    public static AzureResults? Read(AzureKind kind, JsonElement root)
    {
        if (AzureJson.Text(root, "kind") != kind.Results || AzureJson.Object(root, "results") is not { } results)
            return null;
        var model = AzureError.Plain(AzureJson.Text(results, "modelVersion"));
        var read = new AzureResults { Model = model.Length == 0 ? "unknown" : model };
        foreach (var document in AzureJson.Array(results, "documents", MostDocuments))
        {
            if (PlaceOf(document) is { } place)
                read.Documents.TryAdd(place, document.Clone());
        }

        foreach (var failed in AzureJson.Array(results, "errors", MostDocuments))
        {
            if (PlaceOf(failed) is { } place)
                read.Errors.TryAdd(place, AzureError.In(AzureJson.Object(failed, "error")));
        }

        return read;
    }

    private static int? PlaceOf(JsonElement document) => int.TryParse(AzureJson.Text(document, "id"), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
}
