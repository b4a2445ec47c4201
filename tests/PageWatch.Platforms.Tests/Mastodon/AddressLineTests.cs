using PageWatch.Platforms.Mastodon;

namespace PageWatch.Platforms.Tests.Mastodon;

/// <summary>The line above a reply: when it is put there, and that it is known when it comes back.</summary>
[Trait("Promise", "4")]
public sealed class AddressLineTests
{
    [Theory]
    [InlineData("lea@piaille.example", "Sorry!", "@lea@piaille.example\nSorry!")]
    [InlineData("jonas", "Sorry!", "@jonas\nSorry!")]
    [InlineData("lea@piaille.example", "Sorry, @lea@piaille.example!", "Sorry, @lea@piaille.example!")]
    [InlineData("lea@piaille.example", "Sorry, @LEA@Piaille.example.", "Sorry, @LEA@Piaille.example.")]
    [InlineData("lea@piaille.example", "Sorry, @lea!", "@lea@piaille.example\nSorry, @lea!")]
    [InlineData("lea@piaille.example", "Not @lea@piaille.example.evil", "@lea@piaille.example\nNot @lea@piaille.example.evil")]
    [InlineData("lea@piaille.example", "https://x.example/@lea@piaille.example", "@lea@piaille.example\nhttps://x.example/@lea@piaille.example")]
    [InlineData("jonas", "Hi @jonas, sorry", "Hi @jonas, sorry")]
    [InlineData("jonas", "Hi @jonas@other.example", "@jonas\nHi @jonas@other.example")]
    [InlineData("jonas", "Hi @jonasson", "@jonas\nHi @jonasson")]
    [InlineData("jonas", "mail me@jonas", "@jonas\nmail me@jonas")]
    [InlineData("l\u00e9a", "Sorry!", null)]
    [InlineData("lea@piaille.example\n@everyone", "Sorry!", null)]
    public void Author_is_named_once(string handle, string approved, string? sent) => AddressLine.Above(approved, By(handle), own: "7").ShouldBe(sent);

    [Fact]
    public void Own_post_is_answered_without_naming_oneself() => AddressLine.Above("More on this.", By("contosocoffee", id: "7"), own: "7").ShouldBe("More on this.");

    [Theory]
    [InlineData("@lea Sorry!", "@lea@piaille.example Sorry!")]
    [InlineData("Hi @Lea, and @jonas.", "Hi @lea@piaille.example, and @jonas.")]
    [InlineData("@lea.", "@lea@piaille.example.")]
    [InlineData("@leander is somebody else", "@leander is somebody else")]
    [InlineData("@lea@other.example stays", "@lea@other.example stays")]
    [InlineData("mail to me@lea", "mail to me@lea")]
    [InlineData("@sam is two people", "@sam is two people")]
    [InlineData("no mention", "no mention")]
    public void Handles_are_read_whole(string shown, string whole) => AddressLine.WholeHandles(shown, Mentioning("lea@piaille.example", "jonas", "sam@one.example", "sam@two.example")).ShouldBe(whole);

    [Theory]
    [InlineData("@lea@piaille.example\nSorry!", "Sorry!")]
    [InlineData("@lea\n\nSorry!\nReally.", "Sorry!\nReally.")]
    [InlineData("@lea@piaille.example Sorry!", "@lea@piaille.example Sorry!")]
    [InlineData("@nobody\nSorry!", "@nobody\nSorry!")]
    [InlineData("Sorry!\n@lea", "Sorry!\n@lea")]
    [InlineData("@lea", "@lea")]
    [InlineData("", "")]
    public void Line_above_is_left_out(string read, string words) => AddressLine.WithoutIt(read, Mentioning("lea@piaille.example")).ShouldBe(words);

    [Theory]
    [InlineData("Sorry, L\u00e9a!", "Sorry, L\u00e9a!", true)]
    [InlineData("Sorry, L\u00e9a!", "@lea@piaille.example Sorry, L\u00e9a!", true)]
    [InlineData("Sorry, L\u00e9a!", "@jonas Sorry, L\u00e9a!", false)]
    [InlineData("Sorry, L\u00e9a!", "Sorry, Lea!", false)]
    [InlineData("@lea@piaille.example Sorry", "@lea@piaille.example Sorry", true)]
    public void Approved_words_are_known_again(string approved, string read, bool says) => AddressLine.Says(approved, Mentioning("lea@piaille.example"), read).ShouldBe(says);

    private static StatusWire By(string handle, string id = "8") => new() { Id = "1", Account = new AccountWire { Id = id, Acct = handle, Username = handle.Split('@')[0] } };

    private static StatusWire Mentioning(params string[] handles) => new() { Id = "1", Mentions = [.. handles.Select(handle => new MentionWire(handle.Split('@')[0], handle))] };
}
