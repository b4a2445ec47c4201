using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Promises;

/// <summary>What was promised, as lists and figures show it. Promises are saved with the change that gave rise to them, and never from here.</summary>
public interface IPromises
{
    /// <returns>Null when the team has no such promise.</returns>
    ValueTask<Promise?> FindAsync(TeamId team, PromiseId id, CancellationToken cancellationToken);

    /// <summary>What somebody still has to answer or to do: the open ones, the soonest due first; then the proposed ones.</summary>
    /// <param name="by">Only what this member promised; null for anybody's.</param>
    ValueTask<IReadOnlyList<Promise>> LiveAsync(TeamId team, MemberId? by, int most, CancellationToken cancellationToken);

    /// <summary>How many were kept of those that came to their end in a time; by name of the person, none without any.</summary>
    ValueTask<IReadOnlyList<MemberRate>> RatesAsync(TeamId team, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Nudges with promises that time alone changes by now, the longest due first.</summary>
    ValueTask<IReadOnlyList<NudgeId>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);
}

/// <summary>How one of us keeps promises.</summary>
/// <param name="Name">As it stands on the latest of them.</param>
public sealed record MemberRate(MemberId Member, string Name, KeptRate Rate);
