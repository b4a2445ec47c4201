using System.Data.Common;
using System.Text;
using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlInbox(ISqlDatabase database) : IInbox
{
    public async ValueTask<InboxAccepted> AcceptAsync(InboxDelivery delivery, CancellationToken cancellationToken)
    {
        var call = StoredJson.Write(new StoredCall(delivery.Call.Method, delivery.Call.Query, delivery.Call.Headers));
        var body = delivery.Call.Body.ToArray();
        return await database.WriteAsync(
            connection =>
            {
                var known = connection.QueryFirstOrDefault<long?>(
                    "SELECT id FROM inbox WHERE page_id = @page AND delivery_key = @key", new { page = delivery.Page.Value, key = delivery.Key });
                if (known is { } id)
                    return new InboxAccepted(new InboxId(id), IsRepeat: true);
                return new InboxAccepted(new InboxId(Insert(connection, delivery.Page, "Webhook", delivery.Key, call, body, false, delivery.ReceivedAt, "Waiting", 0, null)), IsRepeat: false);
            },
            // Its sender waits for the answer, as whoever clicks does.
            SavePriority.Click,
            cancellationToken);
    }

    public async ValueTask AcceptPollAsync(PollDelivery poll, CancellationToken cancellationToken)
    {
        var body = poll.Events.Count == 0 ? null : EventJson.Write(poll.Events);
        await database.WriteAsync(
            connection =>
            {
                var firstLook = connection.QueryFirstOrDefault<bool>("SELECT NOT first_look_done FROM watches WHERE page_id = @page", new { page = poll.Page.Value });
                if (body is not null)
                    Insert(connection, poll.Page, poll.IsReconciliation ? "Reconciliation" : "Poll", null, null, body, firstLook, poll.At, "Waiting", 0, null);
                if (poll.Next is { } next)
                {
                    connection.Execute(
                        "INSERT INTO cursors (page_id, stream, value) VALUES (@page, @stream, @value) ON CONFLICT (page_id, stream) DO UPDATE SET value = excluded.value",
                        new { page = poll.Page.Value, stream = poll.Stream, value = next.Value });
                }

                SqlCoverage.Add(connection, poll.Page, CoverageHour.Of(poll.At), looks: 1, posts: 0, repaired: 0);
                return connection.Execute(
                    """
                    UPDATE watches SET last_success_at = @at, failures = 0, last_problem = NULL, not_before = NULL, first_look_done = (first_look_done OR @done),
                      poll_wait = coalesce(@wait, poll_wait), next_poll_at = coalesce(@next, next_poll_at), token_ends_at = coalesce(@token, token_ends_at),
                      quota_left = coalesce(@quota, quota_left), quota_resets_at = CASE WHEN @quota IS NULL THEN quota_resets_at ELSE @resets END,
                      repaired = CASE WHEN @begins THEN 0 ELSE repaired END, last_reconciled_at = CASE WHEN @ends THEN @at ELSE last_reconciled_at END
                    WHERE page_id = @page
                    """,
                    new
                    {
                        page = poll.Page.Value,
                        at = Columns.Ms(poll.At),
                        done = poll.FirstLookDone,
                        wait = (long?)poll.NextPoll?.Wait.TotalMilliseconds,
                        next = Columns.Ms(poll.NextPoll?.At),
                        token = Columns.Ms(poll.TokenEndsAt),
                        quota = poll.Quota?.Left,
                        resets = Columns.Ms(poll.Quota?.ResetsAt),
                        begins = poll is { IsReconciliation: true, IsFirst: true },
                        ends = poll is { IsReconciliation: true, IsLast: true },
                    });
            },
            SavePriority.Bulk,
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<InboxRow>> WaitingAsync(int most, IReadOnlyList<InboxId> inHand, DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.ReadAsync(connection =>
        {
            // A row that failed and waits holds back the later rows of its own page, and of no other: order within a page stays.
            var rows = connection.Query<Stored>(
                """
                SELECT i.id, i.page_id AS PageId, i.kind, i.call, i.body, i.is_first_look AS IsFirstLook, i.received_at AS ReceivedAt, i.attempts
                FROM inbox i
                WHERE i.state = 'Waiting' AND i.due_at <= @now AND i.id NOT IN (SELECT value FROM json_each(@inHand))
                  AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.state = 'Waiting' AND e.id < i.id AND e.page_id = i.page_id AND e.due_at > @now)
                ORDER BY i.id LIMIT @most
                """,
                new { now = Columns.Ms(now), most, inHand = $"[{string.Join(',', inHand)}]" });
            return (IReadOnlyList<InboxRow>)[.. rows.Select(Read)];
        }, cancellationToken);
    }

    public async ValueTask FailedAsync(InboxId row, string problem, DateTimeOffset? retryAt, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            "UPDATE inbox SET attempts = attempts + 1, problem = @problem, state = @state, due_at = @due WHERE id = @id AND state = 'Waiting'",
            new { id = row.Value, problem, state = retryAt is null ? "Parked" : "Waiting", due = Columns.Ms(retryAt) ?? 0 }),
        SavePriority.Bulk,
        cancellationToken);

    public ValueTask<IReadOnlyList<ParkedRow>> ParkedAsync(TeamId team, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<ParkedRow>)[.. connection.Query<(long Id, long Page, string Watch, long ReceivedAt, int Attempts, string Problem, int Bytes, bool IsEntry)>(
            """
            SELECT i.id, i.page_id, w.name, i.received_at, i.attempts, coalesce(i.problem, ''), length(i.body), i.kind = 'Entry'
            FROM inbox i JOIN watches w ON w.page_id = i.page_id
            WHERE i.state = 'Parked' AND w.team_id = @team ORDER BY i.id LIMIT @most
            """,
            new { team = team.Value, most })
            .Select(row => new ParkedRow(new InboxId(row.Id), new PageId(row.Page), row.Watch, Columns.Time(row.ReceivedAt), row.Attempts, row.Problem, row.Bytes, row.IsEntry))], cancellationToken);

    public async ValueTask<InboxReplay> ReplayAsync(TeamId team, InboxId? row, AuditEntry audit, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            const string Meant = "state = 'Parked' AND (@id IS NULL OR id = @id) AND page_id IN (SELECT page_id FROM watches WHERE team_id = @team)";
            var which = new { id = row?.Value, team = team.Value };
            var entries = connection.ExecuteScalar<int>($"SELECT count(*) FROM inbox WHERE kind = 'Entry' AND {Meant}", which);
            var inLine = connection.Execute($"UPDATE inbox SET state = 'Waiting', attempts = 0, problem = NULL, due_at = 0 WHERE kind <> 'Entry' AND {Meant}", which);
            if (inLine > 0)
                AuditWriter.Add(connection, audit);
            return new InboxReplay(inLine, entries);
        },
        SavePriority.Click,
        cancellationToken);

    public ValueTask<InboxRow?> LastAsync(PageId page, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<Stored>(
            """
            SELECT id, page_id AS PageId, kind, call, body, is_first_look AS IsFirstLook, received_at AS ReceivedAt, attempts
            FROM inbox WHERE page_id = @page AND kind = 'Webhook' AND length(body) > 0 ORDER BY id DESC LIMIT 1
            """,
            new { page = page.Value }) is { } row ? Read(row) : null, cancellationToken);

    public ValueTask<(int Waiting, DateTimeOffset? Oldest)> DepthAsync(CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (waiting, oldest) = connection.QuerySingle<(int Waiting, long? Oldest)>("SELECT count(*), min(received_at) FROM inbox WHERE state = 'Waiting'");
        return (waiting, Columns.Time(oldest));
    }, cancellationToken);

    /// <summary>Parks one entry of a row that could not be read; the same entry twice is parked once.</summary>
    internal static void Park(DbConnection connection, StateChange.Unreadable entry)
    {
        var known = connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM inbox WHERE page_id = @page AND delivery_key = @key)", new { page = entry.Page.Value, key = entry.Key });
        if (!known)
            Insert(connection, entry.Page, "Entry", entry.Key, null, Encoding.UTF8.GetBytes(entry.Raw), false, entry.At, "Parked", 1, entry.Problem);
    }

    private static long Insert(
        DbConnection connection, PageId page, string kind, string? key, string? call, byte[] body, bool firstLook, DateTimeOffset at, string state, int attempts, string? problem) =>
        connection.ExecuteScalar<long>(
            """
            INSERT INTO inbox (page_id, kind, delivery_key, call, body, is_first_look, received_at, state, attempts, problem, due_at)
            VALUES (@page, @kind, @key, @call, @body, @firstLook, @at, @state, @attempts, @problem, 0) RETURNING id
            """,
            new { page = page.Value, kind, key, call, body, firstLook, at = Columns.Ms(at), state, attempts, problem });

    internal static InboxRow Read(Stored row)
    {
        var id = new InboxId(row.Id);
        var page = new PageId(row.PageId);
        var at = Columns.Time(row.ReceivedAt);
        if (row.Call is not null)
        {
            var call = StoredJson.Read<StoredCall>(row.Call);
            return new InboxRow(id, page, at, row.Attempts, new WebhookCall(call.Method, call.Query, call.Headers, row.Body), null);
        }

        // Entries are not replayed any more; one that was put in line by an earlier program is parked again.
        return row.Kind == "Entry"
            ? new InboxRow(id, page, at, row.Attempts, null, [new SourceEvent.PostUnreadable(Encoding.UTF8.GetString(row.Body), "Still not readable.")])
            : new InboxRow(id, page, at, row.Attempts, null, EventJson.Read(row.Body)) { IsFirstLook = row.IsFirstLook, IsReconciliation = row.Kind == "Reconciliation" };
    }

    internal sealed record Stored
    {
        public long Id { get; init; }

        public long PageId { get; init; }

        public string Kind { get; init; } = "";

        public string? Call { get; init; }

        public byte[] Body { get; init; } = [];

        public bool IsFirstLook { get; init; }

        public long ReceivedAt { get; init; }

        public int Attempts { get; init; }
    }
}
