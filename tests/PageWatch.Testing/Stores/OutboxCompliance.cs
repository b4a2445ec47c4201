using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
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

        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        row.Wanted.ShouldBe(4);
        row.Key.ShouldBe($"nudge-{file.Nudge!.Id}");
        row.Existing.ShouldBeNull();
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("m1"))], Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "1")]
    public async Task State_that_changed_while_a_card_was_sent_is_due_again()
    {
        var file = await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0];
        var change = Change(file);
        change.Cards.Add((file.Nudge!.Id, row.Channel.Id));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("m1"))], Now);
        var again = (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        again.Existing.ShouldBe(new MessageRef("m1"));
    }

    [Fact, Trait("Promise", "1")]
    public async Task Card_that_was_delivered_before_it_was_whole_stays_due_and_keeps_its_place()
    {
        var file = await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0];
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("m1"))], Now);
        await Outbox.DrawAgainAsync(file.Nudge!.Id, [ChannelKind.Teams, ChannelKind.Slack], Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty("the console was not meant");
        await Outbox.DrawAgainAsync(file.Nudge.Id, [ChannelKind.Console, ChannelKind.Slack], Now);
        var again = (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        again.Wanted.ShouldBe(row.Wanted + 1);
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, again.Wanted - 1, new MessageRef("m2"))], Now);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Existing.ShouldBe(new MessageRef("m2"));
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, again.Wanted, new MessageRef("m2"))], Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "9")]
    public async Task Card_that_was_not_taken_waits_and_stays_due()
    {
        await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0];
        await Outbox.FailedAsync(row.Id, "429", Wait(TimeSpan.Zero, TimeSpan.FromMinutes(1)), Now);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
        (await Outbox.DueAsync(A.Morning + TimeSpan.FromMinutes(1), 10, [], Now)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        (await Outbox.DepthAsync(A.Morning + TimeSpan.FromMinutes(1), Now)).Due.ShouldBe(1);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Channel_that_takes_nothing_holds_back_its_own_cards_and_the_coming_ones_until_one_is_shown()
    {
        var own = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#theirs", "", Audit("channel"), Now);
        await AddNudgeAsync(Blog);
        await AddNudgeAsync(await AddWatchAsync(Zoe, "theirs"));
        await Outbox.ChannelFailedAsync(own.Id, "429", Wait(TimeSpan.Zero, TimeSpan.FromMinutes(1)), Now);
        await AddNudgeAsync(Blog, "p2", author: "Tom");
        await Notices.NotifyAsync(new Notice(TeamId.Default, "watch 1", "blog cannot be read", "503", Tone.Now, A.Morning), Now);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Channel.Team.ShouldBe(Zoe.Team);
        (await Outbox.DepthAsync(A.Morning, Now)).Due.ShouldBe(4, "what waits is not hidden");

        var due = (await Outbox.DueAsync(A.Morning + TimeSpan.FromMinutes(1), 10, [], Now)).Where(row => row.Channel.Id == own.Id).ToList();
        due.Count.ShouldBe(3);
        due.ShouldAllBe(row => row.ChannelFailures == 1 && row.Attempts == 0);
        await Outbox.ChannelFailedAsync(own.Id, "429", Wait(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), Now);
        await Outbox.ShownAsync(own.Id, [new ShownCard(due[0].Id, due[0].Wanted, new MessageRef("m1"))], Now);
        var left = (await Outbox.DueAsync(A.Morning, 10, [], Now)).Where(row => row.Channel.Id == own.Id).ToList();
        left.Count.ShouldBe(2);
        left.ShouldAllBe(row => row.ChannelFailures == 0);
    }

    [Fact, Trait("Promise", "8"), Trait("Promise", "teams")]
    public async Task Notice_is_one_card_that_changes_in_place()
    {
        await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#theirs", "", Audit("channel"), Now);
        var notice = new Notice(TeamId.Default, "watch 1", "blog cannot be read", "503", Tone.Now, A.Morning);
        await Notices.NotifyAsync(notice, Now);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem();
        row.Nudge.ShouldBeNull();
        row.NoticeKey.ShouldBe("watch 1");
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("m"))], Now);
        await Notices.NotifyAsync(notice with { IsOver = true }, Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Id.ShouldBe(row.Id);
        (await Outbox.FindNoticeAsync(TeamId.Default, "watch 1", Now))!.IsOver.ShouldBeTrue();
        (await Outbox.FindNoticeAsync(Zoe.Team, "watch 1", Now)).ShouldBeNull();
    }

    [Fact, Trait("Promise", "9")]
    public async Task Card_that_fails_for_too_long_is_given_up_and_a_newer_state_revives_it()
    {
        var file = await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0];
        (await Outbox.FailedAsync(row.Id, "400 odd", Wait(TimeSpan.Zero, TimeSpan.FromHours(2)), Now)).ShouldBe(0);
        (await Outbox.FailedAsync(row.Id, "400 odd", Wait(TimeSpan.FromHours(23), TimeSpan.FromHours(2)), Now)).ShouldBe(0);
        (await Outbox.FailedAsync(row.Id, "400 odd", Wait(TimeSpan.FromHours(24), TimeSpan.FromHours(2)), Now)).ShouldBe(1);
        await ReopenAsync();
        (await Outbox.DueAsync(A.Morning + TimeSpan.FromDays(9), 10, [], Now)).ShouldBeEmpty();
        (await Outbox.DepthAsync(A.Morning + TimeSpan.FromDays(9), Now)).Due.ShouldBe(0);
        (await Outbox.DeadAsync(TeamId.Default, null, 10, Now)).ShouldHaveSingleItem()
            .ShouldBe(new DeadLetter(row.Channel.Name, row.Key, "400 odd", A.Morning, A.Morning + TimeSpan.FromHours(24)));
        (await Outbox.DeadAsync(Zoe.Team, null, 10, Now)).ShouldBeEmpty();

        var change = Change((await Journey.OpenNudgeAsync(file.Nudge!.Id, null, Now))!);
        change.Cards.Add((file.Nudge.Id, row.Channel.Id));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Attempts.ShouldBe(0);
        (await Outbox.DeadAsync(TeamId.Default, null, 10, Now)).ShouldBeEmpty();
        (await Outbox.FailedAsync(row.Id, "400 odd", Wait(TimeSpan.FromHours(30), TimeSpan.FromHours(2)), Now)).ShouldBe(0, "its time begins anew");
    }

    [Fact, Trait("Promise", "9"), Trait("Promise", "teams")]
    public async Task Cards_of_a_channel_that_is_down_for_too_long_are_given_up_each_by_its_own_time_and_replayed_by_its_team()
    {
        await AddNudgeAsync(Blog);
        var own = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0].Channel;
        (await Outbox.ChannelFailedAsync(own.Id, "down", Wait(TimeSpan.Zero, TimeSpan.FromHours(2)), Now)).ShouldBe(0);
        await AddNudgeAsync(Blog, "p2", author: "Tom");
        (await Outbox.ChannelFailedAsync(own.Id, "down", Wait(TimeSpan.FromHours(2), TimeSpan.FromHours(2)), Now)).ShouldBe(0);
        (await Outbox.ChannelFailedAsync(own.Id, "down", Wait(TimeSpan.FromHours(24), TimeSpan.FromHours(2)), Now)).ShouldBe(1);
        var health = (await Outbox.HealthAsync(TeamId.Default, Now)).Single(each => each.Channel.Id == own.Id);
        health.ShouldBe(new ChannelHealth(own, 1, 1, A.Morning, "down"));
        (await Outbox.ReplayAsync(Zoe.Team, null, Audit("channel replay"), Now)).ShouldBe(0);
        (await Outbox.ReplayAsync(TeamId.Default, own.Id, Audit("channel replay"), Now)).ShouldBe(1);
        await ReopenAsync();
        var due = await Outbox.DueAsync(A.Morning + TimeSpan.FromHours(24), 10, [], Now);
        due.Count.ShouldBe(2, "a replay asks the channel at once");
        await Outbox.ShownAsync(own.Id, [.. due.Select(row => new ShownCard(row.Id, row.Wanted, new MessageRef(row.Key)))], Now);
        (await Outbox.HealthAsync(TeamId.Default, Now)).Single(each => each.Channel.Id == own.Id).ShouldBe(new ChannelHealth(own, 0, 0, null, null));
    }

    [Fact, Trait("Promise", "9")]
    public async Task Fallback_is_told_what_waits_in_a_channel_that_took_nothing_and_later_states_of_it()
    {
        var chat = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        var fallback = (await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Mail, "night", "night@contoso.example") { IsFallback = true }, null, Audit("channel add"), Now))!;
        await AddNudgeAsync(Blog, "done", author: "Otto", state: Domain.Nudges.NudgeState.Answered, only: chat);
        var file = await AddNudgeAsync(Blog, only: chat);
        await Notices.NotifyAsync(new Notice(TeamId.Default, "watch 1", "blog cannot be read", "503", Tone.Now, A.Morning), Now);
        (await Outbox.DueAsync(A.Morning, 10, [chat.Id], Now)).ShouldBeEmpty("a fallback is not told while all is well");
        (await Outbox.FallBackAsync(A.Morning, Now)).ShouldBe(0);

        await Outbox.ChannelFailedAsync(chat.Id, "down", Wait(TimeSpan.Zero, TimeSpan.FromMinutes(5)), Now);
        (await Outbox.FallBackAsync(A.Morning - TimeSpan.FromSeconds(1), Now)).ShouldBe(0);
        (await Outbox.FallBackAsync(A.Morning, Now)).ShouldBe(2);
        (await Outbox.FallBackAsync(A.Morning, Now)).ShouldBe(0, "once");
        var due = await Outbox.DueAsync(A.Morning, 10, [chat.Id], Now);
        due.Select(row => row.Key).ShouldBe([$"nudge-{file.Nudge!.Id}", "notice-watch 1"], ignoreOrder: true);
        due.ShouldAllBe(row => row.Channel == fallback);

        await Outbox.ShownAsync(fallback.Id, [.. due.Select(row => new ShownCard(row.Id, row.Wanted, new MessageRef(row.Key)))], Now);
        var change = Change((await Journey.OpenNudgeAsync(file.Nudge.Id, null, Now))!);
        change.Cards.Add((file.Nudge.Id, chat.Id));
        await Journey.SaveAsync(change, SavePriority.Click, Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Channel.ShouldBe(fallback, "whoever was told once is told the rest");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Notice_about_a_channel_is_told_in_every_other_one()
    {
        var chat = (await Teams.ChannelsAsync(TeamId.Default, Now))[0];
        var fallback = (await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Mail, "night", "night@contoso.example") { IsFallback = true }, null, Audit("channel add"), Now))!;
        await Notices.NotifyAsync(new Notice(TeamId.Default, "channel 1", "#care", "down", Tone.Now, A.Morning) { About = chat.Id }, Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldHaveSingleItem().Channel.ShouldBe(fallback);
    }

    private static OutboxWait Wait(TimeSpan after, TimeSpan wait) => new(A.Morning + after, A.Morning + after + wait, TimeSpan.FromHours(24));
}
