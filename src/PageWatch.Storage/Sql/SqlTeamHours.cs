using System.Collections.Concurrent;
using Dapper;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlTeamHours(ISqlDatabase database) : ITeamHours
{
    // A version never changes, and stays the latest until it is written over, as long as this process alone writes.
    private volatile ConcurrentDictionary<TeamId, TeamHours> known = new();

    public async ValueTask<TeamHours> OfAsync(TeamId team, CancellationToken cancellationToken)
    {
        var cache = known;
        if (cache.TryGetValue(team, out var read) && (!database.IsShared || read.Version == await LatestAsync(team, cancellationToken)))
            return read;
        var row = await database.ReadAsync(
            connection => connection.QueryFirstOrDefault<Stored>(Stored.Select + " WHERE team_id = @team ORDER BY version DESC LIMIT 1", new { team = team.Value }), cancellationToken);
        return cache[team] = row is null ? TeamHours.None : TeamHours.Read(row.Version, row.Texts);
    }

    public ValueTask<IReadOnlyList<TeamHoursVersion>> HistoryAsync(TeamId team, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<TeamHoursVersion>)[.. connection.Query<Stored>(Stored.Select + " WHERE team_id = @team ORDER BY version DESC LIMIT @most", new { team = team.Value, most })
            .Select(row => new TeamHoursVersion(row.Version, row.Texts, row.ByName, Columns.Time(row.At)))], cancellationToken);

    public async ValueTask<bool> ChangeAsync(TeamId team, int after, HoursTexts texts, AuditEntry audit, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync(
            connection =>
            {
                // Two replicas may both see the same version as the last: the key then lets one of them in.
                var rows = connection.Execute(
                    """
                    INSERT INTO team_hours (team_id, version, hours, zone, holidays, by_name, at)
                    SELECT @team, @after + 1, @hours, @zone, @holidays, @by, @at WHERE (SELECT coalesce(max(version), 0) FROM team_hours WHERE team_id = @team) = @after
                    ON CONFLICT (team_id, version) DO NOTHING
                    """,
                    new { team = team.Value, after, hours = texts.Week, zone = texts.Zone, holidays = texts.Holidays, by = audit.ByName, at = Columns.Ms(audit.At) });
                if (rows == 0)
                    return false;
                AuditWriter.Add(connection, audit);
                SqlJourney.WakeAll(connection, team, audit.At);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        known = new ConcurrentDictionary<TeamId, TeamHours>();
        return changed;
    }

    private ValueTask<int> LatestAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ExecuteScalar<int>("SELECT coalesce(max(version), 0) FROM team_hours WHERE team_id = @team", new { team = team.Value }), cancellationToken);

    private sealed record Stored
    {
        public const string Select = "SELECT version, hours, zone, holidays, by_name AS ByName, at FROM team_hours";

        public int Version { get; init; }

        public string Hours { get; init; } = "";

        public string Zone { get; init; } = "";

        public string Holidays { get; init; } = "";

        public string ByName { get; init; } = "";

        public long At { get; init; }

        public HoursTexts Texts => new(Hours, Zone, Holidays);
    }
}
