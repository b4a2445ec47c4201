using System.Globalization;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ReplayCommand(IInbox inbox, RetentionPlan retention, IDoorbell doorbell, TimeProvider time) : ICommand
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

        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, row is null ? "parked rows" : $"parked row {row}");
        var (inLine, entries) = await inbox.ReplayAsync(by.Team, row, audit, cancellationToken);
        if (inLine > 0)
            doorbell.Ring(Door.Inbox);
        var left = entries == 0 ? null : row is null
            ? Say.It(CommandWording.ReplayEntries, entries, (int)retention.Parked.TotalDays)
            : Say.It(CommandWording.ReplayEntry, row, (int)retention.Parked.TotalDays);
        return (inLine, left) switch
        {
            (0, null) => Answer.No(row is null ? CommandWording.ParkedNone : Say.It(CommandWording.ReplayNoRow, row)),
            (0, _) => Answer.No(left),
            (_, null) => Answer.Done(Say.It(CommandWording.ReplayDone, inLine)),
            _ => Answer.Done(Say.It(CommandWording.ReplayDone, inLine), Answer.Line(left)),
        };
    }
}
