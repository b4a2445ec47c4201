using System.Globalization;
using System.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Shell;

/// <summary>Writes cards as plain text for a terminal. Nothing from outside can steer the terminal: control characters are gone before it is written.</summary>
public static class ShellText
{
    private const int LongestQuote = 600;

    public static string Write(Card card, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(card.Title);
        if (card.Clock is { } clock)
            text.Append(CultureInfo.InvariantCulture, $"  [{clock.Label}{(clock.At is { } at ? " " + Moment(at) : "")}]");
        text.Append('\n');
        foreach (var part in card.Parts)
            WritePart(text, part, now);
        return Safe(text.ToString()).TrimEnd() + "\n";
    }

    private static void WritePart(StringBuilder text, CardPart part, DateTimeOffset now)
    {
        switch (part)
        {
            case CardPart.Line line:
                text.Append(Spans(line.Spans, now)).Append('\n');
                break;
            case CardPart.Quote quote:
                text.Append(CultureInfo.InvariantCulture, $"  {(quote.Label is null ? "" : quote.Label + " ")}{quote.Author.Name}:\n");
                foreach (var row in CleanText.Cut(quote.Text, LongestQuote).Split('\n'))
                    text.Append("  | ").Append(row).Append('\n');
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                    text.Append(CultureInfo.InvariantCulture, $"  {picture.Link.AbsoluteUri}{(picture.AlternativeText is { } shows ? $" ({shows})" : "")}\n");
                break;
            case CardPart.Reply reply:
                text.Append(CultureInfo.InvariantCulture, $"  {reply.Label}:\n");
                foreach (var row in reply.Text.Split('\n'))
                    text.Append("  > ").Append(row).Append('\n');
                if (reply.Note.Length > 0)
                    text.Append(CultureInfo.InvariantCulture, $"    {reply.Note}\n");
                break;
            case CardPart.Banner banner:
                text.Append("! ").Append(banner.Text).Append('\n');
                break;
            case CardPart.Facts facts:
                var width = facts.Rows.Count == 0 ? 0 : Math.Min(facts.Rows.Max(row => row.Name.Length), 24);
                foreach (var row in facts.Rows)
                    text.Append("  ").Append(row.Name.PadRight(width)).Append("  ").Append(Spans(row.Value, now)).Append('\n');
                break;
            case CardPart.Lags lags:
                text.Append("  ").AppendJoin(" · ", lags.Bars.Select(bar => bar.Label)).Append('\n');
                break;
            case CardPart.TextBox box:
                text.Append(CultureInfo.InvariantCulture, $"  {box.Label}:\n  > {box.Text}\n");
                break;
            default:
                throw new InvalidOperationException($"The shell cannot write a {part.GetType().Name}.");
        }
    }

    private static string Spans(IReadOnlyList<Span> spans, DateTimeOffset now) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        Span.Outside outside => CleanText.Line(outside.Text, 400),
        Span.Moment { Relative: true } moment => Ago(now - moment.At),
        Span.Moment moment => Moment(moment.At),
        Span.LinkTo link => link.Label == link.Target.ToString() ? link.Label : $"{link.Label} ({link.Target.AbsoluteUri})",
        Span.Ask ask => ask.Command,
        _ => throw new InvalidOperationException($"The shell cannot write a {span.GetType().Name}."),
    }));

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Ago(TimeSpan past) => past.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)past.TotalSeconds)} s ago")
        : past.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalMinutes} min ago")
        : past.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalHours} h ago")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)past.TotalDays} d ago");

    private static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\n' || !char.IsControl(c))
                safe.Append(c);
        }

        return safe.ToString();
    }
}
