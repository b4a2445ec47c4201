using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.Time.Testing;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>A workspace at the network's edge: keeps what it is sent, answers as documented, and refuses what Slack would refuse.</summary>
internal sealed class SlackWorkspace(FakeTimeProvider time) : HttpMessageHandler
{
    public const string Team = "T0STORE";
    public const string Bot = "U0BOT";
    public const string BotToken = "xoxb-test-bot";
    public const string AppToken = "xapp-test-app";
    public const string Responses = "https://hooks.slack.com/actions/T0STORE/1/secret";

    private readonly Lock door = new();
    private readonly HashSet<string> triggers = new(StringComparer.Ordinal);
    private long last;

    /// <summary>As they stand, oldest first.</summary>
    public List<SlackPosted> Messages { get; } = [];

    /// <summary>By id, as they were last drawn.</summary>
    public Dictionary<string, JsonObject> Views { get; } = [];

    public Dictionary<string, JsonObject> Homes { get; } = [];

    public List<(string Method, Dictionary<string, string> Fields)> Calls { get; } = [];

    /// <summary>What was posted to an address that came with a press or a command.</summary>
    public List<JsonObject> Responded { get; } = [];

    /// <summary>The next calls of a method go wrong: an error's word, "429:seconds", "500", "drop", or "lost" for done with the answer lost.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<string>> Faults { get; } = new();

    /// <summary>Where Socket Mode is.</summary>
    public Uri? Socket { get; set; }

    public HashSet<string> ClosedTo { get; } = new(StringComparer.Ordinal) { "C0OLD" };

    public int Count(string method)
    {
        lock (door)
            return Calls.Count(call => call.Method == method);
    }

    public void Fail(string method, params string[] how)
    {
        var queue = Faults.GetOrAdd(method, _ => new ConcurrentQueue<string>());
        foreach (var each in how)
            queue.Enqueue(each);
    }

