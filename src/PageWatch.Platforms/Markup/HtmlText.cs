using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.Markup;

/// <summary>Reads what HTML says: its text as a person would read it, and the pictures on it. Nothing of the markup survives.</summary>
/// <remarks>
/// Reads tags as they come and builds no tree. A tree is what a browser makes of them, and a browser repeats every unclosed <c>b</c> in every
/// paragraph that follows: 20 KB written to harm grow to 100 MB, 1 MB to more than there is.
/// </remarks>
public static class HtmlText
{
    /// <summary>HTML longer than this is cut before it is read.</summary>
    private const int LongestHtml = 1_000_000;

    /// <summary>Elements nested deeper than this are read as if they stood at this depth.</summary>
    private const int Deepest = 100;

    private static readonly HashSet<string> Unread = new(StringComparer.Ordinal)
    {
        "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select", "form", "button",
        "video", "audio", "noembed", "noframes",
    };

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
        { "p", "div", "blockquote", "li", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "section", "article", "figure", "hr", "dl", "dt", "dd" };

    // https://html.spec.whatwg.org/multipage/syntax.html#void-elements
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
        { "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr" };

    /// <param name="html">A fragment or a page, however broken.</param>
    /// <param name="relativeTo">What relative links are relative to; null leaves them out.</param>
    public static (string Text, IReadOnlyList<Attachment> Attachments) Read(string html, Uri? relativeTo)
    {
        if (html.Length > LongestHtml)
            html = html[..LongestHtml];
        if (!html.Contains('<', StringComparison.Ordinal) && !html.Contains('&', StringComparison.Ordinal))
            return (html.Trim(), []);

        var text = new StringBuilder();
        var attachments = new List<Attachment>();
        var open = new List<string>();
        // Where in the open elements the outermost one stands whose words nobody reads; -1 outside of them.
        var unread = -1;
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            switch (token.Type)
            {
                case HtmlTokenType.Character when unread < 0:
                    Append(text, token.Data, open.Contains("pre"));
                    break;
                case HtmlTokenType.StartTag:
                    var tag = token.AsTag();
                    tokenizer.State = StateWithin(tag.Name);
                    if (unread < 0)
                        Begin(tag, text, attachments, relativeTo);
                    if (unread < 0 || open[^1] is "video" or "audio")
                        AddMedia(tag, open, attachments, relativeTo);
                    var begins = unread < 0 && Unread.Contains(tag.Name);
                    if (Void.Contains(tag.Name) || (tag.IsSelfClosing && tag.Name is "svg" or "math") || (open.Count >= Deepest && !begins))
                        break;
                    open.Add(tag.Name);
                    if (begins)
                        unread = open.Count - 1;
                    break;
                case HtmlTokenType.EndTag:
                    if (open.LastIndexOf(token.Name) is var at and >= 0)
                        open.RemoveRange(at, open.Count - at);
                    if (open.Count <= unread)
                        unread = -1;
                    else if (unread < 0 && token.Name == "br")
                        text.Append('\n'); // as browsers take it
                    else if (unread < 0 && Blocks.Contains(token.Name))
                        Break(text);
                    break;
            }
        }

        return (text.ToString().Trim(), attachments);
    }

    private static void Begin(HtmlTagToken tag, StringBuilder text, List<Attachment> attachments, Uri? relativeTo)
    {
        switch (tag.Name)
        {
            case "br":
                text.Append('\n');
                break;
            case "td" or "th":
                Append(text, " ", asIs: false);
                break;
            case "img" when Blank(tag.GetAttribute("alt")) is { } emoji && IsEmoji(tag):
                text.Append(emoji);
                break;
            case "img" when !CountsReaders(tag):
                if (Resolve(tag.GetAttribute("src"), relativeTo) is { } picture)
                    attachments.Add(new Attachment(AttachmentKind.Picture, picture, Blank(tag.GetAttribute("alt"))));
                break;
            case var name when Blocks.Contains(name):
                Break(text);
                break;
        }
    }

    private static void AddMedia(HtmlTagToken tag, List<string> open, List<Attachment> attachments, Uri? relativeTo)
    {
        var player = tag.Name == "source" && open.Count > 0 ? open[^1] : tag.Name;
        if (player is "video" or "audio" && Resolve(tag.GetAttribute("src"), relativeTo) is { } link)
            attachments.Add(new Attachment(player == "video" ? AttachmentKind.Video : AttachmentKind.Audio, link));
    }

    /// <summary>Pages draw emoji as pictures (WordPress in its feeds, most forums): they are words, and often the only ones that tell the mood.</summary>
    private static bool IsEmoji(HtmlTagToken image)
    {
        var kinds = image.GetAttribute("class") ?? "";
        return kinds.Contains("emoji", StringComparison.OrdinalIgnoreCase) || kinds.Contains("smiley", StringComparison.OrdinalIgnoreCase)
            || kinds.Contains("smilie", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A picture of one pixel shows nothing: it tells its sender who read.</summary>
    private static bool CountsReaders(HtmlTagToken image) => image.GetAttribute("width") is "0" or "1" || image.GetAttribute("height") is "0" or "1";

    // https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody: in these, "<" begins no tag until the element's own end.
    private static HtmlParseMode StateWithin(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "iframe" or "noembed" or "noframes" or "xmp" => HtmlParseMode.Rawtext,
        "textarea" or "title" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };

    /// <summary>Only http and https, and only complete addresses.</summary>
    public static Uri? Resolve(string? link, Uri? relativeTo)
    {
        if (string.IsNullOrWhiteSpace(link))
            return null;
        var made = relativeTo is null ? Uri.TryCreate(link.Trim(), UriKind.Absolute, out var address) : Uri.TryCreate(relativeTo, link.Trim(), out address);
        return made && address!.Scheme is "http" or "https" ? address : null;
    }

    private static void Append(StringBuilder text, string words, bool asIs)
    {
        foreach (var c in words)
        {
            if (asIs || !char.IsWhiteSpace(c) || c == '\u00A0')
                text.Append(c == '\u00A0' ? ' ' : c);
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
                text.Append(' ');
        }
    }

    private static void Break(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ')
            text.Length--;
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
