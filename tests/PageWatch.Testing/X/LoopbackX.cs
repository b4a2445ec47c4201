using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.X;

/// <summary>
/// Speaks as much of X's API v2 as a watch and its replies need, over real HTTP on loopback, with documented status codes, headers, paging and refusals; signatures are
/// checked. Its people write, edit and delete by the methods here.
/// </summary>
/// <remarks>https://docs.x.com/x-api/posts/lookup/introduction and its neighbours</remarks>
public sealed class LoopbackX : IAsyncDisposable
{
    public const string ConsumerKey = "contoso-consumer-key";
    public const string ConsumerSecret = "contoso consumer+secret";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<LoopbackPost> posts = [];
    private readonly Dictionary<string, string> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Account, string Secret)> tokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> nonces = new(StringComparer.Ordinal);
    private readonly List<string> asked = [];
    private long sequence;
    private int requests;
    private bool losesAnswer;

    private LoopbackX()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Use(CountAsync);
        app.MapGet("/2/users/me", http => Run(http, me => One(User(me))));
        app.MapGet("/2/users/{id}/mentions", http => Run(http, _ => Page(http, Named(Route(http)))));
        app.MapGet("/2/users/{id}/tweets", http => Run(http, _ => Page(http, post => post.By == Route(http))));
        app.MapGet("/2/tweets", http => Run(http, _ => Several(http.Request.Query["ids"].ToString().Split(','))));
        app.MapGet("/2/tweets/{id}", http => Run(http, _ => Single(Route(http))));
        app.MapPost("/2/tweets", TakeAsync);
        app.MapDelete("/2/tweets/{id}", http => Run(http, me => Erase(Route(http), me)));
    }

    public Uri Api { get; private set; } = null!;

    /// <summary>Requests of a quarter of an hour; the next is answered 429.</summary>
    public int MostRequests { get; set; } = 300;

    /// <summary>Every request so far, as method and path.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (gate)
                return [.. asked];
        }
    }

    public IReadOnlyList<LoopbackPost> By(string account)
    {
        lock (gate)
            return [.. posts.Where(post => post.By == account && !post.IsDeleted)];
    }

    public static async Task<LoopbackX> StartAsync()
    {
        var server = new LoopbackX();
        await server.app.StartAsync();
        server.Api = new Uri(server.app.Urls.Single() + "/2/");
        return server;
    }

    /// <returns>The account's id.</returns>
    public string Join(string name)
    {
        lock (gate)
        {
            var id = (1_500_000_000_000_000_001 + people.Count).ToString(CultureInfo.InvariantCulture);
            people[id] = name;
            return id;
        }
    }

    public (string Token, string Secret) LetIn(string account)
    {
        var token = $"{account}-{Guid.NewGuid():N}";
        lock (gate)
            tokens[token] = (account, "secret of " + account);
        return (token, "secret of " + account);
    }

    public void Revoke(string token)
    {
        lock (gate)
            tokens.Remove(token);
    }

    public LoopbackPost Say(string by, string text, string? answers = null)
    {
        lock (gate)
        {
            var post = new LoopbackPost(NewId(), by, text, answers, TimeProvider.System.GetUtcNow());
            posts.Add(post);
            return post;
        }
    }

    /// <summary>An edit is a post of its own, which names all before it.</summary>
    public LoopbackPost Edit(LoopbackPost before, string text)
    {
        lock (gate)
        {
            var after = new LoopbackPost(NewId(), before.By, text, before.Answers, TimeProvider.System.GetUtcNow()) { Versions = before.Versions };
            before.Versions.Add(after.Id);
            posts.Add(after);
            return after;
        }
    }

    public void Delete(LoopbackPost post)
    {
        lock (gate)
            posts.Where(each => post.Versions.Contains(each.Id)).ToList().ForEach(each => each.IsDeleted = true);
    }

    /// <summary>The next post is taken, and its answer never comes.</summary>
    public void LoseNextAnswer() => losesAnswer = true;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private string NewId() => (((TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22) + (++sequence % (1 << 22))).ToString(CultureInfo.InvariantCulture);

    private async Task CountAsync(HttpContext http, Func<Task> next)
    {
        var left = MostRequests - Interlocked.Increment(ref requests);
        lock (gate)
            asked.Add($"{http.Request.Method} {http.Request.Path}");
        http.Response.Headers["x-rate-limit-limit"] = MostRequests.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["x-rate-limit-remaining"] = Math.Max(0, left).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["x-rate-limit-reset"] = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 900).ToString(CultureInfo.InvariantCulture);
        if (left < 0)
            await Problem(429, "Too Many Requests", "about:blank").ExecuteAsync(http);
        else
            await next();
    }

    private Task Run(HttpContext http, Func<string, IResult> answer)
    {
        IResult result;
        lock (gate)
            result = Caller(http) is { } me ? answer(me) : Problem(401, "Unauthorized", "about:blank");
        return result.ExecuteAsync(http);
    }

    /// <summary>As https://www.rfc-editor.org/rfc/rfc5849#section-3.2 checks it, in words of its own: an error in the signer must not be an error here too.</summary>
    private string? Caller(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("OAuth ", StringComparison.Ordinal))
            return null;
        var told = header[6..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Trim('"')), StringComparer.Ordinal);
        if (told["oauth_consumer_key"] != ConsumerKey || !tokens.TryGetValue(told["oauth_token"], out var known) || !nonces.Add(told["oauth_nonce"]))
            return null;
        var parts = told.Where(each => each.Key != "oauth_signature").Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}")
            .Concat(http.Request.Query.SelectMany(each => each.Value.Select(value => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(value ?? "")}"))).Order(StringComparer.Ordinal);
        var address = $"http://{http.Request.Host}{http.Request.Path}";
        var signed = string.Join('&', http.Request.Method, Uri.EscapeDataString(address), Uri.EscapeDataString(string.Join('&', parts)));
        var key = Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(ConsumerSecret)}&{Uri.EscapeDataString(known.Secret)}");
#pragma warning disable CA5350 // What the scheme asks for.
        return Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(signed))) == told["oauth_signature"] ? known.Account : null;
