using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Console;

public sealed class ConsoleTests : ChannelConformance<ConsoleTests>, IChannelUnderTest
{
    public static ValueTask<ChatAtHand> OpenAsync() => ConsoleAtHand.OpenAsync();
}
