using System.Text;
using System.Text.Json;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Reads the words of a post: the text itself is plain, and beside it stands what of it is a link.</summary>
internal static class PostText
{
    private const int MostFacets = 100;
    private const int LongestLink = 2000;

    /// <summary>
    /// The text, with links as a reader should know them: one that was shortened in whole ("shop.example/sum..."), and behind other words in brackets
    /// after them, so that nobody reads one address and opens another.
    /// </summary>
    /// <remarks>Facets point at bytes of the UTF-8 text; those out of range, inside a character or over one another are dropped: https://docs.bsky.app/docs/advanced-guides/post-richtext</remarks>
    public static string Of(RecordWire record)
    {
        var text = record.Text ?? "";
        var bytes = Encoding.UTF8.GetBytes(text);
        var links = LinksOf(record.Facets, bytes);
        if (links.Count == 0)
            return text;
        var whole = new StringBuilder();
        var at = 0;
        foreach (var (start, end, uri) in links)
        {
            whole.Append(Encoding.UTF8.GetString(bytes, at, start - at)).Append(Shown(Encoding.UTF8.GetString(bytes, start, end - start), uri));
            at = end;
        }

        return whole.Append(Encoding.UTF8.GetString(bytes, at, bytes.Length - at)).ToString();
    }

    private static List<(int Start, int End, string Uri)> LinksOf(JsonElement facets, byte[] bytes)
    {
        var links = new List<(int Start, int End, string Uri)>();
        if (facets.ValueKind != JsonValueKind.Array)
            return links;
        foreach (var facet in facets.EnumerateArray().Take(MostFacets))
        {
            var uri = BlueskyJson.ListOf(facet, "features")
                .Where(feature => BlueskyJson.TextOf(feature, "$type") == "app.bsky.richtext.facet#link")
                .Select(feature => BlueskyJson.TextOf(feature, "uri"))
                .FirstOrDefault(each => each is { Length: <= LongestLink } && Uri.TryCreate(each, UriKind.Absolute, out var link) && link.Scheme is "http" or "https");
            var index = BlueskyJson.MemberOf(facet, "index");
            if (uri is not null && NumberOf(index, "byteStart") is { } start && NumberOf(index, "byteEnd") is { } end && start < end && IsBorder(bytes, start) && IsBorder(bytes, end))
                links.Add((start, end, uri));
        }

        links.Sort((one, other) => one.Start.CompareTo(other.Start));
        var last = 0;
        links.RemoveAll(link =>
        {
            if (link.Start < last)
                return true;
            last = link.End;
            return false;
        });
        return links;
    }

    private static string Shown(string words, string uri)
    {
        var shown = words.Trim();
        var bare = WithoutScheme(uri);
        var wordsBare = WithoutScheme(shown);
        if (string.Equals(wordsBare.TrimEnd('/'), bare.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            return words;
        var isCut = wordsBare.EndsWith('…') || wordsBare.EndsWith("...", StringComparison.Ordinal);
        var kept = wordsBare.TrimEnd('…', '.');
        return isCut && kept.Length > 0 && bare.StartsWith(kept, StringComparison.OrdinalIgnoreCase) ? uri : $"{words} ({uri})";
    }

    private static string WithoutScheme(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? address : address[(scheme + 3)..];
    }

    private static int? NumberOf(JsonElement? holder, string name) =>
        BlueskyJson.MemberOf(holder, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value >= 0 ? value : null;

    /// <summary>Whether a character begins at the byte, or the text ends there.</summary>
    private static bool IsBorder(byte[] bytes, int at) => at == bytes.Length || (at < bytes.Length && (bytes[at] & 0xC0) != 0x80);
}
