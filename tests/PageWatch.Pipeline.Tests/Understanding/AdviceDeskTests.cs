using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Understanding;

/// <summary>What becomes of a reading when an adviser says something, or does not.</summary>
public sealed class AdviceDeskTests
{
    private readonly FakeTimeProvider time = new(A.Morning);
    private readonly OwnAdviser adviser = new();

    private AdviceDesk Desk => field ??= new AdviceDesk(Written.Reader, [adviser], time);

    [Fact]
    public async Task Without_an_adviser_the_embedded_reader_reads_itself()
    {
        var desk = new AdviceDesk(Written.Reader, [], time);
        desk.HasAdviser.ShouldBeFalse();
        (await desk.ReaderForAsync([Written.Post("It broke.")], CancellationToken.None)).ShouldBeSameAs(Written.Reader);
    }

    [Fact]
    public async Task Advice_gives_language_sentiment_and_topics_and_leaves_the_rest()
    {
        const string text = "The app lost my order 445566 again, I need it today.";
        adviser.Says = _ => Told(Sentiment.Mixed) with { KeyPhrases = ["my order 445566", "app", "Invented", "order", "App", "today", "need"], Language = "nl", LanguageConfidence = 0.7 };
        var (reading, own) = (await ReadAsync(text), Written.Read(text));
        (reading.Language, reading.LanguageConfidence, reading.Sentiment, reading.SentimentConfidence).ShouldBe(("nl", 0.7, Sentiment.Mixed, 0.9));
        reading.Topics.ShouldBe(["my order 445566", "app", "order"]);
        (reading.Intent, reading.Urgency, reading.ReadBy).ShouldBe((own.Intent, own.Urgency, "test 7 + starter 1"));
        reading.UrgencyReasons.ShouldBe(own.UrgencyReasons);
        reading.Remark.ShouldBeNull();
    }

    [Fact]
    public async Task Advice_that_was_not_given_leaves_the_embedded_reading_with_a_remark()
    {
        adviser.Says = _ => new Advice.NotGiven("language 'xx' is not supported");
        var reading = await ReadAsync("Third parcel in a row that arrives broken.");
        reading.Remark.ShouldBe("The adviser gave no advice: language 'xx' is not supported");
        (reading with { Remark = null }).ReadBy.ShouldBe("starter 1");
        reading.Intent.ShouldBe(Intent.Complaint);
    }

    [Fact]
    public async Task Cut_and_warnings_are_said_on_the_reading()
    {
        adviser.Says = _ => Told(Sentiment.Neutral) with { IsCut = true, Remarks = ["no key phrases (throttled)"] };
        (await ReadAsync("Where is it?")).Remark.ShouldBe("The adviser: only the beginning was read, no key phrases (throttled)");
    }

    [Fact]
    public async Task Opinions_are_the_words_that_decided_on_the_sentiment()
    {
        const string text = "Great coffee 😀 but the barista was meh.";
        adviser.Says = _ => Told(Sentiment.Negative) with
        {
            Opinions = [Of(text, "barista", "meh", Sentiment.Negative), Of(text, "coffee", "Great", Sentiment.Positive)],
        };
        var reading = await ReadAsync(text);
        reading.Opinions.Select(opinion => opinion.Sentiment).ShouldBe([Sentiment.Positive, Sentiment.Negative]);
        reading.Evidence.Where(evidence => evidence.For is "negative" or "positive").Select(evidence => (text.Substring(evidence.Start, evidence.Length), evidence.For)).ShouldBe(
            [("barista", "negative"), ("meh", "negative")]);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(0, 0)]
    [InlineData(3, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    public async Task Place_outside_the_text_or_through_a_sign_is_left_out(int start, int length)
    {
        const string text = "Broke 😡 again";
        var place = new TextPlace(start, length);
        adviser.Says = _ => Told(Sentiment.Negative) with
        {
            Opinions = [new Opinion(place, Sentiment.Negative, [new Assessment(place, Sentiment.Negative, false)])],
            Personal = [new PersonalDatum(start, length, PersonalKind.Person)],
        };
        var reading = await ReadAsync(text);
        reading.Opinions.ShouldBeEmpty();
        reading.Personal.ShouldBeEmpty();
    }

    [Fact]
    public async Task Places_are_counted_in_the_post_and_not_in_its_title()
    {
        var post = Written.Post("The lid broke.") with { Title = "Bad lid" };
        adviser.Says = told => Told(Sentiment.Negative) with { Opinions = [Of(told, "lid", "Bad", Sentiment.Negative), new Opinion(new TextPlace(12, 3), Sentiment.Negative, [])] };
        var reading = (await Desk.ReaderForAsync([post], CancellationToken.None)).Read(post);
        adviser.Texts.ShouldBe(["Bad lid\nThe lid broke."]);
        var opinion = reading.Opinions.ShouldHaveSingleItem();
        post.Text.Substring(opinion.Target!.Value.Start, 3).ShouldBe("lid");
    }

    [Fact]
    public async Task Personal_data_of_both_is_joined_and_named_in_no_topic()
    {
        const string text = "Dana Reyes here, order 445566 at Dana Reyes never came.";
        adviser.Says = _ => Told(Sentiment.Negative) with
        {
            KeyPhrases = ["Dana Reyes", "order"],
            Personal = [new PersonalDatum(0, 10, PersonalKind.Person), new PersonalDatum(17, 12, PersonalKind.Other)],
        };
        var reading = await ReadAsync(text);
        reading.Personal.ShouldBe([new PersonalDatum(0, 10, PersonalKind.Person), new PersonalDatum(17, 12, PersonalKind.Order)]);
        reading.Topics.ShouldNotContain("Dana Reyes");
    }

    [Theory]
    [InlineData("Thank you so much, what a great day!", Sentiment.Negative, Intent.Complaint, "two readers disagree")]
    [InlineData("Third parcel in a row that arrives broken.", Sentiment.Positive, Intent.Complaint, "two readers disagree")]
    [InlineData("I love your new shop, it is wonderful!", Sentiment.Mixed, Intent.Praise, "good and bad in one")]
    [InlineData("I love your new shop, it is wonderful!", Sentiment.Positive, Intent.Praise, null)]
    [InlineData("Third parcel in a row that arrives broken.", Sentiment.Neutral, Intent.Complaint, null)]
    [InlineData("When do you open on Sunday?", Sentiment.Negative, Intent.Question, null)]
    public async Task Intent_and_sentiment_that_contradict_each_other_ask_for_a_person(string text, Sentiment told, Intent intent, string? doubt)
    {
        adviser.Says = _ => Told(told);
        var reading = await ReadAsync(text);
        (reading.Sentiment, reading.Intent, reading.Unclear?.Why).ShouldBe((told, intent, doubt));
        if (reading.Unclear is { } unclear)
            (unclear.FirstConfidence + unclear.SecondConfidence).ShouldBe(1, 1e-9);
    }

    [Fact]
    public async Task One_deadline_holds_for_all_texts()
    {
        adviser.IsSilent = true;
        var asked = Desk.ReaderForAsync([Written.Post("It broke.", 1), Written.Post("It burst.", 2)], CancellationToken.None).AsTask();
        await adviser.Heard.Task;
        time.Advance(TimeSpan.FromSeconds(9.9));
        asked.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));
        (await asked).Read(Written.Post("It burst.", 2)).Remark.ShouldBe("The adviser gave no advice: no answer in time");
    }

