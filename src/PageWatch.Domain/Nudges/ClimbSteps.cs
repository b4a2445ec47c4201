using PageWatch.Domain.Hours;
using PageWatch.Domain.OnCall;

namespace PageWatch.Domain.Nudges;

/// <summary>The part of the lifecycle that calls one after the other until a named person has it.</summary>
internal static class ClimbSteps
{
    /// <summary>
    /// Before its first step, which is due as soon as the team is there. Where that is a word in the team's channels, the card is that word, and the wait for the next step begins.
    /// </summary>
    public static ChainPlace Begin(Chain chain, DateTimeOffset now, bool ignoresHours, BusinessHours hours)
    {
        var counted = ignoresHours ? BusinessHours.Always : hours;
        var first = counted.NextOpening(now);
        return BeginsWithTheCard(chain) ? ChainWalk.Start(chain, first, counted.Add).Place : new ChainPlace(-1, 0, first, null);
    }

    /// <summary>
    /// Only while nobody has it; whoever gives it back finds the chain where it stood, and what fell due meanwhile is due at once. What waits in a digest has no card yet, which is the first word.
    /// </summary>
    public static DateTimeOffset? Next(Nudge nudge) => nudge is { WantsSomebody: true, IsQuiet: false, Escalation: { } place } ? place.NextAt : null;

    /// <returns>The nudge after the step that is due, and the step; the nudge as it was, or with its step put off, and null while none is.</returns>
    public static (Nudge Next, ChainMove? Move) Pass(Nudge nudge, NudgeEvent.TimePassed passed, DateTimeOffset now)
    {
        if (!nudge.WantsSomebody || nudge.IsQuiet)
            return (nudge, null);
        var place = nudge.Escalation ?? Begin(passed.Chain, now, nudge.IgnoresHours, passed.Hours);
        // Put off by a change of hours, or by a stop of the service: nobody is called while the team is not there, and a card that nobody could see yet has its wait still before it.
        if (place.NextAt <= now && IsQuiet(nudge, passed.Hours, now))
            place = place is { Step: 0, Repeats: 0 } && BeginsWithTheCard(passed.Chain) ? Begin(passed.Chain, now, ignoresHours: false, passed.Hours) : place with { NextAt = passed.Hours.NextOpening(now) };
        return ChainWalk.Due(passed.Chain, place, now, nudge.HoursOf(passed.Hours).Add) is { } move
            ? (nudge with { Escalation = move.Place }, move)
            : (place == nudge.Escalation ? nudge : nudge with { Escalation = place }, null);
    }

    private static bool BeginsWithTheCard(Chain chain) => chain.Steps[0].Target is ChainTarget.Channel { Name: null };

    /// <summary>Nobody is to be called by name now.</summary>
    public static bool IsQuiet(Nudge nudge, BusinessHours hours, DateTimeOffset now) => !nudge.IgnoresHours && !hours.IsOpen(now);
}
