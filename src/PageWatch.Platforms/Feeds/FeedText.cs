using System.Collections.Frozen;
using System.Net;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Reads the words of a feed, which rarely says, and more rarely truly, whether they are text, HTML, or HTML escaped once more.</summary>
internal static class FeedText
{
    /// <summary>Longer than is kept of any post, short enough that a feed of 5 MB in one entry costs little on its way.</summary>
    private const int Longest = 4 * PostSnapshot.LongestText;

    private static readonly FrozenSet<string> Tags = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "a", "abbr", "audio", "article", "b", "big", "blockquote", "br", "button", "center", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em", "embed",
        "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "iframe", "img", "ins", "kbd", "li", "link", "main",
        "mark", "meta", "nobr", "noscript", "object", "ol", "p", "picture", "pre", "q", "s", "script", "section", "small", "span", "strike", "strong", "style", "sub",
        "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video", "wbr");

    /// <summary>What stands for itself, as Atom's <c>type="text"</c> says.</summary>
    public static string Plain(string written) => Cut(written.Trim());

    /// <summary>What ought to be HTML: RSS descriptions above all, which as often are text, or HTML escaped twice.</summary>
    /// <param name="relativeTo">What relative links in it are relative to.</param>
    public static (string Text, IReadOnlyList<Attachment> Attachments) Html(string written, Uri relativeTo)
    {
        if (!HasTag(written, closedOnly: false))
        {
            // Text, then, whose line breaks mean something; unless reading its entities brings markup to light.
            var decoded = WebUtility.HtmlDecode(written);
            if (!HasTag(decoded, closedOnly: true))
                return (Cut(decoded.Trim()), []);
            written = decoded;
        }

        var (text, attachments) = HtmlText.Read(written, relativeTo);
        return (Cut(text), attachments);
    }

    /// <summary>A line of words with entities read once; markup in it is read away only where it surely is some ("use the &lt;p&gt; tag" keeps its tag).</summary>
    public static string Line(string written)
    {
        if (!HasTag(written, closedOnly: true))
            written = WebUtility.HtmlDecode(written);
        if (HasTag(written, closedOnly: true))
            written = HtmlText.Read(written, relativeTo: null).Text;
        return OneLine(written);
    }

    /// <summary>A title or a name, by the type that Atom gives it, or by its looks where it has none.</summary>
    public static string Line(FeedElement element)
    {
        if (element.HasElements)
            return OneLine(HtmlText.Read(element.InnerHtml, null).Text);
        return element["type"]?.ToLowerInvariant() switch
        {
            "text" or "text/plain" => OneLine(element.Text),
            "html" or "text/html" => OneLine(HtmlText.Read(element.Text, null).Text),
            _ => Line(element.Text),
        };
    }

    /// <summary>A text that is HTML, inline or escaped.</summary>
    public static (string Text, IReadOnlyList<Attachment> Attachments) Html(FeedElement element, Uri relativeTo) =>
        element.HasElements ? HtmlText.Read(element.InnerHtml, relativeTo) : Html(element.Text, relativeTo);

    public static string OneLine(string text) => string.Join(' ', Cut(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a tag of HTML stands in a text.</summary>
    /// <param name="closedOnly">Count only what nobody writes when talking about HTML: an end tag, a line break, a link or picture with its address.</param>
    private static bool HasTag(string text, bool closedOnly)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at + 1))
        {
            var rest = text.AsSpan(at + 1);
            var ends = rest[0] == '/';
            if (ends)
                rest = rest[1..];
            var length = 0;
            while (length < rest.Length && char.IsAsciiLetterOrDigit(rest[length]) && length < 12)
                length++;
            if (length == 0 || length == rest.Length || !(char.IsWhiteSpace(rest[length]) || rest[length] is '>' or '/'))
                continue;
            var name = rest[..length];
            if (!Tags.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
                continue;
            if (!closedOnly || ends || Is(name, "br") || (char.IsWhiteSpace(rest[length]) && (Is(name, "a") || Is(name, "img"))))
                return true;
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> name, string tag) => name.Equals(tag, StringComparison.OrdinalIgnoreCase);

    private static string Cut(string text) => text.Length <= Longest ? text : text[..Longest];
}
