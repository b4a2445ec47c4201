using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>Wires the platform <c>wordpress</c>.</summary>
public static class WordPressServices
{
    /// <summary>Needs <see cref="Fetching.FetchServices.AddFetching"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddWordPress(this IServiceCollection services)
    {
        services.AddOptions<WordPressOptions>().BindConfiguration("Platforms:WordPress").ValidateOnStart();
        services.AddSingleton<IValidateOptions<WordPressOptions>, WordPressOptionsValidator>();
        services.AddSingleton<WordPressApi>();
        services.AddSingleton<IPageFinder, WordPressFinder>();
        services.AddSingleton<IPollSource, WordPressSource>();
        services.AddSingleton<IReplyPublisher, WordPressPublisher>();
        return services;
    }
}
