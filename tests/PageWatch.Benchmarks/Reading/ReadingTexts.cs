using System.Text;
using PageWatch.Pipeline.Understanding.Measures;
using PageWatch.Training;

namespace PageWatch.Benchmarks.Reading;

/// <summary>What is read: posts that no model was taught by, and texts that nobody writes in earnest.</summary>
internal static class ReadingTexts
{
    /// <summary>The test part of our own corpus; and of a data folder, when there is one, its validation files.</summary>
    /// <param name="data">Null for the corpus alone.</param>
    public static List<(string Text, string Language)> Posts(string? data)
    {
        var files = new PostFiles(data, Path.Combine(AppContext.BaseDirectory, "Corpus"));
        IEnumerable<LabelledPost> posts = files.Read(PostFiles.Corpus, CorpusPart.Test);
        if (data is not null)
            posts = posts.Concat(ValidationFile.All.SelectMany(file => files.Read(file.Path, CorpusPart.Test)));
        return [.. posts.Select(post => (post.Text, post.Language))];
    }

    public static IReadOnlyDictionary<string, string> Hostile { get; } = new Dictionary<string, string>
    {
        ["a megabyte of words"] = string.Join(' ', Enumerable.Range(0, 150_000).Select(i => "word" + i)),
        ["a megabyte of one letter"] = new('a', 1_000_000),
        ["nulls"] = new('\0', 100_000),
        ["lone surrogates"] = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)(0xD800 + (i * 7 % 0x800)))),
        ["right to left"] = Repeat("\u202Eمرحبا\u202C ", 20_000),
        ["zalgo"] = Repeat("e\u0301\u0322\u0335\u0316\u0346", 20_000),
        ["fifty thousand emoji"] = string.Concat(Enumerable.Range(0, 50_000).Select(i => char.ConvertFromUtf32(0x1F600 + (i % 70)))),
        ["entities"] = Repeat("&#x1F600;&amp;&#39;&bogus;", 20_000),
        ["phrases of the word files"] = Repeat("want my money back never again ", 20_000),
        ["Chinese"] = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)(0x4E00 + (i * 7919 % 0x5000)))),
    };

    private static string Repeat(string piece, int length) => new StringBuilder(length + piece.Length).Insert(0, piece, (length / piece.Length) + 1).ToString(0, length);
}
