namespace PageWatch.Testing.Faults;

/// <summary>Draws what each reply meets. A seed gives the same draws on every machine and in whatever order they are asked for.</summary>
/// <param name="settling">A reply that a site takes is shown this long after it was handed over, at the latest; the site keeps to that always.</param>
/// <param name="patience">How long the caller waits for an answer.</param>
internal sealed class FaultDraws(long seed, TimeSpan settling, TimeSpan patience)
{
    /// <summary>Of a thousand replies. Silence costs the caller its whole patience, and a page's replies wait for one another: hence not more of it.</summary>
    private static readonly (FaultKind Kind, int Share)[] Shares =
    [
        (FaultKind.None, 500),
        (FaultKind.TimesOutBefore, 25),
        (FaultKind.TimesOutDuring, 25),
        (FaultKind.TimesOutAfter, 25),
        (FaultKind.FailsOnly, 60),
        (FaultKind.FailsThenTakes, 80),
        (FaultKind.UnavailableThenTakes, 50),
        (FaultKind.RateLimits, 60),
        (FaultKind.DiesBefore, 60),
        (FaultKind.DiesAfter, 60),
        (FaultKind.AnswersNonsense, 40),
        (FaultKind.HidesForGood, 8),
        (FaultKind.Refuses, 7),
    ];

    private enum Salt
    {
        Kind,
        Times,
        Taken,
        Shown,
        ShownWhen,
        Look,
    }

    /// <summary>What a reply meets at its first hand-over.</summary>
    public FaultKind FirstOf(int reply)
    {
        var at = (int)(Draw(reply, 0, Salt.Kind) * Shares.Sum(each => each.Share));
        foreach (var (kind, share) in Shares)
        {
            if (at < share)
                return kind;
            at -= share;
        }

        return FaultKind.None;
    }

    /// <param name="handOver">Counts from one. What was met first is met again as often as was drawn, whatever became of the reply.</param>
    public FaultKind Of(int reply, int handOver)
    {
        var first = FirstOf(reply);
        if (first == FaultKind.Refuses)
            return first;
        var times = Draw(reply, 0, Salt.Times) switch { < 0.75 => 1, < 0.9 => 2, _ => 4 };
        return handOver <= times ? first : FaultKind.None;
    }

    /// <summary>How long after the hand-over a reply is taken by a site that answers first, or not at all.</summary>
    /// <param name="isLate">After the caller has given up.</param>
    public TimeSpan TakenAfter(int reply, int handOver, bool isLate) =>
        Shorter((isLate ? patience : TimeSpan.Zero) + (patience * (0.1 + (1.9 * Draw(reply, handOver, Salt.Taken)))), settling * 0.9);

    /// <summary>How long after the hand-over a taken reply is shown.</summary>
    public TimeSpan ShownAfter(int reply, int handOver) => Draw(reply, handOver, Salt.ShownWhen) switch
    {
        < 0.4 => TimeSpan.Zero,
        < 0.8 => settling * Draw(reply, handOver, Salt.Shown),
        // At the very edge of what the site promises, where a look that comes a little early finds nothing.
        _ => settling - (patience * 0.2 * Draw(reply, handOver, Salt.Shown)),
    };

    /// <summary>What somebody meets who looks at the comment, or at what stands under it.</summary>
    /// <param name="look">Counts from one.</param>
    public LookFault OfLook(int reply, int look) => Draw(reply, look, Salt.Look) switch
    {
        < 0.003 => LookFault.Silent,
        < 0.008 => LookFault.Fails,
        < 0.013 => LookFault.RateLimits,
        < 0.018 => LookFault.Dies,
        < 0.038 => LookFault.Slow,
        _ => LookFault.None,
    };

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Between 0 and 1. SplitMix64: https://prng.di.unimi.it/splitmix64.c</summary>
    private double Draw(int reply, int nth, Salt salt)
    {
        unchecked
        {
            var mixed = Mix(Mix(Mix((ulong)seed) + (ulong)reply) + ((ulong)nth << 8) + (ulong)salt);
            return (mixed >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}

/// <summary>What somebody meets who looks.</summary>
internal enum LookFault
{
    None,
    Silent,
    Fails,
    RateLimits,
    Dies,

    /// <summary>Answers, after more than half of the caller's patience.</summary>
    Slow,
}
