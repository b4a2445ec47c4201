using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Who may tell us something over HTTP, and what we keep of it.</summary>
public sealed class SlackDoorTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Stamp = "1767609000";

    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1_767_609_000);

    [Theory]
    [InlineData("/chats/slack/events", Json, "{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"3eZbrw1a\"}", "v0=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477", 200)]
    [InlineData("/chats/slack/commands", Form, "command=%2Fpagewatch&text=caf%C3%A9+%26+bar&user_id=U0ASHA", "v0=05c98a9606ee80d9caeeb9cf49996082c551ce5f762f52feaf42ee1d07e41458", 400)]
    [InlineData("/chats/slack/interactions", Form, "", "v0=2570dc0dd0d997cd813d1dc64bbd1c7b12d4f53bfcaa10da3383f4d6081fb830", 400)]
    public async Task Signatures_of_Slack_are_good(string path, string type, string body, string signature, int status)
    {
        await using var house = new SlackHouse(Then);
        // The second and third hold nothing to act on: they pass the signature, and fail after it.
        (await CallAsync(house, path, type, body, Stamp, signature)).Status.ShouldBe(status);
        (await CallAsync(house, path, type, body + " ", Stamp, signature)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("v0=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a147")]
    [InlineData("v0=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a14771")]
    [InlineData("v0=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("v1=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477")]
    [InlineData("228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477")]
    [InlineData("v0=zz8ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477")]
    [InlineData("v0=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477,v0=228ea872305668f216aeb8a235245ade7caeadf123b935c34c5e7817fb4a1477")]
    public async Task Other_signatures_are_refused_without_a_word(string? signature)
    {
        await using var house = new SlackHouse(Then);
        var answer = await CallAsync(house, SlackPaths.Events, Json, "{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"3eZbrw1a\"}", Stamp, signature);
        answer.Status.ShouldBe(401);
        answer.Body.Length.ShouldBe(0);
        answer.ContentType.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(300, 200)]
    [InlineData(-300, 200)]
    [InlineData(301, 401)]
    [InlineData(-301, 401)]
    public async Task Calls_of_another_time_are_replays(int seconds, int status)
    {
        await using var house = new SlackHouse(Then);
        var body = "{\"type\":\"url_verification\",\"challenge\":\"c\"}";
        var stamp = (Then.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
        (await CallAsync(house, SlackPaths.Events, Json, body, stamp, SlackHouse.Sign(SlackHouse.Secret, stamp, Encoding.UTF8.GetBytes(body)))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1767609000.0")]
    [InlineData("-1767609000")]
    [InlineData("１７６７６０９０００")]
    [InlineData("99999999999999999999999999")]
    public async Task A_time_that_is_none_is_refused(string? stamp)
    {
        await using var house = new SlackHouse(Then);
        var body = "{\"type\":\"url_verification\",\"challenge\":\"c\"}";
        (await CallAsync(house, SlackPaths.Events, Json, body, stamp, SlackHouse.Sign(SlackHouse.Secret, stamp ?? "", Encoding.UTF8.GetBytes(body)))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Slacks_question_who_answers_here_is_answered()
    {
        await using var house = new SlackHouse();
        var answer = await house.CallAsync(SlackPaths.Events, "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1a\"}", Json);
        answer.Status.ShouldBe(200);
        JsonNode.Parse(answer.Body.Span)!["challenge"]!.GetValue<string>().ShouldBe("3eZbrw1a");
    }

    [Fact]
    public async Task Without_a_secret_or_a_token_there_is_no_door()
    {
        foreach (var settings in (Dictionary<string, string?>[])[[], new() { ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:AppToken"] = SlackWorkspace.AppToken }])
        {
            await using var house = new SlackHouse(settings: settings);
            (await house.CallAsync(SlackPaths.Events, "{\"type\":\"url_verification\",\"challenge\":\"c\"}", Json)).Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task What_cannot_be_understood_is_refused_and_not_kept()
    {
        await using var house = new SlackHouse();
        string[] events = ["", "x", "[]", "null", "{}", "{\"type\":1}x", "{\"type\":\"event_callback\"}", "{\"type\":\"event_callback\",\"event_id\":\"Ev1\"}", "{\"type\":\"event_callback\",\"event_id\":\"Ev1\",\"event\":[]}",
            "{\"type\":\"event_callback\",\"event_id\":{},\"event\":{\"type\":\"app_mention\"}}", "{\"type\":\"url_verification\"}", string.Concat(Enumerable.Repeat("{\"a\":", 5_000)), new string(' ', 1_000_001),
            "{\"type\":\"event_callback\",\"event_id\":\"\\ud800\",\"event\":{\"type\":\"app_mention\"}}"];
        foreach (var body in events)
            (await house.CallAsync(SlackPaths.Events, body, Json)).Status.ShouldBe(400, body.Length > 200 ? "a long one" : body);
        (await house.CallAsync(SlackPaths.Events, "{\"type\":\"url_verification\",\"challenge\":\"c\"}", Form)).Status.ShouldBe(400);
        (await house.CallAsync(SlackPaths.Events, "{\"type\":\"url_verification\",\"challenge\":\"c\"}", "text/plain")).Status.ShouldBe(400);

        foreach (var body in (string[])["", "x", "payload=", "payload=x", "payload=[]", "payload={}", "payload=%7B%22type%22%3A%22block_actions%22%7D", "payload=%ff%fe", "other=1"])
            (await house.CallAsync(SlackPaths.Interactions, body, Form)).Status.ShouldBe(400, body);
        (await house.CallAsync(SlackPaths.Interactions, "payload={}", Json)).Status.ShouldBe(400);
        foreach (var body in (string[])["", "command=x", "command=%2Fpagewatch&user_id=U1", "user_id=U1&trigger_id=1", "{}"])
            (await house.CallAsync(SlackPaths.Commands, body, Form)).Status.ShouldBe(400, body);
        house.Intake.Waiting.ShouldBeEmpty();
        (await house.CallAsync("/chats/slack/other", "{}", Json)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_refusal_is_not_said_again()
    {
        await using var house = new SlackHouse();
        (await house.CallAsync(SlackPaths.Events, "x", Json)).Headers["x-slack-no-retry"].ShouldBe("1");
    }

    [Fact]
    public async Task An_event_that_is_told_again_is_kept_once()
    {
        await using var house = new SlackHouse();
        var said = SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention");
        (await house.EventAsync(said.DeepClone().AsObject(), "Ev1")).Status.ShouldBe(200);
        (await house.EventAsync(said.DeepClone().AsObject(), "Ev1")).Status.ShouldBe(200);
        house.Intake.Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_mention_that_comes_as_two_events_is_kept_once()
    {
        await using var house = new SlackHouse();
        await house.EventAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status"), "Ev1");
        await house.EventAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention"), "Ev2");
        house.Intake.Waiting.ShouldHaveSingleItem().Key.ShouldBe("said:T0STORE:C0REVIEWS:1773133200.000100");
    }

    [Fact]
    public async Task What_people_say_to_one_another_is_not_kept()
    {
        await using var house = new SlackHouse();
        await house.EventAsync(SlackHouse.Said("Lunch?"));
        await house.EventAsync(SlackHouse.Said("Not for the bot, <@U0BEN>"));
        await house.EventAsync(new JsonObject { ["type"] = "reaction_added", ["user"] = "U0ANA", ["reaction"] = "tada", ["item"] = new JsonObject { ["type"] = "message", ["channel"] = "C0REVIEWS", ["ts"] = "1.1" } });
        await house.EventAsync(new JsonObject { ["type"] = "member_joined_channel", ["user"] = "U0BEN", ["channel"] = "C0REVIEWS" });
        await house.EventAsync(new JsonObject { ["type"] = "something_new" });
        foreach (var subtype in (string[])["channel_join", "bot_message", "message_deleted", "channel_topic"])
        {
            var said = SlackHouse.Said($"<@{SlackWorkspace.Bot}> status");
            said["subtype"] = subtype;
            await house.EventAsync(said);
        }

        var own = SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", user: SlackWorkspace.Bot);
        await house.EventAsync(own);
        var bots = SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", channel: "D0ANA");
        bots["bot_id"] = "B0OTHER";
        await house.EventAsync(bots);
        var edited = SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention");
        edited["edited"] = new JsonObject { ["user"] = "U0ANA", ["ts"] = "2.2" };
        await house.EventAsync(edited);
        house.Intake.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_kept_holds_no_token()
    {
        await using var house = new SlackHouse();
        await house.EventAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention"));
        Encoding.UTF8.GetString(house.Intake.Waiting.Single().Body).ShouldNotContain("token");
    }

    [Fact]
    public async Task When_it_cannot_be_kept_Slack_is_not_told_that_it_was()
    {
        await using var house = new SlackHouse();
        house.Intake.IsDown = true;
        await Should.ThrowAsync<IOException>(() => house.EventAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention")));
        house.Intake.IsDown = false;
        (await house.EventAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention"))).Status.ShouldBe(200);
        house.Intake.Waiting.Count.ShouldBe(1);
    }

    // ---- windows ----

    [Fact]
    public async Task A_submitted_window_is_carried_out_at_once()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("saved"));
        var answer = await house.InteractAsync(house.Submission(id, view, "We are sorry."));
        JsonNode.Parse(answer.Body.Span)!["response_action"]!.GetValue<string>().ShouldBe("clear");
        var (by, place, click) = house.Desk.Presses[^1];
        by.ShouldBe(new ChatPerson(ChannelKind.Slack, "T0STORE", "U0ANA", "Ana"));
        place.Address.ShouldBe("T0STORE/C0REVIEWS");
        click.ShouldBe(new Click("save", new NudgeId(12), 5, null, "We are sorry."));
    }

    [Fact]
    public async Task A_refusal_stands_beside_the_box()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        house.Desk.Press = _ => new ClickAnswer.Refused("It is 1,234 characters long; 1,000 are allowed.", null);
        var answer = JsonNode.Parse((await house.InteractAsync(house.Submission(id, view, "x"))).Body.Span)!;
        answer["response_action"]!.GetValue<string>().ShouldBe("errors");
        answer["errors"]!["box-0"]!.GetValue<string>().ShouldBe("It is 1,234 characters long; 1,000 are allowed.");
    }

    [Fact]
    public async Task A_window_without_a_box_says_why_not_in_itself()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Private(SlackHouse.Plain("Publish this?", new CardAction("confirm", "Publish now", new NudgeId(12), 5) { Style = ActionStyle.Main, Argument = "1234" }));
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "publish|o|0", "12:5"));
        var (id, view) = house.Workspace.Views.Single();
        house.Desk.Press = _ => new ClickAnswer.Refused("Ben was faster.", SlackHouse.Plain("Ben has it."));
        var answer = JsonNode.Parse((await house.InteractAsync(house.Submission(id, view, null))).Body.Span)!;
        answer["response_action"]!.GetValue<string>().ShouldBe("update");
        SlackRules.OfView(answer["view"]).ShouldBeEmpty();
        answer["view"]!.ToJsonString().ShouldContain("Ben was faster.");
        answer["view"]!.ToJsonString().ShouldContain("Ben has it.");
        house.Desk.Presses[^1].Click.ShouldBe(new Click("confirm", new NudgeId(12), 5, "1234", null));
    }

    [Fact]
    public async Task A_window_may_lead_to_the_next()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        house.Desk.Press = _ => new ClickAnswer.Private(SlackHouse.Plain("Publish this?", new CardAction("confirm", "Publish now", new NudgeId(12), 6) { Style = ActionStyle.Main }));
        var answer = JsonNode.Parse((await house.InteractAsync(house.Submission(id, view, "x"))).Body.Span)!;
        answer["response_action"]!.GetValue<string>().ShouldBe("update");
        SlackRules.OfView(answer["view"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_window_submitted_twice_is_carried_out_once()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        var before = house.Desk.Presses.Count;
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => house.InteractAsync(house.Submission(id, view, "We are sorry."))));
        answers.Select(answer => Encoding.UTF8.GetString(answer.Body.Span)).Distinct().ShouldHaveSingleItem();
        house.Desk.Presses.Count.ShouldBe(before + 1);
        // Another text is another submission: the first was refused, say.
        await house.InteractAsync(house.Submission(id, view, "We are very sorry."));
        house.Desk.Presses.Count.ShouldBe(before + 2);
    }

    [Fact]
    public async Task What_was_refused_may_be_submitted_again_as_it_is()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        house.Desk.Press = _ => new ClickAnswer.Refused("Publishing is paused.", null);
        await house.InteractAsync(house.Submission(id, view, "We are sorry."));
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("saved"));
        JsonNode.Parse((await house.InteractAsync(house.Submission(id, view, "We are sorry."))).Body.Span)!["response_action"]!.GetValue<string>().ShouldBe("clear");
    }

    [Fact]
    public async Task A_window_is_not_carried_out_for_somebody_who_cannot_be_told()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        var before = house.Desk.Presses.Count;
        house.Workspace.Fail("users.info", "drop");
        (await house.InteractAsync(house.Submission(id, view, "x", user: "U0BEN"))).Status.ShouldBe(503);
        house.Desk.Presses.Count.ShouldBe(before);
        (await house.InteractAsync(house.Submission(id, view, "x", user: "U0BEN"))).Status.ShouldBe(200);
        house.Desk.Presses[^1].By.User.ShouldBe("U0BEN");
    }

    [Fact]
    public async Task A_closed_window_ends_editing()
    {
        await using var house = new SlackHouse();
        var (id, view) = await EditBoxAsync(house);
        view["notify_on_close"]!.GetValue<bool>().ShouldBeTrue();
        await house.PressAsync(new JsonObject { ["type"] = "view_closed", ["user"] = SlackHouse.Person("U0ANA"), ["view"] = SlackHouse.ShownView(id, view, "half a"), ["is_cleared"] = false });
        house.Desk.Presses[^1].Click.ShouldBe(new Click("editing-ended", new NudgeId(12), 5, null, null));
    }

    [Fact]
    public async Task A_forged_window_does_nothing()
    {
        await using var house = new SlackHouse();
        foreach (var metadata in (string?[])[null, "", "x", "[]", "{\"do\":\"save\",\"for\":\"12:5\"}", "{\"do\":\"save|x\",\"for\":\"12:5\"}", "{\"do\":\"save|i\",\"for\":\"-12:5\"}", "{\"do\":\"save|i\",\"for\":\"12\"}", "{\"do\":[],\"for\":{}}"])
        {
            var answer = await house.InteractAsync(house.Submission("V1", new JsonObject { ["private_metadata"] = metadata }, "x"));
            answer.Status.ShouldBe(200);
            answer.Body.Length.ShouldBe(0);
        }

        house.Desk.Presses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_longer_than_a_box_goes_on_in_the_next()
    {
        await using var house = new SlackHouse();
        var text = string.Concat(Enumerable.Range(0, 2_000).Select(n => $"{n} 👍\n"))[..8_001];
        house.Desk.Press = _ => new ClickAnswer.Private(EditBox(text));
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        var (id, view) = house.Workspace.Views.Single();
        var submission = house.Submission(id, view, null);
        foreach (var block in view["blocks"]!.AsArray().Where(block => (string?)block!["type"] == "input"))
            submission["view"]!["state"]!["values"]![(string)block!["block_id"]!] = new JsonObject { ["text"] = new JsonObject { ["value"] = (string?)block["element"]!["initial_value"] } };
        await house.InteractAsync(submission);
        house.Desk.Presses[^1].Click.Input.ShouldBe(text);
    }

    private static Card EditBox(string text) => new("Your reply", Tone.Calm, [new CardPart.TextBox("Your reply", text, 1_000, "characters")], [new CardAction("save", "Save", new NudgeId(12), 5) { Style = ActionStyle.Main, SendsInput = true }]) { Fallback = "Your reply" };

    private static async Task<(string Id, JsonObject View)> EditBoxAsync(SlackHouse house)
    {
        house.Desk.Press = _ => new ClickAnswer.Private(EditBox("as it was"));
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("saved"));
        var (id, view) = house.Workspace.Views.Single();
        return (id, view);
    }

    private static async Task<DoorAnswer> CallAsync(SlackHouse house, string path, string type, string body, string? stamp, string? signature) => await house.CallAsync(path, body, type, headers =>
    {
        Set("x-slack-request-timestamp", stamp);
        Set("x-slack-signature", signature);

        void Set(string name, string? value)
        {
            if (value is null)
                headers.Remove(name);
            else
                headers[name] = value;
        }
    });
}
