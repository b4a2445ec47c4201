using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Builders;

namespace PageWatch.Storage.Tests.Sqlite;

/// <summary>What is SQLite's own: the file, its lock, its schema, its one writer.</summary>
public sealed class SqliteFileTests : IAsyncDisposable
{
    private readonly SqliteUnderTest store = new();

    private SqliteDatabase Database => store.Services.GetRequiredService<SqliteDatabase>();

    [Fact, Trait("Promise", "14")]
    public void Second_process_is_refused_and_told_who_has_the_data()
    {
        var problem = Should.Throw<StorageUnavailableException>(() => DataFolder.Take(store.Folder, A.Morning));
        problem.Message.ShouldContain($"process {Environment.ProcessId}");
        problem.Message.ShouldContain("--data");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Newer_data_are_refused_and_left_alone()
    {
        await Database.WriteAsync(connection => connection.Execute("PRAGMA user_version = 99"), SavePriority.Bulk, CancellationToken.None);
        await store.Services.GetRequiredService<SqliteDatabase>().CheckpointAsync(CancellationToken.None);
        var problem = await Should.ThrowAsync<StorageUnavailableException>(async () => await store.ReopenAsync());
        problem.Message.ShouldContain("schema 99");
        problem.Message.ShouldContain("Nothing was changed");
    }

    [Fact, Trait("Promise", "14")]
    public void File_that_is_no_database_is_refused_with_the_mend()
    {
        var path = Directory.CreateTempSubdirectory("pagewatch-bad-").FullName;
        File.WriteAllText(Path.Combine(path, "pagewatch.db"), "this is no database, but long enough to look like one".PadRight(4096, 'x'));
        using var folder = DataFolder.Take(path, A.Morning);
        Should.Throw<StorageUnavailableException>(() => new SqliteMigrator(folder, NullLogger<SqliteMigrator>.Instance).Run(A.Morning)).Message.ShouldContain("backups");
    }

    [Fact]
    public async Task File_is_copied_before_its_schema_changes()
    {
        await store.Services.GetRequiredService<ITeamRecords>().AddPlaybookAsync(TeamId.Default, 0, "kept words", new AuditEntry(TeamId.Default, A.Morning, null, "t", "t", "t"), CancellationToken.None);
        var next = SqliteMigrator.Newest + 1;
        var migrator = new SqliteMigrator(DataFolderOf(store), NullLogger<SqliteMigrator>.Instance, [(next, "more.sql", "CREATE TABLE more (id INTEGER)")]);
        migrator.Run(A.Morning).ShouldBe((SqliteMigrator.Newest, next));
        var copy = Directory.GetFiles(Path.Combine(store.Folder, "backups")).ShouldHaveSingleItem();
        await using var connection = new SqliteConnection($"Data Source={copy};Pooling=False");
        connection.ExecuteScalar<string>("SELECT text FROM playbooks").ShouldBe("kept words");
        connection.ExecuteScalar<int>("PRAGMA user_version").ShouldBe(SqliteMigrator.Newest);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(copy).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Migration_that_breaks_changes_nothing()
    {
        var migrator = new SqliteMigrator(DataFolderOf(store), NullLogger<SqliteMigrator>.Instance, [(SqliteMigrator.Newest + 1, "bad.sql", "CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER)")]);
        Should.Throw<StorageUnavailableException>(() => migrator.Run(A.Morning));
        Database.Read(connection => connection.ExecuteScalar<int>("PRAGMA user_version")).ShouldBe(SqliteMigrator.Newest);
        Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'half'")).ShouldBe(0);
    }

    [Fact]
    public void Folder_and_file_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.GetUnixFileMode(Path.Combine(store.Folder, "pagewatch.db")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Writes_of_many_callers_share_commits_and_are_durable_when_answered()
    {
        var before = Database.Commits;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => Database.WriteAsync(
            connection => connection.Execute("INSERT INTO team_settings VALUES (1, @name, 'x')", new { name = $"n{i}" }), SavePriority.Bulk, CancellationToken.None))));
        var commits = Database.Commits - before;
        commits.ShouldBeLessThan(400);
        Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM team_settings WHERE name LIKE 'n%'")).ShouldBe(400);
        Database.Read(connection => connection.ExecuteScalar<string>("PRAGMA journal_mode")).ShouldBe("wal");
        Database.Read(connection => connection.ExecuteScalar<int>("PRAGMA synchronous")).ShouldBe(2);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Nobody_is_answered_before_the_whole_round_is_committed()
    {
        // The writer is busy, so that two writes wait and share its next commit; the second looks whether the first was answered already.
        using var begun = new SemaphoreSlim(0);
        using var busy = new SemaphoreSlim(0);
        var first = Database.WriteAsync(_ => { begun.Release(); busy.Wait(); return 0; }, SavePriority.Bulk, CancellationToken.None);
        await begun.WaitAsync(); // else a late writer could put the second into the first's round
        var early = Database.WriteAsync(_ => 0, SavePriority.Bulk, CancellationToken.None);
        var late = Database.WriteAsync(_ => early.Wait(TimeSpan.FromMilliseconds(300)), SavePriority.Bulk, CancellationToken.None);
        busy.Release();
        await first;
        (await late).ShouldBeFalse("an answer before the commit promises what may never be");
        await early;
    }

    [Fact, Trait("Promise", "1")]
    public async Task Poll_that_finds_the_disk_full_leaves_its_cursor_where_it_was()
    {
        var watches = store.Services.GetRequiredService<IWatches>();
        var inbox = store.Services.GetRequiredService<IInbox>();
        var page = await AddPageAsync();
        await inbox.AcceptPollAsync(new PollDelivery(page, "posts", [], new Cursor("before"), A.Morning, FirstLookDone: true), CancellationToken.None);

        var pages = await Database.WriteAsync(connection => connection.ExecuteScalar<int>("PRAGMA page_count"), SavePriority.Bulk, CancellationToken.None);
        await Database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count = {pages + 2}"), SavePriority.Bulk, CancellationToken.None);
        var posts = new SourceEvent.PostSeen(A.Seen("p1", new string('x', 500_000)));
        await Should.ThrowAsync<StorageUnavailableException>(async () =>
            await inbox.AcceptPollAsync(new PollDelivery(page, "posts", [posts], new Cursor("after"), A.Morning, FirstLookDone: true), CancellationToken.None));
        (await watches.CursorAsync(page, "posts", CancellationToken.None)).ShouldBe(new Cursor("before"), "what was not kept is asked for again");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Erased_words_are_out_of_the_log_too_when_the_erasing_is_answered()
    {
        var journey = store.Services.GetRequiredService<IJourneyStore>();
        var post = A.Post("p1", journey.Next(Numbered.Post)).Saying("zebrastripe umbrella") with { Page = await AddPageAsync(), Conversation = new ConversationId(journey.Next(Numbered.Conversation)) };
        var told = new StateChange();
        told.Guards.Add(new StateChange.Guard(post.Conversation, post.Team, post.Page, "p1", 0, IsNew: true));
        told.Posts.Add(new StateChange.PostSave(post, IsNew: true));
        await journey.SaveAsync(told, SavePriority.Bulk, CancellationToken.None);
        HoldsNow("zebrastripe").ShouldBeTrue();

        var taken = new StateChange();
        taken.Guards.Add(new StateChange.Guard(post.Conversation, post.Team, post.Page, "p1", 1, IsNew: false));
        taken.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(post, null, default, "p1", A.Morning)).After, IsNew: false));
        taken.Erased.Add(post.Id);
        (await journey.SaveAsync(taken, SavePriority.Click, CancellationToken.None)).ShouldBeTrue();
        HoldsNow("zebrastripe").ShouldBeFalse();

