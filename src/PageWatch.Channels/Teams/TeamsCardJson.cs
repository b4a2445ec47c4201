using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Channels.Teams;

/// <summary>
/// Writes a card as an Adaptive Card 1.5. Every text is a TextRun, which knows no markup: nothing in it is bold, a link, a picture or a mention because somebody wrote it so.
/// Only "{{DATE(" and "{{TIME(" mean something in a TextRun, and a text that holds them is written as two runs.
/// </summary>
/// <remarks>https://adaptivecards.io/explorer/TextRun.html · https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features</remarks>
internal static class TeamsCardJson
{
    /// <summary>What Teams takes as one message, measured as UTF-16. https://learn.microsoft.com/microsoftteams/limits-specifications-teams</summary>
    public const int LargestMessage = 100 * 1024;

    /// <summary>What a card should stay below: the limit of incoming webhooks, which other ways into Teams share. https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using</summary>
    public const int SoftTarget = 28 * 1024;

    /// <summary>
    /// One row of buttons. Teams shows six (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions); the renderer that other clients are
    /// built on takes five, and drops the rest (https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config).
    /// </summary>
    public const int MostActions = 5;

    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The name of the box in what comes back.</summary>
    public const string InputId = "input";

    /// <summary>The id of the action that leads from an answer back to the card: a way of this chat, and no action of the card.</summary>
    public const string BackId = "back";

    /// <summary>The verb of a look at the card as it is.</summary>
    public const string ShowVerb = "show";

    /// <summary>The verb of a look at what stood here, where no nudge says what that is.</summary>
    public const string BackVerb = "back";

    /// <summary>Around the card there is an envelope, and the whole must fit.</summary>
    private const int Envelope = 2_048;

    private const int LongestLabel = 200;

    /// <summary>From what shows all that anybody reads to what fits always; quotes give way first.</summary>
    private static readonly Lengths[] Steps =
    [
        new(Quote: 3_000, Reply: 12_000, Outside: 400, Words: 2_000), new(1_500, 12_000, 400, 2_000), new(700, 12_000, 400, 1_000), new(300, 4_000, 200, 500), new(200, 1_500, 100, 200), new(120, 400, 80, 100),
    ];

    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    /// <param name="about">The nudge that the card is about; null where it is about none.</param>
    /// <param name="way">How the reader gets back to what stood here before; null where the card stands for itself.</param>
    public static byte[] Write(Card card, NudgeId? about, CardAction? way = null) => Write(card, new Place(about ?? NudgeOf(card), way, null));

    /// <summary>As it stands in a window of its own: the window says the title.</summary>
    /// <param name="opener">The button that opened the window: when what is typed there is refused, the window comes again and the text is still in it.</param>
    public static byte[] WriteInWindow(Card card, NudgeId? about, Click opener) => Write(card, new Place(about ?? NudgeOf(card), null, opener));

    private static NudgeId? NudgeOf(Card card) => card.Actions.FirstOrDefault(action => action.Nudge is not null)?.Nudge;

    private static byte[] Write(Card card, Place place)
    {
        var written = Array.Empty<byte>();
        foreach (var lengths in Steps)
        {
            written = Write(card, place, lengths, card.Parts.Count);
            if (SizeOf(written) <= SoftTarget - Envelope)
                return written;
        }

        // Above the soft target it still fits. Above the hard one the last parts go, and "…" says so.
        for (var parts = card.Parts.Count; SizeOf(written) > LargestMessage - Envelope && parts > 0;)
        {
            parts -= Math.Max(1, parts / 8);
            written = Write(card, place, Steps[^1], parts);
        }

        return written;
    }

    /// <summary>In bytes of UTF-16, as Teams counts.</summary>
    public static int SizeOf(ReadOnlySpan<byte> json) => Encoding.UTF8.GetCharCount(json) * 2;

