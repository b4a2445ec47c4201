using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Bluesky;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Bluesky;

public sealed class BlueskyTests : PlatformConformance<BlueskyTests>, IPlatformUnderTest
{
    public static string Folder => "Bluesky";

    public static void Register(IServiceCollection services) => services.AddBluesky();
}
