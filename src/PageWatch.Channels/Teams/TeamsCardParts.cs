using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Channels.Teams;

/// <summary>Writes a card part by part.</summary>
internal sealed class TeamsCardParts(Utf8JsonWriter json, TeamsLengths lengths, TeamsCardPlace place)
{
    private readonly TeamsRuns runs = new(json);
    private readonly TeamsButtons buttons = new(json, place);

    public void Draw(Card card, int parts)
    {
        var fallback = ShownText.Line(card.Fallback);
        json.WriteStartObject();
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.5");
        json.WriteString("fallbackText", TeamsRuns.Unformatted(CleanText.Cut(fallback, 1_000)));
        json.WritePropertyName("msteams");
        json.WriteStartObject();
        json.WriteString("width", "full");
        WriteMentions(card);
        json.WriteEndObject();
        json.WriteStartArray("body");
        if (!place.IsWindow)
            DrawHead(card);
        foreach (var part in card.Parts.Take(parts))
            DrawPart(card, part);
        if (parts < card.Parts.Count)
            runs.Text("…", new TeamsLook(IsSoft: true));
        json.WriteEndArray();
        buttons.Draw(card);
        json.WriteEndObject();
    }

    private void DrawHead(Card card)
    {
        // Said in words too: a colour is never the only one to say it.
        Open(StyleOf(card.IsDone ? Tone.Done : card.Tone), bleeds: true);
        runs.Text(Own(card.Title), new TeamsLook(IsStrong: true, IsLarge: true));
        if (card.Clock is { } clock)
        {
            // No colour of its own: on the colour of the head it would hardly be read.
            var look = default(TeamsLook);
            runs.Begin(small: true);
            runs.Run(Own(clock.Label), look);
            if (clock.At is { } at)
            {
                runs.Run(" ", look);
                Moment(at, look);
            }

            runs.End();
        }

        Close();
    }

    private void DrawPart(Card card, CardPart part)
    {
        switch (part)
        {
            case CardPart.Line line when line.Spans.Count > 0:
                runs.Begin(small: line.Soft);
                Spans(line.Spans, line.Soft);
                runs.End();
                break;
            case CardPart.Quote quote:
                DrawQuote(quote);
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                    DrawPicture(picture);
                break;
            case CardPart.Reply reply:
                Open("emphasis");
                runs.Text(Own(reply.Label), new TeamsLook(IsStrong: true, IsSoft: true));
                runs.Text(TeamsRuns.Isolated(ShownText.Of(CleanText.Cut(reply.Text, lengths.Reply))), default);
                runs.Text(Own(reply.Note), new TeamsLook(IsSoft: true));
                Close();
                break;
            case CardPart.Banner banner when banner.Text.Length > 0:
                Open(StyleOf(banner.Tone));
                runs.Text(TeamsRuns.Isolated(ShownText.Of(CleanText.Cut(banner.Text, lengths.Words))), new TeamsLook(IsStrong: true));
                Close();
                break;
            case CardPart.Facts facts:
                foreach (var row in facts.Rows.Where(row => row.Name.Length > 0 || row.Value.Count > 0))
                {
                    runs.Begin(small: true);
                    runs.Run(CleanText.Cut(ShownText.Line(row.Name), TeamsCardJson.LongestLabel), new TeamsLook(IsStrong: true));
                    runs.Run("  ", default);
                    Spans(row.Value, soft: false);
                    runs.End();
                }

                break;
            case CardPart.Lags lags when lags.Bars.Any(bar => bar.Label.Length > 0):
                runs.Text(string.Join(" · ", lags.Bars.Select(bar => Own(bar.Label))), new TeamsLook(IsSoft: true));
                break;
            case CardPart.TextBox box:
                DrawBox(card, box);
                break;
            case CardPart.Call call:
                DrawCall(call);
                break;
            case CardPart.Line or CardPart.Banner or CardPart.Lags:
                break;
            default:
                throw new InvalidOperationException($"Teams cannot show a {part.GetType().Name}.");
        }
    }

