using System.Text.Json;
using PageWatch.Channels.Shell;
using PageWatch.Domain.Teams;
using PageWatch.Host.Shell;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Host.Endpoints;

/// <summary>Where the shell's commands come in; loopback and the token file are what proves them.</summary>
internal static class ShellEndpoints
{
    public static void MapShell(this IEndpointRouteBuilder routes) => routes.MapPost("/shell/say", SayAsync);

    private static async Task<IResult> SayAsync(HttpContext http, ShellDoor door, CommandDesk desk, IMembers members, TimeProvider time, CancellationToken cancellationToken)
    {
        if (http.Connection.RemoteIpAddress is not { } from || !System.Net.IPAddress.IsLoopback(from) || http.Request.Headers.ContainsKey("X-Forwarded-For") || !door.Fits(http.Request.Headers.Authorization))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (await ReadAsync(http.Request, cancellationToken) is not { } words)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        // Whoever can read the token file owns the installation: the first admin.
        var admin = (await members.OfTeamAsync(TeamId.Default, cancellationToken)).Where(member => member.Role == Role.Admin).OrderBy(member => member.Id.Value).First();
        var answer = await desk.RunAsync(words, admin, cancellationToken);
        var card = JsonSerializer.SerializeToElement(answer.Card, ShellJson.Default.Card);
        return Results.Json(new ShellAnswer((int)answer.Outcome, ShellText.Write(answer.Card, time.GetUtcNow()), card), ShellJson.Default.ShellAnswer);
    }

    private static async ValueTask<IReadOnlyList<string>?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync(ShellJson.Default.ShellWords, cancellationToken) is { Words: { } words } && !words.Contains(null!) ? words : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or not said to be JSON
        }
    }
}
