using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Checks;

/// <summary>The post said back and nothing else: pasted by mistake, or by somebody who wants their words in our mouth.</summary>
internal static class EchoCheck
{
    private const int FewestWords = 4;
    private const int InARow = 3;
    private const double Most = 0.8;

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var words = Said(text.Words);
        if (words.Count < FewestWords)
            yield break;
        var post = occasion.Post.Text;
        var theirs = Rows(Said(WordedText.Of(post.Length > PostSnapshot.LongestText ? post[..PostSnapshot.LongestText] : post))).ToHashSet();
        if (theirs.Count == 0)
            yield break;
        int rows = 0, same = 0;
        foreach (var row in Rows(words))
        {
            rows++;
            same += theirs.Contains(row) ? 1 : 0;
        }

        if (same >= rows * Most)
            yield return new(FindingKind.Echo, FindingLevel.Warning, CheckWording.Echo, 0, text.Text.Length, null);
    }

    private static List<string> Said(WordedText text) => [.. text.Words.Where(word => !word.IsAside).Select(word => word.Text)];

    private static IEnumerable<(string, string, string)> Rows(List<string> words)
    {
        for (var i = 0; i + InARow <= words.Count; i++)
            yield return (words[i], words[i + 1], words[i + 2]);
    }
}
