namespace PageWatch.Benchmarks.Search;

/// <summary>What people look for, of every kind. The same seed gives the same queries.</summary>
internal sealed class FindQueries(IReadOnlyList<PostWords> words)
{
    private static readonly string[] Common = ["is:complaint", "is:question", "is:praise", "sentiment:negative", "lang:en", "lang:de", "urgency:today", "is:reply", "stars<=2", "page:page-0", "platform:demo"];
    private static readonly string[] Rare = ["lang:ar urgency:now", "is:spam lang:ja", "is:abuse", "has:picture urgency:now", "stars=1 lang:pt", "followers>100000", "is:unclear page:page-11", "new:author stars=5", "lang:ko", "confidence>0.99 is:abuse"];

    private readonly Random random = new(7);

    /// <returns>The kind, in words for people, and the query as it is typed.</returns>
    public IEnumerable<(string Kind, string Query)> Take(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Next(i % 20);
    }

    private (string Kind, string Query) Next(int kind) => kind switch
    {
        0 or 1 or 2 => ("rare word", Word(3_000, 29_000)),
        3 or 4 => ("word", Word(150, 3_000)),
        5 => ("common word", Word(0, 150)),
        6 => ("two common words", $"{Word(0, 150)} {Word(0, 150)}"),
        7 => ("two words", $"{Word(100, 1_500)} {Word(100, 1_500)}"),
        8 => ("one of three words", $"{Word(500, 20_000)} OR {Word(500, 20_000)} OR {Word(500, 20_000)}"),
        9 => ("phrase", $"\"{Word(0, 200)} {Word(0, 200)}\""),
        10 => ("phrase of three", $"\"{Word(0, 100)} {Word(0, 100)} {Word(0, 100)}\""),
        11 => ("NEAR", $"{Word(0, 600)} NEAR/5 {Word(0, 600)}"),
        12 => ("beginning", $"{Word(500, 20_000)[..3]}*"),
        13 => ("longer beginning", $"{Begin(Word(8_000, 20_000))}*"),
        14 => ("common fields", $"{Pick(Common)} {Pick(Common)}"),
        15 => ("rare fields", Pick(Rare)),
        16 => ("word and field", $"{Word(20, 3_000)} {Pick(Common)}"),
        17 => ("negation alone", random.Next(2) == 0 ? $"-{Word(0, 100)}" : $"-{Pick(Common)} -{Word(0, 100)}"),
        18 => ("author", random.Next(2) == 0 ? $"author:a{random.Next(60_000)}" : $"author:\"Name {random.Next(200)}\" {Word(0, 300)}"),
        _ => random.Next(3) switch
        {
            0 => ("no hits", $"zzx{Word(0, 500)}qq"),
            1 => ("unanswered and days", $"unanswered before:2026-03-10 {Word(20, 2_000)}"),
            _ => ("script without spaces", words[5][random.Next(300)] + words[5][random.Next(300)]),
        },
    };

    private string Word(int from, int to) => words[random.Next(3) == 0 ? 1 : 0][random.Next(from, to)];

    private static string Begin(string word) => word[..Math.Min(word.Length, 5)];

    private string Pick(string[] of) => of[random.Next(of.Length)];
}
