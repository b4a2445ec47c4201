using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PageWatch.Benchmarks.Chats;

/// <summary>
/// As much of Teams as cards and presses need, over real HTTP: keys, tokens and messages, throttled as documented (7 a second, 8 in two, 60 in thirty in a conversation;
/// 30 a second of an app in a tenant), and calls with a signed token.
/// </summary>
internal sealed partial class TeamsHere(Uri own) : IChatHere
{
    private const string AppId = "22222222-2222-4222-8222-222222222222";
    private const string Tenant = "11111111-1111-4111-8111-111111111111";

    private readonly Throttle conversations = new((7, TimeSpan.FromSeconds(1)), (8, TimeSpan.FromSeconds(2)), (60, TimeSpan.FromSeconds(30)));
    private readonly Throttle tenant = new((30, TimeSpan.FromSeconds(1)));
    private readonly ConcurrentDictionary<(string Place, string Id), ChatCard> cards = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly RSA key = RSA.Create(2048);
    private long last = 1_700_000_000;

    public string Name => "Teams";

    public IEnumerable<ChatCard> Cards => cards.Values;

    public int Refused => conversations.Refused + tenant.Refused;

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PageWatch__Teams__AppId"] = AppId, ["PageWatch__Teams__Tenants__0"] = Tenant, ["PageWatch__Teams__Secret"] = "bench",
        ["PageWatch__Teams__Metadata"] = new Uri(own, "teams/metadata").AbsoluteUri, ["PageWatch__Teams__TokenEndpoint"] = new Uri(own, "teams/token").AbsoluteUri,
        ["PageWatch__Teams__ServiceHosts__0"] = own.Host,
    };

    private string ServiceUrl => new Uri(own, "teams/").AbsoluteUri;

    public void Map(WebApplication app)
    {
        app.MapGet("/teams/metadata", () => Json(new JsonObject { ["issuer"] = "https://api.botframework.com", ["jwks_uri"] = new Uri(own, "teams/keys").AbsoluteUri, ["id_token_signing_alg_values_supported"] = new JsonArray("RS256") }));
        app.MapGet("/teams/keys", () =>
        {
            var open = key.ExportParameters(includePrivateParameters: false);
            return Json(new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "bench", ["n"] = Base64(open.Modulus!), ["e"] = Base64(open.Exponent!), ["endorsements"] = new JsonArray("msteams") }),
            });
        });
        app.MapPost("/teams/token", () => Json(new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3_599, ["access_token"] = "bench" }));
        app.MapGet("/teams/v3/conversations/{place}/members/{user}", (string user) => Json(new JsonObject { ["id"] = user, ["name"] = "Ana", ["aadObjectId"] = "aaaaaaaa-0000-4000-8000-000000000001", ["userRole"] = "user" }));
        app.MapPost("/teams/v3/conversations/{place}/activities", async (string place, HttpContext http) =>
        {
            if (Throttled(http, place))
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync(http.RequestAborted);
            var id = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
            if (Visitor().Match(body) is { Success: true } visitor && ClaimIn(JsonNode.Parse(body)) is { } claim)
                cards[(Root(place), id)] = new ChatCard(long.Parse(visitor.Groups["number"].Value, CultureInfo.InvariantCulture), Root(place), id, claim);
            return Results.Json(new { id }, statusCode: StatusCodes.Status201Created);
        });
        app.MapPut("/teams/v3/conversations/{place}/activities/{id}", (string place, string id, HttpContext http) =>
        {
            if (Throttled(http, place))
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            if (cards.TryGetValue((Root(place), id), out var card))
                card.Changed();
            return Results.Json(new { id });
        });
    }

    public async Task JoinAsync(Uri service, string place)
    {
        var activity = Activity("installationUpdate", place);
        activity["action"] = "add";
        await CallAsync(service, activity);
    }

    public async Task ClaimAsync(Uri service, ChatCard card)
    {
        var activity = Activity("invoke", card.Place);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = card.Id;
        activity["value"] = new JsonObject { ["action"] = JsonNode.Parse(card.Claim), ["trigger"] = "manual" };
        await CallAsync(service, activity);
    }

    public void Dispose()
    {
        client.Dispose();
        key.Dispose();
    }

    private async Task CallAsync(Uri service, JsonObject activity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, "api/messages")) { Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        using var response = await client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"Teams' call was answered {response.StatusCode}.");
        if ((string?)activity["type"] == "invoke" && JsonNode.Parse(await response.Content.ReadAsStringAsync()) is not { } answer)
            throw new InvalidOperationException("The press was answered with nothing.");
    }

    private string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = Base64(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = "bench" }));
        var claims = Base64(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["serviceurl"] = ServiceUrl, ["iss"] = "https://api.botframework.com", ["aud"] = AppId, ["nbf"] = now - 60, ["exp"] = now + 3_540 }));
        return $"{head}.{claims}.{Base64(key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private bool Throttled(HttpContext http, string place)
    {
        var now = TimeProvider.System.GetUtcNow();
        if ((tenant.Take("", now) ?? conversations.Take(Root(place), now)) is not { } wait)
            return false;
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private JsonObject Activity(string type, string place) => new()
    {
        ["type"] = type,
        ["id"] = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture),
        ["channelId"] = "msteams",
        ["serviceUrl"] = ServiceUrl,
        ["from"] = new JsonObject { ["id"] = "29:ana", ["name"] = "Ana", ["aadObjectId"] = "aaaaaaaa-0000-4000-8000-000000000001" },
        ["recipient"] = new JsonObject { ["id"] = "28:" + AppId, ["name"] = "PageWatch" },
        ["conversation"] = new JsonObject { ["id"] = place, ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = Tenant },
        ["channelData"] = new JsonObject
        {
            ["tenant"] = new JsonObject { ["id"] = Tenant }, ["team"] = new JsonObject { ["id"] = "19:bench@thread.tacv2", ["name"] = "Bench" },
            ["channel"] = new JsonObject { ["id"] = place, ["name"] = place[3..place.IndexOf('@', StringComparison.Ordinal)] },
        },
    };

    private static string? ClaimIn(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members when members["type"]?.ToString() == "Action.Execute" && members["title"]?.ToString() == "Claim":
                return new JsonObject { ["type"] = "Action.Execute", ["verb"] = members["verb"]!.DeepClone(), ["data"] = members["data"]?.DeepClone() }.ToJsonString();
            case JsonObject members:
                return members.Select(member => ClaimIn(member.Value)).FirstOrDefault(found => found is not null);
            case JsonArray items:
                return items.Select(ClaimIn).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static string Root(string place) => Uri.UnescapeDataString(place).Split(';')[0];

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    [GeneratedRegex(@"Visitor (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Visitor();
}
