using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class PlaybookHistoryCommand(ITeamRecords teams) : ICommand
{
    private const int MostShown = 20;

    public CommandSpec Spec { get; } = new("playbook history", CommandWording.HelpPlaybookHistory, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var versions = await teams.PlaybookHistoryAsync(by.Team, MostShown, cancellationToken);
        if (versions.Count == 0)
            return Answer.Done(CommandWording.PlaybookHistoryNone);
        var rows = new List<Fact>();
        var text = await TextAsync(versions[0].Version);
        foreach (var version in versions)
        {
            var before = await TextAsync(version.Version - 1);
            rows.Add(Answer.Fact(
                Say.It(CommandWording.PlaybookVersion, version.Version),
                new Span.Outside(version.ByName), new Span.Words(", "), new Span.Moment(version.At, Relative: false), new Span.Words($" · {Changes(before, text)}")));
            text = before;
        }

        return Answer.Done(Say.It(CommandWording.PlaybookHistoryTitle, versions[0].Version), new CardPart.Facts(rows));

        async ValueTask<string> TextAsync(int version) =>
            PlaybookText.Kept(version == 0 ? DefaultPlaybook.Text : await teams.PlaybookTextAsync(by.Team, version, cancellationToken) ?? "");
    }

    /// <summary>Lines that are new and lines that are gone, however often each stands there.</summary>
    private static string Changes(string before, string after)
    {
        var left = new Dictionary<string, int>();
        foreach (var line in before.Split('\n'))
            left[line] = left.GetValueOrDefault(line) + 1;
        var fresh = 0;
        foreach (var line in after.Split('\n'))
        {
            if (left.GetValueOrDefault(line) is var count and > 0)
                left[line] = count - 1;
            else
                fresh++;
        }

        var gone = left.Values.Sum();
        return fresh + gone == 0 ? CommandWording.PlaybookHistoryMoved : Say.It(CommandWording.PlaybookHistoryLines, Say.Number(fresh), Say.Number(gone));
    }
}
