using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.Bluesky;

/// <summary>
/// Speaks as much of the AT Protocol as a watch and its replies need, over real HTTP on a free loopback port: the account's server (PDS), the index that
/// shows posts (AppView), and everybody's view in one. Sessions end and are renewed by tokens that are spent, lists come in pages, a record is in its
/// repository at once and in the index a little later, and a key is taken once.
/// </summary>
/// <remarks>https://docs.bsky.app/docs/category/http-reference, https://docs.bsky.app/docs/advanced-guides/rate-limits</remarks>
public sealed class StubBluesky : IAsyncDisposable
{
    private const int LongestText = 300;
    private const int MostBytes = 3000;

    private readonly WebApplication app;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, StubAccount> accounts = new(StringComparer.Ordinal);
    private readonly List<StubPost> posts = [];
    private readonly HashSet<string> blocking = new(StringComparer.Ordinal);
    private readonly List<string> calls = [];
    private readonly StubSessions sessions;
    private int made;
    private int limited;

    private StubBluesky(TimeProvider time)
    {
        this.time = time;
        sessions = new StubSessions(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.MapGet("/xrpc/{method}", GetAsync);
        app.MapPost("/xrpc/{method}", PostAsync);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>How long a record lies in its repository before the index shows it.</summary>
    public TimeSpan IndexDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Rows of one answer of a list, whatever is asked for.</summary>
    public int LargestPage { get; set; } = 100;

    /// <summary>Takes the next record and breaks the connection off.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>A taken key is an error of the server's own (500) rather than of the caller's.</summary>
    public bool FailsOnTakenKeys { get; set; }

    /// <summary>Methods asked for so far.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    public StubSessions Sessions => sessions;

    public static async Task<StubBluesky> StartAsync(TimeProvider time)
    {
        var stub = new StubBluesky(time);
        await stub.app.StartAsync();
        stub.Address = new Uri(stub.app.Urls.Single() + "/");
        return stub;
    }

    public StubAccount Join(string handle, string name, string? password = null)
    {
        lock (gate)
        {
            var account = new StubAccount($"did:plc:{handle.Split('.')[0].PadRight(24, 'x')}", handle, name, password);
            return accounts[account.Did] = account;
        }
    }

    /// <summary>Somebody writes, in whatever program.</summary>
    /// <param name="indexedLate">How long it stays out of lists; then it stands in them where it belongs by its time.</param>
    public StubPost Say(StubAccount author, string text, StubPost? answering = null, StubAccount? mentioning = null, StubPost? quoting = null, TimeSpan? indexedLate = null)
    {
        lock (gate)
        {
            var record = new JsonObject { ["$type"] = StubPost.Collection, ["text"] = text, ["createdAt"] = StubPost.Stamp(time.GetUtcNow()), ["langs"] = new JsonArray("en") };
            if (answering is not null)
                record["reply"] = new JsonObject { ["root"] = (answering.Record["reply"]?["root"] ?? answering.Ref()).DeepClone(), ["parent"] = answering.Ref() };
            if (mentioning is not null)
                record["facets"] = new JsonArray(new JsonObject { ["index"] = new JsonObject { ["byteStart"] = 0, ["byteEnd"] = 1 }, ["features"] = new JsonArray(new JsonObject { ["$type"] = "app.bsky.richtext.facet#mention", ["did"] = mentioning.Did }) });
            if (quoting is not null)
                record["embed"] = new JsonObject { ["$type"] = "app.bsky.embed.record", ["record"] = quoting.Ref() };
            var post = Add(author, $"3m{(++made).ToString("d11", CultureInfo.InvariantCulture).Replace('0', 'a').Replace('1', 'b').Replace('8', 'c').Replace('9', 'd')}", record);
            // What people wrote was seen by them; only where a test says so, the index is late.
            post.IndexedAt = time.GetUtcNow();
            post.ShownFrom = post.IndexedAt + (indexedLate ?? TimeSpan.Zero);
            return post;
        }
    }

    /// <summary>Another version under the same key, as other programs than the official one make it.</summary>
    public void Edit(StubPost post, string text)
    {
        lock (gate)
            post.Write(text);
    }

    public void Delete(StubPost post)
    {
        lock (gate)
            posts.Remove(post);
    }

    /// <summary>Hides everything of one account from everybody else.</summary>
    public void Block(StubAccount account)
    {
        lock (gate)
            blocking.Add(account.Did);
    }

    /// <summary>The next calls are asked to slow down.</summary>
    public void LimitNext(int count)
    {
        lock (gate)
            limited = count;
    }

    /// <summary>What an account wrote, shown or not yet.</summary>
    public IReadOnlyList<StubPost> PostsOf(StubAccount account)
    {
        lock (gate)
            return [.. posts.Where(post => post.Author == account)];
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task GetAsync(HttpContext http, string method)
    {
        if (await IsLimitedAsync(http, method))
            return;
        var query = http.Request.Query;
        var isPublic = method is "app.bsky.actor.getProfile" or "com.atproto.identity.resolveHandle" || !http.Request.Headers.ContainsKey("Authorization");
        StubAccount? reader = null;
        if (!isPublic)
        {
            var (account, problem) = sessions.Open(http.Request.Headers.Authorization);
            if (problem is not null)
            {
                await WriteAsync(http, 400, problem);
                return;
            }

            reader = account;
        }

        (int Status, JsonObject Body) answer;
        lock (gate)
        {
            var views = new StubViews([.. posts], blocking, accounts.Values, time.GetUtcNow(), LargestPage);
            answer = method switch
            {
                "app.bsky.notification.listNotifications" when reader is null => (401, Error("AuthMissing", "Authentication Required")),
                "app.bsky.notification.listNotifications" => views.Notifications(reader!, query),
                "app.bsky.actor.getProfile" => views.Profile(query["actor"].ToString()),
                "com.atproto.identity.resolveHandle" => views.Resolve(query["handle"].ToString()),
                "app.bsky.feed.getPosts" => views.Posts([.. query["uris"].OfType<string>()]),
                "app.bsky.feed.getPostThread" => views.Thread(query["uri"].ToString(), int.Parse(query["depth"].ToString(), CultureInfo.InvariantCulture)),
                "app.bsky.feed.getAuthorFeed" => views.AuthorFeed(query["actor"].ToString(), query),
                "com.atproto.repo.getRecord" => views.Record(query["repo"].ToString(), query["rkey"].ToString()),
                _ => (501, Error("MethodNotImplemented", "Method Not Implemented")),
            };
        }

        await WriteAsync(http, answer.Status, answer.Body);
    }

    private async Task PostAsync(HttpContext http, string method)
    {
        if (await IsLimitedAsync(http, method))
            return;
        var body = http.Request.ContentLength > 0 ? await JsonNode.ParseAsync(http.Request.Body) as JsonObject : null;
        if (method == "com.atproto.server.createSession")
        {
            StubAccount? found;
            lock (gate)
                found = accounts.Values.FirstOrDefault(account => account.Password is not null && account.Handle == (string?)body?["identifier"] && account.Password == (string?)body["password"]);
            await (found is null ? WriteAsync(http, 401, Error("AuthenticationRequired", "Invalid identifier or password")) : WriteAsync(http, 200, sessions.SignIn(found, Address)));
            return;
        }

        if (method == "com.atproto.server.refreshSession")
        {
            var renewed = sessions.Renew(http.Request.Headers.Authorization, Address);
            await WriteAsync(http, renewed is null ? 400 : 200, renewed ?? Error("ExpiredToken", "Token has been revoked"));
            return;
        }

        var (account, problem) = sessions.Open(http.Request.Headers.Authorization);
        if (problem is not null)
        {
            await WriteAsync(http, account is null && !http.Request.Headers.ContainsKey("Authorization") ? 401 : 400, problem);
            return;
        }

        (int Status, JsonObject Body) answer;
        bool isLost;
        lock (gate)
        {
            answer = method switch
            {
                "com.atproto.repo.createRecord" => Create(account!, body!),
                "com.atproto.repo.deleteRecord" => Take(account!, body!),
                _ => (501, Error("MethodNotImplemented", "Method Not Implemented")),
            };
            isLost = LosesNextAnswer;
            LosesNextAnswer = false;
        }

        if (isLost)
            http.Abort();
        else
            await WriteAsync(http, answer.Status, answer.Body);
    }

    private (int, JsonObject) Create(StubAccount account, JsonObject body)
    {
        var key = (string?)body["rkey"] ?? "";
        var record = (JsonObject)body["record"]!.DeepClone();
        var text = (string)record["text"]!;
        if ((string?)body["repo"] != account.Did || (string?)body["collection"] != StubPost.Collection)
            return (400, Error("InvalidRequest", "Not the account's own"));
        if (key.Length != 13 || !key.All("234567abcdefghijklmnopqrstuvwxyz".Contains) || key[0] > 'j')
            return (400, Error("InvalidRequest", "Invalid TID"));
        if (new StringInfo(text).LengthInTextElements > LongestText || Encoding.UTF8.GetByteCount(text) > MostBytes)
            return (400, Error("InvalidRequest", "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes"));
        if (posts.Exists(post => post.Author == account && post.Key == key))
            return FailsOnTakenKeys ? (500, Error("InternalServerError", "Internal Server Error")) : (400, Error("InvalidRequest", $"There is already a value at key: {StubPost.Collection}/{key}"));
        var post = Add(account, key, record);
        return (200, new JsonObject { ["uri"] = post.Uri, ["cid"] = post.Cid, ["validationStatus"] = "valid" });
    }

    private (int, JsonObject) Take(StubAccount account, JsonObject body)
    {
        posts.RemoveAll(post => post.Author == account && post.Key == (string?)body["rkey"]);
        return (200, []);
    }

    private StubPost Add(StubAccount author, string key, JsonObject record)
    {
        var post = new StubPost(author, key, record) { ShownFrom = time.GetUtcNow() + IndexDelay, IndexedAt = time.GetUtcNow() + IndexDelay };
        posts.Add(post);
        return post;
    }

    private async Task<bool> IsLimitedAsync(HttpContext http, string method)
    {
        bool isLimited;
        lock (gate)
        {
            calls.Add(method);
            isLimited = limited > 0;
            if (isLimited)
                limited--;
        }

        http.Response.Headers["RateLimit-Limit"] = "3000";
        http.Response.Headers["RateLimit-Remaining"] = isLimited ? "0" : "2400";
        http.Response.Headers["RateLimit-Reset"] = (time.GetUtcNow() + TimeSpan.FromMinutes(2)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["RateLimit-Policy"] = "3000;w=300";
        if (isLimited)
            await WriteAsync(http, 429, Error("RateLimitExceeded", "Rate Limit Exceeded"));
        return isLimited;
    }

    internal static JsonObject Error(string error, string message) => new() { ["error"] = error, ["message"] = message };

    private static async Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(body.ToJsonString());
    }
}
