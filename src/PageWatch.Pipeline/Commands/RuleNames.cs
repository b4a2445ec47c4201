using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal static class RuleNames
{
    public static async ValueTask<WatchRule?> FindAsync(ITeamRecords teams, TeamId team, string name, CancellationToken cancellationToken) =>
        (await teams.RulesAsync(team, cancellationToken)).FirstOrDefault(rule => rule.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}
