using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>Wires the platform <c>facebook</c>.</summary>
public static class FacebookServices
{
    /// <summary>Needs <see cref="Fetching.FetchServices.AddFetching"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddFacebook(this IServiceCollection services)
    {
        services.AddOptions<FacebookOptions>().BindConfiguration("Platforms:Facebook").ValidateOnStart();
        services.AddSingleton<IValidateOptions<FacebookOptions>, FacebookOptionsValidator>();
        services.AddSingleton<FacebookApi>();
        services.AddSingleton<IPageFinder, FacebookFinder>();
        services.AddSingleton<IPollSource, FacebookSource>();
        services.AddSingleton<IReplyPublisher, FacebookPublisher>();
        return services;
    }
}
