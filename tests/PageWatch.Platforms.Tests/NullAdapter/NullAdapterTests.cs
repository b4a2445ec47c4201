using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Tests.DemoPage;
using PageWatch.Platforms.Tests.Feeds;
using PageWatch.Platforms.Tests.GenericWebhook;
using PageWatch.Platforms.Tests.Selectors;
using PageWatch.Platforms.Tests.WordPress;
using PageWatch.Testing.Platforms;
using Xunit.Abstractions;

namespace PageWatch.Platforms.Tests.NullAdapter;

/// <summary>Puts a platform that does nothing in the place of each real one: whatever it passes proves nothing of the real one either.</summary>
public sealed class NullAdapterTests(ITestOutputHelper output)
{
    private static readonly (string Name, PlatformUnderTest Platform)[] Real =
    [
        ("DemoPage", PlatformUnderTest.Of<DemoPageTests>()), ("Feeds", PlatformUnderTest.Of<FeedTests>()), ("GenericWebhook", PlatformUnderTest.Of<GenericWebhookTests>()),
        ("Selectors", PlatformUnderTest.Of<SelectorTests>()), ("WordPress", PlatformUnderTest.Of<WordPressTests>()),
    ];

    [Fact]
    public async Task Platform_that_does_nothing_fails_the_suite_of_each()
    {
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
