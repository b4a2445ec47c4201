using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Slack;
using PageWatch.Channels.Teams;
using PageWatch.Channels.Tests.Slack;
using PageWatch.Channels.Tests.Teams;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>One nudge in Teams and in Slack at once, both with our real folders: what happens in one shows in the other, and neither waits for the other.</summary>
public sealed class TwoChatsTests : IAsyncLifetime
{
    private Stage stage = null!;
    private TeamsStandIn teams = null!;
    private SlackWorkspace slack = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        Stage? opened = null;
        stage = opened = await Stage.OpenAsync(services =>
        {
            services.AddMetrics();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["PageWatch:Teams:AppId"] = TeamsStandIn.AppId, ["PageWatch:Teams:Tenants:0"] = TeamsStandIn.Tenant, ["PageWatch:Teams:Secret"] = TeamsStandIn.Secret,
                ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:SigningSecret"] = SlackHouse.Secret,
            }).Build());
            services.AddTeamsChannel(_ => teams ??= new TeamsStandIn(opened!.Time));
            services.AddSlackChannel(_ => slack ??= new SlackWorkspace(opened!.Time));
        });
        await LinkAsync(ChannelKind.Teams, TeamsStandIn.Tenant, TeamsHouse.Ana);
        await LinkAsync(ChannelKind.Slack, SlackWorkspace.Team, "U0ANA");
        var hello = TeamsHouse.Message("help", TeamsHouse.Care);
        await TeamsAsync(hello);
        await stage.Get<ChatRun>().RunToEndAsync(Now);
        foreach (var (kind, name, address) in (IEnumerable<(ChannelKind, string, string)>)[(ChannelKind.Teams, "#in-teams", $"{TeamsStandIn.Tenant}/{TeamsHouse.Care}"), (ChannelKind.Slack, "#in-slack", $"{SlackWorkspace.Team}/C0REVIEWS")])
            (await stage.Get<ITeamRecords>().AddChannelAsync(new StaffChannel(default, TeamId.Default, kind, name, address), null, stage.Audit(), Now)).ShouldNotBeNull();
        teams.Messages.Clear();
    }

    public async Task DisposeAsync()
    {
        await stage.DisposeAsync();
        teams.Dispose();
        slack.Dispose();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Claimed_in_Teams_shows_in_Slack_within_two_seconds()
    {
        await ComplainAsync();
        var pressed = stage.Time.GetUtcNow();
        var answer = await TeamsAsync(Claim(InTeams()));
        answer.ShouldContain("Ana has it");
        await RelayAsync();
        InSlack().ShouldSay("Ana has it");
        InTeams().ShouldSay("Ana has it");
        (stage.Time.GetUtcNow() - pressed).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact, Trait("Promise", "2")]
    public async Task Answered_in_the_shell_shows_in_both_and_neither_has_a_live_button()
    {
        await ComplainAsync();
        await stage.SayAsync(stage.Ana, "answered 1");
        await RelayAsync();
        foreach (var card in (ShownMessage[])[InSlack(), InTeams()])
        {
            card.ShouldSay("Answered by Ana");
            card.Buttons.ShouldBeEmpty();
        }
    }

    [Fact, Trait("Promise", "9")]
    public async Task While_Teams_is_down_Slack_goes_on_and_after_minutes_the_fallback_stands_in()
    {
        await stage.Get<ITeamRecords>().AddChannelAsync(
            new StaffChannel(default, TeamId.Default, ChannelKind.Mail, "night", "night@example.com") { IsFallback = true }, null, stage.Audit(), Now);
        teams.IsDown = true;
        await ComplainAsync();
        InSlack().ShouldSay("Jana K.");
        teams.Messages.ShouldBeEmpty();
        stage.Mail.Messages.ShouldBeEmpty();
        for (var minute = 0; minute < 7; minute++)
        {
            stage.Time.Advance(TimeSpan.FromMinutes(1));
            await RelayAsync();
        }

        stage.Mail.Messages.Values.ToList().ShouldHaveSingleItem().Card.Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("#in-teams", StringComparison.Ordinal));
        teams.IsDown = false;
        stage.Time.Advance(TimeSpan.FromMinutes(2));
        await RelayAsync();
        InTeams().ShouldSay("Jana K.");
        teams.Messages.Count.ShouldBe(1);
    }

    private async Task ComplainAsync()
    {
        await stage.TellAsync(stage.Post("c1", "Third parcel in a row that arrives broken. I want my money back, today!"));
        await RelayAsync();
    }

    private async Task RelayAsync()
    {
        while (await stage.Get<CardRelay>().RunAsync(Now) > 0)
        {
        }
    }

    private async Task LinkAsync(ChannelKind chat, string tenant, string user) =>
        await stage.Get<IMembers>().LinkChatAsync(new ChatAccount(chat, tenant, user, "Ana", stage.Ana.Id), stage.Audit(), Now);

    private ShownMessage InSlack() => SlackCard.Read(slack.Messages.Where(message => message.EphemeralTo is null).ToList().ShouldHaveSingleItem());

    private ShownMessage InTeams()
    {
        var card = teams.In(TeamsHouse.Care).ToList().ShouldHaveSingleItem();
        return TeamsCard.Read(card.Conversation, card.Id, card.Activity, card.Raw);
    }

    private static JsonObject Claim(ShownMessage card)
    {
        var sent = card.Buttons.Single(button => button.Label == "Claim").Sent;
        var v = new JsonObject();
        foreach (var (name, value) in sent.Where(each => each.Key.StartsWith("v.", StringComparison.Ordinal)))
            v[name[2..]] = JsonNode.Parse(value);
        return TeamsHouse.Invoke((string)JsonNode.Parse(sent["verb"])!, new JsonObject { ["v"] = v }, replyTo: card.Where.Value.Split('|')[1]);
    }

    private async Task<string> TeamsAsync(JsonObject activity)
    {
        var now = stage.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = TeamsKey.Teams.Sign(new JsonObject { ["serviceurl"] = TeamsStandIn.ServiceUrl, ["iss"] = "https://api.botframework.com", ["aud"] = TeamsStandIn.AppId, ["nbf"] = now - 60, ["exp"] = now + 3_540 });
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json; charset=utf-8", ["authorization"] = "Bearer " + token };
        var door = stage.Services.GetServices<IChatDoor>().Single(each => each.Paths.Contains("/api/messages"));
        var answer = await door.AnswerAsync(new DoorCall("/api/messages", headers, Encoding.UTF8.GetBytes(activity.ToJsonString())), Now);
        answer.Status.ShouldBe(200);
        return Encoding.UTF8.GetString(answer.Body.Span);
    }
}
