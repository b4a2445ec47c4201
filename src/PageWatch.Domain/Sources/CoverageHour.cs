namespace PageWatch.Domain.Sources;

/// <summary>One hour of a watch: what came, and whether we looked.</summary>
/// <param name="At">When the hour begins, UTC.</param>
/// <param name="Posts">Posts of visitors that came in it as they should: by poll, webhook or stream. Neither the baseline nor what reconciliation repaired.</param>
/// <param name="Looks">How often the page answered; 0 means that the hour is a gap.</param>
/// <param name="Repaired">Posts that came by the nightly reconciliation alone.</param>
public readonly record struct CoverageHour(DateTimeOffset At, int Posts, int Looks, int Repaired = 0)
{
    public static TimeSpan Length { get; } = TimeSpan.FromHours(1);

    public bool IsGap => Looks == 0;

    /// <summary>The beginning of the hour that a moment lies in.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % Length.Ticks), TimeSpan.Zero);
}
