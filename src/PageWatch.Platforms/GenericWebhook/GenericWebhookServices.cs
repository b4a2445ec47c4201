using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Adds webhooks of a user's own to the platforms.</summary>
public static class GenericWebhookServices
{
    public static IServiceCollection AddGenericWebhook(this IServiceCollection services)
    {
        services.AddSingleton<GenericWebhookSource>();
        services.AddSingleton<IPageFinder, GenericWebhookFinder>();
        services.AddSingleton<IWebhookSource>(provider => provider.GetRequiredService<GenericWebhookSource>());
        services.AddSingleton<ICallMapping>(provider => provider.GetRequiredService<GenericWebhookSource>());
        return services;
    }
}
