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

    /// <summary>Stands in place of a card whose content was erased, until it is drawn again.</summary>
    internal static string Blank { get; } = StoredJson.Write(new Card("…", Tone.Calm, [], []) { Fallback = "…" });

    public async ValueTask<long> PutAsync(ConsoleMessage message, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await database.WriteAsync(
            connection => connection.ExecuteScalar<long>(
                """
                UPDATE console_changes SET latest = latest + 1;
                DELETE FROM console_removals WHERE channel_id = @channel AND key = @key;
                INSERT INTO console_messages (channel_id, key, team_id, change, version, nudge_id, is_done, due_at, first_at, changed_at, card)
                VALUES (@channel, @key, @team, (SELECT latest FROM console_changes), @version, @nudge, @done, @due, @first, @now, @card)
                ON CONFLICT (channel_id, key) DO UPDATE SET change = excluded.change, version = excluded.version, is_done = excluded.is_done, due_at = excluded.due_at,
                  changed_at = excluded.changed_at, card = excluded.card
                WHERE excluded.version >= console_messages.version
                RETURNING change
                """,
                new
                {
                    channel = message.Channel.Value,
                    key = message.Key,
                    team = message.Team.Value,
                    version = message.Version,
                    nudge = NudgeIn(message.Key),
                    done = message.Card.IsDone,
                    due = Columns.Ms(message.Card.Clock?.At),
                    first = Columns.Ms(message.FirstAt),
                    now = Columns.Ms(now),
                    card = StoredJson.Write(message.Card),
                }),
            SavePriority.Click,
            cancellationToken);
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