    /// <summary>
    /// Those who are called stand in a TextBlock, the one element in which Teams finds mentions, and nothing else does. Each is an id, and a name of letters, digits and blanks.
    /// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards
    /// </summary>
    private void DrawCall(CardPart.Call call)
    {
        var names = call.People.Where(each => MentionOf(each) is not null).Select(each => Tag(each.Name)).ToList();
        if (names.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "TextBlock");
            json.WriteString("text", string.Join(' ', names));
            json.WriteBoolean("wrap", true);
            json.WriteString("weight", "Bolder");
            json.WriteEndObject();
        }

        runs.Text(string.Join(' ', call.People.Where(each => MentionOf(each) is null).Select(each => "@" + TeamsRuns.Isolated(CleanText.Line(each.Name, lengths.Outside)))), new TeamsLook(IsStrong: true));
    }

    private void WriteMentions(Card card)
    {
        var called = card.Parts.OfType<CardPart.Call>().SelectMany(call => call.People).Where(each => MentionOf(each) is not null).DistinctBy(each => Tag(each.Name)).ToList();
        if (called.Count == 0)
            return;
        json.WriteStartArray("entities");
        foreach (var each in called)
        {
            json.WriteStartObject();
            json.WriteString("type", "mention");
            json.WriteString("text", Tag(each.Name));
            json.WriteStartObject("mentioned");
            json.WriteString("id", MentionOf(each)!.User);
            json.WriteString("name", Name(each.Name));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ChatAccount? MentionOf(Called called) => Name(called.Name).Length == 0 ? null : called.Accounts.FirstOrDefault(account => account.Chat == ChannelKind.Teams);

    private static string Tag(string name) => $"<at>{Name(name)}</at>";

    /// <summary>A TextBlock is Markdown: what is neither letter nor digit goes.</summary>
    private static string Name(string name) => string.Join(' ', string.Concat(CleanText.Line(name, Author.LongestName).Select(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void DrawQuote(CardPart.Quote quote)
    {
        Open("emphasis");
        if (quote.Label is { } label)
        {
            runs.Begin(small: true);
            runs.Run(Own(label) + " ", new TeamsLook(IsSoft: true));
            runs.Run(TeamsRuns.Isolated(CleanText.Line(quote.Author.Name, Author.LongestName)), new TeamsLook(IsSoft: true, IsStrong: true));
            runs.End();
        }

        var text = CleanText.Cut(quote.Text, lengths.Quote);
        if (text.Length > 0)
        {
            runs.Begin();
            foreach (var (stretch, isMarked) in Stretches(text, quote.Evidence))
                runs.Run(stretch, new TeamsLook(IsMarked: isMarked));
            runs.End();
        }

        Close();
    }

    /// <summary>The text from mark to mark. Lines that are read from the right keep to themselves: what isolates them may stand in different runs of a line.</summary>
    private static List<(string Text, bool IsMarked)> Stretches(string text, IReadOnlyList<Evidence> marks)
    {
        var isolates = TeamsRuns.IsRightToLeft(ShownText.Of(text));
        var stretches = new List<(string Text, bool IsMarked)>();
        var at = 0;
        foreach (var mark in marks)
        {
            // A mark may stand in what was cut away, or come from an older version of the text.
            if (mark.Start < at || mark.Length <= 0 || mark.Length > text.Length - mark.Start || Splits(text, mark.Start) || Splits(text, mark.Start + mark.Length))
                continue;
            Add(text[at..mark.Start], isMarked: false);
            Add(text.Substring(mark.Start, mark.Length), isMarked: true);
            at = mark.Start + mark.Length;
        }

        Add(text[at..], isMarked: false);
        if (isolates && stretches.Count > 0)
        {
            stretches[0] = stretches[0] with { Text = "\u2068" + stretches[0].Text };
            stretches[^1] = stretches[^1] with { Text = stretches[^1].Text + "\u2069" };
        }

        return stretches;

        void Add(string stretch, bool isMarked)
        {
            var shown = ShownText.Of(stretch);
            if (shown.Length > 0)
                stretches.Add((isolates ? shown.Replace("\n", "\u2069\n\u2068", StringComparison.Ordinal) : shown, isMarked));
        }
    }

    private void DrawPicture(Attachment picture)
    {
        var name = TeamsRuns.Isolated(CleanText.Line(picture.AlternativeText ?? ShownLink.NameOf(picture.Link), lengths.Outside));
        runs.Begin(small: true);
        if (ShownLink.IsPlace(picture.Link))
            Link(name.Length > 0 ? name : ShownLink.NameOf(picture.Link), picture.Link);
        else
            runs.Run(name, default);
        runs.Run(" " + picture.Kind.ToString().ToLowerInvariant(), new TeamsLook(IsSoft: true));
        runs.End();
    }

    private void DrawBox(Card card, CardPart.TextBox box)
    {
        json.WriteStartObject();
        json.WriteString("type", "Input.Text");
        json.WriteString("id", TeamsCardJson.InputId);
        json.WriteString("label", TeamsRuns.Unformatted(Own(box.Label)));
        json.WriteBoolean("isMultiline", true);
        // To the letter, not cleaned and not cut: what is sent back is what somebody then publishes.
        json.WriteString("value", box.Text);
        if (card.Actions.Any(action => action.SendsInput))
        {
            json.WriteBoolean("isRequired", true);
            json.WriteString("errorMessage", TeamsWording.Empty);
        }

        json.WriteEndObject();
    }

    private void Spans(IReadOnlyList<Span> spans, bool soft)
    {
        foreach (var span in spans)
        {
            var look = new TeamsLook(IsSoft: soft);
            switch (span)
            {
                case Span.Words words:
                    runs.Run(CleanText.Cut(ShownText.Line(words.Text), lengths.Words), look);
                    break;
                case Span.Strong strong:
                    runs.Run(CleanText.Cut(ShownText.Line(strong.Text), lengths.Words), look with { IsStrong = true });
                    break;
                case Span.Outside outside:
                    runs.Run(TeamsRuns.Isolated(CleanText.Line(outside.Text, lengths.Outside)), look with { IsStrong = outside.IsStrong });
                    break;
                case Span.Moment moment:
                    Moment(moment.At, look);
                    break;
                case Span.LinkTo link when ShownLink.IsPlace(link.Target):
                    Link(CleanText.Cut(ShownText.Line(link.Label), lengths.Words), link.Target);
                    break;
                case Span.LinkTo link:
                    runs.Run(CleanText.Cut(ShownText.Line(link.Label), lengths.Words), look);
                    break;
                case Span.Ask ask:
                    DrawAsk(ask);
                    break;
                default:
                    throw new InvalidOperationException($"Teams cannot show a {span.GetType().Name}.");
            }
        }
    }

    /// <summary>Each client shows it in the reader's own zone and language.</summary>
    private void Moment(DateTimeOffset at, TeamsLook look)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        runs.One($"{{{{DATE({utc}, COMPACT)}}}} {{{{TIME({utc})}}}}", look, null);
    }

    private void Link(string label, Uri target) => runs.Run(label, default, () =>
    {
        json.WriteString("type", "Action.OpenUrl");
        json.WriteString("url", target.AbsoluteUri);
    });

    private void DrawAsk(Span.Ask ask) => runs.Run(CleanText.Cut(ShownText.Line(ask.Label), lengths.Words), default, () =>
    {
        json.WriteString("type", place.IsWindow ? "Action.Submit" : "Action.Execute");
        if (!place.IsWindow)
            json.WriteString("verb", ChatVerbs.Say);
        json.WriteString("associatedInputs", "none");
        json.WriteStartObject("data");
        if (place.IsWindow)
            json.WriteString("verb", ChatVerbs.Say);
        json.WriteStartObject("v");
        json.WriteString("argument", ask.Command);
        // The way back from the answer.
        if (place.About is { } nudge)
            json.WriteString("from", nudge.Value.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private void Open(string style, bool bleeds = false)
    {
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("style", style);
        if (bleeds)
            json.WriteBoolean("bleed", true);
        json.WriteStartArray("items");
    }

    private void Close()
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Own(string text) => CleanText.Cut(ShownText.Line(text), lengths.Words);

    /// <summary>A mark that begins or ends within a character would break it in two.</summary>
    private static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private static string StyleOf(Tone tone) => tone switch
    {
        Tone.Now => "attention",
        Tone.Soon => "warning",
        Tone.Done => "good",
        _ => "default",
    };
}
