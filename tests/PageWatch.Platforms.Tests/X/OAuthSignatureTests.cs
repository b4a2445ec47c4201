using PageWatch.Platforms.X;

namespace PageWatch.Platforms.Tests.X;

/// <summary>Signatures that others published.</summary>
public sealed class OAuthSignatureTests
{
    /// <summary>https://oauth.net/core/1.0a/#anchor46</summary>
    [Fact]
    public void Example_of_the_specification() =>
        OAuthSignature.Of(
            HttpMethod.Get,
            new Uri("http://photos.example.net/photos?file=vacation.jpg&size=original"),
            Own("dpf43f3p2l4k3l03", "kllo9940pd9333jh", "1191242096", "nnch734d00sl2jdk"),
            new OAuthKeys("dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00")).ShouldBe("tR3+Ty81lMeYAr/Fid0kMTYa/WM=");

    /// <summary>https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature, and the same by its older name.</summary>
    [Theory]
    [InlineData("https://api.twitter.com/1.1/statuses/update.json?include_entities=true", "hCtSmYh+iHYCEqBWrE7C7hYmtUk=")]
    [InlineData("https://api.x.com/1.1/statuses/update.json?include_entities=true", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=")]
    public void Example_of_X(string address, string signature) =>
        OAuthSignature.Of(
            HttpMethod.Post,
            new Uri(address),
            [
                ("status", "Hello Ladies + Gentlemen, a signed OAuth request!"),
                .. Own("xvz1evFS4wEEPTGEFPHBog", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", "1318622958", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"),
            ],
            new OAuthKeys("xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")).ShouldBe(signature);

    [Fact]
    public void Header_escapes_what_it_holds_and_shows_no_secret()
    {
        var header = OAuthSignature.Header(HttpMethod.Get, new Uri("https://api.x.com/2/users/me"), new OAuthKeys("key+1", "first secret", "1-a", "second secret"), "n", 1);
        header.ShouldStartWith("OAuth oauth_consumer_key=\"key%2B1\", oauth_nonce=\"n\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1\", oauth_token=\"1-a\", oauth_version=\"1.0\", oauth_signature=\"");
        header.ShouldNotContain("secret");
    }

    private static List<(string Name, string Value)> Own(string key, string nonce, string at, string token) =>
    [
        ("oauth_consumer_key", key), ("oauth_nonce", nonce), ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", at), ("oauth_token", token), ("oauth_version", "1.0"),
    ];
}
