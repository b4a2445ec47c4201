namespace PageWatch.Domain.Nudges;

/// <summary>Something on record that says in whose hands a nudge was.</summary>
/// <param name="By">Who did it, by name.</param>
/// <param name="To">To whom it was offered, by name; null for every other act, and where nobody knows any more.</param>
public sealed record NudgeAct(DateTimeOffset At, NudgeActKind Kind, string By, string? To = null);

/// <summary>What the record can say of the hands a nudge was in.</summary>
public enum NudgeActKind
{
    Claimed,

    /// <summary>Words were written or kept.</summary>
    Worked,
    Released,

    /// <summary>The claim ended because nothing was done for it.</summary>
    Lapsed,

    Offered,
    Accepted,
    Declined,

    /// <summary>A yes to the words, be it the last that was needed or not.</summary>
    Approved,
    GivenBack,

    Snoozed,
    Woken,

    TalkAgreed,

    /// <summary>They were spoken to.</summary>
    Talked,
    NotReached,

    /// <summary>The reply is on its way to the page, or nobody knows yet whether it arrived.</summary>
    Sent,

    /// <summary>The reply did not get there, and a person has to look.</summary>
    Stuck,

    /// <summary>The reply stood on the page.</summary>
    Published,
    TakenBack,

    /// <summary>The chain called, and nobody was on call.</summary>
    NobodyCalled,

    /// <summary>Publishing was paused, for all nudges of the team.</summary>
    Paused,
    Resumed,
}
