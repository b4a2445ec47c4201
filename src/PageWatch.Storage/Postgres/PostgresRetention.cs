using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>Retention, and with it the nightly look after the parts of the posts' table.</summary>
internal sealed class PostgresRetention(PostgresDatabase database, SqlRetention retention) : IRetention
{
    public async ValueTask<IReadOnlyDictionary<string, int>> PurgeAsync(RetentionPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = await retention.PurgeAsync(plan, now, cancellationToken);
        await database.WriteAsync(
            connection =>
            {
                PostgresParts.Prepare(connection.Inner, now);
                return true;
            },
            SavePriority.Bulk,
            cancellationToken);
        return done;
    }

    public ValueTask WipePageAsync(PageId page, DateTimeOffset nudgesSince, AuditEntry audit, CancellationToken cancellationToken) => retention.WipePageAsync(page, nudgesSince, audit, cancellationToken);
}
