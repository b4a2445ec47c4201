using System.Data.Common;
using System.Globalization;
using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlConsoleBoard(ISqlDatabase database, TimeProvider time) : IConsoleBoard
{
    private const string Select =
        "SELECT team_id AS TeamId, channel_id AS ChannelId, key, version, card, first_at AS FirstAt, change FROM console_messages";

    /// <summary>Cards of one write: as many as a channel has under way at once, several times over.</summary>
    private const int MostTogether = 64;

    private readonly Lock gate = new();
    private readonly List<Waiting> waiting = [];
    private bool isPutting;

    /// <summary>Stands in place of a card whose content was erased, until it is drawn again.</summary>
    internal static string Blank { get; } = StoredJson.Write(new Card("…", Tone.Calm, [], []) { Fallback = "…" });

    public async ValueTask<long> PutAsync(ConsoleMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var put = new Waiting(message);
        lock (gate)
        {
            waiting.Add(put);
            if (!isPutting)
            {
                isPutting = true;
                _ = PutWaitingAsync();
            }
        }

        return await put.Answer.Task;
    }

    /// <summary>
    /// Whatever waits goes in one write, and the next write begins when that one is durable. Each write holds the board's number until then, so two at once would only
    /// wait for one another.
    /// </summary>
    private async Task PutWaitingAsync()
    {
        while (true)
        {
            List<Waiting> together;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    isPutting = false;
                    return;
                }

                together = [.. waiting.Take(MostTogether)];
                waiting.RemoveRange(0, together.Count);
            }

            try
            {
                var numbers = await database.WriteAsync(connection => Put(connection, [.. together.Select(put => put.Message)]), SavePriority.Click, CancellationToken.None);
                for (var i = 0; i < together.Count; i++)
                    together[i].Answer.SetResult(numbers[i]);
            }
            catch (Exception problem)
            {
                // Each caller hears of it and decides; whoever comes next tries anew.
                together.ForEach(put => put.Answer.SetException(problem));
            }
        }
    }

    private long[] Put(DbConnection connection, IReadOnlyList<ConsoleMessage> messages)
    {
        var now = Columns.Ms(time.GetUtcNow());
        var latest = connection.ExecuteScalar<long>("UPDATE console_changes SET latest = latest + @count RETURNING latest", new { count = messages.Count });
        var first = latest - messages.Count + 1;
        foreach (var channel in messages.GroupBy(message => message.Channel))
            connection.Execute("DELETE FROM console_removals WHERE channel_id = @channel AND key IN @keys", new { channel = channel.Key.Value, keys = channel.Select(message => message.Key).ToList() });
        var batch = database.Dialect.Batch(connection);
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            batch.Add(
                """
                INSERT INTO console_messages (key, channel_id, team_id, change, version, nudge_id, is_done, due_at, first_at, changed_at, card)
                VALUES (@key, @channel, @team, @change, @version, @nudge, @done, @due, @first, @now, @card)
                ON CONFLICT (channel_id, key) DO UPDATE SET change = excluded.change, version = excluded.version, is_done = excluded.is_done, due_at = excluded.due_at,
                  changed_at = excluded.changed_at, card = excluded.card
                WHERE excluded.version >= console_messages.version
                """,
                new
                {
                    key = message.Key,
                    channel = message.Channel.Value,
                    team = message.Team.Value,
                    change = first + i,
                    version = message.Version,
                    nudge = NudgeIn(message.Key),
                    done = message.Card.IsDone,
                    due = Columns.Ms(message.Card.Clock?.At),
                    first = Columns.Ms(message.FirstAt),
                    now,
                    card = StoredJson.Write(message.Card),
                });
        }

        batch.Run();
        return [.. messages.Select((_, i) => first + i)];
    }

    public ValueTask<IReadOnlyList<ConsoleMessage>> ReadAsync(ChannelId channel, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<ConsoleMessage>)[.. connection.Query<Stored>(
            Select + " WHERE channel_id = @channel ORDER BY is_done, CASE WHEN is_done THEN -changed_at ELSE coalesce(due_at, 0) END LIMIT @most", new { channel = channel.Value, most })
            .Select(row => row.Read())], cancellationToken);

    public ValueTask<IReadOnlyList<ConsoleChange>> ChangedAfterAsync(ChannelId channel, long change, int most, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<ConsoleChange>)[.. connection.Query<Stored>(
            Select + """
             WHERE channel_id = @channel AND change > @change
            UNION ALL SELECT 0, channel_id, key, 0, '', 0, change FROM console_removals WHERE channel_id = @channel AND change > @change
            ORDER BY change LIMIT @most
            """,
            new { channel = channel.Value, change, most })
            .Select(row => new ConsoleChange(row.Change, row.Key, row.Card.Length == 0 ? null : row.Read()))], cancellationToken);

    public ValueTask<long> LatestChangeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.ExecuteScalar<long>("SELECT latest FROM console_changes"), cancellationToken);

    /// <summary>A card on its way to the board.</summary>
    private sealed record Waiting(ConsoleMessage Message)
    {
        public TaskCompletionSource<long> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static long? NudgeIn(string key) =>
        key.StartsWith("nudge-", StringComparison.Ordinal) && long.TryParse(key.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var nudge) ? nudge : null;

    private sealed record Stored
    {
        public int TeamId { get; init; }

        public long ChannelId { get; init; }

        public string Key { get; init; } = "";

        public long Version { get; init; }

        public string Card { get; init; } = "";

        public long FirstAt { get; init; }

        public long Change { get; init; }

        public ConsoleMessage Read() => new(new TeamId(TeamId), new ChannelId(ChannelId), Key, Version, StoredJson.Read<Card>(Card), Columns.Time(FirstAt), Change);
    }
}
