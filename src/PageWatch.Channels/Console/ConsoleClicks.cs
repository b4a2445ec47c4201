using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Console;

/// <summary>Reads the console's forms. All of it may be forged.</summary>
internal sealed class ConsoleClicks : IConsoleClicks
{
    /// <summary>Verb and argument as one button's value.</summary>
    public static string Pack(CardAction action) => action.Argument is { } argument ? $"{action.Verb} {argument}" : action.Verb;

    public Click? Read(string? press, string? nudge, string? version, string? input)
    {
        if (string.IsNullOrWhiteSpace(press) || press.Length > 200)
            return null;
        var space = press.IndexOf(' ', StringComparison.Ordinal);
        var verb = space < 0 ? press : press[..space];
        if (verb.Length == 0)
            return null;
        var argument = space < 0 ? null : press[(space + 1)..];
        NudgeId? number = long.TryParse(nudge, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new NudgeId(id) : null;
        return new Click(verb, number, long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var shown) ? shown : 0, argument, input);
    }
}
