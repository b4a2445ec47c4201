using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Demo.Tests;

internal static class PageServices
{
    /// <summary>What asks pages, as the product wires it, allowed to ask this machine.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Fetch:AllowPrivate:0", "127.0.0.1")]).Build())
        .AddFetching();
}
