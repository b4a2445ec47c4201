using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Slack;
using PageWatch.Channels.Tests.Slack;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Channels;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

public sealed class SlackScenarios(ITestOutputHelper output) : ScenarioSuite(output)
{
    protected override ScenarioChat Chat() => new SlackChat();
}

/// <summary>Slack: everything comes in by the door, signed, and goes out to a workspace in memory.</summary>
internal sealed class SlackChat : ScenarioChat
{
    private const string Room = "C0REVIEWS";

    private SlackWorkspace? workspace;
    private long said = 1_773_133_300;

    private SlackWorkspace Workspace => workspace ??= new SlackWorkspace(Stage.Time);

    public override bool IsDown
    {
        set
        {
            Workspace.Faults.Clear();
            if (value)
            {
                foreach (var method in (string[])["chat.postMessage", "chat.update", "conversations.history", "auth.test"])
                    Workspace.Fail(method, [.. Enumerable.Repeat("drop", 10_000)]);
            }

            IsStuck = value;
        }
    }

    protected override void Wire(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:SigningSecret"] = SlackHouse.Secret,
        }).Build());
        services.AddSlackChannel(_ => Workspace);
    }

    protected override async Task ArriveAsync()
    {
        foreach (var who in (Person[])[Person.Ana, Person.Ben, Person.Vera])
            await LinkAsync(ChannelKind.Slack, SlackWorkspace.Team, User(who), who);
        await AddBotAsync();
        await SayAsync(Person.Ana, "channel add here");
        Channel = (await Stage.Get<ITeamRecords>().ChannelsAsync(TeamId.Default, Now)).Single(channel => channel.Kind == ChannelKind.Slack);
        Workspace.Messages.Clear();
    }

    public override Task<IReadOnlyList<ShownMessage>> ReadAsync() => Task.FromResult<IReadOnlyList<ShownMessage>>(
        [.. Workspace.Messages.Where(message => message is { EphemeralTo: null, ThreadTs: null, Channel: Room }).Select(SlackCard.Read)]);

    public override string Mention(Person who) => "@" + User(who);

    public override async Task<Told> PressAsync(Person who, ShownMessage on, string label, string? typed = null)
    {
        var sent = ButtonOf(on, label).Sent;
        var views = Workspace.Views.ToDictionary(each => each.Key, each => each.Value);
        var (messages, responded) = (Workspace.Messages.Count, Workspace.Responded.Count);
        if (sent["type"] == "view_submission")
            return await SubmitAsync(who, on, sent, typed);

        (await InteractAsync(Press(who, on, sent, typed))).Status.ShouldBe(200);
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        Apply(on, responded);
        await SettleAsync();
        var opened = Workspace.Views.Where(each => !views.TryGetValue(each.Key, out var before) || before != each.Value).Select(each => SlackCard.Read(each.Key, each.Value)).LastOrDefault();
        var words = string.Join('\n', Workspace.Messages.Skip(messages).Where(message => message.EphemeralTo == User(who)).Select(message => SlackCard.Read(message).Text)
            .Concat(Workspace.Responded.Skip(responded).Where(each => !Replaces(each)).Select(each => SlackCard.Read(new SlackPosted(Room, "0.0", (string)each["text"]!, each["blocks"]!.DeepClone().AsArray())).Text)));
        return new Told($"{words}\n{opened?.Text}".Trim(), opened);
    }

    public override async Task<Told> SayAsync(Person who, string line)
    {
        var responded = Workspace.Responded.Count;
        var fields = new Dictionary<string, string>
        {
            ["command"] = "/pagewatch", ["text"] = line, ["user_id"] = User(who), ["channel_id"] = Room, ["channel_name"] = "reviews", ["team_id"] = SlackWorkspace.Team, ["response_url"] = SlackWorkspace.Responses,
            ["trigger_id"] = Workspace.NewTrigger(),
        };
        var body = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        (await CallAsync(SlackPaths.Commands, body, "application/x-www-form-urlencoded")).Status.ShouldBe(200);
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        await SettleAsync();
        var answer = Workspace.Responded.Skip(responded).LastOrDefault();
        return answer is null ? new Told("", null) : Told(SlackCard.Read(new SlackPosted(Room, "0.0", (string)answer["text"]!, answer["blocks"]!.DeepClone().AsArray())));
    }

    public override Task WriteUnderAsync(Person who, ShownMessage card, string text) =>
        HearAsync(SlackHouse.Said(text, $"{said++}.000100", Room, User(who), thread: card.Where.Value.Split(':')[1]));

    /// <summary>Acknowledged and kept, and not yet worked on.</summary>
    public override async Task PressAndDieAsync(Person who, ShownMessage on, string label)
    {
        var press = Press(who, on, ButtonOf(on, label).Sent, null);
        (await InteractAsync(press)).Status.ShouldBe(200);
        await RestartAsync();
        (await InteractAsync(press)).Status.ShouldBe(200);
        var responded = Workspace.Responded.Count;
        Stage.Time.Advance(TimeSpan.FromMinutes(2));
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        Apply(on, responded);
    }

    public override Task DeleteAsync(ShownMessage card)
    {
        Workspace.Messages.RemoveAll(message => message.Ts == card.Where.Value.Split(':')[1]);
        return Task.CompletedTask;
    }

    public override void Freeze(ShownMessage card) => Workspace.Fail("chat.update", "cant_update_message");

    public override async Task RemoveBotAsync()
    {
        Workspace.ClosedTo.Add(Room);
        IsStuck = true;
        await HearAsync(new JsonObject { ["type"] = "member_left_channel", ["user"] = SlackWorkspace.Bot, ["channel"] = Room, ["channel_type"] = "C", ["team"] = SlackWorkspace.Team });
    }

    public override async Task AddBotAsync()
    {
        Workspace.ClosedTo.Remove(Room);
        IsStuck = false;
        await HearAsync(new JsonObject { ["type"] = "member_joined_channel", ["user"] = SlackWorkspace.Bot, ["channel"] = Room, ["channel_type"] = "C", ["team"] = SlackWorkspace.Team, ["inviter"] = User(Person.Ben) });
    }

    public override Task RenameAsync(string name) => HearAsync(new JsonObject { ["type"] = "channel_rename", ["channel"] = new JsonObject { ["id"] = Room, ["name"] = name, ["created"] = 1 } });

    protected override ValueTask CloseAsync()
    {
        workspace?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Told> SubmitAsync(Person who, ShownMessage on, IReadOnlyDictionary<string, string> sent, string? typed)
    {
        var view = new JsonObject { ["private_metadata"] = sent["metadata"], ["type"] = "modal", ["callback_id"] = Workspace.Views[on.Where.Value]["callback_id"]?.DeepClone(), ["blocks"] = Workspace.Views[on.Where.Value]["blocks"]!.DeepClone() };
        var payload = new JsonObject
        {
            ["type"] = "view_submission", ["user"] = SlackHouse.Person(User(who)), ["team"] = new JsonObject { ["id"] = SlackWorkspace.Team }, ["trigger_id"] = Workspace.NewTrigger(),
            ["view"] = SlackHouse.ShownView(on.Where.Value, view, typed ?? sent.GetValueOrDefault("typed")),
        };
        var answer = await InteractAsync(payload);
        answer.Status.ShouldBe(200);
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        await SettleAsync();
        if (answer.Body.Length == 0)
            return new Told("", null);
        var json = JsonNode.Parse(answer.Body.Span)!.AsObject();
        return (string?)json["response_action"] switch
        {
            "errors" => new Told(string.Join('\n', json["errors"]!.AsObject().Select(each => (string)each.Value!)), null),
            "update" or "push" => Told(SlackCard.Read(on.Where.Value, json["view"]!.AsObject())),
            _ => new Told("", null),
        };
    }

    private JsonObject Press(Person who, ShownMessage on, IReadOnlyDictionary<string, string> sent, string? typed)
    {
        var action = new JsonObject { ["type"] = sent["element"], ["action_id"] = sent["action_id"], ["block_id"] = "b", ["action_ts"] = $"{said++}.000200" };
        if (sent["element"] == "button")
            action["value"] = sent["value"];
        else
            action["selected_option"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = "x" }, ["value"] = sent["value"] };
        var payload = new JsonObject
        {
            ["type"] = "block_actions", ["user"] = SlackHouse.Person(User(who)), ["team"] = new JsonObject { ["id"] = SlackWorkspace.Team }, ["trigger_id"] = Workspace.NewTrigger(), ["actions"] = new JsonArray(action),
        };
        if (on.Where.Value.StartsWith('V'))
        {
            payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = on.Where.Value };
            payload["view"] = SlackHouse.ShownView(on.Where.Value, Workspace.Views[on.Where.Value], typed);
            return payload;
        }

        var ts = on.Where.Value.Split(':')[1];
        payload["container"] = new JsonObject { ["type"] = "message", ["channel_id"] = Room, ["message_ts"] = ts, ["is_ephemeral"] = false };
        payload["channel"] = new JsonObject { ["id"] = Room, ["name"] = "reviews" };
        payload["message"] = new JsonObject { ["ts"] = ts };
        payload["response_url"] = SlackWorkspace.Responses;
        payload["state"] = new JsonObject { ["values"] = new JsonObject() };
        return payload;
    }

    /// <summary>What replaces the message that was pressed stands in its place, for everybody.</summary>
    private void Apply(ShownMessage on, int responded)
    {
        foreach (var each in Workspace.Responded.Skip(responded).Where(Replaces))
        {
            var at = Workspace.Messages.FindIndex(message => on.Where.Value == $"{message.Channel}:{message.Ts}");
            if (at >= 0)
                Workspace.Messages[at] = Workspace.Messages[at] with { Text = (string)each["text"]!, Blocks = each["blocks"]!.DeepClone().AsArray() };
        }
    }

    private static bool Replaces(JsonObject response) => response["replace_original"] is JsonValue value && (bool)value;

    private async Task HearAsync(JsonObject happened)
    {
        (await CallAsync(SlackPaths.Events, SlackHouse.Event(happened).ToJsonString(), "application/json")).Status.ShouldBe(200);
        await Stage.Get<ChatRun>().RunToEndAsync(Now);
        await SettleAsync();
    }

    private Task<DoorAnswer> InteractAsync(JsonObject payload) => CallAsync(SlackPaths.Interactions, "payload=" + Uri.EscapeDataString(payload.ToJsonString()), "application/x-www-form-urlencoded");

    private async Task<DoorAnswer> CallAsync(string path, string body, string contentType)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var stamp = Stage.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = contentType, ["x-slack-request-timestamp"] = stamp, ["x-slack-signature"] = SlackHouse.Sign(SlackHouse.Secret, stamp, bytes) };
        return await Stage.Get<IChatDoor>().AnswerAsync(new DoorCall(path, headers, bytes), Now);
    }

    private static Told Told(ShownMessage view) => new(view.Text, view);

    private static string User(Person who) => who switch { Person.Gus => "U0GUEST", _ => "U0" + who.ToString().ToUpperInvariant() };
}
