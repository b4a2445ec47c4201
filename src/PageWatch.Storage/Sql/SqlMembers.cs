using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlMembers(ISqlDatabase database) : IMembers
{
    private const string Select = "SELECT id, team_id AS TeamId, name, role FROM members";

    public ValueTask<Member?> FindAsync(MemberId id, CancellationToken cancellationToken) => First("WHERE id = @id", new { id = id.Value }, cancellationToken);

    public ValueTask<Member?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken) =>
        First("WHERE team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(name) }, cancellationToken);

    public ValueTask<IReadOnlyList<Member>> OfTeamAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<Member>)[.. connection.Query<Stored>(Select + " WHERE team_id = @team ORDER BY name_key", new { team = team.Value }).Select(row => row.Read())], cancellationToken);

    public async ValueTask<Member> AddAsync(TeamId team, string name, Role role, AuditEntry audit, CancellationToken cancellationToken)
    {
        var shown = CleanText.Line(name, 80);
        return await database.WriteAsync(
            connection =>
            {
                var known = connection.QueryFirstOrDefault<Stored>(Select + " WHERE team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(shown) });
                if (known is not null)
                    return known.Read();
                var id = connection.ExecuteScalar<long>(
                    "INSERT INTO members (team_id, name, name_key, role) VALUES (@team, @name, @key, @role) RETURNING id",
                    new { team = team.Value, name = shown, key = Columns.Key(shown), role = role.ToString() });
                AuditWriter.Add(connection, audit);
                return new Member(new MemberId(id), team, shown, role);
            },
            SavePriority.Click,
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<Team>> TeamsAsync(CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<Team>)[.. connection.Query<(int Id, string Name)>("SELECT id, name FROM teams ORDER BY id").Select(row => new Team(new TeamId(row.Id), row.Name))], cancellationToken);

    public async ValueTask<Team> AddTeamAsync(string name, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var team = new Team(new TeamId(connection.ExecuteScalar<int>("INSERT INTO teams (name) VALUES (@name) RETURNING id", new { name = CleanText.Line(name, 80) })), name);
            AuditWriter.Add(connection, audit with { Team = team.Id });
            return team;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask AddLinkAsync(string tokenHash, MemberId member, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            AuditWriter.Add(connection, audit);
            return connection.Execute(
                "INSERT INTO sign_in_links (token_hash, member_id, expires_at) VALUES (@tokenHash, @member, @expires)",
                new { tokenHash, member = member.Value, expires = Columns.Ms(expiresAt) });
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<Member?> RedeemLinkAsync(string tokenHash, string sessionHash, DateTimeOffset now, DateTimeOffset sessionExpiresAt, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            connection =>
            {
                var member = connection.QueryFirstOrDefault<long?>(
                    "UPDATE sign_in_links SET used_at = @now WHERE token_hash = @tokenHash AND used_at IS NULL AND expires_at > @now RETURNING member_id",
                    new { tokenHash, now = Columns.Ms(now) });
                if (member is null)
                    return null;
                connection.Execute(
                    "INSERT INTO sessions (token_hash, member_id, expires_at) VALUES (@sessionHash, @member, @expires)",
                    new { sessionHash, member, expires = Columns.Ms(sessionExpiresAt) });
                return connection.QuerySingle<Stored>(Select + " WHERE id = @member", new { member }).Read();
            },
            SavePriority.Click,
            cancellationToken);

    public ValueTask<Member?> FindSessionAsync(string sessionHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        First("WHERE id = (SELECT member_id FROM sessions WHERE token_hash = @sessionHash AND expires_at > @now)", new { sessionHash, now = Columns.Ms(now) }, cancellationToken);

    public async ValueTask EndSessionAsync(string sessionHash, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("DELETE FROM sessions WHERE token_hash = @sessionHash", new { sessionHash }), SavePriority.Click, cancellationToken);

    private ValueTask<Member?> First(string where, object values, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Stored>($"{Select} {where}", values)?.Read(), cancellationToken);

    private sealed record Stored
    {
        public long Id { get; init; }

        public int TeamId { get; init; }

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public Member Read() => new(new MemberId(Id), new TeamId(TeamId), Name, Enum.Parse<Role>(Role));
    }
}
