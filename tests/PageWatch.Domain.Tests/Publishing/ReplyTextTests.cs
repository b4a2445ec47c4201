using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Tests.Publishing;

public sealed class ReplyTextTests
{
    [Theory, Trait("Promise", "4")]
    [InlineData("Thank you! Yes, 20 % rye.", "Thank you! Yes, 20 % rye.", true)]
    [InlineData("It's \"fine\" - really...", "It’s “fine” – really…", true)]
    [InlineData("two\n\nlines", "two lines", true)]
    [InlineData("Yes", "No", false)]
    [InlineData("Yes, at 9", "Yes, at 10", false)]
    [InlineData("👍", "👍", true)]
    [InlineData("👍", "👎", false)]
    [InlineData("¡Hola, Luis!", "¡Hola Luis!", true)]
    public void Pages_may_tidy_a_reply_without_making_it_another(string sent, string shown, bool same) => SameText.As(sent, shown).ShouldBe(same);

    [Theory]
    [InlineData("héllo", LengthUnit.Characters, 5)]
    [InlineData("héllo", LengthUnit.Utf8Bytes, 6)]
    [InlineData("👩‍👩‍👧!", LengthUnit.Graphemes, 2)]
    [InlineData("👩‍👩‍👧!", LengthUnit.Characters, 9)]
    public void Length_is_counted_in_the_platforms_unit(string text, LengthUnit unit, int expected) => ReplyLength.Of(text, unit).ShouldBe(expected);

    [Fact, Trait("Promise", "3")]
    public void Code_fits_one_person_one_version_one_text_one_account()
    {
        byte[] key = [1, 2, 3];
        string Code(long by = 1, long nudge = 12, long version = 5, string text = "Hello", string account = "Contoso") =>
            ConfirmCode.For(key, new MemberId(by), new NudgeId(nudge), version, text, account);
        var code = Code();
        code.Length.ShouldBe(ConfirmCode.Length);
        ConfirmCode.Fits(code, code.ToLowerInvariant() + " ").ShouldBeTrue();
        foreach (var other in (string[])[Code(by: 2), Code(nudge: 13), Code(version: 6), Code(text: "Hello!"), Code(account: "Other"), ConfirmCode.For([9], new MemberId(1), new NudgeId(12), 5, "Hello", "Contoso"), "", "AAAAAAAA"])
            ConfirmCode.Fits(code, other).ShouldBeFalse();
    }
}
