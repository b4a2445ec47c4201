using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.X;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.X;

public sealed class XTests : PlatformConformance<XTests>, IPlatformUnderTest
{
    public static string Folder => "X";

    public static void Register(IServiceCollection services) => services.AddX();
}
