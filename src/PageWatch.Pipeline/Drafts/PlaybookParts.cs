using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The text of a playbook, cut where people change it: its settings and each of its sections. What stands between them is for people to read.</summary>
internal sealed class PlaybookParts
{
    private PlaybookParts(string text, PlaybookPart settings, IReadOnlyList<PlaybookPart> sections)
    {
        Text = text;
        Settings = settings;
        Sections = sections;
    }

    public string Text { get; }

    /// <summary>With its lines of dashes; empty, at the beginning of the text, where there is none.</summary>
    public PlaybookPart Settings { get; }

    /// <summary>Each from its heading to the next, in the order of the text: the numbers of the clauses where the text has no problem.</summary>
    public IReadOnlyList<PlaybookPart> Sections { get; }

    /// <summary>Where one more section would stand.</summary>
    public PlaybookPart End => new("", Text.Length, 0, 1 + Text.Count('\n'));

    /// <param name="text">As it is kept: <see cref="PlaybookText.Kept"/>.</param>
    public static PlaybookParts Of(string text)
    {
        if (text.Length > PlaybookText.LongestText || PlaybookText.Document(text) is not { } document)
            return new PlaybookParts(text, new PlaybookPart("", 0, 0, 1), []);
        var settings = document.Count > 0 && document[0] is YamlFrontMatterBlock block ? NextLine(text, block.Span.End) : 0;
        var headings = document.OfType<HeadingBlock>().Where(heading => heading.Level == 2).ToList();
        // A heading may be indented.
        var starts = headings.ConvertAll(heading => text.LastIndexOf('\n', Math.Max(0, heading.Span.Start - 1)) + 1);
        return new PlaybookParts(text, new PlaybookPart("", 0, settings, 1), [.. headings.Select((heading, i) => new PlaybookPart(
            CleanText.Line(PlaybookText.HeadingText(PlaybookText.Raw(text, heading)), 80), starts[i], (i + 1 < starts.Count ? starts[i + 1] : text.Length) - starts[i], heading.Line + 1))]);
    }

    public string TextOf(PlaybookPart part) => Text.Substring(part.Start, part.Length);

    /// <param name="instead">Empty to take the part out.</param>
    /// <returns>The whole text with other words in the place of a part, as it is kept.</returns>
    public string With(PlaybookPart part, string instead)
    {
        var before = Text[..part.Start];
        var after = Text[(part.Start + part.Length)..];
        if (instead.Length > 0)
            instead = instead.Trim('\n') + "\n" + (after.Trim().Length > 0 && !after.StartsWith('\n') ? "\n" : "");
        if (instead.Length > 0 && before.Length > 0 && !before.EndsWith("\n\n", StringComparison.Ordinal))
            before += "\n";
        return PlaybookText.Kept(before + instead + after);
    }

    private static int NextLine(string text, int at) => text.IndexOf('\n', Math.Min(at, text.Length - 1)) is var end and >= 0 ? end + 1 : text.Length;
}

/// <summary>A stretch of a playbook's text.</summary>
/// <param name="Title">Empty for the settings.</param>
/// <param name="Line">Where it begins, from 1.</param>
internal sealed record PlaybookPart(string Title, int Start, int Length, int Line);
