using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Platforms;
using Xunit.Abstractions;

namespace PageWatch.Platforms.Tests.NullAdapter;

/// <summary>Puts a platform that does nothing in the place of each real one: whatever it passes proves nothing of the real one either.</summary>
public sealed class NullAdapterTests(ITestOutputHelper output)
{
    /// <summary>Every platform whose tests are here: one that is added is among them by itself.</summary>
    private static readonly IReadOnlyList<(string Name, PlatformUnderTest Platform)> Real =
        [.. typeof(NullAdapterTests).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IPlatformUnderTest)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (type.Name[..^"Tests".Length], (PlatformUnderTest)typeof(PlatformUnderTest).GetMethod(nameof(PlatformUnderTest.Of))!.MakeGenericMethod(type).Invoke(null, null)!))];

    [Fact]
    public async Task Platform_that_does_nothing_fails_the_suite_of_each()
    {
        Real.Count.ShouldBeGreaterThanOrEqualTo(5);
        var all = ConformanceCount.None;
        var thin = new List<string>();
        foreach (var (name, platform) in Real)
        {
            var count = await ConformanceCount.OfAsync(PlatformSuite.For(NothingInThePlaceOf(platform)));
            Say($"null adapter: in the place of {name}, {count}");
            foreach (var passed in count.Passed)
                Say($"  passed all the same: {passed}");
            if (count.Failed < count.All * 0.9)
                thin.Add($"{name}: {string.Join(", ", count.Passed)}");
            all += count;
        }

        Say($"conformance: {Real.Count} platforms, {all.All} cases, each over real HTTP on loopback");
        Say($"null adapter: {all}");
        thin.ShouldBeEmpty();
        all.Failed.ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(all.All * 0.9));
    }

    private static PlatformUnderTest NothingInThePlaceOf(PlatformUnderTest platform)
    {
        using var real = new FixturePlayer(platform, Fixture.Open(platform.FixtureFolder, Fixture.NamesIn(platform.FixtureFolder)[0]));
        var nothing = new NullPlatform(real.Finder.Platform, real.Finder.AtBest, real.Poll?.StreamsOf(real.Page) ?? []);
        return platform with
        {
            IsCompared = true,
            Register = services =>
            {
                services.AddSingleton<IPageFinder>(nothing);
                services.AddSingleton<IPollSource>(nothing);
                services.AddSingleton<IWebhookSource>(nothing);
                services.AddSingleton<IReplyPublisher>(nothing);
            },
        };
    }

    private void Say(string line)
    {
        output.WriteLine($"figure: {line}");
    }
}
