using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class PlaybookLessonsTests
{
    private static readonly DateTimeOffset Today = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly Playbook Playbook = Drafting.Playbook("""
        ## Damaged goods

        For: complaint

        ### en

        - Unfortunately it broke.

        ### de

        - Leider ist es kaputt.

        ## Stock

        For: question

        ### en

        - We look.
        """);

    [Theory]
    [InlineData(10, 4, true)]
    [InlineData(10, 5, false)]
    [InlineData(9, 0, false)]
    public void Clause_that_is_mostly_changed_is_told_once_it_was_sent_often_enough(int sent, int unchanged, bool isTold) =>
        (Lessons(Sent(sent, unchanged)).Changed().Count == 1).ShouldBe(isTold);

    [Fact]
    public void What_was_sent_before_the_clause_was_mended_says_nothing_of_it()
    {
        var ages = Ages(Today - TimeSpan.FromDays(2));
        Lessons(Sent(20, 0, Today - TimeSpan.FromDays(3)), ages).Changed().ShouldBeEmpty();
        Lessons(Sent(20, 0, Today - TimeSpan.FromDays(1)), ages).Changed().ShouldHaveSingleItem().Clause.Number.ShouldBe(1);
        Lessons(Sent(20, 0).Select(outcome => outcome with { Clause = new CitedClause(1, "Another title") }), ages).Changed().ShouldBeEmpty();
    }

    [Fact]
    public void Clause_that_was_never_chosen_is_told_where_others_were_for_long_enough()
    {
        Lessons(Sent(10, 10, Today - TimeSpan.FromDays(40))).NeverChosen().ShouldHaveSingleItem().Title.ShouldBe("Stock");
        Lessons(Sent(10, 10, Today - TimeSpan.FromDays(29))).NeverChosen().ShouldBeEmpty("nobody has answered for a month yet");
        Lessons(Sent(9, 9, Today - TimeSpan.FromDays(40))).NeverChosen().ShouldBeEmpty("little was answered");
        Lessons(Sent(10, 10, Today - TimeSpan.FromDays(40)), Ages(Today - TimeSpan.FromDays(89))).NeverChosen().ShouldBeEmpty("it is younger than that");
    }

    private static PlaybookLessons Lessons(IEnumerable<DraftOutcome> outcomes, IReadOnlyDictionary<(string Title, string Language), DateTimeOffset>? ages = null)
    {
        var lessons = new PlaybookLessons(Playbook, ages ?? Ages(DateTimeOffset.MinValue), Today);
        foreach (var outcome in outcomes)
            lessons.Add(outcome);
        return lessons;
    }

    private static IReadOnlyDictionary<(string Title, string Language), DateTimeOffset> Ages(DateTimeOffset at) => ClauseAges.Of([(at, Playbook)]);

    private static IEnumerable<DraftOutcome> Sent(int sent, int unchanged, DateTimeOffset? at = null) => Enumerable.Range(0, sent).Select(i => new DraftOutcome
    {
        Reply = new ReplyId(i + 1),
        Clause = new CitedClause(1, "Damaged goods"),
        Language = "en",
        Proposed = "Unfortunately it broke.",
        Sent = "It broke.",
        WasUnchanged = i < unchanged,
        At = at ?? Today,
        Person = $"{i}",
    });
}
