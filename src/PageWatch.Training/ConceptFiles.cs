using PageWatch.Pipeline.Understanding.Model;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>
/// Our own dictionary of concepts (folder Concepts): words of nine languages that mean the same, and kinds of concept. A word that few posts have, or none, is then known by what
/// others of its meaning taught.
/// </summary>
internal sealed class ConceptFiles
{
    /// <summary>The concept, its kind, then the words of each language.</summary>
    private const int FirstWords = 2;

    private readonly List<(string Form, int[] Rows)> _forms = [];

    private ConceptFiles()
    {
    }

    /// <summary>How many concepts and kinds there are.</summary>
    public int Rows { get; private set; }

    public static ConceptFiles Read() => Read(Path.Combine(AppContext.BaseDirectory, "Concepts"));

    /// <exception cref="InvalidDataException">A line is none.</exception>
    public static ConceptFiles Read(string folder)
    {
        var read = new ConceptFiles();
        var rows = new Dictionary<string, int>();
        var forms = new Dictionary<string, SortedSet<int>>();
        foreach (var path in Directory.GetFiles(folder, "*.tsv").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
            {
                var columns = line.Split('\t');
                if (columns.Length <= FirstWords)
                    throw new InvalidDataException($"{path}: a concept, its kind and words are needed, and '{line}' has not all.");
                int[] own = [RowOf("concept " + columns[0]), RowOf("kind " + columns[1])];
                foreach (var form in columns.Skip(FirstWords).SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                {
                    if (!forms.TryGetValue(form, out var known))
                        forms.Add(form, known = []);
                    known.UnionWith(own);
                }
            }
        }

        read.Rows = rows.Count;
        read._forms.AddRange(forms.OrderBy(form => form.Key, StringComparer.Ordinal).Select(form => (form.Key, form.Value.ToArray())));
        return read;

        int RowOf(string name)
        {
            if (!rows.TryGetValue(name, out var row))
                rows.Add(name, row = rows.Count);
            return row;
        }
    }

    /// <summary>Says of each word what it means; words that are new become types too.</summary>
    public void GiveTo(WordTypes types, Lexicon lexicon)
    {
        var post = new PostTokens();
        foreach (var (form, rows) in _forms)
        {
            post.Read(form);
            if (post.Count != 1 || post.Tokens[0].Kind != TokenKind.Word || PostTokens.IsNeutral(post.Form(post.Tokens[0])))
                continue;
            var type = types.Of(post, post.Tokens[0], lexicon);
            types.Means(type, [.. types.Concepts[type].Union(rows).Order()]);
        }
    }
}
