using PageWatch.Domain.OnCall;
using static PageWatch.Domain.Nudges.NudgeSteps;

namespace PageWatch.Domain.Nudges;

/// <summary>What comes next for a nudge, and what must happen; it does none of it.</summary>
public static class NudgeLifecycle
{
    /// <summary>A claim without activity for this long returns; the clock never resets.</summary>
    public static readonly TimeSpan ClaimLease = TimeSpan.FromMinutes(15);

    /// <summary>The edit box reports itself more often than this.</summary>
    public static readonly TimeSpan EditingLease = TimeSpan.FromSeconds(45);

    /// <summary>From the moment somebody begins to edit: a chat's window says no more until it is sent off. Where the editor is seen again, <see cref="EditingLease"/> holds from then on.</summary>
    public static readonly TimeSpan FirstEditingLease = TimeSpan.FromMinutes(5);

    /// <summary>Words that wait for a yes so long are said to wait; twice, the second time to those above.</summary>
    public static readonly TimeSpan ApprovalWait = TimeSpan.FromMinutes(15);

    /// <summary>After that they are said to wait once a day.</summary>
    public static readonly TimeSpan StillWaits = TimeSpan.FromDays(1);

    /// <summary>After a talk was due, so long for saying how it went; then the nudge is open again.</summary>
    public static readonly TimeSpan OutcomeWait = TimeSpan.FromHours(2);

    private static readonly int[] Warnings = [50, 80, 100];

    public static NudgeDecision Decide(Nudge nudge, NudgeEvent happened, DateTimeOffset now) => DigestSteps.Surface(Happen(nudge, happened, now), happened, now);

    private static NudgeDecision Happen(Nudge nudge, NudgeEvent happened, DateTimeOffset now) => happened switch
    {
        NudgeEvent.ByMember act => ByMember(nudge, act, now),
        NudgeEvent.CardShown shown => nudge.Clock.ShownAt is null
            ? NudgeDecision.Silent(nudge with { Clock = nudge.Clock with { ShownAt = shown.At } })
            : NudgeDecision.Unchanged(nudge),
        NudgeEvent.PostJoined joined => Join(nudge, joined, now),
        NudgeEvent.FocusEdited edited => nudge.IsAtEnd || edited.Revision <= nudge.FocusRevision
            ? NudgeDecision.Unchanged(nudge)
            : NudgeDecision.Changed(ApprovalSteps.Void(Renew(nudge) with { FocusRevision = edited.Revision }, now)),
        NudgeEvent.PostLost lost => Lose(nudge, lost, now),
        NudgeEvent.AnsweredNatively native => nudge.IsAtEnd || nudge.State == NudgeState.Publishing
            ? NudgeDecision.Unchanged(nudge) // while we publish, the ledger's own look at the page decides whose answer it is
            : NudgeDecision.Changed(Answered(nudge, native.By, native.At, now)),
        NudgeEvent.ReplyPublished published => nudge.Reply != published.Reply || nudge.State is not (NudgeState.Publishing or NudgeState.NeedsPerson)
            ? NudgeDecision.Unchanged(nudge)
            : NudgeDecision.Changed(Answered(nudge, published.By, published.At, now)),
        NudgeEvent.ReplyTakenBack taken => nudge.Reply != taken.Reply || nudge.State is not (NudgeState.Answered or NudgeState.Offline)
            ? NudgeDecision.Unchanged(nudge)
            : TakeBack(nudge, taken, now),
        NudgeEvent.ReplyStuck stuck => nudge.Reply != stuck.Reply || nudge.State != NudgeState.Publishing
            ? NudgeDecision.Unchanged(nudge)
            : NudgeDecision.Changed(Renew(nudge) with
            {
                State = NudgeState.NeedsPerson,
                Reason = stuck.Reason,
                ClaimedUntil = nudge.Owner is null || nudge.HasTalkToCome ? null : now + ClaimLease,
            }),
        NudgeEvent.Surfaced surfaced => nudge.IsQuiet
            ? NudgeDecision.Shown(DigestSteps.Surfaced(nudge, surfaced.Hours, surfaced.Chain, now))
            : NudgeDecision.Unchanged(nudge),
        NudgeEvent.TimePassed passed => AfterTime(nudge, passed, now),
        _ => throw new InvalidOperationException($"No decision for {happened.GetType().Name}."),
    };

