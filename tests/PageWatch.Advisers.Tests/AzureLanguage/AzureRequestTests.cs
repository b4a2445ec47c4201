using System.Globalization;
using System.Text.Json.Nodes;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>What Azure is told, and that it is never more than it takes.</summary>
public sealed class AzureRequestTests : IAsyncLifetime
{
    private AzureDesk azure = null!;

    public async Task InitializeAsync() => azure = await AzureDesk.OpenAsync();

    public async Task DisposeAsync() => await azure.DisposeAsync();

    [Theory]
    [InlineData("LanguageDetection", "language-detection")]
    [InlineData("SentimentAnalysis", "sentiment")]
    [InlineData("KeyPhraseExtraction", "key-phrases")]
    [InlineData("PiiEntityRecognition", "pii")]
    public async Task Each_request_has_the_documented_shape(string kind, string sample)
    {
        var documented = JsonNode.Parse(AzureSamples.Read($"{sample}.request.json"))!;
        var first = documented["analysisInput"]!["documents"]![0]!.AsObject();
        await azure.AskAsync((string)first["text"]!);
        var call = azure.Stub.Calls.Single(call => call.Kind == kind);
        call.Target.ShouldBe("/language/:analyze-text?api-version=2024-11-01");
        call.Headers["Ocp-Apim-Subscription-Key"].ShouldBe(AzureStub.Key);
        call.Headers["Content-Type"].ShouldBe("application/json");
        call.Body!.AsObject().Select(each => each.Key).ShouldBe(documented.AsObject().Select(each => each.Key), ignoreOrder: true);
        JsonNode.DeepEquals(call.Body["parameters"], documented["parameters"]).ShouldBeTrue(call.Body["parameters"]!.ToJsonString());
        first["id"] = "0";
        JsonNode.DeepEquals(call.Documents.ShouldHaveSingleItem(), first).ShouldBeTrue(call.Documents[0].ToJsonString());
    }

    [Fact]
    public async Task Calls_hold_as_many_texts_as_azure_takes()
    {
        var advice = await azure.AskAsync([.. Enumerable.Range(0, 64).Select(i => $"Parcel {i} is late.")]);
        advice.Count.ShouldBe(64);
        advice.ShouldAllBe(each => each is Advice.Given);
        azure.Stub.CallsOf("LanguageDetection").ShouldBe(1);
        azure.Stub.CallsOf("SentimentAnalysis").ShouldBe(7);
        azure.Stub.CallsOf("KeyPhraseExtraction").ShouldBe(7);
        azure.Stub.CallsOf("PiiEntityRecognition").ShouldBe(13);
        azure.Stub.TextsOf("SentimentAnalysis").Order().ShouldBe(Enumerable.Range(0, 64).Select(i => $"Parcel {i} is late.").Order());
    }

    [Fact]
    public async Task What_was_not_chosen_is_not_asked_for()
    {
        await using var frugal = await AzureDesk.OpenAsync(("KeyPhrases", "false"), ("PersonalData", "false"));
        var given = await frugal.GivenAsync("Where is my parcel?");
        (given.KeyPhrases, given.Personal, given.Remarks.Count).ShouldBe((null, null, 0));
        frugal.Stub.Calls.Select(call => call.Kind).ShouldBe(["LanguageDetection", "SentimentAnalysis"]);
    }

    [Fact]
    public async Task Long_text_is_cut_between_signs_as_people_see_them()
    {
        const string family = "👨‍👩‍👧‍👦";
        var text = string.Concat(Enumerable.Repeat("a", 4_999)) + family + "the rest";
        (await azure.GivenAsync(text)).IsCut.ShouldBeTrue();
        var told = azure.Stub.TextsOf("SentimentAnalysis").ShouldHaveSingleItem();
        told.ShouldEndWith("a" + family);
        new StringInfo(told).LengthInTextElements.ShouldBe(5_000);
    }

    [Fact]
    public async Task Text_of_many_units_and_few_signs_is_not_cut()
    {
        var text = string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 1_000));
        (await azure.GivenAsync(text)).IsCut.ShouldBeFalse();
        azure.Stub.TextsOf("SentimentAnalysis").ShouldBe([text]);
    }

    [Fact]
    public async Task Calls_stay_below_a_megabyte_however_heavy_the_texts_are()
    {
        // Letters with hills of marks upon them: few signs, many bytes; and quotes, which JSON writes as two.
        var heavy = Enumerable.Range(0, 40).Select(i => $"{i} " + string.Concat(Enumerable.Repeat("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", 1_000)) + new string('"', 2_000)).ToArray();
        var advice = await azure.AskAsync(heavy);
        advice.ShouldAllBe(each => each is Advice.Given);
        azure.Stub.CallsOf("LanguageDetection").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Half_a_sign_goes_out_as_a_mark_of_one_unit()
    {
        await azure.AskAsync("a\ud83d b \ude00 😀");
        azure.Stub.TextsOf("SentimentAnalysis").ShouldBe(["a\ufffd b \ufffd 😀"]);
    }

    [Fact]
    public async Task Text_of_nothing_is_not_sent()
    {
        var advice = await azure.AskAsync("  ", "Where is my parcel?");
        advice[0].ShouldBe(new Advice.NotGiven("there is no text"));
        advice[1].ShouldBeOfType<Advice.Given>();
        azure.Stub.TextsOf("LanguageDetection").ShouldBe(["Where is my parcel?"]);
    }

    [Fact]
    public async Task Nothing_asked_is_nothing_sent()
    {
        (await azure.AskAsync()).ShouldBeEmpty();
        azure.Stub.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Endpoint_with_a_final_slash_and_a_path_is_the_same_endpoint()
    {
        await using var behind = await AzureDesk.OpenAsync(("Endpoint", new Uri(azure.Stub.Endpoint, "/proxy/").ToString()));
        await behind.WhyNotAsync();
        azure.Stub.Calls.ShouldHaveSingleItem().Target.ShouldBe("/proxy/language/:analyze-text?api-version=2024-11-01");
    }
}
