using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class CannedRemoveCommand(ICannedReplies canned, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("canned remove", CommandWording.HelpCannedRemove, Role.Approver)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgCanned)],
        Example = "canned remove photo",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await canned.FindAsync(by.Team, line["name"]!, cancellationToken) is not { } reply)
            return CannedEntry.Unknown(line);
        var now = time.GetUtcNow();
        var title = Say.It(CommandWording.CannedRemoved, reply.Name);
        return await canned.RemoveAsync(reply, CannedNotices.Ended(reply, title, now), new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"canned {reply.Name}", reply.Text), cancellationToken)
            ? Answer.Done(title)
            : Answer.No(Say.It(CommandWording.CannedChangedMeanwhile, reply.Name));
    }
}
