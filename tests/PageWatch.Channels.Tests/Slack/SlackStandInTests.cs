using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>The whole way, against a workspace that was held against Slack's own SDKs; the same over HTTP and over Socket Mode.</summary>
[Trait("Needs", "Node")]
public sealed class SlackStandInTests
{
    private static readonly CardAction Claim = new("claim", "Claim", new NudgeId(12), 5) { Style = ActionStyle.Main };
    private static readonly CardAction Edit = new("edit", "Edit", new NudgeId(12), 5) { Opens = true };

    [Fact]
    public async Task A_card_is_posted_and_changed_in_place()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim, Edit));
        await slack.DeliverAsync(SlackHouse.Plain("claimed"), 2, where);
        var message = (await slack.MessagesAsync()).ShouldHaveSingleItem();
        message["text"]!.GetValue<string>().ShouldBe("claimed");
        message["metadata"]!["event_payload"]!["version"]!.GetValue<long>().ShouldBe(2);
        $"C0REVIEWS:{message["ts"]}".ShouldBe(where.Value);
        message["unfurl"]!["links"]!.GetValue<string>().ShouldBe("false");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_press_is_acknowledged_and_changes_the_card(bool bySocket)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim, Edit));
        var claimed = SlackHouse.Plain("Asha has it.");
        slack.Desk.Press = _ => new ClickAnswer.Done(claimed);
        var delivery = await ClickAsync(slack, where, "claim|-|0");
        ShouldBeTaken(delivery);
        await slack.UntilAsync(async () => (string?)(await slack.MessagesAsync())[0]["text"] == "Asha has it.");
        slack.Desk.Presses.ShouldHaveSingleItem().Click.ShouldBe(new Click("claim", new NudgeId(12), 5, null, null));
        slack.Desk.Presses.Single().By.ShouldBe(new ChatPerson(ChannelKind.Slack, "T0STORE", "U0ASHA", "Asha"));
        // The outbox brings the same a moment later.
        await slack.DeliverAsync(claimed, 6, where);
        (await slack.CallsAsync("chat.update")).ShouldBe(0);
        slack.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_window_is_opened_filled_and_submitted(bool bySocket)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim, Edit));
        slack.Desk.Press = _ => new ClickAnswer.Private(new Card(
            "Edit the reply to Jana K.", Tone.Calm, [new CardPart.TextBox("Your reply", "We are sorry.", 1_000, "characters")], [new CardAction("save", "Save", new NudgeId(12), 5) { Style = ActionStyle.Main, SendsInput = true }]) { Fallback = "Edit" });
        ShouldBeTaken(await ClickAsync(slack, where, "edit|o|1"));
        JsonNode? view = null;
        await slack.UntilAsync(async () => (view = (await slack.StateAsync())["views"]!.AsArray().SingleOrDefault()) is not null && view["submit"] is not null);

        // Refused first: the window stays, and says why.
        slack.Desk.Press = _ => new ClickAnswer.Refused("Too long.", null);
        var refused = await slack.DoAsync("submit", Submit(view!, "far too long"));
        refused["problem"].ShouldBeNull(refused.ToJsonString());
        (await slack.StateAsync())["views"]![0]!["errors"]!["box-0"]!.GetValue<string>().ShouldBe("Too long.");

        slack.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("saved"));
        await slack.DoAsync("submit", Submit(view!, "We are very sorry & <more>."));
        slack.Desk.Presses[^1].Click.ShouldBe(new Click("save", new NudgeId(12), 5, null, "We are very sorry & <more>."));
        (await slack.StateAsync())["views"]!.AsArray().ShouldBeEmpty();
        slack.Wrong.ShouldBeEmpty();

        static JsonObject Submit(JsonNode view, string text) => new() { ["view_id"] = (string)view["id"]!, ["values"] = new JsonObject { ["box-0"] = new JsonObject { ["text"] = text } } };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_window_ends_editing(bool bySocket)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim, Edit));
        slack.Desk.Press = _ => new ClickAnswer.Private(new Card(
            "Edit", Tone.Calm, [new CardPart.TextBox("Your reply", "x", 0, "characters")], [new CardAction("save", "Save", new NudgeId(12), 5) { Style = ActionStyle.Main, SendsInput = true }]) { Fallback = "Edit" });
        await ClickAsync(slack, where, "edit|o|1");
        JsonNode? view = null;
        await slack.UntilAsync(async () => (view = (await slack.StateAsync())["views"]!.AsArray().SingleOrDefault()) is not null && view["submit"] is not null);
        await slack.DoAsync("close", new JsonObject { ["view_id"] = (string)view!["id"]! });
        await slack.UntilAsync(() => slack.Desk.Presses.Count == 2);
        slack.Desk.Presses[^1].Click.Verb.ShouldBe("editing-ended");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mention_is_answered_once_though_it_comes_as_two_events(bool bySocket)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket);
        var said = await slack.DoAsync("say", new JsonObject { ["channel"] = "C0REVIEWS", ["user"] = "U0BEN", ["text"] = "<@U0BOT> hand 12 to <@U0ASHA>" });
        said["sent"]!.AsArray().Count.ShouldBe(2);
        await slack.UntilAsync(async () => (await slack.MessagesAsync()).Count == 2);
        var (by, place, line, mentioned) = slack.Desk.Lines.ShouldHaveSingleItem();
        (by.Name, place.Name, line, mentioned.Single().Name).ShouldBe(("Ben", "#reviews", "hand 12 to @slack:T0STORE:U0ASHA", "Asha"));
        (await slack.MessagesAsync())[^1]["thread_ts"]!.GetValue<string>().ShouldBe((string)said["ts"]!);
        slack.Wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slash_command_is_answered_to_the_one_who_gave_it(bool bySocket)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket);
        ShouldBeTaken(await slack.DoAsync("command", new JsonObject { ["command"] = "/pagewatch", ["text"] = "mine" }));
        await slack.UntilAsync(async () => (await slack.StateAsync())["messages"]!.AsArray().Count == 1);
        (await slack.StateAsync())["messages"]![0]!["ephemeralTo"]!.GetValue<string>().ShouldBe("U0ASHA");
        slack.Desk.Lines.ShouldHaveSingleItem().Line.ShouldBe("mine");
    }

    [Fact]
    public async Task Notes_looks_guests_and_the_coming_and_going_of_the_bot_are_told()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: true);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim));
        var ts = where.Value.Split(':')[1];
        await slack.DoAsync("say", new JsonObject { ["channel"] = "C0REVIEWS", ["user"] = "U0BEN", ["text"] = "publish 12", ["thread_ts"] = ts });
        await slack.DoAsync("react", new JsonObject { ["channel"] = "C0REVIEWS", ["user"] = "U0BEN", ["ts"] = ts, ["name"] = "eyes" });
        await slack.DoAsync("say", new JsonObject { ["channel"] = "C0REVIEWS", ["user"] = "U0GUEST", ["text"] = "<@U0BOT> claim 12" });
        await slack.DoAsync("join", new JsonObject { ["channel"] = "C0PUBLIC", ["user"] = "U0BOT" });
        await slack.DoAsync("leave", new JsonObject { ["channel"] = "C0PUBLIC", ["user"] = "U0BOT" });
        await slack.UntilAsync(() => slack.Desk.Places.Count == 2);
        slack.Desk.Notes.ShouldHaveSingleItem().ShouldSatisfyAllConditions(note => note.Card.ShouldBe(where), note => note.Text.ShouldBe("publish 12"));
        slack.Desk.Looks.ShouldHaveSingleItem().Card.ShouldBe(where);
        slack.Desk.Lines.ShouldHaveSingleItem().By.IsGuest.ShouldBeTrue();
        slack.Desk.Places.Select(each => (each.Place.Name, each.Change)).ShouldBe([("#general", PlaceChange.Joined), ("", PlaceChange.Left)]);
        slack.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_home_tab_is_drawn()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: true);
        await slack.DoAsync("event", new JsonObject { ["event"] = new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ASHA", ["channel"] = "D0ASHA", ["tab"] = "home" } });
        await slack.UntilAsync(async () => (await slack.StateAsync())["views"]!.AsArray().Any(view => (string?)view!["type"] == "home"));
        slack.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spoilt_calls_are_refused_and_a_retry_after_success_does_nothing()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false, "--fast-retries");
        foreach (var tamper in (JsonObject[])[new() { ["badSignature"] = true }, new() { ["noSignature"] = true }, new() { ["skewSeconds"] = -400 }, new() { ["skewSeconds"] = 400 }])
        {
            var answer = await slack.DoAsync("verify-url", new JsonObject { ["tamper"] = tamper });
            answer["status"]!.GetValue<int>().ShouldBe(401);
            answer["answer"]!.GetValue<string>().ShouldBeEmpty();
        }

        (await slack.DoAsync("verify-url"))["status"]!.GetValue<int>().ShouldBe(200);
        var happened = new JsonObject { ["type"] = "app_mention", ["user"] = "U0BEN", ["text"] = "<@U0BOT> mine", ["ts"] = "1.1", ["channel"] = "C0REVIEWS", ["event_ts"] = "1.1" };
        for (var again = 0; again < 2; again++)
        {
            var told = await slack.DoAsync("event", new JsonObject { ["event"] = happened.DeepClone(), ["eventId"] = "Ev1" });
            told["attempts"]!.AsArray().Count.ShouldBe(1);
        }

        await slack.UntilAsync(async () => (await slack.MessagesAsync()).Count == 1);
        slack.Desk.Lines.Count.ShouldBe(1);
        // Of another type than it says: refused, and not tried again.
        (await slack.DoAsync("event", new JsonObject { ["event"] = happened.DeepClone(), ["tamper"] = new JsonObject { ["contentType"] = "text/plain" } }))["attempts"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_is_found_again_instead_of_posted_twice()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false);
        await slack.DoAsync("fault", new JsonObject { ["method"] = "chat.postMessage", ["status"] = 500, ["apply"] = true });
        var tried = TimeProvider.System.GetUtcNow();
        (await Should.ThrowAsync<ChannelException>(() => slack.DeliverAsync(SlackHouse.Plain("open", Claim)))).Failure.ShouldBe(ChannelFailure.Unreachable);
        (await slack.MessagesAsync()).Count.ShouldBe(1);
        var where = await slack.DeliverAsync(SlackHouse.Plain("open", Claim), triedAt: tried);
        (await slack.MessagesAsync()).ShouldHaveSingleItem()["ts"]!.GetValue<string>().ShouldBe(where.Value.Split(':')[1]);
    }

    [Fact]
    public async Task Slacks_429_is_told_and_kept_to()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false);
        await slack.DoAsync("fault", new JsonObject { ["method"] = "chat.postMessage", ["status"] = 429, ["retryAfter"] = 30 });
        (await Should.ThrowAsync<ChannelException>(() => slack.DeliverAsync(SlackHouse.Plain("open")))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        (await Should.ThrowAsync<ChannelException>(() => slack.DeliverAsync(SlackHouse.Plain("open")))).Failure.ShouldBe(ChannelFailure.RateLimited);
        (await slack.CallsAsync("chat.postMessage")).ShouldBe(1);
    }

    [Fact]
    public async Task Our_own_pace_keeps_us_from_being_told()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false);
        var posted = 0;
        for (var n = 0; n < 8; n++)
        {
            try
            {
                await slack.DeliverAsync(SlackHouse.Plain($"card {n}."), key: $"nudge-{n}");
                posted++;
            }
            catch (ChannelException wait) when (wait.Failure == ChannelFailure.RateLimited)
            {
            }
        }

        posted.ShouldBeGreaterThanOrEqualTo(3);
        (await slack.MessagesAsync()).Count.ShouldBe(posted);
        (await slack.CallsAsync("chat.postMessage")).ShouldBe(posted, "Slack was never asked in vain");
    }

    [Fact]
    public async Task Places_that_are_closed_say_so()
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: false);
        foreach (var (channel, says) in ((string Channel, string Says)[])[("C0OLD", "archived"), ("G0SECRET", "/invite")])
        {
            var problem = await Should.ThrowAsync<ChannelException>(async () => await slack.Sender.DeliverAsync(
                new CardDelivery("nudge-1", SlackStandIn.Reviews with { Address = "T0STORE/" + channel }, null, 1, SlackHouse.Plain("x"), null), CancellationToken.None));
            problem.Failure.ShouldBe(ChannelFailure.Closed);
            problem.Message.ShouldContain(says);
        }

        await slack.DoAsync("scopes", new JsonObject { ["scopes"] = new JsonArray("users:read") });
        (await Should.ThrowAsync<ChannelException>(() => slack.DeliverAsync(SlackHouse.Plain("x")))).Message.ShouldContain("chat:write");
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task The_socket_is_renewed_when_Slack_asks(string reason)
    {
        await using var slack = await SlackStandIn.StartAsync(bySocket: true);
        await slack.DoAsync("disconnect", new JsonObject { ["reason"] = reason });
        await slack.UntilAsync(async () => await slack.CallsAsync("apps.connections.open") == 2 && (int)(await slack.StateAsync())["sockets"]! >= 1);
        await slack.DoAsync("say", new JsonObject { ["channel"] = "D0ASHA", ["user"] = "U0ASHA", ["text"] = "mine" });
        await slack.UntilAsync(() => slack.Desk.Lines.Count == 1);
    }

    private static Task<JsonNode> ClickAsync(SlackStandIn slack, MessageRef where, string action) => slack.DoAsync(
        "click", new JsonObject { ["channel"] = where.Value.Split(':')[0], ["ts"] = where.Value.Split(':')[1], ["action_id"] = action, ["user"] = "U0ASHA" });

    private static void ShouldBeTaken(JsonNode delivery)
    {
        delivery["failure"].ShouldBeNull(delivery.ToJsonString());
        delivery["status"]!.GetValue<int>().ShouldBe(200);
        ((string?)delivery["answer"] ?? "").ShouldBeEmpty();
        delivery["tookMs"]!.GetValue<int>().ShouldBeLessThan(3_000);
    }
}
