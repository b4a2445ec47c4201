namespace PageWatch.Domain.Sources;

/// <summary>How long a watch waits for its next poll: little after activity, longer while nothing happens, never past what the platform allows.</summary>
public static class PollPace
{
    /// <summary>No page is asked more often, whatever anybody wishes.</summary>
    public static readonly TimeSpan Fastest = TimeSpan.FromSeconds(15);

    private const int QuickerBy = 4;
    private const int SlowerBy = 5;
    private const double Slowing = 1.4;

    /// <summary>Of a platform's quota this much is left alone, for the replies that we publish and the posts that we look at before.</summary>
    private const double Spared = 0.2;

    /// <summary>The shortest and the longest wait of a watch that adapts, around its cadence.</summary>
    public static (TimeSpan Shortest, TimeSpan Longest) Bounds(TimeSpan cadence) => (Max(cadence / QuickerBy, Fastest), Max(cadence * SlowerBy, Fastest));

    /// <param name="brought">Posts, edits or deletes that this poll brought.</param>
    /// <param name="quota">What the platform said is left; null when it says nothing.</param>
    public static TimeSpan Next(Watch watch, int brought, Quota? quota, DateTimeOffset now)
    {
        var wait = watch.Cadence;
        if (watch.Adapts)
        {
            var (shortest, longest) = Bounds(watch.Cadence);
            // Who has just begun a watch, or mended it, is looking at it.
            var slower = (watch.Health.PollWait ?? shortest) * Slowing;
            wait = brought > 0 ? shortest : Max(shortest, slower < longest ? slower : longest);
        }

        return Max(wait, Allowed(quota, now));
    }

    /// <summary>The wait at which a quota lasts until there is a new one.</summary>
    private static TimeSpan Allowed(Quota? quota, DateTimeOffset now)
    {
        if (quota is not { ResetsAt: { } reset } || reset <= now)
            return TimeSpan.Zero;
        var left = quota.Left * (1 - Spared);
        return left <= 1 ? reset - now : (reset - now) / left;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
