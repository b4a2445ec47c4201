using System.Globalization;
using System.Net;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Mail;

/// <summary>A card as the HTML that every mail program shows: no picture, no script, no form, styles beside what they style. Everything in it is encoded.</summary>
internal static class MailHtml
{
    public static string Write(Card card, Uri? console)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head>\n<body style=\"font-family:sans-serif;font-size:15px;line-height:1.5\">\n");
        // Shown by telephones beside the subject, and nowhere else.
        html.Append("<div style=\"display:none\">").Append(Line(card.Fallback)).Append("</div>\n");
        html.Append("<h1 style=\"font-size:18px\">").Append(Line(card.Title)).Append("</h1>\n");
        if (card.Clock is { } clock)
            html.Append("<p>").Append(Line(clock.Label)).Append(clock.At is { } at ? " " + Moment(at) : "").Append("</p>\n");
        foreach (var part in card.Parts)
            WritePart(html, part);
        if (console is not null)
            html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Encode(console.AbsoluteUri)}\">{Encode(console.AbsoluteUri)}</a></p>\n");
        return html.Append("</body></html>\n").ToString();
    }

    private static void WritePart(StringBuilder html, CardPart part)
    {
        switch (part)
        {
            case CardPart.Line line:
                html.Append(line.Soft ? "<p style=\"color:#555\">" : "<p>").Append(Spans(line.Spans)).Append("</p>\n");
                break;
            case CardPart.Quote quote:
                html.Append("<p>").Append(quote.Label is null ? "" : Line(quote.Label) + " ").Append("<bdi>").Append(Encode(CleanText.Line(quote.Author.Name, Author.LongestName))).Append("</bdi>:</p>\n");
                html.Append("<blockquote dir=\"auto\" style=\"white-space:pre-wrap;margin:0 0 1em;padding-left:12px;border-left:3px solid #999\">")
                    .Append(Text(CleanText.Cut(quote.Text, MailText.LongestQuote))).Append("</blockquote>\n");
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                    html.Append("<p>").Append(Link(CleanText.Line(picture.AlternativeText ?? ShownLink.NameOf(picture.Link), MailText.LongestOutside), picture.Link)).Append("</p>\n");
                break;
            case CardPart.Reply reply:
                html.Append("<p><strong>").Append(Line(reply.Label)).Append("</strong></p>\n<div dir=\"auto\" style=\"white-space:pre-wrap;padding-left:12px;border-left:3px solid #393\">")
                    .Append(Text(reply.Text)).Append("</div>\n<p style=\"color:#555\">").Append(Line(reply.Note)).Append("</p>\n");
                break;
            case CardPart.Banner banner:
                html.Append("<p><strong>").Append(Line(banner.Text)).Append("</strong></p>\n");
                break;
            case CardPart.Facts facts:
                foreach (var row in facts.Rows)
                    html.Append("<p>").Append(Line(row.Name)).Append(": ").Append(Spans(row.Value)).Append("</p>\n");
                break;
            case CardPart.Lags lags:
                html.Append("<p>").AppendJoin(" · ", lags.Bars.Select(bar => Line(bar.Label))).Append("</p>\n");
                break;
            case CardPart.TextBox box:
                html.Append("<p>").Append(Line(box.Label)).Append("</p>\n<div style=\"white-space:pre-wrap\">").Append(Text(box.Text)).Append("</div>\n");
                break;
            case CardPart.Call call:
                html.Append("<p>").AppendJoin(' ', call.People.Select(each => $"<strong><bdi>@{Encode(CleanText.Line(each.Name, MailText.LongestOutside))}</bdi></strong>")).Append("</p>\n");
                break;
            default:
                throw new InvalidOperationException($"A mail cannot show a {part.GetType().Name}.");
        }
    }

    private static string Spans(IReadOnlyList<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => Line(words.Text),
        Span.Strong strong => $"<strong>{Line(strong.Text)}</strong>",
        Span.Outside outside => outside.IsStrong ? $"<strong><bdi>{Outside(outside)}</bdi></strong>" : $"<bdi>{Outside(outside)}</bdi>",
        Span.Moment moment => Moment(moment.At),
        Span.LinkTo link => Link(ShownText.Line(link.Label), link.Target),
        Span.Ask ask => Line(ask.Label),
        _ => throw new InvalidOperationException($"A mail cannot show a {span.GetType().Name}."),
    }));

    private static string Outside(Span.Outside outside) => Encode(CleanText.Line(outside.Text, MailText.LongestOutside));

    private static string Moment(DateTimeOffset at) =>
        $"<time datetime=\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\">{MailText.Moment(at)}</time>";

    private static string Link(string label, Uri target) =>
        ShownLink.IsPlace(target) ? $"<a href=\"{Encode(target.AbsoluteUri)}\" rel=\"noreferrer\">{Encode(label)}</a>" : Encode(label);

    private static string Line(string text) => Encode(ShownText.Line(text));

    private static string Text(string text) => Encode(ShownText.Of(text));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
