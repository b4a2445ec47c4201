using System.Text.Json;
using System.Text.Json.Nodes;
using PageWatch.Testing;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>The documented bodies, as files.</summary>
internal static class AzureSamples
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Of<AzureStub>(), "AzureLanguage", "samples");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static JsonElement Parse(string name) => JsonDocument.Parse(Read(name)).RootElement;

    /// <summary>Each text of a sample's request with what the sample's response says of it.</summary>
    public static IEnumerable<(string Text, JsonObject Told)> Told(string name)
    {
        var texts = JsonNode.Parse(Read($"{name}.request.json"))!["analysisInput"]!["documents"]!.AsArray().ToDictionary(document => (string)document!["id"]!, document => (string)document!["text"]!);
        foreach (var document in JsonNode.Parse(Read($"{name}.response.json"))!["results"]!["documents"]!.AsArray())
            yield return (texts[(string)document!["id"]!], document.DeepClone().AsObject());
    }
}
