namespace PageWatch.Domain.OnCall;

/// <summary>
/// The way up a chain. One sweep carries out one step, however late it comes, and goes on from now: people who were called by nobody for a night
/// are not called by everybody in the morning.
/// </summary>
/// <remarks>Every function takes <c>after</c>, which adds a wait to a moment in the team's business hours.</remarks>
public static class ChainWalk
{
    /// <summary>How often somebody hears that still nobody has accepted, after the chain has come to its end.</summary>
    public static readonly TimeSpan StillNobodyEvery = TimeSpan.FromDays(1);

    /// <summary>Carries out the first step.</summary>
    public static ChainMove Start(Chain chain, DateTimeOffset at, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after) => At(chain, 0, 0, at, after);

    /// <returns>The step to carry out and the place after it; null when nothing is due.</returns>
    public static ChainMove? Due(Chain chain, ChainPlace place, DateTimeOffset now, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after)
    {
        if (place.NextAt is not { } due || due > now)
            return null;
        var last = chain.Steps.Count - 1;
        if (place.Step < last)
            return At(chain, Math.Max(0, place.Step + 1), 0, now, after);
        // The chain may have become shorter since: its last step counts as the one that was carried out.
        if (!place.IsExhausted(chain))
            return At(chain, last, place.Repeats + 1, now, after);
        return new ChainMove(new ChainPlace(last, place.Repeats, ADayLater(now, after), now), chain.Steps[last]) { IsStillNobody = true };
    }

    /// <summary>Goes on at once, without the wait: the step that was just carried out reached nobody.</summary>
    /// <returns>Null on the last step: there is nothing higher, and its wait holds.</returns>
    public static ChainMove? Climb(Chain chain, ChainPlace place, DateTimeOffset now, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after) =>
        place.Step < chain.Steps.Count - 1 ? At(chain, Math.Max(0, place.Step + 1), 0, now, after) : null;

    /// <summary>A named person has accepted: nothing is due until <see cref="Again"/>.</summary>
    public static ChainPlace Stop(ChainPlace place) => place with { NextAt = null };

    /// <summary>Whoever had accepted has it no more: the chain goes on where it stood, after the wait of its step.</summary>
    public static ChainPlace Again(Chain chain, ChainPlace place, DateTimeOffset now, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after)
    {
        var step = Math.Clamp(place.Step, 0, chain.Steps.Count - 1);
        return place with { NextAt = place.IsExhausted(chain) ? ADayLater(now, after) : Ahead(now, chain.Steps[step].Wait, after) };
    }

    private static ChainMove At(Chain chain, int step, int repeats, DateTimeOffset now, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after)
    {
        var place = new ChainPlace(step, repeats, null, now);
        return new ChainMove(place with { NextAt = place.IsExhausted(chain) ? ADayLater(now, after) : Ahead(now, chain.Steps[step].Wait, after) }, chain.Steps[step]);
    }

    /// <summary>A day of the calendar and no 24 hours of business: the same time tomorrow, or the next moment after it at which somebody is there.</summary>
    private static DateTimeOffset ADayLater(DateTimeOffset now, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after) =>
        Ahead(now + StillNobodyEvery - TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), after);

    /// <summary>Whatever the hours say, the next step lies ahead.</summary>
    private static DateTimeOffset Ahead(DateTimeOffset now, TimeSpan wait, Func<DateTimeOffset, TimeSpan, DateTimeOffset> after) =>
        after(now, wait) is var next && next > now ? next : now + wait;
}

/// <summary>How far a chain has climbed. Made to be kept beside what it climbs for, and read against the chain as it is now.</summary>
/// <param name="Step">The step that was carried out last; 0 is the first.</param>
/// <param name="Repeats">How often the last step came again.</param>
/// <param name="NextAt">When the next is due; null while somebody has accepted.</param>
/// <param name="LastAt">When that step was carried out; null for one that never was.</param>
public sealed record ChainPlace(int Step, int Repeats, DateTimeOffset? NextAt, DateTimeOffset? LastAt)
{
    /// <summary>Every step and every repeat is through. A chain that was made longer meanwhile goes on.</summary>
    public bool IsExhausted(Chain chain) => Step >= chain.Steps.Count - 1 && Repeats >= chain.Repeats;
}

/// <summary>A step to carry out now.</summary>
/// <param name="Place">After it.</param>
public sealed record ChainMove(ChainPlace Place, ChainStep Step)
{
    /// <summary>The chain has come to its end: this is the daily word that still nobody has accepted.</summary>
    public bool IsStillNobody { get; init; }
}
