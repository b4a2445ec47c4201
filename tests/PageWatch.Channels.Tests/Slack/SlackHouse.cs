using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Channels.Slack;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Our side of Slack as the product wires it, over a workspace in memory, with a desk that writes down what it is told.</summary>
internal sealed class SlackHouse : IAsyncDisposable
{
    public const string Secret = "fake-signing-secret";

    private readonly ServiceProvider services;

    public SlackHouse(DateTimeOffset? now = null, Dictionary<string, string?>? settings = null, SlackWorkspace? workspace = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(now ?? A.Morning);
        Workspace = workspace ?? new SlackWorkspace(Time);
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>
        {
            ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:SigningSecret"] = Secret,
        }).Build());
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton<IChatDesk>(Desk);
        collection.AddSingleton<IChatIntake>(Intake);
        collection.AddSlackChannel(_ => Workspace);
        services = collection.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public SlackWorkspace Workspace { get; }

    public RecordingDesk Desk { get; } = new();

    public RecordingIntake Intake { get; } = new();

    public IChannelSender Sender => services.GetRequiredService<IChannelSender>();

    public IChannelFinder Finder => services.GetRequiredService<IChannelFinder>();

    public IChatDoor Door => services.GetRequiredService<IChatDoor>();

    public IChatListener Listener => services.GetRequiredService<IChatListener>();

    public IChatConnection Connection => services.GetRequiredService<IChatConnection>();

    public static StaffChannel Reviews { get; } = new(new ChannelId(7), TeamId.Default, ChannelKind.Slack, "#reviews", "T0STORE/C0REVIEWS");

    public static StaffChannel Night { get; } = new(new ChannelId(8), TeamId.Default, ChannelKind.Slack, "#night", "T0STORE/C0NIGHT");

    public static Card Plain(string text, params CardAction[] actions) => RecordingDesk.Plain(text, actions);

    public async Task<MessageRef> DeliverAsync(Card card, long version = 1, string key = "nudge-12", MessageRef? existing = null, DateTimeOffset? triedAt = null, StaffChannel? channel = null) =>
        await Sender.DeliverAsync(new CardDelivery(key, channel ?? Reviews, null, version, card, existing) { TriedAt = triedAt }, CancellationToken.None);

    // ---- what Slack does ----

    public async Task<DoorAnswer> CallAsync(string path, string body, string contentType, Action<Dictionary<string, string>>? spoil = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var stamp = Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = contentType, ["x-slack-request-timestamp"] = stamp, ["x-slack-signature"] = Sign(Secret, stamp, bytes) };
        spoil?.Invoke(headers);
        return await Door.AnswerAsync(new DoorCall(path, headers, bytes), CancellationToken.None);
    }

    /// <summary>The signature as Slack's page tells it, made here a second time.</summary>
    public static string Sign(string secret, string stamp, byte[] body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{stamp}:").Concat(body).ToArray()));

    public Task<DoorAnswer> EventAsync(JsonObject happened, string? id = null) => CallAsync(SlackPaths.Events, Event(happened, id).ToJsonString(), "application/json");

    public static JsonObject Event(JsonObject happened, string? id = null) => new()
    {
        ["token"] = "old", ["team_id"] = SlackWorkspace.Team, ["type"] = "event_callback", ["event_id"] = id ?? "Ev" + Guid.NewGuid().ToString("N"), ["event"] = happened,
        ["authorizations"] = new JsonArray(new JsonObject { ["team_id"] = SlackWorkspace.Team, ["user_id"] = SlackWorkspace.Bot, ["is_bot"] = true }),
    };

    public Task<DoorAnswer> InteractAsync(JsonObject payload) => CallAsync(SlackPaths.Interactions, "payload=" + Uri.EscapeDataString(payload.ToJsonString()), "application/x-www-form-urlencoded");

    public Task<DoorAnswer> CommandAsync(string text, string user = "U0ANA", string channel = "C0REVIEWS", string name = "reviews") => CallAsync(
        SlackPaths.Commands,
        string.Join('&', new Dictionary<string, string>
        {
            ["command"] = "/pagewatch", ["text"] = text, ["user_id"] = user, ["channel_id"] = channel, ["channel_name"] = name, ["team_id"] = SlackWorkspace.Team, ["response_url"] = SlackWorkspace.Responses,
            ["trigger_id"] = Workspace.NewTrigger(),
        }.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value).Replace("%20", "+", StringComparison.Ordinal)}")),
        "application/x-www-form-urlencoded");

    public static JsonObject Said(string text, string ts = "1773133200.000100", string channel = "C0REVIEWS", string user = "U0ANA", string? thread = null, string type = "message")
    {
        var said = new JsonObject { ["type"] = type, ["user"] = user, ["text"] = text, ["ts"] = ts, ["channel"] = channel, ["channel_type"] = channel[0] == 'D' ? "im" : "channel", ["event_ts"] = ts };
        if (thread is not null)
            said["thread_ts"] = thread;
        return said;
    }

    /// <summary>A press in a message that stands in a channel.</summary>
    public JsonObject PressIn(MessageRef where, string element, string actionId, string value, string user = "U0ANA", bool withMetadata = false)
    {
        var (channel, ts) = (where.Value.Split(':')[0], where.Value.Split(':')[1]);
        var payload = Action(element, actionId, value, user);
        payload["container"] = new JsonObject { ["type"] = "message", ["channel_id"] = channel, ["message_ts"] = ts, ["is_ephemeral"] = false };
        payload["channel"] = new JsonObject { ["id"] = channel, ["name"] = channel[2..].ToLowerInvariant() };
        payload["message"] = new JsonObject { ["ts"] = ts, ["metadata"] = withMetadata ? Workspace.Messages.Single(message => message.Ts == ts).Metadata?.DeepClone() : null };
        payload["response_url"] = SlackWorkspace.Responses;
        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        return payload;
    }

    /// <summary>A press in a window.</summary>
    public JsonObject PressInView(string id, JsonObject view, string element, string actionId, string value, string? typed, string user = "U0ANA")
    {
        var payload = Action(element, actionId, value, user);
        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = id };
        payload["view"] = ShownView(id, view, typed);
        return payload;
    }

    public JsonObject Submission(string id, JsonObject view, string? typed, string user = "U0ANA", string hash = "1.a") => new()
    {
        ["type"] = "view_submission", ["user"] = Person(user), ["team"] = new JsonObject { ["id"] = SlackWorkspace.Team }, ["trigger_id"] = Workspace.NewTrigger(), ["view"] = ShownView(id, view, typed, hash),
    };

    public static JsonObject Person(string user) => new() { ["id"] = user, ["username"] = "x", ["team_id"] = SlackWorkspace.Team };

    public static JsonObject ShownView(string id, JsonObject view, string? typed, string hash = "1.a")
    {
        var shown = view.DeepClone().AsObject();
        shown["id"] = id;
        shown["hash"] = hash;
        var values = new JsonObject();
        if (typed is not null)
            values["box-0"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = typed.Length == 0 ? null : typed } };
        shown["state"] = new JsonObject { ["values"] = values };
        return shown;
    }

    private JsonObject Action(string element, string actionId, string value, string user)
    {
        var action = new JsonObject { ["type"] = element, ["action_id"] = actionId, ["block_id"] = "b", ["action_ts"] = "1773133201.000200" };
        if (element == "button")
            action["value"] = value;
        else
            action["selected_option"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "x" }, ["value"] = value };
        return new JsonObject
        {
            ["type"] = "block_actions", ["user"] = Person(user), ["team"] = new JsonObject { ["id"] = SlackWorkspace.Team }, ["trigger_id"] = Workspace.NewTrigger(), ["actions"] = new JsonArray(action),
        };
    }

    // ---- what the host does ----

    /// <summary>Works off what was kept.</summary>
    public async Task WorkAsync()
    {
        while (Intake.Waiting.TryDequeue(out var kept))
            await Listener.HearAsync(kept.Body, Time.GetUtcNow(), CancellationToken.None);
    }

    public async Task HearAsync(JsonObject happened)
    {
        (await EventAsync(happened)).Status.ShouldBe(200);
        await WorkAsync();
    }

    public async Task PressAsync(JsonObject payload)
    {
        (await InteractAsync(payload)).Status.ShouldBe(200);
        await WorkAsync();
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

internal static class SlackPaths
{
    public const string Events = "/chats/slack/events";
    public const string Commands = "/chats/slack/commands";
    public const string Interactions = "/chats/slack/interactions";
}
