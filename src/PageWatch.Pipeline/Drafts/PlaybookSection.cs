using System.Collections.Frozen;
using Markdig.Syntax;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>A section of a playbook before it is understood.</summary>
/// <param name="Line">Of its heading, from 1.</param>
internal sealed record PlaybookSection(string Title, int Line, string Text)
{
    private const int LongestReply = 1_000;
    private const int MostReplies = 20;

    public List<Block> Blocks { get; } = [];

    private HashSet<string> When { get; } = [];

    private HashSet<string> Words { get; } = [];

    private HashSet<string> About { get; } = [];

    private Dictionary<string, IReadOnlyList<string>> Replies { get; } = [];

    private ProposalKind Kind { get; set; } = ProposalKind.Reply;

    /// <returns>Null when it cannot be used; a problem then says why.</returns>
    public PlaybookClause? Clause(int number, List<PlaybookProblem> problems)
    {
        var before = problems.Count;
        string? language = null;
        foreach (var block in Blocks)
        {
            var line = block.Line + 1;
            switch (block)
            {
                case HeadingBlock { Level: 3 } heading:
                    language = LanguageOf(PlaybookText.HeadingText(PlaybookText.Raw(Text, heading)), line, problems);
                    break;
                case ListBlock { IsOrdered: false } list when language is not null:
                    ReadReplies(list, language, problems);
                    break;
                case ListBlock list:
                    problems.Add(new(list.Line + 1, "A list of replies stands where none belongs.", "Put it below a language ('### en'), with '-' before each reply."));
                    break;
                case ParagraphBlock paragraph when language is null && Replies.Count == 0:
                    ReadKeys(PlaybookText.Raw(Text, paragraph), line, problems);
                    break;
                case QuoteBlock or ThematicBreakBlock or HtmlBlock { Type: HtmlBlockType.Comment }:
                    break;
                default:
                    problems.Add(new(line, "This text belongs to nothing.", "Begin a reply with '- ', and a note to yourselves with '> '."));
                    break;
            }
        }

        if (When.Count == 0 || !When.Overlaps(ClauseTerms.Posts))
        {
            problems.Add(new(Line, $"Section '{Title}' does not say what it is for.",
                $"Add a line 'For: ' with some of {string.Join(", ", ClauseTerms.Posts)}."));
        }

        if (Replies.Count == 0 && problems.Count == before)
            problems.Add(new(Line, $"Section '{Title}' has no reply.", "Add a language ('### en') and below it a list of replies, each beginning with '- '."));
        return problems.Count > before
            ? null
            : new PlaybookClause(number, Title, Kind, When.ToFrozenSet(), Words.ToFrozenSet(), Replies.ToFrozenDictionary()) { About = About.ToFrozenSet() };
    }

