using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.NullChannel;

/// <summary>A channel that takes everything, says yes, and does nothing.</summary>
internal sealed class NullChat : ChatAtHand
{
    public override IChannelSender Sender { get; } = new NullSender();

    public override StaffChannel Channel { get; } = new(new ChannelId(1), TeamId.Default, ChannelKind.Console, "#nowhere", "");

    public override StaffChannel Other { get; } = new(new ChannelId(2), TeamId.Default, ChannelKind.Console, "#nowhere-else", "");

    public override int LargestMessage => int.MaxValue;

    public override ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ShownMessage>>([]);

    public override ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken) => ValueTask.FromResult(new ShownMessage
    {
        Where = new MessageRef(""), Notification = "", Text = "", Links = [], Moments = [], Buttons = [], Boxes = [], Skeleton = "", Strange = [], Size = 0,
    });

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed) => new Dictionary<string, string>();

    public override Click? Hear(IReadOnlyDictionary<string, string> sent) => null;

    private sealed class NullSender : IChannelSender
    {
        public ChannelKind Kind => ChannelKind.Console;

        public ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken) => ValueTask.FromResult(new MessageRef(""));
    }
}
