using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Postgres;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

/// <summary>Two replicas on one database.</summary>
[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresReplicaTests(PostgresDatabases databases) : StoreCompliance
{
    private PostgresUnderTest other = null!;

    protected override async ValueTask<IStoreUnderTest> CreateAsync()
    {
        var first = await databases.OpenOneAsync();
        other = first.Beside();
        return first;
    }

    [Fact, Trait("Promise", "2")]
    public async Task Page_is_worked_on_by_one_replica_until_that_one_is_gone()
    {
        var row = await Inbox.AcceptAsync(Delivery("d1"), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem().Id.ShouldBe(row.Id);
        (await Of<IInbox>().WaitingAsync(10, [], A.Morning, Now)).ShouldBeEmpty("the other replica has the page");

        var shop = await AddWatchAsync(Ana, "shop");
        await Inbox.AcceptAsync(Delivery("d2") with { Page = shop.Id }, Now);
        (await Of<IInbox>().WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem().Page.ShouldBe(shop.Id);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem().Page.ShouldBe(Blog.Id);

        await BuryAsync(Store);
        (await Of<IInbox>().WaitingAsync(10, [], A.Morning, Now)).Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Card_is_shown_by_one_replica()
    {
        await AddNudgeAsync(Blog);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        (await Of<IOutbox>().DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
        await BuryAsync(Store);
        (await Of<IOutbox>().DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "4")]
    public async Task Reply_that_a_living_replica_is_sending_is_not_taken_for_lost()
    {
        var file = await AddNudgeAsync(Blog);
        await SaveReplyAsync(file, ReplyState.Approved, A.Morning);
        (await Journey.DueRepliesAsync(A.Morning, A.Morning, 10, Now)).ShouldHaveSingleItem();
        await SaveReplyAsync((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!, ReplyState.Sending, null);

        (await Of<IJourneyStore>().DueRepliesAsync(A.Morning, A.Morning + TimeSpan.FromMinutes(1), 10, Now)).ShouldBeEmpty("it is being sent");
        await BuryAsync(Store);
        (await Of<IJourneyStore>().DueRepliesAsync(A.Morning, A.Morning + TimeSpan.FromMinutes(1), 10, Now)).ShouldHaveSingleItem("whoever sent it is dead");
    }

    [Fact]
    public async Task Ring_is_heard_in_the_other_replica()
    {
        var bell = Of<IDoorbell>();
        var replica = Store.Services.GetRequiredService<PostgresReplica>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!replica.HasOthers)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);

        var heard = bell.WaitAsync(Door.Ledger, TimeSpan.FromDays(1), limit.Token).AsTask();
        while (!heard.IsCompleted)
        {
            // A ring may be lost while the other one is just beginning to listen.
            Store.Services.GetRequiredService<IDoorbell>().Ring(Door.Ledger);
            await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token));
        }

        await heard;
    }

    [Fact]
    public async Task Rule_that_was_changed_in_one_replica_holds_at_once_in_the_other()
    {
        var teams = Of<ITeamRecords>();
        (await teams.RulesAsync(Ana.Team, Now)).ShouldBeEmpty();
        await Teams.AddRuleAsync(A.Rule("late", "late"), Audit("rule add"), Now);
        (await teams.RulesAsync(Ana.Team, Now)).ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "13")]
    public async Task Record_stays_one_chain_when_both_write_at_once()
    {
        var before = (await Teams.VerifyRecordAsync(Now)).Rows;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? Members : Of<IMembers>()).AddAsync(Ana.Team, $"Member {i}", Domain.Teams.Role.Responder, Audit("add"), Now))));
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((before + 40, null));
    }

    [Fact, Trait("Promise", "2")]
    public async Task Same_delivery_at_both_replicas_is_kept_once()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () => await (i % 2 == 0 ? Inbox : Of<IInbox>()).AcceptAsync(Delivery($"d{i / 2}"), Now))));
        accepted.Count(each => !each.IsRepeat).ShouldBe(50);
        accepted.Select(each => each.Id).Distinct().Count().ShouldBe(50);
    }

    [Fact, Trait("Promise", "5")]
    public async Task Two_claims_at_both_replicas_have_one_winner()
    {
        var file = await AddNudgeAsync(Blog);
        for (var round = 0; round < 20; round++)
        {
            var here = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
            var there = (await Of<IJourneyStore>().OpenNudgeAsync(file.Nudge.Id, null, Now))!;
            var saved = await Task.WhenAll(
                Task.Run(async () => await Journey.SaveAsync(Change(here), SavePriority.Click, Now)),
                Task.Run(async () => await Of<IJourneyStore>().SaveAsync(Change(there), SavePriority.Click, Now)));
            saved.Count(won => won).ShouldBe(1);
        }
    }

    [Fact, Trait("Promise", "2")]
    public async Task Numbers_of_two_replicas_never_meet()
    {
        var numbers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
        {
            var store = i % 2 == 0 ? Journey : Of<IJourneyStore>();
            return Enumerable.Range(0, 3000).Select(_ => store.Next(Numbered.Post)).ToList();
        })));
        numbers.SelectMany(each => each).Distinct().Count().ShouldBe(12_000);
    }

    private T Of<T>()
        where T : notnull => other.Services.GetRequiredService<T>();

    /// <summary>As the others see a replica whose process was killed: its time is over.</summary>
    private async Task BuryAsync(IStoreUnderTest dead)
    {
        var replica = dead.Services.GetRequiredService<PostgresReplica>();
        replica.Dispose();
        await using var connection = new NpgsqlConnection(other.Server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("INSERT INTO replicas (id, name, alive_until) VALUES (@id, 'dead', clock_timestamp() - interval '1 second')", connection);
        command.Parameters.AddWithValue("id", replica.Id);
        await command.ExecuteNonQueryAsync();
    }

    private async Task SaveReplyAsync(ConversationFile file, ReplyState state, DateTimeOffset? due)
    {
        var change = Change(file);
        change.Replies.Add(A.Reply(state) with
        {
            Id = new ReplyId(1), Nudge = file.Nudge!.Id, Conversation = file.Id, Page = Blog.Id, Target = file.Focus!.Id, DueAt = due,
            SentAt = state == ReplyState.Sending ? A.Morning : null, FirstSentAt = null, NativeId = null,
        });
        (await Journey.SaveAsync(change, SavePriority.Click, Now)).ShouldBeTrue();
    }

    private InboxDelivery Delivery(string key) => new(Blog.Id, key, new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), new byte[] { 1, 2 }), A.Morning);
}
