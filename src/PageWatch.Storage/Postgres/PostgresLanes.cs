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
    public long Answered => Interlocked.Read(ref transactions) + Interlocked.Read(ref answered);

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
        var round = new List<PostgresWork>(MostTogether);
        foreach (var work in queue.GetConsumingEnumerable())
        {
            round.Add(work);
            while (shares && round.Count < MostTogether && queue.TryTake(out var beside))
                round.Add(beside);
            if (round.Count == 1 || !TryTogether(line, round))
                round.ForEach(each => Carry(line, each));
            round.Clear();
        }
    }

    /// <returns>False when nothing of it was kept: each is then carried alone, and is told alone what is wrong.</returns>
    private bool TryTogether(PostgresLine line, List<PostgresWork> round)
    {
        var committing = false;
        try
        {
            var connection = line.Open();
            using var transaction = connection.Inner.BeginTransaction(IsolationLevel.ReadCommitted);
            foreach (var work in round)
                work.Run(connection);
            committing = true;
            transaction.Commit();
        }
        catch (Exception problem)
        {
            if (PostgresTrouble.IsLost(problem))
                line.Drop();
            if (committing && PostgresTrouble.IsLost(problem))
            {
                // It may have come through: none may run again, and their callers must look.
                foreach (var work in round)
                    work.Fail(PostgresTrouble.Explain(problem, place));
                return true;
            }

            Log.Apart(logger, round.Count, problem.GetType().Name, (problem as PostgresException)?.SqlState);
            return false;
        }

        Interlocked.Increment(ref transactions);
        Interlocked.Add(ref answered, round.Count - 1);
        foreach (var work in round)
            work.Answer();
        return true;
    }

    private void Carry(PostgresLine line, PostgresWork work)
    {
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                var connection = line.Open();
                // Told to the server with the first statement: no round trip of its own.
                using var transaction = connection.Inner.BeginTransaction(reads ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);
                work.Run(connection);
                if (reads)
                {
                    // Nothing more can come of it: the caller need not wait for the end.
                    work.Answer();
                    transaction.Rollback();
                }
                else
                {
                    committing = true;
                    transaction.Commit();
                    work.Answer();
                }

                Interlocked.Increment(ref transactions);
                return;
            }
            catch (Exception problem)
            {
                var lost = PostgresTrouble.IsLost(problem);
                if (lost)
                    line.Drop();
                // What was not committed is undone when its connection is lost. A commit whose answer is lost may have come through: its caller must look.
                var again = lost ? !committing && problem is not Pipeline.StorageUnavailableException && attempt == 1 : PostgresTrouble.IsCollision(problem) && attempt < MostTries;
                if (again)
                {
                    Log.Again(logger, attempt, problem.GetType().Name, (problem as PostgresException)?.SqlState);
                    continue;
                }

                work.Fail(PostgresTrouble.Explain(problem, place));
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Work met {Problem} ({State}) at try {Attempt}; it runs again.")]
        public static partial void Again(ILogger logger, int attempt, string problem, string? state);

        [LoggerMessage(2, LogLevel.Debug, "{Count} pieces of work in one transaction met {Problem} ({State}); each runs again alone.")]
        public static partial void Apart(ILogger logger, int count, string problem, string? state);
    }
}
