using PageWatch.Domain.Hours;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Nudges;

/// <summary>The part of the lifecycle of a nudge that waits in a digest: it gets its card as soon as it presses, or somebody does something with it. Its clock runs all the while.</summary>
internal static class DigestSteps
{
    /// <summary>So much of its time used up, in percent, and it presses.</summary>
    private const int PressesAt = 80;

    public static bool MayWait(NudgeKind kind, Urgency urgency, RulePriority rule) => kind != NudgeKind.Complaint && urgency != Urgency.Now && rule != RulePriority.High;

    /// <returns>The decision; with the card where the nudge may wait no longer.</returns>
    public static NudgeDecision Surface(NudgeDecision decision, NudgeEvent happened, DateTimeOffset now)
    {
        if (decision is not { Saves: true, Next: { IsQuiet: true } next } || (happened is not NudgeEvent.ByMember && StillWaits(next)))
            return decision;
        return decision.WithCard(happened is NudgeEvent.TimePassed passed ? Surfaced(next, passed.Hours, passed.Chain, now) : next with { Digest = null });
    }

    /// <summary>The card is the first word of the chain, which begins with it.</summary>
    public static Nudge Surfaced(Nudge nudge, BusinessHours hours, Chain chain, DateTimeOffset now) =>
        nudge with { Digest = null, Escalation = ClimbSteps.Begin(chain, now, nudge.IgnoresHours, hours) };

    private static bool StillWaits(Nudge nudge) =>
        nudge is { State: NudgeState.Open, WarnedAtPercent: < PressesAt } && MayWait(nudge.Kind, Urgency.Whenever, nudge.RulePriority);
}
