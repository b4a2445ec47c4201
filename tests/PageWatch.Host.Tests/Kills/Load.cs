using System.Collections.Concurrent;
using System.Text.Json;
using AngleSharp.Dom;
using PageWatch.Host.Tests.Hooks;
using PageWatch.Testing.Demo;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Kills;

/// <summary>What goes on while the service is killed: visitors write on the page, webhooks come in, a person presses buttons. Each notes what it was promised.</summary>
internal sealed class Load(RunningDemo demo, Uri service, Uri hook, int seed) : IDisposable
{
    private const int Persons = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private readonly HttpClient browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = service, Timeout = TimeSpan.FromSeconds(10) }.SentByAPerson();
    private readonly HttpClient sender = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    private int answered;
    private int cutOff;
    private int presses;

    /// <summary>Posts that stand on the page, by their ids: its webhooks tell of them again and again until they are taken.</summary>
    public ConcurrentDictionary<string, byte> Written { get; } = new();

    /// <summary>Posts of deliveries that were answered 2xx. Nobody tells of them again.</summary>
    public ConcurrentDictionary<string, byte> Accepted { get; } = new();

    /// <summary>What was let out by a press that was answered, by the number of the nudge: the exact text of the preview.</summary>
    public ConcurrentDictionary<string, string> Approved { get; } = new();

    /// <summary>Presses that were answered as done.</summary>
    public int Presses => presses;

    /// <summary>Requests that got an answer, whatever it was.</summary>
    public int Answered => answered;

    /// <summary>Requests that got no answer.</summary>
    public int CutOff => cutOff;

    public async Task SignInAsync(Uri link) => (await browser.GetAsync(link)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);

    /// <summary>Waits until this many requests more were answered, or until it takes too long.</summary>
    public async Task AnsweredAsync(int more, TimeSpan longest)
    {
        var wanted = answered + more;
        using var limit = new CancellationTokenSource(longest);
        while (answered < wanted && !limit.IsCancellationRequested)
            await IdleAsync(TimeSpan.FromMilliseconds(5), limit.Token);
    }

    public Task RunAsync(CancellationToken until) => Task.WhenAll(
        [VisitAsync(until), DeliverAsync(0, until), DeliverAsync(1, until), .. Enumerable.Range(0, Persons).Select(person => PressAsync(new Random(seed + person), until))]);

    public void Dispose()
    {
        browser.Dispose();
        sender.Dispose();
    }

    private static string Complaint(string id) => $"Parcel {id} arrived broken, the third in a row. I want my money back today!";

    private async Task VisitAsync(CancellationToken until)
    {
        for (var n = 0; !until.IsCancellationRequested; n++)
        {
            var post = await demo.SayAsync(Complaint($"w{n}"), $"Visitor {n}");
            Written[post.Id] = 0;
            await IdleAsync(Pause * 5, until);
        }
    }

    private async Task DeliverAsync(int lane, CancellationToken until)
    {
        for (var n = 0; !until.IsCancellationRequested; n++)
        {
            var id = $"d{lane}-{n}";
            using var delivery = Delivery(id);
            if (await TryAsync(() => sender.SendAsync(delivery, CancellationToken.None)) is { } response)
            {
                using (response)
                {
                    if (response.IsSuccessStatusCode)
                        Accepted[id] = 0;
                }
            }

            await IdleAsync(Pause, until);
        }
    }

    private async Task PressAsync(Random chance, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            var page = await TryAsync(() => browser.GetStringAsync("console", CancellationToken.None));
            var cards = page is null ? [] : RunningDemo.Parse(page).QuerySelectorAll("#board .card:not(.done)").Where(card => card.QuerySelector("button[value=publish]") is not null).ToList();
            if (cards.Count > 0)
                await PressAsync(cards[chance.Next(cards.Count)], chance);
            await IdleAsync(Pause, until);
        }
    }

    private async Task PressAsync(IElement card, Random chance)
    {
        var nudge = Field(card, "nudge");
        var version = Field(card, "version");
        // Only what stands on the page can be answered there; of the rest, somebody takes a few.
        if (!card.TextContent.Contains("Parcel w", StringComparison.Ordinal))
        {
            await PressAsync("claim", nudge, version, null);
            return;
        }

        if (chance.Next(3) == 0)
        {
            await PressAsync("save", nudge, version, $"We are sorry. This is answer {chance.Next()} to nudge {nudge}.");
            return;
        }

        if (await PressAsync("publish", nudge, version, null) is not { } answer || RunningDemo.Parse(answer) is not { } shown || shown.QuerySelector("button[value^=confirm]") is not { } confirm)
            return;
        var text = shown.QuerySelector(".draft .said")!.TextContent;
        if (await PressAsync(confirm.GetAttribute("value")!, nudge, Field(shown.DocumentElement, "version"), null) == "")
            Approved[nudge] = text;
    }

    /// <returns>The page that came; empty when it was done without one; null when it was refused, or nobody answered.</returns>
    private async Task<string?> PressAsync(string press, string nudge, string version, string? input)
    {
        var fields = new Dictionary<string, string> { ["press"] = press, ["nudge"] = nudge, ["version"] = version };
        if (input is not null)
            fields["input"] = input;
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, "console/press") { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await TryAsync(() => browser.SendAsync(request, CancellationToken.None));
        if (response is null || (int)response.StatusCode >= 400)
            return null;
        Interlocked.Increment(ref presses);
        return (int)response.StatusCode == 302 ? "" : await TryAsync(() => response.Content.ReadAsStringAsync(CancellationToken.None));
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            var answer = await ask();
            Interlocked.Increment(ref answered);
            return answer;
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or TaskCanceledException)
        {
            Interlocked.Increment(ref cutOff);
            return null;
        }
    }

    private HttpRequestMessage Delivery(string id)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @event = "post.created",
            post = new
            {
                id, parent = (string?)null, thread = id, author = new { id = "a-" + id, name = "Author " + id }, text = Complaint(id), picture = (string?)null,
                created_at = TimeProvider.System.GetUtcNow(), revision = 1, deleted = false, by_page = false, url = new Uri(demo.Base, "posts/" + id),
            },
        });
        return SignedDelivery.Of(hook, RunningDemo.HookSecret, "msg-" + id, body);
    }

    private static string Field(IElement within, string name) => within.QuerySelector($"input[name={name}]")!.GetAttribute("value")!;

    private static async Task IdleAsync(TimeSpan span, CancellationToken until)
    {
        try
        {
            await Task.Delay(span, TimeProvider.System, until);
        }
        catch (OperationCanceledException)
        {
            // The load ends here.
        }
    }
}
