using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Channels.Manifests;
using PageWatch.Domain.Commands;
using PageWatch.Host.Settings;
using PageWatch.Pipeline.Commands;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Host.Shell;

/// <summary><c>pagewatch manifest</c>: writes what an administrator uploads to bring PageWatch into a chat. Needs no running service, and touches no data.</summary>
internal static partial class ManifestFile
{
    private const string TeamsUsage = "pagewatch manifest teams --bot-id ID --host pagewatch.example.com [--out pagewatch-teams.zip] [--app-version 1.0.0] [--hear-threads]";
    private const string SlackUsage = "pagewatch manifest slack [--host pagewatch.example.com] [--out FILE]";

    /// <summary>Where a file could be named: standard output.</summary>
    private const string Output = "-";

    /// <param name="words">Behind "manifest".</param>
    /// <param name="output">Gets the manifest, or the word of where it lies.</param>
    /// <exception cref="SettingException">A word is wrong, or the file cannot be written; the message says the mend.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, Stream output, CancellationToken cancellationToken)
    {
        var given = words.Skip(1).ToList();
        switch (words)
        {
            case ["teams", ..]:
                var teams = Options(given, TeamsUsage, ["--bot-id", "--host", "--out", "--app-version"], ["--hear-threads"]);
                var app = new TeamsApp(BotIdOf(teams), HostOf(teams) ?? throw Wrong("--host is missing: where Teams reaches the service.", TeamsUsage), VersionOf(teams))
                {
                    HearsThreads = teams.ContainsKey("--hear-threads"),
                };
                using (var zip = new MemoryStream())
                {
                    TeamsManifest.Zip(zip, Specs(), app);
                    return await SaveAsync(zip.ToArray(), teams.GetValueOrDefault("--out") ?? "pagewatch-teams.zip", "Upload it in the Teams admin center, under Manage apps.", output, cancellationToken);
                }

            case ["slack", ..]:
                var slack = Options(given, SlackUsage, ["--host", "--out"], []);
                var host = HostOf(slack);
                return await SaveAsync(
                    Encoding.UTF8.GetBytes(SlackManifest.Write(Specs(), host)), slack.GetValueOrDefault("--out") ?? Output, "Paste it at https://api.slack.com/apps: Create New App, From a manifest.", output, cancellationToken);
            default:
                throw new SettingException($"Say which manifest:{Environment.NewLine}  {TeamsUsage}{Environment.NewLine}  {SlackUsage}");
        }
    }

    private static Guid BotIdOf(Dictionary<string, string> options)
    {
        if (options.GetValueOrDefault("--bot-id") is not { } typed)
            throw Wrong("--bot-id is missing: the bot's application (client) id.", TeamsUsage);
        return Guid.TryParse(typed, out var id) && id != Guid.Empty
            ? id
            : throw new SettingException($"--bot-id is \"{typed}\", which is no application id. Copy the \"Application (client) ID\" of the bot's app registration: 11111111-2222-3333-4444-555555555555.");
    }

    /// <returns>Null when it was not given.</returns>
    private static string? HostOf(Dictionary<string, string> options)
    {
        if (options.GetValueOrDefault("--host") is not { } typed)
            return null;
        var host = "";
        try
        {
            host = new IdnMapping().GetAscii(typed).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Said below: no name.
        }

        // One word is a name within a house at most, and numbers have no certificate: neither chat could call there.
        return Uri.CheckHostName(host) == UriHostNameType.Dns && host.Contains('.', StringComparison.Ordinal) && !host.EndsWith('.')
            ? host
            : throw new SettingException($"--host is \"{typed}\", which is no name of a host. Write it alone, without https://, port and path: pagewatch.example.com.");
    }

    private static string VersionOf(Dictionary<string, string> options)
    {
        if (options.GetValueOrDefault("--app-version") is not { } typed)
            return typeof(Service).Assembly.GetName().Version!.ToString(3);
        return ThreeNumbers().IsMatch(typed) ? typed : throw new SettingException($"--app-version is \"{typed}\". Write three numbers: 1.0.1.");
    }

    private static Dictionary<string, string> Options(IReadOnlyList<string> words, string usage, string[] withValue, string[] without) =>
        ShellOptions.Read(words, "A manifest", usage, withValue, without);

    private static SettingException Wrong(string what, string usage) => ShellOptions.Wrong(what, usage);

    /// <summary>What can be said, from the service as it would be built: on a folder of its own, never started.</summary>
    private static IReadOnlyList<CommandSpec> Specs()
    {
        var place = Temporary();
        try
        {
            var now = TimeProvider.System.GetUtcNow();
            using var folder = DataFolder.Take(place.FullName, now);
            new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(now);
            // The environment may name keys and a database that are in use.
            var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["PageWatch:Demo"] = "false", ["PageWatch:Storage:Keys"] = "", ["PageWatch:Storage:Postgres"] = "" };
            using var app = Service.Build(new Startup([], place.FullName, AsJson: false, settings), new Store(folder, null), builder => builder.Logging.ClearProviders());
            return app.Services.GetRequiredService<CommandDesk>().Specs;
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Temporary()
    {
        try
        {
            return Directory.CreateTempSubdirectory("pagewatch-manifest-");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"No folder can be made for a moment in {Path.GetTempPath()}: {problem.Message} Make room there, or name another place in TMPDIR.");
        }
    }

    private static async Task<int> SaveAsync(byte[] manifest, string file, string next, Stream output, CancellationToken cancellationToken)
    {
        if (file == Output)
        {
            await output.WriteAsync(manifest, cancellationToken);
            return 0;
        }

        try
        {
            await File.WriteAllBytesAsync(file, manifest, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{file} cannot be written: {problem.Message} Name another file with --out.");
        }

        await output.WriteAsync(Encoding.UTF8.GetBytes($"{file} is written. {next}{Environment.NewLine}"), cancellationToken);
        return 0;
    }

    [GeneratedRegex(@"^(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ThreeNumbers();
}
