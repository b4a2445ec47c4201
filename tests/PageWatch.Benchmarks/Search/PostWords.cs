namespace PageWatch.Benchmarks.Search;

/// <summary>Words of languages that nobody speaks, as often as words are: the n-th most frequent comes one n-th as often. The same seed gives the same words.</summary>
internal sealed class PostWords
{
    private const int Words = 30_000;

    private const int Signs = 2_500;

    private static readonly string[] Starts = ["b", "br", "d", "f", "g", "k", "kl", "l", "m", "n", "p", "r", "s", "sch", "st", "t", "tr", "v", "w", ""];
    private static readonly string[] Middles = ["a", "e", "i", "o", "u", "ei", "au", "é", "ä", "ou"];
    private static readonly string[] Ends = ["", "n", "r", "s", "t", "l", "ng"];

    private readonly string[] words;

    /// <summary>How much of all text the words up to each are.</summary>
    private readonly double[] share;

    public PostWords(string language)
    {
        Language = language;
        // No more than the language may decide, or two runs would differ.
        var random = new Random(language.Aggregate(17, (sum, c) => (sum * 31) + c));
        IsSpaced = language != "ja";
        words = IsSpaced ? Made(random) : [.. Enumerable.Range(0, Signs).Select(i => ((char)(0x4E00 + i)).ToString())];
        share = new double[words.Length];
        var sum = 0.0;
        for (var i = 0; i < words.Length; i++)
            share[i] = sum += 1.0 / (i + 3);
    }

    public string Language { get; }

    /// <summary>Written with spaces between words.</summary>
    public bool IsSpaced { get; }

    public int Count => words.Length;

    /// <summary>By how often it is met, the most frequent first.</summary>
    public string this[int rank] => words[rank];

    public int Rank(Random random)
    {
        var at = Array.BinarySearch(share, random.NextDouble() * share[^1]);
        return Math.Min(at < 0 ? ~at : at, words.Length - 1);
    }

    public string Text(Random random, int count)
    {
        var text = new string[count];
        for (var i = 0; i < count; i++)
            text[i] = words[Rank(random)];
        return string.Join(IsSpaced ? " " : "", text);
    }

    private static string[] Made(Random random)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (known.Count < Words)
        {
            // What is said often is short.
            var syllables = 1 + (known.Count > 40 ? 1 : 0) + (known.Count > 2_000 ? random.Next(2) : 0) + (known.Count > 8_000 ? random.Next(2) : 0);
            known.Add(string.Concat(Enumerable.Range(0, syllables).Select(_ => Starts[random.Next(Starts.Length)] + Middles[random.Next(Middles.Length)] + Ends[random.Next(Ends.Length)])));
        }

        return [.. known];
    }
}
