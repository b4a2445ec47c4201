using System.Runtime.CompilerServices;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The replies of a team that there is something to learn from, some at a time.</summary>
public sealed class ChangesShelf(IDraftOutcomes outcomes)
{
    /// <summary>Looked at for one answer, the latest: what people did thousands of replies ago is not what they do.</summary>
    public const int MostLookedAt = 5_000;

    private const int Together = 250;

    /// <summary>The latest first.</summary>
    public async IAsyncEnumerable<DraftOutcome> SinceAsync(TeamId team, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReplyId? before = null;
        for (var seen = 0; seen < MostLookedAt; seen += Together)
        {
            var some = await outcomes.ListAsync(team, since, before, Together, cancellationToken);
            foreach (var outcome in some)
                yield return outcome;
            if (some.Count < Together)
                break;
            before = some[^1].Reply;
        }
    }
}
