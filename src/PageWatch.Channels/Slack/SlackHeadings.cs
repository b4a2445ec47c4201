using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>
/// Who is named above a quote, and where it leads. A quote stands under its author's name, unless a line named them since the quote before it: whoever reads from the top always knows who speaks, and
/// nobody is named twice. Where the card has no other way to the post, that name is the way.
/// </summary>
internal sealed class SlackHeadings
{
    private readonly HashSet<CardPart.Quote> named = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CardPart.Quote, Uri> ways = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Span, Uri> leads = new(ReferenceEqualityComparer.Instance);

    private SlackHeadings()
    {
    }

    /// <summary>Names within lines that lead to a quote's post.</summary>
    public IReadOnlyDictionary<Span, Uri> Leads => leads;

    public static SlackHeadings Of(IReadOnlyList<CardPart> parts)
    {
        var headings = new SlackHeadings();
        var spans = parts.SelectMany(part => part switch { CardPart.Line line => line.Spans, CardPart.Facts facts => facts.Rows.SelectMany(row => row.Value), _ => [] });
        // Not by Uri itself: two that differ behind "#" alone are the same to it, and two posts to a page.
        var shown = spans.OfType<Span.LinkTo>().Where(link => ShownLink.IsPlace(link.Target)).Select(link => link.Target.AbsoluteUri).ToHashSet(StringComparer.Ordinal);
        var names = new List<Span.Outside>();
        foreach (var part in parts)
        {
            if (part is CardPart.Line line)
                names.AddRange(line.Spans.OfType<Span.Outside>().Where(name => name.IsStrong));
            if (part is not CardPart.Quote quote)
                continue;
            headings.Add(quote, names.LastOrDefault(name => name.Text == quote.Author.Name), quote.Link is { } link && ShownLink.IsPlace(link) && !shown.Contains(link.AbsoluteUri) ? link : null);
            names.Clear();
        }

        return headings;
    }

    /// <summary>True when a heading has to name the author.</summary>
    public bool Names(CardPart.Quote quote) => named.Contains(quote);

    /// <summary>Where the heading leads; null for nowhere.</summary>
    public Uri? WayOf(CardPart.Quote quote) => ways.GetValueOrDefault(quote);

    /// <param name="before">The name in a line before it; null for none.</param>
    /// <param name="way">Null where the card shows another.</param>
    private void Add(CardPart.Quote quote, Span.Outside? before, Uri? way)
    {
        if (quote.Label is null && before is not null)
        {
            if (way is not null)
                leads[before] = way;
            return;
        }

        // "somebody" says nothing: it stands there for a label or a link alone.
        if (quote.Label is not null || way is not null || quote.Author != Author.Nobody)
            named.Add(quote);
        if (way is not null)
            ways[quote] = way;
    }
}
