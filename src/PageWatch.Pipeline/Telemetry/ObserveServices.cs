using Microsoft.Extensions.DependencyInjection;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Telemetry;

/// <summary>Puts the observer before whatever store of the journey was wired.</summary>
public static class ObserveServices
{
    /// <param name="services">The store is wired already; a <see cref="PostTrace"/> and a clock are wired by whoever listens.</param>
    public static IServiceCollection ObserveJourney(this IServiceCollection services)
    {
        var wired = services.Last(service => service.ServiceType == typeof(IJourneyStore));
        services.Remove(wired);
        services.AddSingleton<IJourneyStore>(provider => new ObservedJourney(
            (IJourneyStore)(wired.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, wired.ImplementationType!)),
            provider.GetRequiredService<PostTrace>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
