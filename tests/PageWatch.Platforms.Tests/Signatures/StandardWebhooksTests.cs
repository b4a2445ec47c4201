using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Signatures;

public sealed class StandardWebhooksTests
{
    private static readonly JsonElement Vectors = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(ProjectFolder.Of<StandardWebhooksTests>(), "Signatures", "standard-webhooks.json"))).RootElement;

    private static readonly Secret Current = new(Text(Vectors, "secret"));
    private static readonly Secret Old = new(Text(Vectors, "old_secret"));
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(Vectors.GetProperty("timestamp").GetInt64());

    public static TheoryData<string> Names() => [.. Vectors.GetProperty("vectors").EnumerateArray().Select(each => Text(each, "name"))];

    public static TheoryData<string> ShortNames() => [.. Vectors.GetProperty("short").EnumerateArray().Select(each => Text(each, "name"))];

    [Theory, MemberData(nameof(ShortNames))]
    public void A_published_call_is_genuine(string name)
    {
        var vector = Vectors.GetProperty("short").EnumerateArray().Single(each => Text(each, "name") == name);
        var timestamp = vector.GetProperty("timestamp").GetInt64();
        var call = Call(Text(vector, "id"), $"{timestamp}", Text(vector, "signature"), Text(vector, "body"));
        StandardWebhooks.Style.Verify(call, [new Secret(Text(vector, "secret"))], DateTimeOffset.FromUnixTimeSeconds(timestamp))
            .ShouldBe(new WebhookVerdict.Genuine(Text(vector, "id")));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_signed_call_is_genuine(string name)
    {
        var (id, body, signature) = Vector(name, "signature");
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [Current], Signed).ShouldBe(new WebhookVerdict.Genuine(id));
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [Old], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory, MemberData(nameof(Names))]
    public void A_call_signed_with_two_secrets_is_genuine_under_either(string name)
    {
        var (id, body, signature) = Vector(name, "rotation");
        foreach (var secrets in (Secret[][])[[Current], [Old], [Old, Current], [Current, Old]])
            StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), secrets, Signed).ShouldBe(new WebhookVerdict.Genuine(id));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_signature_of_another_scheme_proves_nothing_and_spoils_nothing(string name)
    {
        var (id, body, ed25519) = Vector(name, "ed25519");
        var (_, _, signature) = Vector(name, "signature");
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: ed25519), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: ed25519 + " " + signature), [Current], Signed).ShouldBeOfType<WebhookVerdict.Genuine>();
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature.Replace("v1,", "v2,")), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Fact]
    public void The_same_value_in_other_bytes_is_forged()
    {
        var (id, body, signature) = Vector("event-add", "signature");
        foreach (var other in (string[])[Text(Vectors, "same_value_other_bytes"), body + "\n", " " + body, body.ToUpperInvariant(), ""])
            StandardWebhooks.Style.Verify(Call(id, body: other, signature: signature), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("v1")]
    [InlineData("v1,")]
    [InlineData("v1,====")]
    [InlineData("v1,not base64!")]
    [InlineData("v1,AAAA")]
    [InlineData("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData(",,, v1,v1, \0 \u00ff")]
    public void What_is_no_signature_is_forged(string signature)
    {
        var (id, body, _) = Vector("event-add", "signature");
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Fact]
    public void A_signature_that_was_cut_or_lengthened_is_forged()
    {
        var (id, body, signature) = Vector("event-add", "signature");
        for (var length = 0; length < signature.Length; length++)
            StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature[..length]), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature + "AAAA"), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: string.Join(' ', Enumerable.Repeat(signature, 200))), [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>("headers that long are no sender's");
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    [InlineData(3_000_000, false)]
    public void A_call_is_good_for_five_minutes(int later, bool genuine)
    {
        var (id, body, signature) = Vector("event-add", "signature");
        (StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [Current], Signed.AddSeconds(later)) is WebhookVerdict.Genuine).ShouldBe(genuine);
    }

    [Theory]
    [InlineData("-1773993600")]
    [InlineData("+1773993600")]
    [InlineData(" 1773993600")]
    [InlineData("1773993600.0")]
    [InlineData("2026-03-20T08:00:00Z")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    public void A_time_that_is_no_count_of_seconds_is_forged_even_when_it_is_signed(string timestamp)
    {
        var call = Call("msg_1", timestamp, Sign(Current, "msg_1", timestamp, "{}"), "{}");
        StandardWebhooks.Style.Verify(call, [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Fact]
    public void A_header_that_is_missing_empty_or_there_twice_makes_a_call_forged()
    {
        var (id, body, signature) = Vector("event-add", "signature");
        var call = Call(id, body: body, signature: signature);
        foreach (var name in call.Headers.Keys)
        {
            Changed(name, null).ShouldBeOfType<WebhookVerdict.Forged>();
            Changed(name, [""]).ShouldBeOfType<WebhookVerdict.Forged>();
            Changed(name, []).ShouldBeOfType<WebhookVerdict.Forged>();
            Changed(name, [call.Headers[name][0], call.Headers[name][0]]).ShouldBeOfType<WebhookVerdict.Forged>();
        }

        WebhookVerdict Changed(string name, string[]? values)
        {
            var headers = call.Headers.Where(each => each.Key != name).ToDictionary();
            if (values is not null)
                headers[name] = values;
            return StandardWebhooks.Style.Verify(call with { Headers = headers }, [Current], Signed);
        }
    }

    [Fact]
    public void The_older_names_of_the_headers_will_do_and_never_mix_with_the_newer()
    {
        var (id, body, signature) = Vector("event-add", "signature");
        var call = Call(id, body: body, signature: signature);
        var older = call.Headers.ToDictionary(each => each.Key.Replace("webhook-", "svix-"), each => each.Value);
        StandardWebhooks.Style.Verify(call with { Headers = older }, [Current], Signed).ShouldBe(new WebhookVerdict.Genuine(id));

        var mixed = older.ToDictionary();
        mixed["webhook-id"] = ["msg_another"];
        StandardWebhooks.Style.Verify(call with { Headers = mixed }, [Current], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_!!!")]
    [InlineData("whsec_AAAA")]
    [InlineData("whpk_LcvoJNC+auDFtwvUneCxBpJvnMrQVx8D5DlVIKdCgEY=")]
    public void A_secret_that_is_none_opens_nothing_and_hides_none(string value)
    {
        var (id, body, signature) = Vector("event-add", "signature");
        var none = new Secret(value);
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [none], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
        StandardWebhooks.Style.Verify(Call(id, body: body, signature: signature), [none, Current], Signed).ShouldBeOfType<WebhookVerdict.Genuine>();

        // Even who guesses how we would read it gets nowhere.
        StandardWebhooks.Style.Verify(Call("msg_1", body: "{}", signature: Sign([], "msg_1", Timestamp, "{}")), [none], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
        StandardWebhooks.Style.Verify(Call("msg_1", body: "{}", signature: Sign([0, 0, 0], "msg_1", Timestamp, "{}")), [none], Signed).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    private static string Timestamp => $"{Signed.ToUnixTimeSeconds()}";

    private static (string Id, string Body, string Signature) Vector(string name, string signature)
    {
        var vector = Vectors.GetProperty("vectors").EnumerateArray().Single(each => Text(each, "name") == name);
        return (Text(vector, "id"), Text(vector, "body"), Text(vector, signature));
    }

    private static WebhookCall Call(string id, string? timestamp = null, string signature = "", string body = "") => new(
        "POST",
        "",
        new Dictionary<string, IReadOnlyList<string>> { ["webhook-id"] = [id], ["webhook-timestamp"] = [timestamp ?? Timestamp], ["webhook-signature"] = [signature] },
        Encoding.UTF8.GetBytes(body));

    private static string Sign(Secret secret, string id, string timestamp, string body) => Sign(Convert.FromBase64String(secret.Value["whsec_".Length..]), id, timestamp, body);

    private static string Sign(byte[] key, string id, string timestamp, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    private static string Text(JsonElement holder, string name) => holder.GetProperty(name).GetString()!;
}
