using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using PageWatch.Advisers.LanguageModel;
using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.Tests.LanguageModel;

/// <summary>What is told of a reply while it comes: whole words with nothing open in them, and nothing that would not pass.</summary>
public sealed class GrowingReplyTests : IAsyncLifetime
{
    private readonly Told told = new();
    private ModelDesk model = null!;

    public async Task InitializeAsync() => model = await ModelDesk.OpenAsync();

    public async Task DisposeAsync() => await model.DisposeAsync();

    [Fact]
    public async Task Reply_is_told_as_it_comes_and_the_covered_words_are_put_back_whole()
    {
        var pieces = Channel.CreateUnbounded<string>();
        model.Stub.Instead = _ => ModelStub.Dictated(pieces.Reader);
        var asked = model.AskAsync(ModelDesk.Ask("My order 4711-2233 is late again."), told);
        await SaysAsync("{\"declined\":false,\"proposals\":[{\"kind\":\"reply\",\"te", null);
        await SaysAsync("xt\":\"{na", null);
        await SaysAsync("me}, we look into your order {ord", "Jana, we look into your order");
        await SaysAsync("er_1}", null);
        await SaysAsync(" today and write to y", "Jana, we look into your order 4711-2233 today and write to");
        await SaysAsync("ou in the afternoon.\",", "Jana, we look into your order 4711-2233 today and write to you in the afternoon.");
        await SaysAsync("\"language\":\"en\",\"clause\":0}]}", null, "stop");
        pieces.Writer.Complete();
        (await asked).ShouldBeOfType<DraftAdvice.Given>().Proposals.ShouldHaveSingleItem().Text.ShouldBe("Jana, we look into your order 4711-2233 today and write to you in the afternoon.");
        told.All.ShouldAllBe(text => !text.Contains('{') && !text.Contains('}'));

        // Each piece is told of before the next is sent.
        async Task SaysAsync(string piece, string? expected, string? finish = null)
        {
            await pieces.Writer.WriteAsync(ModelStub.Event(new JsonObject { ["content"] = piece }, finish));
            if (expected is not null)
                (await told.NextAsync()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Time_limit_ends_a_reply_in_the_middle()
    {
        model.Stub.Instead = _ => ModelStub.Silence(ModelStub.Event(new JsonObject { ["content"] = "{\"proposals\":[{\"kind\":\"reply\",\"text\":\"Thank you for letting us " }, null));
        var asked = model.AskAsync(soFar: told);
        (await told.NextAsync()).ShouldBe("Thank you for letting us");
        model.Time.Advance(TimeSpan.FromSeconds(8));
        (await asked).ShouldBeOfType<DraftAdvice.NotGiven>().Why.ShouldBe("no answer in time");
    }

    [Fact]
    public async Task Reply_that_is_cut_off_was_only_told_of()
    {
        model.Stub.Instead = _ => ModelStub.Broken(ModelStub.Event(new JsonObject { ["content"] = "{\"proposals\":[{\"kind\":\"reply\",\"text\":\"Thank you for letting us " }, null));
        (await model.AskAsync(soFar: told)).ShouldBeOfType<DraftAdvice.NotGiven>().Why.ShouldBe("the answer was cut off");
        told.All.ShouldBe(["Thank you for letting us"]);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("Thank you for letting us know. Have a look at https://evil.example/win for more.")]
    [InlineData("Thank you for letting us know. You get a full refund of it tomorrow.")]
    [InlineData("Thank you for letting us know. Your number {phone_2} is with us now.")]
    [InlineData("Thank you for letting us know. We need {voucher_9} from you first.")]
    [InlineData("Thank you for letting us know. As an AI language model I am not able to do so.")]
    public async Task What_the_checks_hold_back_is_taken_back_on_its_way_and_never_told(string text)
    {
        model.Stub.Says = _ => Answers.Of(("reply", text));
        (await model.AskAsync(ModelDesk.Ask("Third parcel in a row, ring 0171 5550123."), told)).ShouldBeOfType<DraftAdvice.NotGiven>();
        told.All.ShouldContain("Thank you for letting us");
        told.All[^1].ShouldBe("");
        told.All.ShouldAllBe(each => text.StartsWith(each));
        string.Join(' ', told.All).ShouldNotContain("5550123");
        foreach (var bad in (string[])["evil.example", "refund", "AI language"])
            string.Join(' ', told.All).ShouldNotContain(bad);
    }

    [Fact]
    public async Task Answer_in_one_piece_tells_nothing_and_is_an_answer()
    {
        var whole = new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["content"] = Answers.Behaved }, ["finish_reason"] = "stop" }) };
        model.Stub.Instead = _ => ModelStub.Body(whole.ToJsonString(), 200);
        (await model.AskAsync(soFar: told)).ShouldBeOfType<DraftAdvice.Given>();
        told.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Hi {name}, your order {order_1} is \"on its way\" \\ back.\nWrite to us – in private 😀 please.")]
    [InlineData("ご不便をおかけし申し訳ありません。{name}様、注文{order_1}を確認します。")]
    [InlineData("{name}")]
    public void Every_beginning_of_an_answer_tells_a_beginning_of_its_reply(string text)
    {
        foreach (var escaped in (bool[])[false, true])
        {
            // Models write letters as they are; servers may escape all that is not ASCII.
            var json = JsonNode.Parse(Answers.Of(("reply", text), ("clarify", "Something else")))!;
            var answer = "```json\n" + json.ToJsonString(new JsonSerializerOptions { Encoder = escaped ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n```";
            var before = "";
            for (var length = 0; length <= answer.Length; length++)
            {
                if (GrowingReply.FirstText(answer[..length]) is not { } begun)
                    continue;
                var shown = GrowingReply.WholeWords(begun);
                text.ShouldStartWith(shown);
                shown.Length.ShouldBeGreaterThanOrEqualTo(before.Length);
                shown.Count(sign => sign == '{').ShouldBe(shown.Count(sign => sign == '}'), shown);
                before = shown;
            }

            before.ShouldBe(text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON at all")]
    [InlineData("[1,2")]
    [InlineData("{\"proposals\":[{\"kind\":{\"text\":\"nested\"}}]}")]
    [InlineData("{\"proposals\":{\"text\":\"")]
    [InlineData("{\"text\":7")]
    [InlineData("{\"text\":\"\\ud83d")]
    [InlineData("{\"text\":\"\\uZZZZ more\"")]
    public void Other_shapes_tell_nothing(string answer) => (GrowingReply.FirstText(answer) is { Text.Length: > 0 }).ShouldBeFalse();

    /// <summary>What was told, in order.</summary>
    private sealed class Told : IProgress<string>
    {
        private readonly Channel<string> fresh = Channel.CreateUnbounded<string>();
        private readonly List<string> all = [];

        public IReadOnlyList<string> All => all;

        public void Report(string value)
        {
            all.Add(value);
            fresh.Writer.TryWrite(value);
        }

        public async Task<string> NextAsync() => await fresh.Reader.ReadAsync(CancellationToken.None);
    }
}
