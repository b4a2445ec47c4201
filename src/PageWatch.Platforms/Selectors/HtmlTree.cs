using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Text;

namespace PageWatch.Platforms.Selectors;

/// <summary>A page as the tree that selectors need.</summary>
/// <remarks>
/// A browser repeats every unclosed <c>b</c> in every paragraph that follows: 20 KB written to harm grow to 100 MB. So the tags are gone through
/// first, and a page that would grow out of proportion, or nest deeper than code can go, is not read.
/// </remarks>
internal static class HtmlTree
{
    private const int LongestPage = 3_000_000;
    private const int MostElements = 100_000;
    private const int MostRepeated = 300_000;
    private const int Deepest = 400;

    // https://html.spec.whatwg.org/multipage/parsing.html#formatting
    private static readonly HashSet<string> Formatting = new(StringComparer.Ordinal)
        { "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u" };

    // Ended by what follows them, or empty: they do not nest however many there are.
    private static readonly HashSet<string> NeverDeeper = new(StringComparer.Ordinal)
    {
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html", "head", "body",
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    };

    /// <returns>Null when it is built so that reading it would cost too much.</returns>
    public static IDocument? Read(string page)
    {
        if (page.Length > LongestPage || !IsBounded(page))
            return null;
        return new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(page);
    }

    private static bool IsBounded(string page)
    {
        var (elements, depth, formatting, repeated) = (0, 0, 0, 0L);
        using var source = new TextSource(page);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag))
                continue;
            var begins = token.Type == HtmlTokenType.StartTag;
            var step = begins ? 1 : -1;
            if (begins)
            {
                elements++;
                tokenizer.State = StateWithin(token.Name);
            }

            if (Formatting.Contains(token.Name))
                formatting = Math.Max(0, formatting + step);
            else if (!NeverDeeper.Contains(token.Name) && !(begins && token.AsTag().IsSelfClosing))
                depth = Math.Max(0, depth + step);
            repeated += formatting;
            if (elements > MostElements || depth + formatting > Deepest || repeated > MostRepeated)
                return false;
        }

        return true;
    }

    // In these, "<" begins no tag until the element's own end.
    private static HtmlParseMode StateWithin(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "style" or "iframe" or "noembed" or "noframes" or "xmp" => HtmlParseMode.Rawtext,
        "textarea" or "title" => HtmlParseMode.RCData,
        _ => HtmlParseMode.PCData,
    };
}
