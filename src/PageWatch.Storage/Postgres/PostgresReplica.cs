using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using PageWatch.Pipeline;
using PageWatch.Storage.Sqlite;

namespace PageWatch.Storage.Postgres;

/// <summary>
/// This process among those that share the database: it says every few seconds that it lives, and hears the others' rings. What a replica holds (a page's
/// deliveries, a card, a reply) is free again when it has said nothing for <see cref="Lease"/>, by the database's clock.
/// </summary>
internal sealed partial class PostgresReplica : IDisposable
{
    /// <summary>After this without a word a replica counts as dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const string Channel = "pagewatch";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>Before the others believe it, a replica that cannot be heard stops taking work on.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(10);

    private readonly PostgresPlace place;
    private readonly ILogger logger;
    private readonly Thread thread;
    private readonly ManualResetEventSlim stop = new();
    private readonly string name = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");
    private volatile Action<string>[] listeners = [];
    private long saidAt;
    private volatile bool hasOthers;

    /// <exception cref="StorageUnavailableException">The server does not answer.</exception>
    public PostgresReplica(PostgresPlace place, DataFolder folder, ILogger<PostgresReplica> logger)
    {
        this.place = place;
        this.logger = logger;
        using (var line = new PostgresLine(place, null))
        {
            Bury(line.Open().Inner, folder.Replica);
            Say(line.Open().Inner);
        }

        thread = new Thread(Live) { IsBackground = true, Name = "pagewatch replica" };
        thread.Start();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public bool IsAlive => Stopwatch.GetElapsedTime(Volatile.Read(ref saidAt)) < Sure;

    /// <summary>Others live too, or did a moment ago.</summary>
    public bool HasOthers => hasOthers;

    /// <summary>Takes rows that nobody who lives holds; what is held already is not written again.</summary>
    /// <param name="table">A table with <c>id</c> and <c>held_by</c>.</param>
    /// <returns>Those that this replica holds now. Rows that another takes in this moment are left to it.</returns>
    public HashSet<long> Take(PostgresConnection connection, string table, long[] wanted)
    {
        using var command = connection.Inner.CreateCommand();
        command.CommandText =
            $"""
            WITH free AS (
              SELECT t.id, t.held_by IS NOT DISTINCT FROM @me AS is_mine FROM {table} t
              WHERE t.id = ANY(@wanted) AND (t.held_by IS NULL OR t.held_by = @me OR NOT EXISTS (SELECT 1 FROM replicas r WHERE r.id = t.held_by AND r.alive_until > clock_timestamp()))
              ORDER BY t.id FOR UPDATE OF t SKIP LOCKED
            ), taken AS (
              UPDATE {table} SET held_by = @me FROM free WHERE {table}.id = free.id AND NOT free.is_mine
            )
            SELECT id FROM free
            """;
        command.Parameters.AddWithValue("me", Id);
        command.Parameters.AddWithValue("wanted", wanted);
        var ids = new HashSet<long>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    /// <summary>Calls this with what another replica rang, on a thread that must not be held up.</summary>
    public void OnRing(Action<string> heard)
    {
        lock (stop)
            listeners = [.. listeners, heard];
    }

    /// <summary>Rings at the other replicas when the transaction ends.</summary>
    public void Ring(PostgresConnection connection, string what)
    {
        using var command = connection.Inner.CreateCommand();
        // A ring may be lost with the server; it must not wait for the disk.
        command.CommandText = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(@channel, @ring)";
        command.Parameters.AddWithValue("channel", Channel);
        command.Parameters.AddWithValue("ring", $"{Id:N} {what}");
        command.ExecuteNonQuery();
    }

    /// <summary>Says goodbye, so that the others need not wait for the end of the lease.</summary>
    public void Dispose()
    {
        if (stop.IsSet)
            return;
        stop.Set();
        thread.Join();
        stop.Dispose();
    }

    private void Live()
    {
        using var line = new PostgresLine(place, null);
        NpgsqlConnection? listening = null;
        while (!stop.IsSet)
        {
            try
            {
                var connection = line.Open().Inner;
                if (listening != connection)
                {
                    Listen(connection);
                    listening = connection;
                }

                Say(connection);
                var saying = Stopwatch.GetTimestamp();
                // Short waits: nobody can wake this thread when the service stops.
                while (!stop.IsSet && Stopwatch.GetElapsedTime(saying) < Every)
                    connection.Wait(TimeSpan.FromMilliseconds(50));
            }
            catch (Exception problem) when (problem is NpgsqlException or StorageUnavailableException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                line.Drop();
                listening = null;
                Log.Silent(logger, problem.Message);
                stop.Wait(TimeSpan.FromMilliseconds(250));
            }
        }

        Leave(line);
    }

    /// <summary>Whoever had this process's folder before is dead, since the folder is free: what it held need not wait for the end of its lease.</summary>
    private void Bury(NpgsqlConnection connection, string file)
    {
        if (File.Exists(file) && Guid.TryParse(File.ReadAllText(file), out var before))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM replicas WHERE id = @before";
            command.Parameters.AddWithValue("before", before);
            command.ExecuteNonQuery();
        }

        File.WriteAllText(file, Id.ToString());
    }

    private void Listen(NpgsqlConnection connection)
    {
        connection.Notification += (_, heard) =>
        {
            var (by, what) = heard.Payload.Split(' ', 2) is [var first, var second] ? (first, second) : ("", "");
            if (what.Length == 0 || by == Id.ToString("N"))
                return;
            foreach (var listener in listeners)
                listener(what);
        };
        using var command = connection.CreateCommand();
        command.CommandText = $"LISTEN {Channel}";
        command.ExecuteNonQuery();
    }

    private void Say(NpgsqlConnection connection)
    {
        var begun = Stopwatch.GetTimestamp();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            WITH forgotten AS (DELETE FROM replicas WHERE alive_until < clock_timestamp() - interval '1 day'),
            said AS (
              INSERT INTO replicas (id, name, alive_until) VALUES (@me, @name, clock_timestamp() + @lease)
              ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
            )
            SELECT EXISTS (SELECT 1 FROM replicas WHERE id <> @me AND alive_until > clock_timestamp())
            """;
        command.Parameters.AddWithValue("me", Id);
        command.Parameters.AddWithValue("name", name);
        command.Parameters.AddWithValue("lease", Lease);
        hasOthers = (bool)command.ExecuteScalar()!;
        // From before it was said: the database's clock cannot have begun to count earlier.
        Volatile.Write(ref saidAt, begun);
    }

    private void Leave(PostgresLine line)
    {
        try
        {
            using var command = line.Open().Inner.CreateCommand();
            command.CommandText = "DELETE FROM replicas WHERE id = @me";
            command.Parameters.AddWithValue("me", Id);
            command.ExecuteNonQuery();
        }
        catch (Exception problem) when (problem is NpgsqlException or StorageUnavailableException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            // The lease ends by itself.
            Log.Silent(logger, problem.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "This replica cannot say that it lives: {Problem}")]
        public static partial void Silent(ILogger logger, string problem);
    }
}
