using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace PageWatch.Demo.Wall;

/// <summary>The page's own SQLite file: one writer at a time, readers beside it, and a commit that outlives a power cut.</summary>
/// <remarks>SQLite knows no asynchronous I/O: work runs at once on the thread that asks, and waits only for its turn to write.</remarks>
internal sealed class DemoFile(string path, TimeProvider time) : IDisposable
{
    private const int Version = 1;

    // A post that was deleted keeps its row, emptied: the log of changes still has to tell of it.
    private const string Tables =
        """
        create table page (last_change integer not null, seeded integer not null);
        create table posts (
            number integer primary key,
            id text not null unique,
            parent text,
            thread text not null,
            author text not null,
            author_name text not null,
            text text not null,
            picture text,
            created_at integer not null,
            revision integer not null,
            change integer not null unique,
            deleted integer not null,
            by_page integer not null);
        create index posts_of_thread on posts (thread, created_at);
        create index posts_on_their_own on posts (created_at, number) where parent is null;
        create table outbox (
            number integer primary key autoincrement,
            delivery text not null unique,
            thread text not null,
            body text not null);
        create index outbox_of_thread on outbox (thread, number);
        """;

    private readonly SemaphoreSlim turn = new(1, 1);
    private SqliteConnection? writer;

    /// <summary>Runs in one transaction, alone; what it leaves is on the disk when this returns.</summary>
    public async Task<T> WriteAsync<T>(Func<IDbConnection, IDbTransaction, T> change, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var connection = OpenWriter();
            using var transaction = connection.BeginTransaction();
            var result = change(connection, transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Reads one consistent state, beside any writer.</summary>
    public async Task<T> ReadAsync<T>(Func<IDbConnection, IDbTransaction, T> look, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref writer) is null)
            await WriteAsync((_, _) => true, cancellationToken);
        using var connection = Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        return look(connection, transaction);
    }

    public void Dispose()
    {
        // Whoever writes now (the first day of a service whose start failed, say) ends first: a connection that is closed under a transaction breaks.
        turn.Wait();
        if (writer is not null)
        {
            writer.Dispose();
            SqliteConnection.ClearPool(writer); // readers too: the file can be moved once we are gone
        }

        turn.Dispose();
    }

    private SqliteConnection OpenWriter()
    {
        if (writer is not null)
            return writer;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var connection = Connect();
        try
        {
            connection.Execute("pragma journal_mode = wal");
            connection.Execute("pragma synchronous = full");
            var version = connection.ExecuteScalar<int>("pragma user_version");
            if (version is not (0 or Version))
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{path} was made by another version of the demo page ({version}, this one is {Version}). Move it away to start over."));
            if (version == 0)
                Create(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        Volatile.Write(ref writer, connection);
        return connection;
    }

    private void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute(Tables, transaction: transaction);

        // Whoever followed the page by its change numbers goes on following it when the file was thrown away: a new one counts on from the clock.
        connection.Execute("insert into page (last_change, seeded) values (@start, 0)", new { start = time.GetUtcNow().ToUnixTimeMilliseconds() }, transaction);
        connection.Execute("pragma user_version = 1", transaction: transaction);
        transaction.Commit();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ToString());
        connection.Open();
        return connection;
    }
}