    private static byte[] Write(Card card, Place place, Lengths lengths, int parts)
    {
        var bytes = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(bytes, Plainly))
            new Drawing(json, lengths, place).Draw(card, parts);
        return bytes.WrittenSpan.ToArray();
    }

    private readonly record struct Lengths(int Quote, int Reply, int Outside, int Words);

    /// <summary>Where a card stands.</summary>
    /// <param name="About">The nudge that it is about.</param>
    /// <param name="Way">From an answer that stands in a card's place to the card.</param>
    /// <param name="Opener">What opened the window that it stands in; null for none.</param>
    private sealed record Place(NudgeId? About, CardAction? Way, Click? Opener)
    {
        public bool IsWindow => Opener is not null;
    }

    /// <summary>How a run of text looks.</summary>
    private readonly record struct Look(bool IsStrong = false, bool IsSoft = false, bool IsMarked = false, bool IsLarge = false);

    private sealed class Drawing(Utf8JsonWriter json, Lengths lengths, Place place)
    {
        private bool isBegun;
        private bool isSmall;

        public void Draw(Card card, int parts)
        {
            var fallback = ShownText.Line(card.Fallback);
            json.WriteStartObject();
            json.WriteString("type", "AdaptiveCard");
            json.WriteString("version", "1.5");
            json.WriteString("fallbackText", Unformatted(CleanText.Cut(fallback, 1_000)));
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
                DrawText("…", new Look(IsSoft: true));
            json.WriteEndArray();
            DrawActions(card);
            json.WriteEndObject();
        }

        private void DrawHead(Card card)
        {
            // Said in words too: a colour is never the only one to say it.
            Open(StyleOf(card.IsDone ? Tone.Done : card.Tone), bleeds: true);
            DrawText(Own(card.Title), new Look(IsStrong: true, IsLarge: true));
            if (card.Clock is { } clock)
            {
                // No colour of its own: on the colour of the head it would hardly be read.
                var look = default(Look);
                BeginText(small: true);
                Run(Own(clock.Label), look);
                if (clock.At is { } at)
                {
                    Run(" ", look);
                    Moment(at, look);
                }

                EndText();
            }

            Close();
        }

        private void DrawPart(Card card, CardPart part)
        {
            switch (part)
            {
                case CardPart.Line line when line.Spans.Count > 0:
                    BeginText(small: line.Soft);
                    Spans(line.Spans, line.Soft);
                    EndText();
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
                    DrawText(Own(reply.Label), new Look(IsStrong: true, IsSoft: true));
                    DrawText(Isolated(ShownText.Of(CleanText.Cut(reply.Text, lengths.Reply))), default);
                    DrawText(Own(reply.Note), new Look(IsSoft: true));
                    Close();
                    break;
                case CardPart.Banner banner when banner.Text.Length > 0:
                    Open(StyleOf(banner.Tone));
                    DrawText(Isolated(ShownText.Of(CleanText.Cut(banner.Text, lengths.Words))), new Look(IsStrong: true));
                    Close();
                    break;
                case CardPart.Facts facts:
                    foreach (var row in facts.Rows.Where(row => row.Name.Length > 0 || row.Value.Count > 0))
                    {
                        BeginText(small: true);
                        Run(CleanText.Cut(ShownText.Line(row.Name), LongestLabel), new Look(IsStrong: true));
                        Run("  ", default);
                        Spans(row.Value, soft: false);
                        EndText();
                    }

                    break;
                case CardPart.Lags lags when lags.Bars.Any(bar => bar.Label.Length > 0):
                    DrawText(string.Join(" · ", lags.Bars.Select(bar => Own(bar.Label))), new Look(IsSoft: true));
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

            DrawText(string.Join(' ', call.People.Where(each => MentionOf(each) is null).Select(each => "@" + Isolated(CleanText.Line(each.Name, lengths.Outside)))), new Look(IsStrong: true));
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
                BeginText(small: true);
                Run(Own(label) + " ", new Look(IsSoft: true));
                Run(Isolated(CleanText.Line(quote.Author.Name, Author.LongestName)), new Look(IsSoft: true, IsStrong: true));
                EndText();
            }

            var text = CleanText.Cut(quote.Text, lengths.Quote);
            if (text.Length > 0)
            {
                BeginText();
                foreach (var (stretch, isMarked) in Stretches(text, quote.Evidence))
                    Run(stretch, new Look(IsMarked: isMarked));
                EndText();
            }

            Close();
        }

        /// <summary>The text from mark to mark. Lines that are read from the right keep to themselves: what isolates them may stand in different runs of a line.</summary>
        private static List<(string Text, bool IsMarked)> Stretches(string text, IReadOnlyList<Evidence> marks)
        {
            var isolates = IsRightToLeft(ShownText.Of(text));
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
            var name = Isolated(CleanText.Line(picture.AlternativeText ?? ShownLink.NameOf(picture.Link), lengths.Outside));
            BeginText(small: true);
            if (ShownLink.IsPlace(picture.Link))
                Link(name.Length > 0 ? name : ShownLink.NameOf(picture.Link), picture.Link);
            else
                Run(name, default);
            Run(" " + picture.Kind.ToString().ToLowerInvariant(), new Look(IsSoft: true));
            EndText();
        }

        private void DrawBox(Card card, CardPart.TextBox box)
        {
            json.WriteStartObject();
            json.WriteString("type", "Input.Text");
            json.WriteString("id", InputId);
            json.WriteString("label", Unformatted(Own(box.Label)));
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

        private void DrawActions(Card card)
        {
            var shown = card.IsDone ? [] : card.Actions;
            var main = shown.FirstOrDefault(action => action.Style == ActionStyle.Main);
            var row = shown.Where(action => action.Style != ActionStyle.More).ToList();
            var more = shown.Where(action => action.Style == ActionStyle.More).ToList();
            var way = place.Way;
            var room = MostActions - (way is null ? 0 : 1);
            if (row.Count > room || (row.Count == room && more.Count > 0))
            {
                // The main one stays, wherever it stood.
                var kept = row.Where((action, at) => ReferenceEquals(action, main) || at < room - 2).Take(room - 1).ToList();
                more.InsertRange(0, row.Except(kept));
                row = kept;
            }

            if (row.Count == 0 && more.Count == 0 && way is null)
                return;
            json.WriteStartArray("actions");
            foreach (var action in row)
                DrawAction(card, action, ReferenceEquals(action, main), null);
            if (more.Count > 0)
                DrawMore(card, more, main);
            if (way is not null)
                DrawAction(card, way, isMain: false, BackId);
            json.WriteEndArray();
        }

        /// <summary>A card in the card, with a row for each five: every client opens it, also those that know no overflow menu.</summary>
        private void DrawMore(Card card, List<CardAction> more, CardAction? main)
        {
            json.WriteStartObject();
            json.WriteString("type", "Action.ShowCard");
            json.WriteString("title", TeamsWording.More);
            json.WriteStartObject("card");
            json.WriteString("type", "AdaptiveCard");
            json.WriteString("version", "1.5");
            json.WriteStartArray("body");
            foreach (var five in more.Chunk(MostActions))
            {
                json.WriteStartObject();
                json.WriteString("type", "ActionSet");
                json.WriteStartArray("actions");
                foreach (var action in five)
                    DrawAction(card, action, ReferenceEquals(action, main), null);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void DrawAction(Card card, CardAction action, bool isMain, string? id)
        {
            var sendsInput = action.SendsInput && card.Parts.Any(part => part is CardPart.TextBox);
            // Windows are opened, and sent off, by Submit alone: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
            if (place.IsWindow || action.Opens)
            {
                Body("Action.Submit");
                WriteData(action, withVerb: true);
                json.WriteEndObject();
                return;
            }

            Body("Action.Execute");
            json.WriteString("verb", action.Verb);
            WriteData(action, withVerb: false);
            // Clients that know no Execute send the same as a message.
            json.WritePropertyName("fallback");
            Body("Action.Submit");
            WriteData(action, withVerb: true);
            json.WriteEndObject();
            json.WriteEndObject();

            void Body(string type)
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                if (id is not null && type == "Action.Execute")
                    json.WriteString("id", id);
                json.WriteString("title", CleanText.Cut(ShownText.Line(action.Label), LongestLabel));
                if (action.Description is { } description)
                    json.WriteString("tooltip", CleanText.Cut(ShownText.Line(description), LongestLabel));
                if (isMain)
                    json.WriteString("style", "positive");
                if (!sendsInput)
                    json.WriteString("associatedInputs", "none");
            }
        }

        private void WriteData(CardAction action, bool withVerb)
        {
            json.WriteStartObject("data");
            if (action.Opens && !place.IsWindow)
            {
                json.WriteStartObject("msteams");
                json.WriteString("type", "task/fetch");
                json.WriteEndObject();
            }

            if (withVerb)
                json.WriteString("verb", action.Verb);
            json.WriteStartObject("v");
            // As texts: a client that reads numbers as floating point would change large ones.
            if (action.Nudge is { } nudge)
                json.WriteString("nudge", nudge.Value.ToString(CultureInfo.InvariantCulture));
            json.WriteString("version", action.Version.ToString(CultureInfo.InvariantCulture));
            if (action.Argument is { } argument)
                json.WriteString("argument", argument);
            WriteOpener();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void WriteOpener()
        {
            if (place.Opener is not { } opener)
                return;
            json.WriteString("opener", opener.Verb);
            if (opener.Argument is { } of)
                json.WriteString("openerArgument", of);
        }

        private void Spans(IReadOnlyList<Span> spans, bool soft)
        {
            foreach (var span in spans)
            {
                var look = new Look(IsSoft: soft);
                switch (span)
                {
                    case Span.Words words:
                        Run(CleanText.Cut(ShownText.Line(words.Text), lengths.Words), look);
                        break;
                    case Span.Strong strong:
                        Run(CleanText.Cut(ShownText.Line(strong.Text), lengths.Words), look with { IsStrong = true });
                        break;
                    case Span.Outside outside:
                        Run(Isolated(CleanText.Line(outside.Text, lengths.Outside)), look with { IsStrong = outside.IsStrong });
                        break;
                    case Span.Moment moment:
                        Moment(moment.At, look);
                        break;
                    case Span.LinkTo link when ShownLink.IsPlace(link.Target):
                        Link(CleanText.Cut(ShownText.Line(link.Label), lengths.Words), link.Target);
                        break;
                    case Span.LinkTo link:
                        Run(CleanText.Cut(ShownText.Line(link.Label), lengths.Words), look);
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
        private void Moment(DateTimeOffset at, Look look)
        {
            var utc = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            OneRun($"{{{{DATE({utc}, COMPACT)}}}} {{{{TIME({utc})}}}}", look, null);
        }

        private void Link(string label, Uri target) => Run(label, default, () =>
        {
            json.WriteString("type", "Action.OpenUrl");
            json.WriteString("url", target.AbsoluteUri);
        });

        private void DrawAsk(Span.Ask ask) => Run(CleanText.Cut(ShownText.Line(ask.Label), lengths.Words), default, () =>
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

        private void DrawText(string text, Look look)
        {
            if (text.Length == 0)
                return;
            BeginText(small: look.IsSoft);
            Run(text, look);
            EndText();
        }

        /// <summary>The block is written with its first run: one without any would be none.</summary>
        private void BeginText(bool small = false) => (isBegun, isSmall) = (false, small);

        private void EndText()
        {
            if (!isBegun)
                return;
            json.WriteEndArray();
            json.WriteEndObject();
        }

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

        /// <summary>A text as it is. Where the client would find a date to be formatted, the text is parted between its braces: each run is looked at alone.</summary>
        private void Run(string text, Look look, Action? select = null)
        {
            if (text.Length == 0)
                return;
            var from = 0;
            for (var at = Formatted(text, 0); at >= 0; at = Formatted(text, at + 1))
            {
                OneRun(text[from..(at + 1)], look, select);
                from = at + 1;
            }

            OneRun(text[from..], look, select);
        }

        private void OneRun(string text, Look look, Action? select)
        {
            if (!isBegun)
            {
                isBegun = true;
                json.WriteStartObject();
                json.WriteString("type", "RichTextBlock");
                if (isSmall)
                    json.WriteString("spacing", "Small");
                json.WriteStartArray("inlines");
            }

            json.WriteStartObject();
            json.WriteString("type", "TextRun");
            json.WriteString("text", text);
            if (look.IsLarge)
                json.WriteString("size", "Medium");
            if (look.IsStrong)
                json.WriteString("weight", "Bolder");
            if (look.IsSoft)
                json.WriteBoolean("isSubtle", true);
            if (look.IsMarked)
                json.WriteBoolean("highlight", true);
            if (select is not null)
            {
                json.WriteStartObject("selectAction");
                select();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        private string Own(string text) => CleanText.Cut(ShownText.Line(text), lengths.Words);

        /// <summary>A label cannot be parted; a mark of no width between the braces does it.</summary>
        private static string Unformatted(string text)
        {
            for (var at = Formatted(text, 0); at >= 0; at = Formatted(text, at + 1))
                text = text.Insert(at + 1, "\u200B");
            return text;
        }

        /// <returns>Where "{{DATE" or "{{TIME" begins; -1 for nowhere.</returns>
        private static int Formatted(string text, int from)
        {
            for (var at = text.IndexOf("{{", from, StringComparison.Ordinal); at >= 0; at = text.IndexOf("{{", at + 1, StringComparison.Ordinal))
            {
                var word = text.AsSpan(at + 2).TrimStart();
                if (word.StartsWith("DATE", StringComparison.OrdinalIgnoreCase) || word.StartsWith("TIME", StringComparison.OrdinalIgnoreCase))
                    return at;
            }

            return -1;
        }

        /// <summary>Text that is read from the right keeps to itself, line by line.</summary>
        private static string Isolated(string text) =>
            IsRightToLeft(text) ? string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : $"\u2068{line}\u2069")) : text;

        private static bool IsRightToLeft(string text) => text.AsSpan().IndexOfAnyInRange('\u0590', '\u08FF') >= 0 || text.AsSpan().IndexOfAnyInRange('\uFB1D', '\uFDFF') >= 0 || text.AsSpan().IndexOfAnyInRange('\uFE70', '\uFEFC') >= 0;

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
}
