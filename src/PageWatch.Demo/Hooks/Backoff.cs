namespace PageWatch.Demo.Hooks;

/// <summary>How long a webhook waits after it failed: not at all noticeable at first, and never longer than half a minute.</summary>
internal static class Backoff
{
    private static readonly double[] Seconds = [0.2, 0.5, 1, 2, 5, 10, 20, 30];

    /// <param name="failures">In a row, from 1.</param>
    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Seconds[Math.Min(failures, Seconds.Length) - 1]);
}
