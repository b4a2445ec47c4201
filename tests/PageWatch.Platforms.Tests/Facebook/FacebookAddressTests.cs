using PageWatch.Platforms.Facebook;

namespace PageWatch.Platforms.Tests.Facebook;

/// <summary>Every form in which people copy the address of a Page.</summary>
public sealed class FacebookAddressTests
{
    [Theory]
    [InlineData("https://www.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://facebook.com/contosocoffee/", "contosocoffee", null)]
    [InlineData("http://facebook.com/ContosoCoffee", "ContosoCoffee", null)]
    [InlineData("https://m.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://web.facebook.com/contosocoffee?_rdc=1&_rdr", "contosocoffee", null)]
    [InlineData("https://mbasic.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://touch.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://business.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://business.facebook.com/latest/home?asset_id=108200000000001&nav_ref=x", null, "108200000000001")]
    [InlineData("https://de-de.facebook.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://fb.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://www.fb.com/contosocoffee", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/posts/pfbid02abcDEF", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/posts/our-winter-menu/122100000000501", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/photos/a.1/2/?type=3", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/videos/1234567890", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/reviews", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee/about/?ref=page_internal", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contosocoffee#", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/@contosocoffee", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/contoso.coffee.lyon", "contoso.coffee.lyon", null)]
    [InlineData("https://www.facebook.com/Caf%C3%A9Contoso", "Caf\u00e9Contoso", null)]
    [InlineData("https://www.facebook.com/pg/contosocoffee/posts/", "contosocoffee", null)]
    [InlineData("https://www.facebook.com/108200000000001", null, "108200000000001")]
    [InlineData("https://www.facebook.com/108200000000001/posts/122100000000501", null, "108200000000001")]
    [InlineData("https://www.facebook.com/Contoso-Coffee-108200000000001", "Contoso-Coffee-108200000000001", "108200000000001")]
    [InlineData("https://www.facebook.com/Contoso-Coffee-108200000000001/", "Contoso-Coffee-108200000000001", "108200000000001")]
    [InlineData("https://www.facebook.com/p/Contoso-Coffee-61550000000007/", "Contoso-Coffee-61550000000007", "61550000000007")]
    [InlineData("https://www.facebook.com/pages/Contoso-Coffee/108200000000001", null, "108200000000001")]
    [InlineData("https://www.facebook.com/pages/Contoso-Coffee/108200000000001?fref=ts", null, "108200000000001")]
    [InlineData("https://www.facebook.com/pages/category/Cafe/Contoso-Coffee-108200000000001/", "Contoso-Coffee-108200000000001", "108200000000001")]
    [InlineData("https://www.facebook.com/profile.php?id=61550000000007", null, "61550000000007")]
    [InlineData("https://m.facebook.com/profile.php?v=info&id=61550000000007", null, "61550000000007")]
    [InlineData("https://www.facebook.com/people/Contoso-Coffee/61550000000007/", null, "61550000000007")]
    [InlineData("https://www.facebook.com/permalink.php?story_fbid=pfbid02abc&id=108200000000001", null, "108200000000001")]
    [InlineData("https://m.facebook.com/story.php?story_fbid=122100000000501&id=108200000000001", null, "108200000000001")]
    [InlineData("https://www.facebook.com/photo.php?fbid=5555555&id=108200000000001&set=a.1", null, "108200000000001")]
    [InlineData("https://www.facebook.com/studio54", "studio54", null)]
    [InlineData("https://www.facebook.com/cafe-24", "cafe-24", null)]
    public void Address_of_a_page_names_it(string address, string? name, string? id)
    {
        var read = FacebookAddress.Read(new Uri(address)).ShouldNotBeNull();
        (read.Name, read.Id, read.WhyNot, read.IsFacebookItself).ShouldBe((name, id, null, false));
    }

    [Theory]
    [InlineData("https://www.facebook.com/groups/contoso", "group")]
    [InlineData("https://m.facebook.com/groups/123456789/permalink/5/", "group")]
    [InlineData("https://www.facebook.com/events/1234567890", "event")]
    [InlineData("https://www.facebook.com/watch/?v=1234567890", "does not name its Page")]
    [InlineData("https://www.facebook.com/reel/1234567890", "does not name its Page")]
    [InlineData("https://www.facebook.com/share/p/1AbCdEf/", "does not name its Page")]
    [InlineData("https://www.facebook.com/photo/?fbid=5555555&set=a.1", "does not name its Page")]
    [InlineData("https://fb.watch/abcdef/", "short address")]
    [InlineData("https://fb.me/contoso", "short address")]
    [InlineData("https://m.me/contosocoffee", "Messages are private")]
    [InlineData("https://www.facebook.com/marketplace/item/1", "no Page")]
    [InlineData("https://www.facebook.com/stories/108200000000001", "no Page")]
    [InlineData("https://www.facebook.com/hashtag/coffee", "no Page")]
    [InlineData("https://www.facebook.com/login.php?next=x", "no Page")]
    [InlineData("https://www.facebook.com/messages/t/1", "no Page")]
    [InlineData("https://www.facebook.com/profile.php", "lacks the number")]
    [InlineData("https://www.facebook.com/profile.php?id=1%2F..%2Fme", "lacks the number")]
    [InlineData("https://www.facebook.com/permalink.php?story_fbid=5", "does not name the Page")]
    [InlineData("https://www.facebook.com/pages/Contoso-Coffee", "lacks the Page's number")]
    [InlineData("https://www.facebook.com/a%2F..%2Fme", "does not look like")]
    [InlineData("https://www.facebook.com/name%3Faccess_token=x", "does not look like")]
    public void Address_of_something_else_is_told_why_not(string address, string words)
    {
        var read = FacebookAddress.Read(new Uri(address)).ShouldNotBeNull();
        (read.Name, read.Id, read.IsFacebookItself).ShouldBe((null, null, false));
        read.WhyNot.ShouldNotBeNull().ShouldContain(words);
    }

    [Theory]
    [InlineData("https://notfacebook.com/contosocoffee")]
    [InlineData("https://facebook.com.evil.example/contosocoffee")]
    [InlineData("https://facebook.example/contosocoffee")]
    [InlineData("https://developers.facebook.com/docs/graph-api")]
    [InlineData("https://graph.facebook.com/v26.0/me")]
    [InlineData("https://contoso@facebook.com/contosocoffee")]
    [InlineData("ftp://facebook.com/contosocoffee")]
    public void Address_elsewhere_is_left_to_others(string address) => FacebookAddress.Read(new Uri(address)).ShouldBeNull();

    [Theory, InlineData("https://www.facebook.com"), InlineData("https://m.facebook.com/?ref=x"), InlineData("https://fb.com/")]
    public void Facebook_itself_is_whatever_the_token_opens(string address) => FacebookAddress.Read(new Uri(address)).ShouldNotBeNull().IsFacebookItself.ShouldBeTrue();

    [Theory]
    [InlineData("108200000000001", true)]
    [InlineData("108200000000001_122100000000501", true)]
    [InlineData("", false)]
    [InlineData("_1", false)]
    [InlineData("1_", false)]
    [InlineData("1_2_3", false)]
    [InlineData("1/2", false)]
    [InlineData("../me", false)]
    [InlineData("1?x", false)]
    [InlineData("me", false)]
    [InlineData("\u0661\u0662", false)]
    public void Id_is_one_number_or_two(string id, bool isGood) => FacebookId.IsGood(id).ShouldBe(isGood);
}
