using System.Diagnostics;
using Npgsql;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Postgres;

/// <summary>
/// Which pages' deliveries this replica works on. A page is held by one replica at a time, until that one lets go of it because it is quiet, or is no longer
/// alive by the database's own clock (<see cref="PostgresReplica"/>).
/// </summary>
internal sealed class PostgresClaims(PostgresDatabase database, PostgresReplica replica) : IDisposable
{
    /// <summary>A page without deliveries for this long is let go of, so that work spreads over the replicas.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim one = new(1);

    // What is held, and when it last had something to do.
    private readonly Dictionary<long, long> held = [];

    /// <summary>Pages with deliveries that this replica may work on now; it takes those that nobody holds.</summary>
    public async Task<long[]> PagesAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            // Whoever cannot say that he lives may have been followed by another already.
            if (!replica.IsAlive)
            {
                held.Clear();
                return [];
            }

            var waiting = await database.ReadAsync(WithWork, cancellationToken);
            var free = waiting.Where(page => !held.ContainsKey(page)).ToArray();
            if (free.Length > 0)
            {
                foreach (var page in await database.WriteAsync(connection => Take(connection, free), SavePriority.Click, cancellationToken))
                    held[page] = 0;
                // A conversation's nudges are in the order of their numbers: none that another replica drew for these pages may come behind ours.
                database.Numbers.StartOver(Numbered.Nudge);
            }

            var now = Stopwatch.GetTimestamp();
            var mine = waiting.Where(held.ContainsKey).ToArray();
            foreach (var page in mine)
                held[page] = now;
            await LetGoAsync([.. held.Where(each => Stopwatch.GetElapsedTime(each.Value) > Quiet).Select(each => each.Key)], cancellationToken);
            return mine;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task LetGoAsync(long[] quiet, CancellationToken cancellationToken)
    {
        if (quiet.Length == 0)
            return;
        foreach (var page in quiet)
            held.Remove(page);
        await database.WriteAsync(
            connection =>
            {
                using var command = connection.Inner.CreateCommand();
                command.CommandText = "DELETE FROM page_claims WHERE held_by = @me AND page_id = ANY(@quiet)";
                command.Parameters.AddWithValue("me", replica.Id);
                command.Parameters.AddWithValue("quiet", quiet);
                return command.ExecuteNonQuery();
            },
            SavePriority.Bulk,
            cancellationToken);
    }

    /// <summary>Each page's first waiting row is one step in the index, however many wait behind it.</summary>
    private List<long> WithWork(PostgresConnection connection)
    {
        using var command = connection.Inner.CreateCommand();
        command.CommandText =
            """
            WITH RECURSIVE pages AS (
              (SELECT page_id FROM inbox WHERE state = 'Waiting' ORDER BY page_id LIMIT 1)
              UNION ALL
              SELECT (SELECT i.page_id FROM inbox i WHERE i.state = 'Waiting' AND i.page_id > p.page_id ORDER BY i.page_id LIMIT 1) FROM pages p WHERE p.page_id IS NOT NULL
            )
            SELECT p.page_id FROM pages p
            WHERE p.page_id IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM page_claims c JOIN replicas r ON r.id = c.held_by WHERE c.page_id = p.page_id AND c.held_by <> @me AND r.alive_until > clock_timestamp())
            """;
        command.Parameters.AddWithValue("me", replica.Id);
        return Pages(command);
    }

    private List<long> Take(PostgresConnection connection, long[] free)
    {
        using var command = connection.Inner.CreateCommand();
        // Claims that another replica changes in this moment are left to it.
        command.CommandText =
            """
            WITH left_behind AS (
              SELECT c.page_id FROM page_claims c
              WHERE c.page_id = ANY(@free) AND (c.held_by = @me OR NOT EXISTS (SELECT 1 FROM replicas r WHERE r.id = c.held_by AND r.alive_until > clock_timestamp()))
              ORDER BY c.page_id FOR UPDATE OF c SKIP LOCKED
            ), taken AS (
              UPDATE page_claims SET held_by = @me FROM left_behind WHERE page_claims.page_id = left_behind.page_id RETURNING page_claims.page_id
            ), fresh AS (
              INSERT INTO page_claims (page_id, held_by) SELECT page, @me FROM unnest(@free) page ORDER BY page ON CONFLICT (page_id) DO NOTHING RETURNING page_id
            )
            SELECT page_id FROM taken UNION SELECT page_id FROM fresh
            """;
        command.Parameters.AddWithValue("free", free);
        command.Parameters.AddWithValue("me", replica.Id);
        return Pages(command);
    }

    private static List<long> Pages(NpgsqlCommand command)
    {
        var pages = new List<long>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            pages.Add(reader.GetInt64(0));
        return pages;
    }
}
