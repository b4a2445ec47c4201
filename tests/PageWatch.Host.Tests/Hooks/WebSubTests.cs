using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Channels.Shell;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Host.Settings;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>The whole service beside a feed with a hub of its own: asked, confirmed, told, denied, left.</summary>
public sealed class WebSubTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private DataFolder folder = null!;
    private WebApplication app = null!;
    private OwnHub hub = null!;

    public async Task InitializeAsync()
    {
        hub = await OwnHub.StartAsync();
        await File.WriteAllTextAsync(temporary.Inside("pagewatch.json"), """{ "PageWatch": { "Demo": false }, "Fetch": { "AllowPrivate": ["127.0.0.1"] } }""");
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await hub.DisposeAsync();
    }

    public void Dispose()
    {
        folder.Dispose();
        temporary.Dispose();
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2"), Trait("Promise", "7")]
    public async Task Hub_is_asked_tells_and_is_left()
    {
        hub.Write("1", "An old question");
        var said = ShellText.Write((await SayAsync($"watch {hub.Feed} --name forum --every 1h")).Card, TimeProvider.System.GetUtcNow());
        said.ShouldContain("Hub");
        said.ShouldNotContain("/hooks/");
        said.ShouldNotContain("whsec_", customMessage: "nobody has to type the secret anywhere");
        await Get<SubscriptionRun>().RunAsync(CancellationToken.None);
        await UntilAsync(() => !hub.Subscribers.IsEmpty);
        var callback = hub.Subscribers.Keys.Single();
        var watch = (await Get<IWatches>().FindByNameAsync(TeamId.Default, "forum", CancellationToken.None))!;
        await UntilAsync(async () => (await Get<ISubscriptions>().FindAsync(watch.HookKey!, CancellationToken.None))!.IsTold(TimeProvider.System.GetUtcNow()));

        // Whoever asks for something else is told nothing.
        (await hub.AskBackAsync(callback, "unsubscribe")).Status.ShouldBe(404);
        (await hub.AskBackAsync(callback, "subscribe", topic: "https://else.example/")).Status.ShouldBe(404);
        (await hub.AskBackAsync(new Uri(callback + "x"), "subscribe")).Status.ShouldBe(404);

        // Fat: the news themselves, and only those.
        hub.Write("2", "My grinder broke again");
        (await hub.DistributeAsync(hub.Document("2"))).ShouldBe(202);
        (await PostAsync(watch.Id, "2")).Text.ShouldBe("My grinder broke again");
        // Again and again: once.
        (await hub.DistributeAsync(hub.Document("2"))).ShouldBe(202);

        // With the wrong secret, without a signature: as if nothing had come.
        (await hub.DistributeAsync(hub.Document("2").Replace("grinder", "kettle", StringComparison.Ordinal), secret: "guessed")).ShouldBe(401);
        (await hub.DistributeAsync(hub.Document("2").Replace("grinder", "kettle", StringComparison.Ordinal), signs: false)).ShouldBe(401);

        // Light: that there are news. What the feed says counts, and so does what it says of the first one.
        hub.Write("3", "Is anybody there?");
        var reads = hub.FeedReads;
        (await hub.DistributeAsync("")).ShouldBe(202);
        (await PostAsync(watch.Id, "3")).Text.ShouldBe("Is anybody there?");
        hub.FeedReads.ShouldBeGreaterThan(reads);
        var known = await PostAsync(watch.Id, "2");
        (known.Text, known.Revision).ShouldBe(("My grinder broke again", 1));

        await SayAsync("unwatch forum");
        (await hub.DistributeAsync("")).ShouldBe(410);
        await Get<SubscriptionRun>().RunAsync(CancellationToken.None);
        await UntilAsync(() => hub.Subscribers.IsEmpty);
        hub.Requests.Distinct().ShouldBe(["subscribe", "unsubscribe"]);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Service_that_was_started_again_is_still_told_and_a_denial_ends_it()
    {
        await SayAsync($"watch {hub.Feed} --name forum --every 1h");
        await Get<SubscriptionRun>().RunAsync(CancellationToken.None);
        await UntilAsync(() => !hub.Subscribers.IsEmpty);
        var callback = hub.Subscribers.Keys.Single();
        var secret = hub.Subscribers[callback];

        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
        await OpenAsync();
        // The port is another one; the key and the secret are the same.
        callback = new Uri(Get<ServiceAddress>().Base, callback.AbsolutePath);
        hub.Subscribers.Clear();
        hub.Subscribers[callback] = secret;
        hub.Write("1", "After the start");
        (await hub.DistributeAsync(hub.Document())).ShouldBe(202);
        var watch = (await Get<IWatches>().FindByNameAsync(TeamId.Default, "forum", CancellationToken.None))!;
        (await PostAsync(watch.Id, "1")).Text.ShouldBe("After the start");

        (await hub.AskBackAsync(callback, "denied", reason: "quota")).Status.ShouldBe(200);
        var subscription = (await Get<ISubscriptions>().FindAsync(watch.HookKey!, CancellationToken.None))!;
        subscription.IsTold(TimeProvider.System.GetUtcNow()).ShouldBeFalse();
        subscription.Problem!.ShouldContain("quota");
    }

    [Fact]
    public async Task Service_that_nobody_can_reach_says_so_and_polls()
    {
        Get<ServiceAddress>().IsPublic = false;
        var answer = await SayAsync($"watch {hub.Feed} --name forum");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        var said = ShellText.Write(answer.Card, TimeProvider.System.GetUtcNow());
        said.ShouldContain("PageWatch:PublicUrl");
        said.ShouldNotContain("is told by the page");
        await Get<SubscriptionRun>().RunAsync(CancellationToken.None);
        hub.Requests.ShouldBeEmpty();
    }

    private async Task OpenAsync()
    {
        var startup = Startup.Read(["--data", temporary.Path, "--urls", "http://127.0.0.1:0"]);
        folder = DataFolder.Take(startup.DataFolder, TimeProvider.System.GetUtcNow());
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(TimeProvider.System.GetUtcNow());
        app = Service.Build(startup, new Store(folder, null), builder => builder.Logging.ClearProviders());
        await Service.StartAsync(app, CancellationToken.None);
        // As an admin says with PublicUrl, which here is known only once the port is.
        Get<ServiceAddress>().IsPublic = true;
    }

    private T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    private async Task<CommandAnswer> SayAsync(string line)
    {
        var admin = (await Get<IMembers>().OfTeamAsync(TeamId.Default, CancellationToken.None)).First(member => member.Role == Role.Admin);
        return await Get<CommandDesk>().RunAsync(line, admin, CancellationToken.None);
    }

    private async Task<Post> PostAsync(PageId page, string id)
    {
        Post? found = null;
        await UntilAsync(async () => (found = (await Get<IPosts>().FindAsync(page, [id], CancellationToken.None)).GetValueOrDefault(id)) is not null);
        return found!;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var since = Stopwatch.StartNew();
        while (!await holds())
        {
            since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
    }
}
