using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Nudges;

/// <summary>A first public reply that came after its moment, or has not come, and what took most of the time.</summary>
/// <param name="Late">After the moment at which it was owed.</param>
/// <param name="LateInHours">The part of it in which the team was there.</param>
/// <param name="Took">The time that went by because of it, of the hours that the clock counts.</param>
/// <param name="Who">Whose hands it was in, by name; null where it was in nobody's.</param>
/// <param name="ToWhom">To whom it was offered; null where it was not, or nobody knows any more.</param>
public sealed record Breach(TimeSpan Late, TimeSpan LateInHours, BreachCause Cause, TimeSpan Took, string? Who, string? ToWhom)
{
    /// <summary>Explains what is late by what is kept of it.</summary>
    /// <param name="acts">What is on record of it, in the order in which it happened, and the pauses of its team.</param>
    /// <param name="hours">Of the team.</param>
    /// <param name="until">When it was answered, or nothing was owed any more; now while it is owed.</param>
    /// <returns>Null when it is not late.</returns>
    public static Breach? Of(Nudge nudge, IReadOnlyList<NudgeAct> acts, BusinessHours hours, DateTimeOffset until)
    {
        if (until <= nudge.DueAt)
            return null;
        var counted = nudge.HoursOf(hours);
        var (cause, took) = BreachStretches.Of(nudge, acts, until)
            .Select((stretch, place) => (stretch.Hands, Place: place, Took: counted.Between(stretch.From, stretch.To)))
            .GroupBy(stretch => stretch.Hands)
            // Of what took equally long, what came last could still have been mended.
            .Select(same => (Hands: same.Key, Last: same.Max(stretch => stretch.Place), Took: same.Aggregate(TimeSpan.Zero, (sum, stretch) => sum + stretch.Took)))
            .OrderByDescending(same => same.Took).ThenByDescending(same => same.Last)
            .Select(same => (same.Hands, same.Took))
            .First();
        return new Breach(until - nudge.DueAt, hours.Between(nudge.DueAt, until), cause.Cause, took, cause.Who, cause.ToWhom);
    }
}

/// <summary>What a wait was for.</summary>
public enum BreachCause
{
    /// <summary>It reached us long after it was written.</summary>
    ArrivedLate,

    /// <summary>It was here, and not yet read.</summary>
    NotRead,

    /// <summary>No chat took its card.</summary>
    NotShown,

    /// <summary>The chain found nobody on call, and nobody else claimed.</summary>
    NobodyOnCall,
    NobodyClaimed,

    /// <summary>Somebody had it and did not answer.</summary>
    Held,

    /// <summary>Somebody had it and left it: the claim ended, or was given back.</summary>
    Left,

    /// <summary>Offered to a colleague who did not accept.</summary>
    NotAccepted,
    AwaitedApproval,

    /// <summary>Approved, and the page did not take it.</summary>
    Publishing,

    /// <summary>Approved, and publishing was paused.</summary>
    Paused,

    /// <summary>The page refused the reply, or nobody could tell whether it arrived, and no person decided.</summary>
    Stuck,
    Snoozed,

    /// <summary>A talk off the page was agreed on.</summary>
    Talk,

    /// <summary>The talk reached nobody.</summary>
    NotReached,

    /// <summary>An answer stood on the page, and was taken back.</summary>
    TakenBack,
}
