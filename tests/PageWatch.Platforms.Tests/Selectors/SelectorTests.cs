using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Selectors;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Selectors;

public sealed class SelectorTests : PlatformConformance<SelectorTests>, IPlatformUnderTest
{
    public static string Folder => "Selectors";

    public static void Register(IServiceCollection services) => services.AddSelectors();
}
