using System.Globalization;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Slack;

/// <summary>Reads presses of buttons, choices in menus and submitted windows. All of it may be forged, stale or half there: then it is none.</summary>
internal static class SlackClicks
{
    private const int LongestVerb = 200;
    private const int LongestArgument = 2_000;

    /// <summary>Of ten boxes together; no page takes more.</summary>
    private const int LongestInput = 60_000;

    /// <param name="payload">Of an interaction: https://docs.slack.dev/reference/interaction-payloads</param>
    public static SlackPress? Read(JsonElement payload)
    {
        try
        {
            return payload.Text("type") switch
            {
                "block_actions" => payload.Items("actions").Select(action => Read(action, payload)).FirstOrDefault(),
                "view_submission" or "view_closed" => SlackJson.Read(payload.Text("view", "private_metadata")) is { } data && data.Text("do") is { } what && data.Text("for") is { } with
                    ? Read(what, with, payload.Member("view", "state", "values"))
                    : null,
                _ => null,
            };
        }
        // A name of half characters.
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Where the card stands that a window came from.</summary>
    public static (string? Channel, string? Message) Origin(JsonElement payload) => SlackJson.Read(payload.Text("view", "private_metadata")) is { } data ? (data.Text("channel"), data.Text("message")) : (null, null);

    private static SlackPress? Read(JsonElement action, JsonElement payload)
    {
        var state = payload.Member("view", "state", "values") ?? payload.Member("state", "values");
        switch (action.Text("type"))
        {
            case "button":
                // verb|flags|number: the number only keeps buttons apart.
                return action.Text("action_id") is { } id && id.LastIndexOf('|') is > 0 and var end && action.Text("value") is { } value ? Read(id[..end], value, state) : null;
            case "overflow" or "static_select":
                if (action.Text("selected_option", "value") is not { } chosen)
                    return null;
                var verb = chosen.IndexOf('|', StringComparison.Ordinal);
                var flags = verb < 0 ? -1 : chosen.IndexOf('|', verb + 1);
                return flags < 0 ? null : Read(chosen[..flags], chosen[(flags + 1)..], state);
            default:
                return null;
        }
    }

    /// <param name="what">verb|flags</param>
    /// <param name="with">nudge:version[:argument]</param>
    private static SlackPress? Read(string what, string with, JsonElement? state)
    {
        var bar = what.LastIndexOf('|');
        if (bar <= 0 || bar > LongestVerb)
            return null;
        var (verb, flags) = (what[..bar], what[(bar + 1)..]);
        if (verb.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || flags.Any(c => c is not (SlackActions.Opens or SlackActions.SendsInput or SlackActions.Plain)))
            return null;

        var first = with.IndexOf(':', StringComparison.Ordinal);
        if (first < 0)
            return null;
        var second = with.IndexOf(':', first + 1);
        var argument = second < 0 ? null : with[(second + 1)..];
        if (argument?.Length > LongestArgument || !TryNumber(second < 0 ? with[(first + 1)..] : with[(first + 1)..second], out var version))
            return null;
        NudgeId? nudge = null;
        if (first > 0)
        {
            if (!TryNumber(with[..first], out var number))
                return null;
            nudge = new NudgeId(number);
        }

        string? input = null;
        if (flags.Contains(SlackActions.SendsInput, StringComparison.Ordinal) && !TryTyped(state, out input))
            return null;
        return new SlackPress(new Click(verb, nudge, version, argument, input), flags.Contains(SlackActions.Opens, StringComparison.Ordinal));
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>What stands in the boxes, one after the other; an empty one comes as null.</summary>
    /// <returns>False when there is more than anybody typed.</returns>
    private static bool TryTyped(JsonElement? state, out string? typed)
    {
        typed = null;
        if (state is not { ValueKind: JsonValueKind.Object } values)
            return true;
        StringBuilder? all = null;
        foreach (var box in values.EnumerateObject().Where(box => IsBox(box.Name)).OrderBy(box => box.Name, StringComparer.Ordinal))
        {
            all ??= new StringBuilder();
            all.Append(box.Value.Text(SlackModals.BoxAction, "value"));
            if (all.Length > LongestInput)
                return false;
        }

        typed = all?.ToString();
        return true;
    }

    /// <summary>One digit: they sort as they stand.</summary>
    private static bool IsBox(string name) => name.Length == SlackModals.Box.Length + 1 && name.StartsWith(SlackModals.Box, StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]);
}

/// <summary>A press as it reached us.</summary>
/// <param name="Opens">Answered with something for the presser alone.</param>
internal sealed record SlackPress(Click Click, bool Opens);
