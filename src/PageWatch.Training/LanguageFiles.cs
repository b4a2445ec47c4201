namespace PageWatch.Training;

/// <summary>Reads what language profiles are learned from and measured by: the folder Languages.</summary>
internal static class LanguageFiles
{
    /// <summary>So many words of a list make a line: as long as a short post, or as "Thanks!". Each word stands once in a line of each length.</summary>
    private static readonly int[] WordsOfALine = [7, 7, 2, 1];

    /// <returns>All lines to learn from, in an order that does not change.</returns>
    /// <exception cref="InvalidDataException">A line has no language or no text.</exception>
    public static List<LanguageLine> ToLearn(string folder) =>
        [.. Posts(Path.Combine(folder, "train.tsv")), .. WordLines(Path.Combine(folder, "words.tsv"))];

    /// <summary>"language, text" a line; lines that begin with # are remarks.</summary>
    /// <exception cref="InvalidDataException">A line has no language or no text.</exception>
    public static IEnumerable<LanguageLine> Posts(string path) =>
        Lines(path).Select(line => new LanguageLine(line.Language, line.Text, IsPost: true));

    private static IEnumerable<LanguageLine> WordLines(string path)
    {
        foreach (var language in Lines(path).GroupBy(line => line.Language))
        {
            var words = language.SelectMany(line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            var chance = new Random(words.Length);
            foreach (var count in WordsOfALine)
            {
                // The generator of .NET is the same everywhere for a given seed: https://learn.microsoft.com/dotnet/api/system.random
                chance.Shuffle(words);
                foreach (var chunk in words.Chunk(count))
                    yield return new LanguageLine(language.Key, string.Join(' ', chunk), IsPost: false);
            }
        }
    }

    private static IEnumerable<(string Language, string Text)> Lines(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith('#'))
                continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab is < 2 or > 3 || tab == line.Length - 1)
                throw new InvalidDataException($"{path}: a language, a tab and a text are needed, and '{line}' is none.");
            yield return (line[..tab], line[(tab + 1)..]);
        }
    }
}
