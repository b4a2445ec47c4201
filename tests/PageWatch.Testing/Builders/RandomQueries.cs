namespace PageWatch.Testing.Builders;

/// <summary>Queries of every kind, over words of many scripts that are often found.</summary>
public static class RandomQueries
{
    public static readonly string[] Vocabulary =
        ["parcel", "broken", "late", "café", "CAFE", "straße", "京", "都", "で", "🙃", "don't", "email", "order", "هل", "تشحنون", "refund", "refunds", "refunded", "the", "the", "lid", "hi", "24", "हिन्दी", "ไ", "йод", "ЁЛКА", "Ǆ", "²x", "x’y", "ﬁn"];

    /// <param name="depth">How deep brackets may lie.</param>
    public static string Next(Random random, int depth)
    {
        var word = Vocabulary[random.Next(Vocabulary.Length)];
        return random.Next(depth == 0 ? 5 : 10) switch
        {
            0 or 1 => word,
            2 => $"\"{word} {Vocabulary[random.Next(Vocabulary.Length)]}\"",
            3 => word.Length > 2 ? word[..random.Next(2, word.Length)].TrimEnd('\'', '’') + "*" : word,
            4 => new[] { "is:complaint", "lang:pt", "lang:de", "stars<=2", "stars>3", "unanswered", "new:author", "sentiment:negative", "page:contoso.fb" }[random.Next(9)],
            5 => $"{word} NEAR/{random.Next(1, 4)} ({Vocabulary[random.Next(Vocabulary.Length)]} OR \"{Vocabulary[random.Next(Vocabulary.Length)]} {Vocabulary[random.Next(Vocabulary.Length)]}\")",
            6 => $"-({Next(random, depth - 1)})",
            7 => $"({Next(random, depth - 1)} OR {Next(random, depth - 1)})",
            _ => $"({Next(random, depth - 1)} {Next(random, depth - 1)})",
        };
    }
}
