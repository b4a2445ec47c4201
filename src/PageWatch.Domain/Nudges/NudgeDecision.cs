using PageWatch.Domain.OnCall;

namespace PageWatch.Domain.Nudges;

/// <summary>What a nudge is next, and what must happen because of it.</summary>
/// <param name="Next">To be saved when <see cref="Saves"/>.</param>
/// <param name="Refusal">Why nothing was done; null when something was, or nothing had to be.</param>
public sealed record NudgeDecision(Nudge Next, NudgeRefusal? Refusal)
{
    /// <summary>The state differs from what is stored.</summary>
    public bool Saves { get; private init; }

    /// <summary>Cards of this nudge must be drawn again.</summary>
    public bool RefreshesCard { get; private init; }

    /// <summary>A reply that has not been sent must not be sent any more.</summary>
    public bool CancelsReply { get; init; }

    /// <summary>Whom a message of its own has to call, for a card that changes in its place rings for nobody.</summary>
    public NudgeCall Calls { get; init; }

    /// <summary>The step of the chain that is due, with <see cref="NudgeCall.Chain"/>; null for none.</summary>
    public ChainMove? Climbs { get; init; }

    /// <summary>Staff are to be warned that this much of the target is used up, in percent; 0 for no warning.</summary>
    public int Warns { get; init; }

    /// <summary>A new state that everybody should see.</summary>
    public static NudgeDecision Changed(Nudge next) => new(next, null) { Saves = true, RefreshesCard = true };

    /// <summary>Worth showing at once, and no reason to call anybody's view stale.</summary>
    public static NudgeDecision Shown(Nudge next) => new(next, null) { Saves = true, RefreshesCard = true };

    /// <summary>Worth keeping; nobody would see a difference.</summary>
    public static NudgeDecision Silent(Nudge next) => new(next, null) { Saves = true };

    /// <summary>The same, of a nudge whose card is to be shown.</summary>
    internal NudgeDecision WithCard(Nudge next) => this with { Next = next, RefreshesCard = true };

    public static NudgeDecision Unchanged(Nudge nudge) => new(nudge, null);

    public static NudgeDecision Refused(Nudge nudge, NudgeRefusal why) => new(nudge, why);
}

/// <summary>What colleagues are called to.</summary>
public enum NudgeCall
{
    None,

    /// <summary>Words wait for a yes: those who may say it.</summary>
    Approval,

    /// <summary>They have waited too long: those who may say it, and then whoever is above.</summary>
    ApprovalLate,

    /// <summary>The talk off the page is due: who talks.</summary>
    Contact,

    /// <summary>Nobody said how it went: everybody, it is open again.</summary>
    ContactLapsed,

    /// <summary>The person wrote again before the talk: who talks.</summary>
    ContactOvertaken,

    /// <summary>The words were given back: who has it.</summary>
    GivenBack,

    /// <summary>Nobody has it yet: whoever the step of the chain names.</summary>
    Chain,

    /// <summary>It was handed on more than once: those who lead.</summary>
    HandedOnAgain,
}

/// <summary>Why a member's act was refused; said to that member alone, politely, with the state as it is.</summary>
public enum NudgeRefusal
{
    AtEnd,
    BeingPublished,
    SomebodyElseHasIt,
    TimeIsPast,

    /// <summary>There is no offer that this member could accept or decline.</summary>
    NothingOffered,

    /// <summary>Offered to oneself.</summary>
    HasItAlready,

    /// <summary>The own yes counts once; another has to say it too.</summary>
    SaidYesAlready,

    /// <summary>Somebody who may say yes was asked already.</summary>
    AskedAlready,

    /// <summary>No words wait for a yes.</summary>
    NotAwaited,

    /// <summary>No talk off the page was agreed on.</summary>
    NotOffline,
}
