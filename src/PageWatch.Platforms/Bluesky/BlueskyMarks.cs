using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Which posts were told, and in which version: a mark each, what was met last first, never more than a bound.</summary>
internal sealed class BlueskyMarks
{
    /// <summary>Ten answers of the list of notifications; more than a poll is given of known posts.</summary>
    private const int Most = 1000;

    // 48 bits each: a post under the mark of another one is one in many millions, and with its version nobody finds one by trying.
    private const int HalfLength = 8;

    private readonly Dictionary<string, string> versions = new(StringComparer.Ordinal);
    private readonly List<string> before = [];
    private readonly List<string> now = [];

    public BlueskyMarks(IReadOnlyList<string> kept)
    {
        foreach (var each in kept)
        {
            if (each is { Length: 2 * HalfLength } && versions.TryAdd(each[..HalfLength], each[HalfLength..]))
                before.Add(each[..HalfLength]);
        }
    }

    /// <summary>Whether it was told, in whatever version.</summary>
    public bool Knows(string id) => versions.ContainsKey(Half(id));

    /// <summary>Whether it was told in this version.</summary>
    public bool Knows(string id, string? version) => versions.TryGetValue(Half(id), out var known) && known == Half(version ?? "");

    public void Keep(string id, string? version)
    {
        var key = Half(id);
        versions[key] = Half(version ?? "");
        now.Add(key);
    }

    /// <summary>It is still there: its mark is kept longer than those of others.</summary>
    public void Touch(string id)
    {
        if (Half(id) is var key && versions.ContainsKey(key))
            now.Add(key);
    }

    public void Forget(string id) => versions.Remove(Half(id));

    public IReadOnlyList<string> Write() =>
        [.. now.Concat(before).Distinct(StringComparer.Ordinal).Where(versions.ContainsKey).Take(Most).Select(key => key + versions[key])];

    private static string Half(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
}
