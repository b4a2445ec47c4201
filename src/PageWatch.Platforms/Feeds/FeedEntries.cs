using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.Feeds;

/// <summary>Makes of entries as written what the rest can rely on: something to read, and an id each.</summary>
internal static class FeedEntries
{
    /// <summary>Entries of one document that are read.</summary>
    public const int Most = 2000;

    private const int LongestId = 400;
    private const int LongestLink = 2048;

    /// <summary>Feeds run newest first or oldest first; where there are too many entries, the new ones are at one of the two ends.</summary>
    public static IReadOnlyList<T> Ends<T>(IReadOnlyList<T> all) => all.Count <= Most ? all : [.. all.Take(Most / 2), .. all.Skip(all.Count - (Most / 2))];

    /// <returns>In the order given, each id once; and what has nothing to read.</returns>
    public static (IReadOnlyList<FeedEntry> Entries, IReadOnlyList<UnreadableEntry> Unreadable) Settle(IEnumerable<FeedEntry> written)
    {
        var readable = new List<FeedEntry>();
        var unreadable = new List<UnreadableEntry>();
        foreach (var each in written)
        {
            var entry = Tidy(each);
            if (entry.Text.Length == 0 && entry.Attachments.Count == 0)
                unreadable.Add(new UnreadableEntry(Cut(each.Source()), "The entry has no title, no text, no picture and no link."));
            else
                readable.Add(entry);
        }

        // An id that entries with different links share (a program that gives every entry the feed's address, say) tells none of them apart.
        var shared = readable.Where(entry => entry.WrittenId is not null && entry.Link is not null)
            .GroupBy(entry => entry.WrittenId!, StringComparer.Ordinal)
            .Where(group => group.Select(entry => entry.Link).Distinct().Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        var settled = new List<FeedEntry>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in readable)
        {
            var id = entry.WrittenId is { } own && !shared.Contains(own) ? own : entry.Link?.AbsoluteUri ?? Made(entry);
            var known = entry with { Id = Bounded(id), ParentId = entry.ParentId is { } parent ? Bounded(parent) : null };
            if (places.TryAdd(known.Id, settled.Count))
                settled.Add(known);
            // RFC 4287 (4.1.1): entries with one id are versions of one entry; the latest counts.
            else if (known.Updated is { } updated && settled[places[known.Id]].Updated is { } earlier && updated.At > earlier.At)
                settled[places[known.Id]] = known;
        }

        return (settled, unreadable);
    }

    /// <summary>An id, or what refers to one: the characters that can be kept and compared. Two that differ only in what is dropped are one.</summary>
    public static string? WrittenId(string? written)
    {
        var id = CleanText.Line(written, 16 * 1024);
        return id.Length == 0 ? null : id;
    }

    public static string Bounded(string id) => id.Length <= LongestId ? id : "sha256:" + Digest(id);

    private static FeedEntry Tidy(FeedEntry entry)
    {
        var title = entry.Title is { Length: > 0 } told ? told : null;
        var text = entry.Text;
        if (text.Length == 0)
            (title, text) = (null, title ?? "");
        else if (title is not null && RepeatsIn(text, title))
            title = null;
        var link = entry.Link is { } address && address.AbsoluteUri.Length <= LongestLink ? entry.Link : null;
        // A bare link is what somebody wanted others to see.
        if (text.Length == 0 && entry.Attachments.Count == 0 && link is not null)
            text = link.AbsoluteUri;
        return entry with { Title = title, Text = text, Link = link };
    }

    /// <summary>The title is the text, or its cut beginning: what programs make where the author wrote none.</summary>
    private static bool RepeatsIn(string text, string title)
    {
        var line = FeedText.OneLine(text);
        if (line == title)
            return true;
        var beginning = title.EndsWith('…') ? title[..^1] : title.EndsWith("...", StringComparison.Ordinal) ? title[..^3] : title.EndsWith("[…]", StringComparison.Ordinal) ? title[..^3] : null;
        return beginning is { Length: > 0 } && line.StartsWith(beginning.TrimEnd(), StringComparison.Ordinal);
    }

    // The text is left out where title and date tell entries apart, so that an edit is no new entry.
    private static string Made(FeedEntry entry) => entry is { Title: { } title, WrittenDate: { } date }
        ? "made:" + Digest($"{title}\n{date}")
        : "made:" + Digest($"{entry.Title}\n{entry.WrittenDate}\n{entry.Text}");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private static string Cut(string source) => CleanText.Cut(source, 4000);
}
