using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Playbooks;

/// <summary>The words of a post, to be compared with those of a clause.</summary>
internal sealed class PostWords
{
    private const int ShortestStem = 3;

    /// <summary>All words with a blank before and after each: a word is found between blanks, the beginning of one after a blank.</summary>
    private readonly string _all;

    private PostWords(string all) => _all = all;

    public static PostWords Of(Post post) => Of(TextOf(post));

    /// <summary>All that a post says, its title first; no longer than a text may be.</summary>
    public static string TextOf(Post post)
    {
        var text = post.Title is null ? post.Text : post.Title + "\n" + post.Text;
        return text.Length > PostSnapshot.LongestText ? text[..PostSnapshot.LongestText] : text;
    }

    public static PostWords Of(string text) => new(" " + string.Join(' ', WordStream.Of(text).Select(word => word.Text)) + " ");

    /// <summary>How a clause keeps a word: folded as the word stream does, a star at the end for any ending.</summary>
    /// <returns>Null for what is no word.</returns>
    public static string? Folded(string written)
    {
        var anyEnding = written.EndsWith('*');
        var words = WordStream.Of(written.TrimEnd('*')).Select(word => word.Text).Where(word => word.Length > 0).ToList();
        if (words.Count == 0 || (anyEnding && words[^1].Length < ShortestStem) || written.TrimEnd('*').Contains('*', StringComparison.Ordinal))
            return null;
        return string.Join(' ', words) + (anyEnding ? "*" : "");
    }

    public bool Contains(string folded) =>
        _all.Contains(folded.EndsWith('*') ? " " + folded[..^1] : " " + folded + " ", StringComparison.Ordinal);
}
