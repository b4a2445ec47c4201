using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>Phrases of one list, and where a text says them. The form is that of the word files of Understanding.</summary>
internal sealed class PhraseList
{
    private readonly FrozenDictionary<string, Entry[]> _byWord;
    private readonly FrozenDictionary<string, Entry[]> _byStem;
    private readonly FrozenDictionary<string, Entry[]>.AlternateLookup<ReadOnlySpan<char>> _stems;
    private readonly FrozenSet<string>? _stops;

    /// <param name="phrases">Each with what a place that says it is to carry.</param>
    /// <param name="stops">A gap does not reach over these.</param>
    public PhraseList(IEnumerable<(string Phrase, string Tag)> phrases, FrozenSet<string>? stops = null)
    {
        _stops = stops;
        var entries = phrases.SelectMany(phrase => PhraseParts.Choices(phrase.Phrase).Select(spelling => new Entry(PhraseParts.Of(spelling), phrase.Tag))).ToList();
        _byWord = entries.Where(entry => !entry.Parts[0].AnyEnding).GroupBy(entry => entry.Parts[0].Text).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _byStem = entries.Where(entry => entry.Parts[0].AnyEnding).GroupBy(entry => entry.Parts[0].Text[..PhraseParts.ShortestStem]).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        _stems = _byStem.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <returns>In the order of the text; none overlap, of two that begin together the longer.</returns>
    public IReadOnlyList<SaidPhrase> In(WordedText text, bool alsoInLinks = false)
    {
        var found = new List<SaidPhrase>();
        for (var i = 0; i < text.Words.Count; i++)
        {
            var word = text.Words[i];
            if (word.IsAside && !alsoInLinks)
                continue;
            Match(text, i, word.Text, alsoInLinks, found);
            if (word.Tail is { } tail)
                Match(text, i, tail, alsoInLinks, found);
            if (word.Plain is { } plain)
                Match(text, i, plain, alsoInLinks, found);
        }

        if (found.Count < 2)
            return found;
        var apart = new List<SaidPhrase>();
        foreach (var said in found.OrderBy(said => said.First).ThenByDescending(said => said.Last))
        {
            if (apart.Count == 0 || said.First > apart[^1].Last)
                apart.Add(said);
        }

        return apart;
    }

    /// <summary>Lines "kind, language, phrase" of a file that comes with the program, by kind.</summary>
    public static ILookup<string, string> Read(string file) => ReadIn(file, null);

    /// <summary>The same of one language.</summary>
    public static ILookup<string, string> ReadIn(string file, string? language) =>
        LinesOf(file).Where(line => language is null || line[1] == language).ToLookup(line => line[0], line => line[2]);

    /// <summary>The languages that a file has lines of.</summary>
    public static IEnumerable<string> Languages(string file) => LinesOf(file).Select(line => line[1]).Distinct();

    private static List<string[]> LinesOf(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Checks/" + file)
            ?? throw new InvalidOperationException($"The program was built without its word file '{file}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                lines.Add(line.Split('\t'));
        }

        return lines;
    }

    private void Match(WordedText text, int at, string first, bool alsoInLinks, List<SaidPhrase> found)
    {
        if (_byWord.TryGetValue(first, out var entries))
            Match(text, at, entries, alsoInLinks, found);
        if (char.IsDigit(first[0]) && _byWord.TryGetValue(PhrasePart.Number, out entries))
            Match(text, at, entries, alsoInLinks, found);
        if (first.Length >= PhraseParts.ShortestStem && _stems.TryGetValue(first.AsSpan(0, PhraseParts.ShortestStem), out entries))
            Match(text, at, entries, alsoInLinks, found);
    }

    private void Match(WordedText text, int at, Entry[] entries, bool alsoInLinks, List<SaidPhrase> found)
    {
        foreach (var entry in entries)
        {
            var last = entry.Parts[0].Fits(text.Words[at]) ? PhraseParts.LastWord(text, entry.Parts, 1, at, alsoInLinks, _stops) : -1;
            if (last >= 0)
                found.Add(new SaidPhrase(at, last, entry.Tag));
        }
    }

    private sealed record Entry(PhrasePart[] Parts, string Tag);
}

/// <summary>A phrase that a text says.</summary>
/// <param name="Last">The same as the first for a single word.</param>
internal readonly record struct SaidPhrase(int First, int Last, string Tag);
