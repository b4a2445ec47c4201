using System.Data.Common;
using System.Globalization;
using Dapper;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>What a team has muted.</summary>
internal static class SqlMutes
{
    public static IEnumerable<Mute> Read(DbConnection connection, TeamId team) => connection
        .Query<(long Id, string Query, long Until, long At, string ByName)>("SELECT id, query, until, at, by_name FROM mutes WHERE team_id = @team ORDER BY id", new { team = team.Value })
        .Select(row => new Mute(
            new MuteId(row.Id),
            team,
            QueryParser.Parse(row.Query).Query ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Mute {row.Id} holds a query that does not parse: {row.Query}")),
            Columns.Time(row.Until),
            row.ByName,
            Columns.Time(row.At)));

    /// <summary>Adds one, and drops those of the team that have ended.</summary>
    public static Mute Add(DbConnection connection, Mute mute)
    {
        connection.Execute("DELETE FROM mutes WHERE team_id = @team AND until <= @at", new { team = mute.Team.Value, at = Columns.Ms(mute.At) });
        var id = connection.ExecuteScalar<long>(
            "INSERT INTO mutes (team_id, query, until, at, by_name) VALUES (@team, @query, @until, @at, @by) RETURNING id",
            new { team = mute.Team.Value, query = mute.Query.ToString(), until = Columns.Ms(mute.Until), at = Columns.Ms(mute.At), by = mute.ByName });
        return mute with { Id = new MuteId(id) };
    }

    public static bool Remove(DbConnection connection, TeamId team, MuteId mute) =>
        connection.Execute("DELETE FROM mutes WHERE team_id = @team AND id = @id", new { team = team.Value, id = mute.Value }) > 0;
}
