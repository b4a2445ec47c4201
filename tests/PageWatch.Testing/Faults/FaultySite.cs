using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PageWatch.Testing.Faults;

/// <summary>
/// Speaks as much of WordPress's REST API as a watch and its replies need, over real HTTP, and fails as drawn. It takes a reply as often as it is handed one, where the real WordPress
/// would refuse the second; and it forgets nothing.
/// </summary>
/// <remarks>https://developer.wordpress.org/rest-api/reference/comments/</remarks>
internal sealed class FaultySite : IAsyncDisposable
{
    public const string User = "team";
    public const string Password = "abcd efgh ijkl mnop qrst uvwx";

    private const long Account = 7;
    private const long Article = 1;

    private readonly FaultDraws draws;
    private readonly TimeSpan patience;
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<SiteComment> comments = []; // by id
    private readonly Dictionary<long, int> numbers = []; // of visitors' comments
    private readonly Dictionary<long, List<SiteComment>> replies = [];
    private readonly Dictionary<int, int> handedOver = [];
    private readonly Dictionary<int, int> looks = [];
    private readonly HashSet<long> hidden = [];
    private readonly ConcurrentDictionary<FaultKind, int> met = new();
    private long last;
    private int takings;
    private int blindLooks;
    private int failedLooks;

    private FaultySite(IPAddress address, FaultDraws draws, TimeSpan patience)
    {
        this.draws = draws;
        this.patience = patience;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, 0));
        app = builder.Build();
        app.MapGet("/", Home);
        app.MapGet("/wp-json/", Index);
        app.MapGet("/wp-json/wp/v2/users/me", Me);
        app.MapGet("/wp-json/wp/v2/posts", () => Results.Content($$$"""[{"id":{{{Article}}},"title":{"rendered":"An article"}}]""", "application/json"));
        app.MapGet("/wp-json/wp/v2/comments", ListAsync);
        app.MapGet("/wp-json/wp/v2/comments/{id:long}", OneAsync);
        app.MapPost("/wp-json/wp/v2/comments", TakeAsync);
        app.MapDelete("/wp-json/wp/v2/comments/{id:long}", Delete);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Hand-overs so far, by what they met.</summary>
    public IReadOnlyDictionary<FaultKind, int> Met => met;

    public int HandOvers => met.Values.Sum();

    /// <summary>Replies that were handed over at least once.</summary>
    public int Reached
    {
        get
        {
            lock (gate)
                return handedOver.Count;
        }
    }

    /// <summary>Replies that will be taken, although their hand-over is over.</summary>
    public int Pending => Volatile.Read(ref takings);

    /// <summary>Looks under a comment that did not show a reply which had been taken.</summary>
    public int BlindLooks => Volatile.Read(ref blindLooks);

    /// <summary>Looks that failed as drawn.</summary>
    public int FailedLooks => Volatile.Read(ref failedLooks);

    /// <param name="patience">How long the caller waits for an answer.</param>
    public static async Task<FaultySite> StartAsync(IPAddress address, FaultDraws draws, TimeSpan patience)
    {
        var site = new FaultySite(address, draws, patience);
        await site.app.StartAsync();
        site.Address = new Uri(site.app.Urls.Single() + "/");
        return site;
    }

    /// <summary>A visitor writes.</summary>
    /// <param name="number">Of the reply that it will get: what is drawn for it.</param>
    /// <returns>The comment's id.</returns>
    public long Say(int number, string author, string text)
    {
        lock (gate)
        {
            var id = Add(parent: 0, author: 0, author, text, Now, Now).Id;
            numbers[id] = number;
            return id;
        }
    }

    /// <summary>What the page's account wrote under a comment, shown or not, oldest first.</summary>
    public IReadOnlyList<SiteComment> TakenUnder(long comment)
    {
        lock (gate)
            return [.. replies.GetValueOrDefault(comment) ?? []];
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private IResult Home(HttpContext http)
    {
        http.Response.Headers.Link = $"<{Address}wp-json/>; rel=\"https://api.w.org/\"";
        return Results.Content("<!doctype html><title>A site with faults</title>", "text/html");
    }

    private IResult Index() => Results.Content(
        $$$"""{"name":"Site {{{Address.Host}}}","url":"{{{Address}}}","home":"{{{Address}}}","namespaces":["wp/v2"],"authentication":{"application-passwords":{} } }""", "application/json");

    private static IResult Me(HttpContext http) =>
        MayEdit(http) ? Results.Content($$$"""{"id":{{{Account}}},"name":"The team","capabilities":{"moderate_comments":true} }""", "application/json") : Refusal(401, "rest_not_logged_in");

    private static bool MayEdit(HttpContext http) =>
        http.Request.Headers.Authorization == "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}"));

    private async Task ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var parent = NumberIn(query, "parent");
        if (!MayEdit(http))
        {
            await Refusal(401, "rest_forbidden_context").ExecuteAsync(http);
            return;
        }

        if (parent is { } under && await FailsLookAsync(http, under))
            return;
        List<SiteComment> fitting;
        lock (gate)
        {
            var now = Now;
            IEnumerable<SiteComment> all = parent is { } of ? replies.GetValueOrDefault(of) ?? [] : comments;
            if (parent is not null && all.Any(comment => comment.ShownFrom > now))
                blindLooks++;
            if (query["include"].ToString() is { Length: > 0 } ids)
            {
                var wanted = ids.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToHashSet();
                all = all.Where(comment => wanted.Contains(comment.Id));
            }

            if (NumberIn(query, "author") is { } author)
                all = all.Where(comment => comment.Author == author);
            fitting = [.. all.Where(comment => comment.ShownFrom <= now).Reverse()];
        }

        http.Response.Headers["X-WP-Total"] = fitting.Count.ToString(CultureInfo.InvariantCulture);
        var part = fitting.Skip((int)(NumberIn(query, "offset") ?? 0)).Take((int)(NumberIn(query, "per_page") ?? 10));
        await WriteAsync(http, 200, new JsonArray([.. part.Select(Wire)]));
    }

    private async Task OneAsync(HttpContext http, long id)
    {
        if (await FailsLookAsync(http, id))
            return;
        SiteComment? comment;
        lock (gate)
            comment = Find(id);
        if (comment is null)
            await Refusal(404, "rest_comment_invalid_id").ExecuteAsync(http);
        else
            await WriteAsync(http, 200, Wire(comment));
    }

    /// <returns>True when the look has met a fault, and there is nothing more to answer.</returns>
    private async Task<bool> FailsLookAsync(HttpContext http, long comment)
    {
        LookFault fault;
        lock (gate)
        {
            if (!numbers.TryGetValue(comment, out var number))
                return false;
            fault = hidden.Contains(comment) && http.Request.Query.ContainsKey("parent") ? LookFault.RateLimits : draws.OfLook(number, looks[number] = looks.GetValueOrDefault(number) + 1);
            if (fault is not (LookFault.None or LookFault.Slow))
                failedLooks++;
        }

        switch (fault)
        {
            case LookFault.Silent:
                await SilenceAsync(http);
                return true;
            case LookFault.Fails:
                await Refusal(500, "internal_server_error").ExecuteAsync(http);
                return true;
            case LookFault.RateLimits:
                http.Response.Headers.RetryAfter = "1";
                await Refusal(429, "too_many_requests").ExecuteAsync(http);
                return true;
            case LookFault.Dies:
                http.Abort();
                return true;
            case LookFault.Slow:
                await Task.Delay(patience * 0.6, TimeProvider.System);
                return false;
            default:
                return false;
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        var now = Now;
        var body = await JsonNode.ParseAsync(http.Request.Body) as JsonObject;
        var parent = (long)body!["parent"]!;
        var html = (string)body["content"]!;
        // On a machine so busy that the caller gave up before we came to it, the request has not come in: what we promise, we promise from when it does.
        if (http.RequestAborted.IsCancellationRequested)
            return;
        int number, handOver;
        lock (gate)
        {
            number = numbers[parent];
            handOver = handedOver[number] = handedOver.GetValueOrDefault(number) + 1;
        }

        var kind = draws.Of(number, handOver);
        met.AddOrUpdate(kind, 1, (_, count) => count + 1);
        switch (kind)
        {
            case FaultKind.TimesOutBefore:
                await SilenceAsync(http);
                break;
            case FaultKind.TimesOutDuring:
                TakeLater();
                await SilenceAsync(http);
                break;
            case FaultKind.TimesOutAfter:
                Take();
                await SilenceAsync(http);
                break;
            case FaultKind.FailsOnly:
                await Refusal(handOver % 2 == 1 ? 500 : 502, "internal_server_error").ExecuteAsync(http);
                break;
            case FaultKind.FailsThenTakes:
                TakeLater();
                await Refusal(500, "internal_server_error").ExecuteAsync(http);
                break;
            case FaultKind.UnavailableThenTakes:
                TakeLater();
                http.Response.Headers.RetryAfter = "1";
                http.Response.StatusCode = 503;
                await http.Response.WriteAsync("<!doctype html><title>503 Backend fetch failed</title>");
                break;
            case FaultKind.RateLimits:
                http.Response.Headers.RetryAfter = "1";
                await (number % 2 == 0 ? Refusal(429, "too_many_requests") : Refusal(400, "comment_flood")).ExecuteAsync(http);
                break;
            case FaultKind.DiesBefore:
                http.Abort();
                break;
            case FaultKind.DiesAfter:
                await BreakOffAsync(http, Wire(Take()));
                break;
            case FaultKind.AnswersNonsense:
                Take();
                http.Response.StatusCode = 201;
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<!doctype html><title>Thank you!</title>");
                break;
            case FaultKind.HidesForGood:
                lock (gate)
                    hidden.Add(parent);
                Take();
                http.Abort();
                break;
            case FaultKind.Refuses:
                await Refusal(403, "rest_comment_closed").ExecuteAsync(http);
                break;
            default:
                await WriteAsync(http, 201, Wire(Take()));
                break;
        }

        SiteComment Take()
        {
            // No later than promised, counted from when it came in, even where it was taken late.
            var shownFrom = now + draws.ShownAfter(number, handOver);
            lock (gate)
            {
                var taken = Add(parent, Account, "The team", html, Now, shownFrom);
                (replies.TryGetValue(parent, out var under) ? under : replies[parent] = []).Add(taken);
                return taken;
            }
        }

        void TakeLater()
        {
            Interlocked.Increment(ref takings);
            _ = Task.Run(async () =>
            {
                // Whoever asked may be dead by now; a site does not notice.
                await Task.Delay(draws.TakenAfter(number, handOver, isLate: kind == FaultKind.TimesOutDuring), TimeProvider.System);
                Take();
                Interlocked.Decrement(ref takings);
            });
        }
    }

    private IResult Delete(HttpContext http, long id)
    {
        if (!MayEdit(http))
            return Refusal(401, "rest_cannot_delete");
        lock (gate)
        {
            if (Find(id) is not { } comment)
                return Refusal(404, "rest_comment_invalid_id");
            comments.Remove(comment);
            // What was taken stays counted: only the page shows it no more.
            return Results.Content("""{"deleted":true}""", "application/json");
        }
    }

    private SiteComment Add(long parent, long author, string name, string html, DateTimeOffset written, DateTimeOffset shownFrom)
    {
        var added = new SiteComment(++last, parent, author, name, html, written, shownFrom);
        comments.Add(added);
        return added;
    }

    private SiteComment? Find(long id)
    {
        int low = 0, high = comments.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (comments[middle].Id == id)
                return comments[middle];
            if (comments[middle].Id < id)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    private JsonObject Wire(SiteComment comment) => new()
    {
        ["id"] = comment.Id,
        ["post"] = Article,
        ["parent"] = comment.Parent,
        ["author"] = comment.Author,
        ["author_name"] = comment.AuthorName,
        ["author_url"] = "",
        ["date_gmt"] = comment.Written.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        ["content"] = new JsonObject { ["rendered"] = $"<p>{comment.Html}</p>\n", ["raw"] = comment.Html },
        ["link"] = $"{Address}article/#comment-{comment.Id}",
        ["status"] = "approved",
    };

    /// <summary>Says nothing until the caller has gone.</summary>
    private async Task SilenceAsync(HttpContext http)
    {
        try
        {
            await Task.Delay(patience * 3, TimeProvider.System, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // It has given up, or was killed.
        }

        http.Abort();
    }

    private static async Task BreakOffAsync(HttpContext http, JsonObject body)
    {
        var whole = JsonSerializer.SerializeToUtf8Bytes(body);
        http.Response.StatusCode = 201;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = whole.Length;
        await http.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private static async Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body.ToJsonString());
    }

    private static IResult Refusal(int status, string code) => Results.Content($$"""{"code":"{{code}}","message":"No ({{code}})."}""", "application/json", statusCode: status);

    private static long? NumberIn(IQueryCollection query, string name) => long.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
