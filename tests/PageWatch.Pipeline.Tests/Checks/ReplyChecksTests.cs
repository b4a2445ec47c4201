using PageWatch.Pipeline.Checks;

namespace PageWatch.Pipeline.Tests.Checks;

public sealed class ReplyChecksTests
{
    private const string DefaultPost = "The lid was cracked when I opened the box.";

    public static TheoryData<string, string, string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string, string, string>();
        foreach (var row in Checking.Rows("replies.tsv"))
            cases.Add(row[0], row[1], row[2], row[3], row[4], row[5]);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Reply_is_found_to_be_as_the_table_says(string language, string author, string text, string expected, string mend, string post)
    {
        text = Checking.Unescaped(text);
        var found = ReplyChecks.Of(text, Checking.Occasion(post == "-" ? DefaultPost : post, author == "-" ? "Ana Souza" : author, language));
        found.InWords(text).ShouldBe(Checking.Unescaped(expected));
        string.Join(" | ", found.Select(finding => finding.Mend).OfType<string>().Distinct()).ShouldBe(mend == "-" ? "" : Checking.Unescaped(mend));
        foreach (var finding in found)
            finding.Reason.ShouldMatch("^[A-Z“].*[.?]$");
    }
}
