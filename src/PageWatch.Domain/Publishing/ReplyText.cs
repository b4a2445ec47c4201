using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Publishing;

/// <summary>Makes what a person typed ready to be shown, approved and sent as one and the same text.</summary>
public static class ReplyText
{
    /// <summary>No platform takes more; longer input is cut before it is looked at.</summary>
    public const int Longest = 100_000;

    /// <summary>Line ends as \n, no control or direction marks, trimmed; words untouched.</summary>
    public static string Tidy(string typed) => CleanText.Of(typed, Longest);
}
