using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Wires the platform <c>bluesky</c>.</summary>
public static class BlueskyServices
{
    /// <summary>Needs <see cref="Fetching.FetchServices.AddFetching"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddBluesky(this IServiceCollection services)
    {
        services.AddOptions<BlueskyOptions>().BindConfiguration("Platforms:Bluesky").ValidateOnStart();
        services.AddSingleton<IValidateOptions<BlueskyOptions>, BlueskyOptionsValidator>();
        services.AddSingleton<BlueskySessions>();
        services.AddSingleton<BlueskyApi>();
        services.AddSingleton<IPageFinder, BlueskyFinder>();
        services.AddSingleton<IPollSource, BlueskySource>();
        services.AddSingleton<IReplyPublisher, BlueskyPublisher>();
        return services;
    }
}
