using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class RuleHistoryCommand(ITeamRecords teams) : ICommand
{
    private const int MostShown = 20;

    public CommandSpec Spec { get; } = new("rule history", CommandWording.HelpRuleHistory, Role.Viewer)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgRule)],
        Example = "rule history complaints",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var versions = await teams.RuleHistoryAsync(by.Team, line["name"]!.Trim(), MostShown + 1, cancellationToken);
        if (versions.Count == 0)
            return Answer.No(Say.It(CommandWording.NoRule, CleanText.Line(line["name"], 40)));
        var rows = new List<Fact>();
        for (var i = 0; i < versions.Count && i < MostShown; i++)
        {
            var (rule, byName, at) = (versions[i].Rule, versions[i].ByName, versions[i].At);
            var before = i + 1 < versions.Count && versions[i + 1].Rule.Id == rule.Id ? versions[i + 1].Rule : null;
            var what = before is null
                ? RuleCards.Line(rule)
                : string.Join("; ", RuleCards.Changes(before, rule).Select(change => $"{change.Name.ToLowerInvariant()}: {string.Concat(change.Value.OfType<Span.Words>().Select(span => span.Text))}"));
            rows.Add(Answer.Fact(
                Say.It(CommandWording.RuleVersion, rule.Version),
                new Span.Outside(byName), new Span.Words(", "), new Span.Moment(at, Relative: false), new Span.Words($" · {(what.Length == 0 ? CommandWording.RuleSame : what)}")));
        }

        return Answer.Done(
            Say.It(CommandWording.RuleHistoryTitle, versions[0].Rule.Name),
            new CardPart.Facts(rows),
            RuleCards.Next(Say.It(CommandWording.RuleNextUndo, versions[0].Rule.Name)));
    }
}
