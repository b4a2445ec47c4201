using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Commands;

namespace PageWatch.Channels.Manifests;

/// <summary>The app package of Microsoft Teams. https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema</summary>
public static class TeamsManifest
{
    public const string FileName = "manifest.json";

    /// <summary>Full colour, 192×192. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons</summary>
    public const string ColorIcon = "color.png";

    /// <summary>White on transparent, 32×32.</summary>
    public const string OutlineIcon = "outline.png";

    /// <summary>The schema that the manifest was written for. A later one takes it as well.</summary>
    private const string SchemaVersion = "1.29";

    /// <summary>Of a command's description. https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots-command-lists-commands</summary>
    private const int LongestDescription = 128;

    /// <summary>The earliest that a zip can say: the same app is the same bytes, whenever it is packed.</summary>
    private static readonly DateTimeOffset PackedAt = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="InvalidOperationException">A verb of <see cref="ManifestCommands.Verbs"/> is not among the specs.</exception>
    public static string Write(IReadOnlyList<CommandSpec> specs, TeamsApp app)
    {
        var id = app.BotId.ToString("D");
        var home = $"https://{app.Host}";
        var manifest = new JsonObject
        {
            ["$schema"] = $"https://developer.microsoft.com/json-schemas/teams/v{SchemaVersion}/MicrosoftTeams.schema.json",
            ["manifestVersion"] = SchemaVersion,
            ["version"] = app.Version,
            ["id"] = id,
            ["developer"] = new JsonObject { ["name"] = "PageWatch", ["websiteUrl"] = home, ["privacyUrl"] = home, ["termsOfUseUrl"] = home },
            ["name"] = new JsonObject { ["short"] = "PageWatch", ["full"] = "PageWatch: who still waits for an answer" },
            ["description"] = new JsonObject
            {
                ["short"] = "Nudges the team to answer what people say in public.",
                ["full"] = "PageWatch reads the public pages a team answers for, and posts a card when somebody waits for an answer: what was said, by whom, until when, and a drafted reply. "
                    + "Claim it, edit it, approve it: nothing is published before a named person has confirmed the exact text. Mention PageWatch with \"help\" to see what it can do.",
            },
            ["icons"] = new JsonObject { ["color"] = ColorIcon, ["outline"] = OutlineIcon },
            ["accentColor"] = "#2F5BD7",
            ["defaultInstallScope"] = "team",
            ["defaultGroupCapability"] = new JsonObject { ["team"] = "bot", ["groupchat"] = "bot" },
            ["bots"] = new JsonArray(Bot(specs, id)),
            ["validDomains"] = new JsonArray(app.Host),
        };
        if (app.HearsThreads)
        {
            manifest["authorization"] = new JsonObject
            {
                ["permissions"] = new JsonObject { ["resourceSpecific"] = new JsonArray(Permission("ChannelMessage.Read.Group"), Permission("ChatMessage.Read.Chat")) },
            };
            manifest["webApplicationInfo"] = new JsonObject { ["id"] = id, ["resource"] = home };
        }

        return ManifestText.Of(manifest);
    }

    /// <summary>The package that an administrator uploads: the manifest and both icons. The same app is the same bytes.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void Zip(Stream destination, IReadOnlyList<CommandSpec> specs, TeamsApp app)
    {
        // Written whole: into a stream that cannot be wound back, an archive would be laid out otherwise.
        using var whole = new MemoryStream();
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var manifest = new MemoryStream(Encoding.UTF8.GetBytes(Write(specs, app)));
            Add(zip, FileName, manifest);
            foreach (var name in (string[])[ColorIcon, OutlineIcon])
            {
                using var icon = Icon(name);
                Add(zip, name, icon);
            }
        }

        whole.Position = 0;
        whole.CopyTo(destination);
    }

    private static JsonObject Bot(IReadOnlyList<CommandSpec> specs, string id) => new()
    {
        ["botId"] = id,
        ["scopes"] = Scopes(),
        ["isNotificationOnly"] = false,
        ["supportsFiles"] = false,
        ["commandLists"] = new JsonArray(new JsonObject
        {
            ["scopes"] = Scopes(),
            ["commands"] = new JsonArray([.. ManifestCommands.Of(specs).Select(spec => (JsonNode)new JsonObject
            {
                ["title"] = spec.Verb,
                ["description"] = ManifestCommands.Hint(spec, LongestDescription),
            })]),
        }),
    };

    private static JsonArray Scopes() => new("team", "groupChat", "personal");

    private static JsonObject Permission(string name) => new() { ["name"] = name, ["type"] = "Application" };

    private static void Add(ZipArchive zip, string name, Stream content)
    {
        // Stored, not deflated: how small a deflated file comes out differs from one runtime to the next.
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = PackedAt;
        using var stream = entry.Open();
        content.CopyTo(stream);
    }

    private static Stream Icon(string name) =>
        typeof(TeamsManifest).Assembly.GetManifestResourceStream($"teams/{name}") ?? throw new InvalidOperationException($"The program was built without the icon {name} of Teams.");
}
