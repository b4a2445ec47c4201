using Microsoft.AspNetCore.Http;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.Tests.AzureLanguage;

/// <summary>Every way in which Azure says no, what people are told, and when it is asked again.</summary>
public sealed class AzureRefusalTests : IAsyncLifetime
{
    private AzureDesk azure = null!;

    public async Task InitializeAsync() => azure = await AzureDesk.OpenAsync();

    public async Task DisposeAsync() => await azure.DisposeAsync();

    [Theory]
    [InlineData("error-401-key.json", 401, "the key or the address is wrong", "PageWatch:AzureLanguage:Key")]
    [InlineData("error-401-entra.json", 401, "its identity may not ask", "Cognitive Services User")]
    [InlineData("error-401-entra.json", 403, "its identity may not ask", "Cognitive Services User")]
    [InlineData("error-403-network.json", 403, "its network rules refuse this machine", "network rules")]
    [InlineData("error-403-quota.json", 403, "quota used up", "larger tier")]
    [InlineData("error-404.json", 404, "the address or the API version is wrong", "PageWatch:AzureLanguage:Endpoint")]
    [InlineData("error-400-model-version.json", 400, "it refuses the request (InvalidRequest, ModelVersionIncorrect)", "PageWatch:AzureLanguage:ApiVersion")]
    [InlineData("error-400-parameter.json", 400, "it refuses the request (InvalidArgument, InvalidParameterValue)", "PageWatch:AzureLanguage:ApiVersion")]
    [InlineData("error-400-missing-documents.json", 400, "it refuses the request (InvalidRequest, MissingInputDocuments)", "PageWatch:AzureLanguage:ApiVersion")]
    public async Task What_a_person_must_mend_is_said_once_and_not_asked_for_ten_minutes(string sample, int status, string why, string mend)
    {
        azure.Stub.Instead = _ => Answer(AzureStub.Sample(sample, status, ("apim-request-id", "335f2f2b")));
        (await azure.WhyNotAsync()).ShouldBe(why);
        (await azure.WhyNotAsync()).ShouldBe(why);
        azure.Stub.Calls.Count.ShouldBe(1, "neither tried again nor asked again");
        var line = azure.Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)).ShouldHaveSingleItem();
        line.ShouldContain(mend);
        line.ShouldContain("335f2f2b");
        await AsksAgainAfterAsync(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Quota_that_comes_back_in_days_is_tried_once_an_hour()
    {
        azure.Stub.Instead = _ => Answer(AzureStub.Sample("error-403-quota.json", 403, ("Retry-After", "1296000")));
        var began = TimeProvider.System.GetTimestamp();
        (await azure.WhyNotAsync()).ShouldBe("quota used up");
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await AsksAgainAfterAsync(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_long_as_azure_says()
    {
        azure.Stub.Instead = _ => Answer(AzureStub.Sample("error-429.json", 429, ("Retry-After", "7")));
        (await azure.WhyNotAsync()).ShouldBe("throttled");
        azure.Stub.Calls.Count.ShouldBe(1);
        await AsksAgainAfterAsync(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Throttling_of_days_is_asked_again_within_ten_minutes()
    {
        azure.Stub.Instead = _ => Answer(AzureStub.Sample("error-429.json", 429, ("Retry-After", "864000")));
        (await azure.WhyNotAsync()).ShouldBe("throttled");
        await AsksAgainAfterAsync(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Throttling_of_a_moment_passes_unseen()
    {
        azure.Stub.Instead = _ => Answer(azure.Stub.Calls.Count == 1 ? AzureStub.Sample("error-429.json", 429, ("retry-after-ms", "20")) : null);
        await azure.GivenAsync("Where is my parcel?");
        azure.Stub.CallsOf("LanguageDetection").ShouldBe(2);
    }

    [Fact]
    public async Task One_kind_that_is_throttled_leaves_the_others()
    {
        azure.Stub.Instead = call => Answer(call.Kind == "KeyPhraseExtraction" ? AzureStub.Sample("error-429.json", 429, ("Retry-After", "60")) : null);
        var given = await azure.GivenAsync("The barista was not friendly.");
        (given.Sentiment, given.KeyPhrases).ShouldBe((Sentiment.Negative, null));
        given.Personal.ShouldNotBeNull();
        given.Remarks.ShouldBe(["no key phrases (throttled)"]);
        (await azure.GivenAsync("Where is my parcel?")).Remarks.ShouldBe(["no key phrases (throttled)"]);
        azure.Stub.CallsOf("KeyPhraseExtraction").ShouldBe(1);
        azure.Stub.CallsOf("SentimentAnalysis").ShouldBe(2);
    }

    [Theory]
    [InlineData("error-500.json", 500)]
    [InlineData("error-503.json", 503)]
    public async Task Trouble_is_tried_again_twice_then_left_alone_for_longer_each_time(string sample, int status)
    {
        azure.Stub.Instead = _ => Answer(AzureStub.Sample(sample, status));
        (await azure.WhyNotAsync()).ShouldBe($"it is in trouble ({status})");
        azure.Stub.Calls.Count.ShouldBe(3);
        azure.Time.Advance(TimeSpan.FromSeconds(29));
        (await azure.WhyNotAsync()).ShouldBe($"it is in trouble ({status})");
        azure.Stub.Calls.Count.ShouldBe(3);
        azure.Time.Advance(TimeSpan.FromSeconds(1));
        await azure.WhyNotAsync();
        azure.Stub.Calls.Count.ShouldBe(6);
        await AsksAgainAfterAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Trouble_that_passes_at_the_second_try_is_not_seen()
    {
        azure.Stub.Instead = _ => Answer(azure.Stub.Calls.Count == 1 ? AzureStub.Sample("error-503.json", 503) : null);
        await azure.GivenAsync("Where is my parcel?");
        azure.Log.Lines.ShouldNotContain(line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Service_that_is_away_is_said_to_be_unreachable()
    {
        await using var nobody = await AzureDesk.OpenAsync(("Endpoint", "http://127.0.0.1:9/"));
        (await nobody.WhyNotAsync()).ShouldBe("unreachable");
    }

    [Fact]
    public async Task Wrong_key_is_refused_by_the_stub_as_by_azure()
    {
        await using var wrong = await AzureDesk.OpenAsync(("Endpoint", azure.Stub.Endpoint.ToString()), ("Key", "ffffffffffffffffffffffffffffffff"));
        (await wrong.WhyNotAsync()).ShouldBe("the key or the address is wrong");
        wrong.Log.Lines.ShouldNotContain(line => line.Contains("ffffffff", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fewer_texts_than_documented_are_sent_where_azure_takes_fewer()
    {
        azure.Stub.Most = 3;
        var advice = await azure.AskAsync([.. Enumerable.Range(0, 10).Select(i => $"Parcel {i} is late.")]);
        advice.ShouldAllBe(each => each is Advice.Given);
    }

    [Fact]
    public async Task One_text_that_spoils_its_call_is_refused_alone_and_nobody_rests()
    {
        azure.Stub.Instead = call => Answer(call.Kind == "SentimentAnalysis" && call.Documents.Any(document => (string)document["text"]! == "c") ? AzureStub.Sample("error-400-duplicate-id.json", 400) : null);
        var advice = await azure.AskAsync("a", "b", "c", "d", "e");
        advice.Select(each => each is Advice.Given).ShouldBe([true, true, false, true, true]);
        advice[2].ShouldBe(new Advice.NotGiven("it cannot read the text"));
        await azure.GivenAsync("f");
    }

    [Fact]
    public async Task Time_that_is_up_gives_what_is_there_and_the_rest_is_not_waited_for()
    {
        var heard = new TaskCompletionSource();
        azure.Stub.Instead = call =>
        {
            if (call.Kind != "KeyPhraseExtraction")
                return Answer(null);
            heard.TrySetResult();
            return Answer(AzureStub.Silence());
        };
        using var limit = new CancellationTokenSource();
        var asked = azure.Adviser.AdviseAsync([new AdviceRequest("The barista was not friendly.")], limit.Token);
        await heard.Task;
        while (azure.Stub.CallsOf("PiiEntityRecognition") == 0 || azure.Stub.CallsOf("SentimentAnalysis") == 0)
            await Task.Yield();
        // What was answered is on its way back; the silent one is not waited for.
        await Task.WhenAny(asked, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System));
        await limit.CancelAsync();
        var given = (await asked).ShouldHaveSingleItem().ShouldBeOfType<Advice.Given>();
        given.Sentiment.ShouldBe(Sentiment.Negative);
        given.Remarks.ShouldBe(["no key phrases (no answer in time)"]);
    }

    [Fact]
    public async Task Silent_service_is_not_asked_by_the_next_batch()
    {
        var heard = new TaskCompletionSource();
        azure.Stub.Instead = _ =>
        {
            heard.TrySetResult();
            return Answer(AzureStub.Silence());
        };
        using var limit = new CancellationTokenSource();
        var asked = azure.Adviser.AdviseAsync([new AdviceRequest("Where is my parcel?")], limit.Token);
        await heard.Task;
        await limit.CancelAsync();
        (await asked).ShouldBe([new Advice.NotGiven("no answer in time")]);
        (await azure.WhyNotAsync()).ShouldBe("no answer in time");
        azure.Stub.Calls.Count.ShouldBe(1);
        await AsksAgainAfterAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Own_pace_keeps_below_the_calls_of_a_minute()
    {
        await using var slow = await AzureDesk.OpenAsync(("RequestsPerMinute", "6"), ("KeyPhrases", "false"), ("PersonalData", "false"));
        await slow.GivenAsync("first");
        using var limit = new CancellationTokenSource();
        var second = slow.Adviser.AdviseAsync([new AdviceRequest("second")], limit.Token);
        second.IsCompleted.ShouldBeFalse();
        slow.Stub.Calls.Count.ShouldBe(2);
        slow.Time.Advance(TimeSpan.FromSeconds(10));
        (await second).ShouldHaveSingleItem().ShouldBeOfType<Advice.Given>();

        var third = slow.Adviser.AdviseAsync([new AdviceRequest("third")], limit.Token);
        await limit.CancelAsync();
        (await third).ShouldBe([new Advice.NotGiven("no answer in time")]);
        // Our own pace is no trouble of theirs.
        slow.Time.Advance(TimeSpan.FromSeconds(10));
        await slow.GivenAsync("fourth");
    }

    private async Task AsksAgainAfterAsync(TimeSpan rest)
    {
        var calls = azure.Stub.Calls.Count;
        azure.Time.Advance(rest - TimeSpan.FromSeconds(1));
        await azure.WhyNotAsync();
        azure.Stub.Calls.Count.ShouldBe(calls);
        azure.Stub.Instead = _ => Answer(null);
        azure.Time.Advance(TimeSpan.FromSeconds(1));
        await azure.GivenAsync("The barista was not friendly.");
    }

    private static Task<IResult?> Answer(IResult? result) => Task.FromResult(result);
}
