using System.Data.Common;
using Dapper;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlOnCall(ISqlDatabase database) : IOnCall
{
    /// <summary>Versions that were replaced before <c>@before</c>, <c>@most</c> of them: absences of years ago are nobody's business.</summary>
    public const string PurgeReplaced =
        """
        DELETE FROM rotas WHERE (team_id, version) IN (
          SELECT r.team_id, r.version FROM rotas r JOIN rotas n ON n.team_id = r.team_id AND n.version = r.version + 1 WHERE n.at < @before LIMIT @most)
        """;

    public ValueTask<KeptRota> OfAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var of = new { team = team.Value };
        var latest = connection.QueryFirstOrDefault<(int Version, string? Body)>("SELECT version, body FROM rotas WHERE team_id = @team ORDER BY version DESC LIMIT 1", of);
        return new KeptRota(latest.Version, latest.Body is null ? null : Read(latest.Body, Gone(connection, team)));
    }, cancellationToken);

    public async ValueTask<bool> ChangeAsync(TeamId team, int after, Rota? rota, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            // Two replicas may both see the same version as the last: the key then lets one of them in.
            var rows = connection.Execute(
                """
                INSERT INTO rotas (team_id, version, body, change, at, by_name)
                SELECT @team, @after + 1, @body, @change, @at, @by WHERE (SELECT coalesce(max(version), 0) FROM rotas WHERE team_id = @team) = @after
                ON CONFLICT (team_id, version) DO NOTHING
                """,
                new { team = team.Value, after, body = rota is null ? null : StoredJson.Write(StoredRota.Of(rota)), change = audit.After ?? audit.Verb, at = Columns.Ms(audit.At), by = audit.ByName });
            if (rows > 0)
                AuditWriter.Add(connection, audit);
            return rows > 0;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<IReadOnlyList<RotaVersion>> HistoryAsync(TeamId team, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var gone = Gone(connection, team);
        return (IReadOnlyList<RotaVersion>)[.. connection.Query<(int Version, string? Body, string Change, string ByName, long At)>(
                "SELECT version, body, change, by_name, at FROM rotas WHERE team_id = @team ORDER BY version DESC LIMIT @most", new { team = team.Value, most })
            .Select(row => new RotaVersion(row.Version, row.Body is null ? null : Read(row.Body, gone), row.Change, row.ByName, Columns.Time(row.At)))];
    }, cancellationToken);

    public ValueTask<MemberId?> LastAssignedAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<long?>("SELECT member_id FROM round_robins WHERE team_id = @team", new { team = team.Value }) is { } last ? new MemberId(last) : (MemberId?)null, cancellationToken);

    public async ValueTask<bool> AssignAsync(TeamId team, MemberId? after, MemberId next, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            after is null
                ? "INSERT INTO round_robins (team_id, member_id) VALUES (@team, @next) ON CONFLICT (team_id) DO NOTHING"
                : "UPDATE round_robins SET member_id = @next WHERE team_id = @team AND member_id = @after",
            new { team = team.Value, after = after?.Value, next = next.Value }) > 0,
        SavePriority.Click,
        cancellationToken);

    private static Rota Read(string body, IReadOnlyList<MemberId> gone) => StoredJson.Read<StoredRota>(body).Read(gone);

    private static IReadOnlyList<MemberId> Gone(DbConnection connection, TeamId team) =>
        [.. connection.Query<long>("SELECT id FROM members WHERE team_id = @team AND is_removed ORDER BY id", new { team = team.Value }).Select(id => new MemberId(id))];
}
