using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Adds the demo page to the platforms.</summary>
public static class DemoPageServices
{
    public static IServiceCollection AddDemoPage(this IServiceCollection services)
    {
        services.AddSingleton<DemoPageApi>();
        services.AddSingleton<DemoPageSource>();
        services.AddSingleton<IPageFinder, DemoPageFinder>();
        services.AddSingleton<IPollSource>(provider => provider.GetRequiredService<DemoPageSource>());
        services.AddSingleton<IWebhookSource>(provider => provider.GetRequiredService<DemoPageSource>());
        services.AddSingleton<IReplyPublisher, DemoPagePublisher>();
        return services;
    }
}
