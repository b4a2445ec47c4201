using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>What every chat must keep to, on Slack.</summary>
public sealed class SlackTests : ChannelConformance<SlackTests>, IChannelUnderTest
{
    public static ValueTask<ChatAtHand> OpenAsync() => SlackAtHand.OpenAsync();
}
