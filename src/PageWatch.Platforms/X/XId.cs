using System.Globalization;

namespace PageWatch.Platforms.X;

/// <summary>Ids are text of digits; of their 64 bits the upper ones are a time. https://docs.x.com/fundamentals/x-ids</summary>
internal static class XId
{
    /// <summary>Digits of the largest 64-bit number.</summary>
    private const int Longest = 19;

    /// <summary>Below the time: machine and sequence.</summary>
    private const int TimeBit = 22;

    /// <summary>Newer is what is longer; of the same length, what comes later as text.</summary>
    public static Comparer<string> Order { get; } = Comparer<string>.Create((one, other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other));

    /// <summary>It becomes part of addresses.</summary>
    public static bool IsGood(string? id) => id is { Length: > 0 and <= Longest } && id[0] != '0' && id.All(char.IsAsciiDigit);

    /// <summary>The id that would have been given that much earlier; "1" before all time.</summary>
    public static string Before(string id, TimeSpan earlier) =>
        Math.Max(1, Number(id) - ((long)earlier.TotalMilliseconds << TimeBit)).ToString(CultureInfo.InvariantCulture);

    /// <summary>How much later an id was given than another; negative when it was earlier.</summary>
    public static TimeSpan Between(string first, string later) => TimeSpan.FromMilliseconds((Number(later) >> TimeBit) - (Number(first) >> TimeBit));

    /// <summary>As the order of a post's versions: each edit has an id of its own, later than the one before.</summary>
    public static long Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
