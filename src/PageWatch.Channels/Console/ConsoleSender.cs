using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Console;

/// <summary>Puts cards on the console's board and rings for the browsers that show it.</summary>
internal sealed class ConsoleSender(IConsoleBoard board, IConsoleBell bell, TimeProvider time) : IChannelSender
{
    public ChannelKind Kind => ChannelKind.Console;

    public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Channel.Kind != ChannelKind.Console)
            throw new ChannelException(ChannelFailure.Closed, $"{delivery.Channel.Name} is no console channel.");
        await board.PutAsync(new ConsoleMessage(delivery.Channel.Team, delivery.Channel.Id, delivery.Key, delivery.Version, delivery.Card, time.GetUtcNow()), cancellationToken);
        bell.Ring();
        return new MessageRef(delivery.Key);
    }
}
