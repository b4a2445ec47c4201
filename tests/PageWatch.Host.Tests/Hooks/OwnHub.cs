using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>A feed and its hub on loopback, as https://www.w3.org/TR/websub/ has them.</summary>
internal sealed class OwnHub : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentDictionary<string, string> items = new(StringComparer.Ordinal);
    private WebApplication app = null!;
    private int asked;

    /// <summary>Who is told, by callback: what its calls are signed with.</summary>
    public ConcurrentDictionary<Uri, string> Subscribers { get; } = new();

    /// <summary>Requests as they came, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Feed => new(new Uri(app.Urls.Single()), "feed.xml");

    /// <summary>How often the feed was read.</summary>
    public int FeedReads => Volatile.Read(ref asked);

    public static async Task<OwnHub> StartAsync()
    {
        var hub = new OwnHub();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        hub.app = builder.Build();
        hub.app.MapGet("/feed.xml", hub.ReadFeed);
        hub.app.MapPost("/moved", (HttpContext http) => Results.Redirect("/hub", permanent: false, preserveMethod: true));
        hub.app.MapPost("/hub", (Delegate)hub.TakeAsync);
        await hub.app.StartAsync();
        return hub;
    }

    public void Write(string id, string text) => items[id] = text;

    /// <summary>The feed as it stands, or one of these items alone.</summary>
    public string Document(params string[] ids) =>
        $"<rss version=\"2.0\"><channel><title>Forum</title><link>{Feed}</link>{string.Concat(items.Where(item => ids.Length == 0 || ids.Contains(item.Key)).Select(item => $"<item><guid isPermaLink=\"false\">{item.Key}</guid><title>{item.Value}</title><pubDate>{TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}</pubDate></item>"))}</channel></rss>";

    /// <summary>Tells every subscriber.</summary>
    /// <param name="secret">Null for the right one.</param>
    /// <returns>The status of the last answer.</returns>
    public async Task<int> DistributeAsync(string body, string? secret = null, bool signs = true)
    {
        var status = 0;
        foreach (var (callback, own) in Subscribers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, callback) { Content = new StringContent(body, Encoding.UTF8, "application/rss+xml") };
            if (signs)
                request.Headers.TryAddWithoutValidation("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? own), Encoding.UTF8.GetBytes(body))));
            using var response = await client.SendAsync(request);
            status = (int)response.StatusCode;
        }

        return status;
    }

    /// <summary>Asks a callback whether it did ask, or tells it that it is not told.</summary>
    public async Task<(int Status, string Said)> AskBackAsync(Uri callback, string mode, string? topic = null, string? reason = null, int lease = 600)
    {
        var query = new Dictionary<string, string?> { ["hub.mode"] = mode, ["hub.topic"] = topic ?? Feed.OriginalString };
        if (mode == "denied")
            query["hub.reason"] = reason;
        else
            (query["hub.challenge"], query["hub.lease_seconds"]) = ("k9Zq0-3fWmP7+<b>", lease.ToString(CultureInfo.InvariantCulture));
        using var response = await client.GetAsync(new Uri(QueryHelpers.AddQueryString(callback.AbsoluteUri, query)));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        client.Dispose();
    }

    private IResult ReadFeed(HttpContext http)
    {
        Interlocked.Increment(ref asked);
        http.Response.Headers.Append("Link", $"</moved>; rel=\"hub\", <{Feed}>; rel=\"self\"");
        return Results.Text(Document(), "application/rss+xml");
    }

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var (mode, topic, callback, secret) = (form["hub.mode"].ToString(), form["hub.topic"].ToString(), new Uri(form["hub.callback"].ToString()), form["hub.secret"].ToString());
        Requests.Enqueue(mode);
        if (topic != Feed.OriginalString)
            return Results.Text("No such topic.", "text/plain", statusCode: 404);
        if (mode == "subscribe" && (secret.Length is 0 or >= 200 || !long.TryParse(form["hub.lease_seconds"], out _)))
            return Results.Text("Secret or lease is missing.", "text/plain", statusCode: 400);
        _ = Task.Run(async () =>
        {
            if (await AskBackAsync(callback, mode) is not (200, "k9Zq0-3fWmP7+<b>"))
                return;
            if (mode == "subscribe")
                Subscribers[callback] = secret;
            else
                Subscribers.TryRemove(callback, out _);
        });
        return Results.Accepted();
    }
}
