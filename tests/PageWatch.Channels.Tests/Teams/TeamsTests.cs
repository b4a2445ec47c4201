using System.Net;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Teams;

public sealed class TeamsTests : ChannelConformance<TeamsTests>, IChannelUnderTest
{
    public static ValueTask<ChatAtHand> OpenAsync() => TeamsAtHand.OpenAsync();
}

/// <summary>What the suite cannot know of: this chat's own ways to fail, its pace, and cards that may stand twice.</summary>
public sealed class TeamsSenderTests : IAsyncLifetime, IDisposable
{
    private readonly TeamsHouse house = new();

    public async Task InitializeAsync()
    {
        await house.KnowsAsync();
        house.Time.Advance(TimeSpan.FromMinutes(1));
    }

    public Task DisposeAsync()
    {
        house.Teams.Wrong.ShouldBeEmpty();
        return Task.CompletedTask;
    }

    public void Dispose() => house.Dispose();

    [Fact]
    public async Task Call_is_a_post_to_the_conversation_with_its_id_encoded()
    {
        (await SendAsync()).Value.ShouldStartWith("19:care@thread.tacv2|");
        var call = house.Teams.Calls.ShouldHaveSingleItem();
        (call.Method, call.Path).ShouldBe(("POST", "conversations/19%3Acare%40thread.tacv2/activities"));
        ((string)call.Body!["summary"]!).ShouldBe("Complaint: said");
        call.Body["text"].ShouldBeNull("text and card in one activity become two messages");
    }

