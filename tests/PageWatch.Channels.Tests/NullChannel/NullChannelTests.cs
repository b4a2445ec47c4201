using PageWatch.Testing.Channels;
using PageWatch.Testing.Platforms;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.NullChannel;

public sealed class NullChannelTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Channel_that_does_nothing_fails_the_suite()
    {
        var count = await ConformanceCount.OfAsync(ChannelSuite.For(new ChannelUnderTest(() => ValueTask.FromResult<ChatAtHand>(new NullChat()))));

        var line = $"null channel: {count}";
        output.WriteLine($"figure: {line}");
        foreach (var passed in count.Passed)
            output.WriteLine($"passed all the same: {passed}");
        count.All.ShouldBeGreaterThanOrEqualTo(25);
        count.Failed.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(count.All * 0.9), string.Join("\n", count.Passed));
    }
}
