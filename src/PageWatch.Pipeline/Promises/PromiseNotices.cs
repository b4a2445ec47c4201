using System.Globalization;
using PageWatch.Domain.Promises;

namespace PageWatch.Pipeline.Promises;

/// <summary>Names the notices that call people because of promises. Each call is a message of its own, since one that changes in its place rings for nobody; a promise with another day calls anew.</summary>
internal static class PromiseNotices
{
    private const string Prefix = "promise ";

    public static string Key(Promise promise, PromiseCall call) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{promise.Id} {call.ToString().ToLowerInvariant()} {promise.DueAt.UtcDateTime:yyyyMMddHHmm}");

    /// <returns>The promise that a notice is about; null when it is about something else.</returns>
    public static PromiseId? NumberIn(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && key.IndexOf(' ', Prefix.Length) is var end and > 0 && long.TryParse(key.AsSpan(Prefix.Length, end - Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PromiseId(number)
            : null;
}
