using Microsoft.AspNetCore.Http;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Posts on their whole way to the card, with Azure beside the embedded reader, and without it when it is away.</summary>
public sealed class AzureJourneyTests : IAsyncLifetime
{
    private const string Barista = "The barista was not friendly.";
    private AzureStub stub = null!;
    private Stage stage = null!;

    public async Task InitializeAsync()
    {
        stub = await AzureStub.StartAsync();
        stage = await Stage.OpenAsync(services => AzureDesk.Add(services, stub.Endpoint));
    }

    public async Task DisposeAsync()
    {
        await stage.DisposeAsync();
        await stub.DisposeAsync();
    }

    [Fact]
    public async Task Post_is_read_with_azure_and_the_story_shows_it()
    {
        await stage.TellAsync(stage.Post("p1", "My parcel arrived broken. " + Barista));
        // The stub knows no such text: its word is "neutral".
        (await ReadingAsync()).Sentiment.ShouldBe(Sentiment.Neutral);

        await stage.TellAsync(stage.Post("p1", Barista, mark: 2));
        var reading = await ReadingAsync();
        (reading.Sentiment, reading.SentimentConfidence, reading.Language).ShouldBe((Sentiment.Negative, 0.95, "en"));
        reading.ReadBy.ShouldBe("azure-language 2025-01-01 + starter 1");
        reading.Remark.ShouldBeNull();
        reading.Evidence.Select(evidence => (Barista.Substring(evidence.Start, evidence.Length), evidence.For)).ShouldContain(("friendly", "negative"));
        var why = await WhyAsync();
        why["Read by"].ShouldBe("azure-language 2025-01-01 + starter 1");
        why["Opinions"].ShouldBe("barista: friendly (negative)");
        why.ShouldNotContainKey("Note on the reading");
    }

    [Fact]
    public async Task Post_is_read_by_the_embedded_reader_when_azure_is_down_and_says_so()
    {
        stub.Instead = _ => Task.FromResult<IResult?>(AzureStub.Sample("error-503.json", 503));
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        var reading = await ReadingAsync();
        (reading.Intent, reading.Sentiment, reading.ReadBy).ShouldBe((Intent.Complaint, Sentiment.Negative, "starter 1"));
        reading.Remark.ShouldBe("Azure AI Language gave no advice: it is in trouble (503)");
        (await WhyAsync())["Note on the reading"].ShouldBe(reading.Remark);
        (await stage.FileAsync()).Nudge!.Kind.ShouldBe(NudgeKind.Complaint);
    }

    [Fact]
    public async Task Azure_that_is_gone_altogether_costs_a_remark_and_no_post()
    {
        await stub.DisposeAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."), stage.Post("p2", "My order never came, where is it?", "Ben W."));
        (await stage.NudgesAsync()).ShouldBe(2);
        (await ReadingAsync()).Remark.ShouldBe("Azure AI Language gave no advice: unreachable");
    }

    [Theory]
    [InlineData("Nobody answers! Mail me: dana.reyes@example.com or +49 170 1234567. Order 445566 is late.", "dana.reyes", "1234567", "445566")]
    [InlineData("Card 4111 1111 1111 1111 was charged twice, this is broken 😡", "4111", "1111 1111", "1111 1111 1111")]
    public async Task Azure_never_sees_what_was_masked(string text, params string[] secrets)
    {
        await stage.TellAsync(stage.Post("p1", text));
        stub.CallsOf("PiiEntityRecognition").ShouldBe(1);
        foreach (var call in stub.Calls)
        {
            var body = call.Body!.ToJsonString();
            secrets.ShouldAllBe(secret => !body.Contains(secret, StringComparison.Ordinal));
            ((string)call.Documents[0]["text"]!).Length.ShouldBe(text.Length);
        }

        (await ReadingAsync()).Personal.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Title_is_masked_too_and_nothing_in_it_is_pointed_at()
    {
        stub.Speaks = _ => "en";
        var seen = A.Seen("p1", "Broken again, and nobody answers.") with { Title = "For ana@example.org" };
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostSeen(seen));
        var told = stub.TextsOf("SentimentAnalysis").ShouldHaveSingleItem();
        told.ShouldBe("For ***************\nBroken again, and nobody answers.");
    }

