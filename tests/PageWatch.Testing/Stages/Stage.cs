using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Publishing;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Pipeline.Understanding;
using PageWatch.Platforms.ByHand;
using PageWatch.Platforms.GenericWebhook;
using PageWatch.Storage;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Builders;
using Shouldly;

namespace PageWatch.Testing.Stages;

/// <summary>Every stage with the real store, the real reader and the real drafter; only the page, the chat and the clock are a test's own.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("pagewatch-stage-").FullName;
    private DataFolder folder = null!;
    private ServiceProvider services = null!;

    private readonly Action<IServiceCollection>? adjust;

    private Stage(Action<IServiceCollection>? adjust) => this.adjust = adjust;

    public FakeTimeProvider Time { get; } = new(A.Morning);

    public FakePage Page { get; private set; } = null!;

    public FakeChannel Channel { get; } = new();

    /// <summary>Places outside: webhooks and mail, unless a test brings its own.</summary>
    public FakeChannel Webhook { get; } = new(ChannelKind.Webhook);

    public FakeChannel Mail { get; } = new(ChannelKind.Mail);

    /// <summary>Chats, unless a test brings its own.</summary>
    public FakeChannel Slack { get; } = new(ChannelKind.Slack);

    public FakeChannel Teams { get; } = new(ChannelKind.Teams);

    public FakeSchedule Looks { get; } = new();

    public Member Ana { get; private set; } = null!;

    public Member Ben { get; private set; } = null!;

    public Watch Blog { get; private set; } = null!;

    public IServiceProvider Services => services;

    private static CancellationToken Now => CancellationToken.None;

    /// <param name="adjust">Added last: a real channel in place of a fake one.</param>
    public static async Task<Stage> OpenAsync(Action<IServiceCollection>? adjust = null)
    {
        var stage = new Stage(adjust);
        stage.Page = new FakePage(stage.Time);
        stage.Open();
        stage.Ana = await stage.AddMemberAsync("Ana", Role.Admin);
        stage.Ben = await stage.AddMemberAsync("Ben", Role.Approver);
        foreach (var (name, query) in DefaultRules.All)
            await stage.Get<ITeamRecords>().AddRuleAsync(A.Rule(name, query) with { Id = default }, stage.Audit(), Now);
        stage.Blog = await stage.AddWatchAsync(stage.Ana, "blog");
        return stage;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public AuditEntry Audit() => new(TeamId.Default, Time.GetUtcNow(), null, "test", "test", "test");

    public async Task<Member> AddMemberAsync(string name, Role role, TeamId? team = null) => await Get<IMembers>().AddAsync(team ?? TeamId.Default, name, role, Audit(), Now);

    public async Task<Watch> AddWatchAsync(Member owner, string name, TimeSpan? backfill = null, PageCapabilities? can = null) => (await Get<IWatches>().AddAsync(
        new Watch
        {
            Page = new Domain.Posts.Page { Id = default, Platform = FakePage.Id, Address = new Uri($"https://{name}.example/"), Name = $"The {name}", AccountId = "us", AccountName = "Contoso" },
            Team = owner.Team,
            Name = name,
            Owner = owner.Id,
            Can = can ?? A.Capabilities(),
            Cadence = TimeSpan.FromMinutes(1),
            NudgesSince = Time.GetUtcNow() - (backfill ?? TimeSpan.FromMinutes(30)),
            State = WatchState.Active,
            HookKey = $"hook-{owner.Team.Value}-{name}",
        },
        new Dictionary<string, string>(),
        Audit(),
        Now))!;

    /// <summary>The page tells something; it goes all the way to the cards.</summary>
    public async Task TellAsync(params SourceEvent[] events) => await TellAsync(Blog, events);

    public async Task TellAsync(Watch watch, params SourceEvent[] events)
    {
        await Get<IInbox>().AcceptPollAsync(new PollDelivery(watch.Id, "posts", events, null, Time.GetUtcNow(), FirstLookDone: true), Now);
        await Get<PostJourney>().RunAsync(Now);
        await ShowAsync();
    }

    public async Task ShowAsync()
    {
        while (await Get<CardRelay>().RunAsync(Now) > 0 && Channel.Failures.Count == 0)
        {
        }
    }

    /// <summary>A post by a visitor, shown by the page as well.</summary>
    public SourceEvent.PostSeen Post(string nativeId, string text, string author = "Jana K.", string? parent = null, DateTimeOffset? at = null, long? mark = null)
    {
        var post = A.Seen(nativeId, text, author) with { ParentNativeId = parent, PublishedAt = at ?? Time.GetUtcNow(), RevisionMark = mark };
        Page.Shows[nativeId] = post;
        return new SourceEvent.PostSeen(post);
    }

    /// <summary>Something that the page's own account wrote.</summary>
    public SourceEvent.PostSeen Own(string nativeId, string text, string? parent, DateTimeOffset? at = null) => new(A.Seen(nativeId, text, "Contoso") with
    {
        Author = new Domain.Posts.Author("us", "Contoso"), IsOurs = true, ParentNativeId = parent, PublishedAt = at ?? Time.GetUtcNow(),
    });

    /// <summary>The latest nudge as it is stored.</summary>
    public async Task<ConversationFile> FileAsync(long? number = null)
    {
        var rows = await Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: false), 100, Now);
        var id = number is { } given ? new NudgeId(given) : rows.MaxBy(row => row.Id.Value)?.Id ?? throw new InvalidOperationException("There is no nudge.");
        return (await Get<IJourneyStore>().OpenNudgeAsync(id, null, Now))!;
    }

    public async Task<int> NudgesAsync(bool live = false) => (await Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, live), 1000, Now)).Count;

    /// <summary>Presses a button on the card as it stands now.</summary>
    public async Task<ClickAnswer> PressAsync(Member by, string verb, string? argument = null, string? input = null, long? nudge = null, long? version = null)
    {
        var file = await FileAsync(nudge);
        var answer = await Get<StaffDesk>().ClickAsync(by, new Click(verb, file.Nudge!.Id, version ?? file.Nudge.Version, argument, input), Now);
        await ShowAsync();
        return answer;
    }

    public async Task SetPlaybookAsync(string text) =>
        (await Get<ITeamRecords>().AddPlaybookAsync(TeamId.Default, (await Get<ITeamRecords>().PlaybookAsync(TeamId.Default, Now))?.Version ?? 0, text, Audit(), Now)).ShouldBeTrue();

    /// <summary>Looks at the preview and confirms it.</summary>
    public async Task<ClickAnswer> PublishAsync(Member by, long? nudge = null)
    {
        var preview = await PressAsync(by, "publish", nudge: nudge);
        return preview is ClickAnswer.Private { Card.Actions: [{ Argument: { } code }, ..] } ? await PressAsync(by, "confirm", code, nudge: nudge) : preview;
    }

    /// <summary>Lets the ledger work, moving the clock on to whatever is due next, until nothing is.</summary>
    public async Task DispatchAsync(TimeSpan? atMost = null)
    {
        var until = Time.GetUtcNow() + (atMost ?? TimeSpan.FromHours(3));
        while (true)
        {
            while (await Get<ReplyDispatch>().RunAsync(Now) > 0)
            {
            }

            var file = await FileAsync();
            var due = file.Replies.Where(reply => reply.DueAt > Time.GetUtcNow()).Select(reply => reply.DueAt!.Value).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            if (due > until)
                break;
            Time.SetUtcNow(due);
        }

        await ShowAsync();
    }

    public async Task SweepAsync() => await Get<DueSweep>().RunAsync(Now);

    public async Task<Domain.Commands.CommandAnswer> SayAsync(Member by, string line) => await Get<CommandDesk>().RunAsync(line, by, Now);

    /// <summary>Does to what is stored what no program does.</summary>
    public async Task ForceAsync(string sql) => await Get<SqliteDatabase>().WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteNonQuery();
        },
        SavePriority.Bulk,
        Now);

    /// <summary>Looks at what is stored, past every program.</summary>
    public IReadOnlyList<T> Ask<T>(string sql, Func<System.Data.Common.DbDataReader, T> row) => Get<SqliteDatabase>().Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(row(rows));
        return all;
    });

    /// <summary>The whole record, oldest first, with what stands beside it.</summary>
    public IReadOnlyList<AuditEntry> Record() => Get<SqliteDatabase>().Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT a.team_id, a.at, a.member_id, a.by_name, a.verb, a.subject, c.before, c.after, a.nudge_id FROM audit a LEFT JOIN audit_content c ON c.number = a.number ORDER BY a.number";
        using var rows = command.ExecuteReader();
        var all = new List<AuditEntry>();
        while (rows.Read())
        {
            all.Add(new AuditEntry(
                new TeamId(rows.GetInt32(0)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)),
                rows.IsDBNull(2) ? null : new MemberId(rows.GetInt64(2)),
                rows.GetString(3),
                rows.GetString(4),
                rows.GetString(5),
                rows.IsDBNull(6) ? null : rows.GetString(6),
                rows.IsDBNull(7) ? null : rows.GetString(7)) { Nudge = rows.IsDBNull(8) ? null : rows.GetInt64(8) });
        }

        return all;
    });

    /// <summary>The card of a nudge as the chat shows it.</summary>
    public Card Card(long? number = null) => number is { } given ? Channel.Messages[$"nudge-{given}"].Card : Channel.Messages.Values.Where(message => message.Nudge is not null).MaxBy(message => message.Nudge!.Value.Value)!.Card;

    /// <summary>Ends as a process ends that is killed, and starts again on the same data.</summary>
    public async Task RestartAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
        Open();
    }

    /// <summary>Whether the words stand in any file of the data, free pages and the log included.</summary>
    public async Task<bool> HoldsAnywhereAsync(string text)
    {
        await Get<SqliteDatabase>().CheckpointAsync(Now);
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(wanted) >= 0)
                return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
        Directory.Delete(path, recursive: true);
    }

    private void Open()
    {
        folder = DataFolder.Take(path, Time.GetUtcNow());
        new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(Time.GetUtcNow());
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<ISecretBox, OpenBox>();
        collection.AddSqliteStorage(folder);
        collection.AddPipeline();
        collection.AddSingleton<IPostReader, StarterReader>();
        collection.AddSingleton<IReadingExplainer, StarterReader>();
        collection.AddSingleton<IDrafter, PlaybookDrafter>();
        collection.AddSingleton<IPollSource>(Page);
        collection.AddSingleton<IWebhookSource>(Page);
        collection.AddSingleton<IReplyPublisher>(Page);
        collection.AddSingleton<IPageFinder>(Page);
        collection.AddGenericWebhook();
        collection.AddByHand();
        collection.AddSingleton<IChannelSender>(Channel);
        collection.AddSingleton<IChannelSender>(Webhook);
        collection.AddSingleton<IChannelSender>(Mail);
        collection.AddSingleton<IChannelSender>(Slack);
        collection.AddSingleton<IChannelSender>(Teams);
        collection.AddSingleton<IChannelFinder>(new FakeChannelFinder(ChannelKind.Slack, "slack", takesSecret: false));
        collection.AddSingleton<IChannelFinder>(new FakeChannelFinder(ChannelKind.Teams, "teams", takesSecret: false));
        collection.AddSingleton<IChannelFinder>(new FakeChannelFinder(ChannelKind.Webhook, "webhook", takesSecret: true));
        collection.AddSingleton<IChannelFinder>(new FakeChannelFinder(ChannelKind.Mail, "mail", takesSecret: false));
        collection.AddSingleton<IPollSchedule>(Looks);
        collection.AddSingleton<IDemoPage, NoDemo>();
        collection.AddSingleton(new ServiceStart("test", Time.GetUtcNow()));
        adjust?.Invoke(collection);
        services = collection.BuildServiceProvider();
        services.GetRequiredService<ConfirmKey>().Bytes = new byte[32];
        services.GetRequiredService<ServiceAddress>().Base = new Uri("http://127.0.0.1:5230");
    }

    /// <summary>Sealing is Storage's and the host's own matter, and tested there.</summary>
    private sealed class OpenBox : ISecretBox
    {
        public byte[] Seal(string secret) => System.Text.Encoding.UTF8.GetBytes(secret);

        public string Open(byte[] secret) => System.Text.Encoding.UTF8.GetString(secret);
    }

    private sealed class NoDemo : IDemoPage
    {
        public bool IsOn => false;

        public ValueTask ResetAsync(Member by, CancellationToken cancellationToken) => throw new InvalidOperationException("There is no demo.");
    }
}
