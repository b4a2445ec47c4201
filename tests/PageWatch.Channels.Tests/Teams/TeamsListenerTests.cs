using System.Net;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>What is worked off after the door: lines, notes, looks, presses of older clients, and places that come and go.</summary>
public sealed class TeamsListenerTests : IAsyncLifetime, IDisposable
{
    private const string Address = TeamsStandIn.Tenant + "/" + TeamsHouse.Care;

    private readonly TeamsHouse house = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        house.Teams.Wrong.ShouldBeEmpty();
        return Task.CompletedTask;
    }

    public void Dispose() => house.Dispose();

    [Fact]
    public async Task Line_comes_to_the_desk_without_the_bots_mention_and_is_answered_in_its_thread()
    {
        await house.HearAsync(TeamsHouse.Message("claim 12", id: "1700000000001", root: "1700000000001"));
        var (by, place, line, mentioned) = house.Desk.Said.ShouldHaveSingleItem();
        (by.User, by.Name, line).ShouldBe((TeamsHouse.Ana, "Ana", "claim 12"));
        (place.Address, place.IsPrivate).ShouldBe((Address, false));
        mentioned.ShouldBeEmpty();
        var answer = house.Teams.Messages.ShouldHaveSingleItem();
        answer.Said.ShouldBe($"{TeamsHouse.Care};messageid=1700000000001");
        house.Teams.Calls.Last().Path.ShouldBe("conversations/19%3Acare%40thread.tacv2%3Bmessageid%3D1700000000001/activities");
    }

    [Fact]
    public async Task Line_in_a_personal_chat_needs_no_mention()
    {
        await house.HearAsync(TeamsHouse.Personal("mine"));
        var (_, place, line, _) = house.Desk.Said.ShouldHaveSingleItem();
        (place.Address, place.IsPrivate, line).ShouldBe(($"{TeamsStandIn.Tenant}/a:ana", true, "mine"));
        house.Teams.In("a:ana").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Mentions_of_people_stand_in_the_line_by_who_they_are_and_not_by_their_names()
    {
        var activity = TeamsHouse.Message("hand 12 <at>Ben</at> please, <at>Ben</at>");
        activity["entities"]!.AsArray().Add(TeamsHouse.Mention("<at>Ben</at>", "29:ben", "Ben"));
        activity["entities"]!.AsArray().Add(TeamsHouse.Mention("<at>Ben</at>", "29:gus", "Ben"));
        await house.HearAsync(activity);
        var (_, _, line, mentioned) = house.Desk.Said.ShouldHaveSingleItem();
        line.ShouldBe($"hand 12 @teams:{TeamsStandIn.Tenant}:{TeamsHouse.Ben} please, @teams:{TeamsStandIn.Tenant}:cccccccc-0000-4000-8000-000000000003");
        mentioned.Select(person => person.Name).ShouldBe(["Ben", "Gus"]);
        mentioned[1].IsGuest.ShouldBeTrue();
    }

    [Theory]
    [InlineData("test a &lt;b&gt; &amp;amp; c", "test a <b> &amp; c")]
    [InlineData("test&nbsp;one&#160;two", "test one two")]
    [InlineData("test <at>Nobody</at> there", "test Nobody there")]
    [InlineData("test <at id=\"1\">Nobody</at>", "test Nobody")]
    [InlineData("test &lt;at&gt;Ben&lt;/at&gt;", "test <at>Ben</at>")]
    [InlineData("test one<br>two", "test one\ntwo")]
    [InlineData("test 1 < 2", "test 1 < 2")]
    [InlineData("test <at", "test <at")]
    public async Task Escapes_of_the_chat_are_undone_once(string typed, string line)
    {
        await house.HearAsync(TeamsHouse.Message(typed));
        house.Desk.Said.ShouldHaveSingleItem().Line.ShouldBe(line);
        house.Desk.Said[0].Mentioned.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_that_takes_longer_changes_where_it_stands()
    {
        house.Desk.Answer = FurtherCardsTests.Answer("40 %", "80 %", "There you are");
        await house.HearAsync(TeamsHouse.Message("rule try late"));
        for (var i = 0; i < 3_000 && !Shown().Contains("There you are", StringComparison.Ordinal); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        Shown().ShouldContain("There you are");

        string Shown() => house.Teams.Messages.ShouldHaveSingleItem().Activity.ToJsonString();
    }

    [Fact]
    public async Task Mention_of_a_channel_or_a_team_is_nobody()
    {
        var activity = TeamsHouse.Message("test <at>care</at>");
        activity["entities"]!.AsArray().Add(TeamsHouse.Mention("<at>care</at>", TeamsHouse.Care, "care"));
        await house.HearAsync(activity);
        var (_, _, line, mentioned) = house.Desk.Said.ShouldHaveSingleItem();
        line.ShouldBe("test care");
        mentioned.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "3")]
    public async Task Reply_under_a_card_is_a_note_even_when_it_looks_like_a_command()
    {
        await house.HearAsync(TeamsHouse.Message("publish 12 &amp; be done", id: "1700000000009", mentionsBot: false, root: "1700000"));
        house.Desk.Said.ShouldBeEmpty();
        var (by, _, card, source, text) = house.Desk.Noted.ShouldHaveSingleItem();
        (by.User, card.Value, source, text).ShouldBe((TeamsHouse.Ana, $"{TeamsHouse.Care}|1700000", $"{TeamsHouse.Care}|1700000000009", "publish 12 & be done"));
        house.Teams.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mention_of_the_bot_under_a_card_is_a_command()
    {
        await house.HearAsync(TeamsHouse.Message("why 12", id: "1700000000009", root: "1700000"));
        house.Desk.Said.ShouldHaveSingleItem().Line.ShouldBe("why 12");
        house.Desk.Noted.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_in_a_channel_without_the_bot_is_not_for_it()
    {
        await house.HearAsync(TeamsHouse.Message("lunch?", mentionsBot: false));
        await house.HearAsync(TeamsHouse.Message("lunch?", id: "5", mentionsBot: false, root: "5"));
        house.Desk.Said.ShouldBeEmpty();
        house.Desk.Noted.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Edited_command_is_not_run_again_and_an_edited_note_is_the_same_note()
    {
        await house.HearAsync(TeamsHouse.Message("claim 12"));
        await house.HearAsync(Edited(TeamsHouse.Message("claim 13")));
        house.Desk.Said.Count.ShouldBe(1);

        await house.HearAsync(TeamsHouse.Message("she rang", id: "9", mentionsBot: false, root: "1700000"));
        await house.HearAsync(Edited(TeamsHouse.Message("she rang twice", id: "9", mentionsBot: false, root: "1700000")));
        await house.HearAsync(Edited(TeamsHouse.Message("she rang thrice", id: "9", mentionsBot: false, root: "1700000")));
        house.Desk.Noted.Select(note => note.Text).ShouldBe(["she rang", "she rang twice", "she rang thrice"]);
        house.Desk.Noted.Select(note => note.Source).Distinct().ShouldHaveSingleItem();

        static JsonObject Edited(JsonObject activity)
        {
            activity["type"] = "messageUpdate";
            activity["channelData"]!["eventType"] = "editMessage";
            return activity;
        }
    }

    [Theory]
    [InlineData("1f440_eyes", true)]
    [InlineData("eyes", true)]
    [InlineData("👀", true)]
    [InlineData("like", false)]
    [InlineData("", false)]
    public async Task Eyes_on_a_card_are_a_look(string reaction, bool isLook)
    {
        await house.HearAsync(Reaction(reaction));
        house.Desk.Looked.Count.ShouldBe(isLook ? 1 : 0);
        if (isLook)
            house.Desk.Looked[0].Card.Value.ShouldBe($"{TeamsHouse.Care}|1700000");
    }

    [Fact]
    public async Task What_is_meant_for_one_alone_goes_to_his_own_chat_with_the_bot()
    {
        house.Desk.Aside = new ChatAnswer(TeamsHouse.Plain("Ben has it."), IsRefused: true);
        await house.HearAsync(Reaction("1f440_eyes"));
        house.Teams.In(TeamsHouse.Care).ShouldBeEmpty();
        house.Teams.In("a:29:ana").ShouldHaveSingleItem();
        var open = house.Teams.Calls.Single(call => call.Path == "conversations").Body!;
        ((string)open["bot"]!["id"]!, (string)open["tenantId"]!, (bool)open["isGroup"]!).ShouldBe((TeamsHouse.Bot, TeamsStandIn.Tenant, false));
    }

    [Fact]
    public async Task Who_has_no_chat_with_the_bot_is_not_told_before_all()
    {
        house.Desk.Aside = new ChatAnswer(TeamsHouse.Plain("Ben has it."), IsRefused: true);
        house.Teams.Answers.Enqueue(null);
        house.Teams.Answers.Enqueue(_ => TeamsStandIn.Error(HttpStatusCode.Forbidden, "ForbiddenOperationException"));
        await house.HearAsync(Reaction("1f440_eyes"));
        house.Desk.Looked.Count.ShouldBe(1);
        house.Teams.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_that_Teams_does_not_take_now_is_tried_again()
    {
        house.Teams.Answers.Enqueue(null);
        house.Teams.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.TooManyRequests));
        (await house.CallAsync(TeamsHouse.Message("open"))).Status.ShouldBe(200);
        (await Should.ThrowAsync<ChannelException>(house.WorkAsync)).Failure.ShouldBe(ChannelFailure.RateLimited);
    }

    [Fact]
    public async Task Press_of_a_client_without_Execute_is_the_same_press()
    {
        var activity = TeamsHouse.Message("", mentionsBot: false);
        activity.Remove("text");
        activity["replyToId"] = "1700000";
        activity["value"] = JsonNode.Parse("{\"verb\":\"snooze\",\"v\":{\"nudge\":\"12\",\"version\":\"5\",\"argument\":\"1h\"},\"input\":\"typed\"}");
        await house.HearAsync(activity);
        house.Desk.Pressed.ShouldHaveSingleItem().Click.ShouldBe(new Click("snooze", new NudgeId(12), 5, "1h", "typed"));
        house.Desk.Said.ShouldBeEmpty();
        house.Teams.Messages.ShouldBeEmpty("the card itself shows it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Press_of_a_client_without_Execute_is_answered_to_the_presser_alone(bool isPrivate)
    {
        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(isPrivate ? new ClickAnswer.Private(TeamsHouse.Plain("the exact text")) : new ClickAnswer.Refused("Ben was faster.", null));
        var activity = TeamsHouse.Message("", mentionsBot: false);
        activity["value"] = JsonNode.Parse("{\"verb\":\"publish\",\"v\":{\"nudge\":\"12\",\"version\":\"5\"}}");
        await house.HearAsync(activity);
        house.Teams.In(TeamsHouse.Care).ShouldBeEmpty();
        house.Teams.In("a:29:ana").ShouldHaveSingleItem().Raw.ShouldContain(isPrivate ? "the exact text" : "Ben was faster.");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("{}")]
    [InlineData("{\"verb\":{}}")]
    [InlineData("{\"verb\":\"claim\",\"v\":{\"nudge\":\"x\"}}")]
    public async Task Press_that_nobody_could_have_made_comes_to_nothing(string value)
    {
        var activity = TeamsHouse.Message("", mentionsBot: false);
        activity["value"] = JsonNode.Parse(value);
        await house.HearAsync(activity);
        house.Desk.Pressed.ShouldBeEmpty();
        house.Teams.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_and_members_added_in_either_order_and_again_are_told_each_time_and_kept_once()
    {
        await house.HearAsync(MembersChanged("membersAdded", "1"));
        await house.HearAsync(Installed("add", "2"));
        await house.HearAsync(Installed("add", "3"));
        await house.HearAsync(MembersChanged("membersAdded", "4"));
        house.Desk.Changed.Select(each => (each.Place.Address, each.Change)).Distinct().ShouldHaveSingleItem().ShouldBe((Address, PlaceChange.Joined));
        house.Desk.Changed.Count.ShouldBe(4);
        house.Desk.Changed[1].By.ShouldNotBeNull().User.ShouldBe(TeamsHouse.Ana);
        house.Places.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task Greeting_is_said_in_the_place()
    {
        house.Desk.Greeting = new ChatAnswer(TeamsHouse.Plain("Hello."));
        await house.HearAsync(Installed("add", "1"));
        house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem().Said.ShouldBe(TeamsHouse.Care);
    }

    [Fact]
    public async Task Channel_that_was_chosen_at_the_install_is_the_place()
    {
        var activity = Installed("add", "1", TeamsHouse.Team);
        activity["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = TeamsHouse.Night } };
        await house.HearAsync(activity);
        house.Desk.Changed.ShouldHaveSingleItem().Place.Address.ShouldBe($"{TeamsStandIn.Tenant}/{TeamsHouse.Night}");
        await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said"), channel: TeamsHouse.Channel(TeamsHouse.Night)), CancellationToken.None);
        house.Teams.In(TeamsHouse.Night).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bot_that_was_removed_has_left_every_place_of_the_team_until_it_is_added_again(bool byInstallation)
    {
        await house.KnowsAsync();
        await house.KnowsAsync(TeamsHouse.Night);
        await house.HearAsync(byInstallation ? Installed("remove", "1", TeamsHouse.Team) : MembersChanged("membersRemoved", "1", TeamsHouse.Team));
        house.Desk.Changed.Select(each => (each.Place.Address, each.Change)).ShouldBe([(Address, PlaceChange.Left), ($"{TeamsStandIn.Tenant}/{TeamsHouse.Night}", PlaceChange.Left)]);
        var problem = await Should.ThrowAsync<ChannelException>(async () => await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said")), CancellationToken.None));
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("Add the app");
        house.Teams.Calls.ShouldAllBe(call => call.Method == "GET");

        await house.HearAsync(Installed("add", "2"));
        await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said")), CancellationToken.None);
        house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Removal_does_not_bring_the_place_back()
    {
        await house.KnowsAsync();
        await house.HearAsync(Installed("remove", "1"));
        await house.HearAsync(MembersChanged("membersRemoved", "2"));
        house.Places.Kept[Address].IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task People_who_come_and_go_are_no_news()
    {
        var activity = MembersChanged("membersAdded", "1");
        activity["membersAdded"]![0]!["id"] = "29:new";
        await house.HearAsync(activity);
        await house.HearAsync(Installed("add-upgrade", "2"));
        await house.HearAsync(Installed("remove-upgrade", "3"));
        house.Desk.Changed.ShouldBeEmpty();
        house.Intake.Lanes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Renamed_channel_has_its_new_name_and_a_deleted_one_is_left()
    {
        await house.KnowsAsync();
        await house.HearAsync(Event("channelRenamed", "1", "customer care"));
        house.Desk.Changed.ShouldHaveSingleItem().ShouldBe((new ChatPlace(ChannelKind.Teams, Address, "customer care"), PlaceChange.Renamed, house.Desk.Changed[0].By));
        house.Places.Kept[Address].Name.ShouldBe("customer care");
        await house.HearAsync(Event("channelDeleted", "2", "customer care"));
        house.Desk.Changed.Last().Change.ShouldBe(PlaceChange.Left);
        house.Places.Kept[Address].IsGone.ShouldBeTrue();
    }

    [Fact]
    public async Task Renamed_team_renames_its_general_channel()
    {
        var activity = Event("teamRenamed", "1", null, TeamsHouse.Team);
        activity["channelData"]!["team"]!["name"] = "Contoso Care";
        await house.HearAsync(activity);
        var (place, change, _) = house.Desk.Changed.ShouldHaveSingleItem();
        (place.Address, place.Name, change).ShouldBe(($"{TeamsStandIn.Tenant}/{TeamsHouse.Team}", "Contoso Care", PlaceChange.Renamed));
    }

    [Fact]
    public async Task Deleted_team_is_left_with_all_its_channels()
    {
        await house.KnowsAsync();
        await house.KnowsAsync(TeamsHouse.Night);
        await house.HearAsync(Event("teamDeleted", "1", null, TeamsHouse.Team));
        house.Desk.Changed.Count.ShouldBe(2);
        house.Places.Kept.Values.ShouldAllBe(place => place.IsGone);
    }

    [Fact, Trait("Promise", "14")]
    public async Task Kept_bytes_that_are_no_activity_come_to_nothing()
    {
        foreach (var body in (string[])["", "{}", "[]", "x"])
            await house.Listener.HearAsync(System.Text.Encoding.UTF8.GetBytes(body), house.Time.GetUtcNow(), CancellationToken.None);
        house.Desk.Said.ShouldBeEmpty();
    }

    private static JsonObject Reaction(string type)
    {
        var activity = TeamsHouse.Activity("messageReaction", id: "f:" + type, root: "1700000");
        activity["replyToId"] = "1700000";
        activity["reactionsAdded"] = new JsonArray(new JsonObject { ["type"] = type });
        return activity;
    }

    private static JsonObject Installed(string action, string id, string conversation = TeamsHouse.Care)
    {
        var activity = TeamsHouse.Activity("installationUpdate", conversation, id);
        activity["action"] = action;
        return activity;
    }

    private static JsonObject MembersChanged(string what, string id, string conversation = TeamsHouse.Care)
    {
        var activity = TeamsHouse.Activity("conversationUpdate", conversation, id);
        activity[what] = new JsonArray(new JsonObject { ["id"] = TeamsHouse.Bot });
        activity["channelData"]!["eventType"] = what == "membersAdded" ? "teamMemberAdded" : "teamMemberRemoved";
        return activity;
    }

    private static JsonObject Event(string type, string id, string? name, string conversation = TeamsHouse.Care)
    {
        var activity = TeamsHouse.Activity("conversationUpdate", conversation, id);
        activity["channelData"]!["eventType"] = type;
        if (name is not null)
            activity["channelData"]!["channel"]!["name"] = name;
        return activity;
    }
}
