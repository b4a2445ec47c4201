using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Pipeline.Commands;

/// <summary>Tells how often the nudges of each rule were worth it, and what could be changed where they were not.</summary>
internal static class PrecisionPart
{
    private const int MostShown = 10;

    /// <param name="rules">As they are now; what a rule opened that is gone is not told.</param>
    /// <param name="proposals">For rules that were not worth it often enough.</param>
    /// <returns>Nothing where no rule opened anything.</returns>
    public static IReadOnlyList<CardPart> Of(IReadOnlyList<RulePrecision> figures, RuleBook rules, IReadOnlyDictionary<RuleId, RuleProposal> proposals)
    {
        var told = figures.Select(each => (Figures: each, Rule: rules.FirstOrDefault(rule => rule.Id == each.Rule)!)).Where(each => each.Rule is not null).ToList();
        if (told.Count == 0)
            return [];
        var parts = new List<CardPart>
        {
            new CardPart.Line([new Span.Strong(ReportWording.Precision)]),
            new CardPart.Facts([.. told.Take(MostShown).Select(each => Answer.Fact(each.Rule.Name, InWords(each.Figures)))]),
        };
        if (told.Count > MostShown)
            parts.Add(Answer.Line(Say.It(ReportWording.PrecisionMore, Say.Number(told.Count - MostShown))));
        foreach (var (_, rule) in told)
        {
            if (!proposals.TryGetValue(rule.Id, out var proposal))
                continue;
            var lead = Say.It(ReportWording.PrecisionLow, rule.Name, Say.Number(proposal.Decided), Say.Number(proposal.WorthIt));
            parts.Add(Answer.Line(proposal.Tuning is { } tuning
                ? $"{lead} {Say.It(ReportWording.PrecisionTells, tuning.Tells, Say.Number(tuning.Spared), Say.Number(tuning.Dismissed))} {tuning.Command}"
                : $"{lead} {Say.It(ReportWording.PrecisionTellsNothing, rule.Name)}"));
        }

        return parts;
    }

    private static string InWords(RulePrecision figures) => figures.Precision is not { } precision
        ? Say.It(ReportWording.PrecisionUndecided, Say.Number(figures.Opened))
        : Say.It(
            ReportWording.PrecisionOf,
            Say.Number(figures.Opened),
            Say.Share(precision),
            Say.Number(figures.Decided),
            string.Join(", ", figures.Dismissed.Select(each => Say.It(ReportWording.PrecisionReason, Say.Number(each.Nudges), Say.Reason(each.Reason))).Prepend(Say.It(ReportWording.PrecisionWorthIt, Say.Number(figures.WorthIt)))));
}
