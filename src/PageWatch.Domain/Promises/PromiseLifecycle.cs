namespace PageWatch.Domain.Promises;

/// <summary>Decides what becomes of a promise: pure, by its state, what happened, and the time.</summary>
/// <remarks>
/// A day read from words is coarse ("tomorrow"), and people press "kept" after the deed: what is kept within <see cref="Grace"/> after its day counts as kept. After that it is
/// broken for good; kept late is said beside it, and never makes it unbroken.
/// </remarks>
public static class PromiseLifecycle
{
    /// <summary>A proposal that nobody answers goes away.</summary>
    public static TimeSpan ProposalLasts { get; } = TimeSpan.FromDays(3);

    public static TimeSpan Grace { get; } = TimeSpan.FromHours(24);

    /// <summary>Nobody keeps in mind what lies further ahead.</summary>
    public static TimeSpan FurthestAhead { get; } = TimeSpan.FromDays(366);

    /// <summary>A reminder comes this long before, or at half of the time where that is less.</summary>
    private static readonly TimeSpan RemindsBefore = TimeSpan.FromHours(1);

    public static PromiseDecision Decide(Promise promise, PromiseEvent happened, DateTimeOffset now) => happened switch
    {
        PromiseEvent.Accepted => promise.State switch
        {
            // Nobody answered in time: what is only not swept yet is gone all the same.
            PromiseState.Proposed when now < promise.MadeAt + ProposalLasts => PromiseDecision.Changed(promise with { State = PromiseState.Open, OpenSince = now }),
            PromiseState.Proposed => PromiseDecision.Refused(promise, PromiseRefusal.DroppedAlready),
            _ => PromiseDecision.Refused(promise, AtEnd(promise.State)),
        },
        PromiseEvent.Kept => promise.State switch
        {
            PromiseState.Proposed or PromiseState.Open when now < promise.DueAt + Grace => PromiseDecision.Changed(promise with { State = PromiseState.Kept, KeptAt = now, EndedAt = now }),
            PromiseState.Proposed or PromiseState.Open => PromiseDecision.Changed(promise with { State = PromiseState.Broken, EndedAt = promise.DueAt + Grace, KeptAt = now }),
            PromiseState.Broken when promise.KeptAt is null => PromiseDecision.Changed(promise with { KeptAt = now }),
            PromiseState.Broken => PromiseDecision.Refused(promise, PromiseRefusal.KeptAlready),
            _ => PromiseDecision.Refused(promise, AtEnd(promise.State)),
        },
        PromiseEvent.Dropped => promise.IsLive
            ? PromiseDecision.Changed(promise with { State = PromiseState.Dropped, EndedAt = now })
            : PromiseDecision.Refused(promise, AtEnd(promise.State)),
        PromiseEvent.Moved moved when !promise.IsLive => PromiseDecision.Refused(promise, AtEnd(promise.State)),
        PromiseEvent.Moved moved => moved.DueAt <= now || moved.DueAt > now + FurthestAhead
            ? PromiseDecision.Refused(promise, PromiseRefusal.NotAhead)
            // Whoever names another day says that it is a promise.
            : PromiseDecision.Changed(promise with { State = PromiseState.Open, DueAt = moved.DueAt, OpenSince = now, RemindedAt = null }),
        _ => Pass(promise, now),
    };

    /// <returns>When time alone changes it next; null when it never does.</returns>
    public static DateTimeOffset? NextWake(Promise promise) => promise.State switch
    {
        PromiseState.Proposed => promise.MadeAt + ProposalLasts,
        PromiseState.Open when promise.RemindedAt is null => ReminderAt(promise),
        PromiseState.Open when promise.RemindedAt < promise.DueAt => promise.DueAt,
        PromiseState.Open => promise.DueAt + Grace,
        _ => null,
    };

    private static PromiseDecision Pass(Promise promise, DateTimeOffset now)
    {
        if (NextWake(promise) is not { } wake || now < wake)
            return PromiseDecision.Unchanged(promise);
        if (promise.State == PromiseState.Proposed)
            return PromiseDecision.Changed(promise with { State = PromiseState.Dropped, EndedAt = now });
        if (now >= promise.DueAt + Grace)
            return PromiseDecision.Changed(promise with { State = PromiseState.Broken, EndedAt = promise.DueAt + Grace, RemindedAt = now }, PromiseCall.Broken);
        return PromiseDecision.Changed(promise with { RemindedAt = now }, now >= promise.DueAt ? PromiseCall.Over : PromiseCall.Soon);
    }

    private static DateTimeOffset ReminderAt(Promise promise)
    {
        var half = (promise.DueAt - (promise.OpenSince ?? promise.MadeAt)) / 2;
        return half <= TimeSpan.Zero ? promise.DueAt : promise.DueAt - (half < RemindsBefore ? half : RemindsBefore);
    }

    private static PromiseRefusal AtEnd(PromiseState state) => state switch
    {
        PromiseState.Kept => PromiseRefusal.KeptAlready,
        PromiseState.Broken => PromiseRefusal.BrokenAlready,
        PromiseState.Dropped => PromiseRefusal.DroppedAlready,
        _ => PromiseRefusal.OpenAlready,
    };
}
