using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>The inbox of several replicas: what comes in is kept together with what comes in beside it, and what waits is handed to one replica a page.</summary>
internal sealed class PostgresInbox(PostgresDatabase database, SqlInbox inbox, PostgresClaims claims) : IInbox
{
    public async ValueTask<InboxAccepted> AcceptAsync(InboxDelivery delivery, CancellationToken cancellationToken)
    {
        var call = StoredJson.Write(new StoredCall(delivery.Call.Method, delivery.Call.Query, delivery.Call.Headers));
        return await database.AcceptAsync(new AcceptedRow(delivery.Page.Value, PostgresText.Clean(delivery.Key), call, delivery.Call.Body.ToArray(), Columns.Ms(delivery.ReceivedAt)), cancellationToken);
    }

    public ValueTask AcceptPollAsync(PollDelivery poll, CancellationToken cancellationToken) => inbox.AcceptPollAsync(poll, cancellationToken);

    public async ValueTask<IReadOnlyList<InboxRow>> WaitingAsync(int most, IReadOnlyList<InboxId> inHand, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var held = await claims.PagesAsync(cancellationToken);
        if (held.Length == 0)
            return [];
        return await database.ReadAsync(
            connection =>
            {
                using var command = connection.Inner.CreateCommand();
                // A row that failed and waits holds back the later rows of its own page, and of no other: order within a page stays.
                command.CommandText =
                    """
                    SELECT i.id, i.page_id AS PageId, i.kind, i.call, i.body, i.is_first_look AS IsFirstLook, i.received_at AS ReceivedAt, i.attempts
                    FROM (
                      SELECT w.id FROM unnest(@held) h(page) CROSS JOIN LATERAL (
                        SELECT o.id FROM inbox o
                        WHERE o.page_id = h.page AND o.state = 'Waiting' AND o.due_at <= @now AND o.id <> ALL (@inHand)
                          AND o.id < coalesce((SELECT min(e.id) FROM inbox e WHERE e.page_id = h.page AND e.state = 'Waiting' AND e.due_at > 0 AND e.due_at > @now), 9223372036854775807)
                        ORDER BY o.page_id, o.id LIMIT @most
                      ) w ORDER BY w.id LIMIT @most
                    ) first JOIN inbox i ON i.id = first.id
                    ORDER BY i.id
                    """;
                command.Parameters.AddWithValue("held", held);
                command.Parameters.AddWithValue("now", Columns.Ms(now));
                command.Parameters.AddWithValue("most", (long)most);
                command.Parameters.AddWithValue("inHand", inHand.Select(id => id.Value).ToArray());
                using var rows = command.ExecuteReader();
                return (IReadOnlyList<InboxRow>)[.. rows.Parse<SqlInbox.Stored>().Select(SqlInbox.Read)];
            },
            cancellationToken);
    }

    public ValueTask FailedAsync(InboxId row, string problem, DateTimeOffset? retryAt, CancellationToken cancellationToken) => inbox.FailedAsync(row, problem, retryAt, cancellationToken);

    public ValueTask<IReadOnlyList<ParkedRow>> ParkedAsync(TeamId team, int most, CancellationToken cancellationToken) => inbox.ParkedAsync(team, most, cancellationToken);

    public ValueTask<InboxReplay> ReplayAsync(TeamId team, InboxId? row, AuditEntry audit, CancellationToken cancellationToken) => inbox.ReplayAsync(team, row, audit, cancellationToken);

    public ValueTask<InboxRow?> LastAsync(PageId page, CancellationToken cancellationToken) => inbox.LastAsync(page, cancellationToken);

    public ValueTask<(int Waiting, DateTimeOffset? Oldest)> DepthAsync(CancellationToken cancellationToken) => inbox.DepthAsync(cancellationToken);
}
