using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Teams;

/// <summary>Wires Microsoft Teams.</summary>
public static class TeamsServices
{
    public const string Section = "PageWatch:Teams";

    /// <summary>Where Teams calls.</summary>
    public const string Path = "/api/messages";

    /// <param name="connections">
    /// Makes what carries the calls: it neither follows redirects nor keeps cookies, and refuses what the service must not reach. One for the life of the service.
    /// </param>
    /// <remarks>Needs <see cref="IChatDesk"/>, <see cref="IChatIntake"/>, <see cref="IChatPlaces"/>, a <see cref="TimeProvider"/> and logging.</remarks>
    public static IServiceCollection AddTeamsChannel(this IServiceCollection services, Func<IServiceProvider, HttpMessageHandler> connections)
    {
        services.AddOptions<TeamsOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsValidator>();
        services.AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsMeaning>();
        services.AddSingleton(provider => new TeamsMeter(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new TeamsHttp(new HttpMessageInvoker(connections(provider))));
        services.AddSingleton(provider => new TeamsHosts(provider.GetRequiredService<IOptions<TeamsOptions>>().Value));
        services.AddSingleton<TeamsKeys>();
        services.AddSingleton<TeamsTokens>();
        services.AddSingleton<TeamsBearer>();
        services.AddSingleton<TeamsPace>();
        services.AddSingleton<TeamsConnector>();
        services.AddSingleton<TeamsPlaces>();
        services.AddSingleton<TeamsPosted>();
        services.AddSingleton<TeamsRoster>();
        services.AddSingleton<TeamsPresses>();
        services.TryAddSingleton<FurtherCards>();
        services.AddSingleton<IChannelSender, TeamsSender>();
        services.AddSingleton<IChannelFinder, TeamsFinder>();
        services.AddSingleton<IChatDoor, TeamsDoor>();
        services.AddSingleton<IChatListener, TeamsListener>();
        return services;
    }
}

/// <summary>What carries the calls, so that it is one and has a name.</summary>
internal sealed class TeamsHttp(HttpMessageInvoker invoker) : IDisposable
{
    public HttpMessageInvoker Invoker => invoker;

    public void Dispose() => invoker.Dispose();
}
