using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;

namespace PageWatch.Pipeline.Cards;

/// <summary>What each rule says to a post, and the clause that decided.</summary>
internal static class RuleRows
{
    /// <summary>Of rules that say no, a card shows so many.</summary>
    private const int MostNoes = 12;

    /// <summary>A row for each rule that is on, those that say yes first, and one for the mute that holds.</summary>
    public static IEnumerable<Fact> Of(RuleBook rules, QuerySubject subject, DateTimeOffset now)
    {
        var said = rules.Where(rule => rule.IsOn).Select(rule => (Rule: rule, Why: rule.Query.Explain(subject))).ToList();
        var noes = said.Where(each => !each.Why.Holds).ToList();
        foreach (var (rule, why) in said.Where(each => each.Why.Holds).Concat(noes.Take(MostNoes)))
            yield return new Fact($"{Wording.RuleOne} {rule.Name}", [new Span.Words(Decision(why, rule.Query.ToString()))]);
        if (noes.Count > MostNoes)
            yield return new Fact(Wording.WhyOtherRules, [new Span.Words(Say.It(Wording.WhyOtherRulesNo, Say.Number(noes.Count - MostNoes)))]);
        if (rules.MutedBy(subject, now) is { } mute)
            yield return new Fact(Wording.WhyMuted, [new Span.Words(Say.It(Wording.WhyMutedBy, mute.ByName, Say.Moment(mute.Until), mute.Query))]);
    }

    /// <summary>Yes or no, the query, and the clause that decided where that is not all of it.</summary>
    private static string Decision((bool Holds, string Decided) why, string query)
    {
        var answer = Say.It(Wording.WhyRuleAnswer, why.Holds ? Wording.WhyRuleYes : Wording.WhyRuleNo, query);
        return why.Decided == query ? answer : Say.It(Wording.WhyRuleDecided, answer, why.Decided);
    }
}
