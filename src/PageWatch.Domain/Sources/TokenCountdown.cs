namespace PageWatch.Domain.Sources;

/// <summary>When staff hear that what opens a page is about to end (promise 8).</summary>
public static class TokenCountdown
{
    private static readonly int[] Days = [1, 3, 7, 14];

    /// <returns>14, 7, 3 or 1 when no more than so many days are left, 0 when it has ended; null when there is time.</returns>
    public static int? Step(DateTimeOffset? endsAt, DateTimeOffset now) => endsAt is not { } end ? null
        : end <= now ? 0
        : Days.Select(days => (int?)days).FirstOrDefault(days => end - now <= TimeSpan.FromDays(days!.Value));
}
