using System.Globalization;
using System.Text.Json;
using Npgsql;
using PageWatch.Testing.Demo;
using PageWatch.Testing.Postgres;
using PageWatch.Testing.Processes;
using Xunit.Abstractions;

namespace PageWatch.Host.Tests.Kills;

/// <summary>
/// Two replicas on one PostgreSQL: one takes the deliveries and is killed again and again under load, the other has the person at its console and lives. What
/// the dead one was in the middle of, the living one ends.
/// </summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 8;

    /// <summary>Requests that are answered before a kill, at most.</summary>
    private const int MostAnswered = 150;

    private static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact, Trait("Promise", "1"), Trait("Promise", "2"), Trait("Promise", "4")]
    public async Task Replica_that_is_killed_under_load_loses_nothing_and_doubles_nothing_and_the_other_goes_on()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PAGEWATCH_TEST_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);

        await using var database = await RealPostgres.CreateAsync();
        await using var demo = await RunningDemo.StartAsync();
        var (mortalAddress, livingAddress) = (Address(), Address());
        await using var mortal = new KilledService(await DataAsync("mortal", database, demo), mortalAddress);
        await using var living = new KilledService(await DataAsync("living", database, demo), livingAddress);
        // Both at once on an empty database: one of them makes it.
        await Task.WhenAll(mortal.StartAsync(), living.StartAsync());
        var watched = await living.Running.SayAsync("watch", demo.Base.ToString(), "--token", RunningDemo.Key, "--secret", RunningDemo.HookSecret, "--every", "15s");
        watched.Code.ShouldBe(0, watched.ToString());
        var laid = LaidDown.InPostgres(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        var hook = new Uri($"{mortalAddress}/hooks/{laid.Ask<string>("SELECT hook_key FROM watches").Single()}");
        demo.Options.HookAddress = hook;

        using var load = new Load(demo, new Uri(livingAddress + "/"), hook, chance.Next());
        await load.SignInAsync(living.Running.Link);
        using var end = new CancellationTokenSource();
        var going = load.RunAsync(end.Token);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await load.AnsweredAsync(chance.Next(MostAnswered), LongestLoad);
            await mortal.KillAsync(TimeSpan.FromMilliseconds(chance.Next(300)));
            if (kill < Kills)
                await mortal.StartAsync();
        }

        // It stays dead: what it held is free when its lease is over.
        demo.Options.HookAddress = new Uri(hook.AbsoluteUri.Replace(mortalAddress, livingAddress, StringComparison.Ordinal));
        await load.AnsweredAsync(MostAnswered, LongestLoad);
        await end.CancelAsync();
        await going;
        await Aftermath.SettleAsync(laid, load);

        var onPage = await Aftermath.RepliesOnPageAsync(demo, load);
        output.WriteLine(
            $"figure: two replicas on PostgreSQL, kill -9 of one at {Kills} random moments (seed {seed}): {load.Accepted.Count} deliveries accepted, {load.Written.Count} posts written on the page, "
            + $"{load.Presses} presses done, {load.Approved.Count} replies let out; {load.CutOff} requests cut off; in the end {onPage.Sum(each => each.Count())} replies on the page; lost 0, doubled 0");
        load.Accepted.Count.ShouldBeGreaterThan(Kills * 2);
        load.Approved.Count.ShouldBeGreaterThan(0);
        load.CutOff.ShouldBeGreaterThan(0);
        Aftermath.Demand(laid, load, onPage);
        var record = await living.Running.SayAsync("record");
        record.Code.ShouldBe(0, record.ToString());
    }

    [Fact, Trait("Promise", "14")]
    public async Task Replica_with_other_keys_is_told_to_share_them()
    {
        await using var database = await RealPostgres.CreateAsync();
        await using var first = await ServiceProcess.StartAsync(await DataAsync("first", database), "--no-demo");
        var data = await DataAsync("second", database, keys: folder.Inside("other-keys"));
        var second = await ServiceProcess.RunAsync(["--data", data, "--no-demo", "--urls", "http://127.0.0.1:0"]);
        second.Code.ShouldBe(1);
        second.Errors.ShouldContain("do not open what is sealed in the database");
        second.Errors.ShouldContain("PageWatch:Storage:Keys");
        second.Errors.ShouldNotContain(new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!);
    }

    private async Task<string> DataAsync(string name, RealPostgres database, RunningDemo? demo = null, string? keys = null)
    {
        var data = folder.Inside(name);
        Directory.CreateDirectory(data);
        var settings = new Dictionary<string, object>
        {
            ["PageWatch"] = new { Storage = new { Postgres = database.ConnectionString, Keys = keys ?? folder.Inside("keys") } },
            ["Fetch"] = new { AllowPrivate = demo is null ? Array.Empty<string>() : [$"127.0.0.1:{demo.Base.Port}"] },
        };
        await File.WriteAllTextAsync(Path.Combine(data, "pagewatch.json"), JsonSerializer.Serialize(settings));
        return data;
    }

    private static string Address()
    {
        using var socket = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        socket.Start();
        return string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((System.Net.IPEndPoint)socket.LocalEndpoint).Port}");
    }
}
