using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlChats(ISqlDatabase database, IDoorbell doorbell, TimeProvider time) : IChatIntake, IChatQueue, IChatPlaces
{
    public async ValueTask<bool> KeepAsync(ChannelKind chat, string key, string lane, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var bytes = body.ToArray();
        var isNew = await database.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO chat_intake (chat, key, lane, body, state, kept_at, due_at) VALUES (@chat, @key, @lane, @bytes, 'Waiting', @now, @now) ON CONFLICT (chat, key) DO NOTHING",
                new { chat = chat.ToString(), key, lane, bytes, now = Columns.Ms(time.GetUtcNow()) }) == 1,
            SavePriority.Click,
            cancellationToken);
        if (isNew)
            doorbell.Ring(Door.Chats);
        return isNew;
    }

    public async ValueTask<IReadOnlyList<KeptCall>> TakeAsync(DateTimeOffset now, DateTimeOffset heldUntil, int most, CancellationToken cancellationToken)
    {
        const string due =
            """
            SELECT i.id FROM chat_intake i
            WHERE i.state = 'Waiting' AND i.due_at <= @now
              AND NOT EXISTS (SELECT 1 FROM chat_intake e WHERE e.state = 'Waiting' AND e.chat = i.chat AND e.lane = i.lane AND e.id < i.id)
            ORDER BY i.due_at, i.id LIMIT @most
            """;
        var of = new { now = Columns.Ms(now), until = Columns.Ms(heldUntil), most };
        // Asked every second and mostly for nothing: a look needs no commit.
        if (!await database.ReadAsync(connection => connection.ExecuteScalar<bool>($"SELECT EXISTS ({due})", of), cancellationToken))
            return [];
        return await database.WriteAsync(
            connection => (IReadOnlyList<KeptCall>)[.. connection.Query<Stored>(
                // Said again outside: another replica may have taken it between the look and this.
                $"""
                UPDATE chat_intake SET due_at = @until, attempts = attempts + 1 WHERE id IN ({due}) AND state = 'Waiting' AND due_at <= @now
                RETURNING id, chat, body, kept_at AS KeptAt, attempts
                """,
                of).Select(row => new KeptCall(row.Id, Enum.Parse<ChannelKind>(row.Chat), row.Body, Columns.Time(row.KeptAt), row.Attempts)).OrderBy(call => call.Id)],
            SavePriority.Click,
            cancellationToken);
    }

    public async ValueTask DoneAsync(long id, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("UPDATE chat_intake SET state = 'Done', body = @none WHERE id = @id", new { id, none = Array.Empty<byte>() }), SavePriority.Click, cancellationToken);

    public async ValueTask FailedAsync(long id, string problem, DateTimeOffset? retryAt, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            connection => retryAt is { } at
                ? connection.Execute("UPDATE chat_intake SET due_at = @at, problem = @problem WHERE id = @id", new { id, at = Columns.Ms(at), problem = CleanText.Line(problem, 500) })
                : connection.Execute("UPDATE chat_intake SET state = 'Parked', body = @none, problem = @problem WHERE id = @id", new { id, none = Array.Empty<byte>(), problem = CleanText.Line(problem, 500) }),
            SavePriority.Click,
            cancellationToken);
        doorbell.Ring(Door.Chats);
    }

    public ValueTask<(int Waiting, int Parked)> DepthAsync(CancellationToken cancellationToken) => database.ReadAsync(connection => (
        connection.ExecuteScalar<int>("SELECT count(*) FROM chat_intake WHERE state = 'Waiting'"),
        connection.ExecuteScalar<int>("SELECT count(*) FROM chat_intake WHERE state = 'Parked'")), cancellationToken);

    public ValueTask<KeptPlace?> FindAsync(ChannelKind chat, string address, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<StoredPlace>(StoredPlace.Select + " WHERE chat = @chat AND address = @address", new { chat = chat.ToString(), address })?.Read(), cancellationToken);

    public async ValueTask KeepAsync(KeptPlace place, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO chat_places (chat, address, name, reference, is_gone) VALUES (@chat, @address, @name, @reference, @gone)
            ON CONFLICT (chat, address) DO UPDATE SET name = excluded.name, reference = excluded.reference, is_gone = excluded.is_gone
            """,
            new { chat = place.Chat.ToString(), address = place.Address, name = CleanText.Line(place.Name, 200), reference = place.Reference, gone = place.IsGone }),
        SavePriority.Click,
        cancellationToken);

    public ValueTask<IReadOnlyList<KeptPlace>> OfChatAsync(ChannelKind chat, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<KeptPlace>)[.. connection.Query<StoredPlace>(StoredPlace.Select + " WHERE chat = @chat ORDER BY address", new { chat = chat.ToString() }).Select(row => row.Read())], cancellationToken);

    private sealed record Stored
    {
        public long Id { get; init; }

        public string Chat { get; init; } = "";

        public byte[] Body { get; init; } = [];

        public long KeptAt { get; init; }

        public int Attempts { get; init; }
    }

    private sealed record StoredPlace
    {
        public const string Select = "SELECT chat, address, name, reference, is_gone AS IsGone FROM chat_places";

        public string Chat { get; init; } = "";

        public string Address { get; init; } = "";

        public string Name { get; init; } = "";

        public string Reference { get; init; } = "";

        public bool IsGone { get; init; }

        public KeptPlace Read() => new(Enum.Parse<ChannelKind>(Chat), Address, Name, Reference) { IsGone = IsGone };
    }
}