    /// <summary>When time alone will change this nudge next; null when it never will. A sweep asks for what is due.</summary>
    public static DateTimeOffset? NextWake(Nudge nudge)
    {
        if (nudge.IsAtEnd)
            return null;
        DateTimeOffset? next = null;
        Sooner(NextWarning(nudge) is { } percent ? nudge.UsedUpAt(percent) : null);
        Sooner(nudge.State == NudgeState.Snoozed ? nudge.SnoozedUntil : null);
        Sooner(nudge.State is NudgeState.Claimed or NudgeState.NeedsPerson ? nudge.ClaimedUntil : null);
        Sooner(ApprovalSteps.NextReminder(nudge));
        Sooner(ContactSteps.Next(nudge));
        Sooner(ClimbSteps.Next(nudge));
        Sooner(nudge.Editing?.Until);
        return next;

        void Sooner(DateTimeOffset? at) => next = at is { } time && (next is not { } known || time < known) ? time : next;
    }

    private static NudgeDecision ByMember(Nudge nudge, NudgeEvent.ByMember act, DateTimeOffset now)
    {
        if (nudge.IsAtEnd)
        {
            return act switch
            {
                NudgeEvent.EditingEnded => NudgeDecision.Unchanged(nudge),
                NudgeEvent.Judged => NudgeDecision.Shown(nudge), // a label is worth keeping, and changes no duty any more
                _ => NudgeDecision.Refused(nudge, NudgeRefusal.AtEnd),
            };
        }

        if (act is NudgeEvent.EditingEnded ended)
        {
            return nudge.Editing?.By == ended.By
                ? NudgeDecision.Shown(nudge with { Editing = null })
                : NudgeDecision.Unchanged(nudge);
        }

        if (nudge.State == NudgeState.Publishing)
            return NudgeDecision.Refused(nudge, NudgeRefusal.BeingPublished);
        if (act is NudgeEvent.HandoverAccepted or NudgeEvent.HandoverDeclined)
            return AnswerOffer(nudge, act, now);
        if (nudge.Owner is { } owner && owner != act.By && !ApprovalSteps.MayActBeside(nudge, act))
            return NudgeDecision.Refused(nudge, NudgeRefusal.SomebodyElseHasIt);

        return act switch
        {
            NudgeEvent.Claimed => nudge.Owner == act.By && nudge.State != NudgeState.Snoozed
                ? NudgeDecision.Unchanged(nudge)
                : NudgeDecision.Changed(Taken(Renew(nudge), act.By, now)),
            NudgeEvent.Released => nudge.Owner is null
                ? NudgeDecision.Unchanged(nudge)
                : NudgeDecision.Changed(Returned(Renew(nudge))),
            NudgeEvent.EditingSeen seen => SeeEditing(nudge, seen, now),
            NudgeEvent.DraftChanged changed => ApprovalSteps.ChangeDraft(nudge, changed, now),
            NudgeEvent.DraftSuggested => NudgeDecision.Shown(nudge),
            NudgeEvent.Approved approved => ApprovalSteps.Approve(nudge, approved, now),
            NudgeEvent.GivenBack given => ApprovalSteps.GiveBack(nudge, given, now),
            NudgeEvent.TakenOffline taken => ContactSteps.TakeOffline(nudge, taken, now),
            NudgeEvent.ContactEnded talked => ContactSteps.End(nudge, talked, now),
            NudgeEvent.SnoozedFor snoozed => snoozed.Until <= now
                ? NudgeDecision.Refused(nudge, NudgeRefusal.TimeIsPast)
                : NudgeDecision.Changed(ApprovalSteps.Void(Renew(nudge), now) with { State = NudgeState.Snoozed, SnoozedUntil = snoozed.Until, ClaimedUntil = null, Editing = null }),
            NudgeEvent.Judged judged => Judge(nudge, judged, now),
            NudgeEvent.Dismissed dismissed => NudgeDecision.Changed(Ended(nudge, NudgeState.Dismissed, now) with { Reason = dismissed.Reason }),
            NudgeEvent.HandedOn handed => handed.To == act.By
                ? NudgeDecision.Refused(nudge, NudgeRefusal.HasItAlready)
                // Whoever gives it keeps it until the other says yes.
                : NudgeDecision.Changed(Taken(Renew(nudge), act.By, now) with
                {
                    Editing = null,
                    Handover = new Handover(act.By, handed.Name, handed.To, handed.ToName, handed.Recap, now, IsAccepted: false),
                }),
            NudgeEvent.AnsweredByHand answered => NudgeDecision.Changed(Ended(nudge, NudgeState.Answered, now) with
            {
                AnsweredBy = answered.Name,
                Owner = nudge.Owner ?? answered.By,
                Clock = nudge.Clock with { AnsweredAt = now, EndedAt = now },
            }),
            _ => throw new InvalidOperationException($"No decision for {act.GetType().Name}."),
        };
    }

