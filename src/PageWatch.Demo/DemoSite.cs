using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PageWatch.Demo.Api;
using PageWatch.Demo.Hooks;
using PageWatch.Demo.Pages;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo;

/// <summary>Puts the demo page into an app, under a path; or makes an app of its own of it.</summary>
public static class DemoSite
{
    /// <summary>Adds what the page is made of. It opens its file in the background once the app runs.</summary>
    /// <exception cref="ArgumentException">A setting is missing or cannot be.</exception>
    public static IServiceCollection AddDemoSite(this IServiceCollection services, DemoOptions options)
    {
        if (options.Problem() is { } problem)
            throw new ArgumentException("The demo page cannot start. " + problem, nameof(options));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new DemoFile(options.File, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChangeBell>();
        services.AddSingleton<HookOutbox>();
        services.AddSingleton(provider => new DemoWall(
            provider.GetRequiredService<DemoFile>(),
            provider.GetRequiredService<HookOutbox>(),
            provider.GetRequiredService<ChangeBell>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LiveUpdates>();
        services.AddSingleton<FormRate>();
        services.AddHostedService<HookRelay>();
        return services;
    }

    /// <summary>Maps the page under <see cref="DemoOptions.PathBase"/>: open to everybody, whatever the app asks of its own pages.</summary>
    public static RouteGroupBuilder MapDemoSite(this IEndpointRouteBuilder app)
    {
        var options = app.ServiceProvider.GetRequiredService<DemoOptions>();
        var site = app.MapGroup(options.PathBase);
        site.AllowAnonymous();
        site.MapVisitorPages(options);
        site.MapOwnerApi(options);
        return site;
    }

    /// <summary>The page alone, on loopback, at the port of <see cref="DemoOptions.PublicBase"/>.</summary>
    /// <param name="options">With port 0 any free port is taken, and told in <see cref="DemoOptions.PublicBase"/> once the app has started.</param>
    /// <param name="adjust">For what a test wants otherwise: the clock, the log.</param>
    /// <exception cref="ArgumentException">A setting is missing or cannot be, or the address is not a loopback one.</exception>
    public static WebApplication Create(DemoOptions options, Action<WebApplicationBuilder>? adjust = null) => Create(WebApplication.CreateSlimBuilder(), options, adjust);

    /// <summary>The same from a command line: <c>--Demo:File demo.db --Demo:ApiKey … --Demo:PublicBase http://127.0.0.1:5230/demo/</c>.</summary>
    /// <exception cref="ArgumentException">A setting is missing or cannot be, or the address is not a loopback one.</exception>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = new DemoOptions();
        builder.Configuration.GetSection("Demo").Bind(options);
        return Create(builder, options, null);
    }

    private static WebApplication Create(WebApplicationBuilder builder, DemoOptions options, Action<WebApplicationBuilder>? adjust)
    {
        builder.Services.AddDemoSite(options);
        if (!options.PublicBase.IsLoopback)
            throw new ArgumentException($"The demo page alone listens on loopback only, and Demo:PublicBase is {options.PublicBase}.", nameof(options));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.TryParse(options.PublicBase.DnsSafeHost, out var address) ? address : IPAddress.Loopback, options.PublicBase.Port);
        });
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.MapDemoSite();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var listening = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            options.PublicBase = new UriBuilder(options.PublicBase) { Port = listening.Port }.Uri;
        });
        return app;
    }
}
