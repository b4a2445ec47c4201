using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>Takes in what a colleague found somewhere that nothing here can watch: everyone can be a sensor.</summary>
public interface IHandIntake
{
    /// <summary>The one page of a team that such posts stand on.</summary>
    FoundPage Page { get; }

    /// <param name="link">Where it stands; shown, never fetched.</param>
    /// <param name="author">As the colleague reads it on the page; null when nobody can tell.</param>
    /// <returns>The post. The same link and words give the same id, so that two colleagues hand in one post.</returns>
    PostSnapshot Read(Uri link, string text, string? author, DateTimeOffset now);
}
