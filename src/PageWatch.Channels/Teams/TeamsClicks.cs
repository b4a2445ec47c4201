using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Teams;

/// <summary>Reads what a client sends when a button is pressed. All of it may be forged.</summary>
internal static class TeamsClicks
{
    private const int LongestVerb = 200;
    private const int LongestArgument = 2_000;

    /// <summary>Longer than any page takes.</summary>
    private const int LongestInput = 100_000;

    /// <summary>The value of an invoke: <c>{action: {verb, data}, trigger}</c>.</summary>
    /// <returns>Null when it is no press of a button of ours.</returns>
    public static Pressed? OfExecute(JsonElement value)
    {
        var action = TeamsActivity.Part(value, "action");
        var data = TeamsActivity.Part(action, "data");
        var pressed = Read(TextOf(action, "verb"), data);
        // A client that looks by itself, without anybody's hand, gets to look and no more.
        return pressed is null || TeamsActivity.Id(value, "trigger") != "automatic" || pressed.Click.Verb == TeamsCardJson.ShowVerb ? pressed : null;
    }

    /// <summary>The value of an invoke that asks for a window, or sends one off: <c>{data: {verb, v, input}}</c>.</summary>
    public static Pressed? OfWindow(JsonElement value) => OfSubmit(TeamsActivity.Part(value, "data"));

    /// <summary>The value of a message, as Action.Submit sends it: <c>{verb, v, input}</c>.</summary>
    public static Pressed? OfSubmit(JsonElement value) => Read(TextOf(value, "verb"), value);

    private static Pressed? Read(string? verb, JsonElement data)
    {
        if (string.IsNullOrWhiteSpace(verb) || verb.Length > LongestVerb || data.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
            return null;
        var v = TeamsActivity.Part(data, "v");
        if (!TryNumber(v, "nudge", out var nudge) || !TryNumber(v, "version", out var version) || !TryNumber(v, "from", out var from)
            || !TryText(v, "argument", LongestArgument, out var argument) || !TryText(data, TeamsCardJson.InputId, LongestInput, out var input)
            || !TryText(v, "opener", LongestVerb, out var opener) || !TryText(v, "openerArgument", LongestArgument, out var openerArgument))
            return null;
        var click = new Click(verb, nudge is { } number ? new NudgeId(number) : null, version ?? 0, argument, input);
        return new Pressed(click, click.Nudge ?? (from is { } about ? new NudgeId(about) : null))
        {
            Opener = string.IsNullOrWhiteSpace(opener) ? null : click with { Verb = opener, Argument = openerArgument, Input = null },
        };
    }

    private static string? TextOf(JsonElement element, string name) => TryText(element, name, int.MaxValue, out var text) ? text : null;

    /// <returns>False for what is there and no text, or too long a one.</returns>
    private static bool TryText(JsonElement element, string name, int longest, out string? text)
    {
        text = null;
        var part = TeamsActivity.Part(element, name);
        if (part.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return true;
        if (part.ValueKind != JsonValueKind.String)
            return false;
        try
        {
            text = part.GetString();
            return text is null || text.Length <= longest;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <returns>False for what is there and no number, or one that no nudge has.</returns>
    private static bool TryNumber(JsonElement element, string name, out long? number)
    {
        number = null;
        var part = TeamsActivity.Part(element, name);
        if (part.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return true;
        if (!long.TryParse(TeamsActivity.Id(element, name), NumberStyles.None, CultureInfo.InvariantCulture, out var read))
            return false;
        number = read;
        return true;
    }
}

/// <param name="About">The nudge of the card that the button stood on; null where there is none.</param>
internal sealed record Pressed(Click Click, NudgeId? About)
{
    /// <summary>What opened the window that the button stood in; null where it stood in none.</summary>
    public Click? Opener { get; init; }
}
