using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Understanding;

public sealed class VerdictTests
{
    private static readonly Unclear Doubt = new("may be sarcasm", "complaint", 0.6, "praise", 0.4);

    [Theory]
    [InlineData("complaint", "complaint")]
    [InlineData("COMPLAINT, negative; now", "complaint negative now")]
    [InlineData("now negative complaint", "complaint negative now")]
    [InlineData("  whenever\t", "whenever")]
    [InlineData("sarcastic", "sarcasm")]
    [InlineData("not sarcasm", "not sarcasm")]
    [InlineData("Not a complaint", "not a complaint")]
    [InlineData("not-a-complaint", "not a complaint")]
    [InlineData("not complaint", "not a complaint")]
    [InlineData("not a complaint, question", "question")]
    [InlineData("question not a complaint", "question")]
    [InlineData("praise praise", "praise")]
    [InlineData("It’s a complaint and it is negative", "complaint negative")]
    [InlineData("mixed not sarcasm today", "not sarcasm mixed today")]
    public void Words_are_read_forgivingly_and_said_in_one_way(string typed, string words)
    {
        VerdictWords.Parse(typed).Verdict!.Words.ShouldBe(words);
        VerdictWords.Parse(words).Verdict.ShouldBe(VerdictWords.Parse(typed).Verdict, "what is shown can be typed");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(" , ", "")]
    [InlineData("angry", "angry")]
    [InlineData("complaint angry", "angry")]
    [InlineData("not a question", "not question")]
    [InlineData("not", "not")]
    [InlineData("not a", "not")]
    [InlineData("not not a complaint", "not not")]
    [InlineData("a", "")]
    [InlineData("0", "0")]
    public void Words_that_say_nothing_here_are_named(string typed, string problem)
    {
        var parse = VerdictWords.Parse(typed);
        parse.Verdict.ShouldBeNull();
        parse.Problem.ShouldBe(problem);
        parse.Beside.ShouldBeNull();
    }

    [Theory]
    [InlineData("complaint praise", "complaint", "praise")]
    [InlineData("not a complaint complaint", "not a complaint", "complaint")]
    [InlineData("complaint not a complaint", "complaint", "not a complaint")]
    [InlineData("negative mixed", "negative", "mixed")]
    [InlineData("now whenever", "now", "whenever")]
    [InlineData("sarcasm not sarcasm", "sarcasm", "not sarcasm")]
    [InlineData("not sarcasm sarcasm", "not sarcasm", "sarcasm")]
    public void What_cannot_be_both_is_named(string typed, string before, string then)
    {
        var parse = VerdictWords.Parse(typed);
        parse.Verdict.ShouldBeNull();
        (parse.Beside, parse.Problem).ShouldBe((before, then));
    }

    [Fact]
    public void Reading_says_what_the_person_said_and_keeps_what_the_analyser_had_said()
    {
        var read = A.Reading(Intent.Question, Urgency.Whenever) with { Unclear = Doubt, Evidence = [new Evidence(0, 3, "question"), new Evidence(4, 3, "neutral")] };
        var said = Say("complaint negative now", read);
        (said.Intent, said.Sentiment, said.Urgency).ShouldBe((Intent.Complaint, Sentiment.Negative, Urgency.Now));
        (said.IntentConfidence, said.SentimentConfidence).ShouldBe((1, 1));
        said.UrgencyReasons.ShouldBe(["Ana says so"]);
        said.Unclear.ShouldBeNull();
        said.Evidence.ShouldBeEmpty("the words that decided otherwise decide nothing any more");
        (said.ReadBy, said.IsVerdict).ShouldBe(("Ana", true));
        said.Before.ShouldBe(new AnalyserSaid(Sentiment.Neutral, Intent.Question, Urgency.Whenever, true, "test 1"));
        read.IsVerdict.ShouldBeFalse();
    }

    [Fact]
    public void Second_word_stands_before_the_first_and_the_analysers_stays_the_analysers()
    {
        var first = Say("praise positive", A.Reading());
        var second = Say("question", first);
        second.Said!.Words.ShouldBe("question positive");
        second.Before!.Intent.ShouldBe(Intent.Complaint);
        Say("not a complaint", second).Said!.Words.ShouldBe("not a complaint positive");
        Say("now", Say("sarcasm", A.Reading(Intent.Praise))).Said!.Words.ShouldBe("sarcasm now");
    }

    [Fact]
    public void Urgency_alone_leaves_a_doubt_open()
    {
        var said = Say("today", A.Reading(urgency: Urgency.Now) with { Unclear = Doubt, UrgencyReasons = ["fire"], Evidence = [new Evidence(0, 4, "now")] });
        said.Unclear.ShouldBe(Doubt);
        said.Urgency.ShouldBe(Urgency.Today);
        said.Evidence.ShouldBeEmpty();
        Say("whenever", said).UrgencyReasons.ShouldBeEmpty();
        Say("today", A.Reading() with { UrgencyReasons = ["a lawyer"] }).UrgencyReasons.ShouldBe(["a lawyer"], "it is as urgent as before, for the same reason");
    }

    [Theory]
    [InlineData("sarcasm", Intent.Praise, "complaint sarcasm negative")]
    [InlineData("sarcasm", Intent.Question, "sarcasm negative")]
    [InlineData("sarcasm praise positive", Intent.Complaint, "praise sarcasm positive")]
    [InlineData("not sarcasm", Intent.Complaint, "praise not sarcasm positive")]
    [InlineData("not sarcasm question", Intent.Complaint, "question not sarcasm positive")]
    public void Sarcasm_and_its_opposite_say_what_is_meant(string said, Intent read, string meant)
    {
        var verdict = VerdictWords.Parse(said).Verdict!;
        verdict.MeantOf(A.Reading(read) with { Unclear = Doubt }).Words.ShouldBe(meant);
    }

    [Fact]
    public void Words_taken_as_they_stand_say_nothing_where_nobody_was_in_doubt() =>
        VerdictWords.Parse("not sarcasm").Verdict!.MeantOf(A.Reading()).Words.ShouldBe("not sarcasm");

    [Theory]
    [InlineData("praise", Intent.Complaint, Sentiment.Positive)]
    [InlineData("complaint", Intent.Praise, Sentiment.Negative)]
    [InlineData("question", Intent.Complaint, Sentiment.Negative)]
    [InlineData("praise mixed", Intent.Complaint, Sentiment.Mixed)]
    public void Praise_is_not_left_negative_nor_a_complaint_positive(string said, Intent read, Sentiment sentiment)
    {
        var reading = Say(said, A.Reading(read));
        reading.Sentiment.ShouldBe(sentiment);
        if (!said.Contains(' ', StringComparison.Ordinal))
            reading.Said!.Sentiment.ShouldBeNull("nobody said so");
    }

    private static Reading Say(string words, Reading reading) => VerdictWords.Parse(words).Verdict!.On(reading, "Ana", "Ana says so");
}
