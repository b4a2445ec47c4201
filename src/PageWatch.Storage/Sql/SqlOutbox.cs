using System.Data.Common;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;

namespace PageWatch.Storage.Sql;

internal sealed class SqlOutbox(ISqlDatabase database, IDoorbell doorbell) : IOutbox, INotices
{
    public ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<OutboxRow>)[.. connection.Query<Stored>(
            """
            SELECT o.id, o.team_id AS TeamId, o.channel_id AS ChannelId, c.kind, c.name, c.address, o.nudge_id AS NudgeId, o.notice_key AS NoticeKey, o.wanted,
                   o.message_ref AS MessageRef, o.attempts, c.failures AS ChannelFailures
            FROM outbox o JOIN channels c ON c.id = o.channel_id
            WHERE o.shown < o.wanted AND o.due_at <= @now AND coalesce(c.not_before, 0) <= @now ORDER BY o.due_at, o.id LIMIT @most
            """,
            new { now = Columns.Ms(now), most })
            .Select(row => new OutboxRow(
                row.Id,
                new StaffChannel(new ChannelId(row.ChannelId), new TeamId(row.TeamId), Enum.Parse<ChannelKind>(row.Kind), row.Name, row.Address),
                row.NudgeId is { } nudge ? new NudgeId(nudge) : null,
                row.NoticeKey,
                row.Wanted,
                row.MessageRef is { } where ? new MessageRef(where) : null,
                row.Attempts) { ChannelFailures = row.ChannelFailures })], cancellationToken);

    public async ValueTask ShownAsync(long row, long version, MessageRef where, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            """
            UPDATE outbox SET shown = CASE WHEN shown < @version THEN @version ELSE shown END, message_ref = @where, attempts = 0, problem = NULL, due_at = 0 WHERE id = @row;
            UPDATE channels SET not_before = NULL, failures = 0, problem = NULL WHERE id = (SELECT channel_id FROM outbox WHERE id = @row) AND failures > 0
            """,
            new { row, version, where = where.Value }),
        SavePriority.Click,
        cancellationToken);

    public async ValueTask FailedAsync(long row, string problem, DateTimeOffset retryAt, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("UPDATE outbox SET attempts = attempts + 1, problem = @problem, due_at = @due WHERE id = @row", new { row, problem, due = Columns.Ms(retryAt) }),
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask ChannelFailedAsync(ChannelId channel, string problem, DateTimeOffset retryAt, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            "UPDATE channels SET failures = failures + 1, problem = @problem, not_before = @notBefore WHERE id = @channel",
            new { channel = channel.Value, problem, notBefore = Columns.Ms(retryAt) }),
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        await database.WriteAsync(connection => Put(connection, notice), SavePriority.Click, cancellationToken);
        doorbell.Ring(Door.Outbox);
    }

    public ValueTask<Notice?> FindNoticeAsync(TeamId team, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, team, key), cancellationToken);

    public ValueTask<(int Due, DateTimeOffset? Oldest)> DepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (due, oldest) = connection.QuerySingle<(int Due, long? Oldest)>("SELECT count(*), min(due_at) FROM outbox WHERE shown < wanted AND due_at <= @now", new { now = Columns.Ms(now) });
        return (due, Columns.Time(oldest is 0 ? null : oldest));
    }, cancellationToken);

    /// <summary>Closes the matter of a notice in the write that mended it; where none stands open, nobody is told.</summary>
    internal static void IsOver(DbConnection connection, Notice over)
    {
        if (Find(connection, over.Team, over.Key) is { IsOver: false })
            Put(connection, over);
    }

    /// <summary>Asks for a card to be drawn again, or for the first time; many wishes before the next delivery are one.</summary>
    internal static void Want(SqlBatch batch, NudgeId nudge, ChannelId channel) => batch.Add(
        """
        INSERT INTO outbox (team_id, channel_id, nudge_id, wanted, due_at) SELECT team_id, id, @nudge, 1, 0 FROM channels WHERE id = @channel
        ON CONFLICT (channel_id, nudge_id) WHERE nudge_id IS NOT NULL DO UPDATE SET wanted = outbox.wanted + 1, due_at = CASE WHEN outbox.attempts = 0 THEN 0 ELSE outbox.due_at END
        """,
        new { nudge = nudge.Value, channel = channel.Value });

    private static Notice? Find(DbConnection connection, TeamId team, string key) =>
        connection.QueryFirstOrDefault<string?>("SELECT notice FROM notices WHERE team_id = @team AND key = @key", new { team = team.Value, key }) is { } notice ? StoredJson.Read<Notice>(notice) : null;

    private static int Put(DbConnection connection, Notice notice)
    {
        connection.Execute(
            "INSERT INTO notices (team_id, key, notice) VALUES (@team, @key, @notice) ON CONFLICT (team_id, key) DO UPDATE SET notice = excluded.notice",
            new { team = notice.Team.Value, key = notice.Key, notice = StoredJson.Write(notice) });
        return connection.Execute(
            """
            INSERT INTO outbox (team_id, channel_id, notice_key, wanted, due_at) SELECT team_id, id, @key, 1, 0 FROM channels WHERE team_id = @team
            ON CONFLICT (channel_id, notice_key) WHERE notice_key IS NOT NULL DO UPDATE SET wanted = outbox.wanted + 1, due_at = 0
            """,
            new { team = notice.Team.Value, key = notice.Key });
    }

    private sealed record Stored
    {
        public long Id { get; init; }

        public int TeamId { get; init; }

        public long ChannelId { get; init; }

        public string Kind { get; init; } = "";

        public string Name { get; init; } = "";

        public string Address { get; init; } = "";

        public long? NudgeId { get; init; }

        public string? NoticeKey { get; init; }

        public long Wanted { get; init; }

        public string? MessageRef { get; init; }

        public int Attempts { get; init; }

        public int ChannelFailures { get; init; }
    }
}
