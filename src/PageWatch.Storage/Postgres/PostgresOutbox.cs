using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>The outbox of several replicas: a card that is due is handed to one of them, which keeps it while it lives, so that the card's states stay in order.</summary>
internal sealed class PostgresOutbox(PostgresDatabase database, SqlOutbox outbox, PostgresReplica replica) : IOutbox
{
    public async ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int most, IReadOnlyCollection<ChannelId> except, CancellationToken cancellationToken)
    {
        if (!replica.IsAlive)
            return [];
        var due = await outbox.DueAsync(now, most, except, cancellationToken);
        if (due.Count == 0)
            return due;
        var mine = await database.WriteAsync(connection => replica.Take(connection, "outbox", [.. due.Select(row => row.Id)]), SavePriority.Click, cancellationToken);
        return [.. due.Where(row => mine.Contains(row.Id))];
    }

    public ValueTask DrawAgainAsync(NudgeId nudge, IReadOnlyCollection<ChannelKind> kinds, CancellationToken cancellationToken) => outbox.DrawAgainAsync(nudge, kinds, cancellationToken);

    public ValueTask TryingAsync(long row, DateTimeOffset now, CancellationToken cancellationToken) => outbox.TryingAsync(row, now, cancellationToken);

    public ValueTask ShownAsync(ChannelId channel, IReadOnlyList<ShownCard> cards, CancellationToken cancellationToken) => outbox.ShownAsync(channel, cards, cancellationToken);

    public ValueTask<int> FailedAsync(long row, string problem, OutboxWait wait, CancellationToken cancellationToken) => outbox.FailedAsync(row, problem, wait, cancellationToken);

    public ValueTask<int> ChannelFailedAsync(ChannelId channel, string problem, OutboxWait wait, CancellationToken cancellationToken) => outbox.ChannelFailedAsync(channel, problem, wait, cancellationToken);

    public ValueTask<int> FallBackAsync(DateTimeOffset failingSinceBefore, CancellationToken cancellationToken) => outbox.FallBackAsync(failingSinceBefore, cancellationToken);

    public ValueTask<IReadOnlyList<ChannelHealth>> HealthAsync(TeamId team, CancellationToken cancellationToken) => outbox.HealthAsync(team, cancellationToken);

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(TeamId team, ChannelId? channel, int most, CancellationToken cancellationToken) => outbox.DeadAsync(team, channel, most, cancellationToken);

    public ValueTask<int> ReplayAsync(TeamId team, ChannelId? channel, AuditEntry audit, CancellationToken cancellationToken) => outbox.ReplayAsync(team, channel, audit, cancellationToken);

    public ValueTask<Notice?> FindNoticeAsync(TeamId team, string key, CancellationToken cancellationToken) => outbox.FindNoticeAsync(team, key, cancellationToken);

    public ValueTask<(int Due, DateTimeOffset? Oldest)> DepthAsync(DateTimeOffset now, CancellationToken cancellationToken) => outbox.DepthAsync(now, cancellationToken);
}
