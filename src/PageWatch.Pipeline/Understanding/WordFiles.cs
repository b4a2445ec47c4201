using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The word files that come with the program (folder Words), read once.</summary>
internal static class WordFiles
{
    private static readonly string[] Languages = ["en", "de", "fr", "es", "it", "pt"];

    /// <summary>The languages whose words we know, by tag.</summary>
    public static FrozenDictionary<string, Phrasebook> Books { get; } = Languages
        .ToFrozenDictionary(language => language, language => Phrasebook.Of(language, Lines($"{language}.tone.tsv"), Lines($"{language}.cues.tsv")));

    /// <summary>The same, in an order that does not change; the first wins where several fit equally.</summary>
    public static IReadOnlyList<Phrasebook> InOrder { get; } = [.. Languages.Select(language => Books[language])];

    /// <summary>Small words by language.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> SmallWords { get; } = Lines("languages.tsv")
        .ToFrozenDictionary(line => line[0], line => WordStream.Of(line[1]).Select(word => word.Text).ToFrozenSet());

    /// <summary>How emoji and emoticons sound; emoji as the word stream cuts them, emoticons as written.</summary>
    public static FrozenDictionary<string, double> Signs { get; } = Lines("emoji.tsv")
        .ToFrozenDictionary(line => line[0][0] < 128 ? line[0] : WordStream.Fold(line[0]),
            line => double.Parse(line[1], CultureInfo.InvariantCulture));

    private static IEnumerable<string[]> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Words/" + file)
            ?? throw new InvalidOperationException($"The program was built without its word file '{file}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
        }
    }
}
