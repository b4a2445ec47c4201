using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Tests.Understanding;

public sealed class PersonalMaskTests
{
    [Fact]
    public void Covered_places_are_gone_and_all_other_words_stay_where_they_were()
    {
        const string text = "Mail ana@example.org about order 12345!";
        var masked = PersonalMask.Apply(text, [new PersonalDatum(5, 15, PersonalKind.Email), new PersonalDatum(33, 5, PersonalKind.Order)]);
        masked.ShouldBe("Mail *************** about order *****!");
        masked.Length.ShouldBe(text.Length);
    }

    [Fact]
    public void Text_without_personal_data_is_given_back_as_it_is() => PersonalMask.Apply("Hello 😀", []).ShouldBe("Hello 😀");

    [Fact]
    public void Places_may_touch_overlap_and_come_in_any_order() =>
        PersonalMask.Apply("0123456789", [new PersonalDatum(6, 2, PersonalKind.Order), new PersonalDatum(1, 3, PersonalKind.Phone), new PersonalDatum(3, 3, PersonalKind.Card)])
            .ShouldBe("0*******89");

    [Fact]
    public void Whole_text_may_be_covered() => PersonalMask.Apply("12345", [new PersonalDatum(0, 5, PersonalKind.Order)]).ShouldBe("*****");

    [Fact]
    public void Empty_place_covers_nothing() => PersonalMask.Apply("12345", [new PersonalDatum(5, 0, PersonalKind.Order), new PersonalDatum(2, 0, PersonalKind.Order)]).ShouldBe("12345");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Sign_of_two_units_is_covered_whole(int start, int length) =>
        PersonalMask.Apply("a😀b", [new PersonalDatum(start, length, PersonalKind.Order)]).ShouldBe("a**b");

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 6)]
    [InlineData(5, 1)]
    [InlineData(2, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Place_of_another_text_is_refused(int start, int length) =>
        Should.Throw<ArgumentOutOfRangeException>(() => PersonalMask.Apply("12345", [new PersonalDatum(start, length, PersonalKind.Phone)]));

    [Fact]
    public void Lone_surrogates_are_covered_like_anything_else() => PersonalMask.Apply("\uD83D\uD83D1", [new PersonalDatum(1, 1, PersonalKind.Order)]).ShouldBe("\uD83D*1");
}
