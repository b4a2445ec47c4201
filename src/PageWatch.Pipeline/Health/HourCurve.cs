namespace PageWatch.Pipeline.Health;

/// <summary>A day drawn with a character an hour.</summary>
internal static class HourCurve
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const char Gap = '░';

    /// <param name="hours">Null for an hour that nobody looked at.</param>
    /// <param name="most">What a full block stands for; two curves with the same can be compared.</param>
    public static string Draw(IEnumerable<double?> hours, double most) =>
        string.Concat(hours.Select(posts => posts is not { } known ? Gap : most <= 0 ? Steps[0] : Steps[(int)Math.Ceiling(Math.Clamp(known / most, 0, 1) * (Steps.Length - 1))]));
}
