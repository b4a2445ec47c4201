using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PageWatch.Platforms.Feeds;

/// <summary>Which entries of a feed were seen, and what they said: an id and a digest each, the latest first, never more than a bound.</summary>
internal sealed class FeedMemory
{
    /// <summary>Entries that are remembered in all, those in the feed's window included.</summary>
    private const int Most = 2000;

    /// <summary>Of those that left the window, as many are kept however large the window is: it slides, and slides back.</summary>
    private const int LeastOfOld = 500;

    // 96 bits each: nobody finds two texts with one digest by trying.
    private const int DigestLength = 16;

    private readonly Dictionary<string, string> before = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly Dictionary<string, string> now = new(StringComparer.Ordinal);
    private readonly List<string> seenNow = [];

    public FeedMemory(IReadOnlyList<string> seen)
    {
        foreach (var each in seen)
        {
            if (each.Length == 2 * DigestLength && before.TryAdd(each[..DigestLength], each[DigestLength..]))
                order.Add(each[..DigestLength]);
        }
    }

    /// <summary>A short digest; the parts' borders count.</summary>
    public static string Digest(params ReadOnlySpan<string?> parts)
    {
        var marked = new StringBuilder();
        foreach (var part in parts)
            marked.Append(part?.Length ?? -1).Append(':').Append(part);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(marked.ToString()), hash);
        return Base64Url.EncodeToString(hash[..(DigestLength * 3 / 4)]);
    }

    /// <summary>Whether it was seen in an earlier read, whatever it said then.</summary>
    public bool Knew(string id) => before.ContainsKey(Digest(id));

    /// <summary>Keeps what an entry says; older entries are given first.</summary>
    /// <returns>Whether that is news: the entry is new, or said something else before.</returns>
    public bool Keep(string id, string says)
    {
        var key = Digest(id);
        if (now.TryAdd(key, says))
            seenNow.Add(key);
        return !before.TryGetValue(key, out var said) || said != says;
    }

    /// <summary>As <see cref="FeedCursor.Seen"/> keeps it: all of this read, then what earlier ones saw, as far as there is room.</summary>
    public IReadOnlyList<string> Write() =>
        [.. seenNow.AsEnumerable().Reverse().Select(key => key + now[key]), .. order.Where(key => !now.ContainsKey(key)).Take(Math.Max(LeastOfOld, Most - seenNow.Count)).Select(key => key + before[key])];
}
