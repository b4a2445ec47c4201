using PageWatch.Channels.Webhook;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Pipeline.Outbox;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Webhook;

/// <summary>A receiver that goes away and comes back, with the real stages before the real sender, and hours that pass in a moment.</summary>
public sealed class OutageTests : IAsyncLifetime, IDisposable
{
    private readonly HookReceiver receiver = new();
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync(services => services.AddWebhookChannel(_ => receiver));
        var added = await stage.SayAsync(stage.Ana, $"channel add webhook:https://crm.example/hook --name crm --secret {HookReceiver.Secret}");
        added.Outcome.ShouldBe(Domain.Commands.CommandOutcome.Done);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    public void Dispose() => receiver.Dispose();

    [Theory, Trait("Promise", "1"), Trait("Promise", "2"), Trait("Promise", "9")]
    [InlineData(30)]
    [InlineData(3600)]
    public async Task Outage_loses_nothing_doubles_nothing_and_keeps_the_order_of_each_nudge(int seconds)
    {
        for (var i = 0; i < 3; i++)
            await PostAsync(i);
        receiver.Cards.Count.ShouldBe(3);

        // Down; meanwhile people write, edit and claim.
        receiver.IsDown = true;
        var until = stage.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        for (var i = 3; stage.Time.GetUtcNow() < until; i++)
        {
            if (i < 10)
                await PostAsync(i);
            if (i is 5 or 7)
                await stage.PressAsync(stage.Ana, "claim", nudge: i - 4);
            await PassAsync(TimeSpan.FromSeconds(seconds / 12.0));
        }

        var during = receiver.Calls.Count;
        during.ShouldBeLessThan(3 + 20, "a receiver that is down is asked now and then, not for every card");
        receiver.IsDown = false;
        for (var i = 0; i < 200 && await DueAsync() > 0; i++)
            await PassAsync(TimeSpan.FromMinutes(1));

        // Nothing lost: what stands there is what every nudge is now.
        (await DueAsync()).ShouldBe(0);
        receiver.Wrong.ShouldBeEmpty();
        receiver.Cards.Count.ShouldBe(await stage.NudgesAsync());
        foreach (var card in receiver.Cards.Values)
        {
            var nudge = (await stage.FileAsync((long)card.Json["nudge"]!)).Nudge!;
            ((string)card.Json["state"]!).ShouldBe(nudge.State == NudgeState.Claimed ? "claimed" : "open");
        }

        receiver.Cards.Values.Count(card => (string)card.Json["state"]! == "claimed").ShouldBeGreaterThanOrEqualTo(1);
        // Nothing doubled: every state was taken once, whatever was sent again.
        var took = receiver.Taken.Select(call => (call.Key, call.Version)).ToList();
        took.ShouldBeUnique();
        receiver.Calls.Select(call => (call.Id, call.Key, call.Version)).Distinct().Select(state => state.Id).ShouldBeUnique();
        // In order.
        foreach (var nudge in receiver.Taken.GroupBy(call => call.Key))
            nudge.Select(call => call.Version).ShouldBeInOrder();
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task Delivery_that_was_taken_but_not_noted_is_sent_again_under_the_same_id()
    {
        // The answer is lost on the way: the receiver has the card, and we do not know.
        receiver.Answers.Enqueue(() => throw new HttpRequestException("broken pipe"));
        await PostAsync(1);
        var lost = receiver.Calls.ShouldHaveSingleItem();
        receiver.Taken.Add(lost);
        receiver.Cards[(lost.Address, lost.Key)] = lost;
        await stage.RestartAsync();
        await PassAsync(TimeSpan.FromSeconds(10));
        receiver.Calls.Count.ShouldBe(2);
        receiver.Calls[1].Id.ShouldBe(lost.Id);
        receiver.Taken.ShouldHaveSingleItem("the same id twice is one card");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Erased_post_is_told_as_withdrawn_without_a_word_of_it()
    {
        await PostAsync(1);
        receiver.Cards.Values.ShouldHaveSingleItem().Body.Length.ShouldBeGreaterThan(200);
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostDeleted("p1", null));
        var card = receiver.Cards.Values.ShouldHaveSingleItem();
        card.Version.ShouldBeGreaterThan(1);
        ((string)card.Json["state"]!).ShouldBe("withdrawn");
        ((string)card.Json["reason"]!).ShouldBe("author_deleted");
        var text = card.Json.ToJsonString();
        text.ShouldNotContain("parcel");
        text.ShouldNotContain("Author 1");
        card.Json.ContainsKey("text").ShouldBeFalse();
        card.Json.ContainsKey("draft").ShouldBeFalse();
        card.Json.ContainsKey("author").ShouldBeFalse();
    }

    [Fact, Trait("Promise", "8"), Trait("Promise", "9")]
    public async Task Card_that_failed_for_a_day_is_given_up_said_elsewhere_and_replayed_or_revived()
    {
        receiver.IsDown = true;
        await PostAsync(1);
        await PostAsync(2);
        for (var hour = 0; hour < 30; hour++)
            await PassAsync(TimeSpan.FromHours(1));
        (await stage.Get<IOutbox>().DeadAsync(stage.Ana.Team, null, 10, Now)).Count.ShouldBe(2);
        var notice = stage.Channel.Messages.Values.Single(message => message.Nudge is null).Card;
        notice.Fallback.ShouldContain("crm");
        notice.Fallback.ShouldContain("channel replay");
        receiver.Calls.ShouldAllBe(call => call.Key.StartsWith("nudge-"), "a channel is not told about itself");

        // A newer state of one, and a person for the other.
        receiver.IsDown = false;
        await stage.PressAsync(stage.Ana, "claim", nudge: 1);
        await PassAsync(TimeSpan.FromHours(3));
        receiver.Taken.ShouldHaveSingleItem().Key.ShouldBe("nudge-1");
        (await stage.SayAsync(stage.Ana, "channel replay crm")).Outcome.ShouldBe(Domain.Commands.CommandOutcome.Done);
        await PassAsync(TimeSpan.FromSeconds(1));
        receiver.Cards.Count.ShouldBe(2);
        stage.Channel.Messages.Values.Single(message => message.Nudge is null).Card.IsDone.ShouldBeTrue("it takes cards again, and staff hear that too");
        (await stage.SayAsync(stage.Ana, "channel replay crm")).Outcome.ShouldBe(Domain.Commands.CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Many_cards_go_at_once_and_a_receiver_that_falls_over_gets_few_more()
    {
        await stage.TellAsync([.. Enumerable.Range(0, 60).Select(i => stage.Post($"p{i}", "The parcel is broken!", $"Author {i}"))]);
        receiver.Cards.Count.ShouldBe(60);
        receiver.IsDown = true;
        var before = receiver.Calls.Count;
        await stage.TellAsync([.. Enumerable.Range(100, 60).Select(i => stage.Post($"p{i}", "The parcel is broken!", $"Author {i}"))]);
        (receiver.Calls.Count - before).ShouldBe(1);
        receiver.IsDown = false;
        await PassAsync(TimeSpan.FromMinutes(1));
        receiver.Cards.Count.ShouldBe(120);
        receiver.Taken.Count.ShouldBe(120);
    }

    private async Task PostAsync(int number) => await stage.TellAsync(stage.Post($"p{number}", "The parcel is broken!", $"Author {number}"));

    private async Task PassAsync(TimeSpan time)
    {
        stage.Time.Advance(time);
        await stage.ShowAsync();
    }

    private async Task<int> DueAsync() => (await stage.Get<IOutbox>().HealthAsync(stage.Ana.Team, Now)).Sum(each => each.Due);
}
