using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Mastodon;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Mastodon;

public sealed class MastodonTests : PlatformConformance<MastodonTests>, IPlatformUnderTest
{
    public static string Folder => "Mastodon";

    public static void Register(IServiceCollection services) => services.AddMastodon();
}
