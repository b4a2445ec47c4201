using System.Text.Json.Nodes;
using PageWatch.Domain.Commands;
using PageWatch.Pipeline.Commands;
using PageWatch.Testing;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Manifests;

/// <summary>The specs of the real commands, and where manifests lie that were printed from them.</summary>
public sealed class KnownCommands : IAsyncLifetime
{
    public IReadOnlyList<CommandSpec> Specs { get; private set; } = [];

    public static string File(string name) => Path.Combine(ProjectFolder.Repository, "manifests", name);

    /// <summary>The texts of an array.</summary>
    public static IReadOnlyList<string> Words(JsonNode? array) => [.. array!.AsArray().Select(word => word!.GetValue<string>())];

    public async Task InitializeAsync()
    {
        await using var stage = await Stage.OpenAsync();
        Specs = stage.Get<CommandDesk>().Specs;
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
