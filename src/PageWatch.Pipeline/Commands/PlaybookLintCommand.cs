using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Says what cannot be used in a playbook, and what works and should be looked at all the same. Changes nothing.</summary>
internal sealed class PlaybookLintCommand(ITeamRecords teams) : ICommand
{
    private const int MostShown = 40;

    public CommandSpec Spec { get; } = new("playbook lint", CommandWording.HelpPlaybookLint, Role.Viewer)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgPlaybookLint, IsRequired: false, IsRest: true)],
        Example = "playbook lint",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = await PlaybookNow.OfAsync(teams, by.Team, cancellationToken);
        var entry = PlaybookEntry.Read(line["text"]);
        var change = entry.Text.Length == 0 ? new PlaybookChange { Text = now.Text } : entry.Over(now.Text);
        if (change.Text is not { } text)
            return Answer.No(change.Refusal!);
        var (playbook, problems) = PlaybookText.Parse(text);
        if (playbook is null)
        {
            return Answer.No(
                problems.Count == 1 ? CommandWording.PlaybookLintProblem : Say.It(CommandWording.PlaybookLintProblems, problems.Count), PlaybookCards.Problems(problems, change.Place));
        }

        var warnings = PlaybookWarnings.Of(playbook);
        if (warnings.Count == 0)
            return Answer.Done(CommandWording.PlaybookLintGood);
        var rows = warnings.Take(MostShown).Select(warning => Answer.Fact(
            warning.Clause is { } clause ? string.Create(CultureInfo.InvariantCulture, $"§{clause.Number} {warning.Language}").TrimEnd() : CommandWording.PlaybookLintAll,
            new Span.Outside(warning.What)));
        return Answer.Done(Say.It(CommandWording.PlaybookLintWarnings, warnings.Count), [
            new CardPart.Facts([.. rows]),
            .. warnings.Count > MostShown ? [Answer.Line(Say.It(CommandWording.PlaybookLintMore, warnings.Count - MostShown))] : (CardPart[])[],
        ]);
    }
}
