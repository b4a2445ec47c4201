using PageWatch.Pipeline;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Host.Endpoints;

/// <summary>For whoever supervises the process.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("alive"));
        routes.MapGet("/health/ready", async (IInstallation installation, ServiceStart start, CancellationToken cancellationToken) =>
        {
            try
            {
                await installation.ProbeAsync(cancellationToken);
                return Results.Text($"ready, version {start.Version}");
            }
            catch (StorageUnavailableException problem)
            {
                return Results.Text(problem.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });
    }
}
