using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Commands;

/// <summary>All that waits in one card: how much of which kind, how much of it is late or nobody's, and the few that press most.</summary>
internal sealed class DigestCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    private const int MostShown = 5;

    public CommandSpec Spec { get; } = new("digest", CommandWording.HelpDigest, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var rows = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), NudgeList.Most + 1, cancellationToken);
        if (rows.Count == 0)
            return Answer.Done(CommandWording.OpenNone);
        var late = rows.Count(row => row.DueAt <= now);
        var facts = new List<Fact>
        {
            Answer.Fact(CommandWording.DigestKinds, string.Join(" · ", rows.GroupBy(row => row.Kind).OrderByDescending(same => same.Count()).ThenBy(same => same.Key).Select(same => $"{Say.Kind(same.Key)} {Say.Number(same.Count())}"))),
            Answer.Fact(CommandWording.DigestPages, string.Join(" · ", rows.GroupBy(row => row.WatchName, StringComparer.OrdinalIgnoreCase).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Take(MostShown).Select(same => $"{same.Key} {Say.Number(same.Count())}"))),
            Answer.Fact(CommandWording.DigestNobodys, Say.Number(rows.Count(row => row.OwnerName is null))),
        };
        if (rows.Count(row => row.IsQuiet) is > 0 and var quiet)
            facts.Add(Answer.Fact(CommandWording.DigestQuiet, Say.Number(quiet)));
        if (late > 0)
            facts.Add(Answer.Fact(CommandWording.DigestLate, new Span.Strong(Say.Number(late)), new Span.Words(" · "), new Span.Ask(CommandWording.DigestShow, "overdue")));
        var first = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true) { At = now }, MostShown, cancellationToken);
        var parts = new List<CardPart> { new CardPart.Facts(facts), new CardPart.Line([new Span.Strong(first.Count == 1 ? CommandWording.DigestFirstOne : Say.It(CommandWording.DigestFirst, first.Count))]), NudgeList.Part(first) };
        if (rows.Count > first.Count)
            parts.Add(new CardPart.Line([new Span.Ask(CommandWording.DigestAll, "open")]));
        var count = rows.Count > NudgeList.Most ? $"{Say.Number(NudgeList.Most)}+" : Say.Number(rows.Count);
        return Answer.Done(late == 0 ? Say.It(CommandWording.DigestTitle, count) : Say.It(CommandWording.DigestTitleLate, count, Say.Number(late)), [.. parts]);
    }
}
