using System.Text.Json.Nodes;
using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>Answers that are none, or not whole: a word for people, never an exception, and never a word of them on a card.</summary>
public sealed class ModelTrapTests : IAsyncLifetime
{
    private const string FromSample = "Sorry about the crashes: version 4.2.1 fixes the order screen.";

    private ModelDesk model = null!;

    public static TheoryData<string, string> Streams() => new()
    {
        { "chat-stream-error.txt", "it broke off with an error (server_error)" },
        { "chat-stream-cut.txt", "the answer was cut off" },
        { "azure-chat-stream.txt", "the content filter stopped the answer" },
        { "azure-chat-content-filter.response.json", "the content filter stopped the answer" },
        { "chat-refusal.response.json", "the model declined" },
        { "chat-length.response.json", "the answer was cut off at the limit of tokens" },
    };

    public static TheoryData<string, string, string> Strange() => new()
    {
        { "<html><body>Sign in to the hotel's network</body></html>", "text/html", "its answer is neither a stream nor JSON" },
        { "<html>", "application/json", "its answer is neither a stream nor JSON" },
        { "", "application/json", "its answer is neither a stream nor JSON" },
        { "[]", "application/json", "its answer has no choice" },
        { "{\"choices\":[]}", "application/json", "its answer has no choice" },
        { "{\"choices\":[{\"message\":{\"content\":\"{}\"},\"finish_reason\":\"because\"}]}", "application/json", "it ends for a reason that is not known ('because')" },
        { "data: {\"choices\":[]}\n\ndata: [DONE]\n\n", "text/event-stream", "its stream holds no choice" },
        { "", "text/event-stream", "its stream holds no choice" },
        { ": keep-alive\n\n: keep-alive\n\n", "text/event-stream", "its stream holds no choice" },
        { "data: <html>oops\n\n", "text/event-stream", "its stream holds what is no JSON" },
        { "data: [1]\n\n", "text/event-stream", "its stream holds what is no JSON" },
        { ModelStub.Events("{}", "tool_calls"), "text/event-stream", "it ends for a reason that is not known ('tool_calls')" },
        { ModelStub.Events("{}", "<b>\u202eevil"), "text/event-stream", "it ends for a reason that is not known ('bevil')" },
    };

    public static TheoryData<int, string, string, int> Errors() => new()
    {
        { 401, "error-401-openai.json", "the key or the address is wrong", 1 },
        { 401, "error-401-azure-key.json", "the key or the address is wrong", 1 },
        { 401, "error-401-azure-role.json", "its identity may not ask", 1 },
        { 404, "error-404-openai-model.json", "there is no such model, or the address is wrong", 1 },
        { 404, "error-404-azure-deployment.json", "there is no such model, or the address is wrong", 1 },
        { 404, "error-404-ollama-model.json", "there is no such model, or the address is wrong", 1 },
        { 400, "error-400-azure-content-filter.json", "the content filter stopped the post, as an attempt to steer the model", 1 },
        { 400, "error-400-azure-content-filter-variant.json", "the content filter stopped the post, as an attempt to steer the model", 1 },
        { 400, "error-400-context-openai.json", "the post and what belongs to it are too long for the model", 2 },
        { 400, "error-400-context-llamacpp.json", "the post and what belongs to it are too long for the model", 2 },
        { 400, "error-400-context-vllm.json", "the post and what belongs to it are too long for the model", 2 },
        { 400, "error-400-flat-vllm-old.json", "the post and what belongs to it are too long for the model", 2 },
        { 400, "error-400-unsupported-parameter.json", "it does not take the field 'max_tokens'", 2 },
        { 429, "error-429-openai-quota.json", "quota used up", 1 },
        { 429, "error-429-azure.json", "throttled", 1 },
        { 500, "error-500-openai.json", "it is in trouble (500)", 2 },
        { 503, "error-503-llamacpp-loading.json", "it is in trouble (503)", 2 },
        { 503, "error-503-openai-overloaded.json", "it is in trouble (503)", 2 },
    };

    public async Task InitializeAsync() => model = await ModelDesk.OpenAsync();

    public async Task DisposeAsync() => await model.DisposeAsync();

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Answer_that_is_not_whole_is_none(string sample, string why)
    {
        model.Stub.Instead = _ => ModelStub.Sample(sample, 200);
        (await model.WhyNotAsync()).ShouldBe(why);
        model.Stub.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("chat-stream.txt")]
    [InlineData("chat-stream-keepalive.txt")]
    [InlineData("ollama-chat-stream.txt")]
    public async Task Documented_streams_are_read(string sample)
    {
        model.Stub.Instead = _ => ModelStub.Sample(sample, 200);
        (await model.GivenAsync()).Proposals.ShouldBe([new DraftProposal(ProposalKind.Reply, FromSample, "en", "language model contoso-reply-mini")]);
    }

