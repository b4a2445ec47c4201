using System.Net;
using System.Text;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>An element of a feed as it was found, however broken the document around it.</summary>
internal sealed class FeedElement(string name, string written, string space, FeedElement? parent)
{
    private static readonly string[] WithoutEnd = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    private Dictionary<string, string>? attributes;
    private List<object>? content;

    /// <summary>Short and in lower case, as <see cref="FeedNames"/> gives it: <c>item</c>, <c>dc:creator</c>.</summary>
    public string Name { get; } = name;

    /// <summary>As the document spells it, prefix included.</summary>
    public string Written { get; } = written;

    /// <summary>Its namespace in <see cref="FeedNames.Normal"/> form; empty when it has none.</summary>
    public string Space { get; } = space;

    public FeedElement? Parent { get; } = parent;

    /// <summary>Its end was found, or follows from what came after; false where the document broke off inside.</summary>
    public bool IsWhole { get; set; }

    public IEnumerable<FeedElement> Elements => content?.OfType<FeedElement>() ?? [];

    /// <summary>The value of an attribute; its name is in lower case, and bare unless it is one of <c>xml:</c> or <c>rdf:</c>.</summary>
    /// <returns>Null when it is missing or blank.</returns>
    public string? this[string attribute] => attributes?.GetValueOrDefault(attribute) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    public bool HasElements => Elements.Any();

    /// <summary>All words below, in order; the markup between them is left out.</summary>
    public string Text
    {
        get
        {
            if (content is null or [])
                return "";
            if (content is [string only])
                return only;
            var text = new StringBuilder();
            AppendText(text);
            return text.ToString();
        }
    }

    /// <summary>What stands inside, as HTML.</summary>
    public string InnerHtml
    {
        get
        {
            var html = new StringBuilder();
            foreach (var part in content ?? [])
                AppendHtml(part, html);
            return html.ToString();
        }
    }

    /// <summary>The element as markup, for whoever must look at what could not be read.</summary>
    public string Source
    {
        get
        {
            var source = new StringBuilder();
            AppendHtml(this, source);
            return source.ToString();
        }
    }

    public FeedElement? First(string child) => Elements.FirstOrDefault(element => element.Name == child);

    public IEnumerable<FeedElement> All(string child) => Elements.Where(element => element.Name == child);

    /// <returns>The trimmed words of the first such child that has any; null when none has.</returns>
    public string? TextOf(string child) => All(child).Select(element => element.Text.Trim()).FirstOrDefault(text => text.Length > 0);

    /// <summary>The nearest value of an attribute that those inside inherit.</summary>
    public string? Inherited(string attribute)
    {
        for (var element = this; element is not null; element = element.Parent)
        {
            if (element[attribute] is { } value)
                return value;
        }

        return null;
    }

    /// <summary>What relative links inside are relative to by <c>xml:base</c>.</summary>
    /// <returns>Null where nothing in the document says.</returns>
    public Uri? BaseAddress(Uri document)
    {
        if (this["xml:base"] is not { } told)
            return Parent?.BaseAddress(document);
        return HtmlText.Resolve(told, Parent?.BaseAddress(document) ?? document) ?? Parent?.BaseAddress(document);
    }

    public void Add(object part) => (content ??= []).Add(part);

    public void Set(string attribute, string value) => (attributes ??= new(StringComparer.Ordinal)).TryAdd(attribute, value);

    private static void AppendHtml(object part, StringBuilder html)
    {
        if (part is not FeedElement element)
        {
            html.Append(WebUtility.HtmlEncode((string)part));
            return;
        }

        var tag = element.Name.StartsWith("xhtml:", StringComparison.Ordinal) ? element.Name["xhtml:".Length..] : element.Written;
        html.Append('<').Append(tag);
        foreach (var (name, value) in element.attributes ?? [])
            html.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
        html.Append('>');
        foreach (var inner in element.content ?? [])
            AppendHtml(inner, html);
        if (!WithoutEnd.Contains(tag, StringComparer.OrdinalIgnoreCase) || element.content is { Count: > 0 })
            html.Append("</").Append(tag).Append('>');
    }

    private void AppendText(StringBuilder text)
    {
        foreach (var part in content ?? [])
        {
            if (part is FeedElement element)
                element.AppendText(text);
            else
                text.Append((string)part);
        }
    }
}
