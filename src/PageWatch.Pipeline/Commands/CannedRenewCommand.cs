using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

internal sealed class CannedRenewCommand(ICannedReplies canned, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("canned renew", CommandWording.HelpCannedRenew, Role.Approver)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgCanned), new CommandArgument("for", CommandWording.ArgCannedFor, IsRequired: false)],
        Example = "canned renew photo 90d",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await canned.FindAsync(by.Team, line["name"]!, cancellationToken) is not { } reply)
            return CannedEntry.Unknown(line);
        if (CannedEntry.Lasting(line["for"]) is not { } lasting)
            return Answer.No(Say.It(CommandWording.CannedBadExpiry, CleanText.Line(line["for"], 20)));
        var now = time.GetUtcNow();
        var renewed = reply.Renewed(now + lasting, by.Name, now);
        var title = Say.It(CommandWording.CannedRenewed, reply.Name);
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, $"canned {reply.Name}", Say.Moment(reply.ExpiresAt), Say.Moment(renewed.ExpiresAt));
        return await canned.ChangeAsync(renewed, CannedNotices.Ended(reply, title, now), audit, cancellationToken)
            ? CannedEntry.Shown(title, renewed, [], now)
            : Answer.No(Say.It(CommandWording.CannedChangedMeanwhile, reply.Name));
    }
}
