using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Web.Console;

namespace PageWatch.Web;

/// <summary>Wires what people see in a browser.</summary>
public static class WebServices
{
    private static readonly string[] Own = ["/console", "/in", "/assets"];

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<ConsoleDoor>();
        return services;
    }

    /// <summary>The console and its assets, behind the guard against other sites' forms.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.UseWhen(
            http => http.Request.Path == "/" || Array.Exists(Own, path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)),
            branch => branch.Use(next => http => SameOrigin.GuardAsync(http, next)));
        ConsoleEndpoints.Map(app);
        ConsoleFiles.Map(app);
    }
}
