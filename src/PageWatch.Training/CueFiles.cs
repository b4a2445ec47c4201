using System.Globalization;
using System.Reflection;
using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>Reads the word files of the rule-based reader (xx.cues.tsv, xx.tone.tsv) into the trees that a model carries.</summary>
internal sealed class CueFiles
{
    private const string Folder = "Words/";

    /// <summary>Kinds of sign that have a channel of their own, in its order; "now" and "today" have one for each reason.</summary>
    private static readonly string[] Channels =
    [
        "complaint", "question", "request", "praise", "thanks", "abuse", "spam",
        "somebody may be hurt", "fire or danger", "money or identity at risk", "a deadline within hours", "illness or allergy", "an outage",
        "the writer may be in danger", "a threat", "not the first time", "legal steps", "a deadline", "the press is named",
    ];

    /// <summary>The word files lie in the assembly of the reader that they are written for.</summary>
    private static readonly Assembly Reader = typeof(PostTokens).Assembly;

    private readonly List<Dictionary<(uint Word, bool IsStem), int>> _nodes = [];
    private readonly List<CueNode> _allows = [];
    private readonly List<HashSet<CueSign>> _signs = [];
    private readonly PostTokens _post = new();

    public static CueBook Read() => Read(Path.Combine(AppContext.BaseDirectory, "Signs"));

    /// <param name="folder">More phrases, for models alone: xx.tsv, with lines as in xx.cues.tsv and a kind "tone".</param>
    /// <exception cref="InvalidDataException">A line of it is none.</exception>
    public static CueBook Read(string folder) => new CueFiles().Build(folder);

    private CueBook Build(string folder)
    {
        var embedded = Reader.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".cues.tsv", StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^".cues.tsv".Length]).ToList();
        var languages = embedded.Union(Directory.GetFiles(folder, "*.tsv").Select(path => Path.GetFileNameWithoutExtension(path))).Order(StringComparer.Ordinal).ToArray();
        foreach (var _ in languages)
            NewNode();
        for (var root = 0; root < languages.Length; root++)
        {
            if (embedded.Contains(languages[root]))
            {
                foreach (var line in Lines(languages[root] + ".cues.tsv").Where(line => line.Length == 3))
                    Cue(root, line[0], line[1], line[2]);
                foreach (var line in Lines(languages[root] + ".tone.tsv").Where(line => line.Length == 2))
                    Tone(root, line[0], line[1]);
            }

            More(root, Path.Combine(folder, languages[root] + ".tsv"));
        }

        var steps = new SortedDictionary<uint, int>();
        for (var node = 0; node < _nodes.Count; node++)
        {
            foreach (var ((word, isStem), target) in _nodes[node])
                steps.TryAdd(CueBook.KeyOf(node, word, isStem), target);
        }

        var firsts = new List<int>();
        var signs = new List<CueSign>();
        foreach (var of in _signs)
        {
            firsts.Add(signs.Count);
            signs.AddRange(of);
        }

        firsts.Add(signs.Count);
        return new CueBook(languages, [.. steps.Keys], [.. steps.Values], [.. _allows], [.. firsts], [.. signs]);
    }

    private void More(int root, string path)
    {
        if (!File.Exists(path))
            return;
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            if (line.Split('\t') is not [var kind, var phrase, var third] || (kind != "tone" && !Channels.Contains(kind) && !(kind is "now" or "today" && Channels.Contains(third))))
                throw new InvalidDataException($"{path}: a kind of sign, a phrase, and a weight or reason are needed, and '{line}' has not all.");
            if (kind == "tone")
                Tone(root, phrase, third);
            else
                Cue(root, kind, phrase, third);
        }
    }

    private void Tone(int root, string phrase, string weight) => Add(root, Words(phrase), 0, [new CueSign(CueBook.Tone, Number(weight) / 4)]);

    private static List<string[]> Lines(string file)
    {
        using var stream = new StreamReader(Reader.GetManifestResourceStream(Folder + file)!);
        var lines = new List<string[]>();
        while (stream.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                lines.Add(line.Split('\t'));
        }

        return lines;
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Words(string phrase) => phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private void Cue(int root, string kind, string phrase, string weightOrReason)
    {
        List<CueSign> signs = [];
        switch (kind)
        {
            case "now" or "today":
                signs.Add(new CueSign(kind == "now" ? CueBook.Now : CueBook.Now + 1, 1));
                if (Array.IndexOf(Channels, weightOrReason) is var reason and >= 0)
                    signs.Add(new CueSign(reason, 1));
                break;
            default:
                if (Array.IndexOf(Channels, kind) is var channel and >= 0)
                    signs.Add(new CueSign(channel, Number(weightOrReason) / 2));
                break;
        }

        if (signs.Count > 0)
            Add(root, Words(phrase), 0, signs);
    }

    private void Add(int node, string[] words, int at, List<CueSign> signs)
    {
        if (at == words.Length)
        {
            _signs[node].UnionWith(signs);
            return;
        }

        if (words[at] == "…")
        {
            _allows[node] |= CueNode.HasGap;
            Add(node, words, at + 1, signs);
            return;
        }

        foreach (var choice in words[at].Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var isStem = choice.EndsWith('*');
            var next = node;
            if (choice == CueBook.Number)
            {
                next = Step(node, TextHash.Of(CueBook.Number), false);
            }
            else
            {
                _post.Read(choice.TrimEnd('*'));
                for (var i = 0; i < _post.Count; i++)
                    next = Step(next, _post.Tokens[i].Hash, isStem && i == _post.Count - 1);
            }

            if (next != node)
                Add(next, words, at + 1, signs);
        }
    }

    private int Step(int node, uint word, bool isStem)
    {
        _allows[node] |= isStem ? CueNode.GoesOn | CueNode.HasStems : CueNode.GoesOn;
        if (!_nodes[node].TryGetValue((word, isStem), out var next))
        {
            next = NewNode();
            _nodes[node].Add((word, isStem), next);
        }

        return next;
    }

    private int NewNode()
    {
        _nodes.Add([]);
        _allows.Add(CueNode.None);
        _signs.Add([]);
        return _nodes.Count - 1;
    }
}
