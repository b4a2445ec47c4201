using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Console;

/// <summary>A card of the console as a browser understands it: parsed as HTML, so that whatever got through as markup is seen as markup.</summary>
internal sealed class ConsoleCard
{
    private const string Fields = "id class";

    /// <summary>Every element that the renderer makes, with the attributes that it gives. Anything else came in by a text.</summary>
    private static readonly Dictionary<string, string[]> Ours = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["article"] = "id class data-version data-done data-due aria-labelledby",
        ["div"] = Fields,
        ["h3"] = Fields,
        ["p"] = "class dir aria-live tabindex",
        ["span"] = "class data-until",
        ["time"] = "datetime data-show",
        ["form"] = "id method action",
        ["b"] = "",
        ["bdi"] = "",
        ["blockquote"] = "class",
        ["mark"] = "",
        ["ul"] = "class",
        ["li"] = "",
        ["a"] = "class href rel target",
        ["dl"] = "class",
        ["dt"] = "",
        ["dd"] = "",
        ["svg"] = "class viewBox preserveAspectRatio role aria-label",
        ["rect"] = "class x y width height",
        ["label"] = "for",
        ["textarea"] = "id name rows dir data-longest data-unit",
        ["input"] = "type name value form",
        ["button"] = "name value class aria-label form",
        ["details"] = Fields,
        ["summary"] = "aria-label",
    }.ToDictionary(each => each.Key, each => each.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static readonly HashSet<string> Paragraphs =
        ["article", "div", "h3", "p", "form", "blockquote", "ul", "li", "dl", "dt", "dd", "label"];

    private readonly StringBuilder text = new();
    private readonly StringBuilder skeleton = new();
    private readonly List<string> strange = [];
    private readonly List<ShownLink> links = [];
    private readonly List<DateTimeOffset> moments = [];
    private readonly List<ShownButton> buttons = [];
    private readonly List<ShownBox> boxes = [];

    private ConsoleCard(string html)
    {
        var parser = new HtmlParser();
        parser.Error += (_, problem) =>
        {
            if (problem is AngleSharp.Html.Dom.Events.HtmlErrorEvent error)
                strange.Add($"a browser would have to guess: {error.Message} at {error.Position}");
        };
        Document = parser.ParseDocument($"<!doctype html><html lang=\"en\"><head><title>Console</title></head><body>{html}</body></html>");
        foreach (var node in Document.Body!.ChildNodes)
            Walk(node, keepsLines: false);
        if (Document.Body.ChildNodes is not [IElement { LocalName: "article" }])
            strange.Add("a card is one article");
        var ids = Document.All.Select(element => element.GetAttribute("id")).OfType<string>().ToList();
        foreach (var id in ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            strange.Add($"id {id.Key} stands {id.Count()} times");
    }

    public IHtmlDocument Document { get; }

    /// <param name="notification">What the board keeps as the card's fallback.</param>
    public static ShownMessage Read(string html, string key, string notification) => new ConsoleCard(html).Shown(html, key, notification);

    private ShownMessage Shown(string html, string key, string notification) => new()
    {
        Where = new MessageRef(key),
        Notification = notification,
        Text = string.Join('\n', text.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)),
        Links = links,
        Moments = moments,
        Buttons = buttons,
        Boxes = boxes,
        Skeleton = skeleton.ToString(),
        Strange = strange,
        Size = Encoding.UTF8.GetByteCount(html),
    };

    private void Walk(INode node, bool keepsLines)
    {
        switch (node)
        {
            case IText words:
                Say(words.Data, keepsLines);
                break;
            case IElement element:
                Look(element);
                skeleton.Append('<').Append(element.LocalName);
                foreach (var attribute in element.Attributes)
                    skeleton.Append(' ').Append(attribute.Name).Append(attribute.Name is "class" or "href" or "action" ? "=" + attribute.Value : "");
                skeleton.Append('>');
                Read(element, keepsLines);
                skeleton.Append("</>");
                break;
            default:
                strange.Add($"a {node.NodeType} is no part of a card");
                break;
        }
    }

    private void Read(IElement element, bool keepsLines)
    {
        switch (element)
        {
            case IHtmlButtonElement button:
                buttons.Add(new ShownButton(button.TextContent, button.GetAttribute("aria-label") ?? button.TextContent, button.ClassList.Contains("main"), Sends(button)));
                return;
            case IHtmlTextAreaElement box:
                boxes.Add(new ShownBox(Document.QuerySelectorAll("label").SingleOrDefault(label => label.GetAttribute("for") == box.Id)?.TextContent ?? "", box.DefaultValue));
                return;
            case IHtmlLabelElement:
            case { LocalName: "summary" }:
                return;
            case IHtmlTimeElement time:
                moments.Add(DateTimeOffset.Parse(time.DateTime!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
                break;
            case IHtmlAnchorElement link when !link.ClassList.Contains("ask"):
                links.Add(new ShownLink(link.TextContent, link.GetAttribute("href") ?? ""));
                break;
        }

        var isParagraph = Paragraphs.Contains(element.LocalName);
        if (isParagraph)
            text.Append('\n');
        // The style sheet keeps the lines of these alone; see console.css.
        foreach (var child in element.ChildNodes)
            Walk(child, keepsLines || element.ClassList.Contains("said"));
        if (isParagraph)
            text.Append('\n');
    }

    private void Say(string words, bool keepsLines)
    {
        if (keepsLines)
        {
            text.Append(words);
            return;
        }

        foreach (var c in words)
        {
            // What HTML calls white space, and nothing else, is folded into one space.
            if (c is not (' ' or '\t' or '\n' or '\r' or '\f'))
                text.Append(c);
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
                text.Append(' ');
        }
    }

    private void Look(IElement element)
    {
        if (!Ours.TryGetValue(element.LocalName, out var attributes))
        {
            strange.Add($"<{element.LocalName}> is no element of a card");
            return;
        }

        foreach (var attribute in element.Attributes)
        {
            if (!attributes.Contains(attribute.Name))
                strange.Add($"<{element.LocalName} {attribute.Name}> is no attribute of ours");
        }

        if (element.GetAttribute("aria-labelledby") is { } labels && (labels.Any(char.IsWhiteSpace) || Document.GetElementById(labels) is null))
            strange.Add($"nothing is called \"{labels}\", which names the card");
        switch (element)
        {
            case IHtmlAnchorElement link:
                LookAtLink(link);
                break;
            case IHtmlFormElement form when form.GetAttribute("action") != "/console/press" || form.GetAttribute("method") != "post":
                strange.Add($"a form goes to {form.GetAttribute("action")}");
                break;
            case IHtmlInputElement { Type: not "hidden" }:
                strange.Add("an input that can be seen is no part of a card");
                break;
            case IHtmlButtonElement { Form: null }:
                strange.Add("a button does nothing without a form");
                break;
        }
    }

    private void LookAtLink(IHtmlAnchorElement link)
    {
        var href = link.GetAttribute("href") ?? "";
        if (link.ClassList.Contains("ask"))
        {
            if (!href.StartsWith("/console/ask?say=", StringComparison.Ordinal))
                strange.Add($"a question is asked at {href}");
            return;
        }

        if (!Uri.TryCreate(href, UriKind.Absolute, out var target) || target.Scheme is not ("http" or "https"))
            strange.Add($"a link leads to {href}");
        if (link.GetAttribute("target") != "_blank" || link.GetAttribute("rel") is not { } rel || !rel.Split(' ').Contains("noopener") || !rel.Split(' ').Contains("noreferrer"))
            strange.Add($"a link to {href} tells the page where it was followed");
    }

    /// <summary>What a browser sends: the fields of the button's own form, and the button itself.</summary>
    private Dictionary<string, string> Sends(IHtmlButtonElement button)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Document.All)
        {
            var (form, name, value) = field switch
            {
                IHtmlInputElement input => (input.Form, input.Name, input.DefaultValue),
                IHtmlTextAreaElement box => (box.Form, box.Name, box.DefaultValue),
                IHtmlButtonElement pressed when pressed == button => (pressed.Form, pressed.Name, pressed.GetAttribute("value") ?? ""),
                _ => (null, null, ""),
            };
            if (form is null || form != button.Form || name is null)
                continue;
            if (!sent.TryAdd(name, value))
                strange.Add($"a press of \"{button.TextContent}\" sends {name} twice");
        }

        return sent;
    }
}
