using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleShownCommand(ITeamRecords teams) : ICommand
{
    public CommandSpec Spec { get; } = new("rule show", CommandWording.HelpRuleShow, Role.Viewer)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule show complaints",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await RuleNames.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } rule)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(line["name"], 40)));
        var facts = new List<Fact>(RuleCards.Facts(rule)) { Answer.Fact(CommandWording.RuleIs, RuleCards.State(rule)) };
        if (await teams.RuleHistoryAsync(by.Team, rule.Name, 1, cancellationToken) is [var last])
        {
            facts.Add(Answer.Fact(
                Say.It(CommandWording.RuleVersion, rule.Version),
                new Span.Outside(last.ByName), new Span.Words(", "), new Span.Moment(last.At, Relative: false)));
        }

        return Answer.Done(
            Say.It(CommandWording.RuleShownTitle, rule.Name),
            new CardPart.Facts(facts),
            RuleCards.Next(Say.It(CommandWording.RuleNextEdit, rule.Name, rule.Version)));
    }
}
