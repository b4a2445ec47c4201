using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Training;

/// <summary>A line cut as the program cuts it.</summary>
/// <param name="Script">That most of its letters are of.</param>
/// <param name="Words">The words in that script, folded.</param>
/// <param name="Share">What it counts for, beside others.</param>
/// <param name="Fold">Which tenth it is measured with.</param>
internal sealed record LanguageSample(string Language, Script Script, IReadOnlyList<string> Words, float Share, bool IsPost, int Fold)
{
    private const float ShareOfPlain = 0.35f;
    private const float ShareOfWords = 0.6f;

    /// <summary>Lines of so many words count whole; shorter ones for as much less, for they are more.</summary>
    private const float WordsOfAPost = 7;

    /// <returns>The line, and once more as it is typed without accents; nothing for a line without letters.</returns>
    public static IEnumerable<LanguageSample> Of(LanguageLine line, int fold)
    {
        var words = new Dictionary<Script, List<string>>();
        var letters = new int[Enum.GetValues<Script>().Length];
        Span<char> room = stackalloc char[SaidWords.LongestWord];
        var said = new SaidWords(line.Text, hashtags: false, room);
        while (said.MoveNext())
        {
            letters[(int)said.Script] += said.Letters;
            if (!words.TryGetValue(said.Script, out var of))
                words[said.Script] = of = [];
            of.Add(said.Word.ToString());
        }

        if (words.Count == 0)
            return [];
        var script = (Script)Array.IndexOf(letters, letters.Max());
        var sample = new LanguageSample(line.Language, script, words[script], line.IsPost ? 1 : ShareOfWords * Math.Min(1, words[script].Count / WordsOfAPost), line.IsPost, fold);
        var plain = script == Script.Latin ? [.. sample.Words.Select(Plain)] : sample.Words;
        return plain.SequenceEqual(sample.Words) ? [sample] : [sample, sample with { Words = plain, Share = ShareOfPlain * sample.Share, IsPost = false }];
    }

    private static string Plain(string word) => string.Create(word.Length, word, static (plain, from) =>
    {
        for (var i = 0; i < plain.Length; i++)
            plain[i] = LetterFold.Fold(from[i]);
    });
}
