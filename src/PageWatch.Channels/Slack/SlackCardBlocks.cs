using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary>A card as Slack shows it: a message's blocks and its fallback. Holds no wording.</summary>
internal static class SlackCardBlocks
{
    public static SlackMessage Message(Card card)
    {
        var blocks = Draw(card, SlackRoom.Message);
        return new SlackMessage(Fallback(card.Fallback), SlackJson.Write(new JsonArray([.. blocks])));
    }

    /// <summary>One line of our own words, to one person.</summary>
    public static SlackMessage Words(string words)
    {
        var text = new SlackRichText(SlackRoom.Message, isCompact: false);
        text.Line([new Span.Words(words)], isSoft: false);
        return new SlackMessage(Fallback(words), SlackJson.Write(new JsonArray([.. text.Blocks])));
    }

    /// <summary>A person's own page. https://docs.slack.dev/surfaces/app-home</summary>
    public static string Home(Card card) => SlackJson.Write(new JsonObject { ["type"] = "home", ["blocks"] = new JsonArray([.. Draw(card, SlackRoom.View)]) });

    /// <summary>Title, parts and buttons; a box for typing has its place in a window alone (<see cref="SlackModals"/>).</summary>
    public static IReadOnlyList<JsonObject> Draw(Card card, SlackRoom room)
    {
        var main = card.Actions.FirstOrDefault(action => action.Style == ActionStyle.Main);
        var drawn = Text(card, card.Title, room, isCompact: false);
        var actions = Actions(drawn);
        if (drawn.Blocks.Count + actions.Count > room.Blocks)
        {
            // Quiet lines are blocks of their own; where there are too many, they are said aloud.
            drawn = Text(card, card.Title, room, isCompact: true);
            actions = Actions(drawn);
        }

        return [.. drawn.Blocks, .. actions];

        List<JsonObject> Actions(SlackRichText text) => [.. SlackActions.Blocks(card.Actions, main, card.IsDone ? [] : text.Asks)];
    }

    /// <param name="title">Null where it stands above already.</param>
    public static SlackRichText Text(Card card, string? title, SlackRoom room, bool isCompact)
    {
        var headings = SlackHeadings.Of(card.Parts);
        var text = new SlackRichText(room, isCompact) { Leads = headings.Leads };
        if (title is not null)
            text.Header(title);
        if (card.Clock is { } clock)
            text.Moment(clock.Label, clock.At);
        foreach (var part in card.Parts)
            Part(text, part, room, headings);
        return text;
    }

    /// <summary>What a notification says. Slack reads it as markup, so that it is escaped; see also <c>mrkdwn</c> where it is sent.</summary>
    public static string Fallback(string text)
    {
        var line = SlackText.Cut(SlackText.Line(text), SlackLimits.Fallback);
        return string.IsNullOrWhiteSpace(line) ? "…" : SlackText.Escape(line);
    }

    private static void Part(SlackRichText text, CardPart part, SlackRoom room, SlackHeadings headings)
    {
        switch (part)
        {
            case CardPart.Line line:
                text.Line(line.Spans, line.Soft);
                break;
            case CardPart.Quote quote:
                if (headings.Names(quote))
                    text.Heading(quote.Label, CleanText.Line(quote.Author.Name, Author.LongestName), headings.WayOf(quote));
                text.Quote(quote.Text, quote.Label is null ? room.Quote : room.Aside, quote.Evidence);
                break;
            case CardPart.Pictures pictures:
                foreach (var picture in pictures.Attachments)
                    text.Picture(picture);
                break;
            case CardPart.Reply reply:
                text.Strong(SlackText.Line(reply.Label));
                text.Quote(reply.Text, room.Reply, []);
                text.Soft(SlackText.Line(reply.Note));
                break;
            case CardPart.Banner banner:
                text.Strong(SlackText.Of(banner.Text));
                break;
            case CardPart.Facts facts:
                foreach (var row in facts.Rows)
                    text.Fact(row.Name, row.Value);
                break;
            case CardPart.Lags lags:
                text.Soft(string.Join(" · ", lags.Bars.Select(bar => SlackText.Line(bar.Label)).Where(label => label.Length > 0)));
                break;
            case CardPart.Call call:
                text.Call(call.People);
                break;
            case CardPart.TextBox:
                break;
            default:
                throw new InvalidOperationException($"Slack cannot draw a {part.GetType().Name}.");
        }
    }
}

/// <summary>What a message is made of.</summary>
/// <param name="Text">Escaped: what a notification says.</param>
/// <param name="Blocks">JSON.</param>
internal sealed record SlackMessage(string Text, string Blocks)
{
    /// <summary>Two messages that look the same have the same.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text + "\n" + Blocks)).AsSpan(0, 16));
}
