using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Channels;
using PageWatch.Host.Settings;
using PageWatch.Host.Shell;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.House;

/// <summary><c>pagewatch manifest</c>, and what lies printed in manifests/.</summary>
public sealed class ManifestTests
{
    private const string Bot = "11111111-2222-3333-4444-555555555555";

    public static TheoryData<string, string> Wrong() => new()
    {
        { "", "Say which manifest" },
        { "discord", "Say which manifest" },
        { "teams", "--bot-id is missing" },
        { $"teams --bot-id {Bot}", "--host is missing" },
        { "teams --bot-id pagewatch --host a.example.com", "no application id" },
        { "teams --bot-id 00000000-0000-0000-0000-000000000000 --host a.example.com", "no application id" },
        { $"teams --bot-id {Bot} --host a.example.com --app-version 1.0", "three numbers" },
        { $"teams --bot-id {Bot} --host a.example.com --hear-threads=no", "takes no" },
        { "slack --host https://a.example.com", "without https://" },
        { "slack --host a.example.com/pagewatch", "no name of a host" },
        { "slack --host a.example.com:8443", "no name of a host" },
        { "slack --host ana@a.example.com", "no name of a host" },
        { "slack --host localhost", "no name of a host" },
        { "slack --host 192.0.2.1", "no name of a host" },
        { "slack --host ..", "no name of a host" },
        { "slack --host --out x", "needs a value" },
        { "slack --host=", "needs a value" },
        { "slack --out", "needs a value" },
        { "slack --out a --out b", "twice" },
        { "slack --colour blue", "takes no" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Wrong_words_are_refused_with_the_mend(string line, string told)
    {
        using var output = new MemoryStream();
        var problem = await Should.ThrowAsync<SettingException>(() => ManifestFile.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), output, CancellationToken.None));
        problem.Message.ShouldContain(told);
        output.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("slack/socket-mode.json", "slack")]
    [InlineData("slack/events-api.json", "slack", "--host", "PageWatch.example.com")]
    public async Task Printed_manifest_is_the_committed_one(string file, params string[] words) => (await PrintAsync(words)).ShouldBe(SourceTree.Read("manifests/" + file));

    [Fact]
    public async Task Package_of_teams_is_written_where_it_should_lie()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Inside("app.zip");
        (await PrintAsync("teams", "--bot-id", Bot, "--host=bücher.example", "--app-version", "2.0.1", "--out", file)).ShouldStartWith($"{file} is written.");
        using var zip = await ZipFile.OpenReadAsync(file);
        using var text = new StreamReader(zip.GetEntry("manifest.json")!.Open());
        var manifest = JsonNode.Parse(await text.ReadToEndAsync())!;
        manifest["version"]!.GetValue<string>().ShouldBe("2.0.1");
        manifest["bots"]![0]!["botId"]!.GetValue<string>().ShouldBe(Bot);
        manifest["validDomains"]![0]!.GetValue<string>().ShouldBe("xn--bcher-kva.example");
    }

    [Fact]
    public async Task File_that_cannot_be_written_is_told_and_what_lies_there_stays()
    {
        using var folder = new TemporaryFolder();
        var problem = await Should.ThrowAsync<SettingException>(() => PrintAsync("slack", "--out", folder.Path));
        problem.Message.ShouldContain("cannot be written");
        problem.Message.ShouldContain("--out");
        await Should.ThrowAsync<SettingException>(() => PrintAsync("slack", "--out", Path.Combine(folder.Path, "nowhere", "x.json")));
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Slack_is_told_the_addresses_at_which_its_door_listens()
    {
        using var temporary = new TemporaryFolder();
        using var folder = DataFolder.Take(temporary.Path, DateTimeOffset.UnixEpoch);
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(DateTimeOffset.UnixEpoch);
        using var app = Service.Build(Startup.Read(["--data", temporary.Path]), new Store(folder, null));
        var manifest = JsonNode.Parse(SourceTree.Read("manifests/slack/events-api.json"))!;
        JsonNode?[] told =
        [
            manifest["settings"]!["event_subscriptions"]!["request_url"], manifest["settings"]!["interactivity"]!["request_url"], manifest["features"]!["slash_commands"]![0]!["url"],
        ];
        told.Select(address => new Uri(address!.GetValue<string>()).AbsolutePath)
            .ShouldBe(app.Services.GetServices<IChatDoor>().SelectMany(door => door.Paths).Where(path => path.StartsWith("/chats/slack/", StringComparison.Ordinal)), ignoreOrder: true);
    }

    private static async Task<string> PrintAsync(params string[] words)
    {
        using var output = new MemoryStream();
        (await ManifestFile.RunAsync(words, output, CancellationToken.None)).ShouldBe(0);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
