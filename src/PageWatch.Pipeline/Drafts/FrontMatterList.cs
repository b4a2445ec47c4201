using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Reads one list of a playbook's front matter.</summary>
/// <param name="key">What it is called there; problems say so.</param>
internal sealed class FrontMatterList(string key, List<PlaybookProblem> problems)
{
    private const int MostEntries = 200;
    private const int LongestEntry = 200;
    private const string Arrow = "->";

    public IReadOnlyList<NeverSaid> NeverSaid(IReadOnlyList<(string Text, int Line)> entries)
    {
        var said = new List<NeverSaid>();
        var seen = new HashSet<string>();
        var words = new List<(NeverSaid Said, string Folded, int Line)>();
        foreach (var (text, line) in Plain(entries))
        {
            var arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
            var phrase = (arrow < 0 ? text : text[..arrow]).Trim();
            var instead = arrow < 0 ? null : text[(arrow + Arrow.Length)..].Trim();
            if (instead is { Length: 0 })
                problems.Add(new(line, "Nothing stands after the arrow.", $"Write what to say instead, or leave the '{Arrow}' out."));
            else if (instead?.Contains(Arrow, StringComparison.Ordinal) == true)
                problems.Add(new(line, "There are two arrows.", $"Write one 'phrase {Arrow} instead' a line."));
            else if (Folded(phrase, line) is { } folded && IsFirst(seen, folded, phrase, line))
            {
                said.Add(new NeverSaid(phrase, instead));
                words.Add((said[^1], folded, line));
            }
        }

        // What is put in would be refused at once.
        foreach (var (one, _, line) in words.Where(each => each.Said.Instead is not null))
        {
            var instead = PostWords.Of(one.Instead!);
            if (words.FirstOrDefault(each => instead.Contains(each.Folded)) is { Said: { } again })
            {
                problems.Add(new(line, $"'{CleanText.Line(one.Instead, 40)}' is said instead, and has '{CleanText.Line(again.Phrase, 40)}' in it, which is never said.",
                    "Choose other words."));
            }
        }

        return said;
    }

    public IReadOnlyList<string> Links(IReadOnlyList<(string Text, int Line)> entries)
    {
        var links = new List<string>();
        var seen = new HashSet<string>();
        foreach (var (text, line) in Plain(entries))
        {
            var written = text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text;
            if (TextLinks.In(written) is [{ Start: 0, Scheme: "http" or "https" } link] && link.Length == written.Length && IsHost(link.Host) && !written.Contains('@', StringComparison.Ordinal))
            {
                if (IsFirst(seen, link.Host + link.Path, text, line))
                    links.Add(text);
            }
            else
            {
                problems.Add(new(line, $"'{CleanText.Line(text, 40)}' is no address.", "Write a host such as 'shop.example', or an address such as 'https://shop.example/help'."));
            }
        }

        return links;
    }

    public IReadOnlyList<string> Phrases(IReadOnlyList<(string Text, int Line)> entries)
    {
        var phrases = new List<string>();
        var seen = new HashSet<string>();
        foreach (var (text, line) in Plain(entries))
        {
            if (Folded(text, line) is { } folded && IsFirst(seen, folded, text, line))
                phrases.Add(text);
        }

        return phrases;
    }

    /// <summary>Those that are a line of plain text.</summary>
    private List<(string Text, int Line)> Plain(IReadOnlyList<(string Text, int Line)> entries)
    {
        var plain = new List<(string Text, int Line)>();
        if (entries.Count > MostEntries)
            problems.Add(new(entries[MostEntries].Line, $"'{key}' has more than {MostEntries} entries.", "Keep those that matter most."));
        foreach (var (text, line) in entries.Take(MostEntries))
        {
            if (text.Length == 0)
                problems.Add(new(line, $"An entry of '{key}' is empty.", "Write something after the '- ', or remove the line."));
            else if (CleanText.Line(text, LongestEntry) != text)
                problems.Add(new(line, $"An entry of '{key}' is longer than a line.", $"Keep it to {LongestEntry} characters in one line."));
            else if (text.AsSpan().ContainsAny('{', '}'))
                problems.Add(new(line, $"An entry of '{key}' has braces, and there are no slots here.", "Write the words out."));
            else
                plain.Add((text, line));
        }

        return plain;
    }

    private string? Folded(string phrase, int line)
    {
        if (PostWords.Folded(phrase) is { } folded)
            return folded;
        problems.Add(new(line, $"'{CleanText.Line(phrase, 40)}' in '{key}' is no word.", "Write words; a '*' may stand at the end, after three letters or more."));
        return null;
    }

    private bool IsFirst(HashSet<string> seen, string folded, string text, int line)
    {
        if (seen.Add(folded))
            return true;
        problems.Add(new(line, $"'{CleanText.Line(text, 40)}' stands twice in '{key}'.", "Keep one of the two lines."));
        return false;
    }

    private static bool IsHost(string host) => host.Contains('.', StringComparison.Ordinal)
        && host.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsLetterOrDigit(c) || c == '-'));
}
