using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Signatures;

/// <summary>Signatures that others made: of whole event files in every style, of short bodies, and those that GitHub, Slack and Standard Webhooks publish.</summary>
public sealed class PublishedSignatureTests
{
    private static readonly string Folder = Path.Combine(ProjectFolder.Of<PublishedSignatureTests>(), "Signatures", "fixtures");
    private static readonly JsonElement Samples = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "signatures.json"))).RootElement;
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(Samples.GetProperty("timestamp").GetInt64());

    // Which of our styles, and under which of the file's secrets.
    private static readonly Dictionary<string, (ISignatureStyle Style, string Secret)> Known = new(StringComparer.Ordinal)
    {
        ["github_style"] = (new GitHubSignature(), "github_style"),
        ["github_style_sha1"] = (HubSignature.Style, "github_style"),
        ["stripe_style"] = (new StripeSignature(), "stripe_style"),
        ["stripe_style_two_keys"] = (new StripeSignature(), "stripe_style"),
        ["slack_style"] = (new SlackSignature(), "slack_style"),
        ["standard_webhooks"] = (StandardWebhooks.Style, "standard_webhooks"),
        ["standard_webhooks_rotation"] = (StandardWebhooks.Style, "standard_webhooks"),
        ["base64_hmac"] = (new Base64Signature(), "base64_style"),
        ["plain_token"] = (new TokenProof(), "plain_token"),
    };

    public static TheoryData<string, string> Files()
    {
        var rows = new TheoryData<string, string>();
        foreach (var file in Samples.GetProperty("files").EnumerateObject())
        {
            foreach (var style in file.Value.EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.Object))
                rows.Add(file.Name, style.Name);
        }

        return rows;
    }

    [Theory, MemberData(nameof(Files))]
    public void Event_file_is_genuine_under_its_signature_and_no_other_bytes_are(string file, string style)
    {
        var sample = Samples.GetProperty("files").GetProperty(file);
        var body = File.ReadAllBytes(Path.Combine(Folder, file));
        Convert.ToHexStringLower(SHA256.HashData(body)).ShouldBe(sample.GetProperty("file_sha256").GetString(), "a checkout must not change the samples");
        var call = SignedCase.CallOf(body, [.. sample.GetProperty(style).EnumerateObject().Select(each => (each.Name.ToLowerInvariant(), each.Value.GetString()!))]);
        if (style == "standard_webhooks_ed25519")
        {
            // Needs a public key, which we do not have: it proves nothing, with whatever secret.
            Verify(StandardWebhooks.Style, call, Secret("standard_webhooks"), Secret("standard_webhooks_public_key")).ShouldBeOfType<WebhookVerdict.Forged>();
            return;
        }

        var (checks, secret) = Known[style];
        Verify(checks, call, Secret(secret)).ShouldBeOfType<WebhookVerdict.Genuine>();
        Verify(checks, call, Secret(secret) + "x").ShouldBeOfType<WebhookVerdict.Forged>();
        if (style == "standard_webhooks_rotation")
            Verify(checks, call, Secret("standard_webhooks_old")).ShouldBeOfType<WebhookVerdict.Genuine>();
        if (style == "plain_token")
            return;
        Verify(checks, call with { Body = (byte[])[.. body, (byte)'\n'] }, Secret(secret)).ShouldBeOfType<WebhookVerdict.Forged>();
        Verify(checks, call with { Body = File.ReadAllBytes(Path.Combine(Folder, "event-same-content-other-spacing.json")) }, Secret(secret)).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Theory]
    [InlineData("short_vectors", "github_style", "x-hub-signature-256")]
    [InlineData("short_vectors", "github_style_sha1", "x-hub-signature")]
    [InlineData("short_vectors", "stripe_style", "stripe-signature")]
    [InlineData("short_vectors", "slack_style", "x-slack-signature")]
    [InlineData("short_vectors", "standard_webhooks", "webhook-signature")]
    [InlineData("short_vectors", "base64_hmac", "x-signature")]
    [InlineData("public_vectors", "github", "x-hub-signature-256")]
    [InlineData("public_vectors", "slack", "x-slack-signature")]
    [InlineData("public_vectors", "standard_webhooks", "webhook-signature")]
    public void Short_and_published_example_is_genuine(string list, string name, string header)
    {
        var vectors = Samples.GetProperty(list);
        var vector = vectors.GetProperty(name);
        var body = Encoding.UTF8.GetBytes((vector.TryGetProperty("body", out var own) ? own : vectors.GetProperty("body")).GetString()!);
        var headers = new List<(string, string)> { (header, vector.GetProperty("header").GetString()!) };
        var at = Signed;
        if (vector.TryGetProperty("timestamp", out var timestamp))
        {
            at = DateTimeOffset.FromUnixTimeSeconds(timestamp.GetInt64());
            headers.Add((name.StartsWith("slack", StringComparison.Ordinal) ? "x-slack-request-timestamp" : "webhook-timestamp", $"{timestamp.GetInt64()}"));
        }

        if (vector.TryGetProperty("id", out var id))
            headers.Add(("webhook-id", id.GetString()!));
        var style = Known[name.EndsWith("style", StringComparison.Ordinal) || Known.ContainsKey(name) ? name : name + "_style"].Style;
        var secret = new Secret(vector.GetProperty("secret").GetString()!);
        var call = SignedCase.CallOf(body, [.. headers]);
        style.Verify(call, [secret], at).ShouldBeOfType<WebhookVerdict.Genuine>();
        style.Verify(call, [secret], at.AddSeconds(301)).GetType().ShouldBe(vector.TryGetProperty("timestamp", out _) ? typeof(WebhookVerdict.Forged) : typeof(WebhookVerdict.Genuine));
        style.Verify(call with { Body = body.AsMemory(1) }, [secret], at).ShouldBeOfType<WebhookVerdict.Forged>();
    }

    [Fact]
    public void No_signature_of_the_file_is_left_out() =>
        Files().Select(row => (string)row[1]).Distinct().Except(Known.Keys).ShouldBe(["standard_webhooks_ed25519"]);

    private static string Secret(string name) => Samples.GetProperty("secrets").GetProperty(name).GetString()!;

    private static WebhookVerdict Verify(ISignatureStyle style, WebhookCall call, params string[] secrets) => style.Verify(call, [.. secrets.Select(each => new Secret(each))], Signed);
}
