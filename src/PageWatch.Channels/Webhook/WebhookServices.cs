using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Webhook;

/// <summary>Wires outgoing webhooks.</summary>
public static class WebhookServices
{
    /// <param name="connections">
    /// Makes what carries the calls: it neither follows redirects nor keeps cookies, and refuses what the service must not reach. One for the life of the service.
    /// </param>
    public static IServiceCollection AddWebhookChannel(this IServiceCollection services, Func<IServiceProvider, HttpMessageHandler> connections)
    {
        services.AddSingleton<IChannelSender>(provider => new WebhookSender(new HttpMessageInvoker(connections(provider)), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChannelFinder, WebhookFinder>();
        return services;
    }
}
