using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PageWatch.Benchmarks.Load;

/// <summary>Runs every measurement several times and prints medians; what the aims are stands in the results page beside the figures.</summary>
internal sealed partial class LoadReport(LoadPlan plan)
{
    private readonly Dictionary<string, List<double>> figures = [];

    /// <returns>Name and values of each figure, in the order they were taken.</returns>
    public async Task<IReadOnlyDictionary<string, List<double>>> RunAsync()
    {
        Note("fsync, µs", Enumerable.Range(0, 5).Select(_ => Fsync(plan.Folder)).Order().ElementAt(2));
        for (var round = 1; round <= plan.Rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {plan.Rounds}");
            if (plan.Does("bare"))
                await BareAsync(round);
            // Asked for by name, and then alone where nothing else is.
            if (plan.Only.Contains("chats"))
                await new Chats.ChatRuns(plan.Service, plan.Folder, Note).RunAsync(round);
            if (plan.Only is not ["chats"])
                await RoundAsync(round);
        }

        return figures;
    }

    private async Task RoundAsync(int round)
    {
        var data = Path.Combine(plan.Folder, $"round-{round}");
        var setup = new LoadSetup(plan.Service, data, plan.EnvironmentOf(round));
        await using var receiver = new CardReceiver();
        string hook;
        string secret;
        long number;
        await using (var service = await ServiceUnderLoad.StartAsync(setup))
        {
            await service.SayAsync("channel", "add", $"webhook:{receiver.Address}", "--name", "bench");
            secret = "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
            hook = HookAddress().Match(await service.SayAsync("watch", "webhook", "shop", "--signature", "standard", "--secret", secret)).Value;
            var runs = new LoadRuns(service, receiver, new PostMaker(new Uri(hook), secret));
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            Note("resident at rest, MB", service.Memory.Now);

            // What is compiled by the way is compiled now.
            await runs.ThroughAsync(plan.Posts / 4, 8, 1_000);
            if (plan.Does("paced"))
            {
                foreach (var pace in (int[])[100, 500])
                {
                    var (p50, p99) = await runs.PacedAsync(pace, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15));
                    Note($"post to card at {pace}/s, p50 ms", p50);
                    Note($"post to card at {pace}/s, p99 ms", p99);
                }
            }

            if (plan.Does("through"))
            {
                var before = await CommitsAsync(service);
                var (perSecond, cpu) = await runs.ThroughAsync(plan.Posts, 16, 2_000);
                Note("posts/s through to a delivered card", perSecond);
                Note("CPU-s per 1,000 posts", cpu);
                Note("commits per post", (await CommitsAsync(service) - before) / plan.Posts);
            }

            // Asked for by name: it takes its time.
            if (plan.Only.Contains("flat"))
            {
                for (var quarter = 1; quarter <= 4; quarter++)
                {
                    await runs.ThroughAsync(plan.Posts / 4, 16, 2_000);
                    Note($"resident after {runs.Sent:#,0} posts, MB", service.Memory.Now);
                }
            }

            if (plan.Does("accept"))
            {
                foreach (var connections in (int[])[32, 16])
                {
                    var first = runs.Sent + 1;
                    var (accepts, p99) = await runs.AcceptAsync(connections, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));
                    Note($"durable accepts/s at {connections} connections", accepts);
                    Note($"answer at {connections} connections, p99 ms", p99);
                    await runs.CardsAsync(first, runs.Sent);
                }
            }

            Note("resident peak, MB", service.Memory.Peak);
            Note("cards delivered per post to answer", receiver.Deliveries / (double)Math.Max(1, receiver.Cards));
            number = runs.Sent + 10;
        }

        if (plan.Does("start"))
            Note("start to first accepted post, s", await FirstAcceptAsync(setup, new PostMaker(new Uri(hook), secret), number));
    }

    private async Task BareAsync(int round)
    {
        var secret = "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
        await using var bare = await ServiceUnderLoad.StartBareAsync(Path.Combine(plan.Folder, $"bare-{round}.db"), secret);
        await using var nobody = new CardReceiver();
        var runs = new LoadRuns(bare, nobody, new PostMaker(new Uri(bare.Address, "hooks/bare"), secret));
        foreach (var connections in (int[])[32, 16])
        {
            var before = (bare.Cpu, runs.Sent);
            var (accepts, _) = await runs.AcceptAsync(connections, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
            Note($"bare skeleton, durable accepts/s at {connections} connections", accepts);
            Note($"bare skeleton, CPU-s per 1,000 at {connections} connections", (bare.Cpu - before.Cpu).TotalSeconds / (runs.Sent - before.Sent) * 1000);
        }
    }

    private static async Task<double> FirstAcceptAsync(LoadSetup setup, PostMaker posts, long number)
    {
        var port = ServiceUnderLoad.FreePort();
        var address = new Uri($"http://127.0.0.1:{port}/");
        var buffer = new byte[4096];
        var begin = Stopwatch.GetTimestamp();
        using var process = ServiceUnderLoad.Launch(setup, port);
        while (true)
        {
            try
            {
                using var connection = await HookConnection.OpenAsync(address, CancellationToken.None);
                if (await connection.SendAsync(buffer.AsMemory(0, posts.Write(number, TimeProvider.System.GetUtcNow(), buffer)), CancellationToken.None) == 202)
                    break;
            }
            catch (System.Net.Sockets.SocketException) when (Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
        }

        var took = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        process.Kill();
        await process.WaitForExitAsync();
        return took;
    }

    private static async Task<double> CommitsAsync(ServiceUnderLoad service) =>
        double.Parse(Commits().Match(await service.SayAsync("health")).Groups["count"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Microseconds of writing 4 KiB and having them on the disk; the median of 200.</summary>
    private static double Fsync(string folder)
    {
        var path = Path.Combine(folder, "fsync");
        var block = new byte[4096];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var took = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var at = Stopwatch.GetTimestamp();
            file.Write(block);
            file.Flush(flushToDisk: true);
            took.Add(Stopwatch.GetElapsedTime(at).TotalMicroseconds);
        }

        return took.Order().ElementAt(100);
    }

    private void Note(string name, double value)
    {
        if (!figures.TryGetValue(name, out var values))
            figures[name] = values = [];
        values.Add(value);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {value:#,0.###}"));
    }

    [GeneratedRegex(@"http://\S+/hooks/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HookAddress();

    [GeneratedRegex(@"(?<count>[\d,]+) commits", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commits();
}

/// <param name="Service">The published <c>pagewatch.dll</c>.</param>
/// <param name="Folder">Where data folders are made; on the disk that is to be measured.</param>
/// <param name="Postgres">A connection string whose database is made anew each round; null for SQLite.</param>
/// <param name="Posts">Posts of the run through to the card.</param>
/// <param name="Only">Names of the measurements to take; empty for all.</param>
internal sealed record LoadPlan(string Service, string Folder, string? Postgres, int Rounds, int Posts, IReadOnlyList<string> Only)
{
    public bool Does(string name) => Only.Count == 0 || Only.Contains(name);

    public IReadOnlyDictionary<string, string> EnvironmentOf(int round)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["Fetch__AllowPrivate__0"] = "127.0.0.1" };
        if (Postgres is not null)
            settings["PageWatch__Storage__Postgres"] = Postgres.Replace("{round}", round.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return settings;
    }
}
