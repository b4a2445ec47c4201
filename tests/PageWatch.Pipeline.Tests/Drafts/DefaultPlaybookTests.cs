using PageWatch.Domain.Drafts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Tests.Drafts;

public sealed class DefaultPlaybookTests
{
    private static readonly string[] Languages = ["de", "en", "es", "fr"];

    private static IEnumerable<(PlaybookClause Clause, string Language, string Reply)> Replies() =>
        from clause in DefaultPlaybook.Playbook.Clauses
        from spoken in clause.Replies
        from reply in spoken.Value
        select (clause, spoken.Key, reply);

    [Fact]
    public void Default_playbook_reads_without_a_problem()
    {
        PlaybookText.Parse(DefaultPlaybook.Text).Problems.ShouldBeEmpty();
        DefaultPlaybook.Playbook.Version.ShouldBe(0);
        DefaultPlaybook.Playbook.SignOff.ShouldBeNull();
    }

    [Fact]
    public void Every_clause_speaks_four_languages_with_variants_in_each()
    {
        foreach (var clause in DefaultPlaybook.Playbook.Clauses)
        {
            clause.Replies.Keys.Order().ShouldBe(Languages);
            foreach (var (language, replies) in clause.Replies)
            {
                replies.Count.ShouldBeInRange(2, 7, $"{clause.Title} in {language}");
                replies.Distinct().Count().ShouldBe(replies.Count, clause.Title);
            }
        }
    }

    [Fact]
    public void Every_intent_has_a_reply_and_what_is_unclear_has_a_question()
    {
        foreach (var intent in Enum.GetValues<Intent>().Select(intent => intent.ToString().ToLowerInvariant()))
        {
            DefaultPlaybook.Playbook.Clauses.ShouldContain(clause =>
                clause.Kind == ProposalKind.Reply && clause.Words.Count == 0 && (clause.When.Contains(intent) || clause.When.Contains("any")));
        }

        DefaultPlaybook.Playbook.Clauses.ShouldContain(clause => clause.Kind == ProposalKind.Clarify && clause.When.Contains("unclear"));
        DefaultPlaybook.Playbook.Clauses.ShouldContain(clause => clause.Kind == ProposalKind.Offline && clause.When.Contains("complaint"));
    }

    [Fact]
    public void Replies_are_short_enough_for_most_pages()
    {
        Replies().Select(reply => reply.Reply).ShouldAllBe(reply => reply.Length <= 200);
    }

    [Fact]
    public void Replies_promise_no_money_and_feign_nothing()
    {
        string[] forbidden =
        [
            "inconvenience", "Unannehmlichkeit", "désagrément", "inconvénient", "molestias", "inconveniente", "apolog", "Entschuldigung", "we value",
            "valued customer", "refund you", "we will refund", "money back", "free of charge", "voucher", "discount", "Gutschein", "kostenlos", "erstatten",
            "rembourser", "gratuit", "reembols", "gratis", "compensat", "entschädig", "dédommag", "indemni", "http", "@", "€", "$",
        ];
        foreach (var (clause, language, reply) in Replies())
        {
            foreach (var words in forbidden)
                reply.ShouldNotContain(words, Case.Insensitive, $"{clause.Title} in {language}");
        }
    }

    [Fact]
    public void Replies_are_said_once()
    {
        Replies().GroupBy(reply => reply.Reply).Where(group => group.Skip(1).Any()).Select(group => group.Key).ShouldBeEmpty();
    }
}
