using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Search;

/// <summary>Finds posts of a team by the query language.</summary>
public interface IPostSearch
{
    /// <summary>Newest first. What it finds is what <see cref="Query.Match"/> says of every post; an index only makes it faster.</summary>
    ValueTask<FoundPosts> FindAsync(TeamId team, Query query, int most, CancellationToken cancellationToken);
}

/// <param name="LookedAt">How many posts were looked at.</param>
/// <param name="StoppedEarly">There may be more behind.</param>
public sealed record FoundPosts(IReadOnlyList<FoundPost> Posts, int LookedAt, bool StoppedEarly);

/// <param name="Places">The words that made it qualify, in the post's text.</param>
public sealed record FoundPost(Post Post, Reading Reading, string WatchName, IReadOnlyList<Evidence> Places);
