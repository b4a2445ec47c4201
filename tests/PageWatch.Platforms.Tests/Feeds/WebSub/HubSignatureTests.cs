using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Feeds.WebSub;

public sealed class HubSignatureTests
{
    private static readonly string Samples = Path.Combine(ProjectFolder.Of(typeof(HubSignatureTests).Assembly), "Feeds", "samples");

    [Fact]
    public void Published_vectors_hold()
    {
        var vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples, "signatures.json")))!;
        var whole = File.ReadAllBytes(Path.Combine(Samples, vectors["file"]!.GetValue<string>()));
        var secret = vectors["secret"]!.GetValue<string>();
        Refuse(whole, vectors["X-Hub-Signature (sha1)"]!.GetValue<string>(), secret).ShouldBeNull();
        Refuse(whole, vectors["X-Hub-Signature (sha256)"]!.GetValue<string>(), secret).ShouldBeNull();
        var small = vectors["short_vector"]!;
        foreach (var method in (string[])["sha1", "sha256", "sha512"])
            Refuse(Encoding.UTF8.GetBytes(small["body"]!.GetValue<string>()), small[method]!.GetValue<string>(), small["secret"]!.GetValue<string>()).ShouldBeNull(method);
    }

    [Fact]
    public void Sha384_holds_and_a_secret_is_its_utf8() =>
        Refuse("x"u8.ToArray(), "sha384=" + Convert.ToHexStringLower(HMACSHA384.HashData("schlüssel"u8, "x"u8)), "schlüssel").ShouldBeNull();

    [Theory]
    [InlineData("sha256=30288D016AC66BBD764CF5B8491017B685F72A750BEC9628D5F3AF177BE5EC82", true)] // upper case
    [InlineData("SHA256=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82", true)]
    [InlineData(" sha256 = 30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82 ", true)]
    [InlineData("sha256=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec83", false)] // the last digit
    [InlineData("sha256=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec8", false)]
    [InlineData("sha256=30288d016ac66bbd764cf5b8491017b6", false)] // cut
    [InlineData("sha1=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82", false)] // another method
    [InlineData("md5=a94a8fe5ccb19ba61c4c0873d391e987", false)]
    [InlineData("none=", false)]
    [InlineData("sha256=", false)]
    [InlineData("sha256", false)]
    [InlineData("=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82", false)]
    [InlineData("30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82", false)]
    [InlineData("sha256=zz288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82", false)]
    [InlineData("", false)]
    public void Header_is_read_strictly(string header, bool fits) => (Refuse("<feed/>"u8.ToArray(), header, "s3cr3t") is null).ShouldBe(fits);

    [Fact]
    public void Body_with_a_line_feed_more_another_secret_and_a_header_twice_do_not_fit()
    {
        const string Good = "sha256=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82";
        Refuse("<feed/>"u8.ToArray(), Good, "s3cr3t").ShouldBeNull();
        Refuse("<feed/>\n"u8.ToArray(), Good, "s3cr3t").ShouldNotBeNull();
        Refuse("<feed/>"u8.ToArray(), Good, "S3cr3t").ShouldNotBeNull();
        Refuse("<feed/>"u8.ToArray(), Good).ShouldNotBeNull();
        Refuse("<feed/>"u8.ToArray(), Good, "newer", "s3cr3t").ShouldBeNull("both are valid while a secret is changed");
        Refuse(Call("<feed/>"u8.ToArray(), Good, Good), "s3cr3t").ShouldNotBeNull();
        Refuse(Call("<feed/>"u8.ToArray()), "s3cr3t").ShouldNotBeNull();
    }

    private static string? Refuse(byte[] body, string header, params string[] secrets) => Refuse(Call(body, header), secrets);

    private static string? Refuse(WebhookCall call, params string[] secrets) =>
        (HubSignature.Style.Verify(call, [.. secrets.Select(secret => new Secret(secret))], DateTimeOffset.UnixEpoch) as WebhookVerdict.Forged)?.Why;

    private static WebhookCall Call(byte[] body, params string[] header) =>
        new("POST", "", header.Length == 0 ? new Dictionary<string, IReadOnlyList<string>>() : new Dictionary<string, IReadOnlyList<string>> { ["x-hub-signature"] = header }, body);
}
