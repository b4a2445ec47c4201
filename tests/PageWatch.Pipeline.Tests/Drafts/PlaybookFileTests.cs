using System.Text;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class PlaybookFileTests
{
    private const string Good = "## All\n\nFor: any\n\n### en\n\n- Thank you.\n";

    [Theory]
    [InlineData(Good)]
    [InlineData("\uFEFF" + Good)]
    [InlineData("## All\r\n\r\nFor: any\r\n\r\n### en\r\n\r\n- Thank you.")]
    [InlineData(Good + "\n\n\n")]
    public void File_that_says_what_is_in_use_changes_nothing(string text) => Decide(text, Good).ShouldBe(new PlaybookFileDecision.Same());

    [Fact]
    public void File_that_says_something_new_is_taken_as_it_is_kept() =>
        Decide("## All\r\n\r\nFor: any\r\n\r\n### de\r\n\r\n- Danke\u202E.", Good).ShouldBe(new PlaybookFileDecision.New("## All\n\nFor: any\n\n### de\n\n- Danke.\n"));

    [Theory]
    [InlineData("", 1, "There is nothing to answer with.")]
    [InlineData("## All\n\nFor: any, all\n", 3, "There is no 'all'.")]
    [InlineData("---\nsign_off: [\n", 1, "The front matter is not closed.")]
    [InlineData("## All\n\nFor: any\n\n### en\n\n- {x}\n", 7, "'{x}' is no slot.")]
    public void Broken_file_is_refused_with_line_and_mend(string text, int line, string what)
    {
        var problem = Problems(Encoding.UTF8.GetBytes(text)).ShouldHaveSingleItem();
        (problem.Line, problem.What).ShouldBe((line, what));
        problem.Mend.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void File_that_is_not_there_is_told() => Problems(null).ShouldHaveSingleItem().What.ShouldBe("There is no such file.");

    [Fact]
    public void File_that_is_no_utf8_is_told_with_its_line() =>
        Problems([.. Encoding.UTF8.GetBytes("## All\n\nFor: any\n\n### de\n\n- Sch"), 0xF6, .. "n.\n"u8]).ShouldHaveSingleItem().ToString().ShouldBe("Line 7: The file is no UTF-8 here. Save it as UTF-8.");

    [Theory]
    [InlineData(200_001)]
    [InlineData(900_000)]
    public void File_that_is_too_long_is_told(int length) =>
        Problems([.. Encoding.UTF8.GetBytes(Good), .. Enumerable.Repeat((byte)'\n', length - 1), (byte)'x']).ShouldHaveSingleItem().What.ShouldContain("longer than 200000 characters");

    [Fact]
    public void Whatever_bytes_stand_there_nothing_is_thrown()
    {
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes = [.. bytes.Select(each => (byte)"#-> \n:abc{}[]`*&"[each % 15])];
            PlaybookFile.Decide(bytes, Good).ShouldNotBeNull();
        }
    }

    [Fact, Trait("Promise", "teams")]
    public void File_leads_the_first_team_alone_and_no_team_where_there_is_none()
    {
        new PlaybookFile("/srv/playbook.md").Leads(TeamId.Default).ShouldBeTrue();
        new PlaybookFile("/srv/playbook.md").Leads(new TeamId(2)).ShouldBeFalse();
        PlaybookFile.None.Leads(TeamId.Default).ShouldBeFalse();
    }

    private static PlaybookFileDecision Decide(string text, string latest) => PlaybookFile.Decide(Encoding.UTF8.GetBytes(text), latest);

    private static IReadOnlyList<PlaybookProblem> Problems(byte[]? bytes) => PlaybookFile.Decide(bytes, Good).ShouldBeOfType<PlaybookFileDecision.Refused>().Problems;
}
