using PageWatch.Platforms.Bluesky;

namespace PageWatch.Platforms.Tests.Bluesky;

/// <summary>What people type and paste for an account, as <c>watch</c> passes it on: an address, with "https://" before what had no beginning.</summary>
public sealed class BlueskyAddressTests
{
    private const string Did = "did:plc:chylatw2mg5oxvlen7phfmaf";

    [Theory]
    [InlineData("https://bsky.app/profile/lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/lea.bsky.social/", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/LEA.Bsky.Social", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/@lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/contoso-coffee.example", "contoso-coffee.example")]
    [InlineData("https://bsky.app/profile/" + Did, Did)]
    [InlineData("https://bsky.app/profile/did%3Aplc%3Achylatw2mg5oxvlen7phfmaf", Did)]
    [InlineData("https://bsky.app/profile/did:web:contoso-coffee.example", "did:web:contoso-coffee.example")]
    [InlineData("https://bsky.app/profile/lea.bsky.social/post/3mgtx62x6w22b", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/" + Did + "/post/3mgtx62x6w22b/", Did)]
    [InlineData("https://bsky.app/profile/lea.bsky.social?ref_src=embed", "lea.bsky.social")]
    [InlineData("https://bsky.app/profile/lea.bsky.social#top", "lea.bsky.social")]
    [InlineData("http://bsky.app/profile/lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://www.bsky.app/profile/lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://@lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://lea.bsky.social", "lea.bsky.social")]
    [InlineData("https://lea.bsky.social/", "lea.bsky.social")]
    [InlineData("https://@contoso-coffee.example", "contoso-coffee.example")]
    [InlineData("https://@shop.contoso.co.uk", "shop.contoso.co.uk")]
    [InlineData("at://lea.bsky.social", "lea.bsky.social")]
    [InlineData("at://lea.bsky.social/app.bsky.feed.post/3mgtx62x6w22b", "lea.bsky.social")]
    [InlineData("at://lea.bsky.social/app.bsky.actor.profile/self", "lea.bsky.social")]
    public void Account_is_recognised(string typed, string actor) => BlueskyAddress.ActorIn(new Uri(typed)).ShouldBe(actor);

    [Theory]
    [InlineData("https://bsky.app/")]
    [InlineData("https://bsky.app/profile/")]
    [InlineData("https://bsky.app/profile/lea")]
    [InlineData("https://bsky.app/profile/handle.invalid")]
    [InlineData("https://bsky.app/profile/did:plc:")]
    [InlineData("https://bsky.app/profile/1.2.3.4")]
    [InlineData("https://bsky.app/profile/-lea.bsky.social")]
    [InlineData("https://bsky.app/profile/lea..social")]
    [InlineData("https://bsky.app/profile/lea.bsky.social/rss")]
    [InlineData("https://bsky.app/profile/lea.bsky.social/feed/coffee")]
    [InlineData("https://bsky.app/profile/lea.bsky.social/lists/3k")]
    [InlineData("https://bsky.app/profile/a%2Fb.example")]
    [InlineData("https://bsky.app/search?q=coffee")]
    [InlineData("https://bsky.app/starter-pack/lea.bsky.social/3k")]
    [InlineData("https://evil.example/profile/lea.bsky.social")]
    [InlineData("https://bsky.app.evil.example/profile/lea.bsky.social")]
    [InlineData("https://contoso-coffee.example/")]
    [InlineData("https://lea.bsky.social/about")]
    [InlineData("https://lea.bsky.social:8443/")]
    [InlineData("https://lea@contoso-coffee.example/")]
    [InlineData("https://bsky.social/")]
    [InlineData("https://docs.bsky.app/docs")]
    [InlineData("ftp://bsky.app/profile/lea.bsky.social")]
    [InlineData("at://lea.bsky.social/app.bsky.feed.generator/coffee")]
    [InlineData("https://127.0.0.1/profile/lea.bsky.social")]
    public void Address_of_something_else_is_not_taken(string typed) => BlueskyAddress.ActorIn(new Uri(typed)).ShouldBeNull();

    /// <summary>The network's own addresses by DID are none to .NET, which takes what follows the colon for a port: they cannot even be passed on.</summary>
    [Theory, InlineData("at://" + Did), InlineData("at://" + Did + "/app.bsky.feed.post/3mgtx62x6w22b")]
    public void Address_by_did_without_a_web_page_is_no_uri(string typed) => Uri.TryCreate(typed, UriKind.Absolute, out _).ShouldBeFalse();
}
