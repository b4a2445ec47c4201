using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class TeamsCompliance : StoreCompliance
{
    [Fact, Trait("Promise", "teams")]
    public async Task Member_is_known_by_name_without_case_and_added_once()
    {
        var again = await Members.AddAsync(TeamId.Default, "ANA", Role.Viewer, Audit("add"), Now);
        again.ShouldBe(Ana);
        (await Members.FindByNameAsync(TeamId.Default, "ana", Now)).ShouldBe(Ana);
        (await Members.FindByNameAsync(Zoe.Team, "ana", Now)).ShouldBeNull();
        (await Members.OfTeamAsync(TeamId.Default, Now)).ShouldBe([Ana]);
        (await Members.TeamsAsync(Now)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Link_signs_in_once_and_in_time_and_the_session_lasts()
    {
        var signIn = new SignIn(Members, Store.Time);
        var token = await signIn.CreateLinkAsync(Ana, null, Now);
        var opened = (await signIn.RedeemAsync(token, Now))!.Value;
        opened.Member.ShouldBe(Ana);
        (await signIn.RedeemAsync(token, Now)).ShouldBeNull();
        (await signIn.RedeemAsync("made up", Now)).ShouldBeNull();
        await ReopenAsync();
        signIn = new SignIn(Members, Store.Time);
        (await signIn.FindAsync(opened.Session, Now)).ShouldBe(Ana);
        (await signIn.FindAsync("made up", Now)).ShouldBeNull();
        var late = await signIn.CreateLinkAsync(Ana, null, Now);
        Store.Time.Advance(SignIn.LinkLives + TimeSpan.FromMinutes(1));
        (await signIn.RedeemAsync(late, Now)).ShouldBeNull();
        Store.Time.Advance(SignIn.SessionLives);
        (await signIn.FindAsync(opened.Session, Now)).ShouldBeNull();
        (await Store.HoldsAnywhereAsync(opened.Session)).ShouldBeFalse("only the hash of a session is kept");
    }

    [Fact]
    public async Task Session_that_was_ended_opens_nothing()
    {
        var signIn = new SignIn(Members, Store.Time);
        var opened = (await signIn.RedeemAsync(await signIn.CreateLinkAsync(Ana, null, Now), Now))!.Value;
        await signIn.EndAsync(opened.Session, Now);
        (await signIn.FindAsync(opened.Session, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Rule_is_added_once_by_name_and_changed_by_one_hand_at_a_time()
    {
        var rule = (await Teams.AddRuleAsync(A.Rule("late", "late is:complaint") with { Target = TimeSpan.FromMinutes(30) }, Audit("rule add"), Now))!;
        (await Teams.AddRuleAsync(A.Rule("LATE", "x"), Audit("rule add"), Now)).ShouldBeNull();
        await ReopenAsync();
        var found = (await Teams.RulesAsync(TeamId.Default, Now)).ShouldHaveSingleItem();
        found.Query.ToString().ShouldBe("late is:complaint");
        found.Target.ShouldBe(TimeSpan.FromMinutes(30));
        (await Teams.ChangeRuleAsync(rule with { IsOn = false, Version = 2 }, Audit("rule off"), Now)).ShouldBeTrue();
        (await Teams.ChangeRuleAsync(rule with { IsOn = true, Version = 2 }, Audit("rule on"), Now)).ShouldBeFalse("somebody was faster");
        (await Teams.RulesAsync(TeamId.Default, Now))[0].IsOn.ShouldBeFalse();
        (await Teams.RemoveRuleAsync(TeamId.Default, rule.Id, Audit("rule remove"), Now)).ShouldBeTrue();
        (await Teams.RulesAsync(TeamId.Default, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rule_keeps_what_it_asks_besides_and_every_version_it_had()
    {
        var first = A.Rule("late", "late") with { Priority = RulePriority.High, IgnoresHours = true, DailyBudget = 7, Chain = "channel 10m > lead 20m > repeat 3" };
        var rule = (await Teams.AddRuleAsync(first, Audit("rule add"), Now))!;
        await ReopenAsync();
        (await Teams.RulesAsync(TeamId.Default, Now)).ShouldHaveSingleItem().ShouldBe(rule with { Query = (await Teams.RulesAsync(TeamId.Default, Now))[0].Query, Notify = (await Teams.RulesAsync(TeamId.Default, Now))[0].Notify });
        (await Teams.ChangeRuleAsync(rule with { Priority = RulePriority.Low, DailyBudget = null, Version = 2 }, Audit("rule edit"), Now)).ShouldBeTrue();
        await Teams.RemoveRuleAsync(TeamId.Default, rule.Id, Audit("rule remove"), Now);
        var versions = await Teams.RuleHistoryAsync(TeamId.Default, "LATE", 10, Now);
        versions.Select(version => (version.Rule.Version, version.Rule.Priority, version.Rule.DailyBudget)).ShouldBe([(2, RulePriority.Low, null), (1, RulePriority.High, (int?)7)]);
        (await Teams.RuleHistoryAsync(Zoe.Team, "late", 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mutes_are_the_teams_own_and_those_that_ended_go()
    {
        var now = A.Morning;
        var one = await Teams.AddMuteAsync(MuteOf("black friday", now), Audit("mute"), Now);
        await ReopenAsync();
        var found = (await Teams.RulesAsync(TeamId.Default, Now)).Mutes.ShouldHaveSingleItem();
        (found.Id, found.Query.ToString(), found.Until, found.ByName).ShouldBe((one.Id, "black friday", now + TimeSpan.FromHours(1), "Ana"));
        (await Teams.RulesAsync(Zoe.Team, Now)).Mutes.ShouldBeEmpty();
        (await Teams.RemoveMuteAsync(Zoe.Team, one.Id, Audit("unmute"), Now)).ShouldBeFalse();
        var two = await Teams.AddMuteAsync(MuteOf("lids", now + TimeSpan.FromHours(2)), Audit("mute"), Now);
        (await Teams.RulesAsync(TeamId.Default, Now)).Mutes.Select(mute => mute.Id).ShouldBe([two.Id]);
        (await Teams.RemoveMuteAsync(TeamId.Default, two.Id, Audit("unmute"), Now)).ShouldBeTrue();
        (await Teams.RulesAsync(TeamId.Default, Now)).Mutes.ShouldBeEmpty();

        static Mute MuteOf(string query, DateTimeOffset at) => new(default, TeamId.Default, QueryParser.Parse(query).Query!, at + TimeSpan.FromHours(1), "Ana", at);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Rules_channels_playbook_and_pause_are_the_teams_own()
    {
        var rule = (await Teams.AddRuleAsync(A.Rule("late", "late"), Audit("x"), Now))!;
        await Teams.AddPlaybookAsync(TeamId.Default, 0, "# ours", Audit("x"), Now);
        await Teams.SetPublishingPauseAsync(TeamId.Default, new PublishingPause("Ana", A.Morning), Audit("x"), Now);
        (await Teams.RulesAsync(Zoe.Team, Now)).ShouldBeEmpty();
        (await Teams.RemoveRuleAsync(Zoe.Team, rule.Id, Audit("x"), Now)).ShouldBeFalse();
        (await Teams.ChangeRuleAsync(rule with { Team = Zoe.Team, Version = 2 }, Audit("x"), Now)).ShouldBeFalse();
        (await Teams.PlaybookAsync(Zoe.Team, Now)).ShouldBeNull();
        (await Teams.PlaybookHistoryAsync(Zoe.Team, 10, Now)).ShouldBeEmpty();
        (await Teams.PlaybookTextAsync(Zoe.Team, 1, Now)).ShouldBeNull();
        (await Teams.PublishingPauseAsync(Zoe.Team, Now)).ShouldBeNull();
        (await Teams.ChannelsAsync(Zoe.Team, Now)).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Channel_is_added_once_keeps_its_secret_sealed_and_goes_with_what_waits_for_it()
    {
        var wanted = new StaffChannel(default, TeamId.Default, ChannelKind.Webhook, "crm", "https://crm.example/hook") { IsFallback = true };
        var added = (await Teams.AddChannelAsync(wanted, "whsec_very-secret", Audit("channel add"), Now))!;
        (await Teams.AddChannelAsync(wanted with { Address = "https://other.example/" }, null, Audit("x"), Now)).ShouldBeNull("the name is taken");
        (await Teams.AddChannelAsync(wanted with { Name = "CRM", Address = "https://other.example/" }, null, Audit("x"), Now)).ShouldBeNull("the name is taken");
        (await Teams.AddChannelAsync(wanted with { Name = "other" }, null, Audit("x"), Now)).ShouldBeNull("the place has a channel");
        (await Teams.AddChannelAsync(wanted with { Team = Zoe.Team }, null, Audit("x"), Now)).ShouldNotBeNull("another team's are its own");
        await AddNudgeAsync(Blog);
        await ReopenAsync();
        (await Teams.ChannelsAsync(TeamId.Default, Now))[^1].ShouldBe(added);
        (await Teams.ChannelSecretAsync(added.Id, Now)).ShouldBe("whsec_very-secret");
        (await Store.HoldsAnywhereAsync("very-secret")).ShouldBeFalse("secrets are sealed");
        (await Teams.ChannelSecretAsync((await Teams.ChannelsAsync(TeamId.Default, Now))[0].Id, Now)).ShouldBeNull();

        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldContain(row => row.Channel.Id == added.Id);
        (await Teams.RemoveChannelAsync(Zoe.Team, added.Id, Audit("channel remove"), Now)).ShouldBeFalse();
        (await Teams.RemoveChannelAsync(TeamId.Default, added.Id, Audit("channel remove"), Now)).ShouldBeTrue();
        (await Teams.ChannelsAsync(TeamId.Default, Now)).ShouldNotContain(channel => channel.Id == added.Id);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldNotContain(row => row.Channel.Id == added.Id);
    }

    [Fact]
    public async Task Rule_keeps_whom_it_tells()
    {
        var rule = (await Teams.AddRuleAsync(A.Rule("late", "late") with { Notify = ["crm", "#care"] }, Audit("rule add"), Now))!;
        await ReopenAsync();
        (await Teams.RulesAsync(TeamId.Default, Now)).ShouldHaveSingleItem().Notify.ShouldBe(["crm", "#care"]);
        (await Teams.ChangeRuleAsync(rule with { Notify = [], Version = 2 }, Audit("rule"), Now)).ShouldBeTrue();
        (await Teams.RulesAsync(TeamId.Default, Now))[0].Notify.ShouldBeEmpty();
    }

    [Fact]
    public async Task Playbook_has_versions()
    {
        (await Teams.PlaybookHistoryAsync(TeamId.Default, 10, Now)).ShouldBeEmpty();
        (await Teams.AddPlaybookAsync(TeamId.Default, 0, "one", Audit("x") with { ByName = "Ana" }, Now)).ShouldBeTrue();
        (await Teams.AddPlaybookAsync(TeamId.Default, 1, "two", Audit("x") with { ByName = "Ben", At = A.Morning.AddHours(1) }, Now)).ShouldBeTrue();
        await ReopenAsync();
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((2, "two"));
        (await Teams.PlaybookHistoryAsync(TeamId.Default, 10, Now)).ShouldBe([new PlaybookVersion(2, "Ben", A.Morning.AddHours(1)), new PlaybookVersion(1, "Ana", A.Morning)]);
        (await Teams.PlaybookHistoryAsync(TeamId.Default, 1, Now)).ShouldBe([new PlaybookVersion(2, "Ben", A.Morning.AddHours(1))]);
        (await Teams.PlaybookTextAsync(TeamId.Default, 1, Now)).ShouldBe("one");
        (await Teams.PlaybookTextAsync(TeamId.Default, 2, Now)).ShouldBe("two");
        (await Teams.PlaybookTextAsync(TeamId.Default, 3, Now)).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Playbook_that_somebody_changed_meanwhile_is_not_written_over_and_leaves_no_entry(int after)
    {
        await Teams.AddPlaybookAsync(TeamId.Default, 0, "one", Audit("x"), Now);
        var (rows, _) = await Teams.VerifyRecordAsync(Now);
        (await Teams.AddPlaybookAsync(TeamId.Default, after, "other", Audit("x"), Now)).ShouldBeFalse();
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((1, "one"));
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows, null));
    }

    [Fact]
    public async Task Pause_asks_for_every_open_card_to_be_drawn_again()
    {
        await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(A.Morning, 10, [], Now))[0];
        await Outbox.ShownAsync(row.Channel.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("m"))], Now);
        await Teams.SetPublishingPauseAsync(TeamId.Default, new PublishingPause("Ana", A.Morning), Audit("x"), Now);
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).Count.ShouldBe(1);
        (await Teams.PublishingPauseAsync(TeamId.Default, Now)).ShouldBe(new PublishingPause("Ana", A.Morning));
        await Teams.SetPublishingPauseAsync(TeamId.Default, null, Audit("x"), Now);
        (await Teams.PublishingPauseAsync(TeamId.Default, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Channel_is_added_once_by_name()
    {
        var one = await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#care", "", Audit("channel"), Now);
        (await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#care", "", Audit("channel"), Now)).Id.ShouldBe(one.Id);
        (await Teams.ChannelsAsync(Zoe.Team, Now)).ShouldBe([one]);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Team_channel_link_replay_and_wiped_page_each_leave_one_entry_and_what_changed_nothing_leaves_none()
    {
        var row = await Inbox.AcceptAsync(new PageWatch.Pipeline.Ingest.InboxDelivery(Blog.Id, "d", new PageWatch.Domain.Sources.WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), new byte[] { 1 }), A.Morning), Now);
        await Inbox.FailedAsync(row.Id, "x", null, Now);
        var known = (await Teams.VerifyRecordAsync(Now)).Rows;
        foreach (var act in (Func<Task>[])
            [
                async () => await Members.AddTeamAsync("third", Audit("team"), Now),
                async () => await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#new", "", Audit("channel"), Now),
                async () => await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#new", "elsewhere", Audit("channel"), Now),
                async () => await new SignIn(Members, Store.Time).CreateLinkAsync(Ana, Ana, Now),
                async () => await Inbox.ReplayAsync(TeamId.Default, null, Audit("replay"), Now),
                async () => await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("demo reset"), Now),
            ])
        {
            await act();
            (await Teams.VerifyRecordAsync(Now)).ShouldBe((++known, null));
        }

        await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#new", "elsewhere", Audit("channel"), Now);
        await Inbox.ReplayAsync(TeamId.Default, null, Audit("replay"), Now);
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((known, null));
    }

    [Fact, Trait("Promise", "13"), Trait("Promise", "teams")]
    public async Task Record_tells_the_history_and_is_whole()
    {
        var file = await AddNudgeAsync(Blog);
        var change = Change(file);
        change.Audit.Add(new AuditEntry(TeamId.Default, A.Morning, Ana.Id, "Ana", "claim", "nudge 1", "open", "claimed") { Nudge = file.Nudge!.Id.Value });
        await Journey.SaveAsync(change, Pipeline.Journey.SavePriority.Click, Now);
        await ReopenAsync();
        var entry = (await Teams.HistoryAsync(TeamId.Default, file.Nudge!.Id.Value, Now)).ShouldHaveSingleItem();
        (entry.ByName, entry.Verb, entry.Before, entry.After).ShouldBe(("Ana", "claim", "open", "claimed"));
        (await Teams.HistoryAsync(Zoe.Team, file.Nudge.Id.Value, Now)).ShouldBeEmpty();
        var (rows, broken) = await Teams.VerifyRecordAsync(Now);
        rows.ShouldBeGreaterThan(3);
        broken.ShouldBeNull();
    }

    [Fact]
    public async Task Installation_secret_is_made_once()
    {
        (await Installation.SecretAsync("key", Now)).ShouldBeNull();
        var made = await Installation.SecretAsync("key", () => "made secret words", Now);
        await ReopenAsync();
        (await Installation.SecretAsync("key", () => "other", Now)).ShouldBe(made);
        (await Store.HoldsAnywhereAsync("made secret words")).ShouldBeFalse();
        await Installation.ProbeAsync(Now);
    }
}
