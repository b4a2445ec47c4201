using System.Globalization;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Tests.Drafts;

namespace PageWatch.Pipeline.Tests.Checks;

public sealed class ReplyLengthTests
{
    public static TheoryData<LengthUnit, int, string> Vectors()
    {
        var vectors = new TheoryData<LengthUnit, int, string>();
        foreach (var row in Checking.Rows("lengths.tsv"))
            vectors.Add(Enum.Parse<LengthUnit>(row[0]), int.Parse(row[1], CultureInfo.InvariantCulture), row[2]);
        return vectors;
    }

    [Theory, MemberData(nameof(Vectors))]
    public void Text_is_as_long_as_its_platform_counts(LengthUnit unit, int length, string text)
    {
        text = Checking.Unescaped(text);
        ReplyLength.Of(text, unit).ShouldBe(length);
        Found(text, unit, length).ShouldBeEmpty();
        if (length < 2)
            return;
        var over = Found(text, unit, length - 1).ShouldHaveSingleItem();
        over.Blocks.ShouldBeTrue();
        over.Mend.ShouldBeNull();
        over.Reason.ShouldContain(": 1 too many");
        (over.Start + over.Length).ShouldBe(text.Length);
        ReplyLength.Of(text[..over.Start], unit).ShouldBeLessThan(length);
    }

    [Theory]
    [InlineData(LengthUnit.Characters, "It has 30 of 20 characters: 10 too many for this page.")]
    [InlineData(LengthUnit.Utf8Bytes, "It has 60 of 20 bytes: 40 too many for this page.")]
    [InlineData(LengthUnit.Weighted, "It has 30 of 20 characters (an emoji counts 2, a link 23): 10 too many for this page.")]
    public void Reason_says_by_how_much(LengthUnit unit, string reason) => Found(new string('д', 30), unit, 20).ShouldHaveSingleItem().Reason.ShouldBe(reason);

    [Fact]
    public void Page_with_two_limits_is_held_to_both()
    {
        var bluesky = Drafting.Threaded with { LongestReply = 300, LengthUnit = LengthUnit.Graphemes, MostReplyBytes = 3_000 };
        string Of(string text) => ReplyChecks.Of(text, Checking.Occasion(can: bluesky)).SingleOrDefault(finding => finding.Kind == FindingKind.TooLong)?.Reason ?? "";
        Of(string.Concat(Enumerable.Repeat("👍", 300))).ShouldBe("");
        Of(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 121))).ShouldBe("It has 3,025 of 3,000 bytes: 25 too many for this page.");
        Of(string.Concat(Enumerable.Repeat("👍", 301))).ShouldBe("It has 301 of 300 characters: 1 too many for this page.");
    }

    [Fact]
    public void Page_without_a_limit_takes_any_length_up_to_what_no_page_takes()
    {
        var free = Drafting.Threaded with { LongestReply = 0 };
        ReplyChecks.Of(new string('ж', ReplyText.Longest), Checking.Occasion(can: free)).ShouldNotContain(finding => finding.Kind == FindingKind.TooLong);
        ReplyChecks.Of(new string('ж', ReplyText.Longest + 1), Checking.Occasion(can: free)).ShouldContain(finding => finding.Kind == FindingKind.TooLong && finding.Blocks);
    }

    private static IReadOnlyList<ReplyFinding> Found(string text, LengthUnit unit, int longest) =>
        [.. ReplyChecks.Of(text, Checking.Occasion(can: Drafting.Threaded with { LongestReply = longest, LengthUnit = unit })).Where(finding => finding.Kind == FindingKind.TooLong)];
}
