using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.Facebook;

/// <summary>
/// As much of the Graph API as a Page's watch and its replies need, over real HTTP on loopback: tokens and their proof, permissions, paging by opaque cursors, refusals by code, and usage
/// in headers. What stands on the Page is a <see cref="LoopbackWall"/>.
/// </summary>
/// <remarks>https://developers.facebook.com/docs/graph-api/</remarks>
public sealed class LoopbackGraph : IAsyncDisposable
{
    public const string Version = "v26.0";

    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly List<string> asked = [];
    private readonly Dictionary<string, DateTimeOffset> said = new(StringComparer.Ordinal);
    private bool losesAnswer;

    private LoopbackGraph(TimeProvider time)
    {
        this.time = time;
        Wall = new LoopbackWall(time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(async http => await (await AnswerAsync(http)).ExecuteAsync(http));
    }

    public Uri Address { get; private set; } = null!;

    public LoopbackWall Wall { get; }

    /// <summary>The Page's token; any other is refused.</summary>
    public string Token { get; set; } = "EAALoopback" + Guid.NewGuid().ToString("N");

    /// <summary>Null for an app that asks for no proof.</summary>
    public string? AppSecret { get; set; }

    public HashSet<string> Scopes { get; } = ["pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_engagement"];

    /// <summary>Unix seconds.</summary>
    public long DataAccessEndsAt { get; set; } = 1_802_000_000;

    /// <summary>What was used of the Page's limit, in percent; at 100 all is refused.</summary>
    public int Used { get; set; }

    /// <summary>Until calls are let through again.</summary>
    public int RegainMinutes { get; set; } = 17;

    /// <summary>Every request so far, as method and path, without the query.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (gate)
                return [.. asked];
        }
    }

    public static async Task<LoopbackGraph> StartAsync(TimeProvider time)
    {
        var server = new LoopbackGraph(time);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single() + "/");
        return server;
    }

    /// <summary>The next comment is taken, and its answer never comes.</summary>
    public void LoseNextAnswer() => losesAnswer = true;

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        lock (gate)
        {
            asked.Add($"{http.Request.Method} {http.Request.Path}");
            http.Response.Headers["X-Business-Use-Case-Usage"] = new JsonObject
            {
                [LoopbackWall.Page] = new JsonArray(new JsonObject { ["type"] = "pages", ["call_count"] = Used, ["total_cputime"] = 1, ["total_time"] = 1, ["estimated_time_to_regain_access"] = Used >= 100 ? RegainMinutes : 0 }),
            }.ToJsonString();
            var parts = http.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || parts[0] != Version)
                return Error(2500, "Unknown path components");
            if (http.Request.Headers.Authorization.ToString() != "Bearer " + Token)
                return Error(190, "Error validating access token", 463);
            if (AppSecret is { } secret && http.Request.Query["appsecret_proof"] != Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Token))))
                return Error(100, "API calls from the server require an appsecret_proof argument");
            if (Used >= 100)
                return Error(80001, "There have been too many calls to this Page account", 2446079);
            return (http.Request.Method, parts) switch
            {
                ("GET", [_, "me"]) => Json(new JsonObject { ["id"] = LoopbackWall.Page, ["name"] = "Contoso Coffee", ["username"] = "contosocoffee", ["link"] = "https://www.facebook.com/contosocoffee" }),
                ("GET", [_, "debug_token"]) => Json(new JsonObject { ["data"] = Told(http) }),
                ("GET", [_, LoopbackWall.Page, "feed"]) => May("pages_read_engagement") ?? Feed(http),
                ("GET", [_, var id, "comments"]) => May("pages_read_user_content") ?? Comments(http, id),
                ("GET", [_, var id]) => Wall.Find(id) is { } post ? Json(Wall.Write(post)) : Missing(id),
                ("POST", [_, var id, "comments"]) => May("pages_manage_engagement") ?? Take(http, id, form?["message"].ToString() ?? ""),
                ("DELETE", [_, var id]) => May("pages_manage_engagement") ?? (Wall.Remove(id) ? Json(new JsonObject { ["success"] = true }) : Missing(id)),
                _ => Error(100, "Unsupported request"),
            };
        }
    }

    private JsonObject Told(HttpContext http) => new()
    {
        ["type"] = "PAGE", ["profile_id"] = LoopbackWall.Page, ["is_valid"] = http.Request.Query["input_token"] == Token, ["expires_at"] = 0, ["data_access_expires_at"] = DataAccessEndsAt,
        ["scopes"] = new JsonArray([.. Scopes.Select(scope => JsonValue.Create(scope))]),
    };

    private IResult? May(string scope) => Scopes.Contains(scope) ? null : Error(10, $"This endpoint requires the '{scope}' permission");

    /// <summary>By the time of writing, not of the last change.</summary>
    private IResult Feed(HttpContext http) => Listed(http, [.. Wall.Posts.OrderByDescending(post => post.At).Select(post => new JsonObject { ["id"] = post.Id, ["updated_time"] = LoopbackWall.Time(post.Updated) })]);

    private IResult Comments(HttpContext http, string id)
    {
        if (Wall.Find(id) is null)
            return Missing(id);
        var isStream = http.Request.Query["filter"] == "stream";
        var below = Wall.Below(id, isStream).OrderBy(comment => comment.At).ToList();
        if (http.Request.Query["order"] == "reverse_chronological")
            below.Reverse();
        return Listed(http, [.. below.Select(Wall.Write)]);
    }

    private static IResult Listed(HttpContext http, IReadOnlyList<JsonObject> all)
    {
        var limit = int.TryParse(http.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : 25;
        if (limit is < 1 or > 100)
            return Error(100, "The limit is out of range");
        var from = 0;
        if (http.Request.Query["after"].ToString() is { Length: > 0 } after)
        {
            // Opaque: what it says is nobody else's.
            Span<byte> bytes = stackalloc byte[16];
            if (!Convert.TryFromBase64String(after, bytes, out var written) || !int.TryParse(Encoding.ASCII.GetString(bytes[..written]), out from))
                return Error(100, "Invalid cursor");
        }

        var page = all.Skip(from).Take(limit).ToList();
        var paging = new JsonObject { ["cursors"] = new JsonObject { ["after"] = Convert.ToBase64String(Encoding.ASCII.GetBytes((from + page.Count).ToString(CultureInfo.InvariantCulture))) } };
        if (from + page.Count < all.Count)
            paging["next"] = "https://graph.facebook.com/elsewhere?access_token=REDACTED";
        return Json(new JsonObject { ["data"] = new JsonArray([.. page]), ["paging"] = paging });
    }

    private IResult Take(HttpContext http, string id, string message)
    {
        if (Wall.Find(id) is null)
            return Missing(id);
        if (message.Length is 0 or > 8_000)
            return Error(100, "Invalid message");
        var now = time.GetUtcNow();
        if (said.TryGetValue(message, out var before) && now - before < TimeSpan.FromMinutes(10))
            return Error(506, "Duplicate status message");
        said[message] = now;
        var comment = Wall.Comment(id, LoopbackWall.Page, "Contoso Coffee", message);
        if (losesAnswer)
        {
            losesAnswer = false;
            http.Abort();
        }

        return Json(new JsonObject { ["id"] = comment.Id });
    }

    private static IResult Missing(string id) => Error(100, $"Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation", 33);

    private static IResult Error(int code, string words, int subcode = 0) => Results.Content(
        new JsonObject { ["error"] = new JsonObject { ["message"] = $"(#{code}) {words}", ["type"] = "OAuthException", ["code"] = code, ["error_subcode"] = subcode, ["fbtrace_id"] = "A" } }.ToJsonString(),
        "application/json",
        statusCode: 400);

    private static IResult Json(JsonObject node) => Results.Content(node.ToJsonString(), "application/json");
}
