using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Search;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Xunit;

namespace PageWatch.Testing.Stores;

/// <summary>One database with every port on it; a second database gives its own.</summary>
public interface IStoreUnderTest : IAsyncDisposable
{
    IServiceProvider Services { get; }

    FakeTimeProvider Time { get; }

    /// <summary>Closes without ceremony and opens the same data again, as after a crash.</summary>
    ValueTask ReopenAsync();

    /// <summary>Every text in every table, index and file of the data: to prove that something is nowhere.</summary>
    ValueTask<bool> HoldsAnywhereAsync(string text);
}

/// <summary>What every database must keep to; each port has a suite that derives from this.</summary>
public abstract class StoreCompliance : IAsyncLifetime
{
    private IStoreUnderTest? opened;

    protected static CancellationToken Now => CancellationToken.None;

    protected IStoreUnderTest Store => opened ?? throw new InvalidOperationException("Not opened.");

    protected IInbox Inbox => Get<IInbox>();

    protected IWatches Watches => Get<IWatches>();

    protected ISubscriptions Subscriptions => Get<ISubscriptions>();

    protected ICoverage Coverage => Get<ICoverage>();

    protected IPosts Posts => Get<IPosts>();

    protected virtual IPostSearch Search => Get<IPostSearch>();

    protected IPostHistory History => Get<IPostHistory>();

    protected IJourneyStore Journey => Get<IJourneyStore>();

    protected IOutbox Outbox => Get<IOutbox>();

    protected INotices Notices => Get<INotices>();

    protected IConsoleBoard Board => Get<IConsoleBoard>();

    protected IMembers Members => Get<IMembers>();

    protected ITeamRecords Teams => Get<ITeamRecords>();

    protected IRetention Retention => Get<IRetention>();

    protected ILabels Labels => Get<ILabels>();

    protected IInstallation Installation => Get<IInstallation>();

    protected Member Ana { get; private set; } = A.Member("Ana");

    /// <summary>A member of another team.</summary>
    protected Member Zoe { get; private set; } = A.Member("Zoe");

    protected Watch Blog { get; private set; } = null!;

    protected abstract ValueTask<IStoreUnderTest> CreateAsync();

    public async Task InitializeAsync()
    {
        opened = await CreateAsync();
        Ana = await Members.AddAsync(TeamId.Default, "Ana", Role.Admin, Audit("add"), Now);
        var other = await Members.AddTeamAsync("other", Audit("team"), Now);
        Zoe = await Members.AddAsync(other.Id, "Zoe", Role.Admin, Audit("add"), Now);
        Blog = await AddWatchAsync(Ana, "blog");
    }

    public async Task DisposeAsync()
    {
        if (opened is not null)
            await opened.DisposeAsync();
    }

    protected AuditEntry Audit(string verb, string? after = null) => new(TeamId.Default, Store.Time.GetUtcNow(), null, "test", verb, "test", null, after);

    protected async Task<Watch> AddWatchAsync(Member owner, string name, string? address = null) => await Watches.AddAsync(
        new Watch
        {
            Page = new Page { Id = default, Platform = new PlatformId("demo"), Address = new Uri(address ?? $"https://{name}.example/"), Name = $"The {name}" },
            Team = owner.Team,
            Name = name,
            Owner = owner.Id,
            Can = A.Capabilities(),
            Cadence = TimeSpan.FromMinutes(1),
            NudgesSince = A.Morning - TimeSpan.FromDays(1),
            State = WatchState.Active,
            HookKey = "hook-" + name,
        },
        new Dictionary<string, string> { ["secret"] = "whsec_" + name },
        Audit("watch"),
        Now) ?? throw new InvalidOperationException($"{name} is taken.");

    /// <summary>Saves a conversation of one post with a nudge, a draft and a card, as the journey would.</summary>
    protected async Task<ConversationFile> AddNudgeAsync(Watch watch, string nativeId = "p1", string text = "Third parcel in a row that arrives broken.", string author = "Jana K.", NudgeState state = NudgeState.Open, InboxId? row = null, StaffChannel? only = null)
    {
        var post = A.Post(nativeId, Journey.Next(Numbered.Post)) with
        {
            Team = watch.Team,
            Page = watch.Id,
            Conversation = new ConversationId(Journey.Next(Numbered.Conversation)),
            Author = new Author("id-" + author, author),
            Text = text,
        };
        var nudge = A.Nudge(state) with
        {
            Id = new NudgeId(Journey.Next(Numbered.Nudge)),
            Team = watch.Team,
            Conversation = post.Conversation,
            Page = watch.Id,
            Focus = post.Id,
            Posts = [post.Id],
            Reply = null,
        };
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(post.Conversation, watch.Team, watch.Id, nativeId, 0, IsNew: true));
        change.Posts.Add(new StateChange.PostSave(post, IsNew: true));
        if (row is { } from)
            change.Sources.Add((post.Id, from));
        change.Readings.Add(A.Reading(post: post.Id.Value) with { Topics = [text] });
        change.Matches.Add((post.Id, 1, [A.Match()]));
        change.Nudges.Add(nudge);
        change.Drafts.Add(A.Draft($"{author}, we are sorry about: {text}") with { Nudge = nudge.Id, For = post.Id });
        foreach (var channel in only is null ? await Teams.ChannelsAsync(watch.Team, Now) : [only])
            change.Cards.Add((nudge.Id, channel.Id));
        Assert.True(await Journey.SaveAsync(change, SavePriority.Bulk, Now));
        return (await Journey.OpenNudgeAsync(nudge.Id, watch.Team, Now))!;
    }

    protected static StateChange Change(ConversationFile file)
    {
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(file.Id, file.Team, file.Watch.Id, file.RootNativeId, file.Fence, IsNew: false));
        return change;
    }

    protected async Task ReopenAsync() => await Store.ReopenAsync();

    private T Get<T>()
        where T : notnull => Store.Services.GetRequiredService<T>();
}
