using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Console;

/// <summary>Draws cards as HTML. Holds no wording; everything is encoded, and what came from outside is kept apart in its own direction.</summary>
internal sealed class ConsoleMarkup : ICardMarkup
{
    /// <summary>A quote longer than this is cut on the card; its link leads to the whole.</summary>
    public const int LongestQuote = 1_500;

    /// <summary>A text longer than this may scroll within its card on a narrow screen; a keyboard must be able to get there.</summary>
    private const int MayScroll = 300;

    /// <summary>Names and the like from outside are cut after this many characters.</summary>
    private const int LongestOutside = 400;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public string Draw(string key, long version, Card card)
    {
        var html = new StringBuilder(2048);
        // The script finds a card by its key; what names parts of it must hold no spaces ("notice-watch 3").
        var id = IdOf(key);
        html.Append(CultureInfo.InvariantCulture, $"<article class=\"card {Of(card.Tone)}{(card.IsDone ? " done" : "")}\" id=\"{E(key)}\" data-version=\"{version}\" data-done=\"{(card.IsDone ? 1 : 0)}\"");
        if (card.Clock?.At is { } due)
            html.Append(CultureInfo.InvariantCulture, $" data-due=\"{due.ToUnixTimeMilliseconds()}\"");
        html.Append(CultureInfo.InvariantCulture, $" aria-labelledby=\"{id}-title\"><div class=\"head\"><h3 id=\"{id}-title\">{E(card.Title)}</h3>");
        if (card.Clock is { } clock)
            DrawClock(html, clock);
        html.Append("</div>");

        var forms = ConsoleForm.Of(card);
        if (forms.Count > 0)
            html.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"/console/press\" id=\"{id}-form\">");
        foreach (var part in card.Parts)
            DrawPart(html, part, id);
        if (forms.Count > 0)
            DrawFields(html, forms[0]);
        DrawActions(html, card, forms, id);
        if (forms.Count > 0)
            html.Append("</form>");
        for (var i = 1; i < forms.Count; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"/console/press\" id=\"{id}-form-{i}\">");
            DrawFields(html, forms[i]);
            html.Append("</form>");
        }

        html.Append("</article>");
        return html.ToString();
    }

    private static void DrawClock(StringBuilder html, CardClock clock)
    {
        html.Append(CultureInfo.InvariantCulture, $"<span class=\"clock {Of(clock.Tone)}\">{E(clock.Label)}");
        if (clock.At is { } at)
            html.Append(CultureInfo.InvariantCulture, $" {Time(at, "clock")}<span class=\"left\" data-until=\"{at.ToUnixTimeMilliseconds()}\"></span>");
        html.Append("</span>");
    }

    private static void DrawPart(StringBuilder html, CardPart part, string id)
    {
        switch (part)
        {
            case CardPart.Line line:
                html.Append(line.Soft ? "<p class=\"soft\">" : "<p>");
                DrawSpans(html, line.Spans);
                html.Append("</p>");
                break;
            case CardPart.Quote quote:
                DrawQuote(html, quote);
                break;
            case CardPart.Pictures pictures:
                html.Append("<ul class=\"pictures\">");
                foreach (var picture in pictures.Attachments)
                {
                    var name = $"<bdi>{E(CleanText.Line(picture.AlternativeText ?? ShownLink.NameOf(picture.Link), LongestOutside))}</bdi>";
                    html.Append(CultureInfo.InvariantCulture, $"<li>{Link(picture.Link, name)} <span class=\"soft\">{E(picture.Kind.ToString().ToLowerInvariant())}</span></li>");
                }

                html.Append("</ul>");
                break;
            case CardPart.Reply reply:
                html.Append(CultureInfo.InvariantCulture, $"<div class=\"draft\"><p class=\"label\">{E(reply.Label)}</p>{Said(reply.Text)}{E(reply.Text)}</p>");
                if (reply.Note.Length > 0)
                    html.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{E(reply.Note)}</p>");
                html.Append("</div>");
                break;
            case CardPart.Banner banner:
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"banner {Of(banner.Tone)}\">{E(banner.Text)}</p>");
                break;
            case CardPart.Facts facts:
                html.Append("<dl class=\"facts\">");
                foreach (var row in facts.Rows)
                {
                    html.Append(CultureInfo.InvariantCulture, $"<div><dt>{E(row.Name)}</dt><dd>");
                    DrawSpans(html, row.Value);
                    html.Append("</dd></div>");
                }

                html.Append("</dl>");
                break;
            case CardPart.Lags lags:
                DrawLags(html, lags);
                break;
            case CardPart.TextBox box:
                html.Append(CultureInfo.InvariantCulture, $"<label for=\"{id}-input\">{E(box.Label)}</label><textarea id=\"{id}-input\" name=\"input\" rows=\"6\" dir=\"auto\" data-longest=\"{box.Longest}\" data-unit=\"{E(box.Unit)}\">\n{E(box.Text)}</textarea><p class=\"soft count\" aria-live=\"polite\"></p>");
                break;
            case CardPart.Call call:
                html.Append("<p>").AppendJoin(' ', call.People.Select(each => $"<b><bdi>@{E(CleanText.Line(each.Name, LongestOutside))}</bdi></b>")).Append("</p>");
                break;
            default:
                throw new InvalidOperationException($"The console cannot draw a {part.GetType().Name}.");
        }
    }

    private static void DrawQuote(StringBuilder html, CardPart.Quote quote)
    {
        html.Append(quote.Label is null ? "<blockquote>" : "<blockquote class=\"aside\">");
        if (quote.Label is { } label)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"label\">{E(label)} <bdi>{E(CleanText.Line(quote.Author.Name, Author.LongestName))}</bdi></p>");
        var text = CleanText.Cut(quote.Text, LongestQuote);
        html.Append(Said(text));
        var at = 0;
        foreach (var mark in quote.Evidence)
        {
            // A mark may stand in what was cut away, or come from an older version of the text.
            if (mark.Start < at || mark.Length <= 0 || mark.Length > text.Length - mark.Start || Splits(text, mark.Start) || Splits(text, mark.Start + mark.Length))
                continue;
            html.Append(E(text[at..mark.Start])).Append("<mark>").Append(E(text.Substring(mark.Start, mark.Length))).Append("</mark>");
            at = mark.Start + mark.Length;
        }

        html.Append(E(text[at..])).Append("</p></blockquote>");
    }

    /// <summary>A mark that begins or ends within a character would break it in two.</summary>
    private static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private static void DrawLags(StringBuilder html, CardPart.Lags lags)
    {
        if (lags.Bars.Count == 0)
            return;
        var words = string.Join(", ", lags.Bars.Select(bar => bar.Label));
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"lags\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{E(words)}\">");
        var whole = Math.Max(lags.Bars[^1].After.TotalMilliseconds, 1);
        var from = 0.0;
        for (var i = 0; i < lags.Bars.Count; i++)
        {
            var to = Math.Clamp(lags.Bars[i].After.TotalMilliseconds / whole * 1000, from, 1000);
            html.Append(CultureInfo.InvariantCulture, $"<rect class=\"lag{i}\" x=\"{from:0.#}\" y=\"0\" width=\"{to - from:0.#}\" height=\"8\"/>");
            from = to;
        }

        html.Append("</svg><p class=\"legend\">");
        for (var i = 0; i < lags.Bars.Count; i++)
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"key lag{i}\">{E(lags.Bars[i].Label)}</span> ");
        html.Append("</p>");
    }

    private static void DrawFields(StringBuilder html, ConsoleForm form) =>
        html.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"nudge\" value=\"{form.Nudge?.Value}\"><input type=\"hidden\" name=\"version\" value=\"{form.Version}\">");

    private static void DrawActions(StringBuilder html, Card card, IReadOnlyList<ConsoleForm> forms, string id)
    {
        if (card.Actions.Count == 0)
            return;
        var main = card.Actions.FirstOrDefault(action => action.Style == ActionStyle.Main);
        html.Append("<div class=\"row\">");
        foreach (var action in card.Actions.Where(action => action.Style != ActionStyle.More))
            DrawButton(html, card, action, forms, id, isMain: ReferenceEquals(action, main));
        var more = card.Actions.Where(action => action.Style == ActionStyle.More).ToList();
        if (more.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details class=\"more\" id=\"{id}-more\"><summary aria-label=\"More\">⋯</summary><div class=\"menu\">");
            foreach (var action in more)
                DrawButton(html, card, action, forms, id, isMain: false);
            html.Append("</div></details>");
        }

        html.Append("</div>");
    }

    private static void DrawButton(StringBuilder html, Card card, CardAction action, IReadOnlyList<ConsoleForm> forms, string id, bool isMain)
    {
        html.Append(CultureInfo.InvariantCulture, $"<button name=\"press\" value=\"{E(ConsoleClicks.Pack(action))}\"");
        var form = ConsoleForm.IndexOf(forms, card, action);
        if (form > 0)
            html.Append(CultureInfo.InvariantCulture, $" form=\"{id}-form-{form}\"");
        if (isMain)
            html.Append(" class=\"main\"");
        if (action.Description is { } description)
            html.Append(CultureInfo.InvariantCulture, $" aria-label=\"{E(description)}\"");
        html.Append(CultureInfo.InvariantCulture, $">{E(action.Label)}</button>");
    }

    private static void DrawSpans(StringBuilder html, IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            switch (span)
            {
                case Span.Words words:
                    html.Append(E(words.Text));
                    break;
                case Span.Strong strong:
                    html.Append(CultureInfo.InvariantCulture, $"<b>{E(strong.Text)}</b>");
                    break;
                case Span.Outside outside:
                    html.Append(outside.IsStrong ? "<b><bdi>" : "<bdi>").Append(E(CleanText.Line(outside.Text, LongestOutside))).Append(outside.IsStrong ? "</bdi></b>" : "</bdi>");
                    break;
                case Span.Moment moment:
                    html.Append(Time(moment.At, moment.Relative ? "ago" : "moment"));
                    break;
                case Span.LinkTo link:
                    html.Append(Link(link.Target, E(link.Label)));
                    break;
                case Span.Ask ask:
                    html.Append(CultureInfo.InvariantCulture, $"<a class=\"ask\" href=\"/console/ask?say={Uri.EscapeDataString(ask.Command)}\">{E(ask.Label)}</a>");
                    break;
                default:
                    throw new InvalidOperationException($"The console cannot draw a {span.GetType().Name}.");
            }
        }
    }

    /// <summary>Says UTC until the page's script puts the reader's own time in its place.</summary>
    private static string Time(DateTimeOffset at, string show)
    {
        var utc = at.UtcDateTime;
        var words = show == "clock" ? utc.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture) : utc.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"<time datetime=\"{utc:yyyy-MM-ddTHH:mm:ss.fffZ}\" data-show=\"{show}\">{words}</time>");
    }

    private static string Said(string text) => text.Length > MayScroll ? "<p class=\"said\" dir=\"auto\" tabindex=\"0\">" : "<p class=\"said\" dir=\"auto\">";

    private static string Of(Tone tone) => tone switch
    {
        Tone.Now => "now",
        Tone.Soon => "soon",
        Tone.Done => "calm",
        _ => "calm",
    };

    private static string Link(Uri target, string name) => ShownLink.IsPlace(target)
        ? $"<a href=\"{E(target.AbsoluteUri)}\" rel=\"noopener noreferrer nofollow\" target=\"_blank\">{name}</a>"
        : name;

    /// <summary>A key as the beginning of ids: letters, digits, dashes; what else it holds is spelled out, so that two keys never meet.</summary>
    private static string IdOf(string key)
    {
        var id = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '-')
                id.Append(c);
            else
                id.Append(CultureInfo.InvariantCulture, $"_{(int)c:x}_");
        }

        return id.ToString();
    }

    private static string E(string text) => Encoder.Encode(ShownText.Of(text));
}
