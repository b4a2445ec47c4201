using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Reports;
using PageWatch.Testing.Builders;

namespace PageWatch.Pipeline.Tests.Reports;

public sealed class LabelLineTests
{
    [Theory]
    [InlineData("complaint negative now", "en\tnegative\tcomplaint\tnow\t?\t?\tother")]
    [InlineData("whenever", "en\t?\t?\twhenever\t-\t?\tother")]
    [InlineData("not a complaint", "en\t?\tnot-complaint\t?\t?\t?\tother")]
    [InlineData("sarcasm", "en\t?\t?\t?\t?\tyes\tother")]
    [InlineData("not sarcasm praise", "en\t?\tpraise\t?\t?\tno\tother")]
    public void Only_what_a_person_said_is_a_label(string said, string columns) => Line("It is here.", said).ShouldBe(columns + "\tIt is here.");

    [Theory]
    [InlineData("one\ntwo\r\n\r\n three\tfour ", "one / two / three four")]
    [InlineData("one\u2028two\u0085three", "one / two / three")]
    [InlineData("my mail is otto@example.org, call 0171 555 01 99", "my mail is name@example.com, call 555-0100")]
    [InlineData("order 4711-0815 for card 4111 1111 1111 1111", "order 00000 for card 00000")]
    [InlineData("@lumo and @Jo.Doe@social.example: why?", "@user and @user: why?")]
    [InlineData("It broke. Yours, Jana K. (Jana Kowalski)", "It broke. Yours, @user (@user Kowalski)")]
    [InlineData("Janas cup", "Janas cup")]
    [InlineData("a @ b", "a @ b")]
    [InlineData("kaputt 😡 größer", "kaputt 😡 größer")]
    public void Text_is_one_line_that_names_nobody(string text, string line) => Line(text, "complaint")!.Split('\t')[^1].ShouldBe(line);

    [Fact]
    public void Title_stands_before_the_text() =>
        LabelLine.Of(new JudgedPost(A.Post() with { Title = "Lid leaks, says Jana K.", Text = "again" }, A.Reading(), new Verdict { Intent = Intent.Complaint }))!.Split('\t')[^1].ShouldBe("Lid leaks, says @user / again");

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Post_without_words_teaches_nothing(string text) => Line(text, "complaint").ShouldBeNull();

    [Fact]
    public void Hostile_text_is_one_line_of_eight_columns()
    {
        foreach (var text in (string[])[new string('@', 5_000), string.Concat(Enumerable.Repeat("@a\t\n", 5_000)), "\uD800 a", "Jana K.Jana K.", new string('\n', 100) + "x"])
        {
            var line = Line(text, "spam")!;
            line.Split('\t').Length.ShouldBe(8);
            line.ShouldNotContain('\n');
        }
    }

    private static string? Line(string text, string said) => LabelLine.Of(new JudgedPost(A.Post() with { Text = text }, A.Reading(), VerdictWords.Parse(said).Verdict!));
}