    [Theory]
    [InlineData("chat.response.json")]
    [InlineData("azure-chat.response.json")]
    [InlineData("ollama-chat.response.json")]
    [InlineData("chat-injection.response.json")]
    public async Task Answer_in_one_piece_though_a_stream_was_asked_is_an_answer(string sample)
    {
        model.Stub.Instead = _ => ModelStub.Sample(sample, 200);
        (await model.GivenAsync()).Proposals.ShouldHaveSingleItem().Text.ShouldContain("Sorry");
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task What_is_not_of_that_kind_is_not_compatible(string body, string type, string why)
    {
        model.Stub.Instead = _ => ModelStub.Body(body, 200, type);
        (await model.WhyNotAsync()).ShouldBe("the endpoint is not compatible: " + why);
        model.Log.Lines.ShouldHaveSingleItem().ShouldContain("PageWatch:LanguageModel:Endpoint");
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Refusals_say_what_is_wrong(int status, string sample, string why, int calls)
    {
        model.Stub.Instead = _ => ModelStub.Sample(sample, status);
        (await model.WhyNotAsync()).ShouldBe(why);
        model.Stub.Calls.Count.ShouldBe(calls);
    }

    [Theory]
    [InlineData(401, "<html>Access denied</html>", "the key or the address is wrong")]
    [InlineData(502, "<html>Bad gateway</html>", "it is in trouble (502)")]
    [InlineData(400, "{\"error\":\"json: cannot unmarshal\"}", "it refuses the request")]
    [InlineData(400, "{\"error\":{\"code\":\"<b>Evil\\u202e\\n\"}}", "it refuses the request (bEvil)")]
    [InlineData(302, "", "an unexpected answer (302)")]
    [InlineData(403, "", "it refuses us (403)")]
    [InlineData(429, "", "throttled")]
    public async Task Refusals_without_a_documented_body_are_told_by_their_status(int status, string body, string why)
    {
        model.Stub.Instead = _ => ModelStub.Body(body, status, "text/html", ("Location", "https://elsewhere.example/"));
        (await model.WhyNotAsync()).ShouldBe(why);
    }

    [Fact]
    public async Task Connection_that_breaks_in_the_stream_cuts_the_answer_off()
    {
        model.Stub.Instead = _ => ModelStub.Broken(ModelStub.Event(new JsonObject { ["content"] = "{\"proposals\":[" }, null));
        (await model.WhyNotAsync()).ShouldBe("the answer was cut off");
    }

    [Fact]
    public async Task Only_the_last_reason_counts()
    {
        var events = ModelStub.Event(new JsonObject { ["content"] = Answers.Behaved }, "stop") + ModelStub.Event([], "content_filter");
        model.Stub.Instead = _ => ModelStub.Body(events, 200, "text/event-stream");
        (await model.WhyNotAsync()).ShouldBe("the content filter stopped the answer");
    }

    [Fact]
    public async Task Empty_reasons_in_every_chunk_are_none()
    {
        var events = ModelStub.Event(new JsonObject { ["content"] = Answers.Behaved }, "") + ModelStub.Event([], "stop") + "data: [DONE]\n\n";
        model.Stub.Instead = _ => ModelStub.Body(events, 200, "text/event-stream; charset=utf-8");
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Answer_without_end_is_not_read_to_its_end()
    {
        model.Stub.Instead = _ => ModelStub.Endless();
        (await model.WhyNotAsync()).ShouldBe("the endpoint is not compatible: its answer has no end");
    }

    [Fact]
    public async Task Azure_streams_with_filter_results_first_are_read()
    {
        var first = ModelSamples.Read("azure-chat-stream.txt").Split("\n\n")[0] + "\n\n";
        model.Stub.Instead = _ => ModelStub.Body(first + ModelStub.Events(Answers.Behaved), 200, "text/event-stream");
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("```json\n{0}\n```")]
    [InlineData("```\n{0}```")]
    [InlineData("  {0}\n")]
    public async Task Fences_are_taken_off(string around)
    {
        model.Stub.Says = _ => around.Replace("{0}", Answers.Behaved, StringComparison.Ordinal);
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
        model.Stub.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Sure! Here is a reply: thank you.")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"declined\":false}")]
    [InlineData("{\"declined\":false,\"proposals\":[{\"kind\":\"refund\",\"text\":\"Yes\",\"language\":\"en\",\"clause\":0}]}")]
    [InlineData("{\"declined\":false,\"proposals\":[7]}")]
    [InlineData("{\"declined\":false,\"proposals\":[{\"kind\":\"reply\",\"text\":\"\\ud800\",\"language\":\"en\",\"clause\":0}]}")]
    public async Task Other_shape_is_asked_for_once_more_and_no_more(string answer)
    {
        model.Stub.Says = _ => answer;
        (await model.WhyNotAsync()).ShouldBe("the answer has another shape than asked");
        model.Stub.Calls.Count.ShouldBe(2);

        model.Stub.Says = call => call.Number == 3 ? answer : Answers.Behaved;
        (await model.GivenAsync()).Proposals.Count.ShouldBe(3);
        model.Stub.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Too_long_a_post_is_told_again_shorter()
    {
        model.Stub.Instead = call => call.Number == 1 ? ModelStub.Sample("error-400-context-openai.json", 400) : null;
        var ask = ModelDesk.Ask(string.Concat(Enumerable.Repeat("My parcel came late and wet. ", 100)));
        (await model.GivenAsync(ask)).Proposals.Count.ShouldBe(3);
        var told = model.Stub.Calls.Select(call => ((string)call.Told["post"]!["text"]!).Length).ToList();
        told[0].ShouldBeInRange(1_900, 2_001);
        told[1].ShouldBeInRange(400, 501);
    }

    [Fact]
    public async Task Field_that_is_not_taken_is_exchanged_for_the_other()
    {
        await using var older = await ModelDesk.OpenAsync(("MaxTokensField", "MaxTokens"));
        older.Stub.Instead = call => call.Body.ContainsKey("max_tokens") ? ModelStub.Sample("error-400-unsupported-parameter.json", 400) : null;
        (await older.GivenAsync()).Proposals.Count.ShouldBe(3);
        older.Stub.Calls.Last().Body["max_completion_tokens"]!.GetValue<int>().ShouldBe(600);
    }

    [Fact]
    public async Task Model_that_declines_gives_nothing()
    {
        model.Stub.Says = _ => "{\"declined\":true,\"proposals\":[]}";
        (await model.WhyNotAsync()).ShouldBe("the model declined");
        model.Stub.Says = _ => "{\"declined\":false,\"proposals\":[]}";
        (await model.WhyNotAsync()).ShouldBe("the model proposed nothing");
    }
}
