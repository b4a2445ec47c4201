using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>Replies that need two people: who is asked, who is asked again, and what is on record.</summary>
[Trait("Promise", "3")]
public sealed class SecondYesTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.SayAsync(stage.Ana, "rule add two-eyes is:complaint --approvals 2");
        await stage.TellAsync(stage.Post("c1", "Third parcel in a row that arrives broken. I want my money back, today!"));
        await stage.ShowAsync();
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "6")]
    public async Task Nobody_answers_and_each_round_calls_with_a_message_of_its_own_until_somebody_does()
    {
        await stage.PublishAsync(stage.Ana);
        var first = Calls().ShouldHaveSingleItem();
        first.Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.Select(each => each.Name).ShouldBe(["Ben"], "who asks is not called, and who may only look is not either");
        for (var round = 2; round <= 3; round++)
        {
            stage.Time.Advance(NudgeLifecycle.ApprovalWait);
            await stage.SweepAsync();
            await stage.ShowAsync();
            Calls().Count.ShouldBe(round);
        }

        Calls().ShouldContain(card => card.Tone == Tone.Now);
        stage.Time.Advance(NudgeLifecycle.ApprovalWait);
        await stage.SweepAsync();
        await stage.ShowAsync();
        Calls().Count.ShouldBe(3, "whoever was called three times has heard it");
        await stage.PublishAsync(stage.Ben);
        await stage.DispatchAsync();
        Calls().ShouldAllBe(card => card.IsDone);
        stage.Page.Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Rule_that_wants_an_admin_asks_an_admin()
    {
        await stage.SayAsync(stage.Ana, "rule add boss is:complaint --approver admin");
        await stage.TellAsync(stage.Post("c2", "The second one is broken, too. I want my money back, today!", "Mia"));
        await stage.PublishAsync(stage.Ben);
        (await stage.FileAsync()).Nudge!.Awaited.ShouldNotBeNull().Given.ShouldBeEmpty("an approver is no admin");
        Calls()[^1].Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.Select(each => each.Name).ShouldBe(["Ana"]);
    }

    [Fact]
    public async Task Team_of_one_is_told_that_there_is_nobody_else()
    {
        await stage.SayAsync(stage.Ana, "team role Ben viewer");
        await stage.PublishAsync(stage.Ana);
        Calls().ShouldHaveSingleItem().Fallback.ShouldContain("nobody else here is an approver");
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("nobody else here is an approver");
    }

    [Fact]
    public async Task Words_that_are_given_back_come_with_the_reason_and_go_with_a_change()
    {
        await stage.PublishAsync(stage.Ana);
        (await stage.PressAsync(stage.Ben, "reject")).ShouldBeOfType<ClickAnswer.Private>("a press asks why");
        await stage.PressAsync(stage.Ben, "reject", input: "Too long.");
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text == "Ben gives the words back: Too long.");
        (await stage.FileAsync()).Nudge!.Owner.ShouldBe(stage.Ana.Id);
        await stage.PressAsync(stage.Ana, "save", input: "Jana, sorry.");
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldNotContain(banner => banner.Text.Contains("gives the words back", StringComparison.Ordinal));
    }

    [Fact, Trait("Promise", "13")]
    public async Task Each_version_of_the_words_is_on_record_and_why_tells_what_changed()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Jana, a new one comes today.");
        await stage.PublishAsync(stage.Ana);
        await stage.PressAsync(stage.Ben, "save", input: "Jana, a new one comes tomorrow.");
        var why = (await stage.PressAsync(stage.Ana, "why")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var changes = why.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).Where(row => row.Name == "History").Select(row => string.Concat(row.Value.Select(span => span switch
        {
            Span.Words words => words.Text,
            Span.Outside outside => outside.Text,
            _ => "",
        }))).ToList();
        changes.ShouldContain(line => line.Contains("Ben · save", StringComparison.Ordinal) && line.Contains("[−today.] [+tomorrow.]", StringComparison.Ordinal));
        stage.Record().Count(entry => entry.Verb == "save").ShouldBe(2);
    }

    [Fact, Trait("Promise", "5")]
    public async Task Old_preview_of_a_second_person_lets_nothing_out_after_the_words_changed()
    {
        await stage.PublishAsync(stage.Ana);
        var preview = (await stage.PressAsync(stage.Ben, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var version = (await stage.FileAsync()).Nudge!.Version;
        await stage.PressAsync(stage.Ana, "save", input: "Jana, something else.");
        (await stage.PressAsync(stage.Ben, "confirm", preview.Actions[0].Argument, version: version)).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.PressAsync(stage.Ben, "confirm", preview.Actions[0].Argument)).ShouldBeOfType<ClickAnswer.Refused>("the code was for other words");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
    }

    private List<Card> Calls() => [.. stage.Channel.Messages.Where(message => message.Key.StartsWith("notice-approval", StringComparison.Ordinal)).Select(message => message.Value.Card)];
}
