using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Pages;

/// <summary>What a visitor sees and does, in a browser with or without a script.</summary>
internal static class VisitorPages
{
    private const int ThreadsOnAPage = 25;
    private const int AnswersInAThread = 10;
    private const int AnswersOnItsOwnPage = 500;

    // 10,000 characters, each written as up to nine (%E2%82%AC), with room for the rest.
    private const int LargestForm = 256 * 1024;

    public static void MapVisitorPages(this RouteGroupBuilder site, DemoOptions options)
    {
        var pages = site.MapGroup("");
        pages.AddEndpointFilter(async (call, next) =>
        {
            PageHeaders.Set(call.HttpContext.Response);
            return await next(call);
        });
        pages.MapGet("/", (HttpContext context, DemoWall wall, string? before, CancellationToken stop) => FrontAsync(context, wall, options, before, stop));
        pages.MapGet("/posts/{id}", (HttpContext context, DemoWall wall, string id, CancellationToken stop) => PostAsync(context, wall, options, id, stop));
        pages.MapGet("/live", (HttpContext context, LiveUpdates live) => live.StreamAsync(context));
        foreach (var asset in (Asset[])[Asset.Style, Asset.Script, Asset.Icon])
        {
            pages.MapGet("/" + asset.Name, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(asset.Content, asset.Type);
            });
        }

