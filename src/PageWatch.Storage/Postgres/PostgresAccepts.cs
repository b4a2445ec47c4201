using Npgsql;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Storage.Postgres;

/// <summary>Keeps deliveries: whatever waits is one statement and one commit, and each caller is answered after it.</summary>
internal sealed class PostgresAccepts : IDisposable
{
    /// <summary>Deliveries that share one commit at most.</summary>
    private const int MostTogether = 256;

    /// <summary>While one round waits for the disk, the next is made ready.</summary>
    private const int Lanes = 2;

    private readonly PostgresPlace place;
    private readonly Lock gate = new();
    private readonly Queue<Asked> waiting = new();
    private readonly SemaphoreSlim ring = new(0);
    private readonly List<Thread> threads = [];
    private bool stopping;
    private long commits;
    private long answered;

    public PostgresAccepts(PostgresPlace place)
    {
        this.place = place;
        for (var i = 0; i < Lanes; i++)
        {
            var thread = new Thread(Drive) { IsBackground = true, Name = $"pagewatch accepts {i}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Durable transactions so far.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>Deliveries that were answered from them.</summary>
    public long Kept => Interlocked.Read(ref answered);

    public Task<InboxAccepted> AcceptAsync(AcceptedRow row)
    {
        var asked = new Asked(row);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            waiting.Enqueue(asked);
        }

        ring.Release();
        return asked.Answer.Task;
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (stopping)
                return;
            stopping = true;
        }

        ring.Release(Lanes);
        foreach (var thread in threads)
            thread.Join();
        ring.Dispose();
    }

    private void Drive()
    {
        using var line = new PostgresLine(place, null);
        var round = new List<Asked>(MostTogether);
        while (true)
        {
            ring.Wait();
            lock (gate)
            {
                while (round.Count < MostTogether && waiting.TryDequeue(out var asked))
                    round.Add(asked);
                if (round.Count == 0 && stopping)
                    return;
            }

            // A round answers for several rings; the others would only wake for nothing.
            for (var i = 1; i < round.Count; i++)
                ring.Wait(0);
            if (round.Count > 0)
                Keep(line, round);
            round.Clear();
        }
    }

    private void Keep(PostgresLine line, List<Asked> round)
    {
        try
        {
            TryKeep(line, round);
        }
        catch (Exception problem)
        {
            if (PostgresTrouble.IsLost(problem))
                line.Drop();
            if (round.Count == 1 || PostgresTrouble.IsLost(problem) || PostgresTrouble.Explain(problem, place) != problem)
            {
                foreach (var asked in round)
                    asked.Answer.TrySetException(PostgresTrouble.Explain(problem, place));
                return;
            }

            // One of them spoils the round (its page is gone, say): alone each shows whether it is the one.
            foreach (var asked in round)
                Keep(line, [asked]);
        }
    }

    private void TryKeep(PostgresLine line, List<Asked> round)
    {
        // What was lost before a commit was asked for is not there; what was lost after may be, and is then known as a repeat when its sender tries again.
        var connection = line.Open().Inner;
        using var command = connection.CreateCommand();
        // One statement is one transaction. Of two deliveries with one key the first is kept.
        command.CommandText =
            """
            INSERT INTO inbox (page_id, kind, delivery_key, call, body, received_at, state, due_at)
            SELECT page, 'Webhook', key, call, body, at, 'Waiting', 0 FROM unnest(@pages, @keys, @calls, @bodies, @times) WITH ORDINALITY came (page, key, call, body, at, place)
            ORDER BY place
            ON CONFLICT (page_id, delivery_key) WHERE delivery_key IS NOT NULL DO NOTHING
            RETURNING id, page_id, delivery_key
            """;
        Add(command, round);
        command.Parameters.AddWithValue("calls", round.ConvertAll(asked => asked.Row.Call).ToArray());
        command.Parameters.AddWithValue("bodies", round.ConvertAll(asked => asked.Row.Body).ToArray());
        command.Parameters.AddWithValue("times", round.ConvertAll(asked => asked.Row.ReceivedAt).ToArray());
        var kept = Read(command);
        Interlocked.Increment(ref commits);
        Interlocked.Add(ref answered, round.Count);

        List<Asked>? repeats = null;
        foreach (var asked in round)
        {
            if (kept.Remove((asked.Row.Page, asked.Row.Key), out var id))
                asked.Answer.TrySetResult(new InboxAccepted(new InboxId(id), IsRepeat: false));
            else
                (repeats ??= []).Add(asked);
        }

        if (repeats is not null)
            AnswerRepeats(connection, repeats);
    }

    private static void AnswerRepeats(NpgsqlConnection connection, List<Asked> repeats)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT i.id, i.page_id, i.delivery_key FROM unnest(@pages, @keys) came (page, key) JOIN inbox i ON i.page_id = came.page AND i.delivery_key = came.key
            """;
        Add(command, repeats);
        var known = Read(command);
        foreach (var asked in repeats)
        {
            if (known.TryGetValue((asked.Row.Page, asked.Row.Key), out var id))
                asked.Answer.TrySetResult(new InboxAccepted(new InboxId(id), IsRepeat: true));
            else
                asked.Answer.TrySetException(new InvalidOperationException($"A delivery for page {new PageId(asked.Row.Page)} was known and was removed in the same moment."));
        }
    }

    private static void Add(NpgsqlCommand command, List<Asked> round)
    {
        command.Parameters.AddWithValue("pages", round.ConvertAll(asked => asked.Row.Page).ToArray());
        command.Parameters.AddWithValue("keys", round.ConvertAll(asked => asked.Row.Key).ToArray());
    }

    private static Dictionary<(long Page, string Key), long> Read(NpgsqlCommand command)
    {
        var rows = new Dictionary<(long Page, string Key), long>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows[(reader.GetInt64(1), reader.GetString(2))] = reader.GetInt64(0);
        return rows;
    }

    private sealed record Asked(AcceptedRow Row)
    {
        public TaskCompletionSource<InboxAccepted> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
