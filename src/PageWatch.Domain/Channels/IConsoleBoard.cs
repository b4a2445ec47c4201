using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Channels;

/// <summary>The messages of the built-in chat. Other chats keep their own; the console's are kept here.</summary>
public interface IConsoleBoard
{
    /// <summary>Stores the card under its key, or replaces it when this one is as new. Durable before it returns.</summary>
    /// <returns>The number that was drawn for the change; numbers only grow. An older card than the one that stands there draws one too and changes nothing.</returns>
    ValueTask<long> PutAsync(ConsoleMessage message, CancellationToken cancellationToken);

    /// <summary>The board of a channel, most pressing first: what is not done by due time, then what is done, newest first.</summary>
    /// <param name="most">At most this many messages.</param>
    ValueTask<IReadOnlyList<ConsoleMessage>> ReadAsync(ChannelId channel, int most, CancellationToken cancellationToken);

    /// <summary>What changed after a number, oldest first; of several changes of one message the latest only.</summary>
    ValueTask<IReadOnlyList<ConsoleChange>> ChangedAfterAsync(ChannelId channel, long change, int most, CancellationToken cancellationToken);

    /// <summary>The number of the latest change anywhere; 0 for an empty board.</summary>
    ValueTask<long> LatestChangeAsync(CancellationToken cancellationToken);
}

/// <param name="Number">Where a reader goes on from.</param>
/// <param name="Message">As it stands now; null when it was taken away.</param>
public sealed record ConsoleChange(long Number, string Key, ConsoleMessage? Message);

/// <summary>A card on the console.</summary>
/// <param name="Change">Set by the board.</param>
public sealed record ConsoleMessage(TeamId Team, ChannelId Channel, string Key, long Version, Card Card, DateTimeOffset FirstAt, long Change = 0);
