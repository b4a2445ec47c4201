using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>The hours of the team: open or closed now, the week day by day, the holidays that come.</summary>
internal sealed class HoursCommand(ITeamHours hours, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("hours", CommandWording.HelpHours, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var team = await hours.OfAsync(by.Team, cancellationToken);
        var now = time.GetUtcNow();
        if (team.Problem is { } problem)
        {
            return Answer.Done(CommandWording.HoursUnreadableTitle, new CardPart.Banner(Say.It(CommandWording.HoursUnreadable, problem), Tone.Soon),
                new CardPart.Facts([Answer.Fact(CommandWording.HoursStored, new Span.Outside(team.Texts.Week)), Answer.Fact(CommandWording.HoursZone, new Span.Outside(team.Texts.Zone))]),
                HoursCards.How(CommandWording.HoursHowFirst));
        }

        if (team.Version == 0)
            return Answer.Done(CommandWording.HoursNoneTitle, Answer.Line(CommandWording.HoursNone), HoursCards.How(CommandWording.HoursHowFirst));
        var title = team.Hours.IsAlways ? CommandWording.HoursAlways : team.Hours.IsOpen(now) ? CommandWording.HoursOpenNow : CommandWording.HoursClosedNow;
        return Answer.Done(title, [.. HoursCards.Whole(team.Hours, now), HoursCards.How(CommandWording.HoursHow)]);
    }
}
