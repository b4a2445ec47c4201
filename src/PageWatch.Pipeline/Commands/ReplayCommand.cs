using System.Globalization;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

internal sealed class ReplayCommand(IInbox inbox, IDoorbell doorbell) : ICommand
{
    public CommandSpec Spec { get; } = new("replay", CommandWording.HelpReplay, Role.Admin)
    {
        Arguments = [new CommandArgument("row", CommandWording.ArgRow, IsRequired: false)],
        Example = "replay 17",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        InboxId? row = null;
        if (line["row"] is { } typed)
        {
            if (!long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Answer.No(Say.It(CommandWording.NotANumber, CleanText.Line(typed, 20)));
            row = new InboxId(number);
        }

        var rows = await inbox.ReplayAsync(by.Team, row, cancellationToken);
        doorbell.Ring(Door.Inbox);
        return rows == 0 ? Answer.No(CommandWording.ParkedNone) : Answer.Done(Say.It(CommandWording.ReplayDone, rows));
    }
}