    private static Nudge Answered(Nudge nudge, string by, DateTimeOffset at, DateTimeOffset now)
    {
        var answered = nudge with { AnsweredBy = by, Clock = nudge.Clock with { AnsweredAt = nudge.Clock.AnsweredAt ?? at } };
        // The page has its answer (an invitation to talk), and the talk is still to come.
        return nudge.HasTalkToCome
            ? Renew(answered) with { State = NudgeState.Offline, ClaimedUntil = null, Editing = null, Reason = null }
            : Ended(answered, NudgeState.Answered, now);
    }

    private static NudgeDecision TakeBack(Nudge nudge, NudgeEvent.ReplyTakenBack taken, DateTimeOffset now) => taken.IsLatest
        // The clock never stopped for the person who waits.
        ? NudgeDecision.Changed(Taken(Renew(nudge) with { AnsweredBy = null, Clock = nudge.Clock with { AnsweredAt = null, ApprovedAt = null, EndedAt = null } }, taken.By, now))
        : NudgeDecision.Changed(Renew(nudge));

    private static NudgeDecision Judge(Nudge nudge, NudgeEvent.Judged judged, DateTimeOffset now)
    {
        // What was missed stays missed: once the time is over, only a stricter one takes its place.
        var strict = judged.Deadline.Due < nudge.DueAt || now < nudge.DueAt;
        // A draft that is nobody's words is made anew with it, so no yes to it holds.
        var next = ApprovalSteps.Void(Renew(nudge), now) with
        {
            Kind = judged.Kind,
            Target = strict ? judged.Deadline.Target : nudge.Target,
            Deadline = strict ? judged.Deadline : nudge.Deadline,
            Matches = judged.Matches,
        };
        if (nudge.Owner == judged.By && next.ClaimedUntil is not null)
            next = next with { ClaimedUntil = now + ClaimLease };
        // With more time, what was warned of at half of less may be warned of again.
        return NudgeDecision.Changed(next with { WarnedAtPercent = Warnings.LastOrDefault(percent => percent <= nudge.WarnedAtPercent && next.UsedUpAt(percent) <= now) });
    }

    private static NudgeDecision AnswerOffer(Nudge nudge, NudgeEvent.ByMember act, DateTimeOffset now)
    {
        if (nudge.Handover is not { IsAccepted: false } offer)
            return NudgeDecision.Refused(nudge, NudgeRefusal.NothingOffered);
        if (act is NudgeEvent.HandoverAccepted)
        {
            return offer.To == act.By
                ? NudgeDecision.Changed(Taken(Renew(nudge), act.By, now) with
                {
                    Editing = null,
                    Handover = offer with { IsAccepted = true },
                    HandedOn = nudge.HandedOn + 1,
                    Contact = ContactSteps.HandedOn(nudge.Contact, offer),
                }) with { Calls = nudge.HandedOn > 0 ? NudgeCall.HandedOnAgain : NudgeCall.None }
                : NudgeDecision.Refused(nudge, NudgeRefusal.NothingOffered);
        }

        return act.By == offer.To || act.By == offer.By
            ? NudgeDecision.Changed(Renew(nudge) with { Handover = null })
            : NudgeDecision.Refused(nudge, NudgeRefusal.NothingOffered);
    }

    private static NudgeDecision SeeEditing(Nudge nudge, NudgeEvent.EditingSeen seen, DateTimeOffset now)
    {
        var next = nudge with
        {
            Editing = new Editing(seen.By, seen.Name, now + (seen.Begins ? FirstEditingLease : EditingLease)),
            // Typing is activity: it keeps the claim.
            ClaimedUntil = nudge.Owner == seen.By && nudge.ClaimedUntil is not null ? now + ClaimLease : nudge.ClaimedUntil,
        };
        return nudge.Editing?.By == seen.By ? NudgeDecision.Silent(next) : NudgeDecision.Shown(next);
    }

