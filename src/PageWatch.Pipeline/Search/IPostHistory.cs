using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Search;

/// <summary>What was written, in the order in which it was written.</summary>
public interface IPostHistory
{
    /// <summary>The next posts of a team that are still there, our own too, the oldest first.</summary>
    /// <param name="since">Nothing that was written before.</param>
    /// <param name="after">The last of those that were had before; null to begin.</param>
    ValueTask<IReadOnlyList<PastPost>> PastAsync(TeamId team, DateTimeOffset since, PastPost? after, int most, CancellationToken cancellationToken);
}

/// <param name="Subject">What a query looks at, as it was when the post came; null where nobody read it.</param>
public sealed record PastPost(Post Post, QuerySubject? Subject);
