using PageWatch.Domain.Channels;

namespace PageWatch.Testing.Stages;

/// <summary>A chat in memory: one message a key, failing where a test says so.</summary>
public sealed class FakeChannel(ChannelKind kind = ChannelKind.Console) : IChannelSender
{
    public ChannelKind Kind => kind;

    /// <summary>What stands in the chat, by key.</summary>
    public Dictionary<string, CardDelivery> Messages { get; } = new(StringComparer.Ordinal);

    /// <summary>Every delivery that was tried.</summary>
    public List<CardDelivery> Deliveries { get; } = [];

    /// <summary>Thrown by the next deliveries, in order; null lets one through.</summary>
    public Queue<ChannelException?> Failures { get; } = new();

    public ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        // Several cards may come at once.
        lock (Messages)
        {
            Deliveries.Add(delivery);
            if (Failures.TryDequeue(out var problem) && problem is not null)
                throw problem;
            if (!Messages.TryGetValue(delivery.Key, out var shown) || shown.Version <= delivery.Version)
                Messages[delivery.Key] = delivery;
        }

        return ValueTask.FromResult(new MessageRef(delivery.Key));
    }
}
