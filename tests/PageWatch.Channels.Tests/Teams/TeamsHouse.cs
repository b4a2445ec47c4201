using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Channels.Teams;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>The folder as the host wires it, between a stand-in of Teams and a desk that writes down what it is told.</summary>
internal sealed class TeamsHouse : IAsyncDisposable, IDisposable
{
    public const string Care = "19:care@thread.tacv2";
    public const string Night = "19:night@thread.tacv2";
    public const string Team = "19:general@thread.tacv2";
    public const string Bot = "28:" + TeamsStandIn.AppId;
    public const string Ana = "aaaaaaaa-0000-4000-8000-000000000001";
    public const string Ben = "bbbbbbbb-0000-4000-8000-000000000002";

    private readonly ServiceProvider services;

    public TeamsHouse(Action<Dictionary<string, string?>>? settings = null, Func<FakeTimeProvider, HttpMessageHandler>? network = null)
    {
        Teams = new TeamsStandIn(Time);
        Teams.Members["29:ana"] = Member("29:ana", Ana, "Ana");
        Teams.Members["29:ben"] = Member("29:ben", Ben, "Ben");
        Teams.Members["29:gus"] = Member("29:gus", "cccccccc-0000-4000-8000-000000000003", "Gus", "guest");
        var given = new Dictionary<string, string?>
        {
            ["PageWatch:Teams:AppId"] = TeamsStandIn.AppId, ["PageWatch:Teams:Tenants:0"] = TeamsStandIn.Tenant, ["PageWatch:Teams:Secret"] = TeamsStandIn.Secret,
        };
        settings?.Invoke(given);
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(given).Build());
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logged));
        collection.AddMetrics();
        collection.AddSingleton<IChatDesk>(Desk);
        collection.AddSingleton<IChatIntake>(Intake);
        collection.AddSingleton<IChatPlaces>(Places);
        collection.AddTeamsChannel(_ => network?.Invoke(Time) ?? Teams);
        services = collection.BuildServiceProvider();
        Meters = new CountedMeters(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
    }

    public FakeTimeProvider Time { get; } = new(A.Morning);

    public TeamsStandIn Teams { get; }

    public RecordingDesk Desk { get; } = new();

    public ListedIntake Intake { get; } = new();

    public ListedPlaces Places { get; } = new();

    public LoggedLines Logged { get; } = new();

    public CountedMeters Meters { get; }

    public IServiceProvider Services => services;

    public IChatDoor Door => services.GetRequiredService<IChatDoor>();

    public IChannelSender Sender => services.GetRequiredService<IChannelSender>();

    public IChatListener Listener => services.GetRequiredService<IChatListener>();

    public IChannelFinder Finder => services.GetRequiredService<IChannelFinder>();

    public static StaffChannel Channel(string conversation = Care, string name = "#care", int id = 7) =>
        new(new ChannelId(id), TeamId.Default, ChannelKind.Teams, name, $"{TeamsStandIn.Tenant}/{conversation}");

    public static CardDelivery Delivery(Card card, string key = "nudge-12", long version = 1, MessageRef? existing = null, StaffChannel? channel = null) =>
        new(key, channel ?? Channel(), new NudgeId(12), version, card, existing);

    public static Card Plain(string text, params CardAction[] actions) =>
        new("Complaint", Tone.Calm, [new CardPart.Line([new Span.Words(text)])], actions) { Fallback = "Complaint: " + text };

    public static CardAction Claim(long version = 5) => new("claim", "Claim", new NudgeId(12), version);

    /// <summary>What a person says; a mention of the bot goes before it where there is none to be left out.</summary>
    public static JsonObject Message(string text, string conversation = Care, string id = "1700000000001", string from = "ana", bool mentionsBot = true, string? root = null, string tenant = TeamsStandIn.Tenant)
    {
        var activity = Activity("message", conversation, id, from, root, tenant);
        activity["text"] = mentionsBot ? $"<at>PageWatch</at> {text}" : text;
        activity["textFormat"] = "plain";
        if (mentionsBot)
            activity["entities"] = new JsonArray(Mention("<at>PageWatch</at>", Bot, "PageWatch"));
        return activity;
    }

    public static JsonNode Mention(string tag, string id, string name) =>
        new JsonObject { ["type"] = "mention", ["text"] = tag, ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name } };

    public static JsonObject Personal(string text, string id = "1700000000001", string from = "ana")
    {
        var activity = Message(text, "a:" + from, id, from, mentionsBot: false);
        activity["conversation"] = new JsonObject { ["id"] = "a:" + from, ["conversationType"] = "personal", ["tenantId"] = TeamsStandIn.Tenant };
        activity["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = TeamsStandIn.Tenant } };
        return activity;
    }

    public static JsonObject Activity(string type, string conversation = Care, string? id = "1700000000001", string from = "ana", string? root = null, string tenant = TeamsStandIn.Tenant) => new()
    {
        ["type"] = type,
        ["id"] = id,
        ["timestamp"] = "2026-01-05T09:00:00Z",
        ["channelId"] = "msteams",
        ["serviceUrl"] = TeamsStandIn.ServiceUrl,
        ["from"] = new JsonObject { ["id"] = "29:" + from, ["name"] = from switch { "ana" => "Ana", "ben" => "Ben", _ => from }, ["aadObjectId"] = from switch { "ana" => Ana, "ben" => Ben, _ => null } },
        ["recipient"] = new JsonObject { ["id"] = Bot, ["name"] = "PageWatch" },
        ["conversation"] = new JsonObject { ["id"] = root is null ? conversation : $"{conversation};messageid={root}", ["conversationType"] = "channel", ["isGroup"] = true, ["tenantId"] = tenant },
        ["channelData"] = new JsonObject
        {
            ["tenant"] = new JsonObject { ["id"] = tenant },
            ["team"] = new JsonObject { ["id"] = Team, ["name"] = "Contoso" },
            ["channel"] = new JsonObject { ["id"] = conversation, ["name"] = conversation switch { Care => "care", Night => "night", _ => null } },
        },
    };

    public static JsonObject Invoke(string verb, JsonNode? data, string from = "ana", string conversation = Care, string? replyTo = "1700000", string trigger = "manual")
    {
        var activity = Activity("invoke", conversation, "f:1", from);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = replyTo;
        activity["value"] = new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = verb, ["data"] = data }, ["trigger"] = trigger };
        return activity;
    }

    /// <summary>Asks for a window, or sends one off.</summary>
    public static JsonObject Window(string name, string verb, JsonNode? data, string from = "ana", string? replyTo = "1700000")
    {
        var activity = Activity("invoke", Care, "f:1", from);
        activity["name"] = name;
        activity["replyToId"] = replyTo;
        var sent = data?.DeepClone().AsObject() ?? [];
        sent["verb"] = verb;
        activity["value"] = new JsonObject { ["data"] = sent, ["context"] = new JsonObject { ["theme"] = "default" } };
        return activity;
    }

    public static JsonNode Data(long? nudge = 12, long? version = 5, string? argument = null, string? input = null)
    {
        var v = new JsonObject();
        if (nudge is { } number)
            v["nudge"] = number.ToString(CultureInfo.InvariantCulture);
        if (version is { } shown)
            v["version"] = shown.ToString(CultureInfo.InvariantCulture);
        if (argument is not null)
            v["argument"] = argument;
        var data = new JsonObject { ["v"] = v };
        if (input is not null)
            data["input"] = input;
        return data;
    }

    /// <summary>A token as Teams makes it, unless changed.</summary>
    public string Token(Action<JsonObject>? with = null, TeamsKey? key = null, string algorithm = "RS256", string? keyId = null)
    {
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["serviceurl"] = TeamsStandIn.ServiceUrl, ["iss"] = "https://api.botframework.com", ["aud"] = TeamsStandIn.AppId, ["nbf"] = now - 60, ["exp"] = now + 3_540 };
        with?.Invoke(claims);
        return (key ?? TeamsKey.Teams).Sign(claims, algorithm, keyId);
    }

    public Task<DoorAnswer> CallAsync(JsonObject activity) => CallAsync(activity.ToJsonString(), "Bearer " + Token());

    public Task<DoorAnswer> CallAsync(string body, string? authorization, bool isFromLoopback = false) => CallAsync(Encoding.UTF8.GetBytes(body), authorization, isFromLoopback);

    public async Task<DoorAnswer> CallAsync(byte[] body, string? authorization, bool isFromLoopback = false)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json; charset=utf-8" };
        if (authorization is not null)
            headers["authorization"] = authorization;
        return await Door.AnswerAsync(new DoorCall("/api/messages", headers, body) { IsFromLoopback = isFromLoopback }, CancellationToken.None);
    }

    /// <summary>Says it to the door, and works off what the door kept.</summary>
    public async Task HearAsync(JsonObject activity)
    {
        (await CallAsync(activity)).Status.ShouldBe(200);
        await WorkAsync();
    }

    public async Task WorkAsync()
    {
        while (Intake.Waiting.TryDequeue(out var body))
            await Listener.HearAsync(body, Time.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>The bot was heard in a place, and knows how to reach it.</summary>
    public async Task KnowsAsync(string conversation = Care)
    {
        await HearAsync(Message("help", conversation, "1600000000000"));
        Desk.Said.Clear();
        Teams.Messages.Clear();
        Teams.Calls.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Meters.Dispose();
        await services.DisposeAsync();
    }

    public void Dispose()
    {
        Meters.Dispose();
        services.Dispose();
    }

    private static JsonObject Member(string id, string entra, string name, string role = "user") => new() { ["id"] = id, ["name"] = name, ["aadObjectId"] = entra, ["userRole"] = role };
}

/// <summary>Writes down what it is told, and answers what it was told to.</summary>
internal sealed class RecordingDesk : IChatDesk
{
    public List<(ChatPerson By, ChatPlace Place, Click Click)> Pressed { get; } = [];

    public List<(ChatPerson By, ChatPlace Place, string Line, IReadOnlyList<ChatPerson> Mentioned)> Said { get; } = [];

    public List<(ChatPerson By, ChatPlace Place, MessageRef Card, string Source, string Text)> Noted { get; } = [];

    public List<(ChatPerson By, ChatPlace Place, MessageRef Card)> Looked { get; } = [];

    public List<(ChatPlace Place, PlaceChange Change, ChatPerson? By)> Changed { get; } = [];

    public Func<Click, CancellationToken, Task<ClickAnswer>> Press { get; set; } = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Done(TeamsHouse.Plain("as it is now")));

    public ChatAnswer Answer { get; set; } = new(TeamsHouse.Plain("here you are"));

    public ChatAnswer? Aside { get; set; }

    public ChatAnswer? Greeting { get; set; }

    public async ValueTask<ClickAnswer> PressAsync(ChatPerson by, ChatPlace place, Click click, CancellationToken cancellationToken)
    {
        Pressed.Add((by, place, click));
        return await Press(click, cancellationToken);
    }

    public ValueTask<ChatAnswer> SayAsync(ChatPerson by, ChatPlace place, string line, IReadOnlyList<ChatPerson> mentioned, CancellationToken cancellationToken)
    {
        Said.Add((by, place, line, mentioned));
        return ValueTask.FromResult(Answer);
    }

    public ValueTask<ChatAnswer?> NoteAsync(ChatPerson by, ChatPlace place, MessageRef card, string source, string text, CancellationToken cancellationToken)
    {
        Noted.Add((by, place, card, source, text));
        return ValueTask.FromResult(Aside);
    }

    public ValueTask<ChatAnswer?> LookAsync(ChatPerson by, ChatPlace place, MessageRef card, CancellationToken cancellationToken)
    {
        Looked.Add((by, place, card));
        return ValueTask.FromResult(Aside);
    }

    public ValueTask<Card> HomeAsync(ChatPerson by, CancellationToken cancellationToken) => throw new InvalidOperationException("Teams has no home.");

    public ValueTask<ChatAnswer?> PlaceChangedAsync(ChatPlace place, PlaceChange change, ChatPerson? by, CancellationToken cancellationToken)
    {
        Changed.Add((place, change, by));
        return ValueTask.FromResult(Greeting);
    }
}

