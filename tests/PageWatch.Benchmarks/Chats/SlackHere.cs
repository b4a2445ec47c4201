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
/// As much of Slack as cards and presses need, over real HTTP: keeps messages, throttles as documented (about a post a second in a channel with a short burst; some fifty
/// updates a minute of a workspace), and signs what people do.
/// </summary>
internal sealed partial class SlackHere(Uri own) : IChatHere
{
    private const string Team = "T0BENCH";
    private const string Person = "U0ANA";
    private const string Bot = "U0BOT";
    private const string BotToken = "xoxb-bench";
    private const string Secret = "bench-signing-secret";

    private readonly Throttle posts = new((4, TimeSpan.FromSeconds(4)));
    private readonly Throttle updates = new((10, TimeSpan.FromSeconds(1)), (50, TimeSpan.FromMinutes(1)));
    private readonly ConcurrentDictionary<(string Place, string Id), ChatCard> cards = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private long last = 1_700_000_000;

    public string Name => "Slack";

    public IEnumerable<ChatCard> Cards => cards.Values;

    public int Refused => posts.Refused + updates.Refused;

    /// <summary>Calls of <c>chat.update</c> that were taken.</summary>
    public int Updates { get; private set; }

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PageWatch__Slack__BotToken"] = BotToken, ["PageWatch__Slack__SigningSecret"] = Secret, ["PageWatch__Slack__Api"] = new Uri(own, "slack/api/").AbsoluteUri,
    };

    public void Map(WebApplication app)
    {
        app.MapPost("/slack/api/{method}", async (string method, HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var answer = Answer(method, form, out var wait);
            if (wait is { } seconds)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = Math.Ceiling(seconds.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
        });
        app.MapPost("/slack/respond/{place}/{id}", async (string place, string id, HttpContext http) =>
        {
            var body = await JsonSerializer.DeserializeAsync<JsonObject>(http.Request.Body, cancellationToken: http.RequestAborted);
            if ((bool?)body!["replace_original"] == true && cards.TryGetValue((place, id), out var card))
                card.Changed();
            return Results.Ok();
        });
    }

    public async Task JoinAsync(Uri service, string place) => await CallAsync(service, "chats/slack/events", "application/json", new JsonObject
    {
        ["type"] = "event_callback",
        ["team_id"] = Team,
        ["event_id"] = $"Ev{Interlocked.Increment(ref last)}",
        ["event"] = new JsonObject { ["type"] = "member_joined_channel", ["user"] = Bot, ["channel"] = place, ["channel_type"] = "C", ["inviter"] = Person, ["event_ts"] = "1.1" },
    }.ToJsonString());

    public async Task ClaimAsync(Uri service, ChatCard card)
    {
        var action = JsonNode.Parse(card.Claim)!.AsObject();
        action["type"] = "button";
        action["action_ts"] = Now().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var payload = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = Person, ["team_id"] = Team },
            ["team"] = new JsonObject { ["id"] = Team },
            ["channel"] = new JsonObject { ["id"] = card.Place, ["name"] = card.Place },
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = card.Id, ["channel_id"] = card.Place, ["is_ephemeral"] = false },
            ["message"] = new JsonObject { ["ts"] = card.Id },
            ["trigger_id"] = $"trigger.{Interlocked.Increment(ref last)}",
            ["response_url"] = new Uri(own, $"slack/respond/{card.Place}/{card.Id}").AbsoluteUri,
            ["actions"] = new JsonArray(action),
        };
        await CallAsync(service, "chats/slack/interactions", "application/x-www-form-urlencoded", "payload=" + Uri.EscapeDataString(payload.ToJsonString()));
    }

    public void Dispose() => client.Dispose();

    private async Task CallAsync(Uri service, string path, string type, string body)
    {
        var stamp = Now().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, path)) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)) };
        request.Headers.Add("X-Slack-Request-Timestamp", stamp);
        request.Headers.Add("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{stamp}:{body}"))));
        using var response = await client.SendAsync(request);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"Slack's call to {path} was answered {response.StatusCode}.");
    }

    private JsonObject Answer(string method, IFormCollection form, out TimeSpan? wait)
    {
        wait = null;
        switch (method)
        {
            case "auth.test":
                return Ok(("team_id", Team), ("user_id", Bot), ("bot_id", "B0BOT"));
            case "users.info":
                return new JsonObject { ["ok"] = true, ["user"] = new JsonObject { ["id"] = form["user"].ToString(), ["team_id"] = Team, ["name"] = "ana", ["profile"] = new JsonObject { ["display_name"] = "Ana" } } };
            case "conversations.info":
                return new JsonObject { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = form["channel"].ToString(), ["name"] = form["channel"].ToString().ToLowerInvariant() } };
            case "conversations.history":
                return new JsonObject { ["ok"] = true, ["messages"] = new JsonArray() };
            case "chat.postMessage":
                wait = posts.Take(form["channel"]!, Now());
                if (wait is not null)
                    return Error("ratelimited");
                var ts = $"{Interlocked.Increment(ref last)}.000100";
                if (Visitor().Match(form["blocks"]!) is { Success: true } visitor && ClaimIn(JsonNode.Parse(form["blocks"]!)) is { } claim)
                    cards[(form["channel"]!, ts)] = new ChatCard(long.Parse(visitor.Groups["number"].Value, CultureInfo.InvariantCulture), form["channel"]!, ts, claim);
                return Ok(("channel", form["channel"]!), ("ts", ts));
            case "chat.update":
                wait = updates.Take("", Now());
                if (wait is not null)
                    return Error("ratelimited");
                Updates++;
                if (cards.TryGetValue((form["channel"]!, form["ts"]!), out var card))
                    card.Changed();
                return Ok(("channel", form["channel"]!), ("ts", form["ts"]!));
            default:
                return Ok();
        }
    }

    private static string? ClaimIn(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members when members["type"]?.ToString() == "button" && members["text"] is JsonObject label && label["text"]?.ToString() == "Claim":
                return new JsonObject { ["action_id"] = members["action_id"]!.DeepClone(), ["value"] = members["value"]!.DeepClone() }.ToJsonString();
            case JsonObject members:
                return members.Select(member => ClaimIn(member.Value)).FirstOrDefault(found => found is not null);
            case JsonArray items:
                return items.Select(ClaimIn).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static JsonObject Ok(params (string Name, string Value)[] members)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in members)
            answer[name] = value;
        return answer;
    }

    private static JsonObject Error(string word) => new() { ["ok"] = false, ["error"] = word };

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    [GeneratedRegex(@"Visitor (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Visitor();
}