    /// <summary>Lines such as "For: complaint · words: broken, torn".</summary>
    private void ReadKeys(string paragraph, int firstLine, List<PlaybookProblem> problems)
    {
        var line = firstLine;
        foreach (var written in paragraph.Split('\n'))
        {
            foreach (var setting in written.Split('·', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var colon = setting.IndexOf(':', StringComparison.Ordinal);
                var key = colon < 0 ? "" : setting[..colon].TrimEnd().ToLowerInvariant();
                var values = setting[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                switch (key)
                {
                    case "for":
                        AddTerms(When, values, ClauseTerms.Posts, line, problems);
                        break;
                    case "only":
                        AddTerms(When, values, ClauseTerms.Conditions, line, problems);
                        break;
                    case "about":
                        AddTerms(About, values, PostTopics.Names, line, problems);
                        break;
                    case "words":
                        AddWords(values, line, problems);
                        break;
                    case "kind":
                        ReadKind(values, line, problems);
                        break;
                    default:
                        problems.Add(new(line, $"'{CleanText.Line(setting, 40)}' says nothing that is understood here.",
                            "Begin the line with 'For:', 'Only:', 'About:', 'Words:' or 'Kind:', or with '> ' if it is a note."));
                        break;
                }
            }

            line++;
        }
    }

    private static void AddTerms(HashSet<string> terms, string[] values, IReadOnlyList<string> known, int line, List<PlaybookProblem> problems)
    {
        foreach (var value in values.Select(value => value.ToLowerInvariant()))
        {
            if (known.Contains(value))
                terms.Add(value);
            else
                problems.Add(new(line, $"There is no '{CleanText.Line(value, 40)}'.", $"Choose from {string.Join(", ", known)}."));
        }
    }

    private void AddWords(string[] values, int line, List<PlaybookProblem> problems)
    {
        foreach (var value in values)
        {
            if (PostWords.Folded(value) is { } word)
                Words.Add(word);
            else
            {
                problems.Add(new(line, $"'{CleanText.Line(value, 40)}' is no word to look for.",
                    "Write a word or a few, with at least three letters before a '*' at the end."));
            }
        }
    }

    private void ReadKind(string[] values, int line, List<PlaybookProblem> problems)
    {
        if (values is [var value] && !char.IsAsciiDigit(value[0]) && Enum.TryParse<ProposalKind>(value, ignoreCase: true, out var kind))
            Kind = kind;
        else
            problems.Add(new(line, "There is no such kind of reply.", "Choose one of reply, clarify, offline, closing; without the line it is reply."));
    }

    private string? LanguageOf(string written, int line, List<PlaybookProblem> problems)
    {
        var tag = written.ToLowerInvariant();
        var isTag = tag.Length is >= 2 and <= 20 && tag.Split('-') is [{ Length: 2 or 3 } primary, .. var rest]
            && primary.All(char.IsAsciiLetter) && rest.All(part => part.Length is >= 2 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
        if (!isTag)
        {
            problems.Add(new(line, $"'{CleanText.Line(written, 40)}' is no language.", "Write a tag such as 'en', 'de' or 'pt-br'."));
            return null;
        }

        if (!Replies.ContainsKey(tag))
            return tag;
        problems.Add(new(line, $"'{tag}' stands twice in section '{Title}'.", "Join the two lists."));
        return null;
    }

    private void ReadReplies(ListBlock list, string language, List<PlaybookProblem> problems)
    {
        var replies = new List<string>(Replies.GetValueOrDefault(language, []));
        foreach (var entry in list.OfType<ListItemBlock>())
        {
            var line = entry.Line + 1;
            if (entry is not [ParagraphBlock paragraph])
            {
                problems.Add(new(line, "A reply is one piece of plain text.",
                    "Write it after '- ' in a line or a few, without lists, headings or blank lines in it."));
                continue;
            }

            var raw = PlaybookText.Raw(Text, paragraph);
            var reply = CleanText.Line(raw, LongestReply + 1);
            if (reply.Length > LongestReply)
                problems.Add(new(line, $"A reply is longer than {LongestReply} characters.", "Shorten it; few pages would take it."));
            else if (ReplyTemplate.StrangeSlot(reply) is { } strange)
            {
                problems.Add(new(line, $"'{strange}' is no slot.",
                    $"The slots are {string.Join(", ", ReplyTemplate.Slots)}; other braces cannot stand in a reply."));
            }
            else if (reply.Contains("**", StringComparison.Ordinal) || reply.Contains("](", StringComparison.Ordinal))
            {
                problems.Add(new(line, "A reply is plain text: its marks for bold and links would be seen as they are written.",
                    "Remove the marks; write an address out."));
            }
            else
                replies.Add(reply);
        }

        if (replies.Count > MostReplies)
            problems.Add(new(list.Line + 1, $"More than {MostReplies} replies in one language.", "Keep the best."));
        if (replies.Count > 0 && replies.TrueForAll(reply => ReplyTemplate.Slots.Any(slot => ReplyTemplate.Needs(reply, slot))))
        {
            problems.Add(new(list.Line + 1, $"Every reply in '{language}' needs {ReplyTemplate.Problem} or {ReplyTemplate.Page}, which cannot always be filled.",
                "Add one that does without."));
        }

        Replies[language] = replies;
    }
}
