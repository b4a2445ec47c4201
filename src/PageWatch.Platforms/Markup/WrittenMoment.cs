namespace PageWatch.Platforms.Markup;

/// <summary>When something was written.</summary>
/// <param name="At">UTC.</param>
/// <param name="IsOnlyADay">No time of day was told; <paramref name="At"/> is that day's first moment.</param>
internal readonly record struct WrittenMoment(DateTimeOffset At, bool IsOnlyADay);
