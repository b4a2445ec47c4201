using System.Globalization;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>
/// Buttons and menus. A button's <c>action_id</c> says what it does and in which way (<c>claim|o|3</c>: the verb, "o" when it opens a window, "i" when what was typed goes along, a number that
/// keeps it apart in its block); its <c>value</c> for what (<c>12:5:reason</c>: nudge, version, argument). An option of a menu holds both in its value. <see cref="SlackClicks"/> reads them back.
/// </summary>
internal static class SlackActions
{
    public const char Opens = 'o';
    public const char SendsInput = 'i';
    public const char Plain = '-';

    /// <summary>What begins the action_id of a menu.</summary>
    public const string Menu = "menu|";

    /// <summary>More menus than this in a row would be hard to tell apart; a list holds the rest.</summary>
    private const int MostMenus = 3;

    /// <summary>What a menu that is a list is called before something was chosen; no word, as on the console.</summary>
    private const string Dots = "⋯";

    /// <param name="asks">Commands that the card's own words offer.</param>
    public static IEnumerable<JsonObject> Blocks(IReadOnlyList<CardAction> actions, CardAction? main, IReadOnlyList<Span.Ask> asks)
    {
        var elements = new List<JsonObject>();
        var options = new List<JsonObject>();
        foreach (var action in actions)
        {
            // What does not fit into an option stands in the open, where there is more room.
            if (action.Style == ActionStyle.More && OptionOf(action) is { } option)
                options.Add(option);
            else
                elements.Add(ButtonOf(action, ReferenceEquals(action, main), elements.Count));
        }

        options.AddRange(asks.Where(ask => !actions.Any(action => Says(action, ask))).DistinctBy(ask => ask.Command, StringComparer.Ordinal).Select(OptionOf).OfType<JsonObject>());
        elements.AddRange(Menus(options.Take(SlackLimits.SelectOptions).ToList(), elements.Count));
        return elements.Chunk(SlackLimits.ElementsInActions).Select(some => new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray([.. some]) });
    }

    public static string What(CardAction action) => $"{action.Verb}|{Flags(action)}";

    public static string With(CardAction action) =>
        string.Create(CultureInfo.InvariantCulture, $"{action.Nudge?.Value}:{action.Version}{(action.Argument is { } argument ? ":" + argument : "")}");

    public static JsonObject PlainText(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    private static string Flags(CardAction action)
    {
        var flags = (action.Opens ? Opens.ToString() : "") + (action.SendsInput ? SendsInput.ToString() : "");
        return flags.Length == 0 ? Plain.ToString() : flags;
    }

    private static JsonObject ButtonOf(CardAction action, bool isMain, int number)
    {
        var button = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"{What(action)}|{number}"),
            ["text"] = PlainText(Label(action, SlackLimits.ButtonText)),
            ["value"] = With(action),
        };
        if (isMain)
            button["style"] = "primary";
        if (action.Description is { } description && SlackText.Line(description) is { Length: > 0 } spoken)
            button["accessibility_label"] = SlackText.Cut(spoken, SlackLimits.ButtonText);
        return button;
    }

    /// <returns>Null when it does not fit.</returns>
    private static JsonObject? OptionOf(CardAction action)
    {
        var value = $"{What(action)}|{With(action)}";
        if (value.Length > SlackLimits.OptionValue)
            return null;
        var option = new JsonObject { ["text"] = PlainText(Label(action, SlackLimits.OptionText)), ["value"] = value };
        // An option has no label for screen readers alone; what it says more stands under it.
        if (action.Description is { } description && SlackText.Line(description) is { Length: > 0 } spoken)
            option["description"] = PlainText(SlackText.Cut(spoken, SlackLimits.OptionText));
        return option;
    }

    private static JsonObject? OptionOf(Span.Ask ask)
    {
        var command = SlackText.Line(ask.Command);
        var value = $"{ChatVerbs.Say}|{Opens}|:0:{ask.Command}";
        return value.Length > SlackLimits.OptionValue || string.IsNullOrWhiteSpace(command) ? null : new JsonObject { ["text"] = PlainText(SlackText.Cut(command, SlackLimits.OptionText)), ["value"] = value };
    }

    private static IEnumerable<JsonObject> Menus(IReadOnlyList<JsonObject> options, int after)
    {
        if (options.Count == 0)
            return [];
        if (options.Count > MostMenus * SlackLimits.OverflowOptions)
        {
            return
            [
                new JsonObject
                {
                    ["type"] = "static_select", ["action_id"] = Id(after), ["placeholder"] = PlainText(Dots), ["options"] = new JsonArray([.. options]),
                },
            ];
        }

        return options.Chunk(SlackLimits.OverflowOptions).Select((some, n) => new JsonObject { ["type"] = "overflow", ["action_id"] = Id(after + n), ["options"] = new JsonArray([.. some]) });

        static string Id(int number) => Menu + number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A button of the card does what the words offer.</summary>
    private static bool Says(CardAction action, Span.Ask ask) => action.Argument is null && action.Nudge is { } nudge && ask.Command == $"{action.Verb} {nudge}";

    private static string Label(CardAction action, int longest)
    {
        var label = SlackText.Cut(SlackText.Line(action.Label), longest);
        return string.IsNullOrWhiteSpace(label) ? SlackText.Cut(action.Verb, longest) : label;
    }
}
