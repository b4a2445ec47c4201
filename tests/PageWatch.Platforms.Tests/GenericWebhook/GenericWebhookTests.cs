using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.GenericWebhook;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.GenericWebhook;

public sealed class GenericWebhookTests : PlatformConformance<GenericWebhookTests>, IPlatformUnderTest
{
    public static string Folder => "GenericWebhook";

    public static void Register(IServiceCollection services) => services.AddGenericWebhook();
}
