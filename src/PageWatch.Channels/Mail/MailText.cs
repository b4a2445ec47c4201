using System.Globalization;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Mail;

/// <summary>A card as plain text. What somebody wrote stands behind a mark in each of its lines.</summary>
internal static class MailText
{
    public const int LongestQuote = 1_500;
    public const int LongestOutside = 400;

    public static string Write(Card card, Uri? console)
    {
        var text = new StringBuilder();
        // The first line is what a telephone shows beside the subject.
        text.Append(ShownText.Line(card.Fallback)).Append("\n\n").Append(ShownText.Line(card.Title));
        if (card.Clock is { } clock)
            text.Append(" · ").Append(ShownText.Line(clock.Label)).Append(clock.At is { } at ? " " + Moment(at) : "");
        text.Append('\n');
        foreach (var part in card.Parts)
            WritePart(text, part);
        if (console is not null)
            text.Append('\n').Append(console.AbsoluteUri).Append('\n');
        return text.ToString();
    }

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static void WritePart(StringBuilder text, CardPart part)
    {
        switch (part)
        {
            case CardPart.Line line:
                text.Append(Spans(line.Spans)).Append('\n');
                break;
            case CardPart.Quote quote:
                text.Append('\n').Append(quote.Label is null ? "" : ShownText.Line(quote.Label) + " ").Append(CleanText.Line(quote.Author.Name, Author.LongestName)).Append(":\n");
                WriteRows(text, CleanText.Cut(quote.Text, LongestQuote));
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                    text.Append(CleanText.Line(picture.AlternativeText ?? ShownLink.NameOf(picture.Link), LongestOutside)).Append(ShownLink.IsPlace(picture.Link) ? $" ({picture.Link.AbsoluteUri})" : "").Append('\n');
                break;
            case CardPart.Reply reply:
                text.Append('\n').Append(ShownText.Line(reply.Label)).Append(":\n");
                WriteRows(text, reply.Text);
                if (reply.Note.Length > 0)
                    text.Append(ShownText.Line(reply.Note)).Append('\n');
                break;
            case CardPart.Banner banner:
                text.Append("! ").Append(ShownText.Line(banner.Text)).Append('\n');
                break;
            case CardPart.Facts facts:
                foreach (var row in facts.Rows)
                    text.Append(ShownText.Line(row.Name)).Append(": ").Append(Spans(row.Value)).Append('\n');
                break;
            case CardPart.Lags lags:
                text.AppendJoin(" · ", lags.Bars.Select(bar => ShownText.Line(bar.Label))).Append('\n');
                break;
            case CardPart.TextBox box:
                text.Append(ShownText.Line(box.Label)).Append(":\n");
                WriteRows(text, box.Text);
                break;
            case CardPart.Call call:
                text.AppendJoin(' ', call.People.Select(each => "@" + CleanText.Line(each.Name, LongestOutside))).Append('\n');
                break;
            default:
                throw new InvalidOperationException($"A mail cannot show a {part.GetType().Name}.");
        }
    }

    private static void WriteRows(StringBuilder text, string said)
    {
        foreach (var row in ShownText.Of(said).Split('\n'))
            text.Append($"> {row.Replace('\t', ' ')}".TrimEnd()).Append('\n');
    }

    private static string Spans(IReadOnlyList<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => ShownText.Line(words.Text),
        Span.Strong strong => ShownText.Line(strong.Text),
        Span.Outside outside => CleanText.Line(outside.Text, LongestOutside),
        Span.Moment moment => Moment(moment.At),
        Span.LinkTo link => !ShownLink.IsPlace(link.Target) || link.Label == link.Target.ToString() ? ShownText.Line(link.Label) : $"{ShownText.Line(link.Label)} ({link.Target.AbsoluteUri})",
        Span.Ask ask => ShownText.Line(ask.Label),
        _ => throw new InvalidOperationException($"A mail cannot show a {span.GetType().Name}."),
    }));
}
