using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>What the door makes of calls whose token is good: presses are answered, the rest is kept once, and nothing breaks it.</summary>
public sealed class TeamsDoorTests : IAsyncLifetime, IDisposable
{
    private readonly TeamsHouse house = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        house.Teams.Wrong.ShouldBeEmpty();
        return Task.CompletedTask;
    }

    public void Dispose() => house.Dispose();

    [Fact, Trait("Promise", "1")]
    public async Task Message_is_kept_and_answered_with_nothing()
    {
        var answer = await house.CallAsync(TeamsHouse.Message("open"));
        (answer.Status, answer.Body.Length).ShouldBe((200, 0));
        house.Desk.Said.ShouldBeEmpty("it is worked off after the answer");
        JsonNode.Parse(house.Intake.Waiting.ShouldHaveSingleItem())!["text"]!.GetValue<string>().ShouldContain("open");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Message_that_comes_again_is_kept_once()
    {
        for (var n = 0; n < 3; n++)
            (await house.CallAsync(TeamsHouse.Message("open"))).Status.ShouldBe(200);
        await house.CallAsync(TeamsHouse.Message("open", id: "1700000000002"));
        await house.CallAsync(TeamsHouse.Message("open", TeamsHouse.Night));
        house.Intake.Waiting.Count.ShouldBe(3);
        house.Intake.Lanes.Values.Distinct().ShouldHaveSingleItem().ShouldContain(TeamsHouse.Ana);
        house.Meters["pagewatch.teams.activities repeated"].ShouldBe(2);
    }

    [Fact]
    public async Task Ids_longer_than_a_key_may_be_are_told_apart_all_the_same()
    {
        await house.CallAsync(TeamsHouse.Message("open", id: new string('1', 400) + "1"));
        await house.CallAsync(TeamsHouse.Message("open", id: new string('1', 400) + "2"));
        house.Intake.Waiting.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Press_comes_to_the_desk_as_it_was_made_by_whom_Teams_says()
    {
        await house.CallAsync(TeamsHouse.Invoke("snooze", TeamsHouse.Data(argument: "1h"), from: "ben"));
        var (by, place, click) = house.Desk.Pressed.ShouldHaveSingleItem();
        click.ShouldBe(new Click("snooze", new NudgeId(12), 5, "1h", null));
        (by.Chat, by.Tenant, by.User, by.Name, by.IsGuest).ShouldBe((ChannelKind.Teams, TeamsStandIn.Tenant, TeamsHouse.Ben, "Ben", false));
        (place.Address, place.Name, place.IsPrivate).ShouldBe(($"{TeamsStandIn.Tenant}/{TeamsHouse.Care}", "care", false));
    }

    [Fact]
    public async Task Guest_is_a_guest_and_known_by_the_id_that_the_member_list_gives()
    {
        await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data(), from: "gus"));
        var by = house.Desk.Pressed.ShouldHaveSingleItem().By;
        by.IsGuest.ShouldBeTrue();
        by.User.ShouldBe("cccccccc-0000-4000-8000-000000000003");
    }

    [Fact]
    public async Task Somebody_who_is_not_in_the_place_is_an_outsider()
    {
        await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data(), from: "stranger"));
        house.Desk.Pressed.ShouldHaveSingleItem().By.IsGuest.ShouldBeTrue();
    }

    [Fact]
    public async Task Member_list_is_asked_once_in_hours()
    {
        for (var n = 0; n < 5; n++)
            await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data()));
        house.Teams.Calls.Count(call => call.Method == "GET").ShouldBe(1);
        house.Time.Advance(TimeSpan.FromHours(7));
        await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data()));
        house.Teams.Calls.Count(call => call.Method == "GET").ShouldBe(2);
    }

    [Fact]
    public async Task Member_list_that_does_not_answer_holds_up_no_press()
    {
        house.Teams.IsSlow = true;
        var call = house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data()));
        await Task.Yield();
        house.Time.Advance(TimeSpan.FromSeconds(4));
        (await call).Status.ShouldBe(200);
        var by = house.Desk.Pressed.ShouldHaveSingleItem().By;
        (by.User, by.Name, by.IsGuest).ShouldBe((TeamsHouse.Ana, "Ana", false));
    }

    [Fact]
    public async Task Done_shows_the_presser_the_card_as_it_is_now()
    {
        var json = await PressAsync(new ClickAnswer.Done(TeamsHouse.Plain("claimed by Ana")));
        ((int)json["statusCode"]!, (string)json["type"]!).ShouldBe((200, "application/vnd.microsoft.card.adaptive"));
        TeamsCard.ReadAlone(json["value"]!.AsObject()).Text.ShouldContain("claimed by Ana");
        json["value"]!.ToJsonString().ShouldNotContain("\"back\"");
    }

    [Fact]
    public async Task What_is_for_one_alone_has_a_way_back_that_changes_nothing()
    {
        var json = await PressAsync(new ClickAnswer.Private(TeamsHouse.Plain("the exact text", new CardAction("confirm", "Publish now", new NudgeId(12), 5) { Argument = "1234" })));
        var back = json["value"]!["actions"]!.AsArray().Single(action => (string?)action!["id"] == "back")!;
        ((string)back["verb"]!).ShouldBe("show");
        house.Desk.Pressed.Clear();
        await house.CallAsync(TeamsHouse.Invoke((string)back["verb"]!, back["data"]!.DeepClone()));
        house.Desk.Pressed.ShouldHaveSingleItem().Click.ShouldBe(new Click("show", new NudgeId(12), 5, null, null));
    }

    [Fact]
    public async Task Refusal_shows_the_reason_before_the_card_as_it_is_now()
    {
        var json = await PressAsync(new ClickAnswer.Refused("Ben was faster.", TeamsHouse.Plain("claimed by Ben")));
        var shown = TeamsCard.ReadAlone(json["value"]!.AsObject());
        shown.Text.IndexOf("Ben was faster.", StringComparison.Ordinal).ShouldBeInRange(0, shown.Text.IndexOf("claimed by Ben", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_without_a_card_is_a_message_to_the_presser()
    {
        var json = await PressAsync(new ClickAnswer.Refused("Nobody knows you here.", null));
        ((int)json["statusCode"]!, (string)json["type"]!, (string)json["value"]!).ShouldBe((200, "application/vnd.microsoft.activity.message", "Nobody knows you here."));
    }

    [Fact, Trait("Promise", "2")]
    public async Task Press_that_takes_long_is_answered_politely_and_goes_on()
    {
        var done = new TaskCompletionSource<ClickAnswer>();
        var token = CancellationToken.None;
        house.Desk.Press = (_, cancellationToken) =>
        {
            token = cancellationToken;
            return done.Task;
        };
        using var request = new CancellationTokenSource();
        var body = Encoding.UTF8.GetBytes(TeamsHouse.Invoke("claim", TeamsHouse.Data()).ToJsonString());
        var call = house.Door.AnswerAsync(new DoorCall("/api/messages", new Dictionary<string, string> { ["authorization"] = "Bearer " + house.Token() }, body), request.Token).AsTask();
        await Task.Yield();
        house.Time.Advance(TimeSpan.FromSeconds(11));
        var answer = await call;
        answer.Status.ShouldBe(200);
        ((string)JsonNode.Parse(answer.Body.Span)!["type"]!).ShouldBe("application/vnd.microsoft.activity.message");
        await request.CancelAsync();
        token.IsCancellationRequested.ShouldBeFalse("the work outlives its request");
        house.Time.Advance(TimeSpan.FromMinutes(2));
        token.IsCancellationRequested.ShouldBeTrue("and has a limit of its own");
        done.SetResult(new ClickAnswer.Done(TeamsHouse.Plain("late")));
    }

    [Fact]
    public async Task Failure_of_the_house_is_no_answer_to_the_press()
    {
        house.Desk.Press = (_, _) => throw new InvalidOperationException("a bug");
        await Should.ThrowAsync<InvalidOperationException>(() => house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data())));
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"claim\"")]
    [InlineData("{}")]
    [InlineData("{\"action\":null}")]
    [InlineData("{\"action\":{\"verb\":null}}")]
    [InlineData("{\"action\":{\"verb\":\"\"}}")]
    [InlineData("{\"action\":{\"verb\":\"  \"}}")]
    [InlineData("{\"action\":{\"verb\":{}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":\"text\"}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"nudge\":\"-1\"}}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"nudge\":1.5}}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"nudge\":\"12\",\"version\":\"99999999999999999999\"}}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"argument\":{}}}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"input\":[]}}}")]
    [InlineData("{\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"argument\":\"\\ud800\"}}}}")]
    [InlineData("{\"trigger\":\"automatic\",\"action\":{\"verb\":\"claim\",\"data\":{\"v\":{\"nudge\":\"12\"}}}}")]
    public async Task Press_that_nobody_could_have_made_is_a_bad_request(string value)
    {
        var activity = TeamsHouse.Invoke("claim", TeamsHouse.Data());
        activity["value"] = "VALUE";
        var answer = await house.CallAsync(activity.ToJsonString().Replace("\"VALUE\"", value, StringComparison.Ordinal), "Bearer " + house.Token());
        answer.Status.ShouldBe(200);
        var json = JsonNode.Parse(answer.Body.Span)!;
        ((int)json["statusCode"]!, (string)json["type"]!, (string)json["value"]!["code"]!).ShouldBe((400, "application/vnd.microsoft.error", "BadRequest"));
        house.Desk.Pressed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_may_come_as_numbers()
    {
        await house.CallAsync(TeamsHouse.Invoke("claim", JsonNode.Parse("{\"v\":{\"nudge\":12,\"version\":5}}")));
        house.Desk.Pressed.ShouldHaveSingleItem().Click.ShouldBe(new Click("claim", new NudgeId(12), 5, null, null));
    }

    [Fact]
    public async Task Word_that_asks_runs_its_command_and_leads_back_to_where_it_stood()
    {
        await house.KnowsAsync();
        var list = TeamsHouse.Plain("your nudges") with { Parts = [new CardPart.Line([new Span.Ask("why", "why 12")])] };
        house.Desk.Answer = new ChatAnswer(list);
        await house.HearAsync(TeamsHouse.Message("open"));
        var standing = house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem();
        var card = standing.Activity["attachments"]![0]!["content"]!.AsObject();
        TeamsCard.Of(card).Asks.ShouldBe(["why 12"]);

        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Private(TeamsHouse.Plain("the whole story")));
        var answer = JsonNode.Parse((await house.CallAsync(TeamsHouse.Invoke("say", JsonNode.Parse("{\"v\":{\"argument\":\"why 12\"}}"), replyTo: standing.Id))).Body.Span)!;
        house.Desk.Pressed.ShouldHaveSingleItem().Click.ShouldBe(new Click("say", null, 0, "why 12", null));
        var back = answer["value"]!["actions"]!.AsArray().Single(action => (string?)action!["id"] == "back")!;
        var again = JsonNode.Parse((await house.CallAsync(TeamsHouse.Invoke((string)back["verb"]!, back["data"]!.DeepClone(), replyTo: standing.Id))).Body.Span)!;
        TeamsCard.ReadAlone(again["value"]!.AsObject()).Text.ShouldBe(TeamsCard.ReadAlone(card).Text);
        house.Desk.Pressed.Count.ShouldBe(1, "a look at what stood there asks nobody");

        var lost = JsonNode.Parse((await house.CallAsync(TeamsHouse.Invoke("back", TeamsHouse.Data(null, null), replyTo: "from before a restart"))).Body.Span)!;
        ((string)lost["type"]!).ShouldBe("application/vnd.microsoft.activity.message");
    }

    [Fact]
    public async Task Arrival_in_a_personal_chat_is_kept_once_whichever_activity_tells_of_it()
    {
        var install = TeamsHouse.Personal("", id: "f:install");
        (install["type"], install["action"]) = ("installationUpdate", "add");
        var update = TeamsHouse.Personal("", id: "f:update");
        (update["type"], update["membersAdded"]) = ("conversationUpdate", new JsonArray(new JsonObject { ["id"] = TeamsHouse.Bot }));
        await house.CallAsync(install);
        await house.CallAsync(update);
        house.Intake.Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Button_that_opens_something_opens_a_window()
    {
        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Private(Box("as drafted")));
        var answer = await house.CallAsync(TeamsHouse.Window("task/fetch", "edit", TeamsHouse.Data()));
        var task = Read(answer)["task"]!;
        ((string)task["type"]!, (string)task["value"]!["title"]!).ShouldBe(("continue", "Edit the reply"));
        var shown = TeamsCard.ReadAlone(task["value"]!["card"]!["content"]!.AsObject());
        shown.Boxes.ShouldHaveSingleItem().Text.ShouldBe("as drafted");
        shown.Buttons.ShouldHaveSingleItem().Sent["window"].ShouldBe("task/submit");
        house.Desk.Pressed.ShouldHaveSingleItem().Click.ShouldBe(new Click("edit", new NudgeId(12), 5, null, null));
    }

    [Fact]
    public async Task Window_that_was_sent_off_closes()
    {
        var answer = await house.CallAsync(TeamsHouse.Window("task/submit", "save", TeamsHouse.Data(input: "as typed")));
        (answer.Status, answer.Body.Length).ShouldBe((200, 0));
        house.Desk.Pressed.ShouldHaveSingleItem().Click.Input.ShouldBe("as typed");
    }

    [Fact, Trait("Promise", "5")]
    public async Task What_was_typed_is_still_in_the_window_when_it_is_refused()
    {
        var current = TeamsHouse.Plain("changed meanwhile", new CardAction("edit", "Edit", new NudgeId(12), 6) { Opens = true });
        house.Desk.Press = (click, _) => Task.FromResult<ClickAnswer>(click.Verb == "edit" ? new ClickAnswer.Private(Box("as drafted")) : new ClickAnswer.Refused("Somebody was faster.", current));
        var data = TeamsHouse.Data(input: "as typed");
        data["v"]!["opener"] = "edit";
        var task = Read(await house.CallAsync(TeamsHouse.Window("task/submit", "save", data)))["task"]!;
        var shown = TeamsCard.ReadAlone(task["value"]!["card"]!["content"]!.AsObject());
        shown.Text.ShouldContain("Somebody was faster.");
        shown.Boxes.ShouldHaveSingleItem().Text.ShouldBe("as typed");
        house.Desk.Pressed.Select(each => (each.Click.Verb, each.Click.Version)).ShouldBe([("save", 5), ("edit", 6)], "with the version that the card has now");
    }

    [Fact, Trait("Promise", "5")]
    public async Task What_was_typed_can_be_copied_when_nothing_can_be_saved_any_more()
    {
        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Refused("It is answered.", null));
        var data = TeamsHouse.Data(input: "as typed");
        data["v"]!["opener"] = "edit";
        var task = Read(await house.CallAsync(TeamsHouse.Window("task/submit", "save", data)))["task"]!;
        var shown = TeamsCard.ReadAlone(task["value"]!["card"]!["content"]!.AsObject());
        shown.Text.ShouldContain("It is answered.");
        shown.Boxes.ShouldHaveSingleItem().Text.ShouldBe("as typed");
        shown.Buttons.ShouldBeEmpty();
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":{\"verb\":7}}")]
    [InlineData("{\"data\":{\"verb\":\"save\",\"v\":{\"nudge\":\"-1\"}}}")]
    [InlineData("{\"data\":{\"verb\":\"save\",\"v\":{\"opener\":{}}}}")]
    public async Task Window_that_nobody_could_have_sent_off_does_nothing(string value)
    {
        var activity = TeamsHouse.Window("task/submit", "save", null);
        activity["value"] = JsonNode.Parse(value);
        ((string)Read(await house.CallAsync(activity))["task"]!["type"]!).ShouldBe("message");
        house.Desk.Pressed.ShouldBeEmpty();
    }

    private static Card Box(string text) => new("Edit the reply", Tone.Calm, [new CardPart.TextBox("Your reply", text, 500, "characters")], [new CardAction("save", "Save", new NudgeId(12), 5) { Style = ActionStyle.Main, SendsInput = true }])
    {
        Fallback = "Edit the reply",
    };

    private static JsonObject Read(DoorAnswer answer)
    {
        answer.Status.ShouldBe(200);
        return JsonNode.Parse(answer.Body.Span)!.AsObject();
    }

    [Theory]
    [InlineData("composeExtension/query")]
    [InlineData("signin/verifyState")]
    [InlineData("")]
    public async Task Invoke_that_is_none_of_ours_is_not_implemented(string name)
    {
        var activity = TeamsHouse.Invoke("claim", TeamsHouse.Data());
        activity["name"] = name;
        (await house.CallAsync(activity)).Status.ShouldBe(501);
        house.Desk.Pressed.ShouldBeEmpty();
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("event")]
    [InlineData("typing")]
    [InlineData("endOfConversation")]
    [InlineData("messageDelete")]
    [InlineData("somethingNew")]
    public async Task Activity_that_we_have_no_use_for_is_taken_and_not_kept(string type)
    {
        (await house.CallAsync(TeamsHouse.Activity(type))).Status.ShouldBe(200);
        house.Intake.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_bots_say_is_not_kept()
    {
        var activity = TeamsHouse.Message("open");
        activity["from"]!["id"] = "28:another-bot";
        await house.CallAsync(activity);
        house.Intake.Waiting.ShouldBeEmpty();
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("type", 400)]
    [InlineData("conversation", 200)]
    [InlineData("from", 200)]
    [InlineData("recipient", 200)]
    [InlineData("channelData", 200)]
    [InlineData("text", 200)]
    [InlineData("entities", 200)]
    [InlineData("id", 200)]
    [InlineData("timestamp", 200)]
    public async Task Message_with_a_field_missing_or_odd_breaks_nothing(string field, int status)
    {
        var missing = TeamsHouse.Message("open");
        missing.Remove(field);
        (await house.CallAsync(missing)).Status.ShouldBe(status);
        foreach (var odd in (string[])["null", "1", "true", "[]", "{}", "[null]", "\"\"", "{\"id\":{}}", "[{\"type\":1}]", "\"\\ud800\"", "1e400"])
        {
            var activity = TeamsHouse.Message("open", id: Guid.NewGuid().ToString());
            activity[field] = "ODD";
            var answer = await house.CallAsync(activity.ToJsonString().Replace("\"ODD\"", odd, StringComparison.Ordinal), "Bearer " + house.Token());
            answer.Status.ShouldBeOneOf(200, 400, 403);
            await house.WorkAsync();
            house.Time.Advance(TimeSpan.FromSeconds(1));
        }

        house.Desk.Said.ShouldAllBe(said => said.By.User.Length > 0 && said.Place.Address.StartsWith(TeamsStandIn.Tenant + "/", StringComparison.Ordinal));
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("", 400)]
    [InlineData("not json", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"serviceUrl\":1}", 400)]
    [InlineData("{\"serviceUrl\":\"https://smba.trafficmanager.net/emea/\"", 400)]
    [InlineData("{} {}", 400)]
    [InlineData("{}", 401)]
    public async Task Body_that_is_no_activity_is_refused(string body, int status) => (await house.CallAsync(body, "Bearer " + house.Token())).Status.ShouldBe(status);

    [Fact, Trait("Promise", "14")]
    public async Task Body_in_another_encoding_or_too_deep_or_too_large_is_refused_and_nothing_is_kept()
    {
        var good = TeamsHouse.Message("öffnen").ToJsonString(TeamsCard.Plainly);
        (await house.CallAsync(Encoding.Unicode.GetBytes(good), "Bearer " + house.Token())).Status.ShouldBe(400);
        (await house.CallAsync(Encoding.Latin1.GetBytes(good), "Bearer " + house.Token())).Status.ShouldBe(400);
        var deep = good.Insert(1, "\"x\":" + string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)) + ",");
        (await house.CallAsync(deep, "Bearer " + house.Token())).Status.ShouldBe(400);
        (await house.CallAsync(TeamsHouse.Message(new string('x', 1_048_576)))).Status.ShouldBe(413);
        house.Intake.Waiting.ShouldBeEmpty();
        house.Places.Kept.ShouldBeEmpty();
        (await house.CallAsync([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(good)], "Bearer " + house.Token())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Newest_address_of_a_place_is_kept_and_only_when_it_changed()
    {
        for (var n = 1; n <= 3; n++)
            await house.CallAsync(TeamsHouse.Message("open", id: $"{n}"));
        house.Places.Writes.ShouldBe(1);
        var moved = TeamsHouse.Message("open", id: "4");
        moved["serviceUrl"] = "https://smba.trafficmanager.net/amer/";
        await house.CallAsync(moved.ToJsonString(), "Bearer " + house.Token(claims => claims["serviceurl"] = "https://smba.trafficmanager.net/amer/"));
        house.Places.Writes.ShouldBe(2);
        var kept = house.Places.Kept.ShouldHaveSingleItem().Value;
        kept.Reference.ShouldContain("/amer/");
        kept.Name.ShouldBe("care");
        await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said")), CancellationToken.None);
        house.Teams.Calls.Last().Address.AbsoluteUri.ShouldStartWith("https://smba.trafficmanager.net/amer/v3/");
    }

    private async Task<JsonObject> PressAsync(ClickAnswer given)
    {
        house.Desk.Press = (_, _) => Task.FromResult(given);
        var answer = await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data()));
        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldNotBeNull().ShouldStartWith("application/json");
        return JsonNode.Parse(answer.Body.Span)!.AsObject();
    }
}
