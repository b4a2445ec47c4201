using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PageWatch.Domain.Publishing;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Finds what of a reply is a link, a mention or a hashtag: text alone is none of them on Bluesky.</summary>
internal static partial class ReplyFacets
{
    /// <summary>Both are limits of a hashtag: https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/richtext/facet.json</summary>
    private const int LongestTag = 64;

    private const int MostTagBytes = 640;

    /// <returns>In the order of the text; none overlap.</returns>
    public static IReadOnlyList<TextFacet> In(string text)
    {
        var found = new List<TextFacet>();
        foreach (var link in TextLinks.In(text))
        {
            if (link.IsWeb)
                Add(link.Start, link.Length, FacetKind.Link, string.Concat(link.Scheme.Length == 0 ? "https://" : "", text.AsSpan(link.Start, link.Length)));
        }

        foreach (Match mention in Mention().Matches(text))
            Add(mention.Index, mention.Length, FacetKind.Mention, mention.Groups["handle"].Value.ToLowerInvariant());
        foreach (Match each in Tag().Matches(text))
        {
            if (TagOf(each.Groups["tag"].Value) is { } tag)
                Add(each.Index, 1 + tag.Length, FacetKind.Tag, tag);
        }

        found.Sort((one, other) => one.Start.CompareTo(other.Start));
        return found;

        void Add(int start, int length, FacetKind kind, string value)
        {
            if (found.TrueForAll(other => start + length <= other.Start || other.Start + other.Length <= start))
                found.Add(new TextFacet(start, length, kind, value));
        }
    }

    /// <summary>Facets count bytes of the UTF-8 text, whatever the text is kept in.</summary>
    public static ByteRangeWire BytesOf(string text, TextFacet facet)
    {
        var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, facet.Start));
        return new ByteRangeWire(start, start + Encoding.UTF8.GetByteCount(text.AsSpan(facet.Start, facet.Length)));
    }

    private static string? TagOf(string typed)
    {
        var tag = typed.AsSpan();
        while (tag.Length > 0 && (char.IsPunctuation(tag[^1]) || char.IsSymbol(tag[^1])))
            tag = tag[..^1];
        // "#1" is a number, and "#" with the sign after it that makes a picture of it is a key.
        if (tag.Length == 0 || tag[0] == '\uFE0F' || !tag.ContainsAnyExceptInRange('0', '9'))
            return null;
        var kept = tag.ToString();
        return new StringInfo(kept).LengthInTextElements <= LongestTag && Encoding.UTF8.GetByteCount(kept) <= MostTagBytes ? kept : null;
    }

    // https://atproto.com/specs/handle
    [GeneratedRegex(@"(?<=^|[\s(\[""'“‘„«])@(?<handle>([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.){1,10}[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)(?![a-zA-Z0-9@-])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<=^|\s)[#＃](?<tag>[^\s#＃]{1,640})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();
}

/// <param name="Start">In UTF-16 units, like <paramref name="Length"/>.</param>
/// <param name="Value">The address, the handle without "@", or the tag without "#".</param>
internal sealed record TextFacet(int Start, int Length, FacetKind Kind, string Value);

internal enum FacetKind
{
    Link,
    Mention,
    Tag,
}