        // The files as they lie there: nothing is moved out of the log for the occasion.
        bool HoldsNow(string words) => Directory.EnumerateFiles(store.Folder, "pagewatch.db*").Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(System.Text.Encoding.UTF8.GetBytes(words)) >= 0;
        });
    }

    [Theory, Trait("Promise", "2")]
    [InlineData("INSERT INTO inbox (page_id, kind, delivery_key, body, received_at, state, due_at) VALUES (1, 'Webhook', 'd1', x'', 0, 'Waiting', 0)")]
    [InlineData("INSERT INTO posts (team_id, page_id, conversation_id, native_id, author_name, text, published_at, seen_at, revision, standing, is_ours, is_baseline) VALUES (1, 1, 1, 'p1', '', '', 0, 0, 1, 'Public', 0, 0)")]
    [InlineData("INSERT INTO conversations (team_id, page_id, root_native_id, fence) VALUES (1, 1, 'p9', 1)")]
    [InlineData("INSERT INTO nudges (team_id, conversation_id, page_id, focus_post_id, state, kind, due_at, is_live, version, nudge) VALUES (1, 1, 1, 1, 'Open', 'Complaint', 0, 1, 1, '')")]
    [InlineData("INSERT INTO outbox (team_id, channel_id, nudge_id, wanted, due_at) VALUES (1, 1, 1, 1, 0)")]
    [InlineData("INSERT INTO replies (team_id, nudge_id, conversation_id, page_id, state, native_id, text, text_digest, reply) VALUES (1, 1, 1, 1, 'Published', 'r1', '', '', '')")]
    public async Task What_must_be_single_cannot_stand_there_twice(string insert)
    {
        await AddPageAsync();
        await Database.WriteAsync(
            connection => connection.Execute("INSERT INTO conversations (id, team_id, page_id, root_native_id, fence) VALUES (1, 1, 1, 'p1', 1)"), SavePriority.Bulk, CancellationToken.None);
        await Database.WriteAsync(connection => connection.Execute(insert), SavePriority.Bulk, CancellationToken.None);
        var problem = await Should.ThrowAsync<SqliteException>(async () => await Database.WriteAsync(connection => connection.Execute(insert), SavePriority.Bulk, CancellationToken.None));
        problem.Message.ShouldContain("UNIQUE");
    }

    [Fact]
    public async Task Click_does_not_queue_behind_bulk_work()
    {
        // The writer is busy; bulk work piles up; a click comes last and is done before the pile.
        using var busy = new SemaphoreSlim(0);
        var order = new List<string>();
        var first = Database.WriteAsync(_ => { busy.Wait(); return 0; }, SavePriority.Bulk, CancellationToken.None);
        var pile = Enumerable.Range(0, 600).Select(i => Database.WriteAsync(_ => { order.Add("bulk"); return 0; }, SavePriority.Bulk, CancellationToken.None)).ToList();
        var click = Database.WriteAsync(_ => { order.Add("click"); return 0; }, SavePriority.Click, CancellationToken.None);
        busy.Release();
        await Task.WhenAll([first, click, .. pile]);
        order.IndexOf("click").ShouldBeLessThan(300);
        order.Count.ShouldBe(601);
    }

    [Fact]
    public async Task Bulk_work_does_not_starve_behind_clicks()
    {
        using var stop = new CancellationTokenSource();
        var clicks = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Database.WriteAsync(_ => 0, SavePriority.Click, CancellationToken.None)));
        });
        for (var i = 0; i < 20; i++)
            await Database.WriteAsync(_ => 0, SavePriority.Bulk, CancellationToken.None);
        await stop.CancelAsync();
        await clicks;
    }

    [Fact]
    public async Task Write_that_meets_the_end_is_answered_or_refused_and_never_left_waiting()
    {
        for (var round = 0; round < 40; round++)
        {
            var database = new SqliteDatabase(Path.Combine(store.Folder, $"end-{round}.db"), NullLogger<SqliteDatabase>.Instance);
            using var started = new CountdownEvent(8);
            var writers = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                async () =>
                {
                    started.Signal();
                    while (true)
                        await database.WriteAsync(_ => 0, SavePriority.Click, CancellationToken.None);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()).ToList();
            started.Wait();
            database.Dispose();
            foreach (var writer in writers)
                await Should.ThrowAsync<ObjectDisposedException>(() => writer.WaitAsync(TimeSpan.FromSeconds(20)));
            Should.Throw<ObjectDisposedException>(() => { _ = database.CheckpointAsync(CancellationToken.None); });
        }
    }

    [Fact, Trait("Promise", "14")]
    public async Task Full_disk_saves_nothing_says_so_and_heals()
    {
        // SQLite meets its page limit as it meets a full disk: SQLITE_FULL in the middle of a transaction.
        var pages = await Database.WriteAsync(connection => connection.ExecuteScalar<int>("PRAGMA page_count"), SavePriority.Bulk, CancellationToken.None);
        await Database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count = {pages + 2}"), SavePriority.Bulk, CancellationToken.None);
        var problem = await Should.ThrowAsync<StorageUnavailableException>(async () => await Database.WriteAsync(
            connection => connection.Execute("INSERT INTO team_settings VALUES (1, 'big', @value)", new { value = new string('x', 500_000) }), SavePriority.Bulk, CancellationToken.None));
        problem.Message.ShouldContain("disk is full");
        Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM team_settings WHERE name = 'big'")).ShouldBe(0);
        await Database.WriteAsync(connection => connection.Execute("PRAGMA max_page_count = 1000000"), SavePriority.Bulk, CancellationToken.None);
        await Database.WriteAsync(connection => connection.Execute("INSERT INTO team_settings VALUES (1, 'big', 'x')"), SavePriority.Bulk, CancellationToken.None);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Changed_record_is_noticed()
    {
        var teams = store.Services.GetRequiredService<ITeamRecords>();
        for (var i = 0; i < 3; i++)
            await teams.AddPlaybookAsync(TeamId.Default, i, $"v{i}", new AuditEntry(TeamId.Default, A.Morning, null, "Ana", "playbook", "playbook", "before", "after"), CancellationToken.None);
        (await teams.VerifyRecordAsync(CancellationToken.None)).ShouldBe((3, null));
        Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(DISTINCT after_digest) FROM audit")).ShouldBe(3, "the same words have another digest each time");
        foreach (var (harm, mend) in ((string Harm, string Mend)[])
            [
                ("UPDATE audit SET by_name = 'Ben' WHERE number = 2", "UPDATE audit SET by_name = 'Ana' WHERE number = 2"),
                ("UPDATE audit_content SET after = 'other' WHERE number = 2", "UPDATE audit_content SET after = 'after' WHERE number = 2"),
                ("UPDATE audit SET number = 9 WHERE number = 3", "UPDATE audit SET number = 3 WHERE number = 9"),
                ("CREATE TEMP TABLE cut AS SELECT * FROM audit WHERE number = 3; DELETE FROM audit WHERE number = 3", "INSERT INTO audit SELECT * FROM cut"),
            ])
        {
            await Database.WriteAsync(connection => connection.Execute(harm), SavePriority.Bulk, CancellationToken.None);
            (await teams.VerifyRecordAsync(CancellationToken.None)).BrokenAt.ShouldNotBeNull(harm);
            await Database.WriteAsync(connection => connection.Execute(mend), SavePriority.Bulk, CancellationToken.None);
        }

        (await teams.VerifyRecordAsync(CancellationToken.None)).BrokenAt.ShouldBeNull();
        await Database.WriteAsync(connection => connection.Execute("DELETE FROM audit_content"), SavePriority.Bulk, CancellationToken.None);
        (await teams.VerifyRecordAsync(CancellationToken.None)).BrokenAt.ShouldBeNull("content may be erased");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await store.DisposeAsync();
        }
        catch (NullReferenceException)
        {
            // A test that could not reopen the store has nothing left to close.
        }
    }

    private async Task<PageId> AddPageAsync()
    {
        var ana = await store.Services.GetRequiredService<IMembers>().AddAsync(TeamId.Default, "Ana", Role.Admin, new AuditEntry(TeamId.Default, A.Morning, null, "t", "t", "t"), CancellationToken.None);
        var watch = new Watch
        {
            Page = new Page { Id = default, Platform = new PlatformId("demo"), Address = new Uri("https://blog.example/"), Name = "The blog" },
            Team = TeamId.Default,
            Name = "blog",
            Owner = ana.Id,
            Can = A.Capabilities(),
            Cadence = TimeSpan.FromMinutes(1),
            NudgesSince = A.Morning,
            State = WatchState.Active,
        };
        return (await store.Services.GetRequiredService<IWatches>().AddAsync(watch, new Dictionary<string, string>(), new AuditEntry(TeamId.Default, A.Morning, null, "t", "t", "t"), CancellationToken.None))!.Id;
    }

    private static DataFolder DataFolderOf(SqliteUnderTest store) => store.Services.GetRequiredService<DataFolder>();
}
