using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ChannelReplayCommand(ITeamRecords teams, IOutbox outbox, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("channel replay", CommandWording.HelpChannelReplay, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgChannelOrAll)],
        Example = "channel replay all",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var name = line["name"]!;
        StaffChannel? channel = null;
        if ((channel = await ChannelEntry.FindAsync(teams, by.Team, name, cancellationToken)) is null && !name.Trim().Equals("all", StringComparison.OrdinalIgnoreCase))
            return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(name, 40)));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, channel is null ? "all channels" : $"channel {channel.Name}");
        var revived = await outbox.ReplayAsync(by.Team, channel?.Id, audit, cancellationToken);
        return revived == 0 ? Answer.No(CommandWording.ChannelDeadNone) : Answer.Done(Say.It(CommandWording.ChannelReplayed, Say.Number(revived)));
    }
}
