using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>Wires the platform <c>x</c>.</summary>
public static class XServices
{
    /// <summary>Needs <see cref="Fetching.FetchServices.AddFetching"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddX(this IServiceCollection services)
    {
        services.AddOptions<XOptions>().BindConfiguration("Platforms:X").ValidateOnStart();
        services.AddSingleton<IValidateOptions<XOptions>, XOptionsValidator>();
        services.AddSingleton<XApi>();
        services.AddSingleton<IPageFinder, XFinder>();
        services.AddSingleton<IPollSource, XSource>();
        services.AddSingleton<IWebhookSource, XWebhook>();
        services.AddSingleton<IReplyPublisher, XPublisher>();
        return services;
    }
}
