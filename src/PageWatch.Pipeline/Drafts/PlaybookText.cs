using System.Text;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Reads a playbook out of its text: Markdown with front matter, in the form that the folder's README describes. Never throws.</summary>
public static class PlaybookText
{
    /// <summary>Longer texts are refused: nobody would read such a playbook.</summary>
    public const int LongestText = 200_000;

    private const int MostProblems = 50;

    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();

    /// <returns>
    /// The playbook, with <see cref="Playbook.Version"/> 0 for whoever stores it to set; or null and every problem that was found, at most fifty, in the
    /// order of the text. A text with problems gives no playbook: half of what a team wrote would be worse than what it had before.
    /// </returns>
    public static (Playbook? Playbook, IReadOnlyList<PlaybookProblem> Problems) Parse(string text)
    {
        var problems = new List<PlaybookProblem>();
        if (text.Length > LongestText)
            return (null, [new(1, $"The text is longer than {LongestText} characters.", "Shorten it; past replies need not be kept in it.")]);
        text = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        if (Document(text) is not { } document)
            return (null, [new(1, "The text is nested too deeply to be read.", "Use headings and simple lists only.")]);

        var settings = FrontMatterOf(document, text, problems);
        var clauses = new List<PlaybookClause>();
        foreach (var section in Sections(document, text, problems))
        {
            if (section.Clause(clauses.Count + 1, problems) is { } clause)
                clauses.Add(clause);
            if (problems.Count >= MostProblems)
                break;
        }

        if (clauses.Count == 0 && problems.Count == 0)
            problems.Add(new(1, "There is nothing to answer with.", "Add a section: '## A title', a line 'For: complaint', '### en' and a list of replies."));
        return problems.Count == 0
            ? (new Playbook
            {
                Version = 0,
                SignOff = settings.SignOff,
                NeverSay = settings.NeverSay,
                Links = settings.Links,
                Promises = settings.Promises,
                Clauses = clauses,
            }, [])
            : (null, [.. problems.OrderBy(problem => problem.Line).Take(MostProblems)]);
    }

    /// <summary>
    /// As a text is kept: one kind of line end, one line end at its end, and without what nobody sees: control characters and marks that turn the direction of text,
    /// half characters too. The lines stay what they were, so that problems are found in it.
    /// </summary>
    public static string Kept(string text)
    {
        var kept = new StringBuilder(text.Length + 1);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || rune.Value is '\uFEFF' or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C))
                kept.Append(rune.ToString());
        }

        return kept.ToString().TrimEnd() + "\n";
    }

    /// <returns>Null for a text that is nested hundreds of levels deep.</returns>
    internal static MarkdownDocument? Document(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Markdown);
        }
        catch (ArgumentException)
        {
            // Markdig's way to refuse it.
            return null;
        }
    }

    private static FrontMatter FrontMatterOf(MarkdownDocument document, string text, List<PlaybookProblem> problems)
    {
        if (document.Count > 0 && document[0] is YamlFrontMatterBlock block)
        {
            var lines = Raw(text, block).Split('\n');
            return FrontMatter.Read(string.Join('\n', lines.Skip(1).Take(lines.Length - 2)), firstLine: 2, problems);
        }

        if (text.StartsWith("---\n", StringComparison.Ordinal))
            problems.Add(new(1, "The front matter is not closed.", "Put a line of three dashes after the settings."));
        return new FrontMatter();
    }

    /// <summary>The stretches below a heading of the second level. What stands before the first is for people to read.</summary>
    private static List<PlaybookSection> Sections(MarkdownDocument document, string text, List<PlaybookProblem> problems)
    {
        var sections = new List<PlaybookSection>();
        foreach (var block in document)
        {
            if (block is HeadingBlock { Level: 2 } heading)
            {
                var title = CleanText.Line(HeadingText(Raw(text, heading)), 80);
                sections.Add(new PlaybookSection(title, heading.Line + 1, text));
                if (title.Length == 0)
                    problems.Add(new(heading.Line + 1, "A section has no title.", "Write what it is about after the '##'."));
            }
            else if (sections.Count > 0)
            {
                sections[^1].Blocks.Add(block);
            }
            else if (block is HeadingBlock { Level: > 2 } orphan)
            {
                problems.Add(new(orphan.Line + 1, "A language stands before the first section.", "Begin a section with '## A title' above it."));
            }
        }

        var titles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections.Where(section => section.Title.Length > 0 && !titles.Add(section.Title)))
        {
            problems.Add(new(section.Line, $"There are two sections '{section.Title}'.",
                "Cards cite sections by title, so give one of them another, or join them."));
        }

        return sections;
    }

    /// <summary>A block as it is written; Markdig's own pieces would already be without what looks like markup.</summary>
    internal static string Raw(string text, Block block)
    {
        var start = Math.Clamp(block.Span.Start, 0, text.Length);
        return text[start..Math.Clamp(block.Span.End + 1, start, text.Length)];
    }

    internal static string HeadingText(string raw) => raw.Split('\n')[0].Trim().Trim('#').Trim();
}
