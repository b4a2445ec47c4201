using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Switches a rule on or off.</summary>
internal abstract class RuleSwitchCommand(ITeamRecords teams, TimeProvider time, bool on) : ICommand
{
    public abstract CommandSpec Spec { get; }

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await RuleNames.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } rule)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(line["name"], 40)));
        if (rule.IsOn == on)
            return Answer.Done(Say.It(CommandWording.RuleAlready, rule.Name, on ? CommandWording.RuleOn : CommandWording.RuleOff));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, $"rule {rule.Name}");
        return await teams.ChangeRuleAsync(rule with { IsOn = on, Version = rule.Version + 1 }, audit, cancellationToken)
            ? Answer.Done(Say.It(on ? CommandWording.RuleSwitchedOn : CommandWording.RuleSwitchedOff, rule.Name))
            : Answer.No(Say.It(CommandWording.RuleChangedMeanwhile, rule.Name));
    }
}

internal sealed class RuleOffCommand(ITeamRecords teams, TimeProvider time) : RuleSwitchCommand(teams, time, on: false)
{
    public override CommandSpec Spec { get; } = new("rule off", CommandWording.HelpRuleOff, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule off reviews",
    };
}

internal sealed class RuleOnCommand(ITeamRecords teams, TimeProvider time) : RuleSwitchCommand(teams, time, on: true)
{
    public override CommandSpec Spec { get; } = new("rule on", CommandWording.HelpRuleOn, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule on reviews",
    };
}
