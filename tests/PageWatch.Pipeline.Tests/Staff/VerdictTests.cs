using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Reports;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>A person says what a post is, by button or by command.</summary>
public sealed class VerdictTests : IAsyncLifetime
{
    private const string Question = "Do you deliver to Austria on Saturdays, too?";
    private const string Sarcasm = "Oh great, another broken cup. Thanks a lot!";
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "6")]
    public async Task Verdict_wins_at_once_and_everything_that_follows_from_the_reading_follows()
    {
        await stage.TellAsync(stage.Post("p1", "Do you have it in blue?", mark: 1));
        var before = await stage.FileAsync();
        before.Nudge!.Kind.ShouldBe(NudgeKind.Question);
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        (await stage.SayAsync(stage.Ana, $"verdict {before.Nudge.Id} complaint negative now")).Outcome.ShouldBe(CommandOutcome.Done);

        var after = await stage.FileAsync();
        var reading = after.Readings[after.Focus!.Id];
        (reading.Intent, reading.Sentiment, reading.Urgency, reading.IsVerdict, reading.ReadBy).ShouldBe((Intent.Complaint, Sentiment.Negative, Urgency.Now, true, "Ana"));
        after.Nudge!.Kind.ShouldBe(NudgeKind.Complaint);
        after.Nudge.Target.ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(1));
        after.Nudge.Clock.ShouldBe(before.Nudge.Clock);
        after.Nudge.Owner.ShouldBeNull();
        after.Nudge.Matches.Select(match => match.RuleName).ShouldNotBe(before.Nudge.Matches.Select(match => match.RuleName));
        after.Draft!.Text.ShouldNotBe(before.Draft!.Text, "an untouched draft is made anew");
        await stage.ShowAsync();
        stage.Card().Title.ShouldBe("Complaint · needs an answer now");
        Words(stage.Card()).ShouldContain("complaint negative now (said by Ana)");
        Words(stage.Card()).ShouldContain("urgent: Ana says so");
    }

    [Fact]
    public async Task Draft_in_a_persons_words_stays()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        await stage.PressAsync(stage.Ana, "save", input: "Yes, we do.");
        (await stage.PressAsync(stage.Ana, "verdict", "request")).ShouldBeOfType<ClickAnswer.Done>();
        var file = await stage.FileAsync();
        (file.Draft!.Text, file.Draft.EditedByName, file.Draft.Stale).ShouldBe(("Yes, we do.", "Ana", (Domain.Drafts.DraftStaleness?)null));
        file.Nudge!.Kind.ShouldBe(NudgeKind.Request);
    }

    [Fact]
    public async Task Unclear_card_offers_its_readings_and_one_press_settles_it()
    {
        await stage.TellAsync(stage.Post("p1", Sarcasm));
        stage.Card().Title.ShouldStartWith("Unclear");
        var offered = stage.Card().Actions.Where(action => action.Verb == "verdict").ToList();
        offered.Select(action => action.Label).ShouldBe(["It's a complaint", "It's praise", "It is sarcasm"]);
        offered.ShouldAllBe(action => action.Style == ActionStyle.More);

        (await stage.PressAsync(stage.Ben, "verdict", offered[2].Argument)).ShouldBeOfType<ClickAnswer.Done>();
        var file = await stage.FileAsync();
        var reading = file.Readings[file.Focus!.Id];
        (reading.Intent, reading.Sentiment, reading.Unclear).ShouldBe((Intent.Complaint, Sentiment.Negative, null));
        file.Nudge!.Kind.ShouldBe(NudgeKind.Complaint);
        stage.Card().Title.ShouldStartWith("Complaint");
        stage.Card().Actions.ShouldNotContain(action => action.Argument == "sarcasm");
        Words(stage.Card()).ShouldContain("sarcasm (said by Ben)");
    }

    [Fact]
    public async Task Other_reading_of_an_unclear_card_is_taken_as_well()
    {
        await stage.TellAsync(stage.Post("p1", Sarcasm));
        (await stage.PressAsync(stage.Ana, "verdict", "praise")).ShouldBeOfType<ClickAnswer.Done>();
        var file = await stage.FileAsync();
        file.Nudge!.Kind.ShouldBe(NudgeKind.Praise);
        file.Nudge.State.ShouldBe(NudgeState.Open);
        file.Readings[file.Focus!.Id].Sentiment.ShouldBe(Sentiment.Positive);
    }

    [Fact]
    public async Task Urgency_alone_leaves_the_doubt_on_the_card()
    {
        await stage.TellAsync(stage.Post("p1", Sarcasm));
        await stage.PressAsync(stage.Ana, "verdict", "today");
        stage.Card().Title.ShouldStartWith("Unclear");
        Words(stage.Card()).ShouldContain("two readings");
        Words(stage.Card()).ShouldContain("today (said by Ana)");
    }

    [Theory]
    [InlineData("spam", NudgeReason.Spam)]
    [InlineData("abuse", NudgeReason.Abuse)]
    [InlineData("not a complaint", NudgeReason.NotAComplaint)]
    public async Task What_needs_no_answer_by_its_kind_is_set_aside_as_by_its_button(string words, NudgeReason reason)
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        (await stage.PressAsync(stage.Ana, "verdict", words)).ShouldBeOfType<ClickAnswer.Done>();
        var nudge = (await stage.FileAsync()).Nudge!;
        (nudge.State, nudge.Reason).ShouldBe((NudgeState.Dismissed, reason));
        (await LabelsAsync()).ShouldHaveSingleItem().Label.Words.ShouldBe(words);
    }

    [Fact]
    public async Task Buttons_that_dismiss_for_what_the_post_is_are_the_same_verdicts()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PressAsync(stage.Ana, "dismiss", "spam");
        var judged = (await LabelsAsync()).ShouldHaveSingleItem();
        judged.Label.ShouldBe(new Verdict { Intent = Intent.Spam });
        judged.Reading.Before!.Intent.ShouldBe(Intent.Complaint);
    }

    [Fact]
    public async Task Praise_that_no_rule_asks_for_stays_with_the_person_who_has_it_before_her()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PressAsync(stage.Ana, "verdict", "thanks");
        var nudge = (await stage.FileAsync()).Nudge!;
        (nudge.State, nudge.Kind).ShouldBe((NudgeState.Open, NudgeKind.Praise));
        nudge.Matches.ShouldNotBeEmpty();
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("angry", "“angry” is no verdict")]
    [InlineData("not a question", "“not question” is no verdict")]
    [InlineData("complaint praise", "“complaint” and “praise”")]
    public async Task Words_that_cannot_be_are_answered_with_those_that_can(string words, string told)
    {
        await stage.TellAsync(stage.Post("p1", Question));
        var before = await stage.FileAsync();
        var answer = await stage.SayAsync(stage.Ana, $"verdict {before.Nudge!.Id} {words}");
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        answer.Card.Fallback.ShouldContain(told);
        if (told.Contains("no verdict", StringComparison.Ordinal))
        {
            foreach (var word in (string[])["complaint", "thanks", "mixed", "not sarcasm", "whenever"])
                answer.Card.Fallback.ShouldContain(word);
        }

        (await stage.FileAsync()).Fence.ShouldBe(before.Fence);
    }

    [Fact, Trait("Promise", "3")]
    public async Task Viewer_may_not_say_what_a_post_is()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        var vera = await stage.AddMemberAsync("Vera", Role.Viewer);
        (await stage.PressAsync(vera, "verdict", "complaint")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Ana");
        (await LabelsAsync()).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "5")]
    public async Task Late_verdict_changes_nothing_and_who_has_it_is_told()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        var version = (await stage.FileAsync()).Nudge!.Version;
        await stage.PressAsync(stage.Ben, "claim");
        (await stage.PressAsync(stage.Ana, "verdict", "complaint", version: version)).ShouldBeOfType<ClickAnswer.Refused>().Current.ShouldNotBeNull();
        (await stage.PressAsync(stage.Ana, "verdict", "complaint")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Ben has it");
        (await LabelsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Verdict_on_what_is_over_is_kept_as_a_label_and_changes_no_duty()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        await stage.PressAsync(stage.Ana, "answered");
        var before = (await stage.FileAsync()).Nudge!;
        (await stage.PressAsync(stage.Ana, "verdict", "request")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Nudge.ShouldBeEquivalentTo(before);
        (await LabelsAsync()).ShouldHaveSingleItem().Label.Intent.ShouldBe(Intent.Request);
        stage.Record()[^1].Verb.ShouldBe("verdict");
    }

    [Fact]
    public async Task Verdict_stands_until_the_words_are_others()
    {
        await stage.TellAsync(stage.Post("p1", Question, mark: 1));
        await stage.PressAsync(stage.Ana, "verdict", "complaint");
        await stage.TellAsync(stage.Post("p1", Question, mark: 2));
        (await stage.FileAsync()).Readings.Values.ShouldHaveSingleItem().IsVerdict.ShouldBeTrue("the same words");
        await stage.TellAsync(stage.Post("p1", "Do you deliver to Graz, too?", mark: 3));
        var reading = (await stage.FileAsync()).Readings.Values.ShouldHaveSingleItem();
        reading.IsVerdict.ShouldBeFalse();
        reading.Said.ShouldBeNull();
        (await LabelsAsync()).ShouldBeEmpty("nobody judged these words");
    }

    [Fact]
    public async Task Why_tells_who_said_so_and_what_the_reader_had_said()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        await stage.PressAsync(stage.Ana, "verdict", "complaint");
        var why = (await stage.PressAsync(stage.Ben, "why")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var rows = why.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows).ToLookup(row => row.Name, row => string.Concat(row.Value.OfType<Span.Words>().Select(span => span.Text)));
        rows["Verdict"].ShouldHaveSingleItem().ShouldBe("complaint (said by Ana)");
        rows["Read by"].ShouldHaveSingleItem().ShouldBe("starter 1, as neutral, question, whenever");
        rows["History"].ShouldContain(row => row.Contains("Ana · verdict", StringComparison.Ordinal));
    }

    [Fact, Trait("Promise", "13")]
    public async Task Verdict_is_on_record_with_what_was_read_before()
    {
        await stage.TellAsync(stage.Post("p1", Question));
        await stage.PressAsync(stage.Ana, "verdict", "complaint now");
        var entry = stage.Record()[^1];
        (entry.ByName, entry.Verb, entry.Before, entry.After).ShouldBe(("Ana", "verdict", "question neutral whenever, starter 1", "complaint now"));
    }

    [Fact, Trait("Promise", "10")]
    public async Task Deleted_post_takes_its_labels_with_it()
    {
        await stage.TellAsync(stage.Post("p1", Question, mark: 1));
        await stage.PressAsync(stage.Ana, "verdict", "complaint");
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostDeleted("p1", 2));
        (await LabelsAsync()).ShouldBeEmpty();
        (await stage.Get<ILabels>().CountAsync(TeamId.Default, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, Now)).ShouldBeEmpty();
        (await stage.SayAsync(stage.Ana, $"verdict {(await stage.FileAsync()).Nudge!.Id} praise")).Outcome.ShouldBe(CommandOutcome.Refused, "there are no words to judge");
    }

    private async Task<IReadOnlyList<JudgedPost>> LabelsAsync() => await stage.Get<ILabels>().ListAsync(TeamId.Default, null, 100, Now);

    private static string Words(Card card) => string.Join(' ', card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        _ => "",
    }));
}
