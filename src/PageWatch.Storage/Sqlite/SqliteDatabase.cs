using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sql;
using SQLitePCL;

namespace PageWatch.Storage.Sqlite;

/// <summary>
/// One SQLite file. All writes pass one thread: whatever waits is put into one durable transaction, and each caller is answered only after its
/// commit. Readers have connections of their own and never wait for a writer.
/// </summary>
public sealed partial class SqliteDatabase : ISqlDatabase, IDisposable
{
    /// <summary>Callers that share one commit at most; a click behind them waits for one such round, no longer.</summary>
    private const int MostTogether = 256;

    /// <summary>Rounds of clicks alone after which bulk work gets one, so that neither starves the other.</summary>
    private const int ClickRounds = 8;

    private const int SqliteConfigMultiThread = 2;
    private const int SqliteConfigMemoryStatus = 9;

    private readonly string readString;
    private readonly PreparedConnection writer;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly Queue<SqliteWrite> clicks = new();
    private readonly Queue<SqliteWrite> bulk = new();
    private readonly SemaphoreSlim waiting = new(0);
    private readonly ConcurrentBag<PreparedConnection> readers = [];
    private readonly ILogger logger;
    private readonly Lazy<SqliteNumbers> numbers;
    private volatile bool stopping;
    private int clickRounds;
    private long commits;
    private long writes;

    static SqliteDatabase()
    {
        // Each connection serves one thread at a time, here as in any ADO.NET client: locks around every call would guard against nobody.
        // https://www.sqlite.org/threadsafe.html; it is refused once SQLite is in use, which harms nothing.
        Batteries_V2.Init();
        _ = raw.sqlite3_config(SqliteConfigMultiThread);
        _ = raw.sqlite3_config(SqliteConfigMemoryStatus, 0);
    }

    public SqliteDatabase(string file, ILogger<SqliteDatabase> logger)
    {
        this.logger = logger;
        writer = new PreparedConnection(Open(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()));
        readString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString();
        numbers = new Lazy<SqliteNumbers>(() => Read(connection => new SqliteNumbers(connection)));
        thread = new Thread(WriteForever) { IsBackground = true, Name = "pagewatch writer" };
        thread.Start();
    }

    /// <summary>Durable transactions so far.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>Callers that were answered from them.</summary>
    public long Writes => Interlocked.Read(ref writes);

