using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Nudges;

/// <summary>The honest clock in steps: how long after the author wrote each thing happened.</summary>
public static class NudgeLags
{
    /// <summary>A step that has happened.</summary>
    /// <param name="After">Since the author wrote; never negative, and never less than the step before.</param>
    /// <param name="Open">How much of that the team was there; the same where its hours do not count.</param>
    public readonly record struct Lag(NudgeStep Step, TimeSpan After, TimeSpan Open);

    /// <param name="hours">Of the team, or <see cref="BusinessHours.Always"/> for a clock that runs outside them too.</param>
    /// <returns>In the order of the journey; steps that have not happened are left out.</returns>
    public static IReadOnlyList<Lag> Of(NudgeClock clock, BusinessHours hours)
    {
        var lags = new List<Lag>();
        var last = TimeSpan.Zero;
        Add(NudgeStep.Seen, clock.SeenAt);
        Add(NudgeStep.Understood, clock.UnderstoodAt);
        Add(NudgeStep.Nudged, clock.NudgedAt);
        Add(NudgeStep.Claimed, clock.ClaimedAt);
        Add(NudgeStep.Approved, clock.ApprovedAt);
        Add(NudgeStep.Answered, clock.AnsweredAt);
        return lags;

        void Add(NudgeStep step, DateTimeOffset? at)
        {
            if (at is not { } time)
                return;
            var after = time - clock.PublishedAt;
            // Clocks of two machines may differ by a little; a step never happened before the one that led to it.
            if (after < last)
            {
                if (step == NudgeStep.Answered)
                {
                    // A native answer may stand on the page before we have seen the post: then its own time is the truth.
                    Keep(step, after < TimeSpan.Zero ? TimeSpan.Zero : after);
                    return;
                }

                after = last;
            }

            last = after;
            Keep(step, after);
        }

        void Keep(NudgeStep step, TimeSpan after) => lags.Add(new Lag(step, after, hours.Between(clock.PublishedAt, clock.PublishedAt + after)));
    }
}

/// <summary>The steps of a nudge's clock, in order.</summary>
public enum NudgeStep
{
    Seen,
    Understood,
    Nudged,
    Claimed,
    Approved,
    Answered,
}
