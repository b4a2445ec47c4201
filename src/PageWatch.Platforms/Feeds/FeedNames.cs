using System.Collections.Frozen;

namespace PageWatch.Platforms.Feeds;

/// <summary>
/// Short names for what feeds are written in: <c>title</c> for a word of the feed's own format, <c>dc:creator</c> for one of a known vocabulary,
/// whatever prefix and spelling of the namespace the feed uses.
/// </summary>
internal static class FeedNames
{
    private const string OwnFormat = "";

    private static readonly FrozenDictionary<string, string> Vocabularies = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["http://www.w3.org/2005/atom"] = "atom",
        ["http://purl.org/atom/ns"] = "atom",
        ["http://purl.org/dc/elements/1.1"] = "dc",
        ["http://purl.org/dc/elements/1.0"] = "dc",
        ["http://purl.org/dc/terms"] = "dcterms",
        ["http://purl.org/rss/1.0/modules/content"] = "content",
        ["http://search.yahoo.com/mrss"] = "media",
        ["http://video.search.yahoo.com/mrss"] = "media",
        ["http://purl.org/syndication/thread/1.0"] = "thr",
        ["http://purl.org/atompub/tombstones/1.0"] = "at",
        ["http://www.w3.org/1999/xhtml"] = "xhtml",
        ["http://www.itunes.com/dtds/podcast-1.0.dtd"] = "itunes",
        ["http://www.w3.org/1999/02/22-rdf-syntax-ns"] = "rdf",
        ["http://www.w3.org/xml/1998/namespace"] = "xml",
        ["http://purl.org/rss/1.0"] = OwnFormat,
        ["http://purl.org/net/rss1.1"] = OwnFormat,
        ["http://my.netscape.com/rdf/simple/0.9"] = OwnFormat,
        ["http://channel.netscape.com/rdf/simple/0.9"] = OwnFormat,
        ["http://my.netscape.com/publish/formats/rss-0.91.dtd"] = OwnFormat,
        ["http://backend.userland.com/rss"] = OwnFormat,
        ["http://backend.userland.com/rss2"] = OwnFormat,
        ["http://blogs.law.harvard.edu/tech/rss"] = OwnFormat,
        [""] = OwnFormat,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What a prefix means when nothing declares it, or something unheard of does.
    private static readonly FrozenDictionary<string, string> Prefixes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["atom"] = "atom", ["atom10"] = "atom", ["a10"] = "atom", ["dc"] = "dc", ["dcterms"] = "dcterms", ["content"] = "content", ["media"] = "media",
        ["thr"] = "thr", ["at"] = "at", ["xhtml"] = "xhtml", ["itunes"] = "itunes", ["rdf"] = "rdf", ["xml"] = "xml", ["rss"] = OwnFormat,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="prefix">As written; empty when there was none.</param>
    /// <param name="address">What the prefix was declared as; null when it was not.</param>
    /// <param name="root">The document's first element, whose own namespace is the format's, however it is spelled; null for that element itself.</param>
    public static string Of(string prefix, string? address, string local, FeedElement? root)
    {
        local = local.ToLowerInvariant();
        var isUndeclared = address is null && prefix.Length > 0;
        var space = Normal(address ?? "");
        var byPrefix = Prefixes.GetValueOrDefault(prefix.ToLowerInvariant());
        var known = isUndeclared ? byPrefix : Vocabularies.GetValueOrDefault(space) ?? byPrefix;
        if (root is null)
            return local == "rdf" ? "rdf:rdf" : local;
        // The namespace of the first element is the format's own, whatever it says: RSS that calls itself Atom is still RSS. RDF's is the wrapping.
        if (!isUndeclared && space == root.Space && root.Name != "rdf:rdf")
            known = OwnFormat;
        else if (known == "atom" && root.Name == "feed")
            known = OwnFormat;
        return known switch
        {
            OwnFormat => local,
            null => "other:" + local,
            _ => $"{known}:{local}",
        };
    }

    /// <summary>Namespaces are written with https, without the last slash, in other case: they mean the same.</summary>
    public static string Normal(string address)
    {
        address = address.Trim().TrimEnd('/', '#').ToLowerInvariant();
        return address.StartsWith("https:", StringComparison.Ordinal) ? "http:" + address["https:".Length..] : address;
    }
}
