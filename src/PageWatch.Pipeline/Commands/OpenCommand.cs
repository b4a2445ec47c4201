using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>What waits for an answer, the most pressing first.</summary>
internal sealed class OpenCommand(IJourneyStore store) : ICommand
{
    private const int Most = 25;

    public CommandSpec Spec { get; } = new("open", CommandWording.HelpOpen, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rows = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), Most, cancellationToken);
        return rows.Count == 0 ? Answer.Done(CommandWording.OpenNone) : Answer.Done(Say.It(CommandWording.OpenTitle, rows.Count == Most ? $"{Most}+" : rows.Count), List(rows));
    }

    internal static CardPart.Facts List(IReadOnlyList<NudgeRow> rows) => new([.. rows.Select(row => Answer.Fact(
        row.Id.ToString(),
        new Span.Words($"{Say.Kind(row.Kind)} · {Say.State(row.State)}{(row.OwnerName is { } owner ? $", {owner}" : "")} · {Wording.ClockAnswerBy} "),
        new Span.Moment(row.DueAt, Relative: false),
        new Span.Words(" · "),
        new Span.Outside(row.AuthorName, IsStrong: true),
        new Span.Words(": "),
        new Span.Outside(CleanText.Line(row.Text, 90)),
        new Span.Words(" · "),
        new Span.Ask(Wording.Why, $"why {row.Id}")))]);
}
