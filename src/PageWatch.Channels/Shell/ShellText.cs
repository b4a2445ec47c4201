using System.Globalization;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Shell;

/// <summary>
/// Writes cards as plain text for a terminal. Nothing from outside can steer it: control characters are gone before it is written, and no text
/// begins a line of its own but behind the mark that says whose it is.
/// </summary>
public static class ShellText
{
    private const int LongestQuote = 600;
    private const int LongestOutside = 400;
    private const int WidestName = 30;

    public static string Write(Card card, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(ShownText.Line(card.Title));
        if (card.Clock is { } clock)
            text.Append(CultureInfo.InvariantCulture, $"  [{ShownText.Line(clock.Label)}{(clock.At is { } at ? " " + Moment(at) : "")}]");
        text.Append('\n');
        foreach (var part in card.Parts)
            WritePart(text, part, now);
        return text.ToString().TrimEnd() + "\n";
    }

    private static void WritePart(StringBuilder text, CardPart part, DateTimeOffset now)
    {
        switch (part)
        {
            case CardPart.Line line:
                text.Append(Spans(line.Spans, now)).Append('\n');
                break;
            case CardPart.Quote quote:
                text.Append(CultureInfo.InvariantCulture, $"  {(quote.Label is null ? "" : ShownText.Line(quote.Label) + " ")}{CleanText.Line(quote.Author.Name, Author.LongestName)}:\n");
                WriteRows(text, "  |", CleanText.Cut(quote.Text, LongestQuote));
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                {
                    var place = ShownLink.IsPlace(picture.Link) ? picture.Link.AbsoluteUri : ShownText.Line(picture.Link.OriginalString);
                    text.Append(CultureInfo.InvariantCulture, $"  {place}{(picture.AlternativeText is { } shows ? $" ({CleanText.Line(shows, LongestOutside)})" : "")}\n");
                }

                break;
            case CardPart.Reply reply:
                text.Append(CultureInfo.InvariantCulture, $"  {ShownText.Line(reply.Label)}:\n");
                WriteRows(text, "  >", reply.Text);
                if (reply.Note.Length > 0)
                    text.Append(CultureInfo.InvariantCulture, $"    {ShownText.Line(reply.Note)}\n");
                break;
            case CardPart.Banner banner:
                text.Append("! ").Append(ShownText.Line(banner.Text)).Append('\n');
                break;
            case CardPart.Facts facts:
                var width = facts.Rows.Count == 0 ? 0 : Math.Min(facts.Rows.Max(row => row.Name.Length), WidestName);
                foreach (var row in facts.Rows)
                    text.Append("  ").Append(ShownText.Line(row.Name).PadRight(width)).Append("  ").Append(Spans(row.Value, now)).Append('\n');
                break;
            case CardPart.Lags lags:
                text.Append("  ").AppendJoin(" · ", lags.Bars.Select(bar => ShownText.Line(bar.Label))).Append('\n');
                break;
            case CardPart.TextBox box:
                text.Append(CultureInfo.InvariantCulture, $"  {ShownText.Line(box.Label)}:\n");
                WriteRows(text, "  >", box.Text);
                break;
            case CardPart.Call call:
                text.AppendJoin(' ', call.People.Select(each => "@" + CleanText.Line(each.Name, LongestOutside))).Append('\n');
                break;
            default:
                throw new InvalidOperationException($"The shell cannot write a {part.GetType().Name}.");
        }
    }

    private static void WriteRows(StringBuilder text, string mark, string said)
    {
        foreach (var row in ShownText.Of(said).Split('\n'))
            text.Append($"{mark} {row.Replace('\t', ' ')}".TrimEnd()).Append('\n');
    }

    private static string Spans(IReadOnlyList<Span> spans, DateTimeOffset now) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => ShownText.Line(words.Text),
        Span.Strong strong => ShownText.Line(strong.Text),
        Span.Outside outside => CleanText.Line(outside.Text, LongestOutside),
        Span.Moment { Relative: true } moment => Ago(now - moment.At),
        Span.Moment moment => Moment(moment.At),
        Span.LinkTo link => !ShownLink.IsPlace(link.Target) || link.Label == link.Target.ToString() ? ShownText.Line(link.Label) : $"{ShownText.Line(link.Label)} ({link.Target.AbsoluteUri})",
        Span.Ask ask => ShownText.Line(ask.Command),
        _ => throw new InvalidOperationException($"The shell cannot write a {span.GetType().Name}."),
    }));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Ago(TimeSpan past) => past.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)past.TotalSeconds)} s ago")
        : past.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalMinutes} min ago")
        : past.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalHours} h ago")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalDays} d ago");
}
