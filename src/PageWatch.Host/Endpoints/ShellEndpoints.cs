using System.Text.Json;
using PageWatch.Channels.Shell;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Host.Shell;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Reports;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Host.Endpoints;

/// <summary>Where the shell's commands come in; loopback and the token file are what proves them.</summary>
internal static class ShellEndpoints
{
    /// <summary>Posts read from the store at once.</summary>
    private const int Together = 400;

    public static void MapShell(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/shell/say", SayAsync);
        routes.MapGet("/shell/labels", LabelsAsync);
    }

    private static async Task<IResult> SayAsync(HttpContext http, ShellDoor door, CommandDesk desk, IMembers members, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!MaySpeak(http, door))
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (await ReadAsync(http.Request, cancellationToken) is not { } words)
            return Results.StatusCode(StatusCodes.Status400BadRequest);

        var admin = await AdminAsync(members, cancellationToken);
        var answer = await desk.RunAsync(words, admin, cancellationToken);
        var last = await answer.LastAsync(time, cancellationToken);
        var card = JsonSerializer.SerializeToElement(last, ShellJson.Default.Card);
        return Results.Json(new ShellAnswer((int)answer.Outcome, ShellText.Write(last, time.GetUtcNow()), card), ShellJson.Default.ShellAnswer);
    }

    /// <summary>The lines of <see cref="LabelLine"/>, one a post, as they are read: there may be many.</summary>
    private static async Task LabelsAsync(HttpContext http, ShellDoor door, ILabels labels, IMembers members)
    {
        if (!MaySpeak(http, door))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var cancellationToken = http.RequestAborted;
        var team = (await AdminAsync(members, cancellationToken)).Team;
        http.Response.ContentType = "text/tab-separated-values; charset=utf-8";
        PostId? last = null;
        while (true)
        {
            var some = await labels.ListAsync(team, last, Together, cancellationToken);
            foreach (var line in some.Select(LabelLine.Of).OfType<string>())
                await http.Response.WriteAsync(line + "\n", cancellationToken);
            if (some.Count < Together)
                return;
            last = some[^1].Post.Id;
        }
    }

    private static bool MaySpeak(HttpContext http, ShellDoor door) =>
        http.Connection.RemoteIpAddress is { } from && System.Net.IPAddress.IsLoopback(from) && !http.Request.Headers.ContainsKey("X-Forwarded-For") && door.Fits(http.Request.Headers.Authorization);

    /// <summary>Whoever can read the token file owns the installation: the first admin.</summary>
    private static async ValueTask<Member> AdminAsync(IMembers members, CancellationToken cancellationToken) =>
        (await members.OfTeamAsync(TeamId.Default, cancellationToken)).Where(member => member.Role == Role.Admin).OrderBy(member => member.Id.Value).First();

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
