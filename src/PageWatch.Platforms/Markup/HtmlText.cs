using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using PageWatch.Domain.Posts;

namespace PageWatch.Platforms.Markup;

/// <summary>Reads what HTML says: its text as a person would read it, and the pictures on it. Nothing of the markup survives.</summary>
public static class HtmlText
{
    /// <summary>HTML longer than this is cut before it is parsed.</summary>
    private const int LongestHtml = 1_000_000;

    private static readonly HashSet<string> Unread = new(StringComparer.OrdinalIgnoreCase)
        { "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "head", "title", "textarea", "select", "form", "button" };

    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
        { "p", "div", "blockquote", "li", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "section", "article", "figure", "hr", "dl", "dt", "dd" };

    /// <param name="html">A fragment or a page, however broken.</param>
    /// <param name="relativeTo">What relative links are relative to; null leaves them out.</param>
    public static (string Text, IReadOnlyList<Attachment> Attachments) Read(string html, Uri? relativeTo)
    {
        if (html.Length > LongestHtml)
            html = html[..LongestHtml];
        if (!html.Contains('<', StringComparison.Ordinal) && !html.Contains('&', StringComparison.Ordinal))
            return (html.Trim(), []);

        var parser = new HtmlParser();
        using var document = parser.ParseDocument("");
        var fragment = parser.ParseFragment(html, document.Body!);
        var text = new StringBuilder();
        var attachments = new List<Attachment>();
        var walk = new Stack<(INode Node, bool Leaving)>();
        foreach (var node in fragment.Reverse())
            walk.Push((node, false));

        // A stack of our own: hostile markup nests deeper than the thread's.
        while (walk.TryPop(out var step))
        {
            var (node, leaving) = step;
            if (leaving)
            {
                Break(text);
                continue;
            }

            switch (node)
            {
                case IText words:
                    Append(text, words.Data, node.ParentElement?.LocalName == "pre");
                    break;
                case IElement element when Unread.Contains(element.LocalName):
                    break;
                case IElement { LocalName: "br" }:
                    text.Append('\n');
                    break;
                case IElement { LocalName: "img" } image:
                    if (Resolve(image.GetAttribute("src"), relativeTo) is { } source)
                        attachments.Add(new Attachment(AttachmentKind.Picture, source, Blank(image.GetAttribute("alt"))));
                    break;
                case IElement element:
                    if (Blocks.Contains(element.LocalName))
                    {
                        Break(text);
                        walk.Push((element, true));
                    }

                    for (var child = element.LastChild; child is not null; child = child.PreviousSibling)
                        walk.Push((child, false));
                    break;
            }
        }

        return (text.ToString().Trim(), attachments);
    }

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
