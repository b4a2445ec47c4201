using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Ingest;

public sealed class SubscriptionRunTests : IAsyncLifetime
{
    private const string Key = "hook-1-blog";

    private readonly FakeHub hub = new();
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        stage.Get<ServiceAddress>().Base = new Uri("https://pagewatch.example/");
        stage.Get<ServiceAddress>().IsPublic = true;
        await stage.Get<IWatches>().UpdateAsync(stage.Blog, new Dictionary<string, string> { ["secret"] = "s3cr3t" }, null, Now);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Page_is_subscribed_to_confirmed_and_renewed_before_its_lease_ends()
    {
        await Run().RunAsync(Now);
        var asked = hub.Asked.ShouldHaveSingleItem();
        asked.Wish.ShouldBe(PushWish.Subscribe);
        asked.Callback.ShouldBe(new Uri($"https://pagewatch.example/hooks/{Key}"));
        asked.Secret!.Value.ShouldBe("s3cr3t");
        (await HearAsync("subscribe", lease: 1000)).ShouldBe(new PushAnswer(true, "challenge"));
        (await IsToldAsync()).ShouldBeTrue();

        await PassAsync(TimeSpan.FromSeconds(799));
        hub.Asked.Count.ShouldBe(1, "nothing is due");
        await PassAsync(TimeSpan.FromSeconds(1));
        hub.Asked.Count.ShouldBe(2);
        (await IsToldAsync()).ShouldBeTrue("what was granted holds until it ends");
        (await HearAsync("subscribe", lease: 1000)).ShouldBe(new PushAnswer(true, "challenge"));
        await PassAsync(TimeSpan.FromSeconds(300));
        (await IsToldAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Hub_that_asks_back_before_it_answers_is_confirmed()
    {
        hub.WhileAsked = async () => (await HearAsync("subscribe", lease: 1000)).ShouldBe(new PushAnswer(true, "challenge"));
        await Run().RunAsync(Now);
        (await IsToldAsync()).ShouldBeTrue();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Question_that_nobody_expects_is_refused_and_changes_nothing()
    {
        (await HearAsync("subscribe")).ShouldBeNull("nothing was begun");
        await Run().RunAsync(Now);
        (await HearAsync("subscribe", topic: "https://else.example/")).ShouldBe(new PushAnswer(false, "challenge"));
        (await HearAsync("unsubscribe")).ShouldBe(new PushAnswer(false, "challenge"));
        (await HearAsync("denied", topic: "https://else.example/")).ShouldBe(new PushAnswer(false, ""));
        (await Run().HearAsync("hook-of-nobody", FakeHub.Call("subscribe", FakeHub.Topic, 1000), Now)).ShouldBeNull();
        (await Run().HearAsync(Key, new WebhookCall("GET", "?x=y", new Dictionary<string, IReadOnlyList<string>>(), default), Now)).ShouldBeNull();
        (await IsToldAsync()).ShouldBeFalse();
        (await HearAsync("subscribe")).ShouldBe(new PushAnswer(true, "challenge"), "what was asked for still waits");
    }

    [Fact]
    public async Task Denial_is_kept_with_its_reason_and_asked_again_a_day_later()
    {
        await Run().RunAsync(Now);
        await HearAsync("subscribe", lease: 864_000);
        (await HearAsync("denied", reason: "quota")).ShouldBe(new PushAnswer(true, ""));
        (await IsToldAsync()).ShouldBeFalse();
        (await FindAsync())!.Problem!.ShouldContain("quota");
        await PassAsync(TimeSpan.FromHours(23));
        hub.Asked.Count.ShouldBe(1);
        await PassAsync(TimeSpan.FromHours(1));
        hub.Asked.Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Crash_between_asking_and_being_confirmed_loses_nothing()
    {
        var killed = false;
        hub.WhileAsked = async () =>
        {
            await stage.RestartAsync();
            stage.Get<ServiceAddress>().Base = new Uri("https://pagewatch.example/");
            stage.Get<ServiceAddress>().IsPublic = true;
            killed = true;
            throw new OperationCanceledException();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => Run().RunAsync(Now));
        killed.ShouldBeTrue();
        hub.WhileAsked = null;
        // The hub took the request before the crash: its question comes to the service that was started again.
        (await HearAsync("subscribe", lease: 1000)).ShouldBe(new PushAnswer(true, "challenge"));
        (await IsToldAsync()).ShouldBeTrue();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Hub_that_never_asks_back_is_asked_again()
    {
        await Run().RunAsync(Now);
        await PassAsync(TimeSpan.FromMinutes(4));
        hub.Asked.Count.ShouldBe(1);
        await PassAsync(TimeSpan.FromMinutes(1));
        hub.Asked.Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Hub_that_refuses_is_left_alone_for_as_long_as_it_says()
    {
        hub.Refusals.Enqueue(new PlatformException(PlatformFailure.RateLimited, "Asked to slow down.") { RetryAfter = TimeSpan.FromHours(2) });
        await Run().RunAsync(Now);
        (await FindAsync())!.Problem.ShouldBe("Asked to slow down.");
        await PassAsync(TimeSpan.FromMinutes(119));
        hub.Asked.Count.ShouldBe(1);
        await PassAsync(TimeSpan.FromMinutes(1));
        hub.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Page_without_a_hub_and_a_bug_of_ours_wait_longer_each_time()
    {
        hub.Offer = null;
        await Run().RunAsync(Now);
        (await FindAsync())!.Problem!.ShouldContain("names nobody");
        (await FindAsync())!.DueAt.ShouldBe(stage.Time.GetUtcNow() + TimeSpan.FromMinutes(5));
        await PassAsync(TimeSpan.FromMinutes(5));
        (await FindAsync())!.DueAt.ShouldBe(stage.Time.GetUtcNow() + TimeSpan.FromMinutes(10));
        hub.Offer = FakeHub.Told;
        hub.WhileAsked = () => throw new InvalidOperationException("a bug");
        await PassAsync(TimeSpan.FromMinutes(10));
        (await FindAsync())!.Problem!.ShouldContain("a bug");
        hub.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Watch_that_ended_takes_leave_and_is_forgotten()
    {
        await Run().RunAsync(Now);
        await HearAsync("subscribe", lease: 864_000);
        (await Run().IsLeavingAsync(Key, Now)).ShouldBeFalse();
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.SayAsync(stage.Ana, "unwatch blog");
        (await Run().IsLeavingAsync(Key, Now)).ShouldBeTrue("a push that comes now is not wished any more");
        await Run().RunAsync(Now);
        hub.Asked[^1].Wish.ShouldBe(PushWish.Unsubscribe);
        hub.Asked[^1].Secret.ShouldBeNull();
        (await HearAsync("subscribe")).ShouldBe(new PushAnswer(false, "challenge"));
        (await HearAsync("unsubscribe")).ShouldBe(new PushAnswer(true, "challenge"));
        await PassAsync(TimeSpan.FromMinutes(6));
        (await FindAsync()).ShouldBeNull();
        hub.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Watch_that_stands_still_is_not_renewed()
    {
        await Run().RunAsync(Now);
        await HearAsync("subscribe", lease: 1000);
        await stage.Get<IWatches>().FailedAsync(stage.Blog.Id, new WatchHealth { FailuresInARow = 1 }, WatchState.Paused, "refused", Now);
        await PassAsync(TimeSpan.FromHours(1));
        hub.Asked.Count.ShouldBe(1);
        (await IsToldAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Service_that_nobody_can_reach_asks_nobody()
    {
        stage.Get<ServiceAddress>().IsPublic = false;
        await Run().RunAsync(Now);
        hub.Asked.ShouldBeEmpty();
        (await FindAsync()).ShouldBeNull();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Call_that_says_only_that_there_are_news_has_the_page_looked_at_again()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."), new SourceEvent.PageChanged());
        stage.Looks.Wished.ShouldBe([stage.Blog.Id]);
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Look_after_a_push_is_told_so_and_repairs_what_an_old_push_said()
    {
        await stage.TellAsync(stage.Post("p1", "The new words."));
        await stage.TellAsync(stage.Post("p1", "The old words, which the hub sent late."));
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("p1", "The new words.")], null, MoreNow: false));
        await stage.Get<PollRun>().LookAgainAsync(stage.Blog.Id, Now);
        stage.Page.LastCall!.TellsAgain.ShouldBeTrue();
        await stage.Get<Pipeline.Journey.PostJourney>().RunAsync(Now);
        (await stage.Get<IPosts>().FindAsync(stage.Blog.Id, ["p1"], Now))["p1"].Text.ShouldBe("The new words.");
    }

    private SubscriptionRun Run() => new(
        stage.Get<IWatches>(), stage.Get<ISubscriptions>(), [hub], stage.Get<ServiceAddress>(), stage.Get<IDoorbell>(), stage.Time, NullLogger<SubscriptionRun>.Instance);

    private async Task PassAsync(TimeSpan time)
    {
        stage.Time.Advance(time);
        await Run().RunAsync(Now);
    }

    private async Task<PushAnswer?> HearAsync(string mode, string topic = FakeHub.Topic, int? lease = null, string? reason = null) => await Run().HearAsync(Key, FakeHub.Call(mode, topic, lease, reason), Now);

    private async Task<Subscription?> FindAsync() => await stage.Get<ISubscriptions>().FindAsync(Key, Now);

    private async Task<bool> IsToldAsync() => (await FindAsync())!.IsTold(stage.Time.GetUtcNow());

    /// <summary>A hub in memory, whose calls say in the query what they are.</summary>
    private sealed class FakeHub : IPushSubscriber
    {
        public const string Topic = "https://blog.example/feed";

        public static PushOffer Told { get; } = new(new Uri("https://hub.example/"), new Uri(Topic));

        public PlatformId Platform => FakePage.Id;

        public PushOffer? Offer { get; set; } = Told;

        public List<PushRequest> Asked { get; } = [];

        public Queue<PlatformException> Refusals { get; } = new();

        public Func<Task>? WhileAsked { get; set; }

        public static WebhookCall Call(string mode, string topic, int? lease, string? reason = null) =>
            new("GET", $"{mode} {topic} {lease?.ToString(CultureInfo.InvariantCulture)} {reason}", new Dictionary<string, IReadOnlyList<string>>(), default);

        public ValueTask<PushOffer?> FindAsync(PageCall call, CancellationToken cancellationToken) => ValueTask.FromResult(Offer);

        public async ValueTask AskAsync(PushRequest request, CancellationToken cancellationToken)
        {
            Asked.Add(request);
            if (WhileAsked is { } meanwhile)
                await meanwhile();
            if (Refusals.TryDequeue(out var refusal))
                throw refusal;
        }

        public PushCall? Read(WebhookCall call) => call.Query.Split(' ') switch
        {
            ["denied", var topic, _, var reason] => new PushCall.Denied(topic, reason),
            [var mode, var topic, var lease, _] => new PushCall.Verification(
                mode == "subscribe" ? PushWish.Subscribe : PushWish.Unsubscribe, topic, "challenge", lease.Length == 0 ? null : TimeSpan.FromSeconds(int.Parse(lease, CultureInfo.InvariantCulture))),
            _ => null,
        };
    }
}
