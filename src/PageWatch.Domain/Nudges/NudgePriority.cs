using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Nudges;

/// <summary>Which of the open nudges comes first, in points: the more the sooner. The parts are kept, so that it can be said why.</summary>
/// <param name="Harm">What is at stake, 0 to 130: kind, urgency, sentiment, stars, and what the rule asks for.</param>
/// <param name="Age">How much of its time is used up, 0 to 70; 50 and more when it is overdue.</param>
/// <param name="Commonness">Others who wait for the same, 0 to 15.</param>
/// <param name="Relationship">Who waits, 0 to 15.</param>
public sealed record NudgePriority(int Harm, int Age, int Commonness, int Relationship)
{
    /// <summary>More followers than this add nothing.</summary>
    public const long MostFollowers = 10_000;

    /// <summary>Others count as alike while they were written within this time.</summary>
    public static readonly TimeSpan AlikeWithin = TimeSpan.FromDays(1);

    private const int MostAlike = 5;
    private const int MostFurther = 2;

    public int Points => Harm + Age + Commonness + Relationship;

    public static NudgePriority Of(NudgeSigns signs, DateTimeOffset now) => new(HarmOf(signs), AgeOf(signs, now), 3 * Math.Clamp(signs.Alike, 0, MostAlike), RelationshipOf(signs));

    private static int HarmOf(NudgeSigns signs)
    {
        var kind = signs.Kind switch
        {
            NudgeKind.Complaint => 30,
            NudgeKind.Question or NudgeKind.Request or NudgeKind.Unclear => 15,
            NudgeKind.Review or NudgeKind.Other => 5,
            _ => 0,
        };
        var urgency = signs.Urgency switch { Urgency.Now => 40, Urgency.Today => 20, _ => 0 };
        var sentiment = signs.Sentiment switch { Sentiment.Negative => 10, Sentiment.Mixed => 5, _ => 0 };
        var stars = signs.Stars switch { <= 1 => 10, 2 => 5, _ => 0 };
        var rule = signs.Rule switch { RulePriority.High => 40, RulePriority.Low => -20, _ => 0 };
        return Math.Max(0, kind + urgency + sentiment + stars + rule);
    }

    private static int AgeOf(NudgeSigns signs, DateTimeOffset now)
    {
        if (now <= signs.AskedAt)
            return 0;
        if (now < signs.DueAt)
            return (int)(40 * ((now - signs.AskedAt) / (signs.DueAt - signs.AskedAt)));
        // As long again past its time, and it stands as high as it can.
        var time = signs.DueAt - signs.AskedAt;
        return 50 + (time <= TimeSpan.Zero ? 20 : (int)(20 * Math.Min(1, (now - signs.DueAt) / time)));
    }

    private static int RelationshipOf(NudgeSigns signs) =>
        (signs.IsKnown ? 3 : 0)
        + (4 * Math.Clamp(signs.Further, 0, MostFurther))
        // Reach is no merit: the largest account gains less than whoever wrote twice.
        + (int)(4 * Math.Clamp(signs.Followers ?? 0, 0, MostFollowers) / MostFollowers);
}
