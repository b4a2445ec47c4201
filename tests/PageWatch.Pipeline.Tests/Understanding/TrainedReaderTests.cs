using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Tests.Understanding;

/// <summary>The reader of the service, with the model that comes with it.</summary>
public sealed class TrainedReaderTests
{
    private static readonly TrainedReader Reader = new(ShippedModels.Open, new ReaderOptions());

    private static readonly List<string> Lines = [.. StarterReaderChecklistTests.Lines().Select(line => (string)line[0])];

    public static TheoryData<string> Texts() => [.. Lines];

    [Theory, MemberData(nameof(Texts))]
    public void Reading_keeps_its_form(string text) => ReadingForm.ShouldHold(Written.Post(text), Reader.Read(Written.Post(text)), Reader.ReadBy);

    [Theory]
    [InlineData("you absolute clowns, you charged me twice and nobody answers", Intent.Complaint)]
    [InlineData("The grinder broke on the first day. Unbelievable!", Intent.Complaint)]
    [InlineData("do you ship to Norway?", Intent.Question)]
    [InlineData("Danke für die schnelle Hilfe!", Intent.Thanks)]
    [InlineData("Mon colis est arrivé cassé et personne ne répond", Intent.Complaint)]
    [InlineData("please add a dark mode to the app", Intent.Request)]
    public void Wish_of_a_plain_post_is_read(string text, Intent intent) => Reader.Read(Written.Post(text)).Intent.ShouldBe(intent);

    [Fact]
    public void Fire_is_urgent_and_says_why()
    {
        var reading = Reader.Read(Written.Post("Your heater just caught fire in my kitchen, the kids were next to it"));
        reading.Urgency.ShouldBe(Urgency.Now);
        reading.UrgencyReasons.ShouldContain("fire or danger");
        reading.Intent.ShouldBe(Intent.Complaint);
    }

    [Fact]
    public void What_cannot_wait_always_has_a_reason()
    {
        var urgent = Lines.Select(line => Reader.Read(Written.Post(line))).Where(reading => reading.Urgency != Urgency.Whenever).ToList();
        urgent.Count.ShouldBeGreaterThan(10);
        urgent.ShouldAllBe(reading => reading.UrgencyReasons.Count > 0);
    }

    [Fact]
    public void Reason_that_no_list_names_shows_no_word_that_says_nothing()
    {
        var reading = Reader.Read(Written.Post("Das Paket an Emily ist nie angekommen, ich warte seit drei Wochen!"));
        reading.Urgency.ShouldBe(Urgency.Today);
        reading.UrgencyReasons.ShouldHaveSingleItem().ShouldNotContain("“ich”");
    }

    [Fact]
    public void Of_a_very_long_post_both_ends_are_read_and_the_reading_says_so()
    {
        var text = "Hello." + new string(' ', 15_000) + "My parcel never arrived and nobody answers.";
        var reading = Reader.Read(Written.Post(text));
        reading.Remark.ShouldNotBeNull().ShouldContain("not read");
        reading.Intent.ShouldBe(Intent.Complaint);
        ReadingForm.ShouldHold(Written.Post(text), reading, Reader.ReadBy);
        var words = reading.Evidence.Select(evidence => text.Substring(evidence.Start, evidence.Length)).ToList();
        words.ShouldContain(word => word.Contains("arrived") || word.Contains("nobody") || word.Contains("answers"), string.Join(" | ", words));
    }

    [Fact]
    public void What_identifies_somebody_is_found_where_nothing_else_is_read()
    {
        var text = string.Concat(Enumerable.Repeat("so long ", 1_400)) + "write to ana.souza@example.com please" + string.Concat(Enumerable.Repeat(" so long", 500));
        var datum = Reader.Read(Written.Post(text)).Personal.ShouldHaveSingleItem();
        text.Substring(datum.Start, datum.Length).ShouldBe("ana.souza@example.com");
    }

    [Theory]
    [InlineData("Absolutely wonderful, best stay of my life, thank you!", 1)]
    [InlineData("Horrible, dirty, rude, the worst hotel I have ever seen.", 5)]
    public void Stars_that_the_words_deny_are_shown_as_two_readings(string text, int stars) =>
        Reader.Read(Written.Post(text) with { Stars = stars }).Unclear.ShouldNotBeNull().Why.ShouldContain("star");

    [Fact]
    public void The_surer_one_wants_to_be_the_more_a_person_is_asked()
    {
        int Asked(double below)
        {
            var reader = new TrainedReader(ShippedModels.Open, new ReaderOptions(below));
            return Lines.Count(line => reader.Read(Written.Post(line)).Unclear is not null);
        }

        Asked(0.95).ShouldBeGreaterThan(Asked(0.2));
    }

    [Fact]
    public void Words_that_decided_are_weighed()
    {
        var post = Written.Post("The parcel never arrived and I want my money back. Terrible service!");
        var reading = Reader.Read(post);
        var evidence = Reader.Explain(post, reading);
        ReadingForm.ShouldHold(post, reading with { Evidence = evidence }, Reader.ReadBy);
        evidence.ShouldContain(each => each.For == "complaint" && each.Weight > 0);
        evidence.ShouldContain(each => (each.For == "negative" || each.For == "complaint") && each.Weight > 0 && post.Text.Substring(each.Start, each.Length).Contains("Terrible"));
    }

    [Fact]
    public void Many_threads_read_the_same_as_one()
    {
        var posts = Lines.Select(line => Written.Post(line)).ToArray();
        var alone = posts.Select(Said).ToArray();
        var together = new string[posts.Length];
        Parallel.For(0, posts.Length, i => together[i] = Said(posts[i]));
        together.ShouldBe(alone);

        static string Said(Post post) => Reader.Read(post) is var reading ? $"{reading.Sentiment} {reading.SentimentConfidence} {reading.Intent} {reading.IntentConfidence} {reading.Urgency}" : "";
    }

    [Fact]
    public void Model_that_does_not_answer_what_is_asked_is_refused()
    {
        var open = ShippedModels.Open;
        var lame = new TextModel(open.Name, open.Version, open.Lexicon, open.Cues, [.. open.Heads.Where(head => head.Name != "now")], open.Linear, open.Nets, open.Words);
        Should.Throw<InvalidDataException>(() => new TrainedReader(lame, new ReaderOptions())).Message.ShouldContain("'now'");
    }

    [Fact]
    public void Both_models_that_come_with_the_program_can_read()
    {
        foreach (var name in ShippedModels.Names)
            new TrainedReader(ShippedModels.Named(name), new ReaderOptions()).ReadBy.ShouldStartWith(name + " ");
    }
}
