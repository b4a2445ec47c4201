using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage;
using PageWatch.Storage.Postgres;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Benchmarks.Search;

/// <summary>A store of many posts, put in the way the journey puts them; one that is full already is taken as it is.</summary>
internal sealed class FullStore : IAsyncDisposable
{
    /// <summary>Posts that share one commit.</summary>
    private const int Together = 500;

    private readonly DataFolder folder;
    private readonly ServiceProvider services;

    /// <param name="path">The folder of SQLite's file; on PostgreSQL it holds only what is the replica's own.</param>
    /// <param name="postgres">How PostgreSQL is reached; null for SQLite.</param>
    public FullStore(string path, string? postgres)
    {
        var now = TimeProvider.System.GetUtcNow();
        folder = DataFolder.Take(path, now);
        var all = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IDoorbell, Doorbell>().AddSingleton<ISecretBox, OpenBox>();
        if (postgres is null)
        {
            new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(now);
            all.AddSqliteStorage(folder);
        }
        else
        {
            var place = PostgresPlace.Read(postgres);
            new PostgresMigrator(place, NullLogger<PostgresMigrator>.Instance).Run(now);
            all.AddPostgresStorage(folder, place);
        }

        services = all.BuildServiceProvider();
    }

    public IServiceProvider Services => services;

    /// <returns>Posts a second that were written; null for a store that was full already.</returns>
    public async Task<double?> FillAsync(PostFlood flood, int count, DateTimeOffset until)
    {
        var watches = services.GetRequiredService<IWatches>();
        if ((await watches.OfTeamAsync(TeamId.Default, CancellationToken.None)).Count > 0)
            return null;
        var journey = services.GetRequiredService<IJourneyStore>();
        var audit = new AuditEntry(TeamId.Default, until, null, "benchmark", "watch", "benchmark", null, null);
        var ana = await services.GetRequiredService<IMembers>().AddAsync(TeamId.Default, "Ana", Role.Admin, audit, CancellationToken.None);
        var pages = new List<PageId>();
        for (var i = 0; i < PostFlood.Pages; i++)
            pages.Add((await watches.AddAsync(WatchOf(PostFlood.PageName(i), ana, until), new Dictionary<string, string>(), audit, CancellationToken.None))!.Id);
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done += Together)
        {
            var change = new StateChange();
            for (var i = 0; i < Math.Min(Together, count - done); i++)
            {
                var conversation = new ConversationId(journey.Next(Numbered.Conversation));
                var (post, reading) = flood.Next(new PostId(journey.Next(Numbered.Post)), conversation, pages);
                change.Guards.Add(new StateChange.Guard(conversation, TeamId.Default, post.Page, post.NativeId, 0, IsNew: true));
                change.Posts.Add(new StateChange.PostSave(post, IsNew: true));
                change.Readings.Add(reading);
            }

            if (!await journey.SaveAsync(change, SavePriority.Bulk, CancellationToken.None))
                throw new InvalidOperationException("A fence moved, though nobody else writes.");
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }

    private static Watch WatchOf(string name, Member owner, DateTimeOffset now) => new()
    {
        Page = new Page { Id = default, Platform = new PlatformId("demo"), Address = new Uri($"https://{name}.example/"), Name = name },
        Team = owner.Team,
        Name = name,
        Owner = owner.Id,
        Can = new PageCapabilities { ReadBy = ReadBy.Poll, Edits = ChangesSeen.Never, Deletes = ChangesSeen.Never, Reply = ReplyMode.Threaded, LongestReply = 500 },
        Cadence = TimeSpan.FromMinutes(1),
        NudgesSince = now,
        State = WatchState.Active,
    };

    /// <summary>Nothing secret is kept here.</summary>
    private sealed class OpenBox : ISecretBox
    {
        public byte[] Seal(string secret) => System.Text.Encoding.UTF8.GetBytes(secret);

        public string Open(byte[] secret) => System.Text.Encoding.UTF8.GetString(secret);
    }
}
