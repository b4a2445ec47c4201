using PageWatch.Testing;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>The documented bodies and streams, as files.</summary>
internal static class ModelSamples
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Of<ModelStub>(), "LanguageModel", "samples");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Headers of a recorded answer, but for those that a server writes by itself.</summary>
    public static (string Name, string Value)[] Headers(string name) =>
        [.. Read(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(": ", 2)).Where(pair => pair[0] != "Content-Type").Select(pair => (pair[0], pair[1].TrimEnd('\r')))];
}
