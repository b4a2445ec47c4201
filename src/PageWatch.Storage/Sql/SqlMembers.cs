using System.Data.Common;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlMembers(ISqlDatabase database) : IMembers
{
    private const string Select = "SELECT id, team_id AS TeamId, name, role, is_removed AS IsRemoved FROM members";

    public ValueTask<Member?> FindAsync(MemberId id, CancellationToken cancellationToken) => First("WHERE id = @id", new { id = id.Value }, cancellationToken);

    public ValueTask<Member?> FindByNameAsync(TeamId team, string name, CancellationToken cancellationToken) =>
        First("WHERE team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(name) }, cancellationToken);

    public ValueTask<IReadOnlyList<Member>> OfTeamAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<Member>)[.. connection.Query<Stored>(Select + " WHERE team_id = @team AND NOT is_removed ORDER BY name_key", new { team = team.Value }).Select(row => row.Read())], cancellationToken);

    public async ValueTask<Member> AddAsync(TeamId team, string name, Role role, AuditEntry audit, CancellationToken cancellationToken)
    {
        var shown = CleanText.Line(name, 80);
        return await database.WriteAsync(
            connection =>
            {
                var known = connection.QueryFirstOrDefault<Stored>(Select + " WHERE team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(shown) });
                if (known is { IsRemoved: false })
                    return known.Read();
                if (known is not null)
                {
                    connection.Execute("UPDATE members SET is_removed = FALSE, role = @role WHERE id = @id", new { id = known.Id, role = role.ToString() });
                    AuditWriter.Add(connection, audit);
                    return known.Read() with { Role = role, IsRemoved = false };
                }

                var id = connection.ExecuteScalar<long>(
                    "INSERT INTO members (team_id, name, name_key, role) VALUES (@team, @name, @key, @role) RETURNING id",
                    new { team = team.Value, name = shown, key = Columns.Key(shown), role = role.ToString() });
                AuditWriter.Add(connection, audit);
                return new Member(new MemberId(id), team, shown, role);
            },
            SavePriority.Click,
            cancellationToken);
    }

    public async ValueTask<bool> ChangeAsync(Member member, AuditEntry audit, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(connection => Change(connection, member, audit), SavePriority.Click, cancellationToken);
        }
        catch (NoAdminLeftException)
        {
            return false;
        }
    }

    public async ValueTask SetRoleOnAsync(MemberId member, PageId page, Role? role, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new { member = member.Value, page = page.Value, role = role?.ToString() };
            var changed = role is null
                ? connection.Execute("DELETE FROM member_pages WHERE member_id = @member AND page_id = @page", of)
                : connection.Execute("INSERT INTO member_pages (member_id, page_id, role) VALUES (@member, @page, @role) ON CONFLICT (member_id, page_id) DO UPDATE SET role = excluded.role", of);
            if (changed > 0)
                AuditWriter.Add(connection, audit);
            return changed;
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<Role?> RoleOnAsync(MemberId member, PageId page, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<string?>(
            "SELECT coalesce(p.role, m.role) FROM members m LEFT JOIN member_pages p ON p.member_id = m.id AND p.page_id = @page WHERE m.id = @member AND NOT m.is_removed",
            new { member = member.Value, page = page.Value }) is { } role ? Enum.Parse<Role>(role) : (Role?)null, cancellationToken);

    public ValueTask<IReadOnlyList<(MemberId Member, PageId Page, Role Role)>> RolesOnPagesAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<(MemberId Member, PageId Page, Role Role)>)[.. connection.Query<(long Member, long Page, string Role)>(
            "SELECT p.member_id, p.page_id, p.role FROM member_pages p JOIN members m ON m.id = p.member_id WHERE m.team_id = @team AND NOT m.is_removed ORDER BY p.member_id, p.page_id", new { team = team.Value })
            .Select(row => (new MemberId(row.Member), new PageId(row.Page), Enum.Parse<Role>(row.Role)))], cancellationToken);

    public ValueTask<Member?> FindByChatAsync(ChannelKind chat, string tenant, string user, CancellationToken cancellationToken) => First(
        "WHERE id = (SELECT member_id FROM chat_accounts WHERE chat = @chat AND tenant = @tenant AND user_id = @user) AND NOT is_removed",
        new { chat = chat.ToString(), tenant, user },
        cancellationToken);

    public async ValueTask LinkChatAsync(ChatAccount account, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            AuditWriter.Add(connection, audit);
            return connection.Execute(
                """
                INSERT INTO chat_accounts (chat, tenant, user_id, name, member_id) VALUES (@chat, @tenant, @user, @name, @member)
                ON CONFLICT (chat, tenant, user_id) DO UPDATE SET name = excluded.name, member_id = excluded.member_id
                """,
                new { chat = account.Chat.ToString(), tenant = account.Tenant, user = account.User, name = CleanText.Line(account.Name, 80), member = account.Member.Value });
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<IReadOnlyList<ChatAccount>> ChatAccountsAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<ChatAccount>)[.. connection.Query<(string Chat, string Tenant, string User, string Name, long Member)>(
            "SELECT a.chat, a.tenant, a.user_id, a.name, a.member_id FROM chat_accounts a JOIN members m ON m.id = a.member_id WHERE m.team_id = @team ORDER BY a.member_id, a.chat, a.name", new { team = team.Value })
            .Select(row => new ChatAccount(Enum.Parse<ChannelKind>(row.Chat), row.Tenant, row.User, row.Name, new MemberId(row.Member)))], cancellationToken);

    public ValueTask<bool> IsKnownAsync(ChannelKind chat, string tenant, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM chat_accounts WHERE chat = @chat AND tenant = @tenant)", new { chat = chat.ToString(), tenant }), cancellationToken);

    public async ValueTask AddCodeAsync(string codeHash, MemberId member, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            AuditWriter.Add(connection, audit);
            connection.Execute("DELETE FROM chat_codes WHERE member_id = @member", new { member = member.Value });
            return connection.Execute("INSERT INTO chat_codes (code_hash, member_id, expires_at) VALUES (@codeHash, @member, @expires)", new { codeHash, member = member.Value, expires = Columns.Ms(expiresAt) });
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask<Member?> RedeemCodeAsync(string codeHash, DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var member = connection.QueryFirstOrDefault<long?>(
                "UPDATE chat_codes SET used_at = @now WHERE code_hash = @codeHash AND used_at IS NULL AND expires_at > @now RETURNING member_id", new { codeHash, now = Columns.Ms(now) });
            return member is null ? null : connection.QueryFirstOrDefault<Stored>(Select + " WHERE id = @member AND NOT is_removed", new { member })?.Read();
        },
        SavePriority.Click,
        cancellationToken);

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
        First("WHERE id = (SELECT member_id FROM sessions WHERE token_hash = @sessionHash AND expires_at > @now) AND NOT is_removed", new { sessionHash, now = Columns.Ms(now) }, cancellationToken);

    public async ValueTask EndSessionAsync(string sessionHash, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("DELETE FROM sessions WHERE token_hash = @sessionHash", new { sessionHash }), SavePriority.Click, cancellationToken);

    private static bool Change(DbConnection connection, Member member, AuditEntry audit)
    {
        var of = new { id = member.Id.Value, team = member.Team.Value, role = member.Role.ToString(), removed = member.IsRemoved };
        if (connection.Execute("UPDATE members SET role = @role, is_removed = @removed WHERE id = @id AND team_id = @team", of) == 0)
            return false;
        // Without an admin nobody could ever let another in: what was done here is undone.
        if (!connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM members WHERE team_id = @team AND role = 'Admin' AND NOT is_removed)", of))
            throw new NoAdminLeftException();
        if (member.IsRemoved)
        {
            foreach (var table in (string[])["member_pages", "chat_accounts", "chat_codes", "sessions", "sign_in_links"])
                connection.Execute($"DELETE FROM {table} WHERE member_id = @id", of);
        }

        AuditWriter.Add(connection, audit);
        return true;
    }

    private ValueTask<Member?> First(string where, object values, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.QueryFirstOrDefault<Stored>($"{Select} {where}", values)?.Read(), cancellationToken);

    private sealed class NoAdminLeftException() : Exception("The team would have no admin left.");

    private sealed record Stored
    {
        public long Id { get; init; }

        public int TeamId { get; init; }

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public bool IsRemoved { get; init; }

        public Member Read() => new(new MemberId(Id), new TeamId(TeamId), Name, Enum.Parse<Role>(Role)) { IsRemoved = IsRemoved };
    }
}
