using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Chats;

/// <summary>What <see cref="IChatIntake"/> kept, to be worked off.</summary>
public interface IChatQueue
{
    /// <summary>Takes what is due, in each lane the oldest and no other: nobody else gets it until <paramref name="heldUntil"/>, when it is due again unless it was done.</summary>
    ValueTask<IReadOnlyList<KeptCall>> TakeAsync(DateTimeOffset now, DateTimeOffset heldUntil, int most, CancellationToken cancellationToken);

    /// <summary>Notes that it is done, and forgets what it said.</summary>
    ValueTask DoneAsync(long id, CancellationToken cancellationToken);

    /// <param name="retryAt">Null: set aside, what it said is forgotten, and the next of its lane is due.</param>
    ValueTask FailedAsync(long id, string problem, DateTimeOffset? retryAt, CancellationToken cancellationToken);

    /// <summary>How many wait, and how many were set aside in the last days; for health.</summary>
    ValueTask<(int Waiting, int Parked)> DepthAsync(CancellationToken cancellationToken);
}

/// <param name="Attempts">How often it was taken, this time counted.</param>
public sealed record KeptCall(long Id, ChannelKind Chat, byte[] Body, DateTimeOffset KeptAt, int Attempts);
