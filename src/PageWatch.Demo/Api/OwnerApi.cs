using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Api;

/// <summary>What the page offers to whoever owns it; described in README.md.</summary>
internal static class OwnerApi
{
    public const string Kind = "pagewatch-demo";

    private const int LargestBody = 256 * 1024;
    private const int MostPosts = 200;

    public static void MapOwnerApi(this RouteGroupBuilder site, DemoOptions options)
    {
        var api = site.MapGroup("/api").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        api.AddEndpointFilter(async (call, next) =>
        {
            call.HttpContext.Response.Headers.CacheControl = "no-store";
            return await next(call);
        });
        api.MapGet("/about", (HttpContext context) => About(context, options));

        var owned = api.MapGroup("");
        owned.AddEndpointFilter(async (call, next) => ApiKey.Look(call.HttpContext, options) == Caller.Owner ? await next(call) : Unauthorized(call.HttpContext));
        owned.MapGet("/posts", (DemoWall wall, string? after, string? limit, CancellationToken stop) => ChangesAsync(wall, options, after, limit, stop));
        owned.MapGet("/posts/{id}", (DemoWall wall, string id, CancellationToken stop) => PostAsync(wall, options, id, stop));
        owned.MapDelete("/posts/{id}", (DemoWall wall, string id, CancellationToken stop) => DeleteAsync(wall, id, stop));
        owned.MapGet("/posts/{id}/replies", (DemoWall wall, string id, string? by, CancellationToken stop) => RepliesAsync(wall, options, id, by, stop));
        owned.MapPost("/posts/{id}/replies", (HttpContext context, DemoWall wall, string id, CancellationToken stop) => ReplyAsync(context, wall, options, id, stop));
        owned.MapPost("/reset", (DemoWall wall, TimeProvider time, CancellationToken stop) => ResetAsync(wall, time, stop));
    }

    private static IResult About(HttpContext context, DemoOptions options)
    {
        var caller = ApiKey.Look(context, options);
        if (caller == Caller.Impostor)
            return Unauthorized(context);
        var account = caller == Caller.Owner ? new AuthorWire(DemoWall.AccountId, DemoWall.Name) : null;
        return Results.Json(new AboutWire(Kind, 1, DemoWall.Name, options.PublicBase, account), DemoJson.Default.AboutWire);
    }

    private static async Task<IResult> ChangesAsync(DemoWall wall, DemoOptions options, string? after, string? limit, CancellationToken cancellationToken)
    {
        if (!TryRead(after, 0, out var start) || !TryRead(limit, 50, out var most) || most is < 1 or > MostPosts)
            return Error(StatusCodes.Status400BadRequest, $"after is the number of a change (0 to start), limit a number from 1 to {MostPosts}.");
        var look = await wall.ChangesAsync(start, (int)most, cancellationToken);
        return Results.Json(new ChangesWire([.. look.Posts.Select(post => PostWire.Of(post, options))], look.Next, look.More), DemoJson.Default.ChangesWire);
    }

    private static async Task<IResult> PostAsync(DemoWall wall, DemoOptions options, string id, CancellationToken cancellationToken) =>
        await wall.FindAsync(id, cancellationToken) switch
        {
            null => Unknown(id),
            { IsDeleted: true } post => Deleted(post),
            var post => Results.Json(PostWire.Of(post, options), DemoJson.Default.PostWire),
        };

    private static async Task<IResult> RepliesAsync(DemoWall wall, DemoOptions options, string id, string? by, CancellationToken cancellationToken)
    {
        if (by is not (null or "page"))
            return Error(StatusCodes.Status400BadRequest, "by is \"page\", or left out for the answers of everybody.");

        // Answers stay when the post above is deleted, and so does the way to look for one.
        return await wall.AnswersToAsync(id, by is not null, cancellationToken) is { } replies
            ? Results.Json(new RepliesWire([.. replies.Select(post => PostWire.Of(post, options))]), DemoJson.Default.RepliesWire)
            : Unknown(id);
    }

    private static async Task<IResult> ReplyAsync(HttpContext context, DemoWall wall, DemoOptions options, string id, CancellationToken cancellationToken)
    {
        NewReplyWire? reply;
        try
        {
            reply = await JsonSerializer.DeserializeAsync(context.Request.Body, DemoJson.Default.NewReplyWire, cancellationToken);
        }
        catch (JsonException)
        {
            return Error(StatusCodes.Status400BadRequest, "The body is no JSON. Send {\"text\":\"…\"}.");
        }
        catch (BadHttpRequestException problem)
        {
            return Error(problem.StatusCode, $"The body cannot be read, or is larger than {LargestBody / 1024} KB.");
        }

        if (reply?.Text is not { } text)
            return Error(StatusCodes.Status422UnprocessableEntity, "There is no text. Send {\"text\":\"…\"}.");
        return await wall.ReplyAsync(id, text, cancellationToken) switch
        {
            WallOutcome.Done { Post: var post } => Results.Json(
                new TakenWire(post.Id, PostWire.LinkTo(post, options), post.CreatedAt), DemoJson.Default.TakenWire, statusCode: StatusCodes.Status201Created),
            var outcome => Problem(outcome, id),
        };
    }

    private static async Task<IResult> DeleteAsync(DemoWall wall, string id, CancellationToken cancellationToken) =>
        await wall.DeleteReplyAsync(id, cancellationToken) switch
        {
            WallOutcome.Done => Results.NoContent(),
            var outcome => Problem(outcome, id),
        };

    private static async Task<IResult> ResetAsync(DemoWall wall, TimeProvider time, CancellationToken cancellationToken)
    {
        await wall.ResetAsync(time.GetUtcNow(), cancellationToken);
        return Results.NoContent();
    }

    private static IResult Problem(WallOutcome outcome, string id) => outcome switch
    {
        WallOutcome.Unknown => Unknown(id),
        WallOutcome.Deleted { Post: var post } => Deleted(post),
        WallOutcome.NotAllowed { Why: var why } => Error(StatusCodes.Status403Forbidden, why),
        WallOutcome.Refused { Why: var why } => Error(StatusCodes.Status422UnprocessableEntity, why),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No problem."),
    };

    private static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Error(StatusCodes.Status401Unauthorized, "This is for the page's owner: send the page's API key as \"Authorization: Bearer …\".");
    }

    private static IResult Unknown(string id) => Error(StatusCodes.Status404NotFound, $"There is no post {(id.Length > 40 ? id[..40] + "…" : id)}.");

    private static IResult Deleted(WallPost post) =>
        Results.Json(new DeletedWire("The post was deleted.", post.Id, post.Revision), DemoJson.Default.DeletedWire, statusCode: StatusCodes.Status410Gone);

    private static IResult Error(int status, string what) => Results.Json(new ErrorWire(what), DemoJson.Default.ErrorWire, statusCode: status);

    private static bool TryRead(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
