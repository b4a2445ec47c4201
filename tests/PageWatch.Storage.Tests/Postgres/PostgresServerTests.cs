using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Postgres;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Postgres;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

/// <summary>What the server can do to us: end connections, be away, hold another schema; and what people write that it cannot hold.</summary>
[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresServerTests(PostgresDatabases databases) : StoreCompliance
{
    private PostgresUnderTest opened = null!;

    protected override async ValueTask<IStoreUnderTest> CreateAsync() => opened = await databases.OpenOneAsync();

    [Fact, Trait("Promise", "1")]
    public async Task Connections_that_the_server_ends_are_made_again()
    {
        await Inbox.AcceptAsync(Delivery("d1"), Now);
        for (var i = 0; i < 5; i++)
        {
            await opened.Server.CutAsync();
            (await Watches.FindAsync(Blog.Id, Now)).ShouldNotBeNull();
            await Members.AddAsync(Ana.Team, $"Member {i}", Domain.Teams.Role.Responder, Audit("add"), Now);
        }

        // One that was cut while its round was under way is refused, and known when it comes again.
        (await AcceptAgainAsync("d1")).IsRepeat.ShouldBeTrue();
        (await Teams.VerifyRecordAsync(Now)).BrokenAt.ShouldBeNull();
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "14")]
    public async Task Server_that_is_away_is_said_and_is_found_again()
    {
        await opened.Server.OpenAsync(isOpen: false);
        await opened.Server.CutAsync();
        var refused = await Should.ThrowAsync<StorageUnavailableException>(async () => await RetryAsync(async () => await Inbox.AcceptAsync(Delivery("d1"), Now), 3));
        refused.Message.ShouldStartWith("Nothing was saved in the database ");
        refused.Message.ShouldNotContain(new NpgsqlConnectionStringBuilder(opened.Server.ConnectionString).Password!);
        await Should.ThrowAsync<StorageUnavailableException>(async () => await Installation.ProbeAsync(Now));
        await opened.Server.OpenAsync(isOpen: true);
        (await AcceptAgainAsync("d1")).IsRepeat.ShouldBeFalse();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Equal_statements_run_as_one_and_those_of_one_table_keep_their_order()
    {
        var database = opened.Services.GetRequiredService<PostgresDatabase>();
        var changed = await database.WriteAsync(
            connection =>
            {
                var batch = new PostgresBatch(connection.Inner);
                Insert("a", "first");
                Insert("b", "first");
                batch.Add("UPDATE watches SET problem = 'elsewhere' WHERE page_id = @page", new { page = Blog.Id.Value });
                Insert("c", "first");
                batch.Add("DELETE FROM team_settings WHERE team_id = @team AND name = @name", new { team = Ana.Team.Value, name = "a" });
                Insert("a", "last");
                return batch.Run();

                void Insert(string name, string value) =>
                    batch.Add("INSERT INTO team_settings (team_id, name, value) VALUES (@team, @name, @value)", new { team = Ana.Team.Value, name, value });
            },
            SavePriority.Bulk,
            Now);
        changed.ShouldBe([1, 1, 1, 1, 1, 1]);
        var kept = await database.ReadAsync(connection => connection.Query<string>("SELECT name || ' ' || value FROM team_settings WHERE name IN ('a', 'b', 'c') ORDER BY name").AsList(), Now);
        kept.ShouldBe(["a last", "b first", "c first"]);
    }

    [Fact]
    public async Task Text_that_the_server_cannot_hold_is_kept_all_the_same()
    {
        var accepted = await Inbox.AcceptAsync(Delivery("d\0\ud800"), Now);
        (await Inbox.AcceptAsync(Delivery("d\0\ud800"), Now)).ShouldBe(accepted with { IsRepeat = true });
        await Inbox.FailedAsync(accepted.Id, "a \0 and half a pair \udfff", null, Now);
        (await Inbox.ParkedAsync(Ana.Team, 10, Now)).ShouldHaveSingleItem().Problem.ShouldBe("a \ufffd and half a pair \ufffd");
        await AddNudgeAsync(Blog, "p\0", "text \0 \ud83d");
        (await Posts.FindAsync(Blog.Id, ["p\0"], Now)).Values.ShouldHaveSingleItem().Text.ShouldBe("text \ufffd \ufffd");
    }

    [Fact]
    public async Task Word_longer_than_the_index_takes_is_found()
    {
        var word = new string('x', 700);
        await AddNudgeAsync(Blog, "p1", $"so {word} it's \\ 'quoted'");
        (await Search.FindAsync(Ana.Team, Domain.Rules.QueryParser.Parse(word).Query!, 10, Now)).Posts.ShouldHaveSingleItem();
        (await Search.FindAsync(Ana.Team, Domain.Rules.QueryParser.Parse("\"it's quoted\"").Query!, 10, Now)).Posts.ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Native_id_is_there_once_in_whatever_part_it_lies()
    {
        await AddPostAsync("p1", A.Morning);
        await AddPostAsync("old", A.Morning - TimeSpan.FromDays(900));
        await AddPostAsync("ahead", A.Morning + TimeSpan.FromDays(900));
        await Should.ThrowAsync<PostgresException>(async () => await AddPostAsync("p1", A.Morning - TimeSpan.FromDays(40)));
        await Should.ThrowAsync<PostgresException>(async () => await AddPostAsync("old", A.Morning));
        (await Posts.FindAsync(Blog.Id, ["p1", "old", "ahead"], Now)).Count.ShouldBe(3);
        await using var connection = new NpgsqlConnection(opened.Server.ConnectionString);
        (await connection.QueryAsync<string>("SELECT tableoid::regclass::text FROM posts ORDER BY published_at")).ShouldBe(["posts_other", "posts_2026_03", "posts_other"]);
    }

    [Fact]
    public async Task Parts_are_made_ahead_and_empty_old_ones_are_taken_away()
    {
        await AddPostAsync("p1", A.Morning);
        await using var connection = new NpgsqlConnection(opened.Server.ConnectionString);
        await connection.OpenAsync();
        await using (var step = await connection.BeginTransactionAsync())
        {
            PostgresParts.Prepare(connection, A.Morning + TimeSpan.FromDays(90));
            (await Parts()).ShouldBe(["posts_2026_03", "posts_2026_05", "posts_2026_06", "posts_2026_07", "posts_2026_08", "posts_other"]);
            await step.RollbackAsync();
        }

        (await Parts()).ShouldBe(["posts_2026_02", "posts_2026_03", "posts_2026_04", "posts_2026_05", "posts_other"]);

        // The nightly purge does it.
        await Retention.PurgeAsync(new Pipeline.Teams.RetentionPlan(), A.Morning + TimeSpan.FromDays(31), Now);
        (await Parts()).ShouldBe(["posts_2026_03", "posts_2026_04", "posts_2026_05", "posts_2026_06", "posts_other"]);
        await connection.ExecuteAsync("DROP TABLE posts_2026_06");

        async Task<IEnumerable<string>> Parts() => await connection.QueryAsync<string>("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'posts'::regclass ORDER BY 1");
    }

    [Fact]
    public async Task Newer_schema_is_refused_and_left_alone()
    {
        var place = PostgresPlace.Read(opened.Server.ConnectionString);
        await using var connection = new NpgsqlConnection(opened.Server.ConnectionString);
        var newest = PostgresMigrator.Newest;
        new PostgresMigrator(place, NullLogger<PostgresMigrator>.Instance).Run(A.Morning).ShouldBe((newest, newest));
        await connection.ExecuteAsync("INSERT INTO schema_versions (number, name, at) VALUES (9999, 'later', '2030-01-01')");
        Should.Throw<StorageUnavailableException>(() => new PostgresMigrator(place, NullLogger<PostgresMigrator>.Instance).Run(A.Morning)).Message.ShouldContain("has schema 9999; this program knows schemas up to");
    }

    [Fact]
    public async Task Replicas_that_start_together_migrate_a_fresh_database_once()
    {
        await using var fresh = await RealPostgres.CreateAsync();
        var place = PostgresPlace.Read(fresh.ConnectionString);
        var ran = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => new PostgresMigrator(place, NullLogger<PostgresMigrator>.Instance).Run(A.Morning))));
        ran.ShouldAllBe(each => each.After == PostgresMigrator.Newest);
        ran.Count(each => each.Before == 0).ShouldBe(1);
    }

    [Fact]
    public async Task Migration_that_fails_leaves_nothing_behind()
    {
        await using var fresh = await RealPostgres.CreateAsync();
        var place = PostgresPlace.Read(fresh.ConnectionString);
        IReadOnlyList<(int Number, string Name, string Sql)> broken = [(1, "0001_good.sql", "CREATE TABLE good (id int)"), (2, "0002_bad.sql", "CREATE TABLE bad (id int); SELECT 1/0")];
        Should.Throw<StorageUnavailableException>(() => new PostgresMigrator(place, NullLogger.Instance, broken).Run(A.Morning)).Message.ShouldContain("division by zero");
        await using var connection = new NpgsqlConnection(fresh.ConnectionString);
        (await connection.QueryAsync<string>("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).ShouldBe(["good", "schema_versions"]);
        (await connection.ExecuteScalarAsync<int>("SELECT max(number) FROM schema_versions")).ShouldBe(1);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("nonsense")]
    [InlineData("Host=;Password=hunter2")]
    [InlineData("Host=a;Port=many;Password=hunter2")]
    [InlineData("Host=a,b;Password=hunter2")]
    [InlineData("Password=hunter2")]
    public void Connection_string_that_is_none_is_refused_without_being_repeated(string text)
    {
        var problem = Should.Throw<FormatException>(() => PostgresPlace.Read(text));
        problem.ToString().ShouldNotContain("hunter2");
    }

    [Fact, Trait("Promise", "1")]
    public async Task Delivery_for_a_page_that_is_not_there_spoils_no_other()
    {
        var accepted = Enumerable.Range(0, 60).Select(i => Inbox.AcceptAsync(i % 10 == 3 ? Delivery($"d{i}") with { Page = new PageId(4711) } : Delivery($"d{i}"), Now).AsTask()).ToList();
        foreach (var (task, i) in accepted.Select((task, i) => (task, i)))
        {
            if (i % 10 == 3)
                await Should.ThrowAsync<PostgresException>(task);
            else
                (await task).IsRepeat.ShouldBeFalse();
        }
    }

    private async Task<InboxAccepted> AcceptAgainAsync(string key)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Inbox.AcceptAsync(Delivery(key), Now);
            }
            catch (StorageUnavailableException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static async Task RetryAsync(Func<Task> act, int times)
    {
        for (var i = 0; i < times; i++)
            await act();
    }

    private async Task AddPostAsync(string nativeId, DateTimeOffset at)
    {
        var post = A.Post(nativeId, Journey.Next(Numbered.Post)).At(at) with { Page = Blog.Id, Conversation = new ConversationId(Journey.Next(Numbered.Conversation)) };
        var change = new StateChange();
        change.Guards.Add(new StateChange.Guard(post.Conversation, Blog.Team, Blog.Id, $"{nativeId} {post.Id}", 0, IsNew: true));
        change.Posts.Add(new StateChange.PostSave(post, true));
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
    }

    private InboxDelivery Delivery(string key) => new(Blog.Id, key, new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), new byte[] { 1, 2 }), A.Morning);
}
