using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ChannelDeadCommand(ITeamRecords teams, IOutbox outbox) : ICommand
{
    private const int Most = 25;

    public CommandSpec Spec { get; } = new("channel dead", CommandWording.HelpChannelDead, Role.Viewer)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgChannel, IsRequired: false)],
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        StaffChannel? channel = null;
        if (line["name"] is { } name && (channel = await ChannelEntry.FindAsync(teams, by.Team, name, cancellationToken)) is null)
            return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(name, 40)));
        var all = (await outbox.HealthAsync(by.Team, cancellationToken)).Where(each => channel is null || each.Channel.Id == channel.Id).Sum(each => each.Dead);
        var dead = await outbox.DeadAsync(by.Team, channel?.Id, Most, cancellationToken);
        return all == 0
            ? Answer.Done(CommandWording.ChannelDeadNone)
            : Answer.Done(Say.It(CommandWording.ChannelDeadTitle, Say.Number(all)), new CardPart.Facts([.. dead.Select(each => Answer.Fact(
                $"{each.ChannelName} {each.Key}",
                new Span.Outside(CleanText.Line(each.Problem, 200)),
                new Span.Words(CommandWording.ChannelDeadRow),
                new Span.Moment(each.FirstFailedAt, Relative: false)))]));
    }
}
