using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Feeds.WebSub;

namespace PageWatch.Platforms.Feeds;

/// <summary>Adds the platform "feed".</summary>
public static class FeedServices
{
    /// <remarks>Needs what <see cref="Fetching.FetchServices.AddFetching"/> adds.</remarks>
    public static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.AddOptions<FeedOptions>().BindConfiguration("Platforms:Feed").ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedOptions>, FeedOptionsValidator>();
        services.AddSingleton<IPageFinder, FeedFinder>();
        services.AddSingleton<IPollSource, FeedSource>();
        services.AddSingleton<IPushSubscriber, HubSubscriber>();
        services.AddSingleton<IWebhookSource, HubPushes>();
        return services;
    }
}
