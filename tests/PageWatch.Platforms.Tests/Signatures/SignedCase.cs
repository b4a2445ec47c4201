using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;

namespace PageWatch.Platforms.Tests.Signatures;

/// <summary>How a test signs for a style: what must hold of every style is then said once.</summary>
/// <param name="Sign">Headers over body, secret and seconds; a test's own words, not the product's.</param>
internal sealed record SignedCase(string Name, Func<ISignatureStyle> Make, string Secret, string OtherSecret, Func<byte[], string, long, (string Name, string Value)[]> Sign)
{
    /// <summary>The header that holds the proof.</summary>
    public required string Proof { get; init; }

    /// <summary>Proves the bytes; a token does not.</summary>
    public bool CoversBody { get; init; } = true;

    public bool SignsTime { get; init; }

    /// <summary>Puts two proofs into one header, as a sender does while its secret changes; null where the style has no such form.</summary>
    public Func<string, string, string>? Join { get; init; }

    public bool IsHex { get; init; }

    public override string ToString() => Name;

    private const string Long = "whsec_Gp5qWg1WjYeseUXm3JP4FjlNUWTRhkB/dNV8SCqRT+c=";
    private const string Other = "whsec_T7oxYCCfq9ZN9l3BzXmO2jOOUFh90y/ctdS8pNwrRIM=";

    public static IReadOnlyList<SignedCase> All { get; } =
    [
        Hub("sha1", HashAlgorithmName.SHA1), Hub("sha256", HashAlgorithmName.SHA256), Hub("sha384", HashAlgorithmName.SHA384), Hub("sha512", HashAlgorithmName.SHA512),
        new("github", () => new GitHubSignature(), "a secret", "another", (body, secret, _) => [("x-hub-signature-256", "sha256=" + Hex(HashAlgorithmName.SHA256, secret, body))])
        {
            Proof = "x-hub-signature-256", IsHex = true,
        },
        new("github under another name", () => new GitHubSignature("x-gitea-signature"), "a secret", "another", (body, secret, _) => [("x-gitea-signature", Hex(HashAlgorithmName.SHA256, secret, body))])
        {
            Proof = "x-gitea-signature", IsHex = true,
        },
        new("stripe", () => new StripeSignature(), Long, Other, (body, secret, at) => [("stripe-signature", $"t={at},v1={Hex(HashAlgorithmName.SHA256, secret, Before($"{at}.", body))}")])
        {
            Proof = "stripe-signature", SignsTime = true, IsHex = true, Join = (one, other) => $"{one},{other[other.IndexOf("v1=", StringComparison.Ordinal)..]},v0=ignored",
        },
        new("slack", () => new SlackSignature(), "8f00contoso", "9a11contoso", (body, secret, at) =>
            [("x-slack-signature", "v0=" + Hex(HashAlgorithmName.SHA256, secret, Before($"v0:{at}:", body))), ("x-slack-request-timestamp", Number(at))])
        {
            Proof = "x-slack-signature", SignsTime = true, IsHex = true,
        },
        new("standard", () => StandardWebhooks.Style, Long, Other, (body, secret, at) =>
            [("webhook-id", "msg_1"), ("webhook-timestamp", Number(at)), ("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Before($"msg_1.{at}.", body))))])
        {
            Proof = "webhook-signature", SignsTime = true, Join = (one, other) => $"{one} {other} v1a,AAAA",
        },
        new("base64", () => new Base64Signature(), "a secret", "another", (body, secret, _) => [("x-signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)))])
        {
            Proof = "x-signature",
        },
        new("token", () => new TokenProof(), "a token of some length", "another token", (_, secret, _) => [("x-webhook-token", secret)]) { Proof = "x-webhook-token", CoversBody = false },
        new("bearer", () => new TokenProof(), "a-token-of-some-length", "another-token", (_, secret, _) => [("authorization", "Bearer " + secret)]) { Proof = "authorization", CoversBody = false },
        new("basic", () => new TokenProof(), "a-token-of-some-length", "another-token", (_, secret, _) => [("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("shop:" + secret)))])
        {
            Proof = "authorization", CoversBody = false,
        },
    ];

    public WebhookCall Call(byte[] body, string secret, DateTimeOffset at) => CallOf(body, Sign(body, secret, at.ToUnixTimeSeconds()));

    public static WebhookCall CallOf(byte[] body, params (string Name, string Value)[] headers) =>
        new("POST", "", headers.ToDictionary(each => each.Name, each => (IReadOnlyList<string>)[each.Value], StringComparer.Ordinal), body);

    private static SignedCase Hub(string method, HashAlgorithmName algorithm) =>
        new("hub " + method, () => HubSignature.Style, "a secret", "another", (body, secret, _) => [("x-hub-signature", $"{method}={Hex(algorithm, secret, body)}")]) { Proof = "x-hub-signature", IsHex = true };

    private static string Hex(HashAlgorithmName algorithm, string secret, byte[] signed) => Convert.ToHexStringLower(CryptographicOperations.HmacData(algorithm, Encoding.UTF8.GetBytes(secret), signed));

    private static byte[] Before(string before, byte[] body) => [.. Encoding.UTF8.GetBytes(before), .. body];

    private static string Number(long at) => at.ToString(CultureInfo.InvariantCulture);
}
