using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.ByHand;

/// <summary>Adds posts handed in by colleagues to the platforms.</summary>
public static class ByHandServices
{
    public static IServiceCollection AddByHand(this IServiceCollection services)
    {
        services.AddSingleton<ByHandIntake>();
        services.AddSingleton<IPageFinder>(provider => provider.GetRequiredService<ByHandIntake>());
        services.AddSingleton<IHandIntake>(provider => provider.GetRequiredService<ByHandIntake>());
        return services;
    }
}
