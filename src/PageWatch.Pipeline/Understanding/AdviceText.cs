using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Understanding;

/// <summary>What an adviser is asked about: a post's title above its text, as the embedded reader reads them.</summary>
/// <param name="Text">Whole, and not masked yet.</param>
/// <param name="Offset">Where the post's own text begins in it.</param>
internal readonly record struct AdviceText(string Text, int Offset)
{
    public static AdviceText Of(Post post) => string.IsNullOrWhiteSpace(post.Title)
        ? new AdviceText(post.Text, 0)
        : new AdviceText($"{post.Title}\n{post.Text}", post.Title.Length + 1);
}
