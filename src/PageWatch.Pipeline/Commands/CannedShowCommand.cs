using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Commands;

internal sealed class CannedShowCommand(ICannedReplies canned, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("canned show", CommandWording.HelpCannedShow, Role.Viewer)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgCanned)],
        Example = "canned show photo",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken) => await canned.FindAsync(by.Team, line["name"]!, cancellationToken) is { } reply
        ? CannedEntry.Shown(Say.It(CommandWording.CannedShown, reply.Name), reply, [], time.GetUtcNow())
        : CannedEntry.Unknown(line);
}
