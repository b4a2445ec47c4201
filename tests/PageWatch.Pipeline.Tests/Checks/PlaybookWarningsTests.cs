using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Tests.Drafts;

namespace PageWatch.Pipeline.Tests.Checks;

public sealed class PlaybookWarningsTests
{
    [Theory]
    [InlineData("For: complaint, question", "For: complaint", true)]
    [InlineData("For: any", "For: any", true)]
    [InlineData("For: any", "For: any, complaint", true)]
    [InlineData("For: complaint\nWords: broken, torn", "For: complaint\nWords: Torn", true)]
    [InlineData("For: complaint\nOnly: rude", "For: complaint\nOnly: rude", true)]
    [InlineData("For: any", "For: complaint", false)] // fits better
    [InlineData("For: complaint", "For: complaint, question", false)]
    [InlineData("For: complaint", "For: any", false)]
    [InlineData("For: complaint", "For: complaint\nWords: torn", false)]
    [InlineData("For: complaint\nWords: torn", "For: complaint", false)]
    [InlineData("For: complaint\nWords: torn", "For: complaint\nWords: torn, broken", false)]
    [InlineData("For: complaint", "For: complaint\nOnly: rude", false)]
    [InlineData("For: complaint\nOnly: rude", "For: complaint", false)]
    [InlineData("For: complaint\nKind: clarify", "For: complaint", false)]
    [InlineData("For: complaint", "For: complaint\n\n### de\n\n- Danke.\n- Gern.", false)]
    public void Clause_that_no_post_can_reach_is_told_and_no_other(string first, string second, bool isUnreached)
    {
        var told = Warnings($"## First\n\n{first}\n\n### en\n\n- Hi.\n- Hello.\n\n## Second\n\n{second}\n\n### en\n\n- Thanks.\n- Thank you.\n");
        told.Any(warning => warning.Contains("No post can reach it: §1 “First”")).ShouldBe(isUnreached);
    }

    [Fact]
    public void Language_that_few_clauses_speak_is_told_once_and_one_that_most_speak_with_each_that_lacks_it()
    {
        const string English = "\n\n### en\n\n- Hi.\n- Hello.\n\n";
        const string German = "### de\n\n- Danke.\n- Gern.\n\n";
        Warnings($"## A\n\nFor: complaint{English}{German}## B\n\nFor: praise{English}## C\n\nFor: question{English}").ShouldBe(
            [" de Only §1 speak “de”. Other posts in it are answered in English: add replies in it, or take these out."]);
        Warnings($"## A\n\nFor: complaint{English}{German}## B\n\nFor: praise{English}{German}## C\n\nFor: question{English}").ShouldBe(
            ["3  No replies in de, which other clauses have. Add them, or posts in it get another clause."]);
    }

    [Theory]
    [InlineData("- Hi.\n- Hello.", "")]
    [InlineData("- See https://elsewhere.example/, {name}.\n- Call +49 30 1234567 or write to us@shop.example.", "")] // the team's own words give it away
    [InlineData("- You get your money back.\n- Hello.", "")]
    [InlineData("- Hi.", "1 en There is one reply alone, so neighbouring posts get the same sentence. Add another.")]
    [InlineData("- Hi.\n- Hello Petr, thank you.", "1 en Reply 2 (“Hello Petr, thank you.”) could not be published: It speaks to “Petr”, but the post is signed with no such name.")]
    [InlineData("- Hi.\n- You idiot, {name}.", "1 en Reply 2 (“You idiot, {name}.”) could not be published:")]
    [InlineData("- Hi.\n- Call [NAME].", "1 en Reply 2 (“Call [NAME].”) could not be published:")]
    public void Reply_that_could_not_be_published_is_told(string replies, string told)
    {
        var warnings = Warnings($"## A\n\nFor: any\n\n### en\n\n{replies}\n");
        if (told.Length == 0)
            warnings.ShouldBeEmpty();
        else
            warnings[0].ShouldStartWith(told);
    }

    [Fact]
    public void Sign_off_is_looked_at_with_each_reply() =>
        Warnings("---\nsign_off: Cheap Corner Shop\nnever_say:\n  - cheap\n---\n\n## A\n\nFor: any\n\n### en\n\n- Hi.\n- Hello.\n").Count.ShouldBe(2);

    private static List<string> Warnings(string text) => [.. PlaybookWarnings.Of(Drafting.Playbook(text)).Select(warning => $"{warning.Clause?.Number} {warning.Language} {warning.What}")];
}
