using System.IO.Compression;
using System.Text.Json.Nodes;
using PageWatch.Channels.Manifests;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Snapshots;

namespace PageWatch.Channels.Tests.Manifests;

/// <summary>The app package of Teams against what Teams documents.</summary>
public sealed class TeamsManifestTests(KnownCommands known) : IClassFixture<KnownCommands>
{
    private static readonly Guid Bot = Guid.Parse("11111111-2222-3333-4444-555555555555");

    private static readonly TeamsApp App = new(Bot, "watch.contoso.example", "1.2.3");

    [Fact]
    public void Committed_manifest_is_what_the_commands_print() =>
        Verified.Text(TeamsManifest.Write(known.Specs, new TeamsApp(Guid.Empty, "pagewatch.example.com", "1.0.0")), KnownCommands.File("teams/manifest.json"));

    [Fact]
    public void Required_fields_are_there_and_within_their_limits()
    {
        // https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
        var manifest = Read(App);
        Text(manifest, "$schema").ShouldBe("https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json");
        Text(manifest, "manifestVersion").ShouldBe("1.29");
        Text(manifest, "version").ShouldBe("1.2.3");
        Text(manifest, "id").ShouldBe("11111111-2222-3333-4444-555555555555");
        Text(manifest, "developer", "name").Length.ShouldBeInRange(1, 32);
        foreach (var address in (string[])["websiteUrl", "privacyUrl", "termsOfUseUrl"])
            Text(manifest, "developer", address).ShouldBe("https://watch.contoso.example");
        Text(manifest, "name", "short").Length.ShouldBeInRange(1, 30);
        Text(manifest, "name", "full").Length.ShouldBeInRange(1, 100);
        Text(manifest, "description", "short").Length.ShouldBeInRange(1, 80);
        Text(manifest, "description", "full").Length.ShouldBeInRange(1, 4000);
        Text(manifest, "accentColor").ShouldMatch("^#[0-9A-F]{6}$");
        Text(manifest, "icons", "color").ShouldBe("color.png");
        Text(manifest, "icons", "outline").ShouldBe("outline.png");
        KnownCommands.Words(manifest["validDomains"]).ShouldBe(["watch.contoso.example"]);
    }

