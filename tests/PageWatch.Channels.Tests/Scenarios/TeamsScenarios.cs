using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Teams;
using PageWatch.Channels.Tests.Teams;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Channels;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

public sealed class TeamsScenarios(ITestOutputHelper output) : ScenarioSuite(output)
{
    protected override ScenarioChat Chat() => new TeamsChat();
}

/// <summary>Teams: everything comes in by the door with a token, and goes out to the stand-in of the connector.</summary>
internal sealed class TeamsChat : ScenarioChat
{
    private TeamsStandIn? teams;
    private int said = 1_800_000;

    private TeamsStandIn Teams => teams ??= New();

    public override bool IsDown
    {
        set
        {
            Teams.IsDown = value;
            IsStuck = value;
        }
    }

    protected override void Wire(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PageWatch:Teams:AppId"] = TeamsStandIn.AppId, ["PageWatch:Teams:Tenants:0"] = TeamsStandIn.Tenant, ["PageWatch:Teams:Secret"] = TeamsStandIn.Secret,
        }).Build());
        services.AddTeamsChannel(_ => Teams);
    }

    protected override async Task ArriveAsync()
    {
        await LinkAsync(ChannelKind.Teams, TeamsStandIn.Tenant, TeamsHouse.Ana, Person.Ana);
        await LinkAsync(ChannelKind.Teams, TeamsStandIn.Tenant, TeamsHouse.Ben, Person.Ben);
        await LinkAsync(ChannelKind.Teams, TeamsStandIn.Tenant, "29:vera", Person.Vera);
        await AddBotAsync();
        await SayAsync(Person.Ana, "channel add here");
        Channel = (await Stage.Get<ITeamRecords>().ChannelsAsync(TeamId.Default, Now)).Single(channel => channel.Kind == ChannelKind.Teams);
        Teams.Messages.Clear();
    }

    public override Task<IReadOnlyList<ShownMessage>> ReadAsync()
    {
        Teams.Wrong.ShouldBeEmpty();
        return Task.FromResult<IReadOnlyList<ShownMessage>>([.. Teams.In(TeamsHouse.Care).Where(each => each.Said == TeamsHouse.Care && each.Activity["attachments"] is not null)
            .Select(each => TeamsCard.Read(each.Conversation, each.Id, each.Activity, each.Raw))]);
    }

    public override string Mention(Person who) => $"@{who}";

    public override async Task<Told> PressAsync(Person who, ShownMessage on, string label, string? typed = null)
    {
        var answer = await CallAsync(Invoke(who, on, label, typed));
        answer.Status.ShouldBe(200);
        var told = answer.Body.Length == 0 ? new Told("", null) : ToldBy(JsonNode.Parse(answer.Body.Span)!.AsObject());
        await SettleAsync();
        return told;
    }

    private static Told ToldBy(JsonObject answer)
    {
        if (answer["task"] is { } task)
            return (string)task["type"]! == "continue" ? Alone(task["value"]!["card"]!["content"]!.AsObject(), (string)task["value"]!["title"]!) : new Told((string)task["value"]!, null);
        return (string)answer["type"]! == "application/vnd.microsoft.card.adaptive" ? Alone(answer["value"]!.AsObject()) : new Told((string)answer["value"]!, null);
    }

    public override async Task<Told> SayAsync(Person who, string line)
    {
        var before = Teams.Messages.Count;
        // What begins a thread names itself as its root.
        var id = $"{said++}";
        await HearAsync(TeamsHouse.Message(line, id: id, from: Name(who), root: id));
        return Teams.Messages.Count == before ? new Told("", null) : Alone(Teams.Messages[^1].Activity["attachments"]![0]!["content"]!.AsObject());
    }

    public override Task WriteUnderAsync(Person who, ShownMessage card, string text) =>
        HearAsync(TeamsHouse.Message(text, id: $"{said++}", from: Name(who), mentionsBot: false, root: card.Where.Value.Split('|')[1]));

    /// <summary>A press is carried out before it is answered; the answer, and everybody's update, are what can be lost.</summary>
    public override async Task PressAndDieAsync(Person who, ShownMessage on, string label)
    {
        var press = Invoke(who, on, label, null);
        await CallAsync(press);
        await RestartAsync();
        // Teams got no answer in time: it says it again.
        await CallAsync(press);
    }

    public override Task DeleteAsync(ShownMessage card)
    {
        Standing(card).IsDeleted = true;
        return Task.CompletedTask;
    }

    /// <summary>Gone for us, and still there for people.</summary>
    public override void Freeze(ShownMessage card)
    {
        var id = card.Where.Value.Split('|')[1];
        Teams.Answers.Enqueue(request => request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.EndsWith(id, StringComparison.Ordinal)
            ? TeamsStandIn.Error(System.Net.HttpStatusCode.NotFound, "ActivityNotFoundInConversation")
            : throw new InvalidOperationException("Another call came first."));
    }

    public override async Task RemoveBotAsync()
    {
        Teams.Removed.Add(TeamsHouse.Care);
        IsStuck = true;
        await HearAsync(Install("remove"));
    }

    public override async Task AddBotAsync()
    {
        Teams.Removed.Remove(TeamsHouse.Care);
        IsStuck = false;
        await HearAsync(Install("add"));
    }

    public override Task RenameAsync(string name)
    {
        var activity = TeamsHouse.Activity("conversationUpdate", id: $"{said++}");
        activity["channelData"]!["eventType"] = "channelRenamed";
        activity["channelData"]!["channel"]!["name"] = name;
        return HearAsync(activity);
    }

    protected override ValueTask CloseAsync()
    {
        teams?.Dispose();
        return ValueTask.CompletedTask;
    }

    private TeamsStandIn New()
    {
        var fresh = new TeamsStandIn(Stage.Time);
        foreach (var (id, entra, name, role) in (IEnumerable<(string, string, string, string)>)
            [("29:ana", TeamsHouse.Ana, "Ana", "user"), ("29:ben", TeamsHouse.Ben, "Ben", "user"), ("29:vera", "29:vera", "Vera", "user"), ("29:gus", "29:gus", "Gus", "guest")])
            fresh.Members[id] = new JsonObject { ["id"] = id, ["name"] = name, ["aadObjectId"] = entra, ["userRole"] = role };
        return fresh;
    }

    private JsonObject Install(string action)
    {
        var activity = TeamsHouse.Activity("installationUpdate", id: $"{said++}");
        activity["action"] = action;
        return activity;
    }

    private JsonObject Invoke(Person who, ShownMessage on, string label, string? typed)
    {
        var sent = new Dictionary<string, string>(ButtonOf(on, label).Sent, StringComparer.Ordinal);
        if (typed is not null && sent.ContainsKey("input"))
            sent["input"] = JsonValue.Create(typed)!.ToJsonString();
        var v = new JsonObject();
        foreach (var (name, value) in sent.Where(each => each.Key.StartsWith("v.", StringComparison.Ordinal)))
            v[name[2..]] = JsonNode.Parse(value);
        var data = new JsonObject { ["v"] = v };
        if (sent.TryGetValue("input", out var input))
            data["input"] = JsonNode.Parse(input);
        var at = on.Where.Value.Contains('|', StringComparison.Ordinal) ? on.Where.Value.Split('|')[1] : Teams.In(TeamsHouse.Care).Last(each => each.Said == TeamsHouse.Care).Id;
        var verb = (string)JsonNode.Parse(sent["verb"])!;
        return sent.TryGetValue("window", out var window) ? TeamsHouse.Window(window, verb, data, Name(who), at) : TeamsHouse.Invoke(verb, data, Name(who), replyTo: at);
    }

    private async Task HearAsync(JsonObject activity)
    {
        (await CallAsync(activity)).Status.ShouldBe(200);
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        await SettleAsync();
    }

    private async Task<DoorAnswer> CallAsync(JsonObject activity)
    {
        var now = Stage.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = TeamsKey.Teams.Sign(new JsonObject { ["serviceurl"] = TeamsStandIn.ServiceUrl, ["iss"] = "https://api.botframework.com", ["aud"] = TeamsStandIn.AppId, ["nbf"] = now - 60, ["exp"] = now + 3_540 });
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json; charset=utf-8", ["authorization"] = "Bearer " + token };
        return await Stage.Get<IChatDoor>().AnswerAsync(new DoorCall("/api/messages", headers, Encoding.UTF8.GetBytes(activity.ToJsonString())), Now);
    }

    private TeamsStanding Standing(ShownMessage card) => Teams.Messages.Single(each => each.Id == card.Where.Value.Split('|')[1]);

    private static Told Alone(JsonObject content, string title = "")
    {
        var view = TeamsCard.ReadAlone(content);
        return new Told($"{title}\n{view.Text}".Trim(), view);
    }

    private static string Name(Person who) => who.ToString().ToLowerInvariant();
}
