using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class MutesCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("mutes", CommandWording.HelpMutes, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mutes = (await teams.RulesAsync(by.Team, cancellationToken)).Mutes.Where(mute => mute.Until > now).ToList();
        return mutes.Count == 0
            ? Answer.Done(CommandWording.MutesNone, RuleCards.Next(CommandWording.MutesNoneNext))
            : Answer.Done(
                Say.It(CommandWording.MutesTitle, mutes.Count),
                new CardPart.Facts([.. mutes.Select(mute => Answer.Fact(
                    mute.Id.ToString(),
                    new Span.Words($"{mute.Query} · {CommandWording.MuteUntilShort} "), new Span.Moment(mute.Until, Relative: false), new Span.Words(" · "), new Span.Outside(mute.ByName)))]),
                RuleCards.Next(Say.It(CommandWording.MuteNext, mutes[0].Id)));
    }
}
