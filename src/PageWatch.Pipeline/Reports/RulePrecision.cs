using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;

namespace PageWatch.Pipeline.Reports;

/// <summary>How often the nudges that a rule opened were worth it, by what people did with them.</summary>
/// <param name="Opened">A nudge that several rules opened counts for each.</param>
/// <param name="WorthIt">Of the decided ones.</param>
/// <param name="Dismissed">Decided, and not worth it, by why; the most frequent first.</param>
public sealed record RulePrecision(RuleId Rule, int Opened, int WorthIt, IReadOnlyList<(NudgeReason Reason, int Nudges)> Dismissed)
{
    /// <summary>With fewer decided nudges a share says too little to propose anything.</summary>
    public const int LeastForProposal = 10;

    /// <summary>Below this precision something should be done.</summary>
    public const double LowPrecision = 0.7;

    public int NotWorthIt => Dismissed.Sum(each => each.Nudges);

    /// <summary>How many nudges <see cref="Precision"/> is of.</summary>
    public int Decided => WorthIt + NotWorthIt;

    /// <summary>0 to 1; null where nothing is decided.</summary>
    public double? Precision => Decided == 0 ? null : (double)WorthIt / Decided;

    /// <summary>Enough is decided, and too much of it was not worth it.</summary>
    public bool IsLow => IsLowOf(Decided, WorthIt);

    /// <summary>By rule; what opened the most first.</summary>
    public static IReadOnlyList<RulePrecision> Of(IReadOnlyList<OpenedCount> counts) =>
    [
        .. counts.SelectMany(count => count.Rules.Distinct().Select(rule => (Rule: rule, Count: count))).GroupBy(each => each.Rule, each => each.Count)
            .Select(same => OfRule(same.Key, [.. same]))
            .OrderByDescending(figures => figures.Opened).ThenBy(figures => figures.Rule.Value),
    ];

    /// <summary>Whether calling staff for it was worth it: somebody answered or talked, here or elsewhere. What was dismissed for what it is was not.</summary>
    /// <returns>Null while nobody has decided, and where the post was taken away before.</returns>
    public static bool? WasWorthIt(NudgeState state, NudgeReason? reason) => state switch
    {
        NudgeState.Answered or NudgeState.Offline or NudgeState.Folded => true,
        NudgeState.Dismissed => reason == NudgeReason.Duplicate,
        _ => null,
    };

    /// <summary>Enough is decided, and too much of it was not worth it.</summary>
    internal static bool IsLowOf(int decided, int worthIt) => decided >= LeastForProposal && worthIt < LowPrecision * decided;

    private static RulePrecision OfRule(RuleId rule, IReadOnlyList<OpenedCount> counts) => new(
        rule,
        counts.Sum(count => count.Nudges),
        counts.Where(count => WasWorthIt(count.State, count.Reason) == true).Sum(count => count.Nudges),
        [
            .. counts.Where(count => WasWorthIt(count.State, count.Reason) == false).GroupBy(count => count.Reason ?? NudgeReason.NoAnswerNeeded)
                .Select(same => (Reason: same.Key, Nudges: same.Sum(count => count.Nudges))).OrderByDescending(each => each.Nudges).ThenBy(each => each.Reason),
        ]);
}
