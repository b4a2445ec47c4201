using System.Globalization;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Channels.Slack;

/// <summary>
/// Puts blocks together within the room there is. Text stands in <c>rich_text</c> or <c>plain_text</c>, which take it as it is: no star, bracket or colon in it means anything.
/// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
/// </summary>
internal sealed class SlackRichText(SlackRoom room, bool isCompact)
{
    private const int MostMarks = 40;

    /// <summary>Sets apart what stands in one line.</summary>
    private const char Dot = '·';

    private readonly List<JsonObject> blocks = [];
    private readonly List<Span.Ask> asks = [];
    private JsonArray? rich;
    private JsonArray? section;
    private bool hasLine;
    private int left = room.Text;

    /// <summary>Commands that the words offered, in their order.</summary>
    public IReadOnlyList<Span.Ask> Asks => asks;

    /// <summary>Names that lead somewhere, each as the very span that stands in a line.</summary>
    public IReadOnlyDictionary<Span, Uri> Leads { get; init; } = new Dictionary<Span, Uri>();

    public IReadOnlyList<JsonObject> Blocks
    {
        get
        {
            Close();
            return blocks;
        }
    }

    public void Header(string title)
    {
        var text = Take(SlackText.Line(title), SlackLimits.Header);
        if (string.IsNullOrWhiteSpace(text))
            return;
        Close();
        blocks.Add(new JsonObject { ["type"] = "header", ["text"] = SlackActions.PlainText(text) });
    }

    public void Line(IReadOnlyList<Span> spans, bool isSoft)
    {
        var said = Said(spans);
        if (isSoft && !isCompact && said.All(span => span is Span.Words or Span.Strong or Span.Outside or Span.Ask && !Leads.ContainsKey(span)))
        {
            Soft(string.Concat(said.Select(Words)));
            return;
        }

        Begin();
        foreach (var span in said)
            Add(span);
    }

