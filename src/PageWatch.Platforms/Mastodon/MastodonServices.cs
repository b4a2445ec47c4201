using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Wires the platform <c>mastodon</c>.</summary>
public static class MastodonServices
{
    /// <summary>Needs <see cref="Fetching.FetchServices.AddFetching"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddMastodon(this IServiceCollection services)
    {
        services.AddOptions<MastodonOptions>().BindConfiguration("Platforms:Mastodon").ValidateOnStart();
        services.AddSingleton<IValidateOptions<MastodonOptions>, MastodonOptionsValidator>();
        services.AddSingleton<MastodonApi>();
        services.AddSingleton<IPageFinder, MastodonFinder>();
        services.AddSingleton<IPollSource, MastodonSource>();
        services.AddSingleton<IReplyPublisher, MastodonPublisher>();
        return services;
    }
}
