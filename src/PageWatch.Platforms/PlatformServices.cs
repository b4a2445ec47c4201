using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PageWatch.Platforms.Bluesky;
using PageWatch.Platforms.ByHand;
using PageWatch.Platforms.DemoPage;
using PageWatch.Platforms.Facebook;
using PageWatch.Platforms.Feeds;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.GenericWebhook;
using PageWatch.Platforms.Mastodon;
using PageWatch.Platforms.Selectors;
using PageWatch.Platforms.WordPress;
using PageWatch.Platforms.X;

namespace PageWatch.Platforms;

/// <summary>Every platform that an installation has: a new one is its folder, and one line here.</summary>
public static class PlatformServices
{
    private static readonly Entry[] All =
    [
        Entry.Plain(services => services.AddDemoPage()),
        Entry.With<WordPressOptions>("Platforms:WordPress", services => services.AddWordPress()),
        Entry.With<BlueskyOptions>("Platforms:Bluesky", services => services.AddBluesky()),
        Entry.With<MastodonOptions>("Platforms:Mastodon", services => services.AddMastodon()),
        Entry.With<FacebookOptions>("Platforms:Facebook", services => services.AddFacebook()),
        Entry.With<XOptions>("Platforms:X", services => services.AddX()),
        Entry.With<FeedOptions>("Platforms:Feed", services => services.AddFeeds()),
        Entry.Plain(services => services.AddGenericWebhook()),
        Entry.Plain(services => services.AddByHand()),
        Entry.Plain(services => services.AddSelectors()),
    ];

    /// <summary>The sections of settings that platforms have, in the order of the list.</summary>
    public static IReadOnlyList<PlatformSettings> Settings { get; } = [.. All.Select(entry => entry.Settings).OfType<PlatformSettings>()];

    /// <summary>Adds all platforms, and what they fetch with.</summary>
    /// <remarks>Needs a <see cref="TimeProvider"/> and the configuration.</remarks>
    public static IServiceCollection AddPlatforms(this IServiceCollection services)
    {
        services.AddFetching();
        foreach (var entry in All)
            entry.Add(services);
        return services;
    }

    private sealed record Entry(Action<IServiceCollection> Add, PlatformSettings? Settings)
    {
        public static Entry Plain(Action<IServiceCollection> add) => new(add, null);

        public static Entry With<TOptions>(string section, Action<IServiceCollection> add)
            where TOptions : class => new(add, new PlatformSettings(section, typeof(TOptions), provider => _ = provider.GetRequiredService<IOptions<TOptions>>().Value));
    }
}

/// <summary>A section of settings that a platform has.</summary>
/// <param name="Section">As it is written: <c>Platforms:WordPress</c>.</param>
/// <param name="Options">What it is bound to.</param>
/// <param name="Read">Binds and validates; throws what is wrong.</param>
public sealed record PlatformSettings(string Section, Type Options, Action<IServiceProvider> Read);
