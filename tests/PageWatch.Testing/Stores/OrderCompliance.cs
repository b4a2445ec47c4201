using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Understanding;
using PageWatch.Testing.Builders;
using Xunit;

namespace PageWatch.Testing.Stores;

/// <summary>Whatever the order in which a page tells, however often, and whoever of three works on it: what stands in the end is what the page shows.</summary>
public abstract class OrderCompliance : StoreCompliance
{
    private const int Threads = 12;
    private const int Workers = 3;

    [Theory, Trait("Promise", "2"), Trait("Promise", "10")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Shuffled_and_repeated_deliveries_end_as_the_page_shows(int seed)
    {
        var random = new Random(seed);
        var page = Enumerable.Range(0, Threads).SelectMany(thread => Thread(thread, random)).ToList();
        var deliveries = page.SelectMany(post => post.Told)
            .SelectMany(told => Enumerable.Repeat(told, random.Next(1, 4)))
            .Select((told, i) => new InboxDelivery(Blog.Id, $"d{i}", new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), Encoding.UTF8.GetBytes(told)), Store.Time.GetUtcNow()))
            .ToArray();
        random.Shuffle(deliveries);

        using var over = new CancellationTokenSource();
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(over.Token))).ToList();
        await Parallel.ForEachAsync(deliveries, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (delivery, cancellationToken) => await Inbox.AcceptAsync(delivery, cancellationToken));
        await SettleAsync();
        await over.CancelAsync();
        await Task.WhenAll(workers);

        Assert.Empty(await Inbox.ParkedAsync(TeamId.Default, 100, Now));
        var stored = await Posts.FindAsync(Blog.Id, [.. page.Select(post => post.Id)], Now);
        Assert.Equal(page.Count, stored.Count);
        foreach (var post in page)
        {
            var found = stored[post.Id];
            Assert.Equal((post.Id, post.IsDeleted ? PostStanding.Deleted : PostStanding.Public, post.IsDeleted ? "" : post.LastText), (found.NativeId, found.Standing, found.Text));
            // A post that came before the one it answers still is of its thread, unless it came dead: then nobody knows whose answer it was.
            if (!post.IsDeleted && !stored[post.Root].Text.Equals("", StringComparison.Ordinal))
                Assert.Equal(stored[post.Root].Conversation, found.Conversation);
        }

        var nudges = await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: false), 10_000, Now);
        var files = new List<ConversationFile>();
        foreach (var nudge in nudges)
            files.Add((await Journey.OpenNudgeAsync(nudge.Id, null, Now))!);
        Assert.All(files.Where(file => !file.Nudge!.IsAtEnd).GroupBy(file => file.Id), each => Assert.Single(each));
        // Nobody is asked to answer what is not there any more.
        Assert.All(files.Where(file => !file.Nudge!.IsAtEnd), file => Assert.Contains(file.Posts.Values, post => post.IsPublic && file.Nudge!.Posts.Contains(post.Id)));
        foreach (var gone in page.Where(post => post.IsDeleted))
        {
            foreach (var text in gone.Texts)
                Assert.False(await Store.HoldsAnywhereAsync(text), $"{text} is kept though its author deleted it (seed {seed}).");
        }
    }

    private static IEnumerable<PagePost> Thread(int thread, Random random)
    {
        var root = $"t{thread}";
        for (var i = 0; i <= random.Next(4); i++)
        {
            var id = i == 0 ? root : $"{root}-{i}";
            var versions = random.Next(1, 4);
            var texts = Enumerable.Range(1, versions).Select(version => $"The kettle is broken and nobody answers me, says q{thread}x{i}v{version}z.").ToList();
            var told = texts.Select((text, version) => $"seen|{id}|{version + 1}|{text}|{(i == 0 ? "" : root)}").ToList();
            var isDeleted = random.Next(3) == 0;
            if (isDeleted)
                told.Add($"deleted|{id}|{versions + 1}||");
            yield return new PagePost(id, root, isDeleted, texts, told);
        }
    }

    private async Task WorkAsync(CancellationToken over)
    {
        var journey = new PostJourney(
            Inbox, Watches, Posts, Teams, Members, Store.Services.GetRequiredService<Pipeline.Teams.ITeamHours>(), Journey, new PlaybookShelf(Teams), [new Page()], new AdviceDesk(new StarterReader(), [], Store.Time), new PlaybookDrafter(), new PastShelf(Store.Services.GetRequiredService<IPastReplies>()), new Stages.FakeSchedule(), Store.Services.GetRequiredService<IDoorbell>(), Store.Time, NullLogger<PostJourney>.Instance);
        while (!over.IsCancellationRequested)
        {
            await journey.RunAsync(Now);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Now);
        }
    }

    private async Task SettleAsync()
    {
        for (var waited = 0; (await Inbox.DepthAsync(Now)).Waiting > 0; waited++)
        {
            Assert.True(waited < 3_000, "The inbox does not become empty.");
            // What failed waits for its next try by the store's clock.
            Store.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Now);
        }
    }

    private sealed record PagePost(string Id, string Root, bool IsDeleted, IReadOnlyList<string> Texts, IReadOnlyList<string> Told)
    {
        public string LastText => Texts[^1];
    }

    private sealed class Page : IWebhookSource
    {
        public PlatformId Platform { get; } = new("demo");

        public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => new WebhookVerdict.Genuine(null);

        public IReadOnlyList<SourceEvent> Read(WebhookCall call, Domain.Posts.Page page)
        {
            var told = Encoding.UTF8.GetString(call.Body.Span).Split('|');
            var mark = long.Parse(told[2], CultureInfo.InvariantCulture);
            return told[0] == "deleted"
                ? [new SourceEvent.PostDeleted(told[1], mark)]
                : [new SourceEvent.PostSeen(A.Seen(told[1], told[3]) with { RevisionMark = mark, ParentNativeId = told[4].Length == 0 ? null : told[4] })];
        }
    }
}
