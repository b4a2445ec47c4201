namespace PageWatch.Domain.Nudges;

/// <summary>The honest clock in steps: how long after the author wrote each thing happened.</summary>
public static class NudgeLags
{
    /// <summary>A step that has happened.</summary>
    /// <param name="After">Since the author wrote; never negative, and never less than the step before.</param>
    public readonly record struct Lag(NudgeStep Step, TimeSpan After);

    /// <returns>In the order of the journey; steps that have not happened are left out.</returns>
    public static IReadOnlyList<Lag> Of(NudgeClock clock)
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
                    lags.Add(new Lag(step, after < TimeSpan.Zero ? TimeSpan.Zero : after));
                    return;
                }

                after = last;
            }

            last = after;
            lags.Add(new Lag(step, after));
        }
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
