using System.Data.Common;
using Microsoft.Extensions.Logging;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sql;

namespace PageWatch.Storage.Postgres;

/// <summary>
/// A PostgreSQL database that was migrated before, shared with other replicas of the service. Clicks, bulk work and reads have lanes of their own, so that
/// none waits for another kind.
/// </summary>
public sealed class PostgresDatabase : ISqlDatabase, IDisposable
{
    private const int ClickLanes = 2;
    private const int BulkLanes = 4;
    private const int ReadLanes = 4;

    private readonly PostgresLanes clicks;
    private readonly PostgresLanes bulk;
    private readonly PostgresLanes reads;
    private readonly PostgresAccepts accepts;
    private readonly PostgresNumbers numbers;

    public PostgresDatabase(PostgresPlace place, ILogger<PostgresDatabase> logger)
    {
        Place = place;
        clicks = new PostgresLanes(place, "clicks", ClickLanes, reads: false, shares: true, logger);
        bulk = new PostgresLanes(place, "bulk", BulkLanes, reads: false, shares: false, logger);
        reads = new PostgresLanes(place, "reads", ReadLanes, reads: true, shares: false, logger);
        accepts = new PostgresAccepts(place);
        numbers = new PostgresNumbers(this);
    }

    public PostgresPlace Place { get; }

    /// <summary>Durable transactions so far.</summary>
    public long Commits => clicks.Transactions + bulk.Transactions + accepts.Commits;

    /// <summary>Callers that were answered from them.</summary>
    public long Writes => clicks.Answered + bulk.Answered + accepts.Kept;

    /// <summary>Callers that wait now.</summary>
    public int Waiting => clicks.Waiting + bulk.Waiting + reads.Waiting;

    bool ISqlDatabase.IsShared => true;

    StoreFigures ISqlDatabase.Figures => new("PostgreSQL", Commits, Writes, Waiting);

    SqlDialect ISqlDatabase.Dialect { get; } = new PostgresDialect();

    internal PostgresNumbers Numbers => numbers;

    long ISqlDatabase.Next(Numbered what) => numbers.Next(what);

    ValueTask<T> ISqlDatabase.ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken) => new(ReadAsync(work, cancellationToken));

    Task<T> ISqlDatabase.WriteAsync<T>(Func<DbConnection, T> work, SavePriority priority, CancellationToken cancellationToken) => WriteAsync(work, priority, cancellationToken);

    /// <remarks>Nothing to do here: what was erased leaves the tables at once, and the disk as the server reuses its room and its log (README).</remarks>
    Task ISqlDatabase.ForgetAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs a read over one unchanging picture of the data.</summary>
    /// <exception cref="StorageUnavailableException">The server does not answer.</exception>
    internal Task<T> ReadAsync<T>(Func<PostgresConnection, T> work, CancellationToken cancellationToken) => Do(reads, work, cancellationToken);

    /// <summary>Runs a write in a transaction of its own and returns after it is durable. Work that collides with other work is undone and runs again.</summary>
    /// <exception cref="StorageUnavailableException">The server takes nothing now; or its answer to the commit was lost, so that only a look can tell.</exception>
    internal Task<T> WriteAsync<T>(Func<PostgresConnection, T> work, SavePriority priority, CancellationToken cancellationToken) => Do(priority == SavePriority.Click ? clicks : bulk, work, cancellationToken);

    /// <summary>Keeps a delivery, together with what else comes in at this moment.</summary>
    internal Task<InboxAccepted> AcceptAsync(AcceptedRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return accepts.AcceptAsync(row);
    }

    /// <summary>Waits for what is queued and closes every connection.</summary>
    public void Dispose()
    {
        accepts.Dispose();
        bulk.Dispose();
        clicks.Dispose();
        reads.Dispose();
    }

    private static Task<T> Do<T>(PostgresLanes lanes, Func<PostgresConnection, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asked = new PostgresWork<T>(work);
        lanes.Enqueue(asked);
        return asked.Task;
    }
}
