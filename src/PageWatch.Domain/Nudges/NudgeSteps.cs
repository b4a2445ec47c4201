using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Nudges;

/// <summary>The moves of a nudge that its decisions are made of.</summary>
internal static class NudgeSteps
{
    /// <summary>What makes every earlier view of the card stale.</summary>
    public static Nudge Renew(Nudge nudge) => nudge with { Version = nudge.Version + 1 };

    /// <summary>In its owner's hands: until the lease ends, or with the clock of the talk that is agreed on.</summary>
    public static Nudge Held(Nudge nudge, DateTimeOffset now) => nudge with
    {
        State = nudge.State == NudgeState.NeedsPerson ? NudgeState.NeedsPerson : nudge.HasTalkToCome ? NudgeState.Offline : NudgeState.Claimed,
        ClaimedUntil = nudge.HasTalkToCome ? null : now + NudgeLifecycle.ClaimLease,
    };

    /// <summary>In a member's hands.</summary>
    public static Nudge Taken(Nudge nudge, MemberId by, DateTimeOffset now) => Held(nudge, now) with
    {
        Owner = by,
        SnoozedUntil = null,
        Awaited = null,
        Clock = nudge.Clock with { ClaimedAt = nudge.Clock.ClaimedAt ?? now },
    };

    /// <summary>After a snooze, back where it was.</summary>
    public static Nudge Woken(Nudge nudge, DateTimeOffset now)
    {
        var awake = nudge with { SnoozedUntil = null };
        return awake.Owner is null ? awake with { State = NudgeState.Open } : Held(awake, now);
    }

    /// <summary>In nobody's hands.</summary>
    public static Nudge Returned(Nudge nudge) => nudge with
    {
        Owner = null,
        State = nudge.State is NudgeState.NeedsPerson or NudgeState.Snoozed ? nudge.State : NudgeState.Open,
        ClaimedUntil = null,
        Editing = null,
        Handover = null,
        Awaited = null,
        Contact = nudge.HasTalkToCome ? null : nudge.Contact,
    };

    /// <summary>What a colleague wrote of it may speak of what was erased.</summary>
    public static Nudge Wordless(Nudge nudge) => nudge with
    {
        Handover = null,
        SentBack = nudge.SentBack is { } back ? back with { Why = "" } : null,
        Contact = nudge.Contact is { } contact ? contact with { Note = null } : null,
    };

    /// <summary>Nothing more is owed.</summary>
    public static Nudge Ended(Nudge nudge, NudgeState state, DateTimeOffset now) => Renew(nudge) with
    {
        State = state,
        Clock = nudge.Clock with { EndedAt = now },
        ClaimedUntil = null,
        SnoozedUntil = null,
        Editing = null,
        Handover = null,
        Awaited = null,
        SentBack = null,
        Reason = null,
    };
}
