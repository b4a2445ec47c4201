using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class HoursHistoryCommand(ITeamHours hours) : ICommand
{
    private const int MostShown = 20;

    public CommandSpec Spec { get; } = new("hours history", CommandWording.HelpHoursHistory, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var versions = await hours.HistoryAsync(by.Team, MostShown, cancellationToken);
        return versions.Count == 0
            ? Answer.Done(CommandWording.HoursHistoryNone)
            : Answer.Done(Say.It(CommandWording.HoursHistoryTitle, versions[0].Version), new CardPart.Facts([.. versions.Select(version => Answer.Fact(
                Say.It(CommandWording.HoursVersion, version.Version),
                new Span.Outside(version.ByName), new Span.Words(", "), new Span.Moment(version.At, Relative: false), new Span.Words(" · "),
                new Span.Outside($"{version.Texts.Week} · {version.Texts.Zone}"), new Span.Words($" · {HoursCards.Count(HolidayText.Parse(version.Texts.Holidays).Holidays.Count)}")))]));
    }
}
