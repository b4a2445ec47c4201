using Xunit;

namespace PageWatch.Testing.Platforms;

/// <summary>The whole suite over one platform; a platform's own test class is a few lines.</summary>
public abstract class PlatformConformance<T> where T : IPlatformUnderTest
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> Suite = new(() => PlatformSuite.For(PlatformUnderTest.Of<T>()));

    public static TheoryData<string> Cases() => [.. Suite.Value.Select(each => each.Name)];

    [Theory, MemberData(nameof(Cases))]
    public Task Platform_keeps_to_the_contract(string name) => Suite.Value.Single(each => each.Name == name).Run();
}
