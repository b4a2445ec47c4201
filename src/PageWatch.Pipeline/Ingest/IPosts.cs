using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What we know of the posts of a page.</summary>
public interface IPosts
{
    /// <summary>What we know under these native ids of a page, tombstones included.</summary>
    ValueTask<IReadOnlyDictionary<string, Post>> FindAsync(PageId page, IReadOnlyCollection<string> nativeIds, CancellationToken cancellationToken);

    /// <summary>Posts of the last days that may have changed since, newest first.</summary>
    ValueTask<IReadOnlyList<KnownPost>> KnownAsync(PageId page, DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>Which of these accounts wrote on the page before.</summary>
    ValueTask<IReadOnlySet<string>> KnownAuthorsAsync(PageId page, IReadOnlyCollection<string> authors, CancellationToken cancellationToken);

    /// <summary>Who of the team's authors may be meant: by name without case and accents, or by the platform's id of the account.</summary>
    ValueTask<IReadOnlyList<AuthorRow>> AuthorsAsync(TeamId team, string nameOrId, int most, CancellationToken cancellationToken);

    /// <summary>Every post of an author that still has content.</summary>
    ValueTask<IReadOnlyList<Post>> OfAuthorAsync(TeamId team, AuthorRow author, CancellationToken cancellationToken);
}

/// <summary>An author as the posts of a page name them.</summary>
/// <param name="NativeId">Null where visitors need no account: then the name on that page is all there is.</param>
/// <param name="Posts">How many posts with content.</param>
public sealed record AuthorRow(PageId Page, string WatchName, string? NativeId, string Name, int Posts);