    [Fact]
    public void Bot_speaks_in_teams_in_group_chats_and_with_one_person()
    {
        var bot = Read(App)["bots"]!.AsArray().ShouldHaveSingleItem().ShouldNotBeNull();
        Text(bot, "botId").ShouldBe(Bot.ToString());
        KnownCommands.Words(bot["scopes"]).ShouldBe(["team", "groupChat", "personal"]);
        bot["isNotificationOnly"]!.GetValue<bool>().ShouldBeFalse();
        bot["supportsFiles"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void Every_scope_gets_ten_commands_at_most_each_within_its_limits()
    {
        var lists = Lists(Read(App));
        foreach (var scope in (string[])["team", "groupChat", "personal"])
        {
            var commands = lists.Where(list => KnownCommands.Words(list!["scopes"]).Contains(scope)).SelectMany(list => list!["commands"]!.AsArray()).ToList();
            commands.Count.ShouldBeInRange(1, 10, scope);
            foreach (var command in commands)
            {
                Text(command!, "title").Length.ShouldBeInRange(1, 32);
                Text(command!, "description").Length.ShouldBeInRange(1, 128);
            }
        }
    }

    [Fact]
    public void Commands_of_every_day_are_commands_with_their_own_help()
    {
        var commands = Lists(Read(App)).ShouldHaveSingleItem().ShouldNotBeNull()["commands"]!.AsArray();
        commands.Select(command => Text(command!, "title")).ShouldBe(ManifestCommands.Verbs);
        ManifestCommands.Verbs.ShouldBeUnique();
        foreach (var command in commands)
        {
            var spec = known.Specs.Single(spec => spec.Verb == Text(command!, "title"));
            // Whole: an ellipsis would cut the help off.
            Text(command!, "description").ShouldStartWith(spec.Help.TrimEnd('.'));
        }

        Text(commands.Single(command => Text(command!, "title") == "claim")!, "description").ShouldEndWith("(claim 12)");
    }

    [Fact]
    public void Example_that_does_not_fit_is_left_out_and_long_help_is_cut()
    {
        IReadOnlyList<CommandSpec> specs =
        [
            .. known.Specs.Where(spec => spec.Verb is not ("claim" or "hand")),
            new CommandSpec("claim", new string('a', 120), Role.Viewer) { Example = "claim 12" },
            new CommandSpec("hand", string.Join(' ', Enumerable.Repeat("word", 100)), Role.Viewer),
        ];
        var commands = Lists(JsonNode.Parse(TeamsManifest.Write(specs, App))!)[0]!["commands"]!.AsArray();
        Text(commands.Single(command => Text(command!, "title") == "claim")!, "description").ShouldBe(new string('a', 120));
        Text(commands.Single(command => Text(command!, "title") == "hand")!, "description").Length.ShouldBeInRange(100, 128);
    }

    [Fact]
    public void Command_that_is_gone_is_told_and_not_passed_over() =>
        Should.Throw<InvalidOperationException>(() => TeamsManifest.Write([.. known.Specs.Where(spec => spec.Verb != "overdue")], App)).Message.ShouldContain("overdue");

    [Fact]
    public void Nothing_is_heard_without_a_mention_unless_asked_for()
    {
        var quiet = Read(App);
        quiet["authorization"].ShouldBeNull();
        quiet["webApplicationInfo"].ShouldBeNull();
        quiet["permissions"].ShouldBeNull();

        var hearing = Read(App with { HearsThreads = true });
        var permissions = hearing["authorization"]!["permissions"]!["resourceSpecific"]!.AsArray();
        permissions.Select(permission => (Text(permission!, "name"), Text(permission!, "type"))).ShouldBe([("ChannelMessage.Read.Group", "Application"), ("ChatMessage.Read.Chat", "Application")]);
        Text(hearing, "webApplicationInfo", "id").ShouldBe(Bot.ToString());
    }

    [Fact]
    public void Package_holds_the_manifest_and_both_icons_and_nothing_else()
    {
        using var zip = new ZipArchive(new MemoryStream(Zip()), ZipArchiveMode.Read);
        zip.Entries.Select(entry => entry.FullName).ShouldBe(["manifest.json", "color.png", "outline.png"]);
        using var manifest = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        manifest.ReadToEnd().ShouldBe(TeamsManifest.Write(known.Specs, App));
        foreach (var name in (string[])["color.png", "outline.png"])
        {
            using var icon = new MemoryStream();
            using (var stream = zip.GetEntry(name)!.Open())
                stream.CopyTo(icon);
            icon.ToArray().ShouldBe(File.ReadAllBytes(KnownCommands.File($"teams/{name}")), name);
        }
    }

    [Fact]
    public void Same_app_is_the_same_bytes_whenever_it_is_packed()
    {
        Zip().ShouldBe(Zip());
        using var zip = new ZipArchive(new MemoryStream(Zip()), ZipArchiveMode.Read);
        zip.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980 && entry.CompressedLength == entry.Length);
    }

    [Fact]
    public void Package_can_be_written_where_nothing_can_be_wound_back()
    {
        using var kept = new MemoryStream();
        using (var oneWay = new DeflateStream(kept, CompressionMode.Compress, leaveOpen: true))
            TeamsManifest.Zip(oneWay, known.Specs, App);
        kept.Position = 0;
        using var back = new DeflateStream(kept, CompressionMode.Decompress);
        using var zip = new MemoryStream();
        back.CopyTo(zip);
        zip.ToArray().ShouldBe(Zip());
    }

    private byte[] Zip()
    {
        using var zip = new MemoryStream();
        TeamsManifest.Zip(zip, known.Specs, App);
        return zip.ToArray();
    }

    private JsonNode Read(TeamsApp app) => JsonNode.Parse(TeamsManifest.Write(known.Specs, app))!;

    private static JsonArray Lists(JsonNode manifest) => manifest["bots"]![0]!["commandLists"]!.AsArray();

    private static string Text(JsonNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name].ShouldNotBeNull(name)).GetValue<string>();
}