    private static NudgeDecision Join(Nudge nudge, NudgeEvent.PostJoined joined, DateTimeOffset now)
    {
        if (nudge.IsAtEnd || nudge.Posts.Contains(joined.Post))
            return NudgeDecision.Unchanged(nudge);

        // The strictest duty of all posts wins: a complaint that joins a question makes the whole nudge due when the complaint is.
        var sooner = joined.Deadline?.Due < nudge.DueAt;
        var next = Renew(nudge) with
        {
            Posts = [.. nudge.Posts, joined.Post],
            Matches = [.. nudge.Matches, .. joined.Matches],
            Target = sooner ? joined.Deadline!.Target : nudge.Target,
            Deadline = sooner ? joined.Deadline : nudge.Deadline,
            Kind = sooner ? joined.Kind : nudge.Kind,
        };
        if (joined.Refocus)
            next = ApprovalSteps.Void(next with { Focus = joined.Post, FocusRevision = joined.Revision }, now);
        if (joined.Refocus && next is { HasTalkToCome: true, Contact: { } contact })
            next = next with { Contact = contact with { IsOvertaken = true } };
        return NudgeDecision.Changed(next);
    }

    private static NudgeDecision Lose(Nudge nudge, NudgeEvent.PostLost lost, DateTimeOffset now)
    {
        if (!nudge.Posts.Contains(lost.Post))
            return NudgeDecision.Unchanged(nudge);
        var left = nudge.Posts.Where(post => post != lost.Post).ToList();
        if (nudge.IsAtEnd)
            return NudgeDecision.Shown(Wordless(nudge)); // nothing to decide any more, but the card must stop showing what was erased
        if (left.Count == 0 || lost.NextFocus is null)
        {
            return NudgeDecision.Changed(Wordless(Ended(nudge, NudgeState.Withdrawn, now)) with { Reason = lost.Reason }) with { CancelsReply = true };
        }

        var next = Wordless(Renew(nudge)) with { Posts = left };
        return NudgeDecision.Changed(nudge.Focus == lost.Post ? ApprovalSteps.Void(next with { Focus = lost.NextFocus.Value, FocusRevision = lost.NextFocusRevision }, now) : next);
    }

    private static NudgeDecision AfterTime(Nudge nudge, NudgeEvent.TimePassed passed, DateTimeOffset now)
    {
        if (nudge.IsAtEnd)
            return NudgeDecision.Unchanged(nudge);
        var next = nudge;
        var shows = false;
        if (next.Editing is { } editing && editing.Until <= now)
        {
            next = next with { Editing = null };
            shows = true;
        }

        if (next.Deadline is { } counted && next.Clock.AnsweredAt is null && counted.Under(passed.Hours) is var anew && anew != counted)
        {
            // The hours of the team are others now. What was warned of and lies ahead again may be warned of again.
            next = next with { Deadline = anew };
            next = next with { WarnedAtPercent = Warnings.LastOrDefault(percent => percent <= next.WarnedAtPercent && next.UsedUpAt(percent) <= now) };
            shows = true;
        }

        if (next.State == NudgeState.Snoozed && next.SnoozedUntil <= now)
            next = Woken(Renew(next), now);
        if (next.State is NudgeState.Claimed or NudgeState.NeedsPerson && next.ClaimedUntil <= now)
            next = Returned(Renew(next));
        var calls = NudgeCall.None;
        // One call a step: what is due besides is due still at the next sweep.
        if ((ApprovalSteps.Remind(next, passed.Hours, now) ?? ContactSteps.Pass(next, passed.Hours, now)) is var (then, call))
            (next, calls, shows) = (then, call, call != NudgeCall.None || shows);
        ChainMove? climbs = null;
        if (calls == NudgeCall.None)
        {
            (next, climbs) = ClimbSteps.Pass(next, passed, now);
            if (climbs is not null)
                (calls, shows) = (NudgeCall.Chain, true);
        }

        var crossed = NextWarning(next) is null ? 0 : Warnings.LastOrDefault(percent => percent > next.WarnedAtPercent && next.UsedUpAt(percent) <= now);
        if (crossed > 0)
        {
            next = next with { WarnedAtPercent = crossed };
            // A snoozed nudge was put aside on purpose; it stays quiet until its target is used up.
            shows |= next.State != NudgeState.Snoozed || crossed == 100;
        }

        if (next.Version != nudge.Version)
            return NudgeDecision.Changed(next) with { Warns = crossed, Calls = calls, Climbs = climbs };
        if (ReferenceEquals(next, nudge))
            return NudgeDecision.Unchanged(nudge);
        return (shows ? NudgeDecision.Shown(next) : NudgeDecision.Silent(next)) with { Warns = shows ? crossed : 0, Calls = calls, Climbs = climbs };
    }

    private static int? NextWarning(Nudge nudge)
    {
        // The first public reply stands, or a talk with its own clock comes before it.
        if (nudge.Clock.AnsweredAt is not null || nudge.State == NudgeState.Offline)
            return null;
        foreach (var percent in Warnings)
        {
            if (percent > nudge.WarnedAtPercent)
                return percent;
        }

        return null;
    }
}
