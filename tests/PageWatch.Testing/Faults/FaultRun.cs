using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PageWatch.Testing.Processes;

namespace PageWatch.Testing.Faults;

/// <summary>
/// The real service answers visitors of sites that fail in every way we know, and is killed at random moments. In the end the sites' own count is held against what the service believes.
/// </summary>
public sealed class FaultRun : IAsyncDisposable
{
    /// <summary>One kill in so many meets a service that has not finished its start.</summary>
    private const int KillsWhileStarting = 4;

    /// <summary>People who approve at the same time.</summary>
    private const int People = 6;

    private static readonly TimeSpan LongestLull = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly FaultPlan plan;
    private readonly string data;
    private readonly Action<string> say;
    private readonly Random chance;
    private readonly List<FaultySite> sites = [];
    private readonly Dictionary<(Uri Page, long Comment), int> visitors = [];
    private readonly Lock gate = new();
    private readonly Ledger ledger;
    private readonly Approvals approvals;
    private readonly KilledService service;
    private volatile bool allWritten;
    private int cutOff;
    private int killsWhileStarting;

    /// <param name="data">The service's folder; made where it is missing, and left behind.</param>
    /// <param name="say">Gets a line now and then of how far it is.</param>
    public FaultRun(FaultPlan plan, string data, Action<string> say)
    {
        this.plan = plan;
        this.data = data;
        this.say = say;
        chance = new Random(unchecked((int)plan.Seed));
        ledger = new Ledger(data);
        approvals = new Approvals(Path.Combine(data, "shell.json"));
        service = new KilledService(data, $"http://127.0.0.1:{FreePort()}");
    }

