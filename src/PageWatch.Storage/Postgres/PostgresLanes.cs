using System.Collections.Concurrent;
using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PageWatch.Storage.Postgres;

/// <summary>A few threads of their own, each with one connection, behind one queue: whoever asks is never held up, and no thread of the pool waits for the server.</summary>
internal sealed partial class PostgresLanes : IDisposable
{
    /// <summary>Small work that shares a transaction: whatever waits in this moment, and no more than the last of them can wait for.</summary>
    private const int MostTogether = 32;

    /// <summary>Tries of work that collides with other work.</summary>
    private const int MostTries = 8;

    private readonly PostgresPlace place;
    private readonly bool reads;
    private readonly bool shares;
    private readonly ILogger logger;
    private readonly BlockingCollection<PostgresWork> queue = [];
    private readonly List<Thread> threads = [];
    private long transactions;
    private long answered;

    /// <param name="reads">Each piece of work sees one unchanging picture and cannot write.</param>
    /// <param name="shares">Work that waits at the same time shares a transaction. What one throws undoes its own part alone.</param>
    public PostgresLanes(PostgresPlace place, string name, int lanes, bool reads, bool shares, ILogger logger)
    {
        this.place = place;
        this.reads = reads;
        this.shares = shares;
        this.logger = logger;
        for (var i = 0; i < lanes; i++)
        {
            var thread = new Thread(Drive) { IsBackground = true, Name = $"pagewatch {name} {i}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Callers that wait to be taken on.</summary>
    public int Waiting => queue.Count;

    /// <summary>Transactions that ended well so far.</summary>
    public long Transactions => Interlocked.Read(ref transactions);

    /// <summary>Callers that were answered from them.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <exception cref="ObjectDisposedException">It is over.</exception>
    public void Enqueue(PostgresWork work)
    {
        try
        {
            queue.Add(work);
        }
        catch (InvalidOperationException problem)
        {
            throw new ObjectDisposedException("The database is closed.", problem);
        }
    }

    /// <summary>Waits for what is queued.</summary>
    public void Dispose()
    {
        if (queue.IsAddingCompleted)
            return;
        queue.CompleteAdding();
        foreach (var thread in threads)
            thread.Join();
    }

    private void Drive()
    {
        using var line = new PostgresLine(place, reads ? "-c default_transaction_read_only=on" : null);
        foreach (var work in queue.GetConsumingEnumerable())
        {
            var round = new List<PostgresWork> { work };
            while (shares && round.Count < MostTogether && queue.TryTake(out var beside))
                round.Add(beside);
            Carry(line, round);
        }
    }

    private void Carry(PostgresLine line, IReadOnlyList<PostgresWork> round)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                var connection = line.Open();
                // Told to the server with the first statement: no round trip of its own.
                using var transaction = connection.Inner.BeginTransaction(reads ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);
                foreach (var work in round)
                    work.Run(connection);
                if (reads)
                {
                    // Nothing more can come of it: the caller need not wait for the end.
                    Answer(round);
                    transaction.Rollback();
                }
                else
                {
                    committing = true;
                    transaction.Commit();
                    Answer(round);
                }

                Interlocked.Increment(ref transactions);
                return;
            }
            catch (Exception problem)
            {
                var lost = PostgresTrouble.IsLost(problem);
                if (lost)
                    line.Drop();
                // A commit whose answer is lost may have come through: none runs again, and their callers must look. Of anything else nothing was kept.
                if (round.Count > 1 && !(lost && committing))
                {
                    Log.Apart(logger, round.Count, problem.GetType().Name, (problem as PostgresException)?.SqlState);
                    foreach (var work in round)
                        Carry(line, [work]);
                    return;
                }

                var again = lost ? !committing && problem is not Pipeline.StorageUnavailableException && attempt == 1 : PostgresTrouble.IsCollision(problem) && attempt < MostTries;
                if (again)
                {
                    Log.Again(logger, attempt, problem.GetType().Name, (problem as PostgresException)?.SqlState);
                    continue;
                }

                foreach (var work in round)
                    work.Fail(PostgresTrouble.Explain(problem, place));
                return;
            }
        }
    }

    private void Answer(IReadOnlyList<PostgresWork> round)
    {
        Interlocked.Add(ref answered, round.Count);
        foreach (var work in round)
            work.Answer();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Work met {Problem} ({State}) at try {Attempt}; it runs again.")]
        public static partial void Again(ILogger logger, int attempt, string problem, string? state);

        [LoggerMessage(2, LogLevel.Debug, "{Count} pieces of work in one transaction met {Problem} ({State}); each runs again alone.")]
        public static partial void Apart(ILogger logger, int count, string problem, string? state);
    }
}