    [Fact]
    public async Task Stop_of_the_service_is_no_reading()
    {
        adviser.IsSilent = true;
        using var stop = new CancellationTokenSource();
        var asked = Desk.ReaderForAsync([Written.Post("It broke.")], stop.Token).AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
    }

    [Fact]
    public async Task Same_words_are_asked_about_once_and_failures_soon_again()
    {
        adviser.Says = text => text == "given" ? Told(Sentiment.Neutral) : new Advice.NotGiven("throttled");
        Post[] posts = [Written.Post("given", 1), Written.Post("given", 2), Written.Post("none", 3)];
        await Desk.ReaderForAsync(posts, CancellationToken.None);
        await Desk.ReaderForAsync(posts, CancellationToken.None);
        adviser.Texts.ShouldBe(["given", "none"]);
        time.Advance(TimeSpan.FromSeconds(30));
        await Desk.ReaderForAsync(posts, CancellationToken.None);
        adviser.Texts.ShouldBe(["given", "none", "none"]);
        time.Advance(TimeSpan.FromMinutes(10));
        await Desk.ReaderForAsync(posts, CancellationToken.None);
        adviser.Texts.Count(text => text == "given").ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_to_read_is_nothing_asked()
    {
        (await Desk.ReaderForAsync([Written.Post(" ")], CancellationToken.None)).ShouldBeSameAs(Written.Reader);
        adviser.Texts.ShouldBeEmpty();
    }

    private async Task<Reading> ReadAsync(string text)
    {
        var post = Written.Post(text);
        return (await Desk.ReaderForAsync([post], CancellationToken.None)).Read(post);
    }

    private static Advice.Given Told(Sentiment sentiment) => new()
    {
        By = "test 7",
        Language = "en",
        LanguageConfidence = 1,
        Sentiment = sentiment,
        SentimentConfidence = 0.9,
        Scores = sentiment switch { Sentiment.Positive => new(0.9, 0, 0.1), Sentiment.Negative => new(0.1, 0, 0.9), Sentiment.Neutral => new(0, 0.9, 0.1), _ => new(0.5, 0, 0.5) },
    };

    private static Opinion Of(string text, string target, string said, Sentiment sentiment) => new(
        new TextPlace(text.IndexOf(target, StringComparison.Ordinal), target.Length),
        sentiment,
        [new Assessment(new TextPlace(text.IndexOf(said, StringComparison.Ordinal), said.Length), sentiment, IsNegated: false)]);

    private sealed class OwnAdviser : IReadingAdviser
    {
        public List<string> Texts { get; } = [];

        public Func<string, Advice> Says { get; set; } = _ => new Advice.NotGiven("nothing to say");

        public bool IsSilent { get; set; }

        public TaskCompletionSource Heard { get; } = new();

        public string Name => "The adviser";

        public AdviceTerms Terms { get; } = new(TimeSpan.FromSeconds(10), MasksPersonal: false, ReadsOwn: false, ReadsBaseline: false);

        public async Task<IReadOnlyList<Advice>> AdviseAsync(IReadOnlyList<AdviceRequest> texts, CancellationToken cancellationToken)
        {
            Texts.AddRange(texts.Select(text => text.Text));
            Heard.TrySetResult();
            if (!IsSilent)
                return [.. texts.Select(text => Says(text.Text))];
            var cancelled = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(cancelled.SetResult);
            await cancelled.Task;
            return [.. texts.Select(_ => new Advice.NotGiven("no answer in time"))];
        }
    }
}