/// <summary>Takes each key once.</summary>
internal sealed class ListedIntake : IChatIntake
{
    public Dictionary<string, string> Lanes { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<byte[]> Waiting { get; } = new();

    public ValueTask<bool> KeepAsync(ChannelKind chat, string key, string lane, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        chat.ShouldBe(ChannelKind.Teams);
        key.Length.ShouldBeInRange(1, 300);
        lane.Length.ShouldBeInRange(1, 300);
        if (!Lanes.TryAdd(key, lane))
            return ValueTask.FromResult(false);
        Waiting.Enqueue(body.ToArray());
        return ValueTask.FromResult(true);
    }
}

/// <summary>Keeps places as a store does.</summary>
internal sealed class ListedPlaces : IChatPlaces
{
    public Dictionary<string, KeptPlace> Kept { get; } = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    public ValueTask<KeptPlace?> FindAsync(ChannelKind chat, string address, CancellationToken cancellationToken) => ValueTask.FromResult(Kept.GetValueOrDefault(address));

    public ValueTask KeepAsync(KeptPlace place, CancellationToken cancellationToken)
    {
        place.Chat.ShouldBe(ChannelKind.Teams);
        place.Reference.Length.ShouldBeLessThanOrEqualTo(4_000);
        Writes++;
        Kept[place.Address] = place;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<KeptPlace>> OfChatAsync(ChannelKind chat, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<KeptPlace>>([.. Kept.Values.OrderBy(place => place.Address, StringComparer.Ordinal)]);
}

/// <summary>Every line that was logged, exceptions with it.</summary>
internal sealed class LoggedLines : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}

/// <summary>What was counted, by name and label.</summary>
internal sealed class CountedMeters : IDisposable
{
    private readonly System.Diagnostics.Metrics.MeterListener listener = new();
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    public CountedMeters(System.Diagnostics.Metrics.IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            // Other tests count under the same names at the same time.
            if (ReferenceEquals(instrument.Meter.Scope, meters))
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var label = string.Join(',', tags.ToArray().Select(tag => $"{tag.Value}"));
            counts.AddOrUpdate(label.Length == 0 ? instrument.Name : $"{instrument.Name} {label}", value, (_, before) => before + value);
        });
        listener.Start();
    }

    public long this[string name] => counts.GetValueOrDefault(name);

    public void Dispose() => listener.Dispose();
}
