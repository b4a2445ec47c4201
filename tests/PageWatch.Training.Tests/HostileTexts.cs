namespace PageWatch.Training.Tests;

/// <summary>What nobody writes in earnest, and somebody will send.</summary>
internal static class HostileTexts
{
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["nothing"] = () => "",
        ["a megabyte of words"] = () => string.Join(' ', Enumerable.Range(0, 150_000).Select(i => "word" + i)),
        ["a megabyte of one letter"] = () => new string('a', 1_000_000),
        ["nulls"] = () => new string('\0', 100_000),
        ["lone surrogates"] = () => Chance(50_000, random => (char)(0xD800 + random.Next(0x800))),
        ["any units"] = () => Chance(50_000, random => (char)random.Next(0x10000)),
        ["a surrogate at the cut"] = () => new string('a', 9_999) + string.Concat(Enumerable.Repeat("😀", 5_000)),
        ["zalgo"] = () => string.Concat(Enumerable.Repeat("e\u0301\u0322\u0335\u0316\u0346", 3_000)),
        ["fifty thousand emoji"] = () => string.Concat(Enumerable.Range(0, 50_000).Select(i => char.ConvertFromUtf32(0x1F600 + (i % 70)))),
        ["one emoji fifty thousand times"] = () => string.Concat(Enumerable.Repeat("😂", 50_000)),
        ["right to left"] = () => string.Concat(Enumerable.Repeat("\u202Eمرحبا\u202C ", 3_000)),
        ["colons"] = () => new string(':', 100_000),
        ["entities"] = () => string.Concat(Enumerable.Repeat("&#x1F600;&amp;&#39;&bogus;&#99999999;", 3_000)),
        ["ampersands"] = () => new string('&', 100_000),
        ["hashes"] = () => new string('#', 50_000) + "Tag",
        ["one endless hashtag"] = () => "#" + string.Concat(Enumerable.Repeat("aB1_", 20_000)),
        ["mentions"] = () => string.Concat(Enumerable.Repeat("@a", 10_000)),
        ["chinese"] = () => Chance(12_000, random => (char)(0x4E00 + random.Next(0x5000))),
        ["only marks"] = () => string.Concat(Enumerable.Repeat("ก็็็็็็", 2_000)),
        ["phrases"] = () => string.Concat(Enumerable.Repeat("want my money back never again ", 1_000)),
        ["apostrophes"] = () => string.Concat(Enumerable.Repeat("a'", 10_000)),
    };

    private static string Chance(int length, Func<Random, char> next)
    {
        var random = new Random(5);
        return string.Create(length, (random, next), static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = from.next(from.random);
        });
    }
}