    [Fact]
    public async Task Same_content_is_not_sent_again_and_another_is_an_update()
    {
        var where = await SendAsync();
        (await SendAsync()).ShouldBe(where);
        (await SendAsync(version: 2)).ShouldBe(where, "the same words as a newer version");
        house.Teams.Calls.Count.ShouldBe(1);
        (await SendAsync("changed", version: 3)).ShouldBe(where);
        house.Teams.Calls[1].Method.ShouldBe("PUT");
        house.Teams.Calls[1].Path.ShouldBe($"conversations/19%3Acare%40thread.tacv2/activities/{where.Value.Split('|')[1]}");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Card_from_before_a_restart_is_updated_where_it_stands()
    {
        var where = await SendAsync();
        await using var after = new TeamsHouse(network: _ => house.Teams);
        foreach (var (address, place) in house.Places.Kept)
            after.Places.Kept[address] = place;
        // The other process asks for its own token; the stand-in takes the newest.
        (await after.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("after the restart"), version: 2, existing: where), CancellationToken.None)).ShouldBe(where);
        house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem().Changes.ShouldBe(1);
    }

    [Fact]
    public async Task Card_that_somebody_deleted_is_posted_again_and_is_no_twin()
    {
        var first = await SendAsync();
        house.Teams.Messages.Single().IsDeleted = true;
        var second = await SendAsync("changed", version: 2, triedAt: house.Time.GetUtcNow());
        second.ShouldNotBe(first);
        house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem();
        house.Meters["pagewatch.teams.twins"].ShouldBe(0);
    }

    [Theory, Trait("Promise", "9")]
    [InlineData(429, ChannelFailure.RateLimited)]
    [InlineData(412, ChannelFailure.RateLimited)]
    [InlineData(500, ChannelFailure.Unreachable)]
    [InlineData(502, ChannelFailure.Unreachable)]
    [InlineData(503, ChannelFailure.Unreachable)]
    [InlineData(504, ChannelFailure.Unreachable)]
    [InlineData(400, ChannelFailure.Refused)]
    [InlineData(413, ChannelFailure.Refused)]
    [InlineData(403, ChannelFailure.Closed)]
    [InlineData(404, ChannelFailure.Closed)]
    [InlineData(301, ChannelFailure.Closed)]
    [InlineData(418, ChannelFailure.Refused)]
    public async Task Answer_to_a_post_is_told_as_what_it_means(int status, ChannelFailure failure)
    {
        house.Teams.Answers.Enqueue(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>no</html>") });
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync());
        problem.Failure.ShouldBe(failure);
        problem.Message.ShouldContain("#care");
        problem.Message.ShouldContain(status.ToString());
        problem.Message.ShouldNotContain("html");
    }

    [Theory, Trait("Promise", "9")]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(412)]
    [InlineData(429)]
    public async Task Update_that_Teams_was_too_busy_for_is_tried_again_soon(int status)
    {
        await SendAsync();
        house.Teams.Answers.Enqueue(_ => new HttpResponseMessage((HttpStatusCode)status));
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync("changed", version: 2));
        problem.Failure.ShouldBe(ChannelFailure.RateLimited);
        problem.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Pause_that_Teams_asks_for_is_kept()
    {
        house.Teams.Answers.Enqueue(_ =>
        {
            var answer = TeamsStandIn.Error(HttpStatusCode.TooManyRequests, "ThrottledRequest");
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(17));
            return answer;
        });
        (await Should.ThrowAsync<ChannelException>(() => SendAsync())).RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Reason_is_found_in_JSON_within_JSON_and_told_with_the_mend()
    {
        house.Teams.Removed.Add(TeamsHouse.Care);
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync());
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("BotNotInConversationRoster");
        problem.Message.ShouldContain("Add the app");
    }

    [Fact]
    public async Task Channel_that_is_no_more_is_closed()
    {
        house.Teams.Gone.Add(TeamsHouse.Care);
        (await Should.ThrowAsync<ChannelException>(() => SendAsync())).Failure.ShouldBe(ChannelFailure.Closed);
    }

    [Fact]
    public async Task Place_that_was_never_heard_of_is_closed_with_the_mend()
    {
        var problem = await Should.ThrowAsync<ChannelException>(async () =>
            await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said"), channel: TeamsHouse.Channel("19:nowhere@thread.tacv2", "#nowhere")), CancellationToken.None));
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("#nowhere");
        problem.Message.ShouldContain("mention the bot");
        house.Teams.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_is_sent_to_no_host_outside_the_list_whatever_a_store_says()
    {
        foreach (var address in (string[])["https://evil.example/", "http://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net.evil.example/", "https://a:b@smba.trafficmanager.net/", "https://smba.trafficmanager.net:8443/"])
        {
            var place = $"{TeamsStandIn.Tenant}/19:{Guid.NewGuid():N}@thread.tacv2";
            house.Places.Kept[place] = new KeptPlace(ChannelKind.Teams, place, "x", $"{{\"serviceUrl\":\"{address}\",\"bot\":\"28:x\",\"team\":\"\"}}");
            var problem = await Should.ThrowAsync<ChannelException>(async () =>
                await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain("said"), channel: TeamsHouse.Channel() with { Address = place }), CancellationToken.None));
            problem.Failure.ShouldBe(ChannelFailure.Closed, address);
        }

        house.Teams.Calls.ShouldBeEmpty();
        house.Teams.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_at_the_other_end_is_told_within_the_limit_of_time()
    {
        house.Teams.IsSlow = true;
        var sending = SendAsync();
        await Task.Yield();
        sending.IsCompleted.ShouldBeFalse();
        house.Time.Advance(TimeSpan.FromSeconds(16));
        (await Should.ThrowAsync<ChannelException>(() => sending)).Failure.ShouldBe(ChannelFailure.Unreachable);
    }

    [Fact]
    public async Task Teams_that_is_down_is_unreachable_and_no_card_may_stand_twice()
    {
        house.Teams.IsDown = true;
        (await Should.ThrowAsync<ChannelException>(() => SendAsync())).Failure.ShouldBe(ChannelFailure.Unreachable);
        house.Teams.IsDown = false;
        await SendAsync(triedAt: house.Time.GetUtcNow());
        house.Teams.In(TeamsHouse.Care).Count.ShouldBe(1);
        house.Meters["pagewatch.teams.twins"].ShouldBe(0, "nobody got to see the first try");
    }

    [Fact, Trait("Promise", "9")]
    public async Task Eighth_message_within_a_second_waits_without_a_call()
    {
        for (var n = 1; n <= 7; n++)
            await SendAsync($"card {n}", key: $"nudge-{n}");
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync("card 8", key: "nudge-8"));
        problem.Failure.ShouldBe(ChannelFailure.RateLimited);
        problem.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        house.Teams.Calls.Count.ShouldBe(7);
        house.Time.Advance(problem.RetryAfter!.Value);
        await SendAsync("card 8", key: "nudge-8");
        house.Teams.In(TeamsHouse.Care).Count.ShouldBe(8);
        house.Meters["pagewatch.teams.twins"].ShouldBe(0);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Hundreds_of_cards_keep_below_every_limit_and_none_is_lost()
    {
        // The other channel has a pace of its own.
        for (var n = 1; n <= 200; n++)
        {
            while (true)
            {
                try
                {
                    await SendAsync($"card {n}", key: $"nudge-{n}");
                    break;
                }
                catch (ChannelException problem) when (problem.Failure == ChannelFailure.RateLimited)
                {
                    house.Time.Advance(problem.RetryAfter!.Value);
                }
            }
        }

        house.Teams.In(TeamsHouse.Care).Count.ShouldBe(200);
        house.Meters["pagewatch.teams.calls POST,429"].ShouldBe(0, "Teams never had to say no");
    }

    [Theory, Trait("Promise", "2")]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Lost_answer_leaves_at_most_one_card_more_and_the_second_says_so_when_it_is_pressed(int status)
    {
        house.Teams.LostAnswers.Enqueue(() => new HttpResponseMessage((HttpStatusCode)status));
        var tried = house.Time.GetUtcNow();
        (await Should.ThrowAsync<ChannelException>(() => SendAsync())).Failure.ShouldBe(ChannelFailure.Unreachable);
        var known = await SendAsync(triedAt: tried);
        house.Teams.In(TeamsHouse.Care).Count.ShouldBe(2);
        house.Meters["pagewatch.teams.twins"].ShouldBe(1);

        var twin = house.Teams.In(TeamsHouse.Care).Single(each => $"{each.Conversation}|{each.Id}" != known.Value);
        var answer = await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data(), replyTo: twin.Id));
        System.Text.Encoding.UTF8.GetString(answer.Body.Span).ShouldContain("as it is now", Case.Sensitive, "the presser sees the card as it is");
        twin.Activity.ToJsonString().ShouldContain("stands twice");
        house.Meters["pagewatch.teams.superseded"].ShouldBe(1);
        // Updates go to the one that is known.
        (await SendAsync("changed", version: 2)).ShouldBe(known);
        twin.Changes.ShouldBe(1);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Try_of_a_process_that_ended_may_have_left_a_card_and_is_counted()
    {
        await SendAsync(triedAt: house.Time.GetUtcNow());
        house.Meters["pagewatch.teams.twins"].ShouldBe(1);
        house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Press_on_an_answer_or_on_the_card_itself_marks_nothing()
    {
        house.Desk.Answer = new ChatAnswer(TeamsHouse.Plain("your nudges", TeamsHouse.Claim()));
        await house.HearAsync(TeamsHouse.Message("mine"));
        var aside = house.Teams.In(TeamsHouse.Care).ShouldHaveSingleItem();
        var known = await SendAsync(triedAt: house.Time.GetUtcNow());
        foreach (var id in (string[])[aside.Id, known.Value.Split('|')[1]])
            await house.CallAsync(TeamsHouse.Invoke("claim", TeamsHouse.Data(), replyTo: id));
        house.Teams.Messages.ShouldAllBe(each => each.Changes == 0);
    }

    [Fact]
    public async Task Token_that_Teams_takes_no_more_is_made_anew_once()
    {
        await SendAsync();
        house.Teams.RefusesToken = true;
        await SendAsync("changed", version: 2);
        house.Teams.TokensAsked.Count.ShouldBe(2);
        house.Teams.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        house.Teams.Answers.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync("changed again", version: 3));
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("PageWatch:Teams");
        house.Teams.TokensAsked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Token_is_made_anew_some_minutes_before_it_ends()
    {
        await SendAsync();
        house.Time.Advance(TimeSpan.FromMinutes(50));
        await SendAsync("changed", version: 2);
        house.Teams.TokensAsked.Count.ShouldBe(1);
        house.Time.Advance(TimeSpan.FromMinutes(5));
        await SendAsync("changed again", version: 3);
        house.Teams.TokensAsked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Secret_that_ran_out_is_told_with_its_code_and_nothing_else_that_the_service_said()
    {
        house.Time.Advance(TimeSpan.FromHours(2));
        house.Teams.TokenFailures.Enqueue(HttpStatusCode.Unauthorized);
        var problem = await Should.ThrowAsync<ChannelException>(() => SendAsync());
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("AADSTS7000215");
        problem.Message.ShouldContain("Secret");
        problem.Message.ShouldNotContain("Jana");
        house.Time.Advance(TimeSpan.FromMinutes(1));
        house.Teams.TokenFailures.Enqueue(HttpStatusCode.ServiceUnavailable);
        (await Should.ThrowAsync<ChannelException>(() => SendAsync())).Failure.ShouldBe(ChannelFailure.Unreachable);
        await SendAsync();
        house.Meters["pagewatch.teams.twins"].ShouldBe(0);
    }

    [Fact]
    public async Task Tokens_are_made_one_at_a_time()
    {
        house.Time.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(Enumerable.Range(1, 6).Select(n => SendAsync($"card {n}", key: $"nudge-{n}")));
        house.Teams.TokensAsked.Count.ShouldBe(2, "one when the bot was heard, one for all of these");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Log_holds_no_text_no_name_and_no_secret()
    {
        house.Teams.Answers.Enqueue(_ => TeamsStandIn.Error(HttpStatusCode.BadRequest, "BadSyntax", "Jana said: Third parcel"));
        await Should.ThrowAsync<ChannelException>(() => SendAsync("Third parcel"));
        await house.HearAsync(TeamsHouse.Message("claim 12 for Jana"));
        await house.CallAsync("{\"serviceUrl\":", "Bearer " + house.Token());
        house.Logged.Lines.ShouldNotBeEmpty();
        foreach (var line in house.Logged.Lines)
        {
            foreach (var word in (string[])["Third parcel", "Jana", "claim 12", TeamsStandIn.Secret, house.Teams.TokenNow, "eyJ"])
                line.ShouldNotContain(word);
        }
    }

    private async Task<MessageRef> SendAsync(string text = "said", long version = 1, string key = "nudge-12", DateTimeOffset? triedAt = null) =>
        await house.Sender.DeliverAsync(TeamsHouse.Delivery(TeamsHouse.Plain(text), key, version) with { TriedAt = triedAt, Nudge = key == "nudge-12" ? new NudgeId(12) : null }, CancellationToken.None);
}
