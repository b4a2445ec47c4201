using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Selectors;

/// <summary>Adds the platform "selector".</summary>
public static class SelectorServices
{
    /// <remarks>Needs what <see cref="Fetching.FetchServices.AddFetching"/> adds.</remarks>
    public static IServiceCollection AddSelectors(this IServiceCollection services)
    {
        services.AddSingleton<IPageFinder, SelectorFinder>();
        services.AddSingleton<IPollSource, SelectorSource>();
        return services;
    }
}
