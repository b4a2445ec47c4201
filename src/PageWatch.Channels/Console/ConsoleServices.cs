using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Console;

/// <summary>Wires the built-in chat.</summary>
public static class ConsoleServices
{
    public static IServiceCollection AddConsoleChannel(this IServiceCollection services)
    {
        services.AddSingleton<IConsoleBell, ConsoleBell>();
        services.AddSingleton<IChannelSender, ConsoleSender>();
        services.AddSingleton<ICardMarkup, ConsoleMarkup>();
        services.AddSingleton<IConsoleClicks, ConsoleClicks>();
        return services;
    }
}
