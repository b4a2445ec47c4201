using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class OutboxCompliance : StoreCompliance
{
    [Fact, Trait("Promise", "2")]
    public async Task Card_has_one_row_for_life_and_many_wishes_are_one_delivery()
    {
        var file = await AddNudgeAsync(Blog);
        for (var i = 0; i < 3; i++)
        {
            var change = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
            change.Cards.Add((file.Nudge.Id, (await Teams.ChannelsAsync(TeamId.Default, Now))[0].Id));
            await Journey.SaveAsync(change, SavePriority.Click, Now);
        }

        var row = (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldHaveSingleItem();
        row.Wanted.ShouldBe(4);
        row.Key.ShouldBe($"nudge-{file.Nudge!.Id}");
        row.Existing.ShouldBeNull();
        await Outbox.ShownAsync(row.Id, row.Wanted, new MessageRef("m1"), Now);
        (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "1")]
    public async Task State_that_changed_while_a_card_was_sent_is_due_again()
    {
        var file = await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, Now))[0];
        var change = Change(file);
        change.Cards.Add((file.Nudge!.Id, row.Channel.Id));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        await Outbox.ShownAsync(row.Id, row.Wanted, new MessageRef("m1"), Now);
        var again = (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldHaveSingleItem();
        again.Existing.ShouldBe(new MessageRef("m1"));
    }

    [Fact, Trait("Promise", "9")]
    public async Task Card_that_was_not_taken_waits_and_stays_due()
    {
        await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, Now))[0];
        await Outbox.FailedAsync(row.Id, "429", A.Morning + TimeSpan.FromMinutes(1), Now);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldBeEmpty();
        (await Outbox.DueAsync(A.Morning + TimeSpan.FromMinutes(1), 10, Now)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        (await Outbox.DepthAsync(A.Morning + TimeSpan.FromMinutes(1), Now)).Due.ShouldBe(1);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Channel_that_takes_nothing_holds_back_its_own_cards_and_the_coming_ones_until_one_is_shown()
    {
        var own = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#theirs", "", Audit("channel"), Now);
        await AddNudgeAsync(Blog);
        await AddNudgeAsync(await AddWatchAsync(Zoe, "theirs"));
        await Outbox.ChannelFailedAsync(own.Id, "429", A.Morning + TimeSpan.FromMinutes(1), Now);
        await AddNudgeAsync(Blog, "p2", author: "Tom");
        await Notices.NotifyAsync(new Notice(TeamId.Default, "watch 1", "blog cannot be read", "503", Tone.Now, A.Morning), Now);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldHaveSingleItem().Channel.Team.ShouldBe(Zoe.Team);
        (await Outbox.DepthAsync(A.Morning, Now)).Due.ShouldBe(4, "what waits is not hidden");

        var due = (await Outbox.DueAsync(A.Morning + TimeSpan.FromMinutes(1), 10, Now)).Where(row => row.Channel.Id == own.Id).ToList();
        due.Count.ShouldBe(3);
        due.ShouldAllBe(row => row.ChannelFailures == 1 && row.Attempts == 0);
        await Outbox.ChannelFailedAsync(own.Id, "429", A.Morning + TimeSpan.FromMinutes(2), Now);
        await Outbox.ShownAsync(due[0].Id, due[0].Wanted, new MessageRef("m1"), Now);
        var left = (await Outbox.DueAsync(A.Morning, 10, Now)).Where(row => row.Channel.Id == own.Id).ToList();
        left.Count.ShouldBe(2);
        left.ShouldAllBe(row => row.ChannelFailures == 0);
    }

    [Fact, Trait("Promise", "8"), Trait("Promise", "teams")]
    public async Task Notice_is_one_card_that_changes_in_place()
    {
        await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#theirs", "", Audit("channel"), Now);
        var notice = new Notice(TeamId.Default, "watch 1", "blog cannot be read", "503", Tone.Now, A.Morning);
        await Notices.NotifyAsync(notice, Now);
        var row = (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldHaveSingleItem();
        row.Nudge.ShouldBeNull();
        row.NoticeKey.ShouldBe("watch 1");
        await Outbox.ShownAsync(row.Id, row.Wanted, new MessageRef("m"), Now);
        await Notices.NotifyAsync(notice with { IsOver = true }, Now);
        (await Outbox.DueAsync(A.Morning, 10, Now)).ShouldHaveSingleItem().Id.ShouldBe(row.Id);
        (await Outbox.FindNoticeAsync(TeamId.Default, "watch 1", Now))!.IsOver.ShouldBeTrue();
        (await Outbox.FindNoticeAsync(Zoe.Team, "watch 1", Now)).ShouldBeNull();
    }
}
