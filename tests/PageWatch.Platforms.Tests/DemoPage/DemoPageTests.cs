using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.DemoPage;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.DemoPage;

public sealed class DemoPageTests : PlatformConformance<DemoPageTests>, IPlatformUnderTest
{
    public static string Folder => "DemoPage";

    public static void Register(IServiceCollection services) => services.AddDemoPage();
}
