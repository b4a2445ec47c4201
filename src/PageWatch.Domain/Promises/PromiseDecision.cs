namespace PageWatch.Domain.Promises;

/// <summary>What a promise is next, and what its person is told.</summary>
/// <param name="Next">To be saved when <see cref="Saves"/>.</param>
/// <param name="Refusal">Why nothing was done; null when something was, or nothing had to be.</param>
public sealed record PromiseDecision(Promise Next, PromiseRefusal? Refusal)
{
    public bool Saves { get; private init; }

    /// <summary>The person is to be called; null for no call.</summary>
    public PromiseCall? Calls { get; private init; }

    public static PromiseDecision Changed(Promise next, PromiseCall? calls = null) => new(next, null) { Saves = true, Calls = calls };

    public static PromiseDecision Unchanged(Promise promise) => new(promise, null);

    public static PromiseDecision Refused(Promise promise, PromiseRefusal why) => new(promise, why);
}

/// <summary>Why a person is called.</summary>
public enum PromiseCall
{
    /// <summary>The day is near.</summary>
    Soon,

    /// <summary>The day is over, and nobody has said that it was kept.</summary>
    Over,

    /// <summary>The grace is over too.</summary>
    Broken,
}

/// <summary>Why a member's act was refused.</summary>
public enum PromiseRefusal
{
    /// <summary>Somebody has said yes already.</summary>
    OpenAlready,
    KeptAlready,
    DroppedAlready,

    /// <summary>Broken: it can only be kept late.</summary>
    BrokenAlready,

    /// <summary>The new day is not ahead, or too far ahead.</summary>
    NotAhead,
}
