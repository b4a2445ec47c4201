using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Testing.Platforms;

/// <summary>One platform, wired as the product wires it, over real HTTP on loopback to a place that only knows the fixture.</summary>
public sealed class FixturePlayer : IDisposable
{
    private readonly ServiceProvider services;
    private readonly Dictionary<string, Cursor?> cursors = new(StringComparer.Ordinal);

    public FixturePlayer(PlatformUnderTest platform, Fixture fixture)
    {
        Fixture = fixture;
        Time = new FakeTimeProvider(fixture.Now);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddFetching();
        platform.Register(collection);
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => new LoopbackHttp(Network));
        services = collection.BuildServiceProvider();
        Finder = services.GetServices<IPageFinder>().Single();
        Poll = services.GetService<IPollSource>();
        Webhook = services.GetService<IWebhookSource>();
        Publisher = services.GetService<IReplyPublisher>();
        Page = fixture.Page(Finder.Platform);
    }

    public Fixture Fixture { get; }

    public FakeTimeProvider Time { get; }

    public PlaybackHandler Network { get; } = new();

    public IPageFinder Finder { get; }

    public IPollSource? Poll { get; }

    public IWebhookSource? Webhook { get; }

    public IReplyPublisher? Publisher { get; }

    public Page Page { get; }

    /// <summary>Plays every step and returns what each gave, ready to be compared.</summary>
    public async Task<IReadOnlyList<object>> PlayAsync()
    {
        var outcomes = new List<object>();
        foreach (var step in Fixture.Steps)
            outcomes.Add(await PlayStepAsync(step));
        return outcomes;
    }

    public async Task<object> PlayStepAsync(JsonObject step)
    {
        if (step["now"] is { } now)
            Time.SetUtcNow(DateTimeOffset.Parse(now.GetValue<string>()));
        Network.Expect(Fixture.ExchangesOf(step));
        object outcome;
        try
        {
            outcome = await DoAsync(step);
        }
        catch (PlatformException problem)
        {
            outcome = new { Failure = problem.Failure, problem.RetryAfter, problem.MayHaveActed, problem.Message };
        }

        if (Network.Unplayed.Count > 0)
            throw new InvalidOperationException($"{Fixture.Folder}: never asked for {string.Join(" | ", Network.Unplayed)}");
        return outcome;
    }

    public async Task<PollResult> PollOnceAsync(JsonObject step)
    {
        var source = Poll ?? throw new InvalidOperationException("There is no poll source.");
        var stream = source.StreamsOf(Page).Single(each => step["stream"] is not { } name || each.Name == name.GetValue<string>());
        var call = new PageCall(Page, Fixture.Credentials) { Known = Fixture.KnownIn(step) };
        var after = step["cursor"] is { } given ? new Cursor(given.GetValue<string>()) : cursors.GetValueOrDefault(stream.Name);
        var result = await source.PollAsync(call, stream, after, CancellationToken.None);
        cursors[stream.Name] = result.Next ?? after;
        return result;
    }

    public WebhookCall CallOf(JsonObject step) => new(
        step["method"]?.GetValue<string>() ?? "POST",
        step["query"]?.GetValue<string>() ?? "",
        step["headers"] is JsonObject headers
            ? headers.ToDictionary(
                header => header.Key.ToLowerInvariant(),
                header => header.Value is JsonArray values ? (IReadOnlyList<string>)[.. values.Select(value => value!.GetValue<string>())] : [header.Value!.GetValue<string>()],
                StringComparer.Ordinal)
            : [],
        Fixture.BodyOf(step));

    public static IReadOnlyList<Secret> SecretsOf(JsonObject step) =>
        step["secrets"] is JsonArray secrets ? [.. secrets.Select(secret => new Secret(secret!.GetValue<string>()))] : [];

    public void Dispose()
    {
        services.Dispose();
        Network.Dispose();
    }

    private async Task<object> DoAsync(JsonObject step)
    {
        var call = new PageCall(Page, Fixture.Credentials);
        switch (step["do"]!.GetValue<string>())
        {
            case "find":
                return new { Found = await Finder.FindAsync(new Uri(step["url"]!.GetValue<string>()), Fixture.Credentials, Fixture.SaidIn(step), CancellationToken.None) };
            case "poll":
                var polled = await PollOnceAsync(step);
                return new { polled.Events, polled.MoreNow };
            case "webhook":
                var hook = CallOf(step);
                var source = Webhook ?? throw new InvalidOperationException("There is no webhook source.");
                return source.Verify(hook, Page, SecretsOf(step), Time.GetUtcNow()) switch
                {
                    WebhookVerdict.Genuine genuine => new { Verdict = "genuine", genuine.DeliveryId, Events = source.Read(hook, Page) },
                    WebhookVerdict.Handshake handshake => new { Verdict = "handshake", handshake.ContentType, handshake.Answer },
                    _ => (object)new { Verdict = "forged" },
                };
            case "look":
                return await Publishes().LookAsync(call, TargetOf(step), CancellationToken.None);
            case "publish":
                var outcome = await Publishes().PublishAsync(call, ReplyOf(step), CancellationToken.None);
                return new { Outcome = outcome.GetType().Name, Details = (object)outcome };
            case "readBack":
                return new { Found = await Publishes().ReadBackAsync(call, ReplyOf(step), DateTimeOffset.Parse(step["since"]!.GetValue<string>()), CancellationToken.None) };
            case "deleteOwn":
                await Publishes().DeleteOwnAsync(call, step["reply"]!.GetValue<string>(), CancellationToken.None);
                return new { Deleted = true };
            default:
                throw new InvalidDataException($"{Fixture.Folder}: no step does \"{step["do"]}\".");
        }
    }

    private IReplyPublisher Publishes() => Publisher ?? throw new InvalidOperationException("There is no publisher.");

    public static ReplyTarget TargetOf(JsonObject step) => new(step["target"]!.GetValue<string>(), step["thread"]?.GetValue<string>());

    public static OutgoingReply ReplyOf(JsonObject step) => new(TargetOf(step), step["text"]!.GetValue<string>());
}
