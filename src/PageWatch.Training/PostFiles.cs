using System.Text;
using PageWatch.Pipeline.Understanding.Measures;

namespace PageWatch.Training;

/// <summary>Reads files of labelled posts: our own corpus, and public files that lie in a folder outside.</summary>
/// <param name="dataFolder">The folder of the public files; null when there is none.</param>
/// <param name="corpusFolder">The folder of our own posts.</param>
public sealed class PostFiles(string? dataFolder, string corpusFolder)
{
    /// <summary>How a manifest calls our own posts.</summary>
    public const string Corpus = "corpus";

    /// <summary>The columns of the corpus; the text is the last.</summary>
    public static readonly IReadOnlyList<string> CorpusColumns = ["lang", "sentiment", "intent", "urgency", "reason", "unclear", "trade", "text"];

    /// <summary>A column made of two: "question.negative" asks because something went wrong.</summary>
    public const string IntentAndSentiment = "intent.sentiment";

    /// <summary>Stands in a column of which nobody said anything: it teaches nothing there.</summary>
    public const string Unsaid = "?";

    /// <param name="file">Relative to the data folder, or <see cref="Corpus"/>.</param>
    /// <param name="part">Which part of our own posts, and of a file with their columns (what <c>pagewatch labels export</c> wrote); the public files are whole.</param>
    /// <exception cref="InvalidDataException">There is no such file, or a line of it is none.</exception>
    public List<LabelledPost> Read(string file, CorpusPart part)
    {
        if (file == Corpus)
            return [.. Directory.GetFiles(corpusFolder, "*.tsv").Order(StringComparer.Ordinal).SelectMany(path => ReadColumns(path, part))];
        var own = PathOf(file);
        return HasColumns(own) ? [.. ReadColumns(own, part)] : ReadLabelled(own);
    }

    /// <summary>Where a file of the data folder lies.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public string PathOf(string file)
    {
        var path = dataFolder is null ? null : Path.Combine(dataFolder, file);
        return path is not null && File.Exists(path)
            ? path
            : throw new InvalidDataException($"The manifest names '{file}', which is not in the data folder ({dataFolder ?? "none given"}): name its folder with --data.");
    }

    /// <summary>Which part a post belongs to: by its text alone, so that it stays there whatever is added.</summary>
    public static CorpusPart PartOf(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var each in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ each) * 1099511628211UL;
        return ((hash >> 20) % 20) switch
        {
            < 6 => CorpusPart.Test,
            < 8 => CorpusPart.Calibration,
            _ => CorpusPart.Training,
        };
    }

    /// <summary>"label, language, text" a line.</summary>
    private static List<LabelledPost> ReadLabelled(string path)
    {
        using var reader = new StreamReader(path);
        return [.. LabelledText.Read(reader, path).Select(line => new LabelledPost(line.Language, line.Text, new Dictionary<string, string> { ["label"] = line.Label }))];
    }

    /// <summary>By its first line; a text has no tabs, so a public file never looks like this.</summary>
    private static bool HasColumns(string path) => File.ReadLines(path).FirstOrDefault()?.Split('\t').Length == CorpusColumns.Count;

    private static IEnumerable<LabelledPost> ReadColumns(string path, CorpusPart part)
    {
        foreach (var line in File.ReadLines(path))
        {
            var columns = line.Split('\t');
            if (columns.Length != CorpusColumns.Count)
                throw new InvalidDataException($"{path}: {CorpusColumns.Count} columns are needed, and '{line}' has {columns.Length}.");
            if (PartOf(columns[^1]) != part)
                continue;
            var labels = new Dictionary<string, string>();
            for (var i = 1; i < columns.Length - 1; i++)
                labels[CorpusColumns[i]] = columns[i];
            labels[IntentAndSentiment] = labels["intent"] == Unsaid || labels["sentiment"] == Unsaid ? Unsaid : $"{labels["intent"]}.{labels["sentiment"]}";
            yield return new LabelledPost(columns[0], columns[^1], labels);
        }
    }
}
