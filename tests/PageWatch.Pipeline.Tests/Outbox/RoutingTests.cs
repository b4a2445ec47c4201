using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Pipeline.Outbox;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Outbox;

public sealed class RoutingTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Rule_sends_its_nudges_where_it_says_and_all_others_go_everywhere_but_to_fallbacks()
    {
        await DoAsync("rule add umbrellas umbrella --notify webhook:https://crm.example/hook");
        await DoAsync("channel add mail:night@contoso.example --name night --fallback");
        await stage.TellAsync(stage.Post("p1", "My umbrella is broken!", "One"));
        stage.Webhook.Messages.Keys.ShouldBe(["nudge-1"]);
        stage.Channel.Messages.ShouldBeEmpty();
        await stage.TellAsync(stage.Post("p2", "The parcel is broken!", "Two"));
        stage.Webhook.Messages.Keys.ShouldBe(["nudge-1", "nudge-2"], ignoreOrder: true);
        stage.Channel.Messages.Keys.ShouldBe(["nudge-2"]);
        stage.Mail.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Card_that_stands_somewhere_is_drawn_again_though_a_rule_sends_its_nudge_elsewhere_now()
    {
        await DoAsync("rule add umbrellas umbrella --notify webhook:https://crm.example/hook");
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", "One"));
        stage.Webhook.Messages["nudge-1"].Version.ShouldBe(1);
        await stage.TellAsync(stage.Post("p2", "And my umbrella is broken, too!", "One", parent: "p1"));
        await stage.PressAsync(stage.Ana, "claim");
        foreach (var message in (CardDelivery[])[stage.Webhook.Messages["nudge-1"], stage.Channel.Messages["nudge-1"]])
            message.Subject!.State.ShouldBe(Domain.Nudges.NudgeState.Claimed);
    }

    [Fact]
    public async Task Delivery_carries_the_nudge_its_place_on_the_console_and_the_secret()
    {
        var said = await DoAsync("channel add webhook:https://crm.example/hook --name crm");
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", "One"));
        var delivery = stage.Webhook.Messages["nudge-1"];
        delivery.Secret.ShouldNotBeNull();
        said.Card.Parts.OfType<CardPart.Facts>().Single().Rows.SelectMany(row => row.Value).OfType<Span.Words>().ShouldContain(words => words.Text.Contains(delivery.Secret.Value));
        delivery.Console!.AbsoluteUri.ShouldBe("http://127.0.0.1:5230/console#nudge-1");
        var subject = delivery.Subject!;
        subject.Text.ShouldBe("The parcel is broken!");
        subject.Author!.Name.ShouldBe("One");
        subject.PageName.ShouldBe("The blog");
        subject.Draft.ShouldNotBeNullOrWhiteSpace();
        subject.DueAt.ShouldNotBeNull();
        stage.Channel.Messages["nudge-1"].Secret.ShouldBeNull();
    }

    [Fact, Trait("Promise", "8"), Trait("Promise", "9")]
    public async Task Fallback_stands_in_for_a_channel_that_took_nothing_for_five_minutes_and_says_so()
    {
        await DoAsync("channel add webhook:https://crm.example/hook --name crm");
        await DoAsync("channel add mail:night@contoso.example --name night --fallback");
        for (var i = 0; i < 50; i++)
            stage.Webhook.Failures.Enqueue(new ChannelException(ChannelFailure.Unreachable, "down"));
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", "One"));
        await PassAsync(TimeSpan.FromMinutes(4.9));
        stage.Mail.Messages.ShouldBeEmpty();
        await PassAsync(TimeSpan.FromMinutes(0.2));
        var card = stage.Mail.Messages["nudge-1"].Card;
        card.Parts.OfType<CardPart.Banner>().First().Text.ShouldStartWith("crm cannot be reached since 2026-");

        await stage.TellAsync(stage.Post("p2", "The lid is broken!", "Two"));
        await PassAsync(TimeSpan.FromSeconds(6));
        stage.Mail.Messages.Keys.ShouldBe(["nudge-1", "nudge-2"], ignoreOrder: true);

        // It comes back: what the fallback was told once is told to its end, and nothing new.
        stage.Webhook.Failures.Clear();
        await PassAsync(TimeSpan.FromHours(3));
        stage.Webhook.Messages.Keys.ShouldBe(["nudge-1", "nudge-2"], ignoreOrder: true);
        await stage.PressAsync(stage.Ana, "dismiss", nudge: 1);
        stage.Mail.Messages["nudge-1"].Card.IsDone.ShouldBeTrue();
        stage.Mail.Messages["nudge-1"].Card.Parts.OfType<CardPart.Banner>().ShouldBeEmpty();
        await stage.TellAsync(stage.Post("p3", "The cup is broken!", "Three"));
        await PassAsync(TimeSpan.FromSeconds(6));
        stage.Mail.Messages.ContainsKey("nudge-3").ShouldBeFalse();
    }

    [Fact, Trait("Promise", "9")]
    public async Task Card_that_is_refused_waits_longer_each_time_and_holds_up_no_other()
    {
        await DoAsync("channel add webhook:https://crm.example/hook --name crm");
        for (var i = 0; i < 3; i++)
            stage.Webhook.Failures.Enqueue(new ChannelException(ChannelFailure.Refused, "no such field"));
        await stage.TellAsync(stage.Post("p1", "The parcel is broken!", "One"));
        stage.Webhook.Deliveries.Count.ShouldBe(1);
        foreach (var (wait, tried) in ((double, int)[])[(4.9, 1), (1.2, 2), (55, 2), (20, 3), (290, 3), (80, 4)])
        {
            await PassAsync(TimeSpan.FromSeconds(wait));
            stage.Webhook.Deliveries.Count.ShouldBe(tried, $"after {wait} s more");
        }

        stage.Webhook.Messages.ShouldHaveSingleItem();
    }

    [Fact, Trait("Promise", "13")]
    public async Task Every_change_of_a_channel_is_on_record()
    {
        await DoAsync("channel add webhook:https://crm.example/hook --name crm --secret whsec_very-secret");
        await DoAsync("channel remove crm");
        var record = stage.Record();
        record.Select(entry => (entry.Verb, entry.Subject, entry.ByName)).ShouldContain(("channel add", "channel crm", "Ana"));
        record.Select(entry => (entry.Verb, entry.Subject, entry.ByName)).ShouldContain(("channel remove", "channel crm", "Ana"));
        record.ShouldAllBe(entry => (entry.After ?? "").Contains("very-secret", StringComparison.Ordinal) == false);
    }

    private async Task<CommandAnswer> DoAsync(string line)
    {
        var answer = await stage.SayAsync(stage.Ana, line);
        answer.Outcome.ShouldBe(CommandOutcome.Done, answer.Card.Fallback);
        return answer;
    }

    private async Task PassAsync(TimeSpan time)
    {
        stage.Time.Advance(time);
        while (await stage.Get<CardRelay>().RunAsync(CancellationToken.None) > 0)
        {
        }
    }
}
