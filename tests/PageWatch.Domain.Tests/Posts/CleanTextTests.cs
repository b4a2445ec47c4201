using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Tests.Posts;

[Trait("Promise", "7")]
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  around  ", "around")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("a\n\n\n\n\nb", "a\n\nb")]
    [InlineData("tab\tstays", "tab\tstays")]
    [InlineData("nul\0bell\u0007esc\u001b[31m", "nulbellesc[31m")]
    [InlineData("abc\u202Efdp.exe", "abcfdp.exe")] // a name that would read backwards
    [InlineData("\u2066iso\u2069late\u200E\u200F", "isolate")]
    [InlineData("\uFEFFmark", "mark")]
    [InlineData("whole 👩‍👩‍👧 family", "whole 👩‍👩‍👧 family")]
    [InlineData("line\u2028break", "line\nbreak")]
    public void What_it_says_stays_what_steers_goes(string given, string expected) => CleanText.Of(given, 1_000).ShouldBe(expected);

    [Fact]
    public void Half_an_emoji_is_replaced() => CleanText.Of("half \uD83D emoji \uDC00", 1_000).ShouldBe("half \uFFFD emoji \uFFFD");

    [Fact]
    public void Cut_text_says_so_and_keeps_emoji_whole()
    {
        CleanText.Cut("abcdef", 4).ShouldBe("abc…");
        CleanText.Cut("ab👩‍👩‍👧cd", 6).ShouldBe("ab…");
        CleanText.Cut("abc", 3).ShouldBe("abc");
    }

    [Theory]
    [InlineData("abcd efgh", 4, "abc…")]
    [InlineData("abcd efgh", 5, "abcd…")]
    [InlineData("        ab", 4, "…")]
    [InlineData("abcd    ", 4, "abcd")]
    [InlineData("abcd    ", 6, "abcd")]
    public void Text_that_is_cut_at_a_space_says_so(string given, int longest, string expected) => CleanText.Of(given, longest).ShouldBe(expected);

    [Fact]
    public void A_megabyte_is_read_only_as_far_as_it_is_kept()
    {
        var text = CleanText.Of(new string('x', 1_000_000), PostSnapshot.LongestText);
        text.Length.ShouldBe(PostSnapshot.LongestText);
        text.ShouldEndWith("…");
    }

    [Fact]
    public void Line_is_one_line() => CleanText.Line(" a\n\n b\tc ", 100).ShouldBe("a b c");

    [Fact]
    public void Any_code_unit_anywhere_gives_text()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = CleanText.Of($"a{(char)c}b{(char)c}", 100);
            text.EnumerateRunes().ToList().Count.ShouldBeGreaterThan(0);
            text.ShouldNotContain('\u202E');
        }
    }
}
