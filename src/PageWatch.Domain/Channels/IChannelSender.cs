using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Channels;

/// <summary>Puts cards before the people of one kind of chat.</summary>
/// <remarks>Does not store, retry or wait: the outbox does.</remarks>
public interface IChannelSender
{
    ChannelKind Kind { get; }

    /// <summary>
    /// The chat cannot tell that it has a card already, so that a delivery whose answer was lost may leave two. Whoever delivers notes each first try before it is made
    /// (<see cref="CardDelivery.TriedAt"/>).
    /// </summary>
    bool MayDouble => false;

    /// <summary>Posts the card, or replaces the one that stands there under the same key. The same delivery twice leaves one card.</summary>
    /// <returns>Where the card stands now.</returns>
    /// <exception cref="ChannelException">The chat did not take it.</exception>
    ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken);
}

/// <summary>A place where a team talks.</summary>
/// <param name="Address">In the chat's own terms; the console needs none.</param>
/// <param name="Name">As people know it: "#contoso-care". Unique in a team.</param>
public sealed record StaffChannel(ChannelId Id, TeamId Team, ChannelKind Kind, string Name, string Address)
{
    /// <summary>Is told only of what another channel of the team cannot be told.</summary>
    public bool IsFallback { get; init; }

    /// <summary>How many nudges it is told of in a day before further ones that can wait come in its digest; null for any number.</summary>
    public int? DailyBudget { get; init; }
}

public readonly record struct ChannelId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum ChannelKind
{
    Console,
    Teams,
    Slack,
    Webhook,
    Mail,
}

/// <summary>One card, one state of it, one channel.</summary>
/// <param name="Key">The idempotency key: one card of a nudge in a channel has one key for life.</param>
/// <param name="Version">Of what the card shows; a channel never replaces a newer card by an older one.</param>
/// <param name="Existing">Where the card stands already; null when it was never delivered, as far as we know.</param>
public sealed record CardDelivery(string Key, StaffChannel Channel, NudgeId? Nudge, long Version, Card Card, MessageRef? Existing)
{
    /// <summary>What the card is about, for a channel that is read by programs; null for a notice.</summary>
    public CardSubject? Subject { get; init; }

    /// <summary>When the card was first handed to a chat that <see cref="IChannelSender.MayDouble"/>, and nobody knows what became of it; null when it never was. UTC.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>Where a person can act on the card; null when there is no such place.</summary>
    public Uri? Console { get; init; }

    /// <summary>What deliveries of this channel are signed with; null where the channel has none.</summary>
    public Secret? Secret { get; init; }
}

/// <summary>Where a message stands, in the chat's own terms.</summary>
public sealed record MessageRef(string Value);

/// <summary>A chat did not take a card.</summary>
public sealed class ChannelException(ChannelFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public ChannelFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What a chat said instead of yes.</summary>
public enum ChannelFailure
{
    Unreachable,
    RateLimited,

    /// <summary>The place is gone, or the bot may not write there.</summary>
    Closed,

    /// <summary>It does not like the card: a mistake of ours.</summary>
    Refused,
}