    public string NewTrigger()
    {
        var trigger = $"trigger.{Interlocked.Increment(ref last)}";
        lock (door)
            triggers.Add(trigger);
        return trigger;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (request.RequestUri!.AbsoluteUri == Responses)
            return Respond(body);
        if ((request.RequestUri.Host != "slack.com" && !request.RequestUri.IsLoopback) || !request.RequestUri.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            throw new InvalidOperationException($"Nobody answers at {request.RequestUri}.");

        var method = request.RequestUri.AbsolutePath["/api/".Length..];
        var parsed = HttpUtility.ParseQueryString(body);
        var fields = parsed.AllKeys.ToDictionary(key => key!, key => parsed[key]!, StringComparer.Ordinal);
        lock (door)
        {
            Calls.Add((method, fields));
            if (request.Headers.Authorization?.ToString() != $"Bearer {(method == "apps.connections.open" ? AppToken : BotToken)}")
                return Answer(Error("invalid_auth"));
            var fault = Faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : null;
            switch (fault)
            {
                case null:
                    return Answer(Do(method, fields));
                case "500":
                    return new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("<h1>upstream</h1>", Encoding.UTF8, "text/html") };
                case "drop":
                    throw new HttpRequestException("the line was lost");
                case "lost":
                    Do(method, fields);
                    throw new HttpRequestException("the line was lost");
                case "huge":
                    return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(new string(' ', 2_000_000)) };
                case not null when fault.StartsWith("429:", StringComparison.Ordinal):
                    var slow = Answer(Error("ratelimited"));
                    slow.StatusCode = HttpStatusCode.TooManyRequests;
                    slow.Headers.TryAddWithoutValidation("Retry-After", fault[4..]);
                    return slow;
                default:
                    return Answer(Error(fault));
            }
        }
    }

    private JsonObject Do(string method, Dictionary<string, string> fields)
    {
        switch (method)
        {
            case "auth.test":
                return Ok(("team_id", Team), ("user_id", Bot), ("bot_id", "B0BOT"));
            case "apps.connections.open":
                return Socket is null ? Error("internal_error") : Ok(("url", Socket.AbsoluteUri));
            case "users.info":
                return User(fields["user"]);
            case "conversations.info":
                return fields["channel"].StartsWith('C')
                    ? new JsonObject { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = fields["channel"], ["name"] = fields["channel"][2..].ToLowerInvariant() } }
                    : Error("channel_not_found");
            case "conversations.history":
                return History(fields);
            case "chat.getPermalink":
                return Ok(("permalink", $"https://store.slack.com/archives/{fields["channel"]}/p{fields["message_ts"].Replace(".", "", StringComparison.Ordinal)}"));
            case "chat.postMessage" or "chat.postEphemeral":
                return Post(fields, fields.GetValueOrDefault("user"));
            case "chat.update":
                return Update(fields);
            case "chat.delete":
                return Messages.RemoveAll(message => message.Channel == fields["channel"] && message.Ts == fields["ts"]) > 0 ? Ok() : Error("message_not_found");
            case "views.open" or "views.update" or "views.publish":
                return View(method, fields);
            default:
                return Error("unknown_method");
        }
    }

    private JsonObject Post(Dictionary<string, string> fields, string? ephemeralTo)
    {
        var channel = fields["channel"];
        if (ClosedTo.Contains(channel))
            return Error(channel == "C0OLD" ? "is_archived" : "not_in_channel");
        if (Refusal(fields, 40_000) is { } refusal)
            return refusal;
        if (ephemeralTo is null && (fields.GetValueOrDefault("unfurl_links") != "false" || fields.GetValueOrDefault("unfurl_media") != "false" || fields.GetValueOrDefault("mrkdwn") != "false"))
            return Error("a_preview_would_be_fetched");
        var posted = new SlackPosted(channel, NextTs(), fields["text"], JsonNode.Parse(fields["blocks"])!.AsArray())
        {
            Metadata = fields.GetValueOrDefault("metadata") is { } data ? JsonNode.Parse(data) : null, ThreadTs = fields.GetValueOrDefault("thread_ts"), EphemeralTo = ephemeralTo,
        };
        Messages.Add(posted);
        return Ok(("channel", channel), ("ts", posted.Ts));
    }

    private JsonObject Update(Dictionary<string, string> fields)
    {
        var index = Messages.FindIndex(message => message.Channel == fields["channel"] && message.Ts == fields["ts"] && message.EphemeralTo is null);
        if (index < 0)
            return Error("message_not_found");
        if (Refusal(fields, 4_000) is { } refusal)
            return refusal;
        if (fields.GetValueOrDefault("parse") != "none")
            return Error("names_would_become_mentions");
        Messages[index] = Messages[index] with
        {
            Text = fields["text"], Blocks = JsonNode.Parse(fields["blocks"])!.AsArray(), Metadata = fields.GetValueOrDefault("metadata") is { } data ? JsonNode.Parse(data) : Messages[index].Metadata,
        };
        return Ok(("channel", fields["channel"]), ("ts", fields["ts"]));
    }

    private JsonObject History(Dictionary<string, string> fields)
    {
        var oldest = decimal.Parse(fields["oldest"], CultureInfo.InvariantCulture);
        var all = Messages.Where(message => message.Channel == fields["channel"] && message.EphemeralTo is null && message.ThreadTs is null && decimal.Parse(message.Ts, CultureInfo.InvariantCulture) > oldest)
            .OrderByDescending(message => message.Ts, StringComparer.Ordinal).ToList();
        var from = fields.TryGetValue("cursor", out var cursor) ? int.Parse(cursor, CultureInfo.InvariantCulture) : 0;
        var limit = int.Parse(fields["limit"], CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["ok"] = true,
            ["messages"] = new JsonArray([
                .. all.Skip(from).Take(limit).Select(message => new JsonObject
                {
                    ["type"] = "message", ["user"] = Bot, ["ts"] = message.Ts, ["text"] = message.Text, ["metadata"] = fields.GetValueOrDefault("include_all_metadata") == "true" ? message.Metadata?.DeepClone() : null,
                }),
            ]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = from + limit < all.Count ? (from + limit).ToString(CultureInfo.InvariantCulture) : "" },
        };
    }

    private JsonObject View(string method, Dictionary<string, string> fields)
    {
        var view = JsonNode.Parse(fields["view"])!.AsObject();
        if (SlackRules.OfView(view) is { Count: > 0 } wrong)
            return Invalid("invalid_arguments", wrong);
        switch (method)
        {
            case "views.publish":
                Homes[fields["user_id"]] = view;
                return Ok();
            case "views.open":
                if (!triggers.Remove(fields["trigger_id"]))
                    return Error("expired_trigger_id");
                var id = $"V{Interlocked.Increment(ref last)}";
                Views[id] = view;
                return new JsonObject { ["ok"] = true, ["view"] = new JsonObject { ["id"] = id } };
            default:
                if (!Views.ContainsKey(fields["view_id"]))
                    return Error("not_found");
                Views[fields["view_id"]] = view;
                return Ok();
        }
    }

    private HttpResponseMessage Respond(string body)
    {
        var said = JsonNode.Parse(body)!.AsObject();
        lock (door)
        {
            if (Faults.TryGetValue("response_url", out var queue) && queue.TryDequeue(out var fault))
            {
                return fault == "drop"
                    ? throw new HttpRequestException("the line was lost")
                    : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent($"{{\"ok\":false,\"error\":\"{fault}\"}}") };
            }

            if (SlackRules.OfBlocks(said["blocks"], "message") is { Count: > 0 } wrong)
                return Answer(Invalid("invalid_blocks", wrong));
            Responded.Add(said);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("ok") };
        }
    }

    /// <summary>What Slack would say to blocks and texts that it does not take; null when it takes them.</summary>
    private static JsonObject? Refusal(Dictionary<string, string> fields, int longestText)
    {
        if (fields.GetValueOrDefault("text") is not { Length: > 0 } text)
            return Error("no_text");
        if (text.Length > longestText)
            return Error("msg_too_long");
        var blocks = JsonNode.Parse(fields["blocks"])!;
        if (SlackCard.Weight(blocks) > SlackCard.LargestMessage)
            return Error("msg_blocks_too_long");
        if (fields.GetValueOrDefault("metadata") is { } data && (JsonNode.Parse(data) is not JsonObject metadata || metadata["event_type"] is null || metadata["event_payload"] is not JsonObject))
            return Error("invalid_metadata_format");
        return SlackRules.OfBlocks(blocks, "message") is { Count: > 0 } wrong ? Invalid("invalid_blocks", wrong) : null;
    }

    private static JsonObject User(string id)
    {
        (string Name, bool IsGuest) known = id switch { "U0ANA" => ("Ana", false), "U0BEN" => ("Ben", false), "U0GUEST" => ("Gus", true), _ => ("", false) };
        return known.Name.Length == 0 ? Error("user_not_found") : new JsonObject
        {
            ["ok"] = true,
            ["user"] = new JsonObject
            {
                ["id"] = id, ["team_id"] = Team, ["name"] = known.Name.ToLowerInvariant(), ["is_restricted"] = known.IsGuest, ["profile"] = new JsonObject { ["display_name"] = known.Name },
            },
        };
    }

    private string NextTs()
    {
        last++;
        return string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()}.{last:000000}");
    }

    private static JsonObject Ok(params (string Name, string Value)[] members)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in members)
            answer[name] = value;
        return answer;
    }

    private static JsonObject Error(string word) => new() { ["ok"] = false, ["error"] = word };

    private static JsonObject Invalid(string word, IReadOnlyList<string> wrong) => new()
    {
        ["ok"] = false, ["error"] = word, ["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. wrong.Select(each => JsonValue.Create($"[ERROR] {each}"))]) },
    };

    private static HttpResponseMessage Answer(JsonObject answer) => new(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
}

internal sealed record SlackPosted(string Channel, string Ts, string Text, JsonArray Blocks)
{
    public JsonNode? Metadata { get; init; }

    public string? ThreadTs { get; init; }

    public string? EphemeralTo { get; init; }
}
