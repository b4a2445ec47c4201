using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Tests.Understanding;

public sealed class WordStreamTests
{
    [Theory]
    [InlineData("Where is my Order?", "where is my order")]
    [InlineData("Café CRÈME brûlée", "cafe creme brulee")]
    [InlineData("don't don’t dont", "dont dont dont")]
    [InlineData("Straße STRASSE", "strasse strasse")]
    [InlineData("#late @contoso e-mail 24/7", "late contoso e mail 24 7")]
    [InlineData("ﬁne Ｆｕｌｌ", "fine full")]
    [InlineData("京都でも買えますか", "京 都 で も 買 え ま す か")]
    [InlineData("Tokyo京都", "tokyo 京 都")]
    [InlineData("great 🙃👍", "great 🙃 👍")]
    [InlineData("هل تشحنون إلى دبي؟", "هل تشحنون الى دبي")]
    [InlineData("Ωμέγα ΩΜΕΓΑ", "ωμεγα ωμεγα")]
    [InlineData("Łódź Ørsted æther", "lodz orsted aether")]
    [InlineData("हिन्दी में", "हिन्दी में")]
    [InlineData("ขอน้ำเย็น", "ข อ น้ ํา เ ย็ น")]
    [InlineData("👍🏽 ⭐⭐ ❤️", "👍 ⭐ ⭐ ❤")]
    [InlineData("", "")]
    [InlineData("... !!! ---", "")]
    public void Words_are_compared_without_case_and_accents(string text, string expected) => string.Join(' ', WordStream.Of(text).Select(word => word.Text)).ShouldBe(expected);

    [Fact]
    public void Places_lead_back_into_the_text()
    {
        const string Text = "Überall “kaputte” Päckchen 📦!";
        WordStream.Of(Text).Select(word => Text.Substring(word.Start, word.Length)).ShouldBe(["Überall", "kaputte", "Päckchen", "📦"]);
    }

    [Fact]
    public void Characters_that_are_none_and_letters_that_unfold_do_no_harm()
    {
        WordStream.Of("a\uFFFEb \uFDD0c").Select(word => word.Text).ShouldBe(["a", "b", "c"]);
        WordStream.Fold("\uFFFE\uFFFF").ShouldBe("");
        WordStream.Of(new string('\uFDFA', 20_000)).Sum(word => word.Text.Length).ShouldBeLessThanOrEqualTo(20_000);
    }

    [Fact]
    public void Every_code_unit_can_be_folded()
    {
        for (var c = 0; c <= char.MaxValue; c++)
            WordStream.Fold($"a{(char)c}b").ShouldNotBeNull();
    }

    [Fact]
    public void Lone_surrogates_and_nulls_are_only_gaps() => WordStream.Of("a\uD800b\0c\uDC00").Select(word => word.Text).ShouldBe(["a", "b", "c"]);
}
