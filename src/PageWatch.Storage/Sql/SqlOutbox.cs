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
    /// <summary>What a card becomes that is to be drawn again. One that was given up begins anew; one that waits because it was refused goes on waiting.</summary>
    internal const string Again =
        """
        wanted = wanted + 1, due_at = CASE WHEN attempts = 0 OR dead_at IS NOT NULL THEN 0 ELSE due_at END, attempts = CASE WHEN dead_at IS NULL THEN attempts ELSE 0 END,
        first_failed_at = CASE WHEN dead_at IS NULL THEN first_failed_at ELSE NULL END, dead_at = NULL
        """;

    public ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int most, IReadOnlyCollection<ChannelId> except, CancellationToken cancellationToken) =>
        database.ReadAsync(connection =>
        {
            var rows = new List<OutboxRow>();
            var ready = connection.Query<StoredChannel>(StoredChannel.Select + " WHERE coalesce(not_before, 0) <= @now ORDER BY id", new { now = Columns.Ms(now) });
            foreach (var channel in ready.Where(each => !except.Contains(new ChannelId(each.Id))))
            {
                rows.AddRange(connection.Query<Stored>(
                    """
                    SELECT id, nudge_id AS NudgeId, notice_key AS NoticeKey, wanted, message_ref AS MessageRef, attempts, tried_at AS TriedAt FROM outbox
                    WHERE channel_id = @channel AND shown < wanted AND dead_at IS NULL AND due_at <= @now ORDER BY due_at, id LIMIT @most
                    """,
                    new { channel = channel.Id, now = Columns.Ms(now), most })
                    .Select(row => new OutboxRow(
                        row.Id,
                        channel.Read(),
                        row.NudgeId is { } nudge ? new NudgeId(nudge) : null,
                        row.NoticeKey,
                        row.Wanted,
                        row.MessageRef is { } where ? new MessageRef(where) : null,
                        row.Attempts) { ChannelFailures = channel.Failures, TriedAt = Columns.Time(row.TriedAt) }));
            }

            return (IReadOnlyList<OutboxRow>)rows;
        }, cancellationToken);

    public async ValueTask DrawAgainAsync(NudgeId nudge, IReadOnlyCollection<ChannelKind> kinds, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            $"UPDATE outbox SET {Again} WHERE nudge_id = @nudge AND channel_id IN (SELECT id FROM channels WHERE kind IN @kinds)", new { nudge = nudge.Value, kinds = kinds.Select(kind => kind.ToString()).ToList() }),
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask TryingAsync(long row, DateTimeOffset now, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("UPDATE outbox SET tried_at = @now WHERE id = @row AND tried_at IS NULL", new { row, now = Columns.Ms(now) }), SavePriority.Bulk, cancellationToken);

    public async ValueTask ShownAsync(ChannelId channel, IReadOnlyList<ShownCard> cards, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var batch = database.Dialect.Batch(connection);
            foreach (var card in cards)
            {
                batch.Add(
                    $"""
                    UPDATE outbox SET shown = CASE WHEN shown < @version THEN @version ELSE shown END, message_ref = @where, attempts = 0, problem = NULL, due_at = 0, first_failed_at = NULL, dead_at = NULL
                    {SqlBatch.FromRows} WHERE id = @row
                    """,
                    new { row = card.Row, version = card.Version, where = card.Where.Value });
            }

            batch.Add(
                "UPDATE channels SET not_before = NULL, failures = 0, failing_since = NULL, problem = NULL WHERE id = @channel AND failures > 0", new { channel = channel.Value });
            return batch.Run().Count;
        },
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask<int> FailedAsync(long row, string problem, OutboxWait wait, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new { row, problem, now = Columns.Ms(wait.Now), due = Columns.Ms(wait.RetryAt), dead = Columns.Ms(wait.Now - wait.GivesUpAfter) };
            connection.Execute("UPDATE outbox SET attempts = attempts + 1, problem = @problem, due_at = @due, first_failed_at = coalesce(first_failed_at, @now) WHERE id = @row", of);
            return connection.Execute("UPDATE outbox SET dead_at = @now WHERE id = @row AND dead_at IS NULL AND shown < wanted AND first_failed_at <= @dead", of);
        },
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask<int> ChannelFailedAsync(ChannelId channel, string problem, OutboxWait wait, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            var of = new { channel = channel.Value, problem, now = Columns.Ms(wait.Now), notBefore = Columns.Ms(wait.RetryAt), dead = Columns.Ms(wait.Now - wait.GivesUpAfter) };
            connection.Execute(
                """
                UPDATE channels SET failures = failures + 1, problem = @problem, not_before = @notBefore, failing_since = coalesce(failing_since, @now) WHERE id = @channel;
                UPDATE outbox SET first_failed_at = @now WHERE channel_id = @channel AND shown < wanted AND dead_at IS NULL AND due_at <= @now AND first_failed_at IS NULL
                """,
                of);
            return connection.Execute(
                "UPDATE outbox SET dead_at = @now, problem = @problem WHERE channel_id = @channel AND shown < wanted AND dead_at IS NULL AND first_failed_at <= @dead", of);
        },
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask<int> FallBackAsync(DateTimeOffset failingSinceBefore, CancellationToken cancellationToken)
    {
        const string missing =
            """
            SELECT DISTINCT f.team_id, f.id, o.nudge_id, o.notice_key, 1, 0
            FROM channels c JOIN channels f ON f.team_id = c.team_id AND f.is_fallback
              JOIN outbox o ON o.channel_id = c.id AND o.shown < o.wanted
              LEFT JOIN nudges n ON n.id = o.nudge_id
            WHERE NOT c.is_fallback AND c.failing_since <= @before AND (o.nudge_id IS NULL OR n.is_live)
              AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.channel_id = f.id AND (x.nudge_id = o.nudge_id OR x.notice_key = o.notice_key))
            """;
        var of = new { before = Columns.Ms(failingSinceBefore) };
        // Asked every few seconds and nearly always for nothing: a look needs no commit.
        if (!await database.ReadAsync(connection => connection.ExecuteScalar<bool>($"SELECT EXISTS ({missing})", of), cancellationToken))
            return 0;
        return await database.WriteAsync(
            connection => connection.Execute($"INSERT INTO outbox (team_id, channel_id, nudge_id, notice_key, wanted, due_at) {missing}", of), SavePriority.Bulk, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ChannelHealth>> HealthAsync(TeamId team, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<ChannelHealth>)[.. connection.Query<StoredChannel>(StoredChannel.Select + " WHERE team_id = @team ORDER BY id", new { team = team.Value }).AsList().Select(channel =>
        {
            var (due, dead) = connection.QuerySingle<(int Due, int Dead)>(
                "SELECT count(*) - count(dead_at), count(dead_at) FROM outbox WHERE channel_id = @id AND shown < wanted", new { id = channel.Id });
            return new ChannelHealth(channel.Read(), due, dead, Columns.Time(channel.FailingSince), channel.Problem);
        })], cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(TeamId team, ChannelId? channel, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<DeadLetter>)[.. connection.Query<(string Channel, long? Nudge, string? Notice, string? Problem, long FirstFailedAt, long DeadAt)>(
            """
            SELECT c.name, o.nudge_id, o.notice_key, o.problem, coalesce(o.first_failed_at, o.dead_at), o.dead_at FROM outbox o JOIN channels c ON c.id = o.channel_id
            WHERE o.team_id = @team AND (@channel IS NULL OR o.channel_id = @channel) AND o.dead_at IS NOT NULL ORDER BY o.dead_at DESC, o.id DESC LIMIT @most
            """,
            new { team = team.Value, channel = channel?.Value, most })
            .Select(row => new DeadLetter(
                row.Channel, OutboxRow.KeyOf(row.Nudge is { } nudge ? new NudgeId(nudge) : null, row.Notice), row.Problem ?? "", Columns.Time(row.FirstFailedAt), Columns.Time(row.DeadAt)))], cancellationToken);

    public async ValueTask<int> ReplayAsync(TeamId team, ChannelId? channel, AuditEntry audit, CancellationToken cancellationToken)
    {
        var revived = await database.WriteAsync(
            connection =>
            {
                var of = new { team = team.Value, channel = channel?.Value };
                connection.Execute(
                    """
                    UPDATE channels SET not_before = NULL
                    WHERE id IN (SELECT channel_id FROM outbox WHERE team_id = @team AND (@channel IS NULL OR channel_id = @channel) AND dead_at IS NOT NULL)
                    """,
                    of);
                var rows = connection.Execute(
                    """
                    UPDATE outbox SET dead_at = NULL, first_failed_at = NULL, attempts = 0, due_at = 0
                    WHERE team_id = @team AND (@channel IS NULL OR channel_id = @channel) AND dead_at IS NOT NULL
                    """,
                    of);
                if (rows > 0)
                    AuditWriter.Add(connection, audit);
                return rows;
            },
            SavePriority.Click,
            cancellationToken);
        if (revived > 0)
            doorbell.Ring(Door.Outbox);
        return revived;
    }

    public async ValueTask NotifyAsync(Notice notice, CancellationToken cancellationToken)
    {
        await database.WriteAsync(connection => Put(connection, notice), SavePriority.Click, cancellationToken);
        doorbell.Ring(Door.Outbox);
    }

    public ValueTask<IReadOnlyList<Notice>> AllAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<Notice>)[.. connection.Query<string>("SELECT notice FROM notices ORDER BY team_id, key").Select(StoredJson.Read<Notice>)], cancellationToken);

    public ValueTask<Notice?> FindNoticeAsync(TeamId team, string key, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Find(connection, team, key), cancellationToken);

    public ValueTask<(int Due, DateTimeOffset? Oldest)> DepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (due, oldest) = connection.QuerySingle<(int Due, long? Oldest)>("SELECT count(*), min(due_at) FROM outbox WHERE shown < wanted AND dead_at IS NULL AND due_at <= @now", new { now = Columns.Ms(now) });
        return (due, Columns.Time(oldest is 0 ? null : oldest));
    }, cancellationToken);

    /// <summary>Puts a notice before its team in the write that gave rise to it.</summary>
    internal static void Tell(DbConnection connection, Notice notice) => Put(connection, notice);

    /// <summary>Closes a notice as it stands, in the write that made an end of its matter.</summary>
    internal static void Close(DbConnection connection, StateChange.ClosedNotice closed)
    {
        if (Find(connection, closed.Team, closed.Key) is { IsOver: false } open)
            Put(connection, open with { IsOver = true, At = closed.At });
    }

    /// <summary>Takes the words out of a notice, wherever they stand, in the write that erases what it is about; it is over then.</summary>
    internal static void Empty(DbConnection connection, TeamId team, string key)
    {
        if (Find(connection, team, key) is not { } notice)
            return;
        connection.Execute(
            "UPDATE console_messages SET card = @card WHERE team_id = @team AND key = @key", new { team = team.Value, key = OutboxRow.KeyOf(null, key), card = SqlConsoleBoard.Blank });
        Put(connection, notice with { Text = "", WhenOver = null, IsOver = true });
    }

    /// <summary>Takes the words out of every notice that calls somebody to a nudge.</summary>
    internal static void EmptyAbout(DbConnection connection, NudgeId nudge)
    {
        foreach (var about in OpenCalls.KeysAbout(nudge))
        {
            foreach (var (team, key) in connection.Query<(int Team, string Key)>(
                "SELECT o.team_id, o.key FROM notices o JOIN nudges n ON n.team_id = o.team_id WHERE n.id = @nudge AND o.key LIKE @about", new { nudge = nudge.Value, about }).AsList())
                Empty(connection, new TeamId(team), key);
        }
    }

    /// <summary>Closes the matter of a notice in the write that mended it; where none stands open, nobody is told.</summary>
    internal static void IsOver(DbConnection connection, Notice over)
    {
        if (Find(connection, over.Team, over.Key) is { IsOver: false })
            Put(connection, over);
    }

    /// <summary>Asks for every card of a nudge to be drawn again; many wishes before the next delivery are one.</summary>
    internal static void DrawAgain(SqlBatch batch, NudgeId nudge) => batch.Add($"UPDATE outbox SET {Again} {SqlBatch.FromRows} WHERE nudge_id = @nudge", new { nudge = nudge.Value });

    /// <summary>Asks for every card of these nudges to be drawn again, and for one in each of these channels that has none.</summary>
    internal static void Want(SqlBatch batch, IReadOnlyList<(NudgeId Nudge, ChannelId Channel)> cards)
    {
        foreach (var nudge in cards.Select(card => card.Nudge).Distinct())
            DrawAgain(batch, nudge);
        foreach (var (nudge, channel) in cards)
        {
            batch.Add(
                $"""
                INSERT INTO outbox (team_id, channel_id, nudge_id, wanted, due_at) SELECT team_id, id, @nudge, 1, 0 FROM channels {SqlBatch.AndRows} WHERE id = @channel
                ON CONFLICT (channel_id, nudge_id) WHERE nudge_id IS NOT NULL DO NOTHING
                """,
                new { nudge = nudge.Value, channel = channel.Value });
        }
    }

    private static Notice? Find(DbConnection connection, TeamId team, string key) =>
        connection.QueryFirstOrDefault<string?>("SELECT notice FROM notices WHERE team_id = @team AND key = @key", new { team = team.Value, key }) is { } notice ? StoredJson.Read<Notice>(notice) : null;

    private static int Put(DbConnection connection, Notice notice)
    {
        connection.Execute(
            "INSERT INTO notices (team_id, key, notice) VALUES (@team, @key, @notice) ON CONFLICT (team_id, key) DO UPDATE SET notice = excluded.notice",
            new { team = notice.Team.Value, key = notice.Key, notice = StoredJson.Write(notice) });
        var of = new { team = notice.Team.Value, key = notice.Key, about = notice.About?.Value, nudge = notice.Nudge?.Value, only = notice.Only?.Value };
        connection.Execute($"UPDATE outbox SET {Again} WHERE channel_id IN (SELECT id FROM channels WHERE team_id = @team) AND notice_key = @key", of);
        return connection.Execute(
            """
            INSERT INTO outbox (team_id, channel_id, notice_key, wanted, due_at) SELECT team_id, id, @key, 1, 0 FROM channels
            WHERE team_id = @team AND (@only = id OR (@only IS NULL AND ((@about IS NULL AND NOT is_fallback) OR id <> @about))) AND (@nudge IS NULL OR id IN (SELECT channel_id FROM outbox WHERE nudge_id = @nudge))
            ON CONFLICT (channel_id, notice_key) WHERE notice_key IS NOT NULL DO NOTHING
            """,
            of);
    }

    /// <summary>A channel as it stands in its row.</summary>
    internal sealed record StoredChannel
    {
        public const string Select = "SELECT id, team_id AS TeamId, kind, name, address, is_fallback AS IsFallback, daily_budget AS DailyBudget, failures, failing_since AS FailingSince, problem FROM channels";

        public long Id { get; init; }

        public int TeamId { get; init; }

        public string Kind { get; init; } = "";

        public string Name { get; init; } = "";

        public string Address { get; init; } = "";

        public bool IsFallback { get; init; }

        public int? DailyBudget { get; init; }

        public int Failures { get; init; }

        public long? FailingSince { get; init; }

        public string? Problem { get; init; }

        public StaffChannel Read() => new(new ChannelId(Id), new TeamId(TeamId), Enum.Parse<ChannelKind>(Kind), Name, Address) { IsFallback = IsFallback, DailyBudget = DailyBudget };
    }

    private sealed record Stored
    {
        public long Id { get; init; }

        public long? NudgeId { get; init; }

        public string? NoticeKey { get; init; }

        public long Wanted { get; init; }

        public string? MessageRef { get; init; }

        public int Attempts { get; init; }

        public long? TriedAt { get; init; }
    }
}
