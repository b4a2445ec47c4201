using PageWatch.Platforms.X;

namespace PageWatch.Platforms.Tests.X;

/// <summary>What is typed, and what it names.</summary>
public sealed class XAddressTests
{
    [Theory]
    [InlineData("https://x.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/", "@ContosoCoffee")]
    [InlineData("http://x.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://X.COM/ContosoCoffee?s=21&t=abc", "@ContosoCoffee")]
    [InlineData("https://www.x.com/contosocoffee", "@contosocoffee")]
    [InlineData("https://mobile.x.com/contosocoffee", "@contosocoffee")]
    [InlineData("https://m.x.com/contosocoffee", "@contosocoffee")]
    [InlineData("https://twitter.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://www.twitter.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://mobile.twitter.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://m.twitter.com/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://twitter.com/@ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://x.com/%40ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://ContosoCoffee@x.com", "@ContosoCoffee")]
    [InlineData("https://twitter.com/#!/ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/with_replies", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/media", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/status/1990000000000000101", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/status/1990000000000000101/photo/1", "@ContosoCoffee")]
    [InlineData("https://x.com/ContosoCoffee/status/1990000000000000101?s=46#m", "@ContosoCoffee")]
    [InlineData("https://x.com/a", "@a")]
    [InlineData("https://x.com/_15_characters_", "@_15_characters_")]
    [InlineData("https://x.com/intent/user?screen_name=ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://x.com/intent/follow?region=a&screen_name=ContosoCoffee", "@ContosoCoffee")]
    [InlineData("https://x.com/intent/user?user_id=1500000000000000001", "account 1500000000000000001")]
    [InlineData("https://x.com/i/user/1500000000000000001", "account 1500000000000000001")]
    [InlineData("https://x.com/i/user/12", "account 12")]
    [InlineData("https://x.com/i/web/status/1990000000000000101", "post 1990000000000000101")]
    [InlineData("https://twitter.com/i/web/status/1990000000000000101", "post 1990000000000000101")]
    [InlineData("https://x.com/i/status/1990000000000000101", "post 1990000000000000101")]
    [InlineData("https://x.com/", "the site")]
    [InlineData("https://x.com", "the site")]
    [InlineData("https://x.com/home", "no: the timeline of whoever is signed in")]
    [InlineData("https://x.com/Home", "no: the timeline of whoever is signed in")]
    [InlineData("https://x.com/explore/tabs/trending", "no: X's own overview")]
    [InlineData("https://x.com/search?q=contoso", "no: a search")]
    [InlineData("https://x.com/hashtag/coffee", "no: a hashtag")]
    [InlineData("https://x.com/i/lists/1500000000000000001", "no: a list")]
    [InlineData("https://x.com/ContosoCoffee/lists/friends", "no: a list")]
    [InlineData("https://x.com/i/communities/1500000000000000001", "no: a community")]
    [InlineData("https://x.com/i/spaces/1abc", "no: a live talk")]
    [InlineData("https://x.com/i/flow/login", "no: a page of X's own")]
    [InlineData("https://x.com/intent/post?text=hello", "no: a form to post or follow")]
    [InlineData("https://x.com/messages/1-2", "no: the messages of whoever is signed in")]
    [InlineData("https://x.com/settings/account", "no: the settings of whoever is signed in")]
    [InlineData("https://x.com/i/user/name", "no: no account: its number is none")]
    [InlineData("https://x.com/i/user/0", "no: no account: its number is none")]
    [InlineData("https://x.com/i/web/status/..%2f1", "no: no post: its number is none")]
    [InlineData("https://x.com/sixteen_letters__", "no: no account: a name has at most 15 letters, digits and underscores")]
    [InlineData("https://x.com/contoso-coffee", "no: no account: a name has at most 15 letters, digits and underscores")]
    [InlineData("https://x.com/caf%C3%A9", "no: no account: a name has at most 15 letters, digits and underscores")]
    [InlineData("https://x.com/@", "no: no account: a name has at most 15 letters, digits and underscores")]
    [InlineData("https://user:secret@x.com/ContosoCoffee", "no: nothing that X has")]
    [InlineData("https://x.com.evil.example/ContosoCoffee", "elsewhere")]
    [InlineData("https://notx.com/ContosoCoffee", "elsewhere")]
    [InlineData("https://api.x.com/2/users/me", "elsewhere")]
    [InlineData("https://help.x.com/en", "elsewhere")]
    [InlineData("https://x.com:8443/ContosoCoffee", "elsewhere")]
    [InlineData("https://t.co/abcdefghij", "elsewhere")]
    [InlineData("https://social.example/@ContosoCoffee", "elsewhere")]
    [InlineData("ftp://x.com/ContosoCoffee", "elsewhere")]
    public void Address_names(string typed, string named) => Say(XAddress.Read(new Uri(typed))).ShouldBe(named);

    private static string Say(XAddress? read) => read switch
    {
        null => "elsewhere",
        { Problem: { } problem } => "no: " + problem,
        { Name: { } name } => "@" + name,
        { AccountId: { } id } => "account " + id,
        { PostId: { } id } => "post " + id,
        _ => read.IsSite ? "the site" : "nothing",
    };
}
