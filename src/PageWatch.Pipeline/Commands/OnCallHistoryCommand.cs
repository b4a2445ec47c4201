using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class OnCallHistoryCommand(IOnCall rotas) : ICommand
{
    private const int MostShown = 20;

    public CommandSpec Spec { get; } = new("oncall history", OnCallWording.HelpOnCallHistory, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var versions = await rotas.HistoryAsync(by.Team, MostShown, cancellationToken);
        return versions.Count == 0
            ? Answer.Done(OnCallWording.OnCallHistoryNone)
            : Answer.Done(Say.It(OnCallWording.OnCallHistoryTitle, versions[0].Version), new CardPart.Facts([.. versions.Select(version => Answer.Fact(
                Say.It(OnCallWording.OnCallVersion, version.Version),
                new Span.Outside(version.ByName), new Span.Words(", "), new Span.Moment(version.At, Relative: false), new Span.Words(" · "), new Span.Outside(version.Change)))]));
    }
}
