using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleRemoveCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule remove", CommandWording.HelpRuleRemove, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule remove reviews",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await RuleNames.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } rule)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(line["name"], 40)));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, $"rule {rule.Name}", rule.Query.ToString());
        return await teams.RemoveRuleAsync(by.Team, rule.Id, audit, cancellationToken)
            ? Answer.Done(Say.It(CommandWording.RuleRemoved, rule.Name))
            : Answer.No(Say.It(CommandWording.NoRule, rule.Name));
    }
}
