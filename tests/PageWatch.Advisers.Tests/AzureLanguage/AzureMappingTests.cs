using System.Text.Json.Nodes;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Each documented answer, field by field.</summary>
public sealed class AzureMappingTests : IAsyncLifetime
{
    private const string Latte = "Love the new Contoso Coffee oat latte 😀! But the app keeps crashing and support was slow.";
    private const string Barista = "The barista was not friendly.";
    private const string Euro = "Der Kaffee bei Contoso Coffee kostet 3 Euro.";
    private const string Charged = "😡 Contoso Coffee charged me twice! Call Dana Reyes on 555-0142 or mail dana.reyes@example.com";
    private AzureDesk azure = null!;

    public async Task InitializeAsync() => azure = await AzureDesk.OpenAsync();

    public async Task DisposeAsync() => await azure.DisposeAsync();

    [Fact]
    public async Task Mixed_post_comes_with_both_opinions_at_their_places_behind_an_emoji()
    {
        var given = await azure.GivenAsync(Latte);
        given.By.ShouldBe("azure-language 2025-01-01");
        given.Sentiment.ShouldBe(Sentiment.Mixed);
        given.SentimentConfidence.ShouldBe(0.99 * 0.98, 1e-9);
        given.Scores.ShouldBe(new SentimentScores(0.49, 0.01, 0.5));
        given.IsCut.ShouldBeFalse();
        given.Remarks.ShouldBeEmpty();
        given.Opinions.Select(opinion => (At(Latte, opinion.Target!.Value), opinion.Sentiment, string.Join(' ', opinion.Assessments.Select(each => At(Latte, each.Place))))).ShouldBe(
            [("oat latte", Sentiment.Positive, "Love"), ("app", Sentiment.Negative, "crashing"), ("support", Sentiment.Negative, "slow")]);
        given.Opinions.SelectMany(opinion => opinion.Assessments).ShouldAllBe(assessment => !assessment.IsNegated);
    }

    [Fact]
    public async Task Negated_assessment_is_told_as_such()
    {
        var given = await azure.GivenAsync(Barista);
        (given.Sentiment, given.SentimentConfidence).ShouldBe((Sentiment.Negative, 0.95));
        given.Scores.ShouldBe(new SentimentScores(0.02, 0.03, 0.95));
        var opinion = given.Opinions.ShouldHaveSingleItem();
        At(Barista, opinion.Target!.Value).ShouldBe("barista");
        opinion.Assessments.ShouldHaveSingleItem().ShouldBe(new Assessment(new TextPlace(20, 8), Sentiment.Negative, IsNegated: true));
    }

    [Fact]
    public async Task Neutral_post_has_its_own_score_and_no_opinion()
    {
        azure.Stub.Speaks = _ => "de";
        var given = await azure.GivenAsync(Euro);
        (given.Sentiment, given.SentimentConfidence, given.Language).ShouldBe((Sentiment.Neutral, 0.95, "de"));
        given.Opinions.ShouldBeEmpty();
        azure.Stub.Calls.Where(call => call.Kind != "LanguageDetection").ShouldAllBe(call => (string?)call.Documents[0]["language"] == "de");
    }

    [Theory]
    [InlineData("Contoso Coffee has the best espresso in town", "en", 1.0)]
    [InlineData("Der Kaffee bei Contoso Coffee ist leider kalt", "de", 1.0)]
    public async Task Detected_language_is_taken_with_its_score(string text, string language, double confidence)
    {
        var given = await azure.GivenAsync(text);
        (given.Language, given.LanguageConfidence).ShouldBe((language, confidence));
    }

    [Fact]
    public async Task Language_that_is_not_recognised_costs_no_further_call()
    {
        (await azure.WhyNotAsync("12345 67890")).ShouldBe("the language was not recognised");
        azure.Stub.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("zh_chs", "zh-hans", "zh")]
    [InlineData("zh_cht", "zh-hant", "zh")]
    [InlineData("nb", "no", "nb")]
    [InlineData("PT-BR", "pt-br", "pt")]
    public async Task Spelling_of_detection_becomes_that_of_analysis(string detected, string asked, string read)
    {
        azure.Stub.Speaks = _ => detected;
        (await azure.GivenAsync("…")).Language.ShouldBe(read);
        azure.Stub.Calls.Single(call => call.Kind == "SentimentAnalysis").Documents[0]["language"]!.GetValue<string>().ShouldBe(asked);
    }

    [Fact]
    public async Task Key_phrases_are_the_posts_own_words_and_warnings_are_said()
    {
        (await azure.GivenAsync(Latte)).KeyPhrases.ShouldBe(["Contoso Coffee oat latte", "app", "support"]);
        var (text, _) = AzureSamples.Told("key-phrases").Last();
        var given = await azure.GivenAsync(text);
        given.KeyPhrases.ShouldBe(["Contoso Coffee loyalty card"]);
        given.Remarks.ShouldBe(["very long words were cut"]);
    }

