using AngleSharp.Css.Dom;
using AngleSharp.Css.Parser;
using AngleSharp.Dom;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Selectors;

/// <summary>Where something stands in a post: a CSS selector, an attribute after <c>@</c>, or both. <c>time@datetime</c>, <c>.body</c>, <c>@data-id</c>.</summary>
internal sealed class SelectedPlace
{
    private const int Longest = 300;

    private readonly ISelector? selector;

    private SelectedPlace(string written, ISelector? selector, string? attribute)
    {
        Written = written;
        this.selector = selector;
        Attribute = attribute;
    }

    public string Written { get; }

    /// <summary>Null when the words count.</summary>
    public string? Attribute { get; }

    /// <param name="option">As the user typed it: select, text, author.</param>
    /// <exception cref="PlatformException">It cannot be read; the message names option, column and mend.</exception>
    public static SelectedPlace Read(string option, string written)
    {
        var text = written.Trim();
        if (text.Length is 0 or > Longest)
            throw Wrong(option, written, 1, text.Length == 0 ? "it is empty" : $"it is longer than {Longest} characters");
        var mark = AttributeMark(text);
        var css = (mark < 0 ? text : text[..mark]).Trim();
        var attribute = mark < 0 ? null : text[(mark + 1)..].Trim();
        if (attribute is not null && (attribute.Length == 0 || !attribute.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ':' or '.')))
            throw Wrong(option, written, mark + 2, "after \"@\" comes the name of an attribute, as in time@datetime");
        if (css.Length == 0)
            return new SelectedPlace(text, null, attribute);
        return new SelectedPlace(text, Parse(css) ?? throw Wrong(option, written, BrokenAt(css), Mend(css)), attribute);
    }

    /// <summary>The first element below that it names, or the post itself where it names none.</summary>
    public IElement? FirstIn(IElement post) => selector is null ? post : AllIn(post).FirstOrDefault();

    /// <summary>In the page's order.</summary>
    public IEnumerable<IElement> AllIn(INode within) => within.Descendants<IElement>().Where(element => selector is null || selector.Match(element, null));

    private static ISelector? Parse(string css) => new CssSelectorParser().ParseSelector(css);

    /// <summary>The last "@" that stands in no brackets and no quotes.</summary>
    private static int AttributeMark(string text)
    {
        var (inner, quote, found) = (0, '\0', -1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
                quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'')
                quote = c;
            else if (c is '[' or '(')
                inner++;
            else if (c is ']' or ')')
                inner--;
            else if (c == '@' && inner == 0)
                found = i;
        }

        return found;
    }

    /// <summary>The column behind the longest beginning that is a selector by itself, counted from 1.</summary>
    private static int BrokenAt(string css)
    {
        for (var length = css.Length - 1; length > 0; length--)
        {
            if (!char.IsWhiteSpace(css[length - 1]) && Parse(css[..length]) is not null)
                return length + 1;
        }

        return 1;
    }

    private static string Mend(string css) => css switch
    {
        _ when css.Count(c => c == '[') != css.Count(c => c == ']') => "a square bracket is not closed",
        _ when css.Count(c => c == '(') != css.Count(c => c == ')') => "a round bracket is not closed",
        _ when css.Contains("//", StringComparison.Ordinal) || css.StartsWith('/') => "this looks like XPath; write CSS, as in article.review",
        _ when css[^1] is '>' or '+' or '~' or ',' or '.' or '#' => "something is missing at its end",
        _ => "write CSS, as in article.review or #comments > li",
    };

    private static PlatformException Wrong(string option, string written, int column, string mend) =>
        new(PlatformFailure.NotUnderstood, $"Could not read --{option} \"{CleanText.Line(written, 80)}\" at column {column}: {mend}.");
}
