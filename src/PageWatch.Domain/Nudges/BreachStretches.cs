namespace PageWatch.Domain.Nudges;

/// <summary>Cuts the wait for an answer into stretches, by what was waited for.</summary>
internal static class BreachStretches
{
    /// <summary>What is waited for, of whom.</summary>
    public readonly record struct Hands(BreachCause Cause, string? Who = null, string? ToWhom = null);

    public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To, Hands Hands);

    /// <returns>From when the clock started until the end, without holes; at least one.</returns>
    public static IReadOnlyList<Stretch> Of(Nudge nudge, IReadOnlyList<NudgeAct> acts, DateTimeOffset until)
    {
        var stretches = new List<Stretch>();
        var at = nudge.AskedAt;
        var hands = new Hands(BreachCause.ArrivedLate);
        Go(nudge.Clock.SeenAt, new Hands(BreachCause.NotRead));
        Go(nudge.Clock.NudgedAt, new Hands(BreachCause.NotShown));

        var before = hands;
        string? pausedBy = null;
        var sentBy = "";
        var shown = nudge.Clock.ShownAt;
        foreach (var act in acts)
        {
            if (shown is { } stood && stood <= act.At)
                Show(stood);
            pausedBy = act.Kind switch { NudgeActKind.Paused => act.By, NudgeActKind.Resumed => null, _ => pausedBy };
            if (act.Kind == NudgeActKind.Approved || sentBy.Length == 0)
                sentBy = act.By;
            var next = act.Kind switch
            {
                NudgeActKind.Woken => hands.Cause == BreachCause.Snoozed ? before : hands,
                NudgeActKind.Approved when IsLastYes(nudge, act) => OnItsWay(),
                NudgeActKind.Sent => OnItsWay(),
                NudgeActKind.Paused or NudgeActKind.Resumed => hands.Cause is BreachCause.Publishing or BreachCause.Paused ? OnItsWay() : hands,
                _ => After(hands, act, nudge),
            };
            if (next.Cause == BreachCause.Snoozed && hands.Cause != BreachCause.Snoozed)
                before = hands;
            Go(act.At, next);
        }

        if (shown is { } late)
            Show(late);
        if (until > at || stretches.Count == 0)
            stretches.Add(new Stretch(at, until, hands));
        return stretches;

        // The card is there; until somebody did something, it is waited for whoever takes it.
        void Show(DateTimeOffset stood)
        {
            shown = null;
            if (hands.Cause == BreachCause.NotShown)
                Go(stood, new Hands(BreachCause.NobodyClaimed));
        }

        Hands OnItsWay() => pausedBy is { } pauser ? new Hands(BreachCause.Paused, pauser) : new Hands(BreachCause.Publishing, sentBy);

        void Go(DateTimeOffset to, Hands next)
        {
            var end = to > until ? until : to;
            // What happened before the clock started took none of its time: the author wrote again, and a later post sets it.
            if (end > at)
            {
                stretches.Add(new Stretch(at, end, hands));
                at = end;
            }

            hands = next;
        }
    }

    private static Hands After(Hands hands, NudgeAct act, Nudge nudge) => (act.Kind, hands.Cause) switch
    {
        (NudgeActKind.Worked, BreachCause.AwaitedApproval or BreachCause.Talk or BreachCause.Publishing or BreachCause.Paused) => hands,
        // Words that a colleague puts beside the draft change nothing about who has it.
        (NudgeActKind.Worked, BreachCause.Held) when hands.Who != act.By => hands,
        (NudgeActKind.Accepted, BreachCause.Talk) => hands with { Who = act.By },
        (NudgeActKind.Claimed or NudgeActKind.Worked or NudgeActKind.Accepted or NudgeActKind.Talked, _) => new Hands(BreachCause.Held, act.By),
        (NudgeActKind.Released, _) => new Hands(BreachCause.Left, act.By),
        (NudgeActKind.Lapsed, BreachCause.Held) => hands with { Cause = BreachCause.Left },
        (NudgeActKind.Offered, _) => new Hands(BreachCause.NotAccepted, act.By, act.To),
        (NudgeActKind.Declined, BreachCause.NotAccepted) => new Hands(BreachCause.Held, hands.Who),
        (NudgeActKind.GivenBack, _) => new Hands(BreachCause.Held, hands.Who),
        (NudgeActKind.Approved, _) => new Hands(BreachCause.AwaitedApproval, act.By),
        (NudgeActKind.Snoozed, _) => new Hands(BreachCause.Snoozed, act.By),
        (NudgeActKind.TalkAgreed, _) => new Hands(BreachCause.Talk, nudge.Contact?.ByName ?? act.By),
        (NudgeActKind.NotReached, _) => new Hands(BreachCause.NotReached, nudge.Contact?.ByName ?? hands.Who),
        (NudgeActKind.Stuck, _) => new Hands(BreachCause.Stuck, hands.Who),
        // An answer that stood there and ended nothing is one that was taken back later: the clock never stopped for the person who waits.
        (NudgeActKind.Published or NudgeActKind.TakenBack, _) => new Hands(BreachCause.TakenBack, act.By),
        (NudgeActKind.NobodyCalled, BreachCause.NobodyClaimed or BreachCause.NotShown) => new Hands(BreachCause.NobodyOnCall),
        _ => hands,
    };

    // The record counts milliseconds.
    private static bool IsLastYes(Nudge nudge, NudgeAct act) => nudge.Clock.ApprovedAt?.ToUnixTimeMilliseconds() == act.At.ToUnixTimeMilliseconds();
}
