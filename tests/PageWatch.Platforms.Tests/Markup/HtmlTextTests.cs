using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Tests.Markup;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("no markup\n at all ", "no markup\n at all")]
    [InlineData("Tea &amp; cake", "Tea & cake")]
    [InlineData("Tea & cake &copy 5 &nbsp;€ &#8364; &#x1F642;", "Tea & cake © 5  € € 🙂")]
    [InlineData("<p>One.</p>\n<p>Two.</p>", "One.\nTwo.")]
    [InlineData("<p>One.<p>Two.", "One.\nTwo.")]
    [InlineData("<div><div>One.</div></div><div>Two.</div>", "One.\nTwo.")]
    [InlineData("a<br>b<br/>c</br>d", "a\nb\nc\nd")]
    [InlineData("<ul><li>one<li>two</ul>after", "one\ntwo\nafter")]
    [InlineData("<table><tr><td>one</td><td>two</td></tr><tr><td>three</table>", "one two\nthree")]
    [InlineData("<b>bold <i>both</b> leaning</i> plain", "bold both leaning plain")]
    [InlineData("<pre>a\n  b</pre>  c   d", "a\n  b\nc d")]
    [InlineData("before<script>alert('<p>1</p>')</script>after", "beforeafter")]
    [InlineData("before<style>p{}</style>after<script>never closed", "beforeafter")]
    [InlineData("<textarea><p>x</p></textarea>after", "after")]
    [InlineData("<div><form><p>sign up</p></div>after", "after")]
    [InlineData("<button>Like</button>after", "after")]
    [InlineData("<svg><path/><text>x</text></svg>after", "after")]
    [InlineData("<svg/>after", "after")]
    [InlineData("<video src='v.mp4'>Get another browser.</video>after", "after")]
    [InlineData("<!-- <p>hidden</p> -->shown<!doctype html><?php x ?>", "shown")]
    [InlineData("5 < 6 and 7 > 3", "5 < 6 and 7 > 3")]
    [InlineData("<html><head><title>t</title></head><body>body</body></html>", "body")]
    [InlineData("</p></div>stray", "stray")]
    [InlineData("half a tag <a href=\"x", "half a tag")]
    [InlineData("<p>Nice <img class=\"wp-smiley\" alt=\"🙂\" src=\"https://s.example/1.png\">!</p>", "Nice 🙂!")]
    public void Markup_is_read_as_a_person_reads_it(string html, string text) => HtmlText.Read(html, null).Text.ShouldBe(text);

    [Fact]
    public void Pictures_and_films_are_told_apart_and_relative_links_are_completed()
    {
        var (text, attachments) = HtmlText.Read(
            """
            <p>See</p><img src="/a.png" alt=" A cup "><img src="javascript:alert(1)"><img src="//other.example/b.gif" alt="">
            <img src="/pixel.gif" width="1" height="1"><video><source src="v.mp4"><p>No film for you.</p></video><audio src="s.mp3"></audio>
            <object><img src="/hidden.png"></object>
            """,
            new Uri("https://forum.example/t/1"));
        text.ShouldBe("See");
        attachments.ShouldBe(
        [
            new Attachment(AttachmentKind.Picture, new Uri("https://forum.example/a.png"), "A cup"),
            new Attachment(AttachmentKind.Picture, new Uri("https://other.example/b.gif")),
            new Attachment(AttachmentKind.Video, new Uri("https://forum.example/t/v.mp4")),
            new Attachment(AttachmentKind.Audio, new Uri("https://forum.example/t/s.mp3")),
        ]);
    }

    [Fact]
    public void Words_of_a_script_stay_unread_however_deep_it_stands() =>
        HtmlText.Read(string.Concat(Enumerable.Repeat("<div>", 500)) + "<script>alert(1)</script>deep", null).Text.ShouldBe("deep");

    public static TheoryData<string, string> Bombs() => new()
    {
        { "unclosed elements before many paragraphs", "<p>" + Many(20_000, i => $"<b id={i}>") + "</p>" + Many(60_000, _ => "<p>x") },
        { "deep nesting", Many(200_000, _ => "<div>") },
        { "many ends without a beginning", Many(200, i => $"<e{i}>") + Many(200_000, _ => "</b>") },
        { "many attributes", "<p " + Many(100_000, i => $"a{i}=1 ") + ">" },
        { "tables in tables", Many(100_000, _ => "<table>x") },
        { "an entity without an end", "&" + new string('a', 900_000) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Markup_written_to_harm_costs_no_more_than_its_size(string what, string html)
    {
        HtmlText.Read("<p>warm</p>", null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        HtmlText.Read(html, null);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200_000_000, what);
    }

    private static string Many(int count, Func<int, string> one)
    {
        var all = new StringBuilder();
        for (var i = 0; i < count; i++)
            all.Append(one(i));
        return all.ToString();
    }
}
