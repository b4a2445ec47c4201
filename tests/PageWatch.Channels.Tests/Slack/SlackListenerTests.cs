using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>What people do in Slack, and what they get to see.</summary>
public sealed class SlackListenerTests
{
    private static readonly ChatPerson Ana = new(ChannelKind.Slack, "T0STORE", "U0ANA", "Ana");
    private static readonly ChatPerson Ben = new(ChannelKind.Slack, "T0STORE", "U0BEN", "Ben");

    // ---- lines ----

    [Fact]
    public async Task A_mention_is_a_line_and_is_answered_in_its_thread()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said($"<@{SlackWorkspace.Bot}> status", type: "app_mention"));
        var (by, place, line, mentioned) = house.Desk.Lines.ShouldHaveSingleItem();
        by.ShouldBe(Ana);
        place.ShouldBe(new ChatPlace(ChannelKind.Slack, "T0STORE/C0REVIEWS", "#reviews"));
        line.ShouldBe("status");
        mentioned.ShouldBeEmpty();
        var answer = house.Workspace.Messages.ShouldHaveSingleItem();
        answer.ThreadTs.ShouldBe("1773133200.000100");
        SlackCard.Read(answer).Text.ShouldContain("You said status");
    }

    [Theory]
    [InlineData("<@U0BOT> status", "status")]
    [InlineData("<@U0BOT|pagewatch>: status", "status")]
    [InlineData("hey <@U0BOT>  status", "hey    status")]
    [InlineData("<@U0BOT>", "help")]
    [InlineData("<@U0BOT> `claim 12`", "claim 12")]
    [InlineData("<@U0BOT> rule try complaint &amp;&amp; stars&lt;3 &gt; &amp;amp;", "rule try complaint && stars<3 > &amp;")]
    [InlineData("<@U0BOT> watch <https://blog.example/a?b=1&amp;c=2>", "watch https://blog.example/a?b=1&c=2")]
    [InlineData("<@U0BOT> watch <http://blog.example|blog.example>", "watch blog.example")]
    [InlineData("<@U0BOT> watch <https://evil.example|https://blog.example>", "watch https://evil.example")]
    [InlineData("<@U0BOT> channel add mail:<mailto:care@contoso.example|care@contoso.example>", "channel add mail:care@contoso.example")]
    [InlineData("<@U0BOT> tell <#C0NIGHT|night> <!here> <!subteam^S1|@care> <!date^1^{date}|then>", "tell #night @here @care then")]
    [InlineData("<@U0BOT> a < b", "a < b")]
    [InlineData("<@U0BOT> <>", "help")]
    public async Task A_line_is_read_as_it_was_typed(string text, string line)
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said(text, type: "app_mention"));
        house.Desk.Lines.ShouldHaveSingleItem().Line.ShouldBe(line);
    }

    [Fact]
    public async Task People_in_a_line_are_named_by_who_they_are()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("<@U0BOT> hand 12 <@U0BEN|whatever> and <@U0GUEST> and <@U0NOBODY> and <@U0BEN>", type: "app_mention"));
        var (_, _, line, mentioned) = house.Desk.Lines.ShouldHaveSingleItem();
        line.ShouldBe("hand 12 @slack:T0STORE:U0BEN and @slack:T0STORE:U0GUEST and @slack:T0STORE:U0NOBODY and @slack:T0STORE:U0BEN");
        mentioned.Select(person => (person.User, person.Name, person.IsGuest)).ShouldBe([("U0BEN", "Ben", false), ("U0GUEST", "Gus", true), ("U0NOBODY", "", true)]);
    }

    [Fact]
    public async Task A_direct_message_needs_no_mention()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("mine", channel: "D0ANA"));
        var (_, place, line, _) = house.Desk.Lines.ShouldHaveSingleItem();
        place.ShouldBe(new ChatPlace(ChannelKind.Slack, "T0STORE/D0ANA", "") { IsPrivate = true });
        line.ShouldBe("mine");
        house.Workspace.Messages.ShouldHaveSingleItem().ThreadTs.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_refused_is_said_to_the_writer_alone()
    {
        await using var house = new SlackHouse();
        house.Desk.Say = _ => new ChatAnswer(SlackHouse.Plain("You may not."), IsRefused: true);
        await house.HearAsync(SlackHouse.Said("<@U0BOT> pause publishing", type: "app_mention"));
        house.Workspace.Messages.ShouldHaveSingleItem().EphemeralTo.ShouldBe("U0ANA");
    }

    [Fact]
    public async Task Guests_and_strangers_are_told_as_such()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("<@U0BOT> claim 12", user: "U0GUEST", type: "app_mention"));
        await house.HearAsync(SlackHouse.Said("<@U0BOT> claim 12", ts: "2.2", user: "U0NOBODY", type: "app_mention"));
        house.Desk.Lines.Select(line => line.By.IsGuest).ShouldBe([true, true]);
    }

    [Fact]
    public async Task When_the_answer_cannot_be_said_the_line_is_not_carried_out_twice()
    {
        await using var house = new SlackHouse();
        await house.EventAsync(SlackHouse.Said("<@U0BOT> note jana likes tea", type: "app_mention"));
        var kept = house.Intake.Waiting.Dequeue().Body;
        house.Workspace.Fail("chat.postMessage", "500");
        (await Should.ThrowAsync<ChannelException>(async () => await house.Listener.HearAsync(kept, house.Time.GetUtcNow(), CancellationToken.None))).Failure.ShouldBe(ChannelFailure.Unreachable);
        await house.Listener.HearAsync(kept, house.Time.GetUtcNow(), CancellationToken.None);
        house.Desk.Lines.Count.ShouldBe(1);
        house.Workspace.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_somebody_is_is_asked_once_an_hour()
    {
        await using var house = new SlackHouse();
        for (var n = 0; n < 5; n++)
            await house.HearAsync(SlackHouse.Said("mine", ts: $"{n}.1", channel: "D0ANA"));
        house.Workspace.Count("users.info").ShouldBe(1);
        house.Workspace.Count("auth.test").ShouldBe(1);
        house.Time.Advance(TimeSpan.FromMinutes(61));
        await house.HearAsync(SlackHouse.Said("mine", ts: "9.1", channel: "D0ANA"));
        house.Workspace.Count("users.info").ShouldBe(2);
    }

    // ---- notes and looks ----

    [Fact]
    public async Task What_is_written_under_a_card_is_a_note_and_no_command()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("publish 12 &amp; tell <@U0BEN>", ts: "5.5", thread: "1.1"));
        house.Desk.Lines.ShouldBeEmpty();
        house.Desk.Notes.ShouldHaveSingleItem().ShouldBe((Ana, new MessageRef("C0REVIEWS:1.1"), "C0REVIEWS:5.5", "publish 12 & tell @Ben"));
        house.Workspace.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_a_direct_message_too_a_reply_is_a_note()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("publish 12", ts: "5.5", channel: "D0ANA", thread: "1.1"));
        house.Desk.Lines.ShouldBeEmpty();
        house.Desk.Notes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_a_mention_a_reply_is_a_command()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(SlackHouse.Said("<@U0BOT> claim 12", ts: "5.5", thread: "1.1"));
        house.Desk.Notes.ShouldBeEmpty();
        house.Desk.Lines.ShouldHaveSingleItem().Line.ShouldBe("claim 12");
        house.Workspace.Messages.Single().ThreadTs.ShouldBe("1.1");
    }

    [Fact]
    public async Task An_edited_note_is_the_same_note_and_an_edited_command_does_not_run_again()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(Edited("call her", "call her today", thread: "1.1"));
        house.Desk.Notes.ShouldHaveSingleItem().ShouldBe((Ana, new MessageRef("C0REVIEWS:1.1"), "C0REVIEWS:5.5", "call her today"));
        await house.HearAsync(Edited("<@U0BOT> claim 12", "<@U0BOT> claim 13", thread: "1.1"));
        await house.HearAsync(Edited("mine", "open", thread: null));
        await house.HearAsync(Edited("a link", "a link", thread: "1.1")); // an unfurl changes no text
        house.Desk.Lines.ShouldBeEmpty();
        house.Desk.Notes.Count.ShouldBe(1);

        static JsonObject Edited(string before, string after, string? thread)
        {
            var inner = SlackHouse.Said(after, ts: "5.5", thread: thread);
            return new JsonObject
            {
                ["type"] = "message", ["subtype"] = "message_changed", ["channel"] = "C0REVIEWS", ["channel_type"] = "channel", ["ts"] = "6.6", ["message"] = inner, ["previous_message"] = SlackHouse.Said(before, ts: "5.5"),
            };
        }
    }

    [Fact]
    public async Task A_note_that_is_not_taken_is_answered_to_the_writer_alone()
    {
        await using var house = new SlackHouse();
        house.Desk.Told = new ChatAnswer(SlackHouse.Plain("Guests write no notes."), IsRefused: true);
        await house.HearAsync(SlackHouse.Said("a note", ts: "5.5", user: "U0GUEST", thread: "1.1"));
        var told = house.Workspace.Messages.ShouldHaveSingleItem();
        told.EphemeralTo.ShouldBe("U0GUEST");
        told.ThreadTs.ShouldBe("1.1");
    }

    [Fact]
    public async Task Eyes_on_a_card_claim_it()
    {
        await using var house = new SlackHouse();
        await house.HearAsync(Eyes("U0BEN"));
        house.Desk.Looks.ShouldHaveSingleItem().ShouldBe((Ben, new MessageRef("C0REVIEWS:1.1")));
        house.Workspace.Messages.ShouldBeEmpty();
        house.Desk.Told = new ChatAnswer(SlackHouse.Plain("Ana has it."), IsRefused: true);
        await house.HearAsync(Eyes("U0BEN"));
        house.Workspace.Messages.ShouldHaveSingleItem().EphemeralTo.ShouldBe("U0BEN");

        static JsonObject Eyes(string user) => new()
        {
            ["type"] = "reaction_added", ["user"] = user, ["reaction"] = "eyes", ["item_user"] = "U0BOT", ["event_ts"] = "7.7",
            ["item"] = new JsonObject { ["type"] = "message", ["channel"] = "C0REVIEWS", ["ts"] = "1.1" },
        };
    }

    // ---- commands and shortcuts ----

    [Fact]
    public async Task A_slash_command_is_answered_to_whoever_gave_it()
    {
        await using var house = new SlackHouse();
        var answer = await house.CommandAsync("rule try “no reply” & more");
        answer.Status.ShouldBe(200);
        answer.Body.Length.ShouldBe(0);
        await house.WorkAsync();
        var (by, place, line, _) = house.Desk.Lines.ShouldHaveSingleItem();
        (by, place.Name, line).ShouldBe((Ana, "#reviews", "rule try “no reply” & more"));
        var said = house.Workspace.Responded.ShouldHaveSingleItem();
        said["response_type"]!.GetValue<string>().ShouldBe("ephemeral");
        said["replace_original"]!.GetValue<bool>().ShouldBeFalse();
        house.Workspace.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_takes_longer_changes_where_it_stands()
    {
        await using var house = new SlackHouse();
        house.Desk.Say = _ => FurtherCardsTests.Answer("40 %", "80 %", "There you are");
        await house.HearAsync(SlackHouse.Said("<@U0BOT> rule try late"));
        await ShouldBecomeAsync(() => house.Workspace.Messages[0].Text, "There you are");
        house.Workspace.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_slash_command_that_takes_longer_keeps_its_last_answer_for_the_end()
    {
        await using var house = new SlackHouse();
        house.Desk.Say = _ => FurtherCardsTests.Answer("20 %", "40 %", "60 %", "70 %", "80 %", "90 %", "There you are");
        await house.CommandAsync("rule try late");
        await house.WorkAsync();
        await ShouldBecomeAsync(() => house.Workspace.Responded[^1]["text"]!.GetValue<string>(), "There you are");
        house.Workspace.Responded.Select(said => said["replace_original"]!.GetValue<bool>()).ShouldBe([false, true, true, true, true]);
    }

    private static async Task ShouldBecomeAsync(Func<string> what, string expected)
    {
        for (var i = 0; i < 3_000 && what() != expected; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        what().ShouldBe(expected);
    }

    [Fact]
    public async Task An_address_that_is_used_up_is_no_reason_to_say_nothing()
    {
        await using var house = new SlackHouse();
        house.Workspace.Fail("response_url", "used_url");
        await house.CommandAsync("mine");
        await house.WorkAsync();
        house.Workspace.Messages.ShouldHaveSingleItem().EphemeralTo.ShouldBe("U0ANA");
    }

    [Fact]
    public async Task Watch_this_takes_the_link_or_the_message_itself()
    {
        await using var house = new SlackHouse();
        await ShortcutAsync("watch_this", "Look at <https://blog.example/cups#c1> \"now\"");
        await ShortcutAsync("watch_this", "No link here");
        await ShortcutAsync("something_else", "No link here");
        house.Desk.Lines.Select(line => line.Line).ShouldBe([
            "watch this https://blog.example/cups#c1 \"Look at https://blog.example/cups#c1 'now'\"", "watch this https://store.slack.com/archives/C0REVIEWS/p11 \"No link here\"",
        ]);
        house.Workspace.Responded.Count.ShouldBe(2);

        async Task ShortcutAsync(string callback, string text)
        {
            await house.PressAsync(new JsonObject
            {
                ["type"] = "message_action", ["callback_id"] = callback, ["user"] = SlackHouse.Person("U0ANA"), ["trigger_id"] = house.Workspace.NewTrigger(), ["response_url"] = SlackWorkspace.Responses,
                ["channel"] = new JsonObject { ["id"] = "C0REVIEWS", ["name"] = "reviews" }, ["message"] = new JsonObject { ["ts"] = "1.1", ["text"] = text, ["user"] = "U0BEN" },
            });
        }
    }

    [Fact]
    public async Task The_home_tab_is_drawn_for_whoever_opens_it()
    {
        await using var house = new SlackHouse();
        house.Desk.Home = SlackHouse.Plain("You hold one.", new CardAction("edit", "Edit", new NudgeId(12), 5) { Opens = true });
        await house.HearAsync(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ANA", ["channel"] = "D0ANA", ["tab"] = "home" });
        house.Workspace.Homes["U0ANA"].ToJsonString().ShouldContain("You hold one.");
        await house.HearAsync(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0BEN", ["channel"] = "D0BEN", ["tab"] = "messages" });
        house.Workspace.Homes.Count.ShouldBe(1);

        // A button there opens a window, and changes the page.
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("done"));
        house.Desk.Home = SlackHouse.Plain("You hold nothing.");
        await house.PressAsync(house.PressInView("V0HOME", new JsonObject { ["type"] = "home" }, "button", "release|-|0", "12:5", null));
        house.Workspace.Homes["U0ANA"].ToJsonString().ShouldContain("You hold nothing.");
        house.Desk.Presses.ShouldHaveSingleItem().Place.IsPrivate.ShouldBeTrue();
    }

    // ---- places ----

    [Fact]
    public async Task Where_the_bot_comes_and_goes_is_told()
    {
        await using var house = new SlackHouse();
        house.Desk.Told = new ChatAnswer(SlackHouse.Plain("Hello. Say \"channel add here\"."));
        await house.HearAsync(new JsonObject { ["type"] = "member_joined_channel", ["user"] = "U0BOT", ["channel"] = "C0REVIEWS", ["channel_type"] = "C", ["inviter"] = "U0ANA", ["event_ts"] = "1.1" });
        house.Workspace.Messages.ShouldHaveSingleItem().ThreadTs.ShouldBeNull();
        await house.HearAsync(new JsonObject { ["type"] = "channel_rename", ["channel"] = new JsonObject { ["id"] = "C0REVIEWS", ["name"] = "care" }, ["event_ts"] = "2.1" });
        await house.HearAsync(new JsonObject { ["type"] = "channel_archive", ["channel"] = "C0REVIEWS", ["user"] = "U0BEN", ["event_ts"] = "3.1" });
        await house.HearAsync(new JsonObject { ["type"] = "member_left_channel", ["user"] = "U0BOT", ["channel"] = "C0NIGHT", ["event_ts"] = "4.1" });
        house.Desk.Places.Select(each => (each.Place.Address, each.Place.Name, each.Change, each.By?.Name)).ShouldBe([
            ("T0STORE/C0REVIEWS", "#reviews", PlaceChange.Joined, "Ana"), ("T0STORE/C0REVIEWS", "#care", PlaceChange.Renamed, null),
            ("T0STORE/C0REVIEWS", "", PlaceChange.Left, "Ben"), ("T0STORE/C0NIGHT", "", PlaceChange.Left, null),
        ]);
        // Nothing is said where nobody would hear it.
        house.Workspace.Messages.Count.ShouldBe(2);
    }

    // ---- presses ----

    [Fact]
    public async Task A_press_changes_the_card_for_everybody_at_once()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("open", new CardAction("claim", "Claim", new NudgeId(12), 5)));
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("Ana has it."));
        await house.PressAsync(house.PressIn(where, "button", "claim|-|0", "12:5"));
        var (by, place, click) = house.Desk.Presses.ShouldHaveSingleItem();
        (by, place.Address, place.Name, click).ShouldBe((Ana, "T0STORE/C0REVIEWS", "#reviews", new Click("claim", new NudgeId(12), 5, null, null)));
        var changed = house.Workspace.Responded.ShouldHaveSingleItem();
        changed["replace_original"]!.GetValue<bool>().ShouldBeTrue();
        changed.ToJsonString().ShouldContain("Ana has it.");
        house.Workspace.Views.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_press_told_again_is_carried_out_once()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("open"));
        var press = house.PressIn(where, "button", "claim|-|0", "12:5");
        await house.InteractAsync(press.DeepClone().AsObject());
        await house.InteractAsync(press);
        house.Intake.Waiting.Count.ShouldBe(1);
        var kept = house.Intake.Waiting.Dequeue().Body;
        await house.Listener.HearAsync(kept, house.Time.GetUtcNow(), CancellationToken.None);
        await house.Listener.HearAsync(kept, house.Time.GetUtcNow(), CancellationToken.None);
        house.Desk.Presses.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_loser_of_a_race_is_told_alone_and_sees_how_it_stands()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("open"));
        house.Desk.Press = _ => new ClickAnswer.Refused("Ben was faster.", SlackHouse.Plain("Ben has it."));
        await house.PressAsync(house.PressIn(where, "button", "claim|-|0", "12:5"));
        house.Workspace.Responded.Count.ShouldBe(2);
        house.Workspace.Responded[0]["replace_original"]!.GetValue<bool>().ShouldBeFalse();
        house.Workspace.Responded[0]["response_type"]!.GetValue<string>().ShouldBe("ephemeral");
        house.Workspace.Responded[0].ToJsonString().ShouldContain("Ben was faster.");
        house.Workspace.Responded[1]["replace_original"]!.GetValue<bool>().ShouldBeTrue();
        house.Workspace.Responded[1].ToJsonString().ShouldContain("Ben has it.");
    }

    [Fact]
    public async Task A_late_answer_never_replaces_a_newer_card()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("open", new CardAction("claim", "Claim", new NudgeId(12), 5)));
        await house.DeliverAsync(SlackHouse.Plain("Ben has it.", new CardAction("release", "Release", new NudgeId(12), 7)), 7, existing: where);
        house.Desk.Press = _ => new ClickAnswer.Done(SlackHouse.Plain("Ana has it.", new CardAction("release", "Release", new NudgeId(12), 6)));
        await house.PressAsync(house.PressIn(where, "button", "claim|-|0", "12:5"));
        house.Workspace.Responded.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_is_not_replaced_by_the_card_of_one_of_its_buttons()
    {
        await using var house = new SlackHouse();
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:9.9"), "button", "claim|-|0", "12:5"));
        var said = house.Workspace.Responded.ShouldHaveSingleItem();
        said["replace_original"]!.GetValue<bool>().ShouldBeFalse();
        said["response_type"]!.GetValue<string>().ShouldBe("ephemeral");
    }

    [Fact]
    public async Task After_a_restart_the_message_itself_says_whose_card_it_is()
    {
        await using var before = new SlackHouse();
        var where = await before.DeliverAsync(SlackHouse.Plain("open"));
        await using var after = new SlackHouse(workspace: before.Workspace, time: before.Time);
        await after.PressAsync(after.PressIn(where, "button", "claim|-|0", "12:5", withMetadata: true));
        before.Workspace.Responded.ShouldHaveSingleItem()["replace_original"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task The_window_opens_before_anything_else_is_done()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ =>
        {
            // The trigger was used before the house was asked, and before Slack was asked who it is.
            house.Workspace.Calls.Select(call => call.Method).ShouldBe(["views.open", "auth.test", "users.info"]);
            return new ClickAnswer.Private(SlackHouse.Plain("the whole story"));
        };
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "why|o|0", "12:5"));
        house.Workspace.Calls[^1].Method.ShouldBe("views.update");
        house.Workspace.Views.Single().Value.ToJsonString().ShouldContain("the whole story");
    }

    [Fact]
    public async Task Too_late_for_a_window_the_answer_is_a_line()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Private(new Card(
            "Your reply", Tone.Calm, [new CardPart.TextBox("Your reply", "x", 0, "characters")], [new CardAction("save", "Save", new NudgeId(12), 5) { SendsInput = true, Style = ActionStyle.Main }]) { Fallback = "Your reply" });
        await house.InteractAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        var (_, _, kept) = house.Intake.Waiting.Dequeue();
        var at = house.Time.GetUtcNow();
        house.Time.Advance(TimeSpan.FromSeconds(20));
        await house.Listener.HearAsync(kept, at, CancellationToken.None);
        house.Workspace.Count("views.open").ShouldBe(0);
        // A box has no place in a message: the same button again opens the window.
        var said = house.Workspace.Responded.ShouldHaveSingleItem().ToJsonString();
        said.ShouldContain("\"action_id\":\"edit|o|0\"");
        said.ShouldContain("\"value\":\"12:5\"");
    }

    [Fact]
    public async Task A_refusal_in_a_window_stands_in_the_window()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Refused("You may not.", null);
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        house.Workspace.Views.Single().Value.ToJsonString().ShouldContain("You may not.");
        house.Workspace.Responded.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_that_was_closed_meanwhile_is_no_trouble()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ =>
        {
            house.Workspace.Views.Clear();
            return new ClickAnswer.Private(SlackHouse.Plain("the whole story"));
        };
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "why|o|0", "12:5"));
        house.Workspace.Views.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_offered_in_words_is_run_by_a_button()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Private(SlackHouse.Plain("because"));
        await house.DeliverAsync(new Card("Open", Tone.Calm, [new CardPart.Line([new Span.Words("one · "), new Span.Ask("why", "why 12")])], []) { Fallback = "Open" });
        var button = house.Workspace.Messages.Single().Blocks.Single(block => (string?)block!["type"] == "actions")!["elements"]!.AsArray().ShouldHaveSingleItem()!;
        button["text"]!["text"]!.GetValue<string>().ShouldBe("why");
        button["accessibility_label"]!.GetValue<string>().ShouldBe("why 12");
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", (string)button["action_id"]!, (string)button["value"]!));
        house.Desk.Presses.ShouldHaveSingleItem().Click.ShouldBe(new Click(ChatVerbs.Say, null, 0, "why 12", null));
        house.Workspace.Views.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_word_in_every_row_is_run_by_the_menu()
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Private(SlackHouse.Plain("because"));
        await house.DeliverAsync(new Card("Open", Tone.Calm, [new CardPart.Facts([.. Enumerable.Range(11, 2).Select(n => new Fact($"{n}", [new Span.Words("open · "), new Span.Ask("why", $"why {n}")]))])], []) { Fallback = "Open" });
        var menu = house.Workspace.Messages.Single().Blocks.Single(block => (string?)block!["type"] == "actions")!["elements"]!.AsArray().ShouldHaveSingleItem()!;
        var option = menu["options"]![1]!;
        option["text"]!["text"]!.GetValue<string>().ShouldBe("why 12");
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), (string)menu["type"]!, (string)menu["action_id"]!, (string)option["value"]!));
        house.Desk.Presses.ShouldHaveSingleItem().Click.ShouldBe(new Click(ChatVerbs.Say, null, 0, "why 12", null));
        house.Workspace.Views.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_is_not_Slacks_is_never_called()
    {
        await using var house = new SlackHouse();
        foreach (var address in (string[])["http://hooks.slack.com/actions/1", "https://hooks.slack.com.evil.example/1", "https://evil.example/", "https://u:p@hooks.slack.com/1", "https://hooks.slack.com:8443/1", "http://127.0.0.1/", "file:///etc/passwd", "x"])
        {
            var press = house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "claim|-|0", "12:5");
            press["response_url"] = address;
            await house.PressAsync(press);
        }

        house.Desk.Presses.Count.ShouldBe(8);
        house.Workspace.Responded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bodies_that_nobody_kept_are_ignored()
    {
        await using var house = new SlackHouse();
        foreach (var body in (string[])["", "x", "[]", "{}", "{\"kind\":\"event\"}", "{\"kind\":\"event\",\"payload\":{}}", "{\"kind\":\"event\",\"payload\":{\"event\":{\"type\":\"message\"}}}", "{\"kind\":\"event\",\"payload\":{\"event\":{\"type\":\"app_mention\",\"text\":[],\"user\":{},\"ts\":1}}}",
            "{\"kind\":\"event\",\"payload\":{\"event\":{\"type\":\"reaction_added\",\"reaction\":\"eyes\",\"item\":{\"type\":\"message\"}}}}", "{\"kind\":\"event\",\"payload\":{\"event\":{\"type\":\"channel_rename\",\"channel\":[]}}}", "{\"kind\":\"command\",\"payload\":{}}", "{\"kind\":\"press\",\"payload\":{}}",
            "{\"kind\":\"press\",\"payload\":{\"type\":\"block_actions\",\"actions\":[1,null]}}", "{\"kind\":\"shortcut\",\"payload\":{\"callback_id\":\"watch_this\"}}", "{\"kind\":\"closed\",\"payload\":{\"view\":1}}", "{\"kind\":\"other\",\"payload\":{}}"])
        {
            await house.Listener.HearAsync(Encoding.UTF8.GetBytes(body), house.Time.GetUtcNow(), CancellationToken.None);
        }

        house.Desk.Lines.ShouldBeEmpty();
        house.Desk.Presses.ShouldBeEmpty();
        house.Desk.Notes.ShouldBeEmpty();
        house.Desk.Looks.ShouldBeEmpty();
        house.Desk.Places.ShouldBeEmpty();
    }
}
