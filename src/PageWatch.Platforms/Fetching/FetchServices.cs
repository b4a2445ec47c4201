using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.Fetching;

/// <summary>Wires what every platform's folder asks pages with.</summary>
public static class FetchServices
{
    /// <summary>The name of the client, for tests that put a handler of their own under it.</summary>
    public const string ClientName = "pages";

    public static IServiceCollection AddFetching(this IServiceCollection services)
    {
        services.AddOptions<FetchOptions>().BindConfiguration("Fetch").ValidateOnStart();
        services.AddSingleton<IValidateOptions<FetchOptions>, FetchOptionsValidator>();
        services.AddSingleton(provider => new AddressGuard(provider.GetRequiredService<IOptions<FetchOptions>>().Value.AllowPrivate));
        services.AddHttpClient(ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan) // PageHttp limits the whole, redirects included
            .ConfigurePrimaryHttpMessageHandler(provider => PageHttp.CreateHandler(provider.GetRequiredService<AddressGuard>()))
            // One client lives as long as the service: the handler renews its connections by itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton(provider => new PageHttp(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName),
            provider.GetRequiredService<IOptions<FetchOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
