using System.Buffers;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads an answer as whichever kind of feed it is. What it calls itself is not asked: half of all feeds are declared as something else.</summary>
internal static class FeedReader
{
    /// <summary>How far from the beginning a feed may begin: programs print warnings first.</summary>
    private const int LatestBeginning = 64 * 1024;

    private static readonly SearchValues<char> EndsOfName = SearchValues.Create(" \t\r\n/>");

    public static FeedReading Read(PageAnswer answer)
    {
        var text = PageBytes.Read(answer.Body, answer.Header("Content-Type"));
        var start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || char.IsControl(text[start]) || text[start] == '\uFEFF'))
            start++;
        if (start == text.Length)
            return new FeedReading(null, "the answer is empty", text);
        if (text[start] == '{')
            return Judge(JsonFeedReader.Read(text[start..], answer.From), text);

        if (FirstTag(text, start) is not { } found)
            return new FeedReading(null, "the answer is no feed", text);
        if (found.Name == "html")
            return new FeedReading(null, "the answer is a web page, not a feed", text);
        var (root, isComplete) = FeedXml.Read(text[found.At..]);
        return Judge(root?.Name switch
        {
            null => null,
            "feed" => AtomReader.Read(root, isComplete, answer.From),
            _ => RssReader.Read(root, isComplete, answer.From),
        }, text);
    }

    private static FeedReading Judge(FeedDocument? document, string text) => document switch
    {
        null => new FeedReading(null, "the answer is no feed", text),
        { IsComplete: false, Entries: [], Unreadable: [], Deleted: [] } => new FeedReading(null, "the answer breaks off before its first entry", text),
        _ => new FeedReading(document, "", text),
    };

    /// <summary>Where a feed or a web page begins, past declarations, comments and whatever was printed before it.</summary>
    private static (string Name, int At)? FirstTag(string text, int start)
    {
        var end = Math.Min(text.Length, start + LatestBeginning);
        var at = text.IndexOf('<', start);
        while (at >= 0 && at < end)
        {
            var rest = text.AsSpan(at + 1);
            if (rest.StartsWith("!--", StringComparison.Ordinal))
            {
                at = text.IndexOf("-->", at, StringComparison.Ordinal);
                if (at < 0)
                    return null;
            }
            else if (rest.StartsWith("!doctype html", StringComparison.OrdinalIgnoreCase))
            {
                return ("html", at);
            }
            else if (NameOf(rest) is var name && name is "rss" or "feed" or "rdf" or "channel" or "html")
            {
                return (name, at);
            }

            at = text.IndexOf('<', at + 1);
        }

        return null;
    }

    /// <summary>The bare name of the element that begins here, in lower case; empty when none does.</summary>
    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var length = tag[..Math.Min(tag.Length, 40)].IndexOfAny(EndsOfName);
        if (length <= 0)
            return "";
        var name = tag[..length];
        return name[(name.LastIndexOf(':') + 1)..].ToString().ToLowerInvariant();
    }
}
