using PageWatch.Testing.Platforms;
using Xunit;

namespace PageWatch.Testing.Channels;

/// <summary>The whole suite over one chat; a chat's own test class says only how to open it and how to read it back.</summary>
public abstract class ChannelConformance<T> where T : IChannelUnderTest
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> Suite = new(() => ChannelSuite.For(ChannelUnderTest.Of<T>()));

    public static TheoryData<string> Cases() => [.. Suite.Value.Select(each => each.Name)];

    [Theory, MemberData(nameof(Cases)), Trait("Promise", "2"), Trait("Promise", "5"), Trait("Promise", "7")]
    public Task Channel_keeps_to_the_contract(string name) => Suite.Value.Single(each => each.Name == name).Run();
}