    /// <summary>Small and grey, in its own words: no link or moment has a place there without markup.</summary>
    public void Soft(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        if (isCompact)
        {
            Begin();
            Text(text, SlackLimits.Words, isStrong: false);
            return;
        }

        var cut = Take(text, SlackLimits.Words);
        if (string.IsNullOrWhiteSpace(cut))
            return;
        Close();
        blocks.Add(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(SlackActions.PlainText(cut)) });
    }

    public void Strong(string text)
    {
        Begin();
        Text(text, SlackLimits.Words, isStrong: true);
    }

    public void Fact(string name, IReadOnlyList<Span> value)
    {
        var said = Said(value);
        Begin();
        Text(SlackText.Line(name), SlackLimits.Outside, isStrong: true);
        if (hasLine && said.Count > 0)
            Text("  ", 2, isStrong: false);
        foreach (var span in said)
            Add(span);
    }

    /// <summary>The only element that calls anybody, made of an id and never of a text. https://docs.slack.dev/reference/block-kit/block-elements/user-element</summary>
    public void Call(IReadOnlyList<Called> people)
    {
        Begin();
        foreach (var each in people)
        {
            if (hasLine)
                Text(" ", 1, isStrong: false);
            if (each.Accounts.FirstOrDefault(account => account.Chat == ChannelKind.Slack && IsUser(account.User)) is not { } account || left < account.User.Length + SlackLimits.PerPiece)
            {
                Text("@" + SlackText.Outside(each.Name), SlackLimits.Outside, isStrong: true);
                continue;
            }

            left -= account.User.Length + SlackLimits.PerPiece;
            Section().Add((JsonNode)new JsonObject { ["type"] = "user", ["user_id"] = account.User });
            hasLine = true;
        }
    }

    private static bool IsUser(string id) => id.Length is > 1 and < 30 && id[0] is 'U' or 'W' && id.All(char.IsAsciiLetterOrDigit);

    public void Moment(string label, DateTimeOffset? at)
    {
        Begin();
        Text(SlackText.Line(label), SlackLimits.Outside, isStrong: false);
        if (at is not { } moment)
            return;
        if (hasLine)
            Text(" ", 1, isStrong: false);
        Date(moment, isRelative: false);
    }

    /// <summary>Above a quote.</summary>
    /// <param name="label">What the author does here: "answers"; null for whom the card is about.</param>
    public void Heading(string? label, string name, Uri? way)
    {
        // What follows another quote and the lines below it begins apart.
        if (label is null && !isCompact)
            Close();
        Begin();
        if (label is not null)
            Text(SlackText.Line(label) + " ", SlackLimits.Words, isStrong: false);
        if (way is not null)
            Link(way, SlackText.Outside(name), isStrong: label is null);
        else
            Text(SlackText.Outside(name), SlackLimits.Words, isStrong: label is null);
    }

    public void Picture(Attachment picture)
    {
        Begin();
        Text(picture.Kind.ToString().ToLowerInvariant() + ": ", SlackLimits.Outside, isStrong: false);
        Link(picture.Link, SlackText.Outside(picture.AlternativeText ?? ShownLink.NameOf(picture.Link)));
    }

    /// <param name="marks">Stand out; places in <paramref name="text"/>.</param>
    public void Quote(string text, int longest, IReadOnlyList<Evidence> marks)
    {
        var cut = SlackText.Cut(text, Math.Min(longest, left - SlackLimits.PerPiece));
        if (string.IsNullOrWhiteSpace(SlackText.Of(cut)))
            return;
        // Two quotes one under the other would look like one.
        if (rich is { Count: > 0 } && section is null)
            Close();
        section = null;
        hasLine = false;
        var quote = new JsonArray();
        var at = 0;
        var drawn = 0;
        foreach (var mark in marks)
        {
            // A mark may stand in what was cut away, or come from an older version of the text; one within a character would break it in two.
            if (mark.Start < at || mark.Length <= 0 || mark.Length > cut.Length - mark.Start || Splits(cut, mark.Start) || Splits(cut, mark.Start + mark.Length))
                continue;
            // Each mark costs two more pieces, and the draft below needs room too.
            if (drawn++ == MostMarks || left < cut.Length - at + 4 * SlackLimits.PerPiece)
                break;
            Run(quote, SlackText.Of(cut[at..mark.Start]), isStrong: false);
            Run(quote, SlackText.Of(cut.Substring(mark.Start, mark.Length)), isStrong: true);
            at = mark.Start + mark.Length;
        }

        Run(quote, SlackText.Of(cut[at..]), isStrong: false);
        Rich().Add((JsonNode)new JsonObject { ["type"] = "rich_text_quote", ["elements"] = quote });
    }

    /// <summary>
    /// The line without the words that would have to be pressed: nothing within a text can be, and they stand among the buttons. With each goes the dot that set it apart.
    /// In the middle of a sentence it stays, for the sentence would break; and so does what is too long for a button.
    /// </summary>
    private List<Span> Said(IReadOnlyList<Span> spans)
    {
        asks.AddRange(spans.OfType<Span.Ask>());
        var said = new List<Span>();
        var isGone = false;
        for (var i = 0; i < spans.Count; i++)
        {
            if (spans[i] is Span.Ask { Label.Length: <= SlackLimits.ButtonText } && (i + 1 == spans.Count || spans[i + 1] is Span.Ask || StartsApart(spans[i + 1])))
            {
                isGone = true;
                if (said is [.., Span.Words before])
                    said[^1] = new Span.Words(before.Text.TrimEnd().TrimEnd(Dot).TrimEnd());
                continue;
            }

            said.Add(isGone && said.Count == 0 && spans[i] is Span.Words first ? new Span.Words(first.Text.TrimStart().TrimStart(Dot).TrimStart()) : spans[i]);
        }

        return said;

        static bool StartsApart(Span span) => span is Span.Words words && words.Text.TrimStart() is "" or [Dot, ..];
    }

    private static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private void Add(Span span)
    {
        switch (span)
        {
            case Span.Words or Span.Ask:
                Text(Words(span), SlackLimits.Words, isStrong: false);
                break;
            case Span.Strong:
                Text(Words(span), SlackLimits.Words, isStrong: true);
                break;
            case Span.Outside outside when Leads.TryGetValue(outside, out var target):
                Link(target, Words(span), outside.IsStrong);
                break;
            case Span.Outside outside:
                Text(Words(span), SlackLimits.Words, outside.IsStrong);
                break;
            case Span.Moment moment:
                Date(moment.At, moment.Relative);
                break;
            case Span.LinkTo link:
                Link(link.Target, SlackText.Cut(SlackText.Line(link.Label), SlackLimits.Outside));
                break;
            default:
                throw new InvalidOperationException($"Slack cannot draw a {span.GetType().Name}.");
        }
    }

    private static string Words(Span span) => span switch
    {
        Span.Words words => SlackText.Line(words.Text),
        Span.Strong strong => SlackText.Line(strong.Text),
        Span.Outside outside => SlackText.Outside(outside.Text),
        Span.Ask ask => SlackText.Line(ask.Label),
        _ => throw new InvalidOperationException($"A {span.GetType().Name} is no words."),
    };

    /// <summary>The reader's own time. https://docs.slack.dev/reference/block-kit/block-elements/date-element</summary>
    private void Date(DateTimeOffset at, bool isRelative)
    {
        var utc = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        if (left < utc.Length + SlackLimits.PerPiece)
            return;
        left -= utc.Length + SlackLimits.PerPiece;
        Section().Add((JsonNode)new JsonObject
        {
            ["type"] = "date", ["timestamp"] = at.ToUnixTimeSeconds(), ["format"] = isRelative ? "{ago}" : "{date_short_pretty} {time}", ["fallback"] = utc,
        });
        hasLine = true;
    }

    private void Link(Uri target, string label, bool isStrong = false)
    {
        var text = string.IsNullOrWhiteSpace(label) ? SlackText.Outside(ShownLink.NameOf(target)) : label;
        if (!ShownLink.IsPlace(target) || target.AbsoluteUri.Length > SlackLimits.Link || left < target.AbsoluteUri.Length + text.Length + SlackLimits.PerPiece)
        {
            Text(text, SlackLimits.Outside, isStrong);
            return;
        }

        if (text.Length == 0)
            return;
        left -= target.AbsoluteUri.Length + text.Length + SlackLimits.PerPiece;
        var link = new JsonObject { ["type"] = "link", ["url"] = target.AbsoluteUri, ["text"] = text };
        if (isStrong)
            link["style"] = new JsonObject { ["bold"] = true };
        Section().Add((JsonNode)link);
        hasLine = true;
    }

    private void Text(string text, int longest, bool isStrong)
    {
        if (text.Length == 0)
            return;
        var cut = SlackText.Cut(text, Math.Min(longest, left - SlackLimits.PerPiece));
        if (cut.Length == 0)
            return;
        Run(Section(), cut, isStrong);
        hasLine = true;
    }

    /// <summary>Adds to the piece before it where that looks the same: fewer pieces, more room.</summary>
    private void Run(JsonArray into, string text, bool isStrong)
    {
        if (text.Length == 0)
            return;
        left -= text.Length;
        if (into.Count > 0 && into[^1] is JsonObject last && (string?)last["type"] == "text" && last.ContainsKey("style") == isStrong)
        {
            last["text"] = (string?)last["text"] + text;
            return;
        }

        left -= SlackLimits.PerPiece;
        var piece = new JsonObject { ["type"] = "text", ["text"] = text };
        if (isStrong)
            piece["style"] = new JsonObject { ["bold"] = true };
        into.Add((JsonNode)piece);
    }

    private string Take(string text, int longest)
    {
        var cut = SlackText.Cut(text, Math.Min(longest, left - SlackLimits.PerPiece));
        if (cut.Length > 0)
            left -= cut.Length + SlackLimits.PerPiece;
        return cut;
    }

    private void Begin()
    {
        if (!hasLine)
            return;
        Run(Section(), "\n", isStrong: false);
        hasLine = false;
    }

    private JsonArray Rich() => rich ??= [];

    private JsonArray Section()
    {
        if (section is not null)
            return section;
        section = [];
        Rich().Add((JsonNode)new JsonObject { ["type"] = "rich_text_section", ["elements"] = section });
        return section;
    }

    private void Close()
    {
        if (rich is { Count: > 0 })
            blocks.Add(new JsonObject { ["type"] = "rich_text", ["elements"] = rich });
        rich = null;
        section = null;
        hasLine = false;
    }
}
