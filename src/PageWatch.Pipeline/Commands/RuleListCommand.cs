using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleListCommand(ITeamRecords teams) : ICommand
{
    public CommandSpec Spec { get; } = new("rule list", CommandWording.HelpRuleList, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rules = await teams.RulesAsync(by.Team, cancellationToken);
        return Answer.Done(Say.It(CommandWording.RuleListTitle, rules.Count), new CardPart.Facts([.. rules.Select(rule => Answer.Fact(
            rule.Name,
            $"{rule.Query} · {(rule.Target is { } target ? Say.Duration(target) : CommandWording.RuleTargetKind)} · {(rule.IsOn ? CommandWording.RuleOn : CommandWording.RuleOff)}{(rule.Notify.Count == 0 ? "" : " → " + string.Join(", ", rule.Notify))}{(rule.Approval == ApprovalPolicy.Default ? "" : " · " + ApprovalWords.Say(rule.Approval))}"))]));
    }
}
