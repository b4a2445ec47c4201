namespace PageWatch.Pipeline;

/// <summary>Which program runs, and since when.</summary>
public sealed record ServiceStart(string Version, DateTimeOffset At);
