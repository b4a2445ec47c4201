using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>Taken to the phone, and back: who, by when, how it went, and what the public gets to see.</summary>
public sealed class OfflineTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("c1", "Third parcel in a row that arrives broken. I want my money back, today!"));
        await stage.ShowAsync();
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Theory, Trait("Promise", "14")]
    [InlineData("", "no way to talk")]
    [InlineData("pigeon 1h", "no way to talk")]
    [InlineData("phone yesterday", "no time within")]
    [InlineData("phone 0m", "no time within")]
    [InlineData("phone 90d", "no time within")]
    [InlineData("phone 1h Nobody", "nobody called “Nobody”")]
    [InlineData("phone 1h Vera", "Vera may not answer")]
    public async Task Wrong_words_are_refused_with_the_mend_and_change_nothing(string argument, string says)
    {
        await stage.AddMemberAsync("Vera", Role.Viewer);
        var before = await stage.FileAsync();
        (await stage.PressAsync(stage.Ana, "offline", argument)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain(says);
        (await stage.FileAsync()).Fence.ShouldBe(before.Fence);
    }

    [Fact]
    public async Task Private_message_says_that_nobody_here_sees_the_answer_and_reminds()
    {
        var ask = (await stage.PressAsync(stage.Ana, "offline", "message")).ShouldBeOfType<ClickAnswer.Private>().Card;
        Words(ask).ShouldContain("which PageWatch cannot read");
        ask.Actions.Select(action => action.Argument).ShouldBe(["message 1h", "message 4h", "message tomorrow"]);
        await stage.PressAsync(stage.Ana, "offline", "message 1h");
        Words(stage.Card()).ShouldContain("which PageWatch cannot read");
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.SweepAsync();
        await stage.ShowAsync();
        var notice = stage.Channel.Messages.Values.Select(message => message.Card).Single(card => card.Title.Contains("time to talk", StringComparison.Ordinal));
        Words(notice).ShouldContain("Look into the page’s inbox for the answer of Jana K.");
        notice.Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.ShouldHaveSingleItem().Name.ShouldBe("Ana");
    }

    [Fact]
    public async Task Brief_says_who_what_and_what_the_playbook_lets_us_offer()
    {
        await stage.SetPlaybookAsync("---\npromises:\n  - a new one within 3 days\n---\n# How we answer\n\n## All\n\nFor: any\n\n### en\n\n- {name}, we look into it.\n");
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        var brief = stage.Card().Parts.OfType<CardPart.Facts>().First();
        brief.Rows.Select(row => row.Name).ShouldBe(["Who", "What happened", "May offer"]);
        Words(stage.Card()).ShouldContain("a new one within 3 days");
    }

    [Theory]
    [InlineData("solved", "We are glad that we could sort this out together. · it was good to talk to you. This is sorted now · Good that we could speak")]
    [InlineData("reached", "We know what to do next and are on it. · One of us stays with this until it is done. · We go on with it as we agreed.")]
    public async Task Closing_line_is_drafted_from_how_it_went(string outcome, string oneOf)
    {
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        await stage.PressAsync(stage.Ana, "outcome", outcome);
        var draft = (await stage.FileAsync()).Draft!;
        draft.Proposal!.Kind.ShouldBe(ProposalKind.Closing);
        draft.Proposals.Count.ShouldBe(3);
        oneOf.Split(" · ").ShouldContain(line => draft.Text.Contains(line, StringComparison.Ordinal));
        draft.Text.ShouldContain("Jana");
        draft.Findings.ShouldNotContain(finding => finding.Blocks);
        await stage.PressAsync(stage.Ana, "draft");
        (await stage.FileAsync()).Draft!.Text.ShouldNotBe(draft.Text);
    }

    [Fact]
    public async Task Closing_line_is_no_example_for_the_next_complaint()
    {
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        await stage.PressAsync(stage.Ana, "outcome", "solved");
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        await stage.TellAsync(stage.Post("c2", "Third parcel in a row that arrives broken, and I want my money back today!", "Otto B."));
        (await stage.FileAsync()).Draft!.Proposals.ShouldNotContain(proposal => proposal.Source.Contains("an answer by", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Own_words_stand_when_nobody_was_reached_and_give_way_to_a_closing_line()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Jana, these are my words.");
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        await stage.PressAsync(stage.Ana, "outcome", "not-reached");
        (await stage.FileAsync()).Draft!.Text.ShouldBe("Jana, these are my words.");
        await stage.PressAsync(stage.Ana, "offline", "phone 1h");
        Words(stage.Card()).ShouldContain("try 2");
        await stage.PressAsync(stage.Ana, "outcome", "solved");
        (await stage.FileAsync()).Draft!.Proposal!.Kind.ShouldBe(ProposalKind.Closing);
    }

    [Fact, Trait("Promise", "6")]
    public async Task Nobody_says_how_it_went_and_everybody_is_told_that_it_is_open_again()
    {
        await stage.PressAsync(stage.Ben, "offline", "phone 1h");
        stage.Time.Advance(TimeSpan.FromHours(3));
        await stage.SweepAsync();
        await stage.ShowAsync();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
        stage.Channel.Messages.Values.ShouldContain(message => message.Card.Title.Contains("is open again", StringComparison.Ordinal));
        (await stage.FileAsync()).Draft!.Proposals.ShouldNotContain(proposal => proposal.Kind == ProposalKind.Closing);
        await stage.PressAsync(stage.Ana, "claim");
        stage.Channel.Messages.Values.Single(message => message.Card.Title.Contains("is open again", StringComparison.Ordinal)).Card.IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Call_list_shows_who_is_worth_a_call_most_first_and_nobody_who_was_spoken_to()
    {
        await stage.TellAsync(stage.Post("c2", "What are your opening hours?", "Quentin"));
        await stage.TellAsync(stage.Post("c3", "The battery of your charger caught fire, my son is hurt. Call me!", "Mia"));
        var list = (await stage.SayAsync(stage.Ana, "call list")).Card;
        var words = Words(list);
        words.IndexOf("Mia", StringComparison.Ordinal).ShouldBeInRange(0, words.IndexOf("Jana K.", StringComparison.Ordinal));
        words.ShouldNotContain("Quentin");
        await stage.PressAsync(stage.Ana, "offline", "phone 1h", nudge: 1);
        await stage.PressAsync(stage.Ana, "outcome", "solved", nudge: 1);
        Words((await stage.SayAsync(stage.Ana, "call list")).Card).ShouldNotContain("Jana K.");
    }

    [Fact, Trait("Promise", "10")]
    public async Task What_calls_somebody_to_the_person_goes_with_the_post()
    {
        await stage.PressAsync(stage.Ana, "hand", "Ben", "Jana is my neighbour.");
        await stage.PressAsync(stage.Ben, "accept");
        await stage.PressAsync(stage.Ben, "offline", "phone 1h");
        stage.Time.Advance(TimeSpan.FromMinutes(61));
        await stage.SweepAsync();
        await stage.ShowAsync();
        (await stage.HoldsAnywhereAsync("is my neighbour")).ShouldBeTrue();
        (await stage.HoldsAnywhereAsync("Call Jana")).ShouldBeTrue();
        await stage.TellAsync(new SourceEvent.PostDeleted("c1", 9));
        await stage.ShowAsync();
        (await stage.HoldsAnywhereAsync("is my neighbour")).ShouldBeFalse();
        (await stage.HoldsAnywhereAsync("Call Jana")).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "10")]
    public async Task What_was_noted_for_the_talk_goes_with_the_post()
    {
        await stage.PressAsync(stage.Ana, "offline", "phone 1h", input: "Her number ends in 4711.");
        (await stage.HoldsAnywhereAsync("ends in 4711")).ShouldBeTrue();
        await stage.TellAsync(new SourceEvent.PostDeleted("c1", 9));
        await stage.ShowAsync();
        (await stage.HoldsAnywhereAsync("ends in 4711")).ShouldBeFalse();
    }

    private static string Words(Card card) => card.ToString() + string.Join('\n', card.Parts.Select(part => part switch
    {
        CardPart.Line line => string.Concat(line.Spans.Select(Said)),
        CardPart.Facts facts => string.Join('\n', facts.Rows.Select(row => row.Name + ": " + string.Concat(row.Value.Select(Said)))),
        CardPart.Banner banner => banner.Text,
        _ => part.ToString(),
    }));

    private static string Said(Span span) => span switch { Span.Words words => words.Text, Span.Strong strong => strong.Text, Span.Outside outside => outside.Text, Span.Ask ask => ask.Label, _ => "" };
}
