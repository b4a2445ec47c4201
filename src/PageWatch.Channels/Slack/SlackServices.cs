using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Wires Slack.</summary>
public static class SlackServices
{
    public const string Section = "PageWatch:Slack";

    /// <summary>
    /// The sender and the finder stand alone; the door, the listener and the connection need an <see cref="IChatIntake"/> and an <see cref="IChatDesk"/> beside them.
    /// </summary>
    /// <param name="connections">
    /// Makes what carries the calls: it neither follows redirects nor keeps cookies, and refuses what the service must not reach. One for the life of the service.
    /// </param>
    public static IServiceCollection AddSlackChannel(this IServiceCollection services, Func<IServiceProvider, HttpMessageHandler> connections)
    {
        services.AddOptions<SlackOptions>().BindConfiguration(Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsValidator>();
        services.AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsMeaning>();

        services.AddSingleton(provider => new SlackMeter(provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => new SlackApi(new HttpMessageInvoker(connections(provider)), provider.GetRequiredService<IOptions<SlackOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SlackPace>();
        services.AddSingleton<SlackStandings>();
        services.AddSingleton<SlackPeople>();
        services.AddSingleton<SlackSay>();
        services.TryAddSingleton(provider => Make<FurtherCards>(provider));
        services.AddSingleton(provider => Make<SlackSender>(provider));
        services.AddSingleton(provider => Make<SlackSubmissions>(provider));
        services.AddSingleton(provider => Make<SlackReception>(provider));
        services.AddSingleton(provider => Make<SlackPresses>(provider));

        services.AddSingleton<IChannelSender>(provider => provider.GetRequiredService<SlackSender>());
        services.AddSingleton<IChannelFinder, SlackFinder>();
        services.AddSingleton<IChatDoor>(provider => Make<SlackDoor>(provider));
        services.AddSingleton<IChatListener>(provider => Make<SlackListener>(provider));
        services.AddSingleton<IChatConnection>(provider => Make<SlackSocket>(provider));
        return services;
    }

    /// <summary>Where nobody listens to logs, nothing is logged.</summary>
    private static T Make<T>(IServiceProvider provider) => ActivatorUtilities.CreateInstance<T>(provider, new Logger<T>(provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
}
