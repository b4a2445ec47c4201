using PageWatch.Domain.Posts;

namespace PageWatch.Storage.Sql;

/// <summary>How values stand in columns.</summary>
internal static class Columns
{
    public static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public static long? Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    public static DateTimeOffset? Time(long? ms) => ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>Names that people type are compared without case and with spaces folded.</summary>
    public static string Key(string name) => CleanText.Line(name, 200).ToLowerInvariant();

    public static Uri? Address(string? text) => text is null ? null : new Uri(text);
}
