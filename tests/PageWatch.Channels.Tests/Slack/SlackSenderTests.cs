using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>What becomes of a delivery when Slack does not simply say yes.</summary>
public sealed class SlackSenderTests
{
    [Fact]
    public async Task The_same_content_is_sent_once()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        for (var version = 2; version < 20; version++)
            await house.DeliverAsync(SlackHouse.Plain("said"), version, existing: where);
        house.Workspace.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_preview_and_no_mention_can_come_of_a_card()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("<!channel> https://evil.example"));
        var sent = house.Workspace.Calls.Single().Fields;
        sent["text"].ShouldBe("&lt;!channel&gt; https://evil.example");
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("unfurl_links", "false"), ("unfurl_media", "false"), ("mrkdwn", "false"), ("parse", "none"), ("link_names", "false")])
            sent[name].ShouldBe(value, name);
        JsonNode.Parse(sent["metadata"])!["event_payload"]!["key"]!.GetValue<string>().ShouldBe("nudge-12");
    }

    [Fact]
    public async Task A_card_whose_answer_was_lost_is_found_again()
    {
        await using var before = new SlackHouse();
        before.Workspace.Fail("chat.postMessage", "lost");
        var tried = before.Time.GetUtcNow();
        (await Should.ThrowAsync<ChannelException>(() => before.DeliverAsync(SlackHouse.Plain("said")))).Failure.ShouldBe(ChannelFailure.Unreachable);
        // Then the process ended; meanwhile, others went on writing.
        before.Time.Advance(TimeSpan.FromMinutes(10));
        await using var after = new SlackHouse(workspace: before.Workspace, time: before.Time);
        for (var n = 0; n < 40; n++)
        {
            await after.DeliverAsync(SlackHouse.Plain($"card {n}."), key: $"nudge-{100 + n}");
            before.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var where = await after.DeliverAsync(SlackHouse.Plain("said"), triedAt: tried);
        before.Workspace.Messages.Count.ShouldBe(41);
        where.Value.ShouldBe($"C0REVIEWS:{before.Workspace.Messages[0].Ts}");
        // It stands there as it was wanted; no change is needed.
        before.Workspace.Count("chat.update").ShouldBe(0);
        await after.DeliverAsync(SlackHouse.Plain("changed"), version: 2, triedAt: tried);
        before.Workspace.Messages.Count.ShouldBe(41);
        SlackCard.Read(before.Workspace.Messages[0]).Text.ShouldContain("changed");
    }

    [Fact]
    public async Task A_card_that_never_arrived_is_posted_after_a_look()
    {
        await using var house = new SlackHouse();
        house.Workspace.Fail("chat.postMessage", "drop");
        var tried = house.Time.GetUtcNow();
        await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said")));
        await house.DeliverAsync(SlackHouse.Plain("said"), triedAt: tried);
        house.Workspace.Messages.Count.ShouldBe(1);
        house.Workspace.Count("conversations.history").ShouldBe(1);
    }

    [Fact]
    public async Task A_look_that_fails_posts_nothing()
    {
        await using var house = new SlackHouse();
        house.Workspace.Fail("conversations.history", "missing_scope", "429:7");
        (await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said"), triedAt: house.Time.GetUtcNow()))).Failure.ShouldBe(ChannelFailure.Closed);
        (await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said"), triedAt: house.Time.GetUtcNow()))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        house.Workspace.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_card_that_somebody_deleted_is_posted_anew()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Messages.Clear();
        var anew = await house.DeliverAsync(SlackHouse.Plain("changed"), 2, existing: where);
        anew.ShouldNotBe(where);
        SlackCard.Read(house.Workspace.Messages.ShouldHaveSingleItem()).Text.ShouldContain("changed");
        await house.DeliverAsync(SlackHouse.Plain("changed again"), 3, existing: anew);
        house.Workspace.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("edit_window_closed")]
    [InlineData("update_failed")]
    public async Task A_card_that_may_not_be_changed_is_posted_anew_and_the_old_one_goes(string refusal)
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Fail("chat.update", refusal);
        (await house.DeliverAsync(SlackHouse.Plain("changed"), 2, existing: where)).ShouldNotBe(where);
        SlackCard.Read(house.Workspace.Messages.ShouldHaveSingleItem()).Text.ShouldContain("changed");
    }

    [Fact]
    public async Task That_the_old_card_cannot_be_taken_away_stops_nothing()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Fail("chat.update", "edit_window_closed");
        house.Workspace.Fail("chat.delete", "cant_delete_message");
        await house.DeliverAsync(SlackHouse.Plain("changed"), 2, existing: where);
        house.Workspace.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_change_whose_answer_was_lost_is_made_again()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Fail("chat.update", "drop");
        await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("changed"), 2, existing: where));
        // Back to what stood there before, as far as we know: it is sent all the same.
        await house.DeliverAsync(SlackHouse.Plain("said"), 3, existing: where);
        house.Workspace.Count("chat.update").ShouldBe(2);
    }

    [Fact]
    public async Task After_a_restart_the_card_is_changed_where_it_stands()
    {
        await using var before = new SlackHouse();
        var where = await before.DeliverAsync(SlackHouse.Plain("said"));
        await using var after = new SlackHouse(workspace: before.Workspace, time: before.Time);
        (await after.DeliverAsync(SlackHouse.Plain("changed"), 2, existing: where)).ShouldBe(where);
        before.Workspace.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("invalid_auth", ChannelFailure.Closed, "PageWatch:Slack:BotToken")]
    [InlineData("token_revoked", ChannelFailure.Closed, "PageWatch:Slack:BotToken")]
    [InlineData("account_inactive", ChannelFailure.Closed, "PageWatch:Slack:BotToken")]
    [InlineData("missing_scope", ChannelFailure.Closed, "OAuth & Permissions")]
    [InlineData("channel_not_found", ChannelFailure.Closed, "/invite")]
    [InlineData("not_in_channel", ChannelFailure.Closed, "/invite")]
    [InlineData("is_archived", ChannelFailure.Closed, "archived")]
    [InlineData("restricted_action", ChannelFailure.Closed, "owner")]
    [InlineData("internal_error", ChannelFailure.Unreachable, "trouble")]
    [InlineData("fatal_error", ChannelFailure.Unreachable, "trouble")]
    [InlineData("service_unavailable", ChannelFailure.Unreachable, "trouble")]
    [InlineData("request_timeout", ChannelFailure.Unreachable, "trouble")]
    [InlineData("500", ChannelFailure.Unreachable, "trouble")]
    [InlineData("huge", ChannelFailure.Unreachable, "1 MiB")]
    [InlineData("drop", ChannelFailure.Unreachable, "cannot be reached")]
    [InlineData("ratelimited", ChannelFailure.RateLimited, "pause")]
    [InlineData("invalid_blocks", ChannelFailure.Refused, "invalid_blocks")]
    [InlineData("msg_too_long", ChannelFailure.Refused, "msg_too_long")]
    [InlineData("something_new", ChannelFailure.Refused, "something_new")]
    public async Task Each_answer_has_its_meaning_and_its_mend(string word, ChannelFailure meaning, string says)
    {
        foreach (var method in (string[])["chat.postMessage", "chat.update"])
        {
            await using var house = new SlackHouse();
            if (method == "chat.update")
                await house.DeliverAsync(SlackHouse.Plain("said"));
            house.Workspace.Fail(method, word);
            var problem = await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("changed"), 2));
            problem.Failure.ShouldBe(meaning);
            problem.Message.ShouldContain(says);
            problem.Message.ShouldContain("#reviews");
            problem.Message.ShouldNotContain(SlackWorkspace.BotToken);
        }
    }

    [Fact]
    public async Task After_a_429_the_channel_is_left_alone_for_as_long_as_Slack_asks()
    {
        await using var house = new SlackHouse();
        house.Workspace.Fail("chat.postMessage", "429:30");
        (await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said")))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        house.Time.Advance(TimeSpan.FromSeconds(29));
        (await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said")))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        house.Workspace.Count("chat.postMessage").ShouldBe(1);
        await house.DeliverAsync(SlackHouse.Plain("elsewhere"), channel: SlackHouse.Night);
        house.Time.Advance(TimeSpan.FromSeconds(1));
        await house.DeliverAsync(SlackHouse.Plain("said"));
        house.Workspace.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_channel_gets_about_one_message_a_second()
    {
        await using var house = new SlackHouse();
        var taken = 0;
        var calls = 0;
        for (var tenth = 0; tenth < 100; tenth++)
        {
            try
            {
                calls++;
                await house.DeliverAsync(SlackHouse.Plain($"card {taken}."), key: $"nudge-{taken}");
                taken++;
            }
            catch (ChannelException wait) when (wait.Failure == ChannelFailure.RateLimited)
            {
                wait.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
            }

            house.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // Ten seconds, and a burst of three.
        taken.ShouldBeInRange(11, 13);
        calls.ShouldBe(100);
        house.Workspace.Count("chat.postMessage").ShouldBe(taken);
    }

    [Fact]
    public async Task Changes_keep_to_their_rate_over_all_channels()
    {
        await using var house = new SlackHouse();
        var where = await house.DeliverAsync(SlackHouse.Plain("said"));
        var changed = 0;
        for (var second = 0; second < 120; second++)
        {
            try
            {
                await house.DeliverAsync(SlackHouse.Plain($"state {second}."), 2 + second, existing: where);
                changed++;
            }
            catch (ChannelException wait) when (wait is { Failure: ChannelFailure.RateLimited, RetryAfter: not null })
            {
            }

            house.Time.Advance(TimeSpan.FromSeconds(1));
        }

        changed.ShouldBeInRange(100, 111);
        house.Workspace.Count("chat.update").ShouldBe(changed);
    }

    [Fact]
    public async Task Without_a_token_the_mend_is_said()
    {
        await using var house = new SlackHouse(settings: []);
        var problem = await Should.ThrowAsync<ChannelException>(() => house.DeliverAsync(SlackHouse.Plain("said")));
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("PageWatch:Slack:BotToken");
        house.Finder.Find("T0STORE/C0REVIEWS").Problem.ShouldNotBeNull().ShouldContain("PageWatch:Slack:BotToken");
        await house.Connection.RunAsync(CancellationToken.None);
        house.Workspace.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_card_that_a_press_changed_at_once_is_not_changed_again()
    {
        await using var house = new SlackHouse();
        var claim = new CardAction("claim", "Claim", new NudgeId(12), 1);
        var where = await house.DeliverAsync(SlackHouse.Plain("open", claim));
        var claimed = SlackHouse.Plain("Ana has it.", new CardAction("release", "Release", new NudgeId(12), 2));
        house.Desk.Press = _ => new ClickAnswer.Done(claimed);
        await house.PressAsync(house.PressIn(where, "button", "claim|-|0", "12:1"));
        house.Workspace.Responded.ShouldHaveSingleItem()["replace_original"]!.GetValue<bool>().ShouldBeTrue();
        await house.DeliverAsync(claimed, 2, existing: where);
        house.Workspace.Count("chat.update").ShouldBe(0);
        await house.DeliverAsync(SlackHouse.Plain("Ana answered."), 3, existing: where);
        house.Workspace.Count("chat.update").ShouldBe(1);
    }

    [Theory]
    [InlineData("T0STORE/C0REVIEWS", true)]
    [InlineData(" T0STORE/G0SECRET ", true)]
    [InlineData("E0GRID/D0ANA", true)]
    [InlineData("", false)]
    [InlineData("#reviews", false)]
    [InlineData("C0REVIEWS", false)]
    [InlineData("T0STORE/", false)]
    [InlineData("T0STORE/U0ANA", false)]
    [InlineData("T0STORE/C0/REVIEWS", false)]
    [InlineData("t0store/c0reviews", false)]
    [InlineData("T0STORE/C0RÉVIEWS", false)]
    [InlineData("https://store.slack.com/archives/C0REVIEWS", false)]
    public async Task Only_an_address_of_Slack_is_one(string typed, bool isOne)
    {
        await using var house = new SlackHouse();
        house.Finder.Prefix.ShouldBe("slack");
        var found = house.Finder.Find(typed);
        if (isOne)
            found.ShouldBe(new ChannelFound(typed.Trim(), "", null));
        else
            found.Problem.ShouldNotBeNull().ShouldContain("channel add here");
    }
}
