using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Understanding;

/// <summary>Tells which words made a reading what it is. Pure, in process, and never throws for any text.</summary>
public interface IReadingExplainer
{
    /// <summary>Asks anew, and more thoroughly than a reading does.</summary>
    /// <param name="reading">A reading of this version of the post, whoever made it.</param>
    /// <returns>In the order of the text, none overlap, each with its weight; empty where no word decided.</returns>
    IReadOnlyList<Evidence> Explain(Post post, Reading reading);
}
