using PageWatch.Platforms.Mastodon;

namespace PageWatch.Platforms.Tests.Mastodon;

/// <summary>What is typed, and what it names.</summary>
public sealed class MastodonAddressTests
{
    [Theory]
    [InlineData("https://social.example/@contosocoffee", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@ContosoCoffee/", "https://social.example/ @ContosoCoffee")]
    [InlineData("https://social.example/@contosocoffee?min_id=1#top", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@contosocoffee/with_replies", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@contosocoffee/media", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@contosocoffee/tagged/decaf", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@contosocoffee/116215146086400000", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@contosocoffee/statuses/01J9ZK0Q2T5T0AD3Z1WYJ1G7V3", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/@lea@piaille.example", "https://social.example/ @lea home piaille.example")]
    [InlineData("https://social.example/@lea@piaille.example/116215186136760320", "https://social.example/ @lea home piaille.example")]
    [InlineData("https://social.example/%40contosocoffee", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/users/contosocoffee", "https://social.example/ @contosocoffee perhaps")]
    [InlineData("https://social.example/users/contosocoffee/statuses/116215146086400000", "https://social.example/ @contosocoffee perhaps")]
    [InlineData("https://social.example/web/@contosocoffee", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/deck/@contosocoffee/116215146086400000", "https://social.example/ @contosocoffee")]
    [InlineData("https://social.example/web/accounts/109300000000000007", "https://social.example/ id 109300000000000007 perhaps")]
    [InlineData("https://social.example/ap/users/109300000000000007", "https://social.example/ id 109300000000000007")]
    [InlineData("https://social.example/ap/users/109300000000000007/statuses/116215146086400000", "https://social.example/ id 109300000000000007")]
    [InlineData("https://social.example:8443/@contosocoffee", "https://social.example:8443/ @contosocoffee")]
    [InlineData("http://127.0.0.1:3000/@contosocoffee", "http://127.0.0.1:3000/ @contosocoffee")]
    [InlineData("https://contosocoffee@social.example", "https://social.example/ @contosocoffee home social.example")]
    [InlineData("https://acct:contosocoffee@social.example", "https://social.example/ @contosocoffee home social.example")]
    [InlineData("https://%40contosocoffee@social.example/", "https://social.example/ @contosocoffee home social.example")]
    [InlineData("https://social.example/tags/ContosoCoffee", "https://social.example/ #contosocoffee perhaps")]
    [InlineData("https://social.example/tags/%E4%BA%AC%E9%83%BD", "https://social.example/ #京都 perhaps")]
    [InlineData("https://social.example/web/tags/decaf", "https://social.example/ #decaf perhaps")]
    [InlineData("https://social.example/profile/contosocoffee", "https://social.example/ @contosocoffee perhaps")]
    [InlineData("https://social.example/contosocoffee", "https://social.example/ @contosocoffee perhaps")]
    [InlineData("https://social.example/somewhere", "https://social.example/ @somewhere perhaps")]
    [InlineData("https://social.example", "https://social.example/ server perhaps")]
    [InlineData("https://social.example/", "https://social.example/ server perhaps")]
    [InlineData("https://b\u00fccher.example/@lea", "https://xn--bcher-kva.example/ @lea")]
    public void Address_is_recognised(string typed, string named)
    {
        var read = MastodonAddress.Read(new Uri(typed)).ShouldNotBeNull();
        var what = read.Name is { } name ? "@" + name : read.Id is { } id ? "id " + id : read.Tag is { } tag ? "#" + tag : "server";
        $"{read.Server} {what}{(read.Home is { } home ? " home " + home : "")}{(read.IsSure ? "" : " perhaps")}".ShouldBe(named);
    }

    [Theory]
    [InlineData("https://social.example/@contosocoffee.rss")]
    [InlineData("https://social.example/tags/decaf.rss")]
    [InlineData("https://social.example/users/contosocoffee.atom")]
    [InlineData("https://social.example/users/contosocoffee.json")]
    [InlineData("https://social.example/@contosocoffee/a-long-article-1f3c")]
    [InlineData("https://social.example/@contosocoffee/1/2")]
    [InlineData("https://social.example/@")]
    [InlineData("https://social.example/@con tosо")]
    [InlineData("https://social.example/@..%2F..%2Fapi")]
    [InlineData("https://social.example/@lea@")]
    [InlineData("https://social.example/@lea@not a host")]
    [InlineData("https://social.example/tags/")]
    [InlineData("https://blog.example/feed")]
    [InlineData("https://blog.example/feed.xml")]
    [InlineData("https://blog.example/about")]
    [InlineData("https://social.example/tags/a/b")]
    [InlineData("https://social.example/tags/a%2Fb")]
    [InlineData("https://social.example/api/v1/accounts/1")]
    [InlineData("https://social.example/explore/links")]
    [InlineData("https://social.example/web/statuses/116215146086400000")]
    [InlineData("https://contosocoffee@social.example/@other")]
    [InlineData("https://user:password@social.example")]
    [InlineData("https://blog.example/2026/03/spring-roast")]
    public void Address_has_none_of_the_forms(string typed) => MastodonAddress.Read(new Uri(typed)).ShouldBeNull();

    [Theory]
    [InlineData("9", "10")]
    [InlineData("99999999", "100000000")]
    [InlineData("116215186136760320", "116215207854080000")]
    [InlineData("01J9ZK0Q2T5T0AD3Z1WYJ1G7V3", "01J9ZK0Q2T5T0AD3Z1WYJ1G7V4")]
    [InlineData("99999999999999999999999999999998", "99999999999999999999999999999999")]
    public void Id_that_is_longer_or_later_is_newer(string older, string newer)
    {
        MastodonId.Order.Compare(older, newer).ShouldBeLessThan(0);
        MastodonId.Order.Compare(newer, older).ShouldBeGreaterThan(0);
        MastodonId.Order.Compare(newer, newer).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../accounts")]
    [InlineData("1?x")]
    [InlineData("1 2")]
    [InlineData("١٢")]
    public void Id_that_would_change_an_address_is_none(string id) => MastodonId.IsGood(id).ShouldBeFalse();
}