    [Fact]
    public async Task Personal_data_is_found_at_its_place_behind_an_emoji()
    {
        var given = await azure.GivenAsync(Charged);
        given.Personal.ShouldNotBeNull().Select(datum => (datum.Kind, At(Charged, new TextPlace(datum.Start, datum.Length)))).ShouldBe(
            [(PersonalKind.Person, "Dana Reyes"), (PersonalKind.Phone, "555-0142"), (PersonalKind.Email, "dana.reyes@example.com")]);
    }

    [Fact]
    public async Task What_azure_calls_personal_and_we_have_no_word_for_is_kept_as_other()
    {
        azure.Stub.Tell("PiiEntityRecognition", Barista, Json("""{"entities":[{"text":"The","category":"FutureThing","offset":0,"length":3,"confidenceScore":0.9}]}"""));
        (await azure.GivenAsync(Barista)).Personal.ShouldBe([new PersonalDatum(0, 3, PersonalKind.Other)]);
    }

    [Fact]
    public async Task Failed_documents_fail_alone_each_with_its_reason()
    {
        var partial = JsonNode.Parse(AzureSamples.Read("sentiment-partial.response.json"))!;
        partial["results"]!["documents"]![0]!["id"] = "0";
        for (var i = 0; i < 3; i++)
            partial["results"]!["errors"]![i]!["id"] = $"{i + 1}";
        azure.Stub.Speaks = text => text == "c" ? "xx" : "en";
        azure.Stub.Instead = call => Task.FromResult(call.Kind == "SentimentAnalysis" ? AzureStub.Body(partial.ToJsonString(), 200) : null);
        var advice = await azure.AskAsync(Barista, "b", "c", "d");
        advice[0].ShouldBeOfType<Advice.Given>().Sentiment.ShouldBe(Sentiment.Negative);
        advice.Skip(1).ShouldBe([new Advice.NotGiven("it cannot read the text"), new Advice.NotGiven("language 'xx' is not supported"), new Advice.NotGiven("it cannot read the text")]);
    }

    [Fact]
    public async Task Answers_are_matched_by_id_whatever_their_order()
    {
        azure.Stub.Backwards = true;
        var advice = await azure.AskAsync(Latte, Barista, Charged);
        advice.Select(each => each.ShouldBeOfType<Advice.Given>().Sentiment).ShouldBe([Sentiment.Mixed, Sentiment.Negative, Sentiment.Neutral]);
        ((Advice.Given)advice[2]).Personal!.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Assessment_without_a_target_is_an_opinion_of_the_whole()
    {
        azure.Stub.Tell("SentimentAnalysis", "Awful!", Json("""
            {"sentiment":"negative","confidenceScores":{"positive":0,"neutral":0,"negative":1},"sentences":[{"sentiment":"negative","offset":0,"length":6,"targets":[],
             "assessments":[{"text":"Awful","offset":0,"length":5,"sentiment":"negative","isNegated":false,"confidenceScores":{"positive":0,"negative":1}}]}]}
            """));
        var opinion = (await azure.GivenAsync("Awful!")).Opinions.ShouldHaveSingleItem();
        (opinion.Target, opinion.Sentiment).ShouldBe((null, Sentiment.Negative));
        opinion.Assessments.ShouldHaveSingleItem().Place.ShouldBe(new TextPlace(0, 5));
    }

    [Fact]
    public async Task Mixed_without_sentences_is_as_sure_as_both_scores_allow()
    {
        azure.Stub.Tell("SentimentAnalysis", "so so", Json("""{"sentiment":"mixed","confidenceScores":{"positive":0.3,"neutral":0.1,"negative":0.6}}"""));
        (await azure.GivenAsync("so so")).SentimentConfidence.ShouldBe(0.6, 1e-9);
    }

    [Theory]
    [InlineData("#/documents/0/sentences/0/assessments/7")]
    [InlineData("#/documents/0/sentences/0/targets/0")]
    [InlineData("../../../assessments/0/x")]
    [InlineData("#/documents/0/sentences/0/assessments/-1")]
    [InlineData("")]
    public async Task Reference_to_nothing_leaves_the_target_without_words(string reference)
    {
        var told = AzureSamples.Told("sentiment").Single(each => each.Text == Barista).Told;
        told["sentences"]![0]!["targets"]![0]!["relations"]![0]!["ref"] = reference;
        azure.Stub.Tell("SentimentAnalysis", Barista, told);
        var opinions = (await azure.GivenAsync(Barista)).Opinions;
        opinions.Single(opinion => opinion.Target is not null).Assessments.ShouldBeEmpty();
        opinions.Single(opinion => opinion.Target is null).Assessments.ShouldHaveSingleItem();
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string At(string text, TextPlace place) => text.Substring(place.Start, place.Length);
}
