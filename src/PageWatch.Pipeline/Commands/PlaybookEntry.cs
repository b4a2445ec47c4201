using System.Globalization;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Commands;

/// <summary>What was typed to change a playbook: which part of it, and what is to stand there.</summary>
/// <param name="Part">Null for the whole text.</param>
/// <param name="Number">Of the section.</param>
/// <param name="Text">Markdown; empty where none was typed.</param>
internal sealed record PlaybookEntry(PlaybookEntryPart? Part, int Number, string Text)
{
    private const string SettingsWord = "settings";
    private const string RemoveWord = "remove";
    private const string Fence = "```";

    /// <summary>"§4 ## Title …", "settings sign_off: …", or a whole text.</summary>
    public static PlaybookEntry Read(string? typed)
    {
        var (first, rest) = FirstWord((typed ?? "").Trim());
        if (first == "§")
            (first, rest) = FirstWord(rest) is var (number, after) ? ("§" + number, after) : default;
        if (first.Equals(SettingsWord, StringComparison.OrdinalIgnoreCase))
            return new PlaybookEntry(PlaybookEntryPart.Settings, 0, Markdown(rest));
        // Few phones have the sign.
        return int.TryParse(first.TrimStart('§'), NumberStyles.None, CultureInfo.InvariantCulture, out var section) && section > 0
            ? new PlaybookEntry(PlaybookEntryPart.Section, section, Markdown(rest))
            : new PlaybookEntry(null, 0, Markdown((typed ?? "").Trim()));
    }

    /// <summary>What the whole text becomes.</summary>
    public PlaybookChange Over(string text) => Part switch
    {
        null => new PlaybookChange { Text = PlaybookText.Kept(Text), Named = CommandWording.PlaybookWhole },
        PlaybookEntryPart.Settings => OverSettings(PlaybookParts.Of(text)),
        _ => OverSection(PlaybookParts.Of(text)),
    };

    /// <returns>What stands there now; null where there is no such part.</returns>
    public (string Named, string Text)? Now(string text)
    {
        var parts = PlaybookParts.Of(text);
        return Part switch
        {
            null => (CommandWording.PlaybookWhole, text),
            PlaybookEntryPart.Settings => (CommandWording.PlaybookSettings, parts.TextOf(parts.Settings)),
            _ => Number <= parts.Sections.Count ? (Say.It(CommandWording.PlaybookSection, Number, parts.Sections[Number - 1].Title), parts.TextOf(parts.Sections[Number - 1])) : null,
        };
    }

    private PlaybookChange OverSettings(PlaybookParts parts)
    {
        var named = CommandWording.PlaybookSettings;
        var lines = IsRemoved ? [] : Text.Split('\n').ToList();
        var typesDashes = lines.Count > 0 && IsDashes(lines[0]);
        if (typesDashes)
            lines.RemoveAt(0);
        if (lines.Count > 0 && IsDashes(lines[^1]))
            lines.RemoveAt(lines.Count - 1);
        var body = string.Join('\n', lines).TrimEnd();
        var block = body.Length == 0 ? "" : $"---\n{body}\n---";
        var whole = parts.With(parts.Settings, block);
        var after = PlaybookParts.Of(whole);
        // A line of dashes within would end the settings, and make sections of the rest.
        return after.TextOf(after.Settings).Trim() == block.Trim() && after.Sections.Count == parts.Sections.Count
            ? new PlaybookChange { Text = whole, Named = named, First = typesDashes ? 1 : 2, Lines = lines.Count + 1 }
            : new PlaybookChange { Named = named, Refusal = CommandWording.PlaybookDashes };
    }

    private PlaybookChange OverSection(PlaybookParts parts)
    {
        var count = parts.Sections.Count;
        if (Number > count + 1 || (IsRemoved && Number > count))
            return new PlaybookChange { Refusal = Say.It(CommandWording.PlaybookNoSection, Number, count, count + 1) };
        var part = Number <= count ? parts.Sections[Number - 1] : parts.End;
        if (IsRemoved)
            return new PlaybookChange { Text = parts.With(part, ""), Named = Say.It(CommandWording.PlaybookSection, Number, part.Title) };
        var typed = PlaybookParts.Of(Text);
        if (typed.Settings.Length > 0 || typed.Sections is not [{ Start: 0 } head, ..])
            return new PlaybookChange { Refusal = Say.It(CommandWording.PlaybookNoHeading, Number) };
        var named = Say.It(CommandWording.PlaybookSection, Number, head.Title);
        var whole = parts.With(part, Text);
        if (whole.Length > PlaybookText.LongestText)
            return new PlaybookChange { Text = whole, Named = named };
        var after = PlaybookParts.Of(whole);
        // A note that is opened and not closed would make all that follows a note.
        return after.Settings.Length == parts.Settings.Length && after.Sections.Count == count + typed.Sections.Count - (Number <= count ? 1 : 0)
            ? new PlaybookChange { Text = whole, Named = named, First = after.Sections[Number - 1].Line, Lines = 1 + Text.Count('\n') }
            : new PlaybookChange { Named = named, Refusal = CommandWording.PlaybookRunsOn };
    }

    private bool IsRemoved => Text.Equals(RemoveWord, StringComparison.OrdinalIgnoreCase);

    private static (string Word, string After) FirstWord(string text)
    {
        var end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        return (text[..end], text[end..].Trim());
    }

    /// <summary>As it was meant: chats make bullets of "- " at the beginning of a line, and people fence a text so that they do not.</summary>
    private static string Markdown(string typed)
    {
        var text = typed.ReplaceLineEndings("\n");
        if (text.Length > 2 * Fence.Length && text.StartsWith(Fence, StringComparison.Ordinal) && text.EndsWith(Fence, StringComparison.Ordinal))
        {
            text = text[Fence.Length..^Fence.Length];
            // What a fence says it holds is none of the text.
            var (first, rest) = FirstWord(text);
            text = first is "md" or "markdown" or "yaml" ? rest : text;
        }

        return PlaybookText.Kept(string.Join('\n', text.Split('\n').Select(line => line.TrimStart() is ['•', ' ' or '\t' or '\u00A0', ..] bullet ? $"{line[..^bullet.Length]}- {bullet[2..]}" : line))).Trim('\n');
    }

    /// <summary>Phones make one long dash of two.</summary>
    private static bool IsDashes(string line) => line.Trim() is { Length: > 0 } dashes && dashes.All(c => c is '-' or '–' or '—');
}

/// <summary>A part of a playbook that can be changed by itself.</summary>
internal enum PlaybookEntryPart
{
    Settings,
    Section,
}

/// <summary>What a playbook becomes by what was typed.</summary>
internal sealed record PlaybookChange
{
    /// <summary>The whole text; null where it cannot be made.</summary>
    public string? Text { get; init; }

    /// <summary>What is changed.</summary>
    public string Named { get; init; } = "";

    /// <summary>The line of the whole text that was typed first.</summary>
    public int First { get; init; } = 1;

    /// <summary>How many lines were typed.</summary>
    public int Lines { get; init; } = int.MaxValue;

    /// <summary>Why it cannot be made, with the mend.</summary>
    public string? Refusal { get; init; }

    /// <summary>Where a problem of the whole text is in what was typed.</summary>
    public string Place(int line) => line >= First && line - First < Lines ? Say.It(CommandWording.PlaybookLine, line - First + 1) : Say.It(CommandWording.PlaybookLineOfAll, line);
}
