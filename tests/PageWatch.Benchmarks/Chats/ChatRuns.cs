using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PageWatch.Benchmarks.Load;

namespace PageWatch.Benchmarks.Chats;

/// <summary>
/// The published service between Slack and Teams as they stand in here, both throttling: cards are put up, then claimed at an even pace, half of the presses in each chat.
/// One nudge in a hundred stands in both chats: what is pressed in Teams has to show in Slack.
/// </summary>
internal sealed partial class ChatRuns(string service, string folder, Action<string, double> note)
{
    private const int Places = 30;
    private const int ClicksPerSecond = 50;
    private const int Seconds = 40;
    private const int Both = 20;

    public async Task RunAsync(int round)
    {
        var own = new Uri($"http://127.0.0.1:{ServiceUnderLoad.FreePort()}/");
        using var slack = new SlackHere(own);
        using var teams = new TeamsHere(own);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(own.AbsoluteUri);
        await using var app = builder.Build();
        slack.Map(app);
        teams.Map(app);
        await app.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["Fetch__AllowPrivate__0"] = "127.0.0.1" };
        foreach (var (name, value) in slack.Settings.Concat(teams.Settings))
            environment[name] = value;
        await using (var running = await ServiceUnderLoad.StartAsync(new LoadSetup(service, Path.Combine(folder, $"chats-{round}"), environment)))
        {
            await SetUpAsync(running, slack, teams);
            await MeasureAsync(running, slack, teams);
        }

        await app.StopAsync();
    }

    private static async Task SetUpAsync(ServiceUnderLoad running, SlackHere slack, TeamsHere teams)
    {
        foreach (var rule in (string[])["complaints", "questions", "requests", "reviews", "unclear"])
            await running.SayAsync("rule", "remove", rule);
        for (var i = 0; i <= Places; i++)
        {
            await slack.JoinAsync(running.Address, $"C0DESK{i:00}");
            await teams.JoinAsync(running.Address, $"19:team{i:00}@thread.tacv2");
        }

        // Places are learnt in the background.
        for (var waited = 0; Names().Count(await running.SayAsync("channels")) < 2 * (Places + 1); waited++)
        {
            if (waited == 600)
                throw new InvalidOperationException("The bot was invited, and the channels did not come: " + await running.SayAsync("channels"));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        for (var i = 0; i < Places; i++)
        {
            await running.SayAsync("rule", "add", $"slack{i:00}", $"slackdesk{i:00}", "--notify", $"#c0desk{i:00}");
            await running.SayAsync("rule", "add", $"teams{i:00}", $"teamsdesk{i:00}", "--notify", $"#team{i:00}");
        }

        await running.SayAsync("rule", "add", "both", "bothdesks", "--notify", $"#c0desk{Places:00}", "--notify", $"#team{Places:00}");
        var secret = "whsec_" + Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(24));
        var hook = new Uri(Hook().Match(await running.SayAsync("watch", "webhook", "shop", "--signature", "standard", "--secret", secret)).Value);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        for (var number = 0; number < (ClicksPerSecond * Seconds) + Both; number++)
        {
            var desk = number < Both ? "bothdesks" : number % 2 == 0 ? $"slackdesk{number / 2 % Places:00}" : $"teamsdesk{number / 2 % Places:00}";
            await PostAsync(client, hook, key, number, $"My parcel is late for nine days and nobody answers my mails, {desk}!");
        }

        for (var waited = 0; slack.Cards.Count() + teams.Cards.Count() < (ClicksPerSecond * Seconds) + (2 * Both); waited++)
        {
            if (waited == 3_000)
                throw new InvalidOperationException($"Only {slack.Cards.Count()} cards came to Slack and {teams.Cards.Count()} to Teams.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        // What was counted of the storm is none of the presses' business half a minute later.
        await Task.Delay(TimeSpan.FromSeconds(35), TimeProvider.System);
    }

    private async Task MeasureAsync(ServiceUnderLoad running, SlackHere slack, TeamsHere teams)
    {
        var single = slack.Cards.Where(card => card.Visitor >= Both).Select(card => (Chat: (IChatHere)slack, Card: card)).OrderBy(each => each.Card.Visitor)
            .Concat(teams.Cards.Where(card => card.Visitor >= Both).Select(card => (Chat: (IChatHere)teams, Card: card)))
            .OrderBy(each => each.Card.Visitor).ToList();
        var shared = teams.Cards.Where(card => card.Visitor < Both).ToList();
        var all = single.Take(single.Count - shared.Count).ToList();
        for (var i = 0; i < shared.Count; i++)
            all.Insert(i * (all.Count / shared.Count), (teams, shared[i]));

        var pressedAt = new long[all.Count];
        var acknowledged = new double[all.Count];
        var begin = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var cpu = running.Cpu;
        await Task.WhenAll(all.Select((each, i) => Task.Run(async () =>
        {
            var early = TimeSpan.FromSeconds((begin + ((double)i / ClicksPerSecond * Stopwatch.Frequency) - Stopwatch.GetTimestamp()) / Stopwatch.Frequency);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, TimeProvider.System);
            pressedAt[i] = Stopwatch.GetTimestamp();
            await each.Chat.ClaimAsync(running.Address, each.Card);
            acknowledged[i] = Stopwatch.GetElapsedTime(pressedAt[i]).TotalMilliseconds;
        })));
        var took = Stopwatch.GetElapsedTime(begin);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);

        note("clicks a second", all.Count / took.TotalSeconds);
        note("service, CPU-s a second", (running.Cpu - cpu).TotalSeconds / took.TotalSeconds);
        var skipped = 5 * ClicksPerSecond;
        foreach (var chat in (IChatHere[])[slack, teams])
        {
            Spread($"{chat.Name}: click to acknowledged", all.Select((each, i) => (each, i)).Where(each => each.i >= skipped && each.each.Chat == chat).Select(each => acknowledged[each.i]));
            Spread($"{chat.Name}: click to the card replaced for everybody", all.Select((each, i) => (each, i)).Where(each => each.i >= skipped && each.each.Chat == chat && each.each.Card.Visitor >= Both)
                .Select(each => Until(each.each.Card, pressedAt[each.i])));
            note($"{chat.Name}: calls refused for the rate, posting included", chat.Refused);
        }

        var inSlack = slack.Cards.Where(card => card.Visitor < Both).ToDictionary(card => card.Visitor);
        Spread("pressed in Teams, shown in Slack", all.Select((each, i) => (each, i)).Where(each => each.each.Card.Visitor < Both).Select(each => Until(inSlack[each.each.Card.Visitor], pressedAt[each.i])));
        note("Slack: chat.update", slack.Updates);
    }

    private static double Until(ChatCard card, long pressedAt) => card.ChangedAt == 0 ? double.PositiveInfinity : Stopwatch.GetElapsedTime(pressedAt, card.ChangedAt).TotalMilliseconds;

    private void Spread(string name, IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        note($"{name}, p50 ms", ordered[ordered.Count / 2]);
        note($"{name}, p99 ms", ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * 0.99))]);
    }

    private static async Task PostAsync(HttpClient client, Uri hook, byte[] key, int number, string text)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new
        {
            id = $"p{number}", author = $"Visitor {number} ", text, created_at = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), url = $"https://shop.example/wall/{number}",
        });
        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", $"d{number}");
        request.Headers.Add("webhook-timestamp", stamp);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes($"d{number}.{stamp}.{body}"))));
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"http://\S+/hooks/[A-Za-z0-9_-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hook();

    [GeneratedRegex(@"#(c0desk|team)\d\d", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
