using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleListCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("rule list", CommandWording.HelpRuleList, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rules = await teams.RulesAsync(by.Team, cancellationToken);
        var muted = rules.Mutes.Count(mute => mute.Until > time.GetUtcNow());
        return Answer.Done(
            Say.It(CommandWording.RuleListTitle, rules.Count),
            [
                new CardPart.Facts([.. rules.Select(rule => Answer.Fact(rule.Name, RuleCards.Line(rule)))]),
                .. muted == 0 ? [] : new CardPart[] { RuleCards.Next(Say.It(CommandWording.RuleListMuted, muted)) },
            ]);
    }
}
