using Xunit;

namespace PageWatch.Testing.Platforms;

/// <summary>The whole suite over one platform; a platform's own test class is a few lines.</summary>
public abstract class PlatformConformance<T> where T : IPlatformUnderTest
{
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> Suite = new(() => PlatformSuite.For(PlatformUnderTest.Of<T>()));

    public static TheoryData<string> Cases() => [.. Suite.Value.Select(each => each.Name)];

    [Theory, MemberData(nameof(Cases)), Trait("Promise", "4"), Trait("Promise", "7"), Trait("Promise", "9"), Trait("Promise", "10"), Trait("Promise", "11")]
    public Task Platform_keeps_to_the_contract(string name) => Suite.Value.Single(each => each.Name == name).Run();
}
