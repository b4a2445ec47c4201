using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Chats;

/// <summary>Who of us speaks in a chat, and what he may do there.</summary>
public sealed class ChatDeskTests
{
    private const string Broken = "Third parcel in a row that arrives broken. I want my money back, today!";

    private static readonly ChatPlace Care = new(ChannelKind.Slack, "T1/C1", "#desk");

    private static CancellationToken Now => CancellationToken.None;

    [Fact, Trait("Promise", "3")]
    public async Task Stranger_can_do_nothing_and_is_told_who_lets_him_in()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("c1", Broken));
        var eve = Person("U9", "Eve");
        var file = await stage.FileAsync();
        (await Desk(stage).PressAsync(eve, Care, new Click("claim", file.Nudge!.Id, file.Nudge.Version, null, null), Now)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("team add");
        (await Desk(stage).SayAsync(eve, Care, "open", [], Now)).IsRefused.ShouldBeTrue();
        (await Desk(stage).SayAsync(eve, Care, "link ABCD-EFGH-JKLM", [], Now)).IsRefused.ShouldBeTrue();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
    }

    [Fact]
    public async Task Admin_takes_in_a_colleague_by_mention_and_gives_roles_by_page()
    {
        await using var stage = await Stage.OpenAsync();
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        var carl = Person("U3", "Carl Ode");
        (await SayAsync(stage, ana, $"team add {carl.Mention} approver --page blog", carl)).ShouldBe("Carl Ode is an approver on blog");
        (await stage.Get<IMembers>().FindByChatAsync(ChannelKind.Slack, "T1", "U3", Now))!.Role.ShouldBe(Role.Viewer);
        await stage.TellAsync(stage.Post("c1", Broken));
        (await PressAsync(stage, carl, "claim")).ShouldBeOfType<ClickAnswer.Done>();
        (await SayAsync(stage, ana, $"team role {carl.Mention} viewer --page blog", carl)).ShouldBe("Carl Ode is a viewer on blog");
        (await PressAsync(stage, carl, "release")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldBe("Only a responder may do that. Ana, Ben can.");
        (await SayAsync(stage, carl, "team remove Ben")).ShouldContain("Only an admin");
        (await SayAsync(stage, ana, $"team remove {carl.Mention}", carl)).ShouldBe("Carl Ode is out of the team");
        (await Desk(stage).SayAsync(carl, Care, "open", [], Now)).IsRefused.ShouldBeTrue();
        (await SayAsync(stage, ana, "team role Ana viewer")).ShouldContain("only admin");
    }

    [Fact]
    public async Task Person_ties_his_chat_to_himself_with_a_code_and_a_guest_does_not()
    {
        await using var stage = await Stage.OpenAsync();
        var ben = Person("U2", "ben");
        var code = await stage.Get<ChatCodes>().NewAsync(stage.Ben, Now);
        (await Desk(stage).SayAsync(ben with { IsGuest = true }, Care, $"link {code}", [], Now)).IsRefused.ShouldBeTrue();
        (await SayAsync(stage, ben, $"Link {code.ToLowerInvariant()}")).ShouldBe("Here you are Ben, an approver");
        (await SayAsync(stage, ben, "mine")).ShouldNotContain("know you");
        (await Desk(stage).SayAsync(ben, Care, $"link {code}", [], Now)).IsRefused.ShouldBeTrue("a code works once");
    }

    [Fact]
    public async Task First_who_brings_the_bot_is_admin_and_cards_come_to_that_place()
    {
        await using var stage = await Stage.OpenAsync();
        var mia = Person("U5", "Mia");
        var hello = (await Desk(stage).PlaceChangedAsync(Care, PlaceChange.Joined, mia, Now))!;
        hello.Card.Parts.Count.ShouldBe(3);
        (await stage.Get<IMembers>().FindByChatAsync(ChannelKind.Slack, "T1", "U5", Now))!.Role.ShouldBe(Role.Admin);
        (await stage.Get<ITeamRecords>().ChannelsAtAsync(ChannelKind.Slack, "T1/C1", Now)).ShouldHaveSingleItem().Name.ShouldBe("#desk");
        (await Desk(stage).PlaceChangedAsync(Care, PlaceChange.Joined, mia, Now)).ShouldBeNull("it was told before");

        var other = new ChatPlace(ChannelKind.Slack, "T1/C2", "#pub");
        await Desk(stage).PlaceChangedAsync(other, PlaceChange.Joined, Person("U6", "Eve"), Now);
        (await stage.Get<IMembers>().FindByChatAsync(ChannelKind.Slack, "T1", "U6", Now)).ShouldBeNull("somebody is known here already");
        (await stage.Get<ITeamRecords>().ChannelsAtAsync(ChannelKind.Slack, "T1/C2", Now)).ShouldBeEmpty();
        (await SayAsync(stage, mia, "channel add here", place: other)).ShouldContain("#pub");
        (await stage.Get<ITeamRecords>().ChannelsAtAsync(ChannelKind.Slack, "T1/C2", Now)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Guest_who_brings_the_bot_is_nobody()
    {
        await using var stage = await Stage.OpenAsync();
        await Desk(stage).PlaceChangedAsync(Care, PlaceChange.Joined, Person("U5", "Mia") with { IsGuest = true }, Now);
        (await stage.Get<IMembers>().FindByChatAsync(ChannelKind.Slack, "T1", "U5", Now)).ShouldBeNull();
    }

    [Fact, Trait("Promise", "8")]
    public async Task Bot_that_was_removed_is_told_of_by_name_and_a_renamed_place_keeps_its_cards()
    {
        await using var stage = await Stage.OpenAsync();
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        await SayAsync(stage, ana, "channel add here");
        await Desk(stage).PlaceChangedAsync(Care with { Name = "#desk-team" }, PlaceChange.Renamed, null, Now);
        (await stage.Get<ITeamRecords>().ChannelsAtAsync(ChannelKind.Slack, "T1/C1", Now)).Single().Name.ShouldBe("#desk-team");
        await Desk(stage).PlaceChangedAsync(Care, PlaceChange.Left, null, Now);
        await stage.ShowAsync();
    }

    [Fact, Trait("Promise", "3")]
    public async Task Words_under_a_card_are_a_note_even_when_they_look_like_a_command()
    {
        await using var stage = await Stage.OpenAsync();
        var (ana, card) = await CardInSlackAsync(stage);
        (await Desk(stage).NoteAsync(ana, Care, card, "C1:18.1", "dismiss 1 spam", Now)).ShouldBeNull();
        (await Desk(stage).NoteAsync(ana, Care, card, "C1:18.2", "She called yesterday.", Now)).ShouldBeNull();
        (await Desk(stage).NoteAsync(ana, Care, new MessageRef("C1:99.9"), "C1:18.3", "no card here", Now)).ShouldBeNull();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
        var why = (await stage.PressAsync(stage.Ana, "why")).ShouldBeOfType<ClickAnswer.Private>().Card;
        Texts(why).ShouldContain("dismiss 1 spam");
        Texts(why).ShouldContain("She called yesterday.");
        (await Desk(stage).NoteAsync(Person("U9", "Eve"), Care, card, "C1:18.4", "let me in", Now))!.IsRefused.ShouldBeTrue();
    }

    [Fact]
    public async Task Eyes_on_a_card_claim_it_once()
    {
        await using var stage = await Stage.OpenAsync();
        var (ana, card) = await CardInSlackAsync(stage);
        (await Desk(stage).LookAsync(ana, Care, card, Now)).ShouldBeNull();
        var claimed = (await stage.FileAsync()).Nudge!;
        claimed.Owner.ShouldBe(stage.Ana.Id);
        (await Desk(stage).LookAsync(ana, Care, card, Now)).ShouldBeNull();
        (await stage.FileAsync()).Nudge!.Version.ShouldBe(claimed.Version);
        var ben = await LinkedAsync(stage, "U2", "ben", stage.Ben);
        (await Desk(stage).LookAsync(ben, Care, card, Now))!.IsRefused.ShouldBeTrue();
    }

    [Fact]
    public async Task Nudge_is_handed_on_with_a_recap_and_counts_when_it_is_accepted()
    {
        await using var stage = await Stage.OpenAsync();
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        var ben = await LinkedAsync(stage, "U2", "ben", stage.Ben);
        await stage.AddMemberAsync("Vera", Role.Viewer);
        await stage.TellAsync(stage.Post("c1", Broken));
        (await SayAsync(stage, ana, "hand 1 Vera take it")).ShouldContain("Vera may not answer");
        (await SayAsync(stage, ana, "hand 1 Nobody take it")).ShouldContain("nobody called");
        await SayAsync(stage, ana, $"hand 1 {ben.Mention} She wants a call after five.", ben);
        (await stage.FileAsync()).Nudge!.Owner.ShouldBe(stage.Ana.Id);
        Texts(stage.Card()).ShouldContain("Ana offers this to Ben: She wants a call after five.");
        (await PressAsync(stage, ana, "accept")).ShouldBeOfType<ClickAnswer.Refused>();
        (await PressAsync(stage, ben, "accept")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Nudge!.Owner.ShouldBe(stage.Ben.Id);
        Texts(stage.Card()).ShouldContain("taken over from Ana: She wants a call after five.");

        await stage.TellAsync(stage.Post("c2", "Where is my order? It should have been here on Monday.", "Tom"));
        await PressAsync(stage, ben, "claim", 2);
        (await SayAsync(stage, ben, "handover Ana All quiet.")).ShouldBe("Offered to Ana: 2");
        (await SayAsync(stage, ana, "accept all")).ShouldBe("Taken over: 2");
        (await SayAsync(stage, ben, "handover Ana")).ShouldBe("You hold nothing.");
    }

    [Fact]
    public async Task Look_alikes_are_dismissed_together_and_a_colleagues_are_left()
    {
        await using var stage = await Stage.OpenAsync();
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        await stage.TellAsync(stage.Post("c1", "Your shop is a scam, never buy these terrible broken cups here!", "A"));
        await stage.TellAsync(stage.Post("c2", "Your shop is a scam, never buy these broken terrible cups here!!", "B"));
        await stage.TellAsync(stage.Post("c3", "This shop is a scam, never buy these terrible broken cups here.", "C"));
        await stage.TellAsync(stage.Post("c4", Broken, "D"));
        await stage.PressAsync(stage.Ben, "claim", nudge: 3);
        (await SayAsync(stage, ana, "dismiss 1 spam --alike")).ShouldBe("Dismissed 2, 1 of them alike");
        (await stage.FileAsync(2)).Nudge!.State.ShouldBe(NudgeState.Dismissed);
        (await stage.FileAsync(3)).Nudge!.State.ShouldBe(NudgeState.Claimed);
        (await stage.FileAsync(4)).Nudge!.State.ShouldBe(NudgeState.Open);
    }

    [Fact]
    public async Task Home_shows_what_is_mine_and_who_still_waits()
    {
        await using var stage = await Stage.OpenAsync();
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        Texts(await Desk(stage).HomeAsync(ana, Now)).ShouldContain("Nothing waits for you.");
        await stage.TellAsync(stage.Post("c1", Broken));
        await stage.TellAsync(stage.Post("c2", "Where is my order? It should have been here on Monday.", "Tom"));
        await PressAsync(stage, ana, "claim", 1);
        var home = Texts(await Desk(stage).HomeAsync(ana, Now));
        home.ShouldContain("You hold");
        home.ShouldContain("Waits for an answer");
        home.ShouldContain("Tom");
        Texts(await Desk(stage).HomeAsync(Person("U9", "Eve"), Now)).ShouldContain("team add");
    }

    private static IChatDesk Desk(Stage stage) => stage.Get<IChatDesk>();

    private static ChatPerson Person(string user, string name) => new(ChannelKind.Slack, "T1", user, name);

    private static async Task<ChatPerson> LinkedAsync(Stage stage, string user, string name, Member member)
    {
        await stage.Get<IMembers>().LinkChatAsync(new ChatAccount(ChannelKind.Slack, "T1", user, name, member.Id), stage.Audit(), Now);
        return Person(user, name);
    }

    private static async Task<string> SayAsync(Stage stage, ChatPerson by, string line, ChatPerson? mentioned = null, ChatPlace? place = null)
    {
        var answer = await Desk(stage).SayAsync(by, place ?? Care, line, mentioned is null ? [] : [mentioned], Now);
        await stage.ShowAsync();
        return answer.IsRefused ? Texts(answer.Card) : answer.Card.Title;
    }

    private static async Task<ClickAnswer> PressAsync(Stage stage, ChatPerson by, string verb, long? nudge = null)
    {
        var file = await stage.FileAsync(nudge);
        var answer = await Desk(stage).PressAsync(by, Care, new Click(verb, file.Nudge!.Id, file.Nudge.Version, null, null), Now);
        await stage.ShowAsync();
        return answer;
    }

    /// <summary>A nudge whose card stands in a Slack channel, and Ana there.</summary>
    private static async Task<(ChatPerson Ana, MessageRef Card)> CardInSlackAsync(Stage stage)
    {
        var ana = await LinkedAsync(stage, "U1", "ana", stage.Ana);
        await SayAsync(stage, ana, "channel add here");
        await stage.TellAsync(stage.Post("c1", Broken));
        return (ana, new MessageRef("nudge-1"));
    }

    private static string Texts(Card card) => string.Join('\n', card.Parts.SelectMany(part => part switch
    {
        CardPart.Line line => [string.Concat(line.Spans.Select(Text))],
        CardPart.Banner banner => [banner.Text],
        CardPart.Facts facts => facts.Rows.Select(row => row.Name + " " + string.Concat(row.Value.Select(Text))),
        _ => Enumerable.Empty<string>(),
    }));

    private static string Text(Span span) => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        Span.Outside outside => outside.Text,
        _ => "",
    };
}
