using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class InboxCompliance : StoreCompliance
{
    [Fact, Trait("Promise", "1")]
    public async Task Accepted_bytes_are_there_after_a_crash()
    {
        byte[] bytes = [0, 255, 1, 10, 13];
        await Inbox.AcceptAsync(Delivery("d1", bytes), Now);
        await ReopenAsync();
        var row = (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem();
        row.Call!.Body.ToArray().ShouldBe(bytes);
        row.Call.Headers["content-type"].ShouldBe(["application/json"]);
        row.ReceivedAt.ShouldBe(A.Morning);
        row.Page.ShouldBe(Blog.Id);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Same_delivery_twice_is_kept_once()
    {
        var first = await Inbox.AcceptAsync(Delivery("d1"), Now);
        var second = await Inbox.AcceptAsync(Delivery("d1"), Now);
        first.IsRepeat.ShouldBeFalse();
        second.IsRepeat.ShouldBeTrue();
        second.Id.ShouldBe(first.Id);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Same_key_on_another_page_is_another_delivery()
    {
        var shop = await AddWatchAsync(Ana, "shop");
        await Inbox.AcceptAsync(Delivery("d1"), Now);
        (await Inbox.AcceptAsync(Delivery("d1") with { Page = shop.Id }, Now)).IsRepeat.ShouldBeFalse();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Many_callers_at_once_are_each_answered_after_their_own_row_is_there()
    {
        var accepted = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () => await Inbox.AcceptAsync(Delivery($"d{i % 150}"), Now))));
        accepted.Count(each => !each.IsRepeat).ShouldBe(150);
        await ReopenAsync();
        (await Inbox.WaitingAsync(1000, [], A.Morning, Now)).Count.ShouldBe(150);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Rows_come_oldest_first()
    {
        for (var i = 0; i < 5; i++)
            await Inbox.AcceptAsync(Delivery($"d{i}"), Now);
        var rows = await Inbox.WaitingAsync(3, [], A.Morning, Now);
        rows.Select(row => row.Id.Value).ShouldBe(rows.Select(row => row.Id.Value).Order());
        rows.Count.ShouldBe(3);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Rows_in_hand_are_left_out_and_those_behind_them_are_not()
    {
        for (var i = 0; i < 5; i++)
            await Inbox.AcceptAsync(Delivery($"d{i}"), Now);
        var inHand = await Inbox.WaitingAsync(2, [], A.Morning, Now);
        var behind = await Inbox.WaitingAsync(2, [.. inHand.Select(row => row.Id)], A.Morning, Now);
        behind.Select(row => row.Id).ShouldBe((await Inbox.WaitingAsync(10, [], A.Morning, Now)).Skip(2).Take(2).Select(row => row.Id));
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task Row_that_failed_waits_and_holds_back_its_own_page_only()
    {
        var shop = await AddWatchAsync(Ana, "shop");
        var first = await Inbox.AcceptAsync(Delivery("d1"), Now);
        await Inbox.AcceptAsync(Delivery("d2"), Now);
        var other = await Inbox.AcceptAsync(Delivery("d3") with { Page = shop.Id }, Now);
        await Inbox.FailedAsync(first.Id, "no luck", A.Morning + TimeSpan.FromMinutes(1), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).Select(row => row.Id).ShouldBe([other.Id]);
        var later = await Inbox.WaitingAsync(10, [], A.Morning + TimeSpan.FromMinutes(1), Now);
        later.Count.ShouldBe(3);
        later[0].Attempts.ShouldBe(1);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Parked_row_is_shown_and_can_be_replayed()
    {
        var row = await Inbox.AcceptAsync(Delivery("d1"), Now);
        await Inbox.AcceptAsync(Delivery("d2"), Now);
        await Inbox.FailedAsync(row.Id, "unreadable at byte 3", null, Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).Count.ShouldBe(1, "a parked row holds nothing back");
        var parked = (await Inbox.ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        parked.Problem.ShouldBe("unreadable at byte 3");
        parked.WatchName.ShouldBe("blog");
        parked.Bytes.ShouldBe(2);
        (await Inbox.ReplayAsync(TeamId.Default, row.Id, Audit("replay"), Now)).ShouldBe(new InboxReplay(1, 0));
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).First(each => each.Id == row.Id).Attempts.ShouldBe(0);
        (await Inbox.ParkedAsync(TeamId.Default, 10, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Parked_rows_are_the_teams_own()
    {
        var row = await Inbox.AcceptAsync(Delivery("d1"), Now);
        await Inbox.FailedAsync(row.Id, "x", null, Now);
        (await Inbox.ParkedAsync(Zoe.Team, 10, Now)).ShouldBeEmpty();
        (await Inbox.ReplayAsync(Zoe.Team, row.Id, Audit("replay"), Now)).ShouldBe(new InboxReplay(0, 0));
        (await Inbox.ReplayAsync(Zoe.Team, null, Audit("replay"), Now)).ShouldBe(new InboxReplay(0, 0));
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "12")]
    public async Task Poll_keeps_its_events_and_its_cursor_together()
    {
        IReadOnlyList<SourceEvent> events =
        [
            new SourceEvent.PostSeen(A.Seen() with { Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://x.example/1.png"), "a lid")], Stars = 2, RevisionMark = 7 }),
            new SourceEvent.PostDeleted("p2", 4),
            new SourceEvent.PostGone("p3"),
            new SourceEvent.PostUnreadable("{", "no end"),
        ];
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "comments", events, new Cursor("c1"), A.Morning, FirstLookDone: false), Now);
        await ReopenAsync();
        (await Watches.CursorAsync(Blog.Id, "comments", Now)).ShouldBe(new Cursor("c1"));
        var row = (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem();
        System.Text.Json.JsonSerializer.Serialize(row.Events, Snapshots.Verified.Readable).ShouldBe(System.Text.Json.JsonSerializer.Serialize(events, Snapshots.Verified.Readable));
        row.IsFirstLook.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "12")]
    public async Task Poll_without_news_moves_the_cursor_and_notes_the_success()
    {
        await Watches.FailedAsync(Blog.Id, new WatchHealth { FailuresInARow = 2, LastProblem = "x", NotBefore = A.Morning }, WatchState.Active, null, Now);
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "comments", [], new Cursor("c2"), A.Morning, FirstLookDone: true), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldBeEmpty();
        var watch = (await Watches.FindAsync(Blog.Id, Now))!;
        watch.Health.ShouldBe(new WatchHealth { LastSuccessAt = A.Morning });
        watch.FirstLookDone.ShouldBeTrue();
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "comments", [new SourceEvent.PostGone("p")], null, A.Morning, FirstLookDone: false), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem().IsFirstLook.ShouldBeFalse("the first look is over");
        (await Watches.CursorAsync(Blog.Id, "comments", Now)).ShouldBe(new Cursor("c2"), "a poll may keep its cursor");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Row_that_is_done_waits_no_more_and_is_not_taken_again_as_new()
    {
        var row = await Inbox.AcceptAsync(Delivery("d1"), Now);
        var change = new StateChange();
        change.Done.Add(new StateChange.InboxDone(row.Id, EraseBytes: false));
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldBeEmpty();
        (await Inbox.AcceptAsync(Delivery("d1"), Now)).IsRepeat.ShouldBeTrue();
        (await Inbox.DepthAsync(Now)).Waiting.ShouldBe(0);
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task Unreadable_entry_is_parked_with_its_bytes_once()
    {
        for (var i = 0; i < 2; i++)
        {
            var change = new StateChange();
            change.Unread.Add(new StateChange.Unreadable(Blog.Id, "entry 1 0", "<item>", "no id", A.Morning));
            await Journey.SaveAsync(change, SavePriority.Bulk, Now);
        }

        (await Inbox.ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem().Problem.ShouldBe("no id");
    }

    [Fact]
    public async Task Unreadable_entry_keeps_its_number_and_problem_when_others_are_replayed()
    {
        var row = await Inbox.AcceptAsync(Delivery("d1"), Now);
        await Inbox.FailedAsync(row.Id, "unreadable", null, Now);
        var change = new StateChange();
        change.Unread.Add(new StateChange.Unreadable(Blog.Id, "entry 1 0", "<item>", "no id", A.Morning));
        await Journey.SaveAsync(change, SavePriority.Bulk, Now);
        var entry = (await Inbox.ParkedAsync(TeamId.Default, 10, Now)).Single(each => each.IsEntry);
        (await Inbox.ReplayAsync(TeamId.Default, entry.Id, Audit("replay"), Now)).ShouldBe(new InboxReplay(0, 1));
        (await Inbox.ReplayAsync(TeamId.Default, null, Audit("replay"), Now)).ShouldBe(new InboxReplay(1, 1));
        (await Inbox.ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem().ShouldBe(entry);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem().Id.ShouldBe(row.Id);
    }

    [Fact]
    public async Task Last_webhook_of_a_page_is_found_whatever_became_of_it()
    {
        (await Inbox.LastAsync(Blog.Id, Now)).ShouldBeNull();
        var shop = await AddWatchAsync(Ana, "shop");
        await Inbox.AcceptAsync(Delivery("d1", [1]), Now);
        var last = await Inbox.AcceptAsync(Delivery("d2", [2]), Now);
        await Inbox.AcceptAsync(Delivery("d3", [3]) with { Page = shop.Id }, Now);
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "posts", [new SourceEvent.PostGone("p")], null, A.Morning, FirstLookDone: true), Now);
        await Inbox.FailedAsync(last.Id, "unreadable", null, Now);
        var row = (await Inbox.LastAsync(Blog.Id, Now)).ShouldNotBeNull();
        row.Id.ShouldBe(last.Id);
        row.Call!.Body.ToArray().ShouldBe([2]);
        row.Call.Headers["content-type"].ShouldBe(["application/json"]);
        row.ReceivedAt.ShouldBe(A.Morning);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Webhook_whose_bytes_were_erased_is_not_found_any_more()
    {
        var first = await Inbox.AcceptAsync(Delivery("d1", [1]), Now);
        var erased = await Inbox.AcceptAsync(Delivery("d2", [2]), Now);
        var change = new StateChange();
        change.Done.Add(new StateChange.InboxDone(erased.Id, EraseBytes: true));
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        (await Inbox.LastAsync(Blog.Id, Now)).ShouldNotBeNull().Id.ShouldBe(first.Id);
    }

    private InboxDelivery Delivery(string key, byte[]? body = null) => new(
        Blog.Id, key, new WebhookCall("POST", "?a=1", new Dictionary<string, IReadOnlyList<string>> { ["content-type"] = ["application/json"] }, body ?? [1, 2]), A.Morning);
}
