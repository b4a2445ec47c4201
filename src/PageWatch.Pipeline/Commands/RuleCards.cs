using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Rules;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Commands;

/// <summary>Tells what a rule is.</summary>
internal static class RuleCards
{
    public static CommandAnswer WrongQuery(QueryProblem problem) => new(CommandOutcome.WrongUsage, Answer.No(problem.ToString()).Card);

    /// <summary>What somebody would type next, under an answer.</summary>
    public static CardPart.Line Next(string what) => new([new Span.Words(what)]) { Soft = true };

    /// <summary>All of it in one line, for lists and the record.</summary>
    public static string Line(WatchRule rule) => string.Join(" · ", Parts(rule));

    /// <summary>What the rule asks, and what it asks for besides where that is not the usual.</summary>
    public static IReadOnlyList<Fact> Facts(WatchRule rule)
    {
        var facts = new List<Fact>
        {
            Answer.Fact(CommandWording.RuleAnswers, rule.Query.ToString()),
            Answer.Fact(CommandWording.RuleTarget, Target(rule)),
        };
        if (rule.IgnoresHours)
            facts.Add(Answer.Fact(CommandWording.RuleClock, CommandWording.RuleAlways));
        if (rule.Priority != Domain.Rules.RulePriority.Normal)
            facts.Add(Answer.Fact(CommandWording.RulePriority, Priority(rule.Priority)));
        if (rule.Approval != ApprovalPolicy.Default)
            facts.Add(Answer.Fact(CommandWording.RuleApproval, ApprovalWords.Say(rule.Approval)));
        if (rule.DailyBudget is { } budget)
            facts.Add(Answer.Fact(CommandWording.RuleBudget, Say.It(CommandWording.RuleBudgetDay, budget)));
        if (rule.Chain is { } chain)
            facts.Add(Answer.Fact(CommandWording.RuleChain, chain));
        if (rule.Notify.Count > 0)
            facts.Add(Answer.Fact(CommandWording.RuleTells, string.Join(", ", rule.Notify)));
        return facts;
    }

    /// <returns>What is otherwise, a line each; empty when nothing is.</returns>
    public static IReadOnlyList<Fact> Changes(WatchRule before, WatchRule after)
    {
        var changes = new List<Fact>();
        Compare(CommandWording.RuleAnswers, before.Query.ToString(), after.Query.ToString());
        Compare(CommandWording.RuleTarget, Target(before), Target(after));
        Compare(CommandWording.RuleClock, Hours(before), Hours(after));
        Compare(CommandWording.RulePriority, Priority(before.Priority), Priority(after.Priority));
        Compare(CommandWording.RuleApproval, ApprovalWords.Say(before.Approval), ApprovalWords.Say(after.Approval));
        Compare(CommandWording.RuleBudget, Budget(before), Budget(after));
        Compare(CommandWording.RuleChain, before.Chain ?? CommandWording.RuleChainTeam, after.Chain ?? CommandWording.RuleChainTeam);
        Compare(CommandWording.RuleTells, Tells(before), Tells(after));
        Compare(CommandWording.RuleIs, State(before), State(after));
        return changes;

        void Compare(string name, string old, string now)
        {
            if (old != now)
                changes.Add(Answer.Fact(name, Say.It(CommandWording.RuleWas, now, old)));
        }
    }

    public static string State(WatchRule rule) => rule.IsOn ? CommandWording.RuleOn : CommandWording.RuleOff;

    private static List<string> Parts(WatchRule rule)
    {
        var parts = new List<string> { rule.Query.ToString(), Target(rule) };
        if (rule.IgnoresHours)
            parts.Add(CommandWording.RuleAlways);
        if (rule.Priority != Domain.Rules.RulePriority.Normal)
            parts.Add(Say.It(CommandWording.RulePriorityIs, Priority(rule.Priority)));
        if (rule.Approval != ApprovalPolicy.Default)
            parts.Add(ApprovalWords.Say(rule.Approval));
        if (rule.DailyBudget is { } budget)
            parts.Add(Say.It(CommandWording.RuleBudgetDay, budget));
        if (rule.Chain is { } chain)
            parts.Add(chain);
        if (rule.Notify.Count > 0)
            parts.Add("→ " + string.Join(", ", rule.Notify));
        parts.Add(State(rule));
        return parts;
    }

    private static string Target(WatchRule rule) => rule.Target is { } target ? Say.Duration(target) : CommandWording.RuleTargetKind;

    private static string Hours(WatchRule rule) => rule.IgnoresHours ? CommandWording.RuleAlways : CommandWording.RuleInHours;

    private static string Budget(WatchRule rule) => rule.DailyBudget is { } budget ? Say.It(CommandWording.RuleBudgetDay, budget) : CommandWording.RuleBudgetNone;

    private static string Tells(WatchRule rule) => rule.Notify.Count == 0 ? CommandWording.RuleTellsAll : string.Join(", ", rule.Notify);

    private static string Priority(Domain.Rules.RulePriority priority) => priority switch
    {
        Domain.Rules.RulePriority.High => CommandWording.RulePriorityHigh,
        Domain.Rules.RulePriority.Low => CommandWording.RulePriorityLow,
        _ => CommandWording.RulePriorityNormal,
    };
}
