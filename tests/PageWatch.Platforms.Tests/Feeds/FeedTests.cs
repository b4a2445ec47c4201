using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Feeds;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Feeds;

public sealed class FeedTests : PlatformConformance<FeedTests>, IPlatformUnderTest
{
    public static string Folder => "Feeds";

    public static void Register(IServiceCollection services) => services.AddFeeds();
}
