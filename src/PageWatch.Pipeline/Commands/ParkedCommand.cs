using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

internal sealed class ParkedCommand(IInbox inbox) : ICommand
{
    public CommandSpec Spec { get; } = new("parked", CommandWording.HelpParked, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rows = await inbox.ParkedAsync(by.Team, 25, cancellationToken);
        return rows.Count == 0
            ? Answer.Done(CommandWording.ParkedNone)
            : Answer.Done(Say.It(CommandWording.ParkedTitle, rows.Count), new CardPart.Facts([.. rows.Select(row => Answer.Fact(
                row.Id.ToString(),
                new Span.Words($"{row.WatchName} · {(row.Bytes == 1 ? CommandWording.ParkedByte : Say.It(CommandWording.ParkedBytes, Say.Number(row.Bytes)))} · {(row.IsEntry ? CommandWording.ParkedEntry + " · " : "")}"),
                new Span.Outside(CleanText.Line(row.Problem, 200)),
                new Span.Words(" · "),
                new Span.Moment(row.ReceivedAt, Relative: false)))]));
    }
}
