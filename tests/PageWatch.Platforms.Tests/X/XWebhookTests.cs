using System.Text;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.X;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.X;

/// <summary>Signatures and answers that were made elsewhere.</summary>
public sealed class XWebhookTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(ProjectFolder.Of(typeof(XWebhookTests).Assembly), "X", "samples", "signature-vectors.json"))).RootElement;

    [Theory, InlineData("tiny"), InlineData("mention")]
    public void Published_signature_is_genuine_and_not_under_another_secret(string name)
    {
        var vector = Vectors.GetProperty("vectors").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
        var call = new WebhookCall(
            "POST",
            "",
            new Dictionary<string, IReadOnlyList<string>> { [vector.GetProperty("header").GetString()!] = [vector.GetProperty("expected").GetString()!] },
            Encoding.UTF8.GetBytes(vector.GetProperty("rawBody").GetString()!));
        new XWebhook().Verify(call, [new Secret("another"), new Secret(vector.GetProperty("secret").GetString()!)], DateTimeOffset.UnixEpoch).ShouldBeOfType<WebhookVerdict.Genuine>();
        new XWebhook().Verify(call, [new Secret("another")], DateTimeOffset.UnixEpoch).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Fact]
    public void Published_question_gets_the_published_answer()
    {
        var crc = Vectors.GetProperty("crc");
        var query = crc.GetProperty("request").GetString()!.Split('?')[1];
        var call = new WebhookCall("GET", "?" + query, new Dictionary<string, IReadOnlyList<string>>(), ReadOnlyMemory<byte>.Empty);
        var answer = new XWebhook().Verify(call, [new Secret(crc.GetProperty("secret").GetString()!)], DateTimeOffset.UnixEpoch).ShouldBeOfType<WebhookVerdict.Handshake>();
        JsonDocument.Parse(answer.Answer).RootElement.GetProperty("response_token").GetString().ShouldBe(crc.GetProperty("expectedBody").GetProperty("response_token").GetString());
    }

    /// <summary>Whoever learns the address could otherwise have a call signed by asking.</summary>
    [Theory, Trait("Promise", "7"), InlineData("{\"data\":{}}"), InlineData("[]"), InlineData("\"a\""), InlineData("a b")]
    public void Question_that_could_be_a_body_is_not_answered(string question) =>
        new XWebhook().Verify(new WebhookCall("GET", "?crc_token=" + Uri.EscapeDataString(question), new Dictionary<string, IReadOnlyList<string>>(), ReadOnlyMemory<byte>.Empty), [new Secret("secret")], DateTimeOffset.UnixEpoch)
            .ShouldBeOfType<WebhookVerdict.Forged>();
}