    /// <summary>Callers that wait now.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return clicks.Count + bulk.Count;
        }
    }

    /// <summary>Opens a connection with the settings that every connection here has: write-ahead log, full durability, erased bytes overwritten.</summary>
    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        // FULL: a commit returns only when the log is on the disk (promise 1). secure_delete: what is erased leaves no bytes behind (promise 10).
        // wal_autocheckpoint: a log of up to 32 MB, since moving it into the file costs the same for a page that was written once or fifty times.
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA secure_delete = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -16000;
            PRAGMA wal_autocheckpoint = 8000;
            PRAGMA busy_timeout = 10000;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    bool ISqlDatabase.IsShared => false;

    SqlDialect ISqlDatabase.Dialect { get; } = new SqliteDialect();

    StoreFigures ISqlDatabase.Figures => new("SQLite", Commits, Writes, Waiting);

    long ISqlDatabase.Next(Numbered what) => numbers.Value.Next(what);

    Task ISqlDatabase.ForgetAsync(CancellationToken cancellationToken) => CheckpointAsync(cancellationToken);

    /// <remarks>At once and on the caller's thread: the file is in memory as good as always.</remarks>
    ValueTask<T> ISqlDatabase.ReadAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(work));
    }

    /// <summary>Runs a write inside the next shared transaction and returns after that is durable.</summary>
    /// <remarks>
    /// What <paramref name="work"/> throws undoes its own part alone; the others of the round are not touched. It can be run a second time, after all of its first
    /// run was undone: it must leave nothing behind but what it writes.
    /// </remarks>
    /// <exception cref="StorageUnavailableException">The disk is full, gone or not writable: nothing was saved.</exception>
    /// <exception cref="ObjectDisposedException">It is closed, or being closed.</exception>
    public Task<T> WriteAsync<T>(Func<DbConnection, T> work, SavePriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new SqliteWrite<T>(work);
        Enqueue(write, priority == SavePriority.Click ? clicks : bulk);
        return write.Task;
    }

    /// <summary>Runs a read on a connection of its own, over one unchanging picture of the data.</summary>
    public T Read<T>(Func<DbConnection, T> work)
    {
        if (!readers.TryTake(out var connection))
        {
            connection = new PreparedConnection(Open(readString));
            Execute(connection, "PRAGMA query_only = ON");
        }

        try
        {
            Execute(connection, "BEGIN");
            try
            {
                return work(connection);
            }
            finally
            {
                Execute(connection, "ROLLBACK");
            }
        }
        finally
        {
            if (stopping)
                connection.Dispose();
            else
                readers.Add(connection);
        }
    }

    /// <summary>Moves the write-ahead log into the file and empties it, so that erased content is nowhere on the disk.</summary>
    public Task CheckpointAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var done = new SqliteCheckpoint();
        Enqueue(done, bulk);
        return done.Task;
    }

    /// <summary>Waits for what is queued, empties the log and closes every connection.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (stopping)
                return;
            stopping = true;
            waiting.Release();
        }

        thread.Join();
        while (readers.TryTake(out var reader))
            reader.Dispose();
        try
        {
            Execute(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException problem)
        {
            // The log is read again at the next start; nothing is lost by leaving it.
            Log.CheckpointFailed(logger, problem);
        }

        writer.Dispose();
        waiting.Dispose();
    }

    internal static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Under the same lock that says that it is over: what is let in is answered by the writer's last rounds, and nothing comes in behind them.</summary>
    private void Enqueue(SqliteWrite write, Queue<SqliteWrite> queue)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            queue.Enqueue(write);
            waiting.Release();
        }
    }

    private void WriteForever()
    {
        var round = new List<SqliteWrite>(MostTogether);
        while (true)
        {
            waiting.Wait();
            TakeRound(round);
            if (round.Count == 0)
            {
                if (stopping)
                    return;
                continue;
            }

            // Each round answers for several releases; the extra ones would only wake an empty round.
            for (var i = 1; i < round.Count; i++)
                waiting.Wait(0);
            CommitRound(round);
            round.Clear();
        }
    }

    private void TakeRound(List<SqliteWrite> round)
    {
        lock (gate)
        {
            var clicksFirst = clicks.Count > 0 && (clickRounds < ClickRounds || bulk.Count == 0);
            clickRounds = clicksFirst ? clickRounds + 1 : 0;
            var queue = clicksFirst ? clicks : bulk;
            while (round.Count < MostTogether && queue.TryPeek(out var write) && !(write.IsAlone && round.Count > 0))
            {
                round.Add(queue.Dequeue());
                if (write.IsAlone)
                    break;
            }
        }
    }

    private void CommitRound(List<SqliteWrite> round)
    {
        if (round is [SqliteCheckpoint checkpoint])
        {
            checkpoint.Run(writer);
            return;
        }

        try
        {
            if (!TryTogether(round))
                RunEachAlone(round);
        }
        catch (Exception problem)
        {
            Undo();
            var told = SqliteTrouble.Explain(problem);
            foreach (var write in round)
                write.Fail(told);
            if (problem is not SqliteException)
                Log.RoundFailed(logger, round.Count, problem);
            return;
        }

        Interlocked.Increment(ref commits);
        Interlocked.Add(ref writes, round.Count);
        foreach (var write in round)
            write.Answer();
    }

    /// <summary>As if nothing could go wrong, which is nearly always so: marks between the writes would cost as much as small writes do.</summary>
    /// <returns>False when one failed: all are undone, and none is answered.</returns>
    private bool TryTogether(List<SqliteWrite> round)
    {
        Execute(writer, "BEGIN IMMEDIATE");
        try
        {
            foreach (var write in round)
                write.Run(writer);
        }
        catch (Exception problem) when (!SqliteTrouble.IsDisk(problem))
        {
            // Whose fault it is, and that the others do not suffer for it, shows when each runs behind a mark of its own.
            Undo();
            return false;
        }

        Execute(writer, "COMMIT");
        return true;
    }

    private void RunEachAlone(List<SqliteWrite> round)
    {
        Execute(writer, "BEGIN IMMEDIATE");
        foreach (var write in round)
            RunOne(write);
        Execute(writer, "COMMIT");
    }

    private void RunOne(SqliteWrite write)
    {
        Execute(writer, "SAVEPOINT one");
        try
        {
            write.Run(writer);
            Execute(writer, "RELEASE one");
        }
        catch (SqliteException problem) when (SqliteTrouble.IsDisk(problem))
        {
            throw; // not this caller's fault: the whole round is off
        }
        catch (Exception problem)
        {
            Execute(writer, "ROLLBACK TO one");
            Execute(writer, "RELEASE one");
            write.FailLater(problem);
        }
    }

    private void Undo()
    {
        try
        {
            Execute(writer, "ROLLBACK");
        }
        catch (SqliteException problem)
        {
            // SQLite has undone it by itself already; that is what a full disk does.
            Log.AlreadyUndone(logger, problem.SqliteErrorCode);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A round of {Writes} writes failed.")]
        public static partial void RoundFailed(ILogger logger, int writes, Exception problem);

        [LoggerMessage(2, LogLevel.Debug, "The round was undone already (code {Code}).")]
        public static partial void AlreadyUndone(ILogger logger, int code);

        [LoggerMessage(3, LogLevel.Warning, "The log could not be emptied at the end.")]
        public static partial void CheckpointFailed(ILogger logger, Exception problem);
    }
}
