using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Promises;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>
/// How well posts are read, by what people said and did; what should be done about it, which nobody does by itself; which answers came late, and why; which rules are worth it; what staff usually change in drafts; and
/// how promises are kept.
/// </summary>
internal sealed class ReportCommand(
    ILabels labels, INudgeReports nudges, ITeamRecords teams, ITeamHours hours, ChangesShelf shelf, IPromises promises, TimeProvider time) : ICommand
{
    private readonly NudgeParts nudgeParts = new(nudges, teams, hours);

    public CommandSpec Spec { get; } = new("report", CommandWording.HelpReport, Role.Viewer)
    {
        Arguments = [new CommandArgument("period", CommandWording.ArgPeriod, IsRequired: false)],
        Example = "report week",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        (DateTimeOffset Since, string Name, bool IsWeek)? period = (line["period"] ?? "week").ToLowerInvariant() switch
        {
            "today" => (new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero), CommandWording.ReportToday, false),
            "week" => (now - TimeSpan.FromDays(7), CommandWording.ReportWeek, true),
            "month" => (now - TimeSpan.FromDays(30), CommandWording.ReportMonth, false),
            _ => null,
        };
        if (period is not { } told)
            return Answer.No(Say.It(CommandWording.ReportNoPeriod, CleanText.Line(line["period"], 40)));

        // A clock of a page may be ahead of ours by a little.
        var report = ReadingReport.Of(await labels.CountAsync(by.Team, told.Since, now + TimeSpan.FromDays(1), cancellationToken));
        var title = Say.It(CommandWording.ReportTitle, told.Name);
        var changes = new UsualChanges();
        await foreach (var outcome in shelf.SinceAsync(by.Team, told.Since, cancellationToken))
            changes.Add(outcome);
        var rates = await promises.RatesAsync(by.Team, told.Since, now, cancellationToken);
        CardPart[] kept = rates.Count == 0 ? [] : [new CardPart.Facts([Answer.Fact(CommandWording.ReportPromises, PromiseRates.InWords(rates.Aggregate(new KeptRate(0, 0, 0), (sum, rate) => sum + rate.Rate)))])];
        // A reply counts when it was published, a post when it was written: either may be there without the other.
        return Answer.Done(title, [.. report.Posts == 0 ? [Answer.Line(CommandWording.ReportNothing)] : Parts(report), .. kept, .. await nudgeParts.OfAsync(by.Team, told.Since, now, told.IsWeek, cancellationToken), .. UsualChangesPart.Of(changes.Told())]);
    }

    private static IEnumerable<CardPart> Parts(ReadingReport report)
    {
        var facts = new List<Fact> { Answer.Fact(CommandWording.ReportPosts, Say.It(CommandWording.ReportPostsOf, Say.Number(report.Posts), Say.Number(report.Judged))) };
        facts.AddRange(report.Intents.Select(FactOf));
        facts.Add(Answer.Fact(CommandWording.ReportSentiment, Say.It(CommandWording.ReportSentimentOf, Say.Number(report.SentimentCorrected), Say.Number(report.SentimentSaid))));
        facts.Add(Answer.Fact(CommandWording.ReportUnclear, Say.It(CommandWording.ReportUnclearOf, Say.Number(report.Asked), Say.Number(report.Settled))));
        if (report.MixUps.Count > 0)
        {
            facts.Add(Answer.Fact(CommandWording.ReportMixUps, string.Join(" · ", report.MixUps.Select(mixUp => Say.It(
                CommandWording.ReportMixUp, VerdictWords.Name(mixUp.Read), mixUp.Said is { } said ? VerdictWords.Name(said) : CommandWording.ReportNotAComplaint, Say.Number(mixUp.Posts))))));
        }

        yield return new CardPart.Facts(facts);
        foreach (var low in report.Intents.Where(figures => figures.IsLow))
            yield return Answer.Line(Say.It(CommandWording.ReportPropose, VerdictWords.Name(low.Intent), Say.Number(low.Known), Say.Number(low.Confirmed + low.Answered)));
        if (report.Judged > 0)
            yield return new CardPart.Line([new Span.Words(CommandWording.ReportLabels)]) { Soft = true };
    }

    private static Fact FactOf(IntentFigures figures)
    {
        var name = VerdictWords.Name(figures.Intent);
        var read = Say.It(CommandWording.ReportIntent, Say.Number(figures.Posts), Say.Number(figures.Nudged));
        var known = figures.Precision is { } precision
            ? Say.It(CommandWording.ReportPrecision, Say.Share(precision), Say.Number(figures.Known), Say.Number(figures.Confirmed), Say.Number(figures.Answered), Say.Number(figures.Corrected))
            : CommandWording.ReportUnknown;
        return Answer.Fact(char.ToUpperInvariant(name[0]) + name[1..], $"{read} · {known}");
    }
}
