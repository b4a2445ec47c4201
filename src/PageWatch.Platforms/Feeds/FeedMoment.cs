namespace PageWatch.Platforms.Feeds;

/// <summary>When something in a feed was written.</summary>
/// <param name="At">UTC.</param>
/// <param name="IsOnlyADay">No time of day was told; <paramref name="At"/> is that day's first moment.</param>
internal readonly record struct FeedMoment(DateTimeOffset At, bool IsOnlyADay);
