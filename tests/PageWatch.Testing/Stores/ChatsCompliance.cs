using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

/// <summary>What chats need to be kept: who is who, where the bot was, what was said, and what colleagues wrote under a card.</summary>
public abstract class ChatsCompliance : StoreCompliance
{
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    private IChatIntake Intake => Store.Services.GetRequiredService<IChatIntake>();

    private IChatQueue Queue => Store.Services.GetRequiredService<IChatQueue>();

    private IChatPlaces Places => Store.Services.GetRequiredService<IChatPlaces>();

    private INotes Notes => Store.Services.GetRequiredService<INotes>();

    private DateTimeOffset Clock => Store.Time.GetUtcNow();

    [Fact, Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task What_was_said_is_kept_once_and_over_a_crash()
    {
        (await Intake.KeepAsync(ChannelKind.Slack, "Ev1", "U1", "said"u8.ToArray(), Now)).ShouldBeTrue();
        (await Intake.KeepAsync(ChannelKind.Slack, "Ev1", "U1", "said again"u8.ToArray(), Now)).ShouldBeFalse();
        (await Intake.KeepAsync(ChannelKind.Teams, "Ev1", "U1", "elsewhere"u8.ToArray(), Now)).ShouldBeTrue("another chat's keys are its own");
        await ReopenAsync();
        (await TakeAsync()).Select(call => (call.Chat, System.Text.Encoding.UTF8.GetString(call.Body))).ShouldBe([(ChannelKind.Slack, "said"), (ChannelKind.Teams, "elsewhere")]);
        (await TakeAsync()).ShouldBeEmpty("somebody has them");
        Store.Time.Advance(Held + TimeSpan.FromSeconds(1));
        var again = await TakeAsync();
        again.Count.ShouldBe(2, "whoever had them is gone");
        again[0].Attempts.ShouldBe(2);
        foreach (var call in again)
            await Queue.DoneAsync(call.Id, Now);
        Store.Time.Advance(Held * 2);
        (await TakeAsync()).ShouldBeEmpty();
        (await Intake.KeepAsync(ChannelKind.Slack, "Ev1", "U1", "said"u8.ToArray(), Now)).ShouldBeFalse("its key is known long after");
        (await Store.HoldsAnywhereAsync("elsewhere")).ShouldBeFalse("what was said is forgotten when it is done");
    }

    [Fact]
    public async Task One_persons_words_stay_in_order_and_hold_up_nobody_else()
    {
        await Intake.KeepAsync(ChannelKind.Slack, "1", "ana", "a1"u8.ToArray(), Now);
        await Intake.KeepAsync(ChannelKind.Slack, "2", "ana", "a2"u8.ToArray(), Now);
        await Intake.KeepAsync(ChannelKind.Slack, "3", "ben", "b1"u8.ToArray(), Now);
        var first = await TakeAsync();
        first.Select(call => System.Text.Encoding.UTF8.GetString(call.Body)).ShouldBe(["a1", "b1"]);
        (await TakeAsync()).ShouldBeEmpty();
        await Queue.FailedAsync(first[0].Id, "the chat was away", Clock + TimeSpan.FromSeconds(5), Now);
        (await TakeAsync()).ShouldBeEmpty("the second waits behind the first");
        Store.Time.Advance(TimeSpan.FromSeconds(6));
        System.Text.Encoding.UTF8.GetString((await TakeAsync()).ShouldHaveSingleItem().Body).ShouldBe("a1");
        await Queue.FailedAsync(first[0].Id, "five times", null, Now);
        System.Text.Encoding.UTF8.GetString((await TakeAsync()).ShouldHaveSingleItem().Body).ShouldBe("a2");
        (await Queue.DepthAsync(Now)).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Calls_are_forgotten_after_their_time_and_never_while_they_wait()
    {
        await Intake.KeepAsync(ChannelKind.Slack, "done", "ana", "x"u8.ToArray(), Now);
        await Queue.DoneAsync((await TakeAsync()).Single().Id, Now);
        await Intake.KeepAsync(ChannelKind.Slack, "waiting", "ana", "x"u8.ToArray(), Now);
        await Retention.PurgeAsync(new RetentionPlan(), Clock + TimeSpan.FromDays(8), Now);
        (await Intake.KeepAsync(ChannelKind.Slack, "done", "ana", "x"u8.ToArray(), Now)).ShouldBeTrue();
        (await Intake.KeepAsync(ChannelKind.Slack, "waiting", "ana", "x"u8.ToArray(), Now)).ShouldBeFalse();
    }

    [Fact]
    public async Task Places_are_remembered_and_changed()
    {
        (await Places.FindAsync(ChannelKind.Teams, "t/19:a", Now)).ShouldBeNull();
        await Places.KeepAsync(new KeptPlace(ChannelKind.Teams, "t/19:a", "Care", "{\"serviceUrl\":\"https://a/\"}"), Now);
        await Places.KeepAsync(new KeptPlace(ChannelKind.Teams, "t/19:a", "Care 2", "{\"serviceUrl\":\"https://b/\"}") { IsGone = true }, Now);
        await Places.KeepAsync(new KeptPlace(ChannelKind.Slack, "t/19:a", "other chat", ""), Now);
        await ReopenAsync();
        (await Places.FindAsync(ChannelKind.Teams, "t/19:a", Now)).ShouldBe(new KeptPlace(ChannelKind.Teams, "t/19:a", "Care 2", "{\"serviceUrl\":\"https://b/\"}") { IsGone = true });
        (await Places.OfChatAsync(ChannelKind.Teams, Now)).ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Person_of_a_chat_is_one_member_in_one_organisation()
    {
        await Members.LinkChatAsync(new ChatAccount(ChannelKind.Slack, "T1", "U1", "ana", Ana.Id), Audit("link"), Now);
        (await Members.FindByChatAsync(ChannelKind.Slack, "T1", "U1", Now)).ShouldBe(Ana);
        (await Members.FindByChatAsync(ChannelKind.Slack, "T2", "U1", Now)).ShouldBeNull("the same id elsewhere is somebody else");
        (await Members.FindByChatAsync(ChannelKind.Teams, "T1", "U1", Now)).ShouldBeNull();
        (await Members.IsKnownAsync(ChannelKind.Slack, "T1", Now)).ShouldBeTrue();
        (await Members.IsKnownAsync(ChannelKind.Slack, "T2", Now)).ShouldBeFalse();
        await Members.LinkChatAsync(new ChatAccount(ChannelKind.Slack, "T1", "U1", "ana", Zoe.Id), Audit("link"), Now);
        (await Members.FindByChatAsync(ChannelKind.Slack, "T1", "U1", Now)).ShouldBe(Zoe);
        (await Members.ChatAccountsAsync(TeamId.Default, Now)).ShouldBeEmpty();
        (await Members.ChatAccountsAsync(Zoe.Team, Now)).ShouldHaveSingleItem().User.ShouldBe("U1");
    }

    [Fact, Trait("Promise", "13")]
    public async Task Role_on_a_page_wins_there_and_goes_with_the_member()
    {
        var ben = await Members.AddAsync(TeamId.Default, "Ben", Role.Viewer, Audit("add"), Now);
        var shop = await AddWatchAsync(Ana, "shop");
        await Members.SetRoleOnAsync(ben.Id, Blog.Id, Role.Approver, Audit("role"), Now);
        (await Members.RoleOnAsync(ben.Id, Blog.Id, Now)).ShouldBe(Role.Approver);
        (await Members.RoleOnAsync(ben.Id, shop.Id, Now)).ShouldBe(Role.Viewer);
        (await Members.RolesOnPagesAsync(TeamId.Default, Now)).ShouldBe([(ben.Id, Blog.Id, Role.Approver)]);
        (await Members.RolesOnPagesAsync(Zoe.Team, Now)).ShouldBeEmpty();
        await Members.SetRoleOnAsync(ben.Id, Blog.Id, null, Audit("role"), Now);
        (await Members.RoleOnAsync(ben.Id, Blog.Id, Now)).ShouldBe(Role.Viewer);

        await Members.LinkChatAsync(new ChatAccount(ChannelKind.Slack, "T1", "U2", "ben", ben.Id), Audit("link"), Now);
        var signIn = new SignIn(Members, Store.Time);
        var session = (await signIn.RedeemAsync(await signIn.CreateLinkAsync(ben, null, Now), Now))!.Value.Session;
        (await Members.ChangeAsync(ben with { IsRemoved = true }, Audit("remove"), Now)).ShouldBeTrue();
        (await Members.RoleOnAsync(ben.Id, shop.Id, Now)).ShouldBeNull();
        (await Members.FindByChatAsync(ChannelKind.Slack, "T1", "U2", Now)).ShouldBeNull();
        (await signIn.FindAsync(session, Now)).ShouldBeNull();
        (await Members.OfTeamAsync(TeamId.Default, Now)).ShouldBe([Ana]);
        (await Members.FindAsync(ben.Id, Now))!.IsRemoved.ShouldBeTrue("the record still knows the name");
        (await Members.AddAsync(TeamId.Default, "Ben", Role.Responder, Audit("add"), Now)).ShouldBe(ben with { Role = Role.Responder });
    }

    [Fact]
    public async Task Team_never_loses_its_last_admin()
    {
        (await Members.ChangeAsync(Ana with { Role = Role.Viewer }, Audit("role"), Now)).ShouldBeFalse();
        (await Members.ChangeAsync(Ana with { IsRemoved = true }, Audit("remove"), Now)).ShouldBeFalse();
        (await Members.OfTeamAsync(TeamId.Default, Now)).ShouldBe([Ana]);
        await Members.AddAsync(TeamId.Default, "Ben", Role.Admin, Audit("add"), Now);
        (await Members.ChangeAsync(Ana with { Role = Role.Viewer }, Audit("role"), Now)).ShouldBeTrue();
        (await Members.ChangeAsync(Zoe with { Team = TeamId.Default, Role = Role.Admin }, Audit("role"), Now)).ShouldBeFalse("she is of another team");
    }

    [Fact]
    public async Task Code_ties_a_chat_once_and_in_time()
    {
        var codes = new ChatCodes(Members, Store.Time);
        var first = await codes.NewAsync(Ana, Now);
        var code = await codes.NewAsync(Ana, Now);
        (await codes.RedeemAsync(first, Now)).ShouldBeNull("a new code ends the one before");
        (await codes.RedeemAsync(code.ToLowerInvariant().Replace('-', ' '), Now)).ShouldBe(Ana);
        (await codes.RedeemAsync(code, Now)).ShouldBeNull();
        var late = await codes.NewAsync(Ana, Now);
        Store.Time.Advance(ChatCodes.Lives + TimeSpan.FromSeconds(1));
        (await codes.RedeemAsync(late, Now)).ShouldBeNull();
        (await Store.HoldsAnywhereAsync(late.Replace("-", "", StringComparison.Ordinal))).ShouldBeFalse("only its hash is kept");
    }

    [Fact, Trait("Promise", "3"), Trait("Promise", "teams")]
    public async Task Notes_are_kept_with_their_nudge_and_changed_by_their_writer_alone()
    {
        var file = await AddNudgeAsync(Blog);
        var nudge = file.Nudge!.Id;
        (await Notes.KeepAsync(Note(nudge, "She called yesterday."), "m1", Audit("note"), Now)).ShouldBeTrue();
        await Notes.KeepAsync(Note(nudge, "She called on Monday."), "m1", Audit("note"), Now);
        await Notes.KeepAsync(Note(nudge, "not mine") with { By = Zoe.Id, ByName = "Zoe" }, "m1", Audit("note"), Now);
        await Notes.KeepAsync(Note(nudge, "A second one."), null, Audit("note"), Now);
        await ReopenAsync();
        (await Notes.OfAsync(TeamId.Default, nudge, Now)).Select(note => note.Text).ShouldBe(["She called on Monday.", "A second one."]);
        (await Notes.OfAsync(Zoe.Team, nudge, Now)).ShouldBeEmpty();
        (await Notes.KeepAsync(Note(nudge, "x") with { Team = Zoe.Team }, null, Audit("note"), Now)).ShouldBeFalse();
        await Notes.KeepAsync(Note(nudge, " "), "m1", Audit("note"), Now);
        (await Notes.OfAsync(TeamId.Default, nudge, Now)).Select(note => note.Text).ShouldBe(["A second one."]);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Notes_go_when_the_post_is_erased()
    {
        var file = await AddNudgeAsync(Blog);
        await Notes.KeepAsync(Note(file.Nudge!.Id, "Jana lives at number 17."), "m1", Audit("note"), Now);
        var change = Change(file);
        change.Erased.Add(file.Focus!.Id);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
        (await Notes.OfAsync(TeamId.Default, file.Nudge.Id, Now)).ShouldBeEmpty();
        (await Store.HoldsAnywhereAsync("number 17")).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Card_is_found_by_where_it_stands()
    {
        var care = (await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Slack, "#desk", "T1/C1"), null, Audit("channel"), Now))!;
        var file = await AddNudgeAsync(Blog);
        var row = (await Outbox.DueAsync(Clock, 10, [], Now)).Single(each => each.Channel.Id == care.Id);
        row.TriedAt.ShouldBeNull();
        await Outbox.TryingAsync(row.Id, Clock, Now);
        Store.Time.Advance(TimeSpan.FromSeconds(5));
        await Outbox.TryingAsync(row.Id, Clock, Now);
        (await Outbox.DueAsync(Clock, 10, [], Now)).Single(each => each.Channel.Id == care.Id).TriedAt.ShouldBe(Clock - TimeSpan.FromSeconds(5), "the first try is what counts");
        await Outbox.ShownAsync(care.Id, [new ShownCard(row.Id, row.Wanted, new MessageRef("C1:17.1"))], Now);
        (await Notes.NudgeAtAsync(TeamId.Default, ChannelKind.Slack, "T1/C1", new MessageRef("C1:17.1"), Now)).ShouldBe(file.Nudge!.Id);
        (await Notes.NudgeAtAsync(TeamId.Default, ChannelKind.Slack, "T1/C2", new MessageRef("C1:17.1"), Now)).ShouldBeNull();
        (await Notes.NudgeAtAsync(Zoe.Team, ChannelKind.Slack, "T1/C1", new MessageRef("C1:17.1"), Now)).ShouldBeNull();
        (await Teams.ChannelsAtAsync(ChannelKind.Slack, "T1/C1", Now)).ShouldBe([care]);
    }

    [Fact]
    public async Task Channel_that_is_renamed_is_renamed_in_its_rules_too()
    {
        var care = (await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Slack, "#desk", "T1/C1"), null, Audit("channel"), Now))!;
        await Teams.AddChannelAsync(new StaffChannel(default, TeamId.Default, ChannelKind.Slack, "#night", "T1/C2"), null, Audit("channel"), Now);
        await Teams.AddRuleAsync(A.Rule("late", "late") with { Notify = ["#desk", "#night"] }, Audit("rule"), Now);
        (await Teams.RenameChannelAsync(care, "#night", Audit("rename"), Now)).ShouldBeFalse("that name is taken");
        (await Teams.RenameChannelAsync(care, "#help", Audit("rename"), Now)).ShouldBeTrue();
        (await Teams.RenameChannelAsync(care with { Team = Zoe.Team }, "#x", Audit("rename"), Now)).ShouldBeFalse();
        (await Teams.RulesAsync(TeamId.Default, Now)).Single().Notify.ShouldBe(["#help", "#night"]);
        (await Teams.ChannelsAsync(TeamId.Default, Now)).Where(channel => channel.Kind == ChannelKind.Slack).Select(channel => channel.Name).ShouldBe(["#help", "#night"]);
    }

    private NudgeNote Note(NudgeId nudge, string text) => new(TeamId.Default, nudge, Ana.Id, "Ana", text, Clock);

    private ValueTask<IReadOnlyList<KeptCall>> TakeAsync() => Queue.TakeAsync(Clock, Clock + Held, 10, Now);
}
