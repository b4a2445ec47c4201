using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Health;

/// <summary>What may be wrong with a watch besides that it cannot be read; each has one card of its own.</summary>
internal static class Matter
{
    public const string Quiet = "quiet";
    public const string Calls = "calls";
    public const string Token = "token";
    public const string Repaired = "repaired";

    public static IReadOnlyList<string> All { get; } = [Quiet, Calls, Token, Repaired];

    public static string KeyOf(Watch watch, string matter) => $"watch {watch.Id} {matter}";

    /// <returns>The page that a notice is about; null when it is about something else, or about a page that cannot be read.</returns>
    public static PageId? PageOf(Notice notice) =>
        notice.Key.Split(' ') is ["watch", var number, var matter] && All.Contains(matter) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? new PageId(page) : null;
}
