using System.Data.Common;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlCannedReplies(ISqlDatabase database, IDoorbell doorbell) : ICannedReplies
{
    public ValueTask<IReadOnlyList<CannedReply>> OfTeamAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<CannedReply>)[.. connection.Query<Stored>(Stored.Select + " WHERE team_id = @team ORDER BY name_key", new { team = team.Value }).Select(row => row.Read())], cancellationToken);

    public ValueTask<CannedReply?> FindAsync(TeamId team, string name, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<Stored>(Stored.Select + " WHERE team_id = @team AND name_key = @key", new { team = team.Value, key = Columns.Key(name) })?.Read(), cancellationToken);

    public ValueTask<bool> AddAsync(CannedReply reply, AuditEntry audit, CancellationToken cancellationToken) => ChangeAsync(
        connection => connection.Execute(
            """
            INSERT INTO canned_replies (team_id, name_key, name, text, language, owner_id, owner_name, expires_at, tell_at, version, changed_by, changed_at)
            VALUES (@team, @key, @name, @text, @language, @owner, @ownerName, @expiresAt, @tellAt, @version, @changedBy, @changedAt)
            ON CONFLICT (team_id, name_key) DO NOTHING
            """,
            Values(reply)) > 0,
        reply.Team, cardsChangeAt: 1, [], audit, cancellationToken);

    public ValueTask<bool> ChangeAsync(CannedReply reply, IReadOnlyList<Notice> over, AuditEntry audit, CancellationToken cancellationToken) => ChangeAsync(
        connection => connection.Execute(
            """
            UPDATE canned_replies SET text = @text, language = @language, owner_id = @owner, owner_name = @ownerName, expires_at = @expiresAt, tell_at = @tellAt, version = @version,
              changed_by = @changedBy, changed_at = @changedAt
            WHERE team_id = @team AND name_key = @key AND version = @version - 1
            """,
            Values(reply)) > 0,
        reply.Team, cardsChangeAt: null, over, audit, cancellationToken);

    public ValueTask<bool> RemoveAsync(CannedReply reply, IReadOnlyList<Notice> over, AuditEntry audit, CancellationToken cancellationToken) => ChangeAsync(
        connection => connection.Execute("DELETE FROM canned_replies WHERE team_id = @team AND name_key = @key AND version = @version", Values(reply)) > 0,
        reply.Team, cardsChangeAt: 0, over, audit, cancellationToken);

    public ValueTask<IReadOnlyList<CannedReply>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<CannedReply>)[.. connection.Query<Stored>(
            Stored.Select + " WHERE tell_at IS NOT NULL AND tell_at <= @now ORDER BY tell_at, team_id, name_key LIMIT @most", new { now = Columns.Ms(now), most }).Select(row => row.Read())], cancellationToken);

    public async ValueTask<bool> TellAsync(CannedReply was, CannedReply told, Notice notice, IReadOnlyList<Notice> over, CancellationToken cancellationToken)
    {
        var isTold = await database.WriteAsync(
            connection =>
            {
                // Two replicas may sweep at once: the first takes the time away that the other looks for.
                var rows = connection.Execute(
                    "UPDATE canned_replies SET tell_at = @next WHERE team_id = @team AND name_key = @key AND version = @version AND tell_at = @due",
                    new { team = was.Team.Value, key = Columns.Key(was.Name), version = was.Version, due = Columns.Ms(was.TellAt), next = Columns.Ms(told.TellAt) });
                if (rows == 0)
                    return false;
                foreach (var ended in over)
                    SqlOutbox.IsOver(connection, ended);
                SqlOutbox.Tell(connection, notice);
                return true;
            },
            SavePriority.Bulk,
            cancellationToken);
        if (isTold)
            doorbell.Ring(Door.Outbox);
        return isTold;
    }

    /// <param name="cardsChangeAt">The team's open cards are drawn again when it has so many replies after the change; null for never.</param>
    private async ValueTask<bool> ChangeAsync(
        Func<DbConnection, bool> change, TeamId team, int? cardsChangeAt, IReadOnlyList<Notice> over, AuditEntry audit, CancellationToken cancellationToken)
    {
        var isChanged = await database.WriteAsync(
            connection =>
            {
                if (!change(connection))
                    return false;
                foreach (var ended in over)
                    SqlOutbox.IsOver(connection, ended);
                if (cardsChangeAt is { } count && connection.ExecuteScalar<long>("SELECT count(*) FROM canned_replies WHERE team_id = @team", new { team = team.Value }) == count)
                    connection.Execute($"UPDATE outbox SET {SqlOutbox.Again} WHERE team_id = @team AND nudge_id IN (SELECT id FROM nudges WHERE team_id = @team AND is_live)", new { team = team.Value });
                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
        if (isChanged && (cardsChangeAt is not null || over.Count > 0))
            doorbell.Ring(Door.Outbox);
        return isChanged;
    }

    private static object Values(CannedReply reply) => new
    {
        team = reply.Team.Value,
        key = Columns.Key(reply.Name),
        name = reply.Name,
        text = reply.Text,
        language = reply.Language,
        owner = reply.Owner.Value,
        ownerName = reply.OwnerName,
        expiresAt = Columns.Ms(reply.ExpiresAt),
        tellAt = Columns.Ms(reply.TellAt),
        version = reply.Version,
        changedBy = reply.ChangedBy,
        changedAt = Columns.Ms(reply.ChangedAt),
    };

    private sealed record Stored
    {
        public const string Select =
            """
            SELECT team_id AS TeamId, name, text, language, owner_id AS OwnerId, owner_name AS OwnerName, expires_at AS ExpiresAt, tell_at AS TellAt, version,
                   changed_by AS ChangedBy, changed_at AS ChangedAt
            FROM canned_replies
            """;

        public int TeamId { get; init; }

        public string Name { get; init; } = "";

        public string Text { get; init; } = "";

        public string? Language { get; init; }

        public long OwnerId { get; init; }

        public string OwnerName { get; init; } = "";

        public long ExpiresAt { get; init; }

        public long? TellAt { get; init; }

        public int Version { get; init; }

        public string ChangedBy { get; init; } = "";

        public long ChangedAt { get; init; }

        public CannedReply Read() => new()
        {
            Team = new TeamId(TeamId),
            Name = Name,
            Text = Text,
            Language = Language,
            Owner = new MemberId(OwnerId),
            OwnerName = OwnerName,
            ExpiresAt = Columns.Time(ExpiresAt),
            TellAt = Columns.Time(TellAt),
            Version = Version,
            ChangedBy = ChangedBy,
            ChangedAt = Columns.Time(ChangedAt),
        };
    }
}
