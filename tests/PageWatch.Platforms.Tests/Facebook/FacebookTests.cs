using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Facebook;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Facebook;

public sealed class FacebookTests : PlatformConformance<FacebookTests>, IPlatformUnderTest
{
    public static string Folder => "Facebook";

    public static void Register(IServiceCollection services) => services.AddFacebook();
}
