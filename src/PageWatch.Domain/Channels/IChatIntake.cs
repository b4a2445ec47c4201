namespace PageWatch.Domain.Channels;

/// <summary>
/// What a chat told us, kept before it is acknowledged and worked on afterwards: chats want an answer within three seconds, say things again when they get none, and a
/// process can end in between. The same key is taken once.
/// </summary>
public interface IChatIntake
{
    /// <summary>Keeps it. Durable before it returns.</summary>
    /// <param name="key">Names it in its chat: an event's id, a press's trigger. At most 300 characters.</param>
    /// <param name="lane">What must stay in order: the person who did it, say. At most 300 characters.</param>
    /// <param name="body">Handed to <see cref="IChatListener.HearAsync"/> as it is; at most 1 MiB.</param>
    /// <returns>False when it was kept before.</returns>
    ValueTask<bool> KeepAsync(ChannelKind chat, string key, string lane, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

/// <summary>Works off what <see cref="IChatIntake"/> kept. Called again for the same after a crash: what it does must bear that.</summary>
public interface IChatListener
{
    ChannelKind Chat { get; }

    /// <param name="keptAt">What must be answered within seconds of it (a trigger, say) may be too late.</param>
    /// <exception cref="ChannelException">The chat does not take our answer now. It is tried a few times more, then set aside and counted.</exception>
    ValueTask HearAsync(ReadOnlyMemory<byte> body, DateTimeOffset keptAt, CancellationToken cancellationToken);
}

/// <summary>An address at which a chat calls us over HTTP.</summary>
public interface IChatDoor
{
    /// <summary>Below the service's own address: <c>/chats/slack/events</c>. Fixed for the life of the service.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Checks who calls over the raw bytes, keeps or works on it, and says what to answer. Never throws for what the caller did wrong.</summary>
    ValueTask<DoorAnswer> AnswerAsync(DoorCall call, CancellationToken cancellationToken);
}

/// <param name="Headers">Names in lower case; of a repeated one the values joined with commas.</param>
/// <param name="Body">As it came; at most 1 MiB.</param>
public sealed record DoorCall(string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The caller is on this very machine.</summary>
    public bool IsFromLoopback { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <param name="ContentType">Null for an empty body.</param>
public sealed record DoorAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    public static DoorAnswer Empty(int status) => new(status, null, ReadOnlyMemory<byte>.Empty);

    public static DoorAnswer Json(int status, ReadOnlyMemory<byte> body) => new(status, "application/json; charset=utf-8", body);
}

/// <summary>A way to hear from a chat that we open ourselves, and keep open.</summary>
public interface IChatConnection
{
    /// <summary>Returns at once when it is not set up; else runs until it is cancelled, and connects anew by itself.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
