using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Makes the key of a post.</summary>
public static class PastKeys
{
    /// <summary>The first of a longer post say what it is about.</summary>
    private const int MostWords = 40;

    private const int LongestWord = 40;

    /// <returns>Null for a post that names nothing.</returns>
    public static PastKey? Of(Post post, Reading reading)
    {
        var language = reading.Language.Split('-')[0];
        var small = WordFiles.SmallWords.GetValueOrDefault(language);
        var words = WordStream.Of(PostWords.TextOf(post)).Select(word => word.Text)
            .Where(word => word.Length is >= 2 and <= LongestWord && small?.Contains(word) != true && !word.All(char.IsDigit))
            .Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        return words.Count == 0 ? null : new PastKey(language, reading.Intent, words);
    }
}
