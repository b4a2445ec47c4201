using PageWatch.Domain.Channels;

namespace PageWatch.Testing.Channels;

/// <summary>
/// One chat and our side of it. A chat that keeps its own messages is a fake at the network's edge, read back from what it was sent; one whose
/// messages we keep is read back from the store. Either way the suite sees only what people would.
/// </summary>
public abstract class ChatAtHand : IAsyncDisposable
{
    public abstract IChannelSender Sender { get; }

    /// <summary>A place in this chat that takes cards.</summary>
    public abstract StaffChannel Channel { get; }

    /// <summary>Another place in the same chat.</summary>
    public abstract StaffChannel Other { get; }

    /// <summary>Its cards have buttons and boxes.</summary>
    public virtual bool CanPress => true;

    /// <summary>The most that the chat takes as one message, in the measure of <see cref="ShownMessage.Size"/>.</summary>
    public abstract int LargestMessage { get; }

    /// <summary>What stands in a place now, in any order.</summary>
    public abstract ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken);

    /// <summary>A card as the answer to one person alone: an edit box, a preview.</summary>
    public abstract ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken);

    /// <summary>What the chat's own client sends when a person presses a button.</summary>
    /// <param name="typed">What stands in the card's box at that moment; null leaves what was there. A client takes it along only where the button asks for it.</param>
    public abstract IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed);

    /// <summary>Our reading of what a client sent; names that are missing were not sent.</summary>
    public abstract Click? Hear(IReadOnlyDictionary<string, string> sent);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
