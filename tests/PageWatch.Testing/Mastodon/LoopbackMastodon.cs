using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.Mastodon;

/// <summary>
/// A server that speaks as much of Mastodon's API as a watch and its replies need, over real HTTP on loopback, with the status codes, headers, paging and limits that are documented.
/// Its people write, edit and delete by the methods here.
/// </summary>
/// <remarks>https://docs.joinmastodon.org/methods/ and, for paging, https://docs.joinmastodon.org/api/guidelines/</remarks>
public sealed class LoopbackMastodon : IAsyncDisposable
{
    public const string Domain = "social.example";

    private const int MostDeletions = 30;
    private static readonly TimeSpan KeyKept = TimeSpan.FromHours(1);

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly LoopbackTimeline timeline = new();
    private readonly Dictionary<string, (string Account, HashSet<string> Scopes)> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Post, DateTimeOffset At)> keys = new(StringComparer.Ordinal);
    private readonly List<string> asked = [];
    private int deletions;
    private int requests;
    private bool losesAnswer;
    private int hiddenLooks;
    private string? hidden;

    private LoopbackMastodon()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Use(CountAsync);
        app.MapGet("/api/v2/instance", () => Json(new JsonObject
        {
            ["domain"] = Domain,
            ["version"] = "4.5.2",
            ["api_versions"] = new JsonObject { ["mastodon"] = 7 },
            ["configuration"] = new JsonObject { ["statuses"] = new JsonObject { ["max_characters"] = LongestPost, ["characters_reserved_per_url"] = 23 } },
        }));
        app.MapGet("/.well-known/webfinger", Finger);
        app.MapGet("/api/v1/accounts/verify_credentials", http => Run(http, "profile", account => Json(timeline.Account(account))));
        app.MapGet("/api/v1/apps/verify_credentials", http => Run(http, null, _ => Json(new JsonObject { ["name"] = "PageWatch", ["scopes"] = new JsonArray([.. ScopesOf(http).Select(scope => JsonValue.Create(scope))]) })));
        app.MapGet("/api/v1/accounts/lookup", http => timeline.AccountNamed(http.Request.Query["acct"].ToString()) is { } found ? Json(timeline.Account(found)).ExecuteAsync(http) : NotFound().ExecuteAsync(http));
        app.MapGet("/api/v1/accounts/{id}/statuses", http => Public(http, viewer => Paged(http, Shown(timeline.By(Route(http)), viewer), 20, 40)));
        app.MapGet("/api/v1/timelines/tag/{id}", http => Public(http, viewer => Paged(http, timeline.Tagged(Route(http)).Where(post => post.Visibility == "public"), 20, 40)));
        app.MapGet("/api/v1/notifications", http => Run(http, "read:notifications", account => Notifications(http, account)));
        app.MapGet("/api/v1/statuses", http => Public(http, viewer => Several(http, viewer)));
        app.MapGet("/api/v1/statuses/{id}", http => Public(http, viewer => timeline.Find(Route(http), viewer) is { } post ? Json(timeline.Write(post)) : NotFound()));
        app.MapGet("/api/v1/statuses/{id}/context", http => Public(http, viewer => Context(Route(http), viewer)));
        app.MapPost("/api/v1/statuses", TakeAsync);
        app.MapDelete("/api/v1/statuses/{id}", http => Run(http, "write:statuses", account => Delete(Route(http), account)));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>The people and posts of the server.</summary>
    public LoopbackTimeline Timeline => timeline;

    public int LongestPost { get; set; } = 500;

    /// <summary>Requests of five minutes; the next is answered 429.</summary>
    public int MostRequests { get; set; } = 300;

    /// <summary>When the five minutes are over.</summary>
    public DateTimeOffset ResetsAt { get; } = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);

    /// <summary>Every request so far, as method and address.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (gate)
                return [.. asked];
        }
    }

    public static async Task<LoopbackMastodon> StartAsync()
    {
        var server = new LoopbackMastodon();
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single() + "/");
        server.timeline.Server = server.Address;
        return server;
    }

    /// <summary>A token of an account, as Preferences, Development, New application gives it.</summary>
    public string TokenFor(string account, params string[] scopes)
    {
        var token = "token-" + Guid.NewGuid().ToString("N");
        lock (gate)
            tokens[token] = (account, scopes.Length > 0 ? [.. scopes] : ["read:notifications", "read:statuses", "profile", "write:statuses"]);
        return token;
    }

    public void Revoke(string token)
    {
        lock (gate)
            tokens.Remove(token);
    }

    /// <summary>The next post is taken, and its answer never comes.</summary>
    /// <param name="looks">So many looks at the account's posts do not show it yet.</param>
    public void LoseNextAnswer(int looks = 0)
    {
        losesAnswer = true;
        hiddenLooks = looks;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task CountAsync(HttpContext http, Func<Task> next)
    {
        var left = MostRequests - Interlocked.Increment(ref requests);
        lock (gate)
            asked.Add($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        http.Response.Headers["X-RateLimit-Limit"] = MostRequests.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RateLimit-Remaining"] = Math.Max(0, left).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-RateLimit-Reset"] = ResetsAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        if (left < 0)
            await Error(429, "Too many requests").ExecuteAsync(http);
        else
            await next();
    }

    private IResult Finger(HttpContext http)
    {
        var name = http.Request.Query["resource"].ToString().Replace("acct:", "", StringComparison.Ordinal).Split('@')[0];
        return timeline.AccountNamed(name) is not { } account ? Results.NotFound() : Json(new JsonObject
        {
            ["subject"] = $"acct:{name}@{Domain}",
            ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["type"] = "application/activity+json", ["href"] = $"{Address}users/{account}" }),
        });
    }

    private Task Run(HttpContext http, string? scope, Func<string, IResult> answer)
    {
        IResult result;
        if (Caller(http) is not { } caller)
            result = Error(401, "The access token is invalid");
        else if (scope is not null && !caller.Scopes.Contains(scope) && !caller.Scopes.Contains(scope.Split(':')[0]))
            result = Error(403, "This action is outside the authorized scopes");
        else
            result = answer(caller.Account);
        return result.ExecuteAsync(http);
    }

    /// <summary>What strangers may read too; a wrong token is refused all the same.</summary>
    private Task Public(HttpContext http, Func<string?, IResult> answer) =>
        http.Request.Headers.Authorization.Count > 0 ? Run(http, "read:statuses", answer) : answer(null).ExecuteAsync(http);

    private (string Account, HashSet<string> Scopes)? Caller(HttpContext http)
    {
        var given = http.Request.Headers.Authorization.ToString();
        lock (gate)
            return given.StartsWith("Bearer ", StringComparison.Ordinal) && tokens.TryGetValue(given["Bearer ".Length..], out var known) ? known : null;
    }

    private HashSet<string> ScopesOf(HttpContext http) => Caller(http)?.Scopes ?? [];

    private IEnumerable<LoopbackPost> Shown(IEnumerable<LoopbackPost> posts, string? viewer)
    {
        var withheld = hiddenLooks > 0 ? hidden : null;
        if (withheld is not null)
            hiddenLooks--;
        return posts.Where(post => post.Id != withheld && LoopbackTimeline.MaySee(post, viewer));
    }

    private IResult Paged(HttpContext http, IEnumerable<LoopbackPost> posts, int usual, int most) =>
        Page(http, [.. posts.Select(post => (post.Id, timeline.Write(post)))], usual, most);

    private IResult Notifications(HttpContext http, string account)
    {
        if (http.Request.Query["types[]"] is { Count: > 0 } types && !types.Contains("mention"))
            return Json(new JsonArray());
        var includesFiltered = http.Request.Query["include_filtered"] == "true";
        return Page(http, [.. timeline.MentionsOf(account, includesFiltered).Select(each => (each.Id, timeline.Write(each)))], 40, 80);
    }

    private static IResult Page(HttpContext http, IReadOnlyList<(string Id, JsonObject Json)> all, int usual, int most)
    {
        var query = http.Request.Query;
        var limit = Math.Min(most, int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : usual);
        var minimum = Number(query["min_id"].ToString());
        var maximum = Number(query["max_id"].ToString());
        var newestFirst = all.OrderByDescending(each => Number(each.Id)).Where(each => maximum is null || Number(each.Id) < maximum);
        var page = minimum is { } least
            ? newestFirst.Where(each => Number(each.Id) > least).Reverse().Take(limit).Reverse().ToList()
            : newestFirst.Take(limit).ToList();
        if (page.Count > 0)
        {
            var here = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}?limit={limit}";
            http.Response.Headers.Link = $"<{here}&max_id={page[^1].Id}>; rel=\"next\", <{here}&min_id={page[0].Id}>; rel=\"prev\"";
        }

        return Json(new JsonArray([.. page.Select(each => (JsonNode)each.Json)]));
    }

    private IResult Several(HttpContext http, string? viewer)
    {
        var ids = http.Request.Query["id[]"];
        return ids.Count > 20
            ? Error(422, "Validation failed: too many ids")
            : Json(new JsonArray([.. ids.Select(id => timeline.Find(id!, viewer)).OfType<LoopbackPost>().Select(post => (JsonNode)timeline.Write(post))]));
    }

    private IResult Context(string id, string? viewer) => timeline.Find(id, viewer) is null ? NotFound() : Json(new JsonObject
    {
        ["ancestors"] = new JsonArray(),
        ["descendants"] = new JsonArray([.. timeline.Below(id).Where(post => LoopbackTimeline.MaySee(post, viewer)).Select(post => (JsonNode)timeline.Write(post))]),
    });

    private async Task TakeAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var given = body.RootElement.Clone();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        await Run(http, "write:statuses", account => Take(http, account, given, key));
    }

    private IResult Take(HttpContext http, string account, JsonElement given, string key)
    {
        var now = TimeProvider.System.GetUtcNow();
        lock (gate)
        {
            if (key.Length > 0 && keys.TryGetValue($"{account} {key}", out var earlier) && now - earlier.At < KeyKept)
                return timeline.Find(earlier.Post, account) is { } before ? Json(timeline.Write(before)) : NotFound();
        }

        var text = Text(given, "status")?.Trim() ?? "";
        var visibility = Text(given, "visibility") ?? "public";
        var parent = Text(given, "in_reply_to_id");
        if (text.Length == 0)
            return Error(422, "Validation failed: Text can't be blank");
        if (LoopbackTimeline.LengthOf(text) > LongestPost)
            return Error(422, $"Validation failed: Text character limit of {LongestPost} exceeded");
        if (visibility is not ("public" or "unlisted" or "private" or "direct"))
            return Error(422, "Validation failed: Visibility is not included in the list");
        if (parent is not null && timeline.Find(parent, account) is null)
            return Error(404, "The post you are trying to reply to does not appear to exist.");
        var post = timeline.Say(account, text, parent, visibility, Text(given, "language"));
        if (key.Length > 0)
        {
            lock (gate)
                keys[$"{account} {key}"] = (post.Id, now);
        }

        if (losesAnswer)
        {
            losesAnswer = false;
            hidden = post.Id;
            http.Abort();
        }

        return Json(timeline.Write(post));
    }

    private IResult Delete(string id, string account)
    {
        if (timeline.Find(id, account) is not { } post || post.Account != account)
            return NotFound();
        if (++deletions > MostDeletions)
            return Error(429, "Too many requests");
        var written = timeline.Write(post);
        timeline.Delete(id);
        return Json(written);
    }

    private static string Route(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    private static string? Text(JsonElement given, string name) => given.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static UInt128? Number(string id) => UInt128.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IResult NotFound() => Error(404, "Record not found");

    private static IResult Error(int status, string words) => Results.Content(new JsonObject { ["error"] = words }.ToJsonString(), "application/json", statusCode: status);

    private static IResult Json(JsonNode node) => Results.Content(node.ToJsonString(), "application/json");
}