    [Fact]
    public async Task Azure_is_told_everything_only_where_masking_was_switched_off()
    {
        await using var open = await Stage.OpenAsync(services => AzureDesk.Add(services, stub.Endpoint, ("MaskPersonal", "false")));
        var (text, _) = AzureSamples.Told("pii").Single();
        await open.TellAsync(open.Post("p1", text + " It arrived broken."));
        stub.TextsOf("SentimentAnalysis").ShouldHaveSingleItem().ShouldContain("dana.reyes@example.com");
    }

    [Fact]
    public async Task What_we_wrote_and_what_was_there_before_is_not_sent()
    {
        await stage.TellAsync(stage.Own("o1", "We are sorry to hear that.", null), stage.Post("old", "Broken again.", at: A.Morning - TimeSpan.FromDays(30)));
        stub.Calls.ShouldBeEmpty();
        await stage.TellAsync(stage.Post("old", "Broken again and again.", at: A.Morning - TimeSpan.FromDays(30), mark: 2));
        stub.TextsOf("SentimentAnalysis").ShouldBe(["Broken again and again."]);
    }

    [Fact]
    public async Task What_we_wrote_and_what_was_there_before_is_sent_where_that_was_chosen()
    {
        await using var all = await Stage.OpenAsync(services => AzureDesk.Add(services, stub.Endpoint, ("OwnPosts", "true"), ("BaselinePosts", "true")));
        await all.TellAsync(all.Own("o1", "We are sorry to hear that.", null), all.Post("old", "Broken again.", at: A.Morning - TimeSpan.FromDays(30)));
        stub.TextsOf("SentimentAnalysis").ShouldBe(["We are sorry to hear that.", "Broken again."], ignoreOrder: true);
    }

    [Fact]
    public async Task Repeats_and_deletes_are_not_paid_for()
    {
        var post = stage.Post("p1", "Third parcel in a row that arrives broken.");
        await stage.TellAsync(post);
        var calls = stub.Calls.Count;
        await stage.TellAsync(post, post);
        await stage.TellAsync(stage.Post("p2", "It came broken."), new Domain.Sources.SourceEvent.PostDeleted("p2", null));
        stub.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Posts_of_a_batch_are_asked_about_together()
    {
        await stage.TellAsync([.. Enumerable.Range(0, 10).Select(i => stage.Post($"p{i}", $"Parcel {i} arrived broken.", $"Visitor {i}"))]);
        stub.CallsOf("LanguageDetection").ShouldBe(1);
        stub.CallsOf("SentimentAnalysis").ShouldBe(1);
    }

    [Fact]
    public async Task Test_command_asks_azure_as_a_post_would()
    {
        var answer = await stage.SayAsync(stage.Ana, $"test \"{Barista}\"");
        var facts = answer.Card.Parts.OfType<CardPart.Facts>().SelectMany(each => each.Rows).ToList();
        facts.ShouldContain(fact => Text(fact).Contains("azure-language 2025-01-01", StringComparison.Ordinal));
    }

    private async Task<Reading> ReadingAsync()
    {
        var known = await stage.Get<Pipeline.Ingest.IPosts>().FindAsync(stage.Blog.Id, ["p1"], CancellationToken.None);
        var file = await stage.Get<Pipeline.Journey.IJourneyStore>().OpenAsync(stage.Blog, [known["p1"].Conversation], [], ["p1"], CancellationToken.None);
        return file[0].Readings[known["p1"].Id];
    }

    private async Task<Dictionary<string, string>> WhyAsync()
    {
        var answer = (await stage.PressAsync(stage.Ana, "why")).ShouldBeOfType<ClickAnswer.Private>();
        return answer.Card.Parts.OfType<CardPart.Facts>().SelectMany(each => each.Rows).GroupBy(fact => fact.Name).ToDictionary(group => group.Key, group => Text(group.First()));
    }

    private static string Text(Fact fact) => string.Concat(fact.Value.Select(span => span switch { Span.Words words => words.Text, Span.Outside outside => outside.Text, _ => "" }));
}
