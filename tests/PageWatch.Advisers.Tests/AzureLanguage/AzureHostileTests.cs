using System.Text;
using Microsoft.AspNetCore.Http;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Answers that are not Azure's, or not what it documents: a word for people, never an exception.</summary>
public sealed class AzureHostileTests : IAsyncLifetime
{
    private const string Post = "The barista was not friendly.";
    private AzureDesk azure = null!;

    public static TheoryData<string, int, string> Strange() => new()
    {
        { "<html><body>Sign in to the hotel's network</body></html>", 200, "an answer that is not its own" },
        { "", 200, "an answer that is not its own" },
        { "null", 200, "an answer that is not its own" },
        { "[]", 200, "an answer that is not its own" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":[{\"id\":\"0\",\"detectedLa", 200, "an answer that is not its own" },
        { "{\"kind\":\"SentimentAnalysisResults\",\"results\":{\"documents\":[]}}", 200, "an answer that is not its own" },
        { "{\"\\ud800\":1,\"kind\":\"\\ud800\",\"results\":{}}", 200, "an answer that is not its own" },
        { new string('[', 5_000), 200, "an answer that is not its own" },
        { "<html>moved</html>", 302, "an unexpected answer (302)" },
        { "", 204, "an unexpected answer (204)" },
        { "<html>Access denied</html>", 401, "the key or the address is wrong" },
        { "<html>Bad gateway</html>", 502, "it is in trouble (502)" },
        { "{\"error\":{\"code\":7,\"innererror\":[1]}}", 400, "it refuses the request ()" },
        { "{\"error\":{\"code\":\"<b>Evil\\u202e\\n\",\"message\":\"" + Post + "\"}}", 400, "it refuses the request (bEvil)" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":[]}}", 200, "the answer leaves the text out" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":{},\"errors\":7}}", 200, "the answer leaves the text out" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":[1,null,{\"id\":0},{\"id\":\"9\",\"detectedLanguage\":{}}]}}", 200, "the answer leaves the text out" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":[{\"id\":\"0\",\"detectedLanguage\":{\"iso6391Name\":\"../../etc\"}}]}}", 200, "the answer leaves the text out" },
        { "{\"kind\":\"LanguageDetectionResults\",\"results\":{\"documents\":[],\"errors\":[{\"id\":\"0\",\"error\":null}]}}", 200, "it refuses the text" },
    };

    public async Task InitializeAsync() => azure = await AzureDesk.OpenAsync();

    public async Task DisposeAsync() => await azure.DisposeAsync();

    [Theory, MemberData(nameof(Strange))]
    public async Task Strange_answer_has_a_plain_reason(string body, int status, string why)
    {
        azure.Stub.Instead = _ => Task.FromResult<IResult?>(AzureStub.Body(body, status, "text/html", ("Location", new Uri(azure.Stub.Endpoint, "/elsewhere").ToString())));
        (await azure.WhyNotAsync(Post)).ShouldBe(why);
        azure.Stub.Calls.ShouldAllBe(call => call.Target.StartsWith("/language/", StringComparison.Ordinal), "no redirect is followed: the key would go along");
        azure.Log.Lines.ShouldNotContain(line => line.Contains("barista", StringComparison.Ordinal) || line.Contains(AzureStub.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Endless_answer_is_read_up_to_a_limit()
    {
        azure.Stub.Instead = _ => Task.FromResult<IResult?>(AzureStub.Body("{\"kind\":\"" + new string('x', 20_000_000), 200));
        (await azure.WhyNotAsync(Post)).ShouldBe("an answer that is not its own");
    }

    [Theory]
    [InlineData("{\"sentiment\":\"furious\",\"confidenceScores\":{}}", false)]
    [InlineData("{\"sentiment\":7}", false)]
    [InlineData("{\"sentiment\":\"negative\"}", true)]
    [InlineData("{\"sentiment\":\"negative\",\"confidenceScores\":[],\"sentences\":\"none\",\"warnings\":{}}", true)]
    [InlineData("{\"sentiment\":\"negative\",\"confidenceScores\":{\"positive\":1e999,\"neutral\":-4,\"negative\":\"1\"},\"sentences\":[null,{},{\"sentiment\":\"positive\",\"targets\":[{\"sentiment\":\"positive\",\"offset\":1e20,\"length\":-1},{\"offset\":0,\"length\":2}],\"assessments\":[4]}]}", true)]
    public async Task Odd_sentiment_is_left_out_or_read_as_far_as_it_makes_sense(string told, bool isGiven)
    {
        azure.Stub.Instead = call => Task.FromResult<IResult?>(call.Kind != "SentimentAnalysis" ? null
            : AzureStub.Body("{\"kind\":\"SentimentAnalysisResults\",\"results\":{\"documents\":[" + "{\"id\":\"0\"," + told[1..] + "]}}", 200));
        var advice = (await azure.AskAsync(Post)).ShouldHaveSingleItem();
        (advice is Advice.Given).ShouldBe(isGiven);
        if (advice is Advice.Given given)
        {
            given.Opinions.ShouldBeEmpty();
            new[] { given.Scores.Positive, given.Scores.Neutral, given.Scores.Negative, given.SentimentConfidence }.ShouldAllBe(score => score >= 0 && score <= 1);
            given.By.ShouldBe("azure-language unknown");
        }
    }

    [Fact]
    public async Task Any_byte_turned_in_an_answer_gives_advice_or_a_reason()
    {
        var sound = Encoding.UTF8.GetBytes(AzureSamples.Read("sentiment.response.json").Replace("post-1001", "0", StringComparison.Ordinal));
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var turned = (byte[])sound.Clone();
            for (var n = random.Next(1, 6); n > 0; n--)
                turned[random.Next(turned.Length)] = (byte)random.Next(256);
            azure.Stub.Instead = call => Task.FromResult<IResult?>(call.Kind == "SentimentAnalysis" ? Results.Bytes(turned, "application/json") : null);
            (await azure.AskAsync(Post)).ShouldHaveSingleItem().ShouldNotBeNull();
            azure.Time.Advance(TimeSpan.FromMinutes(10));
        }
    }
}
