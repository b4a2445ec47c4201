namespace PageWatch.Domain.Posts;

/// <summary>Who wrote a post, as the platform tells it.</summary>
/// <param name="NativeId">The platform's id of the account; null where visitors need none, and then the name alone proves nothing.</param>
/// <param name="Name">As shown on the page. Hostile text.</param>
/// <param name="Link">The author's own page, if the platform names one.</param>
public sealed record Author(string? NativeId, string Name, Uri? Link = null)
{
    /// <summary>Names longer than this are cut when they come in.</summary>
    public const int LongestName = 200;

    /// <summary>How many follow the account, where the platform tells; null where not.</summary>
    public long? Followers { get; init; }

    /// <summary>Stands where a platform names nobody and where content was erased.</summary>
    public static Author Nobody { get; } = new(null, "somebody");
}
