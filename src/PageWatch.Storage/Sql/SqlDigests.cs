using System.Data.Common;
using System.Globalization;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

/// <summary>What waits in digests, and what was spent of the budgets that send it there.</summary>
internal static class SqlDigests
{
    /// <summary>The nudges that wait in the digest of a day.</summary>
    public static IReadOnlySet<long> Waiting(DbConnection connection, TeamId team, ChannelId channel, DateOnly day) =>
        connection.Query<string>("SELECT nudge FROM nudges WHERE team_id = @team AND is_quiet", new { team = team.Value })
            .Select(StoredJson.Read<Nudge>)
            .Where(nudge => nudge.Digest is { } place && place.Day == day && place.Channels.Contains(channel.Value))
            .Select(nudge => nudge.Id.Value).ToHashSet();

    public static IReadOnlyDictionary<string, int> Spent(DbConnection connection, TeamId team, DateOnly day) =>
        connection.Query<(string Budget, int Spent)>("SELECT budget, spent FROM budget_spent WHERE team_id = @team AND day = @day", new { team = team.Value, day = Text(day) })
            .ToDictionary(row => row.Budget, row => row.Spent, StringComparer.Ordinal);

    /// <summary>Adds to what was spent; the first of a new day begins anew, and what comes late of an old one is not counted any more.</summary>
    public static void Spend(SqlBatch batch, IEnumerable<StateChange.BudgetSpent> spent)
    {
        // In one order everywhere, so that two who spend of the same budgets never wait for one another.
        foreach (var each in spent.OrderBy(each => each.Team.Value).ThenBy(each => each.Budget, StringComparer.Ordinal))
        {
            batch.Add(
                """
                INSERT INTO budget_spent (team_id, budget, day, spent) VALUES (@team, @budget, @day, @count)
                ON CONFLICT (team_id, budget) DO UPDATE SET spent = CASE WHEN budget_spent.day = excluded.day THEN budget_spent.spent + excluded.spent ELSE excluded.spent END, day = excluded.day
                WHERE budget_spent.day <= excluded.day
                """,
                new { team = each.Team.Value, budget = each.Budget, day = Text(each.Day), count = each.Count });
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
