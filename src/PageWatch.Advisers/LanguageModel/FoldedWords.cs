using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>The words of a text, folded, to find phrases in and what it shares with another.</summary>
internal sealed class FoldedWords
{
    private readonly IReadOnlyList<string> words;
    private readonly string all;

    private FoldedWords(IReadOnlyList<string> words)
    {
        this.words = words;
        all = " " + string.Join(' ', words) + " ";
    }

    public static FoldedWords Of(string text) => new([.. WordStream.Of(HiddenSigns.Folded(text)).Select(word => word.Text)]);

    /// <summary>Phrases as they are looked for: folded, "*" at the end for any ending.</summary>
    public static IReadOnlyList<string> Phrases(string written) =>
        [.. written.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(phrase => string.Join(' ', Of(phrase).words) + (phrase.EndsWith('*') ? "*" : ""))];

    /// <returns>The first of the phrases that is in the text; null for none.</returns>
    public string? FirstOf(IReadOnlyList<string> phrases) =>
        phrases.FirstOrDefault(phrase => all.Contains(phrase.EndsWith('*') ? " " + phrase[..^1] : $" {phrase} ", StringComparison.Ordinal));

    /// <summary>Whether so many words in a row are the other's too. Words of one letter, as in scripts without spaces, count for a third.</summary>
    public bool Shares(FoldedWords other, int inARow)
    {
        for (var start = 0; start < words.Count; start++)
        {
            var weight = 0;
            var end = start;
            while (end < words.Count && weight < inARow * 3)
                weight += words[end++].Length == 1 ? 1 : 3;
            if (weight < inARow * 3)
                return false;
            if (other.all.Contains($" {string.Join(' ', words.Skip(start).Take(end - start))} ", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