        var forms = pages.MapGroup("").DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        forms.MapPost("/posts", (HttpContext context, DemoWall wall, FormRate rate, CancellationToken stop) => TakeAsync(context, wall, options, rate, WallForm.New, null, stop));
        forms.MapPost("/posts/{id}/answers", (HttpContext context, DemoWall wall, FormRate rate, string id, CancellationToken stop) => TakeAsync(context, wall, options, rate, WallForm.AnswerTo(id), id, stop));
        forms.MapPost("/posts/{id}/edit", (HttpContext context, DemoWall wall, FormRate rate, string id, CancellationToken stop) => TakeAsync(context, wall, options, rate, WallForm.EditOf(id), id, stop));
        forms.MapPost("/posts/{id}/delete", (HttpContext context, DemoWall wall, FormRate rate, string id, CancellationToken stop) => TakeAsync(context, wall, options, rate, WallForm.DeleteOf(id), id, stop));
    }

    private static async Task<IResult> FrontAsync(HttpContext context, DemoWall wall, DemoOptions options, string? before, CancellationToken cancellationToken)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
            return Results.Redirect(options.PublicBase.AbsolutePath);
        var look = await wall.ThreadsAsync(before, ThreadsOnAPage, AnswersInAThread, cancellationToken);
        return Page(View(context, options, opened: null, onThread: null).Page(look), StatusCodes.Status200OK);
    }

    private static async Task<IResult> PostAsync(HttpContext context, DemoWall wall, DemoOptions options, string id, CancellationToken cancellationToken)
    {
        if (await wall.FindAsync(id, cancellationToken) is not { } post)
            return Notice(context, options, StatusCodes.Status404NotFound, "No such post", "There never was a post at this address, or the page started over since.");
        if (post.Parent is not null)
            return Results.Redirect(ThreadLink(options, post));
        var look = await wall.ThreadAsync(id, AnswersOnItsOwnPage, cancellationToken);
        return look is null or { Threads: [{ Root.IsDeleted: true, Answers.Count: 0 }] }
            ? Notice(context, options, StatusCodes.Status410Gone, "Deleted", "This post was deleted.")
            : Page(View(context, options, Opened(context, look.Threads[0]), onThread: id).Page(look), StatusCodes.Status200OK);
    }

    /// <summary>The form that the address asks for: <c>?answer=p7k2</c>, <c>?edit=p7k2</c> or <c>?delete=p7k2</c>; null when none.</summary>
    private static WallForm? Opened(HttpContext context, WallThread thread)
    {
        var query = context.Request.Query;
        if (query["answer"] is [{ } answered])
            return WallForm.Empty(WallForm.AnswerTo(answered), Visitor.NameOf(context));
        if (query["delete"] is [{ } deleted])
            return WallForm.Empty(WallForm.DeleteOf(deleted), "");
        return query["edit"] is [{ } edited] && thread.Answers.Prepend(thread.Root).FirstOrDefault(each => each.Id == edited) is { } post ? WallForm.Of(post) : null;
    }

    /// <summary>Shows a form again that was not taken, where it stands: nobody types twice.</summary>
    private static async Task<IResult> AgainAsync(HttpContext context, DemoWall wall, DemoOptions options, WallForm refused, string? id, CancellationToken cancellationToken)
    {
        var thread = id is not null && await wall.FindAsync(id, cancellationToken) is { } post ? post.Thread : null;
        var look = thread is not null && await wall.ThreadAsync(thread, AnswersOnItsOwnPage, cancellationToken) is { } alone
            ? alone
            : await wall.ThreadsAsync(before: null, ThreadsOnAPage, AnswersInAThread, cancellationToken);
        return Page(View(context, options, refused, thread).Page(look), StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, DemoWall wall, DemoOptions options, FormRate rate, string key, string? id, CancellationToken cancellationToken)
    {
        if (!SameOrigin.Allows(context, options))
            return Refuse(context, options, StatusCodes.Status403Forbidden, "Not from here", "This form was sent by another site, so it was not taken.");
        if (!rate.Allows(context))
        {
            context.Response.Headers.RetryAfter = "1";
            return Refuse(context, options, StatusCodes.Status429TooManyRequests, "Too fast", "More came from your address than people can write. Wait a second and send it again.");
        }

        if (await ReadAsync(context, cancellationToken) is not { } fields)
            return Refuse(context, options, StatusCodes.Status413PayloadTooLarge, "Too large", "The form could not be read, or was larger than any post may be.");

        var form = new WallForm(key, WallWords.Name(fields["name"]), WallWords.Text(fields["text"]), fields["picture"].ToString(), Problem: null);
        var outcome = await DoAsync(context, wall, options, form, id, cancellationToken);
        switch (outcome)
        {
            case WallOutcome.Done { Post: var post }:
                if (WantsWords(context))
                    return Results.NoContent();
                context.Response.Headers.Location = (post.Parent is null && post.IsDeleted) || id is null ? $"{options.PublicBase.AbsolutePath}#{post.Id}" : ThreadLink(options, post);
                return Results.StatusCode(StatusCodes.Status303SeeOther);
            case WallOutcome.Unknown:
                return Refuse(context, options, StatusCodes.Status404NotFound, "No such post", "There is no such post any more: the page started over since.");
            case WallOutcome.Deleted:
                return Refuse(context, options, StatusCodes.Status410Gone, "Deleted", "Somebody deleted this post meanwhile.");
            case WallOutcome.NotAllowed { Why: var why }:
                return Refuse(context, options, StatusCodes.Status403Forbidden, "Not yours", why);
            case WallOutcome.Refused { Why: var why }:
                return WantsWords(context)
                    ? Results.Text(why, statusCode: StatusCodes.Status422UnprocessableEntity)
                    : await AgainAsync(context, wall, options, form with { Problem = why }, id, cancellationToken);
            default:
                throw new InvalidOperationException($"No answer is known to {outcome}.");
        }
    }

    private static Task<WallOutcome> DoAsync(HttpContext context, DemoWall wall, DemoOptions options, WallForm form, string? id, CancellationToken cancellationToken)
    {
        if (id is not null && form.Key == WallForm.DeleteOf(id))
            return wall.DeleteAsync(id, cancellationToken);
        if (id is not null && form.Key == WallForm.EditOf(id))
            return wall.EditAsync(id, form.Text, form.Picture, cancellationToken);
        if (WallWords.NameProblem(form.Name) is { } nameless)
            return Task.FromResult<WallOutcome>(new WallOutcome.Refused(nameless));
        var author = Visitor.WritesAs(context, options, form.Name);
        return id is null ? wall.WriteAsync(author, form.Text, form.Picture, cancellationToken) : wall.AnswerAsync(id, author, form.Text, form.Picture, cancellationToken);
    }

    /// <returns>Null when it is no form, or too large a one.</returns>
    private static async Task<IFormCollection?> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true || context.Request.ContentLength > LargestForm)
            return null;
        try
        {
            return await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = 16, KeyLengthLimit = 64, ValueLengthLimit = LargestForm }, cancellationToken);
        }
        catch (Exception problem) when (problem is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }

    private static string ThreadLink(DemoOptions options, WallPost post) => $"{options.PublicBase.AbsolutePath}posts/{post.Thread}#{post.Id}";

    /// <summary>The page's own script asks for a word on what happened; a browser without it, for a page.</summary>
    private static bool WantsWords(HttpContext context) => context.Request.Headers.Accept == "text/plain";

    private static IResult Refuse(HttpContext context, DemoOptions options, int status, string title, string what) =>
        WantsWords(context) ? Results.Text(what, statusCode: status) : Notice(context, options, status, title, what);

    private static IResult Notice(HttpContext context, DemoOptions options, int status, string title, string what) =>
        Page(View(context, options, opened: null, onThread: null).Notice(title, what), status);

    private static WallView View(HttpContext context, DemoOptions options, WallForm? opened, string? onThread) => new(options, Visitor.NameOf(context), opened, onThread);

    private static IResult Page(Html html, int status) => Results.Text(html.ToString(), "text/html; charset=utf-8", statusCode: status);
}
