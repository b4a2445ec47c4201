using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ChannelRemoveCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("channel remove", CommandWording.HelpChannelRemove, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgChannel)],
        Example = "channel remove chat",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await ChannelEntry.FindAsync(teams, by.Team, line["name"]!, cancellationToken) is not { } channel)
            return Answer.No(Say.It(CommandWording.NoChannel, CleanText.Line(line["name"], 40)));
        if (channel.Kind == ChannelKind.Console)
            return Answer.No(Say.It(CommandWording.ChannelIsConsole, channel.Name));
        // Without its channel a rule would tell everybody, which nobody asked for.
        var naming = (await teams.RulesAsync(by.Team, cancellationToken)).Where(rule => rule.Notify.Contains(channel.Name, StringComparer.OrdinalIgnoreCase)).Select(rule => rule.Name).ToList();
        if (naming.Count > 0)
            return Answer.No(Say.It(CommandWording.ChannelIsNamed, channel.Name, string.Join(", ", naming)));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, $"channel {channel.Name}");
        return await teams.RemoveChannelAsync(by.Team, channel.Id, audit, cancellationToken)
            ? Answer.Done(Say.It(CommandWording.ChannelRemoved, channel.Name))
            : Answer.No(Say.It(CommandWording.NoChannel, channel.Name));
    }
}
