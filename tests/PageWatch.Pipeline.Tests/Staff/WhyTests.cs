using PageWatch.Domain.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>The whole decision about a nudge, as a member reads it.</summary>
public sealed class WhyTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Each_rule_says_yes_or_no_with_the_clause_that_decided()
    {
        await stage.SayAsync(stage.Ana, "rule add parcels (parcel OR lid) -praise");
        await stage.SayAsync(stage.Ana, "rule add lids lid is:complaint");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        var card = await WhyAsync();
        Row(card, "rule parcels").ShouldStartWith("yes · ");
        Row(card, "rule lids").ShouldBe("no · lid is:complaint · decided by lid");
        card.Parts.OfType<CardPart.Quote>().ShouldHaveSingleItem().Evidence.ShouldNotBeEmpty("the words that decided are marked");
    }

    [Fact]
    public async Task Many_rules_that_say_no_are_counted()
    {
        for (var rule = 0; rule < 20; rule++)
            await stage.SayAsync(stage.Ana, $"rule add no-{rule} nothing{rule}");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        var card = await WhyAsync();
        var noes = Rows(card).Count(row => row.Name.StartsWith("rule ", StringComparison.Ordinal) && row.Text.StartsWith("no ·", StringComparison.Ordinal));
        noes.ShouldBe(12);
        Row(card, "Other rules").ShouldContain(" more");
        Row(card, "rule complaints").ShouldStartWith("yes");
    }

    [Fact]
    public async Task Mute_that_came_later_is_told()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.SayAsync(stage.Ana, "mute parcel --for 2h");
        Row(await WhyAsync(), "Muted").ShouldContain("Ana");
    }

    [Fact, Trait("Promise", "6")]
    public async Task Time_in_hours_stands_beside_the_time_that_went_by()
    {
        await stage.SayAsync(stage.Ana, "hours set daily 9-11 --zone UTC");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        stage.Time.Advance(TimeSpan.FromHours(24.5));
        var card = await WhyAsync();
        Row(card, "Clock").ShouldEndWith("waits for 1 d 0 h (2 h 30 min in hours)");
        Row(card, "Target").ShouldBe("1 h of the team’s hours, due 2026-03-10 10:00 UTC");
    }

    private async Task<Card> WhyAsync() => (await stage.PressAsync(stage.Ben, "why")).ShouldBeOfType<ClickAnswer.Private>().Card;

    private static IEnumerable<(string Name, string Text)> Rows(Card card) =>
        card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).Select(fact => (fact.Name, string.Concat(fact.Value.Select(TextOf))));

    private static string Row(Card card, string name) => Rows(card).First(row => row.Name == name).Text;

    private static string TextOf(Span span) => span switch
    {
        Span.Words words => words.Text,
        Span.Outside outside => outside.Text,
        Span.Moment moment => moment.At.ToString("u"),
        _ => "",
    };
}
