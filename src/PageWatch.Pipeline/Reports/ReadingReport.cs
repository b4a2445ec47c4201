using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Reports;

/// <summary>How well posts were read, by what persons said and did.</summary>
public sealed record ReadingReport
{
    /// <summary>With fewer posts than this a share says too little to propose anything.</summary>
    public const int LeastForProposal = 20;

    /// <summary>Below this precision something should be done.</summary>
    public const double LowPrecision = 0.8;

    private const int MostMixUps = 3;

    public required int Posts { get; init; }

    /// <summary>Of which a person said something.</summary>
    public required int Judged { get; init; }

    /// <summary>Intents that posts were read as, the most frequent first.</summary>
    public required IReadOnlyList<IntentFigures> Intents { get; init; }

    public required int SentimentSaid { get; init; }

    /// <summary>Of them, those that were read otherwise.</summary>
    public required int SentimentCorrected { get; init; }

    /// <summary>Posts whose reader was unsure and asked.</summary>
    public required int Asked { get; init; }

    /// <summary>Of them, those that a person has answered.</summary>
    public required int Settled { get; init; }

    /// <summary>What is taken for what most often; at most three, the most frequent first.</summary>
    public required IReadOnlyList<MixUp> MixUps { get; init; }

    public static ReadingReport Of(IReadOnlyList<ReadingCount> counts)
    {
        var corrected = counts.Where(IsCorrected).ToList();
        return new ReadingReport
        {
            Posts = Sum(counts, _ => true),
            Judged = Sum(counts, count => count.IsJudged),
            Intents = [.. counts.GroupBy(count => count.Read).Select(same => FiguresOf(same.Key, [.. same])).OrderByDescending(figures => figures.Posts).ThenBy(figures => figures.Intent)],
            SentimentSaid = Sum(counts, count => count.SaidSentiment is not null),
            SentimentCorrected = Sum(counts, count => count.SaidSentiment is { } said && said != count.ReadSentiment),
            Asked = Sum(counts, count => count.IsAsked),
            Settled = Sum(counts, count => count.IsAsked && count.IsSettled),
            MixUps = [.. corrected.GroupBy(count => (count.Read, count.Said)).Select(same => new MixUp(same.Key.Read, same.Key.Said, same.Sum(count => count.Posts)))
                .OrderByDescending(mixUp => mixUp.Posts).ThenBy(mixUp => mixUp.Read).ThenBy(mixUp => mixUp.Said).Take(MostMixUps)],
        };
    }

    private static IntentFigures FiguresOf(Intent intent, IReadOnlyList<ReadingCount> counts) => new(
        intent,
        Sum(counts, _ => true),
        Sum(counts, count => count.IsNudged),
        Sum(counts, count => !count.IsAsked && IsConfirmed(count)),
        Sum(counts, count => !count.IsAsked && IsCorrected(count)),
        // Whoever let a reply out had the reading before their eyes and left it. Where the reader asked, an answer says nothing of which reading was right.
        Sum(counts, count => !count.IsAsked && count.IsAnswered && !IsConfirmed(count) && !IsCorrected(count)));

    private static bool IsConfirmed(ReadingCount count) => count.Said is { } said ? said == count.Read : count.SaidNotAComplaint && count.Read != Intent.Complaint;

    private static bool IsCorrected(ReadingCount count) => count.Said is { } said ? said != count.Read : count.SaidNotAComplaint && count.Read == Intent.Complaint;

    private static int Sum(IEnumerable<ReadingCount> counts, Func<ReadingCount, bool> which) => counts.Where(which).Sum(count => count.Posts);
}

/// <summary>What became of posts that were read as one intent.</summary>
/// <param name="Nudged">Of all, those that called staff.</param>
/// <param name="Confirmed">A person said the same. Of these three, none asked a person by itself: what the reader was unsure of is no mistake of its.</param>
/// <param name="Corrected">A person said something else.</param>
/// <param name="Answered">Nobody said anything, and a person approved a reply.</param>
public sealed record IntentFigures(Intent Intent, int Posts, int Nudged, int Confirmed, int Corrected, int Answered)
{
    /// <summary>How many posts <see cref="Precision"/> is of.</summary>
    public int Known => Confirmed + Corrected + Answered;

    /// <summary>0 to 1; null where nothing is known.</summary>
    public double? Precision => Known == 0 ? null : (double)(Confirmed + Answered) / Known;

    /// <summary>Enough is known, and too much of it is wrong.</summary>
    public bool IsLow => Known >= ReadingReport.LeastForProposal && Precision < ReadingReport.LowPrecision;
}

/// <summary>Posts that were read as one intent and are another.</summary>
/// <param name="Said">Null: persons said only that it is no complaint.</param>
public sealed record MixUp(Intent Read, Intent? Said, int Posts);
