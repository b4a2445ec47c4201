using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Host.Tests.Journey;

/// <summary>
/// A line to a real site that goes dead at a chosen moment: whoever asks then is left waiting. It stands between a service and the site under an
/// address of its own, and gives that address wherever the site names itself.
/// </summary>
internal sealed partial class SiteLine : IAsyncDisposable
{
    private static readonly string[] Asked = ["Authorization", "Accept", "User-Agent", "If-None-Match"];
    private static readonly string[] Told = ["Link", "Location", "ETag", "X-WP-Total", "X-WP-TotalPages", "Retry-After"];

    private readonly Uri site;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication app;
    private CutAt? cut;
    private TaskCompletionSource reached = new();
    private int repliesSent;

    private SiteLine(Uri site)
    {
        this.site = site;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(CarryAsync);
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Replies that left the service, whether or not they arrived.</summary>
    public int RepliesSent => repliesSent;

    public static async Task<SiteLine> StartAsync(Uri site)
    {
        var line = new SiteLine(site);
        await line.app.StartAsync();
        return line;
    }

    /// <summary>Lets the line go dead at the next such moment, once.</summary>
    /// <returns>Ends when it did.</returns>
    public Task CutNextAsync(CutAt at)
    {
        reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cut = at;
        return reached.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task CarryAsync(HttpContext http)
    {
        var isReply = HttpMethods.IsPost(http.Request.Method);
        if (isReply)
            Interlocked.Increment(ref repliesSent);
        if ((cut == CutAt.TheLook && OneComment().IsMatch(http.Request.Path)) || (cut == CutAt.TheReply && isReply))
        {
            await DieAsync(http);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(site, http.Request.Path + http.Request.QueryString));
        if (isReply)
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            request.Content = new ByteArrayContent(body.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        foreach (var name in Asked)
        {
            if (http.Request.Headers.TryGetValue(name, out var values))
                request.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        using var answer = await client.SendAsync(request);
        var text = Ours(await answer.Content.ReadAsStringAsync());
        if (cut == CutAt.TheAnswer && isReply)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
            await DieAsync(http);
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        foreach (var name in Told)
        {
            if (answer.Headers.TryGetValues(name, out var values))
                http.Response.Headers[name] = values.Select(Ours).ToArray();
        }

        if (answer.StatusCode is not (HttpStatusCode.NotModified or HttpStatusCode.NoContent))
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private async Task DieAsync(HttpContext http)
    {
        cut = null;
        reached.SetResult();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Whoever waited is dead or has hung up.
            http.Abort();
        }
    }

    private string Ours(string text) => text.Replace(site.Authority, Address.Authority, StringComparison.Ordinal);

    [GeneratedRegex("/wp/v2/comments/[0-9]+$")]
    private static partial Regex OneComment();
}
