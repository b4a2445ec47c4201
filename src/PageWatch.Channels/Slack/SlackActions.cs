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

    /// <summary>Runs a command that the words offered, and shows the answer to the presser alone.</summary>
    private static readonly string Saying = $"{ChatVerbs.Say}|{Opens}";

    /// <summary>What a list is called while nothing is chosen: it has no picture of its own as an overflow menu has, and a screen reader says this.</summary>
    private const string More = "More…";

    /// <param name="asks">Commands that the card's own words offer: nothing within a text can be pressed, so that all of them stand here.</param>
    public static IEnumerable<JsonObject> Blocks(IReadOnlyList<CardAction> actions, CardAction? main, IReadOnlyList<Span.Ask> asks)
    {
        var offers = asks.Where(ask => !string.IsNullOrWhiteSpace(ask.Command) && !actions.Any(action => Says(action, ask))).DistinctBy(ask => ask.Command, StringComparer.Ordinal).ToList();
        // The same word row after row ("why") would be buttons that nobody can tell apart: those stand in the menu by their whole commands.
        var options = offers.GroupBy(ask => ask.Label, StringComparer.Ordinal).Where(alike => alike.Count() > 1).SelectMany(alike => alike).Where(ask => OptionOf(ask) is not null).ToHashSet();
        // What does not fit into an option stands in the open, where there is more room.
        var tucked = actions.Where(action => action.Style == ActionStyle.More && OptionOf(action) is not null).ToList();
        // A list keeps showing what was chosen, and the same choice again sends nothing: what leaves the card as it is has to stand outside it.
        if (tucked.Count + options.Count > SlackLimits.OverflowOptions)
            tucked.RemoveAll(action => action.Opens);

        var elements = new List<JsonObject>();
        foreach (var action in actions.Where(action => !tucked.Contains(action)))
            elements.Add(ButtonOf(action, ReferenceEquals(action, main), elements.Count));
        foreach (var ask in offers.Where(ask => !options.Contains(ask)))
        {
            if (ButtonOf(ask, elements.Count) is { } button)
                elements.Add(button);
        }

        elements.AddRange(Menus([.. tucked.Select(OptionOf).OfType<JsonObject>(), .. offers.Where(options.Contains).Select(OptionOf).OfType<JsonObject>()], elements.Count, actions.Select(action => action.Version).DefaultIfEmpty().Max()));
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

    /// <returns>Null when nothing takes it.</returns>
    private static JsonObject? ButtonOf(Span.Ask ask, int number)
    {
        var command = SlackText.Line(ask.Command);
        var label = SlackText.Line(ask.Label);
        return For(ask).Length > SlackLimits.ButtonValue || string.IsNullOrWhiteSpace(command) ? null : new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = string.Create(CultureInfo.InvariantCulture, $"{Saying}|{number}"),
            ["text"] = PlainText(string.IsNullOrWhiteSpace(label) || label.Length > SlackLimits.ButtonText ? SlackText.Cut(command, SlackLimits.ButtonText) : label),
            ["value"] = For(ask),
            ["accessibility_label"] = SlackText.Cut(command, SlackLimits.ButtonText),
        };
    }

    /// <returns>Null when it does not fit.</returns>
    private static JsonObject? OptionOf(Span.Ask ask)
    {
        var command = SlackText.Line(ask.Command);
        var value = $"{Saying}|{For(ask)}";
        return value.Length > SlackLimits.OptionValue || string.IsNullOrWhiteSpace(command) ? null : new JsonObject { ["text"] = PlainText(SlackText.Cut(command, SlackLimits.OptionText)), ["value"] = value };
    }

    /// <summary>One menu: "⋯" up to five options, then one list, for two menus side by side look the same.</summary>
    /// <param name="version">Of the card.</param>
    private static IEnumerable<JsonObject> Menus(IReadOnlyList<JsonObject> options, int after, long version)
    {
        if (options.Count == 0)
            return [];
        if (options.Count <= SlackLimits.OverflowOptions)
            return [new JsonObject { ["type"] = "overflow", ["action_id"] = Menu + Number(after), ["options"] = new JsonArray([.. options]) }];

        // What was chosen is remembered by action_id, through every change of the message: https://github.com/slackapi/bolt-python/issues/1036. A card of another version begins anew.
        return options.Chunk(SlackLimits.SelectOptions).Select((some, n) => new JsonObject
        {
            ["type"] = "static_select", ["action_id"] = $"{Menu}{Number(after + n)}|{Number(version)}", ["placeholder"] = PlainText(More), ["options"] = new JsonArray([.. some]),
        });

        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>No nudge, no version: the command says it all.</summary>
    private static string For(Span.Ask ask) => ":0:" + ask.Command;

    /// <summary>A button of the card does what the words offer.</summary>
    private static bool Says(CardAction action, Span.Ask ask) => action.Argument is null && action.Nudge is { } nudge && ask.Command == $"{action.Verb} {nudge}";

    private static string Label(CardAction action, int longest)
    {
        var label = SlackText.Cut(SlackText.Line(action.Label), longest);
        return string.IsNullOrWhiteSpace(label) ? SlackText.Cut(action.Verb, longest) : label;
    }
}
