using PageWatch.Domain.Hours;
using static PageWatch.Domain.Nudges.NudgeSteps;

namespace PageWatch.Domain.Nudges;

/// <summary>The part of the lifecycle in which words wait for a yes: who may give it, what makes it void, when it is late.</summary>
internal static class ApprovalSteps
{
    /// <summary>After these it is said once a day: nothing that waits is ever without a next step.</summary>
    private const int SoonReminders = 2;

    /// <summary>While words wait for a yes, those who may give it act beside the owner; words may be put beside anybody's.</summary>
    public static bool MayActBeside(Nudge nudge, NudgeEvent.ByMember act) => act switch
    {
        NudgeEvent.DraftSuggested => true,
        NudgeEvent.EditingSeen => nudge.State == NudgeState.AwaitingApproval,
        NudgeEvent.Approved { IsEntitled: true } or NudgeEvent.DraftChanged { IsEntitled: true } or NudgeEvent.GivenBack { IsEntitled: true } => nudge.State == NudgeState.AwaitingApproval,
        _ => false,
    };

    public static NudgeDecision ChangeDraft(Nudge nudge, NudgeEvent.DraftChanged changed, DateTimeOffset now)
    {
        var editing = nudge.Editing?.By == changed.By ? null : nudge.Editing;
        if (nudge is not { State: NudgeState.AwaitingApproval, Awaited: not null })
            return NudgeDecision.Changed(Taken(Renew(nudge), changed.By, now) with { Editing = editing, SentBack = null });

        // Every yes was to other words. Whoever wrote these stands by them; the own words are never a second pair of eyes, so somebody else is asked again.
        return NudgeDecision.Changed(Renew(nudge) with
        {
            Editing = editing,
            Awaited = new AwaitedApproval(changed.By, changed.Name, now, changed.IsEntitled ? [new Approval(changed.By, changed.Name, now)] : [], 0),
        }) with { Calls = NudgeCall.Approval };
    }

    public static NudgeDecision Approve(Nudge nudge, NudgeEvent.Approved approved, DateTimeOffset now)
    {
        var given = nudge.Awaited?.Given ?? [];
        if (given.Any(yes => yes.By == approved.By))
            return NudgeDecision.Refused(nudge, NudgeRefusal.SaidYesAlready);
        if (!approved.IsEntitled && nudge.Awaited is not null)
            return NudgeDecision.Refused(nudge, NudgeRefusal.AskedAlready);
        if (approved.IsEntitled)
            given = [.. given, new Approval(approved.By, approved.Name, now)];
        if (!approved.IsEntitled || given.Count < nudge.Approval.People)
        {
            return NudgeDecision.Changed(Taken(Renew(nudge), nudge.Owner ?? approved.By, now) with
            {
                State = NudgeState.AwaitingApproval,
                ClaimedUntil = null,
                Editing = null,
                Handover = null,
                SentBack = null,
                Awaited = new AwaitedApproval(approved.By, approved.Name, now, given, 0),
            }) with { Calls = NudgeCall.Approval };
        }

        return NudgeDecision.Changed(Taken(Renew(nudge), nudge.Owner ?? approved.By, now) with
        {
            State = NudgeState.Publishing,
            Reply = approved.Reply,
            Reason = null,
            ClaimedUntil = null,
            Editing = null,
            SentBack = null,
            Clock = nudge.Clock with { ClaimedAt = nudge.Clock.ClaimedAt ?? now, ApprovedAt = now },
        });
    }

    public static NudgeDecision GiveBack(Nudge nudge, NudgeEvent.GivenBack given, DateTimeOffset now) => nudge.State != NudgeState.AwaitingApproval
        ? NudgeDecision.Refused(nudge, NudgeRefusal.NotAwaited)
        : NudgeDecision.Changed(Void(Renew(nudge), now) with { SentBack = new SentBack(given.Name, given.Why, now) }) with { Calls = NudgeCall.GivenBack };

    /// <summary>Nobody's yes holds any more; who had it, has it still.</summary>
    public static Nudge Void(Nudge nudge, DateTimeOffset now) => nudge.State != NudgeState.AwaitingApproval
        ? nudge
        : Held(nudge with { Awaited = null }, now);

    /// <returns>The nudge, reminded once more, and whom that calls; put off, and nobody, while the team is not there; null while no reminder is due.</returns>
    public static (Nudge Next, NudgeCall Calls)? Remind(Nudge nudge, BusinessHours hours, DateTimeOffset now)
    {
        if (!(NextReminder(nudge) <= now) || nudge.Awaited is not { } awaited)
            return null;
        return ClimbSteps.IsQuiet(nudge, hours, now)
            ? (nudge with { Awaited = awaited with { QuietUntil = hours.NextOpening(now) } }, NudgeCall.None)
            : (nudge with { Awaited = awaited with { Reminders = awaited.Reminders + 1 } }, NudgeCall.ApprovalLate);
    }

    public static DateTimeOffset? NextReminder(Nudge nudge)
    {
        if (nudge is not { State: NudgeState.AwaitingApproval, Awaited: { } awaited })
            return null;
        var due = awaited.AskedAt + (NudgeLifecycle.ApprovalWait * Math.Min(awaited.Reminders + 1, SoonReminders)) + (NudgeLifecycle.StillWaits * Math.Max(0, awaited.Reminders + 1 - SoonReminders));
        return awaited.QuietUntil > due ? awaited.QuietUntil : due;
    }
}
