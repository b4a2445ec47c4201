using System.Data.Common;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>A database that the stores speak to. What is handed in runs to its end on one connection, in one transaction, and may run again when the database asks for it.</summary>
internal interface ISqlDatabase
{
    /// <summary>The few places where databases speak differently.</summary>
    SqlDialect Dialect { get; }

    StoreFigures Figures { get; }

    /// <summary>Other processes write here too: what was read once may be old.</summary>
    bool IsShared { get; }

    /// <summary>A number for a new row; gaps are possible, repeats are not.</summary>
    long Next(Numbered what);

    /// <summary>Runs a read over one unchanging picture of the data; it never waits for a writer.</summary>
    ValueTask<T> ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken);

    /// <summary>Runs a write and returns after it is durable. What <paramref name="work"/> throws undoes its own part, and comes out here.</summary>
    /// <exception cref="Pipeline.StorageUnavailableException">The database takes nothing now: nothing was saved.</exception>
    Task<T> WriteAsync<T>(Func<DbConnection, T> work, SavePriority priority, CancellationToken cancellationToken);

    /// <summary>After content was erased: whatever else of it the database keeps on its disk (a log) goes too.</summary>
    Task ForgetAsync(CancellationToken cancellationToken);
}
