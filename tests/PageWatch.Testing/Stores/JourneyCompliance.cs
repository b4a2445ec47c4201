using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class JourneyCompliance : StoreCompliance
{
    [Fact]
    public async Task Conversation_comes_back_whole()
    {
        var file = await AddNudgeAsync(Blog);
        await ReopenAsync();
        var again = (await Journey.OpenNudgeAsync(file.Nudge!.Id, TeamId.Default, Now))!;
        again.Nudge!.Clock.ShouldBe(file.Nudge.Clock);
        again.Nudge.State.ShouldBe(NudgeState.Open);
        again.Draft!.Text.ShouldStartWith("Jana K., we are sorry");
        again.Draft.Proposals.Count.ShouldBe(2);
        again.Focus!.Text.ShouldBe("Third parcel in a row that arrives broken.");
        again.Readings[again.Focus.Id].Topics.ShouldHaveSingleItem();
        again.Watch.Id.ShouldBe(Blog.Id);
    }

    [Fact, Trait("Promise", "2"), Trait("Promise", "5")]
    public async Task Every_change_moves_the_fence_and_an_older_one_is_refused_whole()
    {
        var file = await AddNudgeAsync(Blog);
        var one = Change(file);
        one.Nudges.Add(file.Nudge! with { Version = 6, Owner = Ana.Id, State = NudgeState.Claimed });
        var two = Change(file);
        two.Nudges.Add(file.Nudge! with { Version = 6, Owner = Zoe.Id, State = NudgeState.Claimed });
        two.Audit.Add(Audit("claim"));
        (await Journey.SaveAsync(one, SavePriority.Click, Now)).ShouldBeTrue();
        (await Journey.SaveAsync(two, SavePriority.Click, Now)).ShouldBeFalse();
        var now = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!;
        now.Nudge!.Owner.ShouldBe(Ana.Id);
        now.Fence.ShouldBe(file.Fence + 1);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Change_of_several_conversations_is_saved_whole_or_not_at_all()
    {
        var one = await AddNudgeAsync(Blog, "p1");
        var two = await AddNudgeAsync(Blog, "p2");
        var touch = Change(two);
        (await Journey.SaveAsync(touch, SavePriority.Click, Now)).ShouldBeTrue();
        var both = Change(one);
        both.Guards.AddRange(Change(two).Guards); // an older fence
        both.Nudges.Add(one.Nudge! with { State = NudgeState.Dismissed, Version = 9 });
        var row = await Inbox.AcceptAsync(new Pipeline.Ingest.InboxDelivery(Blog.Id, "d", new Domain.Sources.WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), "{}"u8.ToArray()), A.Morning), Now);
        both.Done.Add(new StateChange.InboxDone(row.Id, EraseBytes: false));
        (await Journey.SaveAsync(both, SavePriority.Bulk, Now)).ShouldBeFalse();
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).ShouldHaveSingleItem("what brought the change waits for the next try");
        (await Journey.OpenNudgeAsync(one.Nudge!.Id, null, Now))!.Nudge!.State.ShouldBe(NudgeState.Open);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Two_beginnings_of_one_conversation_are_one_beginning()
    {
        var changes = Enumerable.Range(0, 2).Select(_ =>
        {
            var change = new StateChange();
            change.Guards.Add(new StateChange.Guard(new ConversationId(Journey.Next(Numbered.Conversation)), Blog.Team, Blog.Id, "root", 0, IsNew: true));
            return change;
        }).ToList();
        (await Journey.SaveAsync(changes[0], SavePriority.Bulk, Now)).ShouldBeTrue();
        (await Journey.SaveAsync(changes[1], SavePriority.Bulk, Now)).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Conversation_has_at_most_one_live_nudge()
    {
        var file = await AddNudgeAsync(Blog);
        var change = Change(file);
        change.Nudges.Add(file.Nudge! with { Id = new NudgeId(Journey.Next(Numbered.Nudge)) });
        await Should.ThrowAsync<Exception>(async () => await Journey.SaveAsync(change, SavePriority.Bulk, Now));
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true), 10, Now)).Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Failed_write_takes_nobody_with_it()
    {
        var file = await AddNudgeAsync(Blog);
        var bad = Change(file);
        bad.Nudges.Add(file.Nudge! with { Id = new NudgeId(Journey.Next(Numbered.Nudge)) });
        var good = Enumerable.Range(0, 20).Select(i => AddNudgeAsync(Blog, $"other{i}")).ToList();
        await Should.ThrowAsync<Exception>(async () => await Journey.SaveAsync(bad, SavePriority.Bulk, Now));
        await Task.WhenAll(good);
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true), 100, Now)).Count.ShouldBe(21);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Numbers_never_repeat_even_after_a_crash()
    {
        var file = await AddNudgeAsync(Blog);
        await ReopenAsync();
        Journey.Next(Numbered.Nudge).ShouldBeGreaterThan(file.Nudge!.Id.Value);
        Journey.Next(Numbered.Post).ShouldBeGreaterThan(file.Focus!.Id.Value);
        Journey.Next(Numbered.Conversation).ShouldBeGreaterThan(file.Id.Value);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Nudge_of_another_team_is_not_there()
    {
        var file = await AddNudgeAsync(Blog);
        (await Journey.OpenNudgeAsync(file.Nudge!.Id, Zoe.Team, Now)).ShouldBeNull();
        (await Journey.ListNudgesAsync(Zoe.Team, new NudgeFilter(null, false), 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Conversations_open_by_id_and_by_root()
    {
        var one = await AddNudgeAsync(Blog, "p1");
        await AddNudgeAsync(Blog, "p2");
        var files = await Journey.OpenAsync(Blog, [one.Id], ["p2", "nobody"], ["p1"], Now);
        files.Select(file => file.RootNativeId).ShouldBe(["p1", "p2"], ignoreOrder: true);
        files.First(file => file.RootNativeId == "p1").Posts.Keys.ShouldContain("p1");
    }

    [Fact]
    public async Task Due_nudges_are_those_whose_time_has_come()
    {
        var file = await AddNudgeAsync(Blog);
        (await Journey.DueNudgesAsync(A.Morning + TimeSpan.FromMinutes(29), 10, Now)).ShouldBeEmpty();
        (await Journey.DueNudgesAsync(A.Morning + TimeSpan.FromMinutes(30), 10, Now)).ShouldBe([file.Nudge!.Id]);
        var change = Change(file);
        change.Nudges.Add(file.Nudge with { State = NudgeState.Dismissed, Version = 9 });
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        (await Journey.DueNudgesAsync(A.Morning + TimeSpan.FromDays(30), 10, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "4")]
    public async Task Due_replies_are_looked_for_before_others_are_sent()
    {
        var file = await AddNudgeAsync(Blog);
        var change = Change(file);
        Reply Of(long id, ReplyState state, DateTimeOffset? due, DateTimeOffset? sent = null) => A.Reply(state) with
        {
            Id = new ReplyId(id), Nudge = file.Nudge!.Id, Conversation = file.Id, Page = Blog.Id, Target = file.Focus!.Id, DueAt = due, SentAt = sent, FirstSentAt = sent, NativeId = null,
        };
        change.Replies.Add(Of(1, ReplyState.Approved, A.Morning));
        change.Replies.Add(Of(2, ReplyState.Unknown, A.Morning));
        change.Replies.Add(Of(3, ReplyState.Sending, null, A.Morning - TimeSpan.FromMinutes(5)));
        change.Replies.Add(Of(4, ReplyState.Sending, null, A.Morning + TimeSpan.FromMinutes(5)));
        change.Replies.Add(Of(5, ReplyState.Approved, A.Morning + TimeSpan.FromMinutes(1)));
        change.Replies.Add(Of(6, ReplyState.Published, null));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        var due = await Journey.DueRepliesAsync(A.Morning, sentBefore: A.Morning, 10, Now);
        due.Select(each => each.Reply.Value).ShouldBe([3, 2, 1]);
        var reply = (await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!.Replies.First(each => each.Id.Value == 1);
        reply.Text.ShouldBe("Jana, a new one is on its way.");
        reply.ApprovedByName.ShouldBe("Ana");
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Approved_replies_of_a_paused_team_take_no_place_from_others()
    {
        var ours = await AddNudgeAsync(Blog);
        var theirs = await AddNudgeAsync(await AddWatchAsync(Zoe, "theirs"));
        Reply Of(ConversationFile file, long id, ReplyState state) => A.Reply(state) with
        {
            Id = new ReplyId(id), Team = file.Team, Nudge = file.Nudge!.Id, Conversation = file.Id, Page = file.Watch.Id, Target = file.Focus!.Id, DueAt = A.Morning, NativeId = null,
        };
        var change = Change(ours);
        for (var id = 1; id <= 5; id++)
            change.Replies.Add(Of(ours, id, ReplyState.Approved));
        change.Replies.Add(Of(ours, 6, ReplyState.Unknown));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        change = Change(theirs);
        change.Replies.Add(Of(theirs, 7, ReplyState.Approved));
        await Journey.SaveAsync(change, SavePriority.Click, Now);

        await Teams.SetPublishingPauseAsync(TeamId.Default, new PublishingPause("Ana", A.Morning), Audit("pause"), Now);
        (await Journey.DueRepliesAsync(A.Morning, A.Morning, 2, Now)).Select(each => each.Reply.Value).ShouldBe([6, 7], "a doubt is still looked into, and the other team's goes out");
        await Teams.SetPublishingPauseAsync(TeamId.Default, null, Audit("resume"), Now);
        (await Journey.DueRepliesAsync(A.Morning, A.Morning, 10, Now)).Count.ShouldBe(7);
    }

    [Fact]
    public async Task Author_who_wrote_before_has_a_history_and_a_mere_name_has_none()
    {
        await AddNudgeAsync(Blog, "p0");
        var change = new StateChange();
        var old = A.Post("old", Journey.Next(Numbered.Post)) with { Page = Blog.Id, Conversation = new ConversationId(Journey.Next(Numbered.Conversation)), Author = new Author("id-Jana K.", "Jana K."), PublishedAt = A.Morning - TimeSpan.FromDays(9) };
        change.Guards.Add(new StateChange.Guard(old.Conversation, Blog.Team, Blog.Id, "old", 0, IsNew: true));
        change.Posts.Add(new StateChange.PostSave(old, true));
        await Journey.SaveAsync(change, SavePriority.Bulk, Now);
        var file = (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, true), 1, Now))[0];
        var history = (await Journey.OpenNudgeAsync(file.Id, null, Now))!.History;
        history.Before.ShouldBe(1);
        history.Since.ShouldBe(A.Morning - TimeSpan.FromDays(9));
    }

    [Fact, Trait("Promise", "10"), Trait("Promise", "13")]
    public async Task Erased_post_is_nowhere_any_more()
    {
        const string Words = "zebrastripe umbrella";
        var row = await Inbox.AcceptAsync(new Pipeline.Ingest.InboxDelivery(Blog.Id, "d", new Domain.Sources.WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), System.Text.Encoding.UTF8.GetBytes($"{{\"text\":\"{Words}\"}}")), A.Morning), Now);
        var file = await AddNudgeAsync(Blog, "p1", Words, "Quentin Xylander", row: row.Id);
        var done = Change(file);
        done.Done.Add(new StateChange.InboxDone(row.Id, false));
        done.Audit.Add(new AuditEntry(TeamId.Default, A.Morning, Ana.Id, "Ana", "save", "nudge", Words, "Quentin, " + Words) { Nudge = file.Nudge!.Id.Value });
        done.Replies.Add(A.Reply(ReplyState.Published) with { Nudge = file.Nudge.Id, Conversation = file.Id, Page = Blog.Id, Target = file.Focus!.Id, Text = "Quentin, sorry about the " + Words });
        await Journey.SaveAsync(done, SavePriority.Click, Now);
        var channel = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        await Board.PutAsync(new Domain.Channels.ConsoleMessage(TeamId.Default, channel.Id, $"nudge-{file.Nudge.Id}", 1, new Domain.Channels.Card("t", Domain.Channels.Tone.Calm, [new Domain.Channels.CardPart.Quote(file.Focus.Author, Words, null, [])], []) { Fallback = Words }, A.Morning), Now);
        foreach (var card in await Outbox.DueAsync(A.Morning, 10, [], Now))
            await Outbox.ShownAsync(card.Channel.Id, [new Pipeline.Outbox.ShownCard(card.Id, card.Wanted, new Domain.Channels.MessageRef("m"))], Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();

        var again = (await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!;
        var erase = Change(again);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(again.Focus, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(again.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();

        foreach (var trace in (string[])["zebrastripe", "Xylander", "Quentin"])
            (await Store.HoldsAnywhereAsync(trace)).ShouldBeFalse(trace);
        (await Teams.VerifyRecordAsync(Now)).BrokenAt.ShouldBeNull("erasing content keeps the chain whole");
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldNotBeEmpty("the card is drawn again");
    }
}
