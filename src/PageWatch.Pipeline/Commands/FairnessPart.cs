using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Pipeline.Commands;

/// <summary>Tells whether people whom few follow wait longer.</summary>
internal static class FairnessPart
{
    /// <returns>Nothing where there is nothing to compare.</returns>
    public static IReadOnlyList<CardPart> Of(FairnessReport? report) => report is null
        ? []
        :
        [
            new CardPart.Line([new Span.Strong(ReportWording.Fairness)]),
            new CardPart.Facts(
            [
                Answer.Fact(ReportWording.FairnessSmall, Say.It(ReportWording.FairnessSmallOf, Say.Duration(report.Small.Median), Say.Number(report.Small.Waits), Say.Number(report.Median))),
                Answer.Fact(ReportWording.FairnessLarge, Say.It(ReportWording.FairnessLargeOf, Say.Duration(report.Large.Median), Say.Number(report.Large.Waits))),
            ]),
            .. report.IsFlagged ? [Answer.Line(Say.It(ReportWording.FairnessFlagged, Chance(report.Chance)))] : (CardPart[])[],
        ];

    private static string Chance(double chance) => chance < 0.001 ? "< 0.001" : string.Create(CultureInfo.InvariantCulture, $"{chance:0.000}");
}
