using System.Globalization;
using System.Security.Cryptography;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What the webhooks of a page are signed with, among its other secrets. While one is changed the old one stays good for a while: its name says until when.</summary>
public static class HookSecrets
{
    /// <summary>The one that counts from now on.</summary>
    public const string Current = "secret";

    /// <summary>How long an old one stays good: time to tell every sender, and for what is under way to arrive.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const string Until = Current + " until ";

    /// <returns>All that are valid now, in the order of their names: the current one first.</returns>
    public static IReadOnlyList<Secret> ValidAt(DateTimeOffset now, IReadOnlyDictionary<string, string> secrets) =>
    [
        .. secrets.Where(each => IsOne(each.Key) && !(EndOf(each.Key) <= now)).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => new Secret(each.Value)),
    ];

    /// <summary>Puts a new one in the place of the current one, which stays good for a while. Only one old one does: the one before it ends now.</summary>
    public static IReadOnlyDictionary<string, string> Rotated(IReadOnlyDictionary<string, string> secrets, string next, DateTimeOffset now)
    {
        var rotated = WithoutOld(secrets);
        if (secrets.TryGetValue(Current, out var old) && old != next)
            rotated[Until + (now + Overlap).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)] = old;
        rotated[Current] = next;
        return rotated;
    }

    /// <summary>Ends every old one at once.</summary>
    public static Dictionary<string, string> WithoutOld(IReadOnlyDictionary<string, string> secrets) =>
        secrets.Where(each => each.Key == Current || !IsOne(each.Key)).ToDictionary(each => each.Key, each => each.Value, StringComparer.Ordinal);

    /// <returns>When the last old one ends that is still good; null when there is none.</returns>
    public static DateTimeOffset? OldGoodUntil(IReadOnlyDictionary<string, string> secrets, DateTimeOffset now) =>
        secrets.Keys.Where(IsOne).Select(EndOf).Where(end => end > now).Max();

    /// <summary>A new one in the form of Standard Webhooks, which every style can use: 24 random bytes behind a prefix.</summary>
    public static string Made() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));

    private static bool IsOne(string name) => name.StartsWith(Current, StringComparison.Ordinal);

    private static DateTimeOffset? EndOf(string name) =>
        name.StartsWith(Until, StringComparison.Ordinal) && DateTimeOffset.TryParse(name.AsSpan(Until.Length), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null;
}