    public async Task<FaultCount> RunAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        var draws = new FaultDraws(plan.Seed, plan.Settling, plan.Patience);
        // Each site is a host of its own to the service, which gives every host a budget of polls.
        for (var site = 0; site < plan.Sites; site++)
            sites.Add(await FaultySite.StartAsync(new IPAddress([127, 0, 0, (byte)(2 + site)]), draws, plan.Patience));
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "pagewatch.json"), JsonSerializer.Serialize(new
        {
            Fetch = new { AllowPrivate = (string[])["127.0.0.0/8"], TimeLimit = plan.Patience.ToString("c", CultureInfo.InvariantCulture) },
            Platforms = new { WordPress = new { SettlingTime = plan.Settling.ToString("c", CultureInfo.InvariantCulture) } },
        }));
        await service.StartAsync();
        foreach (var site in sites)
        {
            var watched = await service.Running.SayAsync("watch", site.Address.AbsoluteUri, "--user", FaultySite.User, "--password", FaultySite.Password, "--every", "15s", "--name", $"site{site.Address.Host.Replace('.', '-')}");
            if (watched.Code != 0)
                throw new InvalidOperationException($"{site.Address} cannot be watched: {watched}");
        }

        using var end = new CancellationTokenSource();
        while (ledger.Ask<long>("SELECT count(*) FROM watches WHERE first_look_done").Single() < plan.Sites)
            await Task.Delay(Glance, TimeProvider.System);
        Task[] going = [WriteAsync(end.Token), AnswerAsync(end.Token)];
        try
        {
            await KillAsync();
            await SettleAsync(begin);
        }
        finally
        {
            await end.CancelAsync();
        }

        await Task.WhenAll(going);
        return Count(Stopwatch.GetElapsedTime(begin));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        approvals.Dispose();
        foreach (var site in sites)
            await site.DisposeAsync();
    }

    private int HandOvers => sites.Sum(site => site.HandOvers);

    /// <summary>Visitors write, in the order of their numbers, and no faster than replies leave: a long line would keep what is to be tried again until every doubt has settled by itself.</summary>
    private async Task WriteAsync(CancellationToken until)
    {
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < plan.Replies && !until.IsCancellationRequested && !(Stopwatch.GetElapsedTime(begin) > plan.LongestWriting); number++)
        {
            while (number - sites.Sum(at => at.Reached) >= plan.MostUnanswered && !until.IsCancellationRequested)
                await IdleAsync(until);
            var site = sites[number % plan.Sites];
            lock (gate)
                visitors[(site.Address, site.Say(number, $"Visitor {number}", $"Parcel {number} arrived broken, the third in a row. I want my money back today!"))] = number;
        }

        allWritten = true;
    }

    private async Task AnswerAsync(CancellationToken until)
    {
        long last = 0;
        using var hands = new SemaphoreSlim(People);
        var under = new List<Task>();
        while (!until.IsCancellationRequested)
        {
            foreach (var nudge in ledger.NudgesAfter(last))
            {
                last = nudge.Id;
                int number;
                lock (gate)
                    number = visitors[(nudge.Page, nudge.Comment)];
                await hands.WaitAsync(CancellationToken.None);
                under.Add(Task.Run(async () =>
                {
                    try
                    {
                        await approvals.ApproveAsync(nudge.Id, TextOf(number), () => ledger.Holds(nudge.Id), until);
                    }
                    finally
                    {
                        hands.Release();
                    }
                }, CancellationToken.None));
            }

            await IdleAsync(until);
        }

        await Task.WhenAll(under);
    }

    private static string TextOf(int number) => string.Create(CultureInfo.InvariantCulture, $"We are sorry, visitor {number}. A new one is on its way; this is answer {number}.");

    private async Task KillAsync()
    {
        for (var kill = 1; kill <= plan.Kills; kill++)
        {
            if (kill % KillsWhileStarting == 0)
            {
                await service.KillWhileStartingAsync(TimeSpan.FromMilliseconds(chance.Next(20, 2_500)));
                killsWhileStarting++;
                await service.StartAsync();
            }
            else
            {
                // In the measure of hand-overs, so that most kills meet one; by the clock when nothing is handed over, which is when replies wait to be read back.
                await HandedOverAsync(1 + chance.Next(Math.Max(2, plan.Replies * 2 / plan.Kills)));
                await service.KillAsync(TimeSpan.FromMilliseconds(chance.Next(100)));
                var states = ledger.States();
                cutOff += (int)states.GetValueOrDefault("Sending");
                say($"kill {kill}: {Picture(states)}");
                if ((kill + 1) % KillsWhileStarting != 0 || kill == plan.Kills)
                    await service.StartAsync();
            }
        }
    }

    private async Task HandedOverAsync(int more)
    {
        var last = HandOvers;
        var wanted = last + more;
        var moved = Stopwatch.GetTimestamp();
        // The first posts come with a poll, a quarter of a minute after the watch began; a kill before that meets nothing.
        while (last < wanted && Stopwatch.GetElapsedTime(moved) < (last == 0 ? plan.LongestStandstill : LongestLull))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            if (HandOvers is var now && now > last)
                (last, moved) = (now, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Until nothing is on its way any more, here or there.</summary>
    private async Task SettleAsync(long begin)
    {
        var moved = Stopwatch.GetTimestamp();
        var told = Stopwatch.GetTimestamp();
        var before = "";
        while (true)
        {
            var states = ledger.States();
            var open = states.GetValueOrDefault("Approved") + states.GetValueOrDefault("Sending") + states.GetValueOrDefault("Unknown");
            var picture = Picture(states);
            if (picture != before)
                moved = Stopwatch.GetTimestamp();
            before = picture;
            if (allWritten && states.Values.Sum() >= visitors.Count && open == 0 && sites.Sum(site => site.Pending) == 0)
                return;
            if (Stopwatch.GetElapsedTime(moved) > plan.LongestStandstill)
            {
                say($"given up: nothing has moved for {plan.LongestStandstill}: {picture}");
                return;
            }

            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(20))
            {
                told = Stopwatch.GetTimestamp();
                say(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s: {picture}"));
            }

            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    private string Picture(IReadOnlyDictionary<string, long> states) =>
        $"{string.Join(", ", states.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Value} {each.Key}"))}; {HandOvers} hand-overs";

    private FaultCount Count(TimeSpan took)
    {
        var rows = ledger.Rows();
        var byComment = rows.ToLookup(row => (row.Page, row.Comment));
        int once = 0, twice = 0, otherWords = 0, known = 0, asked = 0, forgotten = 0, lost = 0, wrong = 0;
        var givenBack = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var ((page, comment), number) in visitors)
        {
            var taken = sites[number % plan.Sites].TakenUnder(comment);
            var row = byComment[(page, comment)].FirstOrDefault();
            if (taken.Count > 1)
                twice++;
            if (taken.Any(each => each.Html != TextOf(number)))
                otherWords++;
            if (taken.Count == 1)
            {
                once++;
                if (row is { State: "Published" } && row.NativeId == taken[0].Id.ToString(CultureInfo.InvariantCulture))
                    known++;
                else if (row is { State: "Published" })
                    wrong++;
                else if (row is { IsGivenBack: true })
                    asked++;
                else
                    forgotten++;
            }
            else if (taken.Count == 0)
            {
                if (row is { State: "Published" })
                    wrong++;
                else if (row is { IsGivenBack: true })
                    givenBack[WhyOf(row)] = givenBack.GetValueOrDefault(WhyOf(row)) + 1;
                else
                    lost++;
            }
        }

        var inLedger = rows.Select(row => row.Nudge).ToHashSet();
        return new FaultCount(plan)
        {
            Written = visitors.Count,
            Approved = rows.Count,
            ApprovalsLost = approvals.Done.Keys.Count(nudge => !inLedger.Contains(nudge)),
            Faults = [.. Enum.GetValues<FaultKind>().Select(kind => (NameOf(kind), sites.Sum(site => site.Met.GetValueOrDefault(kind))))],
            BlindLooks = sites.Sum(site => site.BlindLooks),
            FailedLooks = sites.Sum(site => site.FailedLooks),
            Kills = plan.Kills,
            KillsWhileStarting = killsWhileStarting,
            CutOff = cutOff,
            TakenOnce = once,
            KnownAsPublished = known,
            TakenTwice = twice,
            OtherWords = otherWords,
            GivenBack = [.. givenBack.OrderByDescending(each => each.Value).Select(each => (each.Key, each.Value))],
            Lost = lost,
            BelievedWrongly = wrong,
            TakenAndAsked = asked,
            TakenAndForgotten = forgotten,
            Took = took,
        };
    }

    private static string WhyOf(LedgerRow row) => row.Reason?.ToUpperInvariant() switch
    {
        "NEVERARRIVED" => "handed over three times, and never arrived",
        "NOBODYCANTELL" => "nobody can tell whether it arrived",
        "REFUSED" => "refused by the site",
        var other => $"for another reason ({other ?? "none"})",
    };

    private static string NameOf(FaultKind kind) => kind switch
    {
        FaultKind.None => "taken and answered",
        FaultKind.TimesOutBefore => "no answer, not taken",
        FaultKind.TimesOutDuring => "no answer, taken after we gave up",
        FaultKind.TimesOutAfter => "taken, no answer",
        FaultKind.FailsOnly => "500 or 502, not taken",
        FaultKind.FailsThenTakes => "500, taken afterwards",
        FaultKind.UnavailableThenTakes => "503 with Retry-After, taken afterwards",
        FaultKind.RateLimits => "asked to wait (429, comment_flood)",
        FaultKind.DiesBefore => "line broke, not taken",
        FaultKind.DiesAfter => "taken, line broke in the answer",
        FaultKind.AnswersNonsense => "taken, answered 201 without JSON",
        FaultKind.HidesForGood => "taken, line broke, and looks refused from then on",
        FaultKind.Refuses => "refused for good",
        _ => kind.ToString(),
    };

    private static async Task IdleAsync(CancellationToken until)
    {
        try
        {
            await Task.Delay(Glance, TimeProvider.System, until);
        }
        catch (OperationCanceledException)
        {
            // The run ends here.
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
