using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Tests.Understanding.Tokens;

/// <summary>How a post is cut, as a table: plain forms, with marks behind a stroke (H hashtag, L stretched, N negated, S shouted).</summary>
public sealed class PostTokensTests
{
    [Theory]
    // What platforms send for signs.
    [InlineData("it&#39;s &amp; &lt;3 &quot;ok&quot;", "its <3 \" ok \"")]
    [InlineData("&#x1F600; &hellip; &bogus; &#xD800;", "😀 ... bogus")]
    [InlineData("it’s “great”…", "its \" great \" ...")]
    // Mentions and links.
    [InlineData("@anna and @bob_2 see https://example.com/a?b=c or bit.ly/x", "@user and @user see http or http")]
    [InlineData("example.com is down (www.example.org)", "http is down http")]
    [InlineData("a@b", "a @user")]
    // Hashtags by their seams.
    [InlineData("#BestDayEver #best_day #2024goals", "best|H day|H ever|H best|H day|H 0000|H goals|H")]
    [InlineData("#NHSheroes # alone", "nh|HS sheroes|H alone")]
    // Stretched and shouted words.
    [InlineData("soooo goooood!!!", "soo|L good|L !!|L")]
    [InlineData("you LIED to me again", "you lied|S to me again")]
    [InlineData("WHY IS IT BROKEN AGAIN", "why is it broken again")]
    // Where a "not" reaches.
    [InlineData("not good, nice", "not good|N nice")]
    [InlineData("not good but nice", "not good|N but nice")]
    [InlineData("never a problem with these people at all", "never a|N problem|N with|N these|N people|N at all")]
    [InlineData("Kein gutes Wort. Super", "kein gutes|N wort|N super")]
    [InlineData("don't like it! ok", "dont like|N it|N ! ok")]
    [InlineData("لا أحب", "لا احب|N")]
    // Faces.
    [InlineData("😂😂😂 ok 👍🏽", "😂|L ok 👍")]
    [InlineData(":-) :(((( <3 xD =) :'(", ":) :(|L <3 xd :) :'(")]
    [InlineData("at 8:30 a:b", "at 8 30 a b")]
    // Signs and numbers.
    [InlineData("What?! why?? €5 order 88-20417", "what ?! why ?? € 5 order 88 00000")]
    // Scripts without spaces, and marks.
    [InlineData("配達まだ?", "配 達 ま だ ?")]
    [InlineData("ก็ดี", "ก็ ดี")]
    [InlineData("नहीं चलता", "नहीं चलता|N")]
    [InlineData("Schön cafe\u0301 Z\u0336a\u0336l\u0336g\u0336o\u0336", "schon cafe zalgo")]
    [InlineData("a\uD83Db \u200Bc\0d", "a b c d")]
    public void Post_is_cut_into(string text, string tokens) => Cut(text).ShouldBe(tokens);

    [Theory]
    [InlineData("Priya and OLUWASEUN helped", "@name and @name|S helped")]
    [InlineData("thanks priya!", "thanks @name !")]
    [InlineData("I asked Grace, by the grace of the till", "i asked @name by the grace of the till")]
    [InlineData("Jean-Luc and Min-jun and Mary Ann", "@name and @name and @name")]
    [InlineData("Mrs. Sourpuss, Frau Böse, miss Lovely", "@name @name @name")]
    [InlineData("I miss my dog", "i miss my dog")]
    [InlineData("the South African waiter", "the @person")]
    [InlineData("South Street, African violets", "south street @group violets")]
    [InlineData("Polish menu, nail polish", "@group menu nail polish")]
    [InlineData("an African American couple", "an @group couple")]
    [InlineData("a young black trans woman in a black coat", "a @person in a black coat")]
    [InlineData("not a non-binary person, ok", "not a|N @person|N ok")]
    [InlineData("non è la signora", "non e|N la|N @person|N")]
    [InlineData("she told her son and his daughter", "@they told @they @child and @they @child")]
    [InlineData("die türkische Kundin", "die @person")]
    [InlineData("@priya #TeamPriya", "@user team|H @name|H")]
    public void Who_somebody_is_becomes_one_word(string text, string tokens) => Cut(text).ShouldBe(tokens);

    [Fact]
    public void What_became_one_word_stands_where_all_of_it_stood()
    {
        const string Text = "The South African woman, Mrs. Sourpuss, left";
        var post = new PostTokens();
        post.Read(Text);
        post.Tokens.ToArray().Select(token => Text.Substring(token.Start, token.Length)).ShouldBe(["The", "South African woman", "Mrs. Sourpuss", "left"]);
    }

    [Fact]
    public void Token_stands_where_it_stood_in_the_post()
    {
        const string Text = "I &lt;3 Zoe\u0308 👍🏽 &#x1F600;!";
        var post = new PostTokens();
        post.Read(Text);
        post.Tokens.ToArray().Select(token => Text.Substring(token.Start, token.Length)).ShouldBe(["I", "&lt;3", "Zoe\u0308", "👍🏽", "&#x1F600;", "!"]);
    }

    [Fact]
    public void Of_a_long_text_both_ends_are_read_and_it_is_said()
    {
        var post = new PostTokens();
        post.Read(string.Concat(Enumerable.Repeat("word ", 2400)));
        post.IsCut.ShouldBeFalse();
        post.Read("first " + new string('.', 12_000) + " middle " + new string('.', 12_000) + " last");
        post.IsCut.ShouldBeTrue();
        Written(post).ShouldStartWith("first ");
        Written(post).ShouldEndWith(" last");
        Written(post).ShouldNotContain("middle");
    }

    [Fact]
    public void Buffers_that_are_used_again_keep_nothing_of_the_post_before()
    {
        var post = new PostTokens();
        post.Read("WHY IS THIS NOT");
        post.Read("fine");
        Written(post).ShouldBe("fine");
        post.Shouts.ShouldBeFalse();
    }

    private static string Cut(string text)
    {
        var post = new PostTokens();
        post.Read(text);
        return Written(post);
    }

    private static string Written(PostTokens post) => string.Join(' ', post.Tokens.ToArray().Select(token => post.Form(token).ToString() + Marks(token.Marks)));

    private static string Marks(TokenMarks marks) => marks == TokenMarks.None ? "" : "|" + string.Concat(
        ((TokenMarks Mark, string Letter)[])[(TokenMarks.Hashtag, "H"), (TokenMarks.Stretched, "L"), (TokenMarks.Negated, "N"), (TokenMarks.Shouted, "S")]
            is var letters ? letters.Where(each => marks.HasFlag(each.Mark)).Select(each => each.Letter) : []);
}