#pragma warning restore CA5350
    }

    private Func<LoopbackPost, bool> Named(string account) => post => post.Text.Contains("@" + people[account], StringComparison.OrdinalIgnoreCase);

    private IResult Page(HttpContext http, Func<LoopbackPost, bool> which)
    {
        var query = http.Request.Query;
        var size = int.Parse(query["max_results"].ToString(), CultureInfo.InvariantCulture);
        if (size is < 5 or > 100)
            return Problem(400, "Invalid Request", "https://api.x.com/2/problems/invalid-request");
        var above = Number(query["since_id"].ToString()) ?? 0;
        var below = Number(query["pagination_token"].ToString()) ?? Number(query["until_id"].ToString()) ?? long.MaxValue;
        var since = DateTimeOffset.TryParse(query["start_time"].ToString(), CultureInfo.InvariantCulture, out var start) ? start : DateTimeOffset.MinValue;
        var all = posts.Where(post => !post.IsDeleted && post.Id == post.Versions[^1] && which(post) && Number(post.Id) > above && Number(post.Id) < below && post.At >= since).OrderByDescending(post => Number(post.Id)).ToList();
        if (all.Count == 0)
            return Results.Json(new JsonObject { ["meta"] = new JsonObject { ["result_count"] = 0 } });
        var page = all.Take(size).ToList();
        var meta = new JsonObject { ["newest_id"] = page[0].Id, ["oldest_id"] = page[^1].Id, ["result_count"] = page.Count };
        if (all.Count > size)
            meta["next_token"] = page[^1].Id;
        return Results.Json(new JsonObject { ["data"] = new JsonArray([.. page.Select(Write)]), ["includes"] = Includes(page), ["meta"] = meta });
    }

    private IResult Several(string[] ids)
    {
        var found = posts.Where(post => !post.IsDeleted && ids.Contains(post.Id)).ToList();
        var answer = new JsonObject();
        if (found.Count > 0)
            (answer["data"], answer["includes"]) = (new JsonArray([.. found.Select(Write)]), Includes(found));
        if (ids.Except(found.Select(post => post.Id)).ToList() is { Count: > 0 } missing)
            answer["errors"] = new JsonArray([.. missing.Select(Missing)]);
        return Results.Json(answer);
    }

    private IResult Single(string id) => posts.Find(post => post.Id == id && !post.IsDeleted) is { } found
        ? Results.Json(new JsonObject { ["data"] = Write(found), ["includes"] = Includes([found]) })
        : Results.Json(new JsonObject { ["errors"] = new JsonArray(Missing(id)) });

    private async Task TakeAsync(HttpContext http)
    {
        var body = await JsonNode.ParseAsync(http.Request.Body);
        IResult result;
        lock (gate)
        {
            result = Caller(http) is not { } me ? Problem(401, "Unauthorized", "about:blank") : Take(me, body!["text"]!.GetValue<string>(), body["reply"]!["in_reply_to_tweet_id"]!.GetValue<string>());
        }

        if (losesAnswer)
        {
            losesAnswer = false;
            http.Abort();
            return;
        }

        await result.ExecuteAsync(http);
    }

    private IResult Take(string me, string text, string target)
    {
        if (posts.Find(post => post.Id == target && !post.IsDeleted) is not { } answered || !Named(me)(answered))
            return Problem(403, "Forbidden", "about:blank", "Reply to this conversation is not allowed.");
        if (posts.Exists(post => post.By == me && !post.IsDeleted && post.Text.EndsWith(text, StringComparison.Ordinal)))
            return Problem(403, "Forbidden", "about:blank", "You are not allowed to create a Tweet with duplicate content.");
        var post = Say(me, $"@{people[answered.By]} {text}", target);
        return Results.Json(new JsonObject { ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = post.Text, ["edit_history_tweet_ids"] = new JsonArray(post.Id) } }, statusCode: 201);
    }

    private IResult Erase(string id, string me)
    {
        if (posts.Find(post => post.Id == id && post.By == me) is not { } own)
            return Problem(403, "Forbidden", "about:blank");
        Delete(own);
        return Results.Json(new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } });
    }

    private JsonObject Write(LoopbackPost post)
    {
        var root = post;
        while (root.Answers is { } parent && posts.Find(each => each.Id == parent) is { } above)
            root = above;
        var json = new JsonObject
        {
            ["id"] = post.Id,
            ["author_id"] = post.By,
            ["text"] = post.Text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal),
            ["created_at"] = post.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["conversation_id"] = root.Versions[0],
            ["lang"] = "en",
            ["reply_settings"] = "everyone",
            ["edit_history_tweet_ids"] = new JsonArray([.. post.Versions.Select(id => JsonValue.Create(id))]),
            ["entities"] = new JsonObject { ["mentions"] = new JsonArray([.. people.Where(each => Named(each.Key)(post)).Select(each => new JsonObject { ["username"] = each.Value, ["id"] = each.Key })]) },
        };
        if (post.Answers is { } answers)
            json["referenced_tweets"] = new JsonArray(new JsonObject { ["type"] = "replied_to", ["id"] = answers });
        return json;
    }

    private JsonObject Includes(IReadOnlyList<LoopbackPost> of) => new()
    {
        ["users"] = new JsonArray([.. of.Select(post => post.By).Distinct().Select(User)]),
        ["tweets"] = new JsonArray([.. posts.Where(post => !post.IsDeleted && of.Any(each => each.Answers == post.Id)).Select(Write)]),
    };

    private JsonObject User(string id) => new() { ["id"] = id, ["username"] = people[id], ["name"] = people[id].ToUpperInvariant(), ["protected"] = false };

    private static IResult One(JsonObject data) => Results.Json(new JsonObject { ["data"] = data });

    private static JsonObject Missing(string id) => new()
    {
        ["resource_id"] = id,
        ["resource_type"] = "tweet",
        ["value"] = id,
        ["title"] = "Not Found Error",
        ["type"] = "https://api.x.com/2/problems/resource-not-found",
    };

    private static IResult Problem(int status, string title, string type, string? detail = null) =>
        Results.Json(new JsonObject { ["title"] = title, ["type"] = type, ["status"] = status, ["detail"] = detail ?? title }, statusCode: status);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Route(HttpContext http) => http.Request.RouteValues["id"]!.ToString()!;
}

/// <summary>One version of a post.</summary>
public sealed class LoopbackPost(string id, string by, string text, string? answers, DateTimeOffset at)
{
    public string Id => id;

    public string By => by;

    public string Text => text;

    public string? Answers => answers;

    public DateTimeOffset At => at;

    public bool IsDeleted { get; set; }

    /// <summary>Ids of all versions, shared by them, the first first.</summary>
    public List<string> Versions { get => field ??= [id]; init; }
}
