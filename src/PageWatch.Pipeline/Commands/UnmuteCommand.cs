using System.Globalization;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class UnmuteCommand(ITeamRecords teams, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("unmute", CommandWording.HelpUnmute, Role.Approver)
    {
        Arguments = [new CommandArgument("number", CommandWording.ArgMute)],
        Example = "unmute 3",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["number"]!.TrimStart('#');
        var now = time.GetUtcNow();
        var mutes = (await teams.RulesAsync(by.Team, cancellationToken)).Mutes;
        if (!long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || mutes.FirstOrDefault(each => each.Id.Value == number) is not { } mute)
            return Answer.No(Say.It(CommandWording.NoMute, CleanText.Line(line["number"], 20)));
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, "mute", mute.Query.ToString());
        return await teams.RemoveMuteAsync(by.Team, new MuteId(number), audit, cancellationToken)
            ? Answer.Done(Say.It(CommandWording.Unmuted, mute.Query.ToString()))
            : Answer.No(Say.It(CommandWording.NoMute, CleanText.Line(line["number"], 20)));
    }
}
