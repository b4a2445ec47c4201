using System.Globalization;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>
/// A card for one person alone, as a window: https://docs.slack.dev/surfaces/modals. The main action is its submit button, and travels in <c>private_metadata</c> with the place it came from.
/// </summary>
internal static class SlackModals
{
    /// <summary>What begins the block_id of a box.</summary>
    public const string Box = "box-";

    public const string BoxAction = "text";

    /// <summary>Opened while nobody knows yet what to show: a trigger lives three seconds. https://docs.slack.dev/interactivity/handling-user-interaction/#modal_responses</summary>
    private const string Waiting = "…";

    /// <summary>A window with a box has to have a button, whether or not the card has.</summary>
    private const string Submit = "OK";

    private const string Name = "PageWatch";

    /// <summary>A longer text is spread over several boxes; this many hold thirty thousand characters.</summary>
    private const int MostBoxes = 10;

    public static string Loading { get; } = SlackJson.Write(new JsonObject
    {
        ["type"] = "modal", ["title"] = SlackActions.PlainText(Name), ["blocks"] = new JsonArray(Section(Waiting)),
    });

    /// <param name="channel">Where the card was pressed that it comes from; null for none.</param>
    /// <param name="message">The message in it.</param>
    public static JsonObject View(Card card, string? channel, string? message)
    {
        var boxes = card.Parts.OfType<CardPart.TextBox>().ToList();
        var submit = card.Actions.FirstOrDefault(action => action.Style == ActionStyle.Main) ?? (boxes.Count > 0 ? card.Actions.FirstOrDefault(action => action.SendsInput) : null);
        var title = SlackText.Line(card.Title);
        var isShort = title.Length <= SlackLimits.ViewTitle;
        var others = card.Actions.Where(action => !ReferenceEquals(action, submit)).ToList();

        var text = SlackCardBlocks.Text(card, isShort ? null : title, SlackRoom.View, isCompact: false);
        var inputs = boxes.SelectMany(Inputs).Take(MostBoxes).ToList();
        var actions = SlackActions.Blocks(others, null, text.Asks).ToList();
        if (text.Blocks.Count + inputs.Count + actions.Count > SlackLimits.BlocksInView)
            text = SlackCardBlocks.Text(card, isShort ? null : title, SlackRoom.View, isCompact: true);

        JsonObject[] blocks = [.. text.Blocks, .. inputs, .. actions];
        var view = new JsonObject
        {
            ["type"] = "modal",
            ["title"] = SlackActions.PlainText(string.IsNullOrWhiteSpace(title) ? Name : SlackText.Cut(title, SlackLimits.ViewTitle)),
            ["blocks"] = blocks.Length == 0 ? new JsonArray(Section(Waiting)) : new JsonArray([.. blocks]),
            ["private_metadata"] = Metadata(submit, channel, message),
        };
        if (submit is not null)
            view["submit"] = SlackActions.PlainText(Label(submit));
        else if (inputs.Count > 0)
            view["submit"] = SlackActions.PlainText(Submit);
        // Others see that somebody is typing; closing the window ends it.
        if (inputs.Count > 0)
            view["notify_on_close"] = true;
        return view;
    }

    /// <summary>Why not, with the card as it is now.</summary>
    /// <param name="title">Of the window as it was.</param>
    public static JsonObject Refusal(string? title, string why, Card? current)
    {
        CardPart[] parts = [new CardPart.Banner(why, Tone.Soon), .. current is null ? [] : (CardPart[])[new CardPart.Line([new Span.Strong(current.Title)]), .. current.Parts.Where(part => part is not CardPart.TextBox)]];
        return View(new Card(string.IsNullOrWhiteSpace(title) ? Name : title, Tone.Soon, parts, []) { Fallback = why, Clock = current?.Clock }, null, null);
    }

    /// <summary>Nothing more to do in it.</summary>
    public static JsonObject Outcome(Card card) => View(card with { Actions = [], Parts = [.. card.Parts.Where(part => part is not CardPart.TextBox)] }, null, null);

    private static IEnumerable<JsonObject> Inputs(CardPart.TextBox box)
    {
        // What is in a box is saved as it stands: cutting it would cut the reply.
        var label = SlackText.Cut(SlackText.Line(box.Label), SlackLimits.InputLabel);
        var rest = SlackText.Of(box.Text);
        var number = 0;
        do
        {
            var length = Math.Min(rest.Length, SlackLimits.InputText);
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1]))
                length--;
            yield return Input(string.IsNullOrWhiteSpace(label) ? Waiting : label, rest[..length], number++);
            rest = rest[length..];
        }
        while (rest.Length > 0);
    }

    private static JsonObject Input(string label, string text, int number)
    {
        var element = new JsonObject { ["type"] = "plain_text_input", ["action_id"] = BoxAction, ["multiline"] = true };
        if (text.Length > 0)
            element["initial_value"] = text;
        var input = new JsonObject
        {
            ["type"] = "input", ["block_id"] = Box + number.ToString(CultureInfo.InvariantCulture), ["label"] = SlackActions.PlainText(label), ["element"] = element,
        };
        // Slack does not send a window with an empty first box; the others only hold what is left of a long text.
        if (number > 0)
            input["optional"] = true;
        return input;
    }

    private static string Metadata(CardAction? submit, string? channel, string? message)
    {
        var data = new JsonObject();
        if (submit is not null)
        {
            data["do"] = SlackActions.What(submit);
            data["for"] = SlackActions.With(submit);
        }

        if (channel is not null)
            data["channel"] = channel;
        if (message is not null)
            data["message"] = message;
        return SlackJson.Write(data);
    }

    private static string Label(CardAction submit)
    {
        var label = SlackText.Cut(SlackText.Line(submit.Label), SlackLimits.ViewTitle);
        return string.IsNullOrWhiteSpace(label) ? Submit : label;
    }

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = SlackActions.PlainText(text) };
}
