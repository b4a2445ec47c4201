namespace PageWatch.Domain.Channels;

/// <summary>What a chat's folder has to remember of the places it was in: how to reach them, in the chat's own terms.</summary>
public interface IChatPlaces
{
    /// <returns>Null for a place that was never kept.</returns>
    ValueTask<KeptPlace?> FindAsync(ChannelKind chat, string address, CancellationToken cancellationToken);

    /// <summary>Keeps it, or replaces what was kept. Durable before it returns.</summary>
    ValueTask KeepAsync(KeptPlace place, CancellationToken cancellationToken);

    /// <summary>Every place of a chat, by address.</summary>
    ValueTask<IReadOnlyList<KeptPlace>> OfChatAsync(ChannelKind chat, CancellationToken cancellationToken);
}

/// <param name="Address">See <see cref="ChatAddress"/>.</param>
/// <param name="Name">As people know it; may be empty.</param>
/// <param name="Reference">The chat's own: a service's address, ids. No secrets. At most 4,000 characters.</param>
public sealed record KeptPlace(ChannelKind Chat, string Address, string Name, string Reference)
{
    /// <summary>The bot may not write there any more.</summary>
    public bool IsGone { get; init; }
}
