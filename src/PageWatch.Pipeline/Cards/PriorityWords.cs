using PageWatch.Domain.Nudges;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Cards;

/// <summary>Says why a nudge comes where it comes: its points, and what each part is made of.</summary>
internal static class PriorityWords
{
    /// <summary>"137: urgent complaint, 1 of 5 stars (90), overdue by 12 min (53), 3 others like it (9)".</summary>
    public static string Of(NudgeSigns signs, DateTimeOffset now)
    {
        var priority = NudgePriority.Of(signs, now);
        // What is at stake is said in any case: that it is little is a reason too.
        var parts = new List<string> { Part(priority.Harm, Harm(signs)) };
        Add(priority.Age, [Age(signs, now)]);
        Add(priority.Commonness, [signs.Alike == 1 ? Wording.PriorityAlikeOne : Say.It(Wording.PriorityAlike, Say.Number(signs.Alike))]);
        Add(priority.Relationship, Relationship(signs));
        return Say.It(Wording.PriorityPoints, Say.Number(priority.Points), string.Join(", ", parts));

        void Add(int points, IEnumerable<string> words)
        {
            if (points > 0)
                parts.Add(Part(points, words));
        }
    }

    private static string Part(int points, IEnumerable<string> words) => Say.It(Wording.PriorityPart, string.Join(", ", words), points);

    private static IEnumerable<string> Harm(NudgeSigns signs)
    {
        var kind = Say.Kind(signs.Kind).ToLowerInvariant();
        yield return signs.Urgency switch { Urgency.Now => Say.It(Wording.PriorityUrgentNow, kind), Urgency.Today => Say.It(Wording.PriorityUrgentToday, kind), _ => kind };
        if (signs.Sentiment is Sentiment.Negative or Sentiment.Mixed)
            yield return VerdictWords.Name(signs.Sentiment);
        if (signs.Stars is { } stars)
            yield return Say.It(Wording.StarsOf, stars);
        if (signs.Rule != RulePriority.Normal)
            yield return signs.Rule == RulePriority.High ? Wording.PriorityRuleHigh : Wording.PriorityRuleLow;
    }

    private static string Age(NudgeSigns signs, DateTimeOffset now) => now >= signs.DueAt
        ? Say.It(Wording.PriorityOverdue, Say.Duration(now - signs.DueAt))
        : Say.It(Wording.PriorityDueIn, Say.Duration(signs.DueAt - now));

    private static IEnumerable<string> Relationship(NudgeSigns signs)
    {
        if (signs.IsKnown)
            yield return Wording.PriorityKnown;
        if (signs.Further > 0)
            yield return Wording.PriorityWroteAgain;
        if (signs.Followers is { } followers)
            yield return Say.It(Wording.PriorityFollowers, Say.Number(followers));
    }
}
