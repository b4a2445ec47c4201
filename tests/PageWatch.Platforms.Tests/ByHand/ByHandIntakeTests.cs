using PageWatch.Domain.Posts;
using PageWatch.Platforms.ByHand;
using PageWatch.Testing.Builders;

namespace PageWatch.Platforms.Tests.ByHand;

public sealed class ByHandIntakeTests
{
    private static readonly Uri Link = new("https://forum.example/t/17#4");

    [Fact, Trait("Promise", "2")]
    public void Same_link_and_words_are_one_post()
    {
        var post = Read("The lid broke");
        Read(" The lid broke\n").NativeId.ShouldBe(post.NativeId, "white space around says nothing");
        Read("The lid broke", author: "Ana").NativeId.ShouldBe(post.NativeId, "two colleagues may name the author in two ways");
        Read("The lid broke!").NativeId.ShouldNotBe(post.NativeId);
        Read("The lid broke", "https://forum.example/t/17#5").NativeId.ShouldNotBe(post.NativeId);
    }

    [Fact]
    public void Post_is_public_written_now_and_nobodys_unless_told()
    {
        var post = Read("The lid broke");
        (post.PublishedAt, post.Link, post.Text, post.Standing, post.IsOurs).ShouldBe((A.Morning, Link, "The lid broke", PostStanding.Public, false));
        post.Author.ShouldBe(Author.Nobody);
        Read("The lid broke", author: "Ana").Author.ShouldBe(new Author(null, "Ana"));
    }

    private static PostSnapshot Read(string text, string? link = null, string? author = null) => new ByHandIntake().Read(link is null ? Link : new Uri(link), text, author, A.Morning);
}
