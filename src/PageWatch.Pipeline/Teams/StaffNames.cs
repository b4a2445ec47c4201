using System.Collections.Frozen;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Teams;

/// <summary>Whom <c>author:@staff</c> means besides the page itself.</summary>
internal static class StaffNames
{
    /// <returns>The names of the team's members, folded; empty where no rule asks for them.</returns>
    public static async ValueTask<IReadOnlySet<string>> NamesForAsync(this IMembers members, RuleBook rules, TeamId team, CancellationToken cancellationToken) =>
        rules.AsksForStaff ? await members.NamesAsync(team, cancellationToken) : FrozenSet<string>.Empty;

    /// <returns>The names of the team's members, folded.</returns>
    public static async ValueTask<IReadOnlySet<string>> NamesAsync(this IMembers members, TeamId team, CancellationToken cancellationToken) =>
        (await members.OfTeamAsync(team, cancellationToken)).Select(member => WordStream.Fold(member.Name)).ToFrozenSet(StringComparer.Ordinal);
}
