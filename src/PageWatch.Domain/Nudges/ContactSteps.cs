using PageWatch.Domain.Hours;
using static PageWatch.Domain.Nudges.NudgeSteps;

namespace PageWatch.Domain.Nudges;

/// <summary>The part of the lifecycle about a talk off the page: agreed on, due, and how it went.</summary>
internal static class ContactSteps
{
    public static NudgeDecision TakeOffline(Nudge nudge, NudgeEvent.TakenOffline taken, DateTimeOffset now) => taken.DueAt <= now
        ? NudgeDecision.Refused(nudge, NudgeRefusal.TimeIsPast)
        : NudgeDecision.Changed(Taken(Renew(nudge), taken.To, now) with
        {
            State = NudgeState.Offline,
            ClaimedUntil = null,
            Editing = null,
            Handover = null,
            SentBack = null,
            Reason = null,
            Contact = new Contact(taken.Way, taken.To, taken.ToName, now, taken.DueAt, taken.MayOffer)
            {
                Note = taken.Note,
                TriedBefore = nudge.Contact is { Outcome: ContactOutcome.NotReached } before ? before.TriedBefore + 1 : 0,
            },
        });

    public static NudgeDecision End(Nudge nudge, NudgeEvent.ContactEnded ended, DateTimeOffset now)
    {
        if (nudge is not { HasTalkToCome: true, Contact: { } contact })
            return NudgeDecision.Refused(nudge, NudgeRefusal.NotOffline);
        var over = contact with { Outcome = ended.Outcome, EndedAt = now };
        var talked = Renew(nudge) with { State = NudgeState.Claimed, Contact = over };
        // Spoken to: a line for those who look on is owed, by the same person. Not reached: open to everybody, and the clock says how late it is.
        return over.OwesClosingLine
            ? NudgeDecision.Changed(Taken(talked, ended.By, now))
            : NudgeDecision.Changed(Returned(talked));
    }

    /// <summary>Who takes over talks to them too.</summary>
    public static Contact? HandedOn(Contact? contact, Handover offer) => contact is { Outcome: null } ? contact with { By = offer.To, ByName = offer.ToName } : contact;

    /// <returns>
    /// The nudge after what is due of its talk, and whom that calls; put off, and nobody, while the team is not there; null while nothing is. A talk itself is due when it was agreed on, whatever the hours.
    /// </returns>
    public static (Nudge Next, NudgeCall Calls)? Pass(Nudge nudge, BusinessHours hours, DateTimeOffset now)
    {
        if (!(Next(nudge) <= now) || nudge.Contact is not { } contact)
            return null;
        if (ClimbSteps.IsQuiet(nudge, hours, now) && (contact.IsOvertaken || contact.DueAt + NudgeLifecycle.OutcomeWait <= now))
            return (nudge with { Contact = contact with { QuietUntil = hours.NextOpening(now) } }, NudgeCall.None);
        if (contact.IsOvertaken)
            return (nudge with { Contact = contact with { IsOvertaken = false } }, NudgeCall.ContactOvertaken);
        // Late by more than the wait, after a stop of the service: both at once.
        return nudge.State == NudgeState.Offline && contact.DueAt + NudgeLifecycle.OutcomeWait <= now
            ? (Returned(Renew(nudge) with { Contact = contact with { Outcome = ContactOutcome.NotReached, EndedAt = now, IsReminded = true } }), NudgeCall.ContactLapsed)
            : (nudge with { Contact = contact with { IsReminded = true } }, NudgeCall.Contact);
    }

    /// <summary>When time alone changes something about the talk; null when it never will.</summary>
    public static DateTimeOffset? Next(Nudge nudge)
    {
        DateTimeOffset? due = nudge switch
        {
            { Contact: { Outcome: null, IsOvertaken: true } contact } => contact.TakenAt, // at once
            { Contact: { Outcome: null, IsReminded: false } contact } => contact.DueAt,
            { State: NudgeState.Offline, Contact: { Outcome: null } contact } => contact.DueAt + NudgeLifecycle.OutcomeWait,
            _ => null,
        };
        return nudge.Contact?.QuietUntil is { } quiet && due < quiet ? quiet : due;
    }
}
