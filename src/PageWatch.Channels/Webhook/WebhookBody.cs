using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Webhook;

/// <summary>Writes a card as the JSON that README.md describes. Texts from outside stay texts: what a receiver makes of them, it must escape itself.</summary>
internal static class WebhookBody
{
    /// <summary>Counts when a member changes its meaning or goes.</summary>
    public const int Schema = 1;

    private const int LongestText = 10_000;
    private const int LongestOutside = 400;

    public static ReadOnlyMemory<byte> Write(CardDelivery delivery)
    {
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true });
        JsonSerializer.Serialize(json, Wire(delivery), WebhookJson.Default.WebhookWire);
        return bytes.WrittenMemory;
    }

    private static WebhookWire Wire(CardDelivery delivery)
    {
        var card = delivery.Card;
        var subject = delivery.Subject;
        return new WebhookWire
        {
            Type = delivery.Nudge is null ? "notice" : "nudge.card",
            Schema = Schema,
            Key = delivery.Key,
            Version = delivery.Version,
            Nudge = delivery.Nudge?.Value,
            State = subject is null ? null : Word(subject.State.ToString()),
            Kind = subject is null ? null : Word(subject.Kind.ToString()),
            Reason = subject?.Reason is { } reason ? Word(reason.ToString()) : null,
            Page = subject is null ? null : new PageWire(Line(subject.PageName), subject.PageAddress.AbsoluteUri),
            Author = subject?.Author is { } author ? new AuthorWire(Line(author.Name), Place(author.Link)) : null,
            Text = Text(subject?.Text),
            Links = new LinksWire(Place(subject?.Post), Place(subject?.Reply), delivery.Console?.AbsoluteUri),
            DueAt = subject?.DueAt?.ToUniversalTime(),
            Draft = Text(subject?.Draft),
            Fallback = ShownText.Line(card.Fallback),
            Card = new CardWire(
                ShownText.Line(card.Title),
                Word(card.Tone.ToString()),
                card.IsDone,
                card.Clock is { } clock ? new ClockWire(ShownText.Line(clock.Label), clock.At?.ToUniversalTime(), Word(clock.Tone.ToString())) : null,
                [.. card.Parts.Select(Part)]),
        };
    }

    private static PartWire Part(CardPart part) => part switch
    {
        CardPart.Line line => new PartWire("line") { Spans = Spans(line.Spans), Soft = line.Soft ? true : null },
        CardPart.Quote quote => new PartWire("quote")
        {
            Label = quote.Label is null ? null : ShownText.Line(quote.Label), Author = Line(quote.Author.Name), Text = Text(quote.Text), Link = Place(quote.Link),
        },
        CardPart.Pictures pictures => new PartWire("pictures")
        {
            Pictures = [.. pictures.Attachments.Select(each => new PictureWire(Word(each.Kind.ToString()), Place(each.Link), Line(each.AlternativeText ?? ShownLink.NameOf(each.Link))))],
        },
        CardPart.Reply reply => new PartWire("reply") { Label = ShownText.Line(reply.Label), Text = Text(reply.Text), Note = ShownText.Line(reply.Note) },
        CardPart.Banner banner => new PartWire("banner") { Text = ShownText.Of(banner.Text), Tone = Word(banner.Tone.ToString()) },
        CardPart.Facts facts => new PartWire("facts") { Rows = [.. facts.Rows.Select(row => new FactWire(ShownText.Line(row.Name), Spans(row.Value)))] },
        CardPart.Lags lags => new PartWire("lags") { Bars = [.. lags.Bars.Select(bar => new BarWire(ShownText.Line(bar.Label), (long)bar.After.TotalSeconds))] },
        CardPart.TextBox box => new PartWire("text") { Label = ShownText.Line(box.Label), Text = Text(box.Text) },
        CardPart.Call call => new PartWire("call") { People = [.. call.People.Select(each => Line(each.Name))] },
        _ => throw new InvalidOperationException($"A webhook cannot tell a {part.GetType().Name}."),
    };

    private static IReadOnlyList<SpanWire> Spans(IReadOnlyList<Span> spans) => [.. spans.Select(span => span switch
    {
        Span.Words words => new SpanWire(ShownText.Line(words.Text)),
        Span.Strong strong => new SpanWire(ShownText.Line(strong.Text)) { Strong = true },
        Span.Outside outside => new SpanWire(Line(outside.Text)) { Outside = true, Strong = outside.IsStrong ? true : null },
        Span.Moment moment => new SpanWire(moment.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)) { At = moment.At.ToUniversalTime() },
        Span.LinkTo link => new SpanWire(ShownText.Line(link.Label)) { Link = Place(link.Target) },
        Span.Ask ask => new SpanWire(ShownText.Line(ask.Label)),
        _ => throw new InvalidOperationException($"A webhook cannot tell a {span.GetType().Name}."),
    })];

    private static string? Text(string? text) => text is null ? null : ShownText.Of(CleanText.Cut(text, LongestText));

    private static string Line(string text) => CleanText.Line(text, LongestOutside);

    private static string? Place(Uri? target) => target is not null && ShownLink.IsPlace(target) ? target.AbsoluteUri : null;

    /// <summary>NeedsPerson → needs_person: as the other words of the JSON are written.</summary>
    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
