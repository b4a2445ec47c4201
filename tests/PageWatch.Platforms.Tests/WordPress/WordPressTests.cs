using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.WordPress;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.WordPress;

public sealed class WordPressTests : PlatformConformance<WordPressTests>, IPlatformUnderTest
{
    public static string Folder => "WordPress";

    public static void Register(IServiceCollection services) => services.AddWordPress();
}
