namespace PageWatch.Platforms.Mastodon;

/// <summary>Ids are text: numbers on Mastodon, letters and digits on servers of another make.</summary>
internal static class MastodonId
{
    /// <summary>Ids longer than this are nobody's.</summary>
    private const int Longest = 100;

    /// <summary>Newer is what is longer; of the same length, what comes later as text. https://docs.joinmastodon.org/api/guidelines/#id</summary>
    public static Comparer<string> Order { get; } = Comparer<string>.Create((one, other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other));

    /// <summary>It becomes part of addresses: letters, digits, "-" and "_" are all that any server is known to use.</summary>
    public static bool IsGood(string? id) => id is { Length: > 0 and <= Longest } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
