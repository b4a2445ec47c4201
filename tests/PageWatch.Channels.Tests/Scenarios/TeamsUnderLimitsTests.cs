using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Teams;
using PageWatch.Channels.Tests.Teams;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Chats;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Stages;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>A storm of cards into channels that take one a second each, over a line that loses an answer now and then, from a service that is killed three times on the way.</summary>
public sealed class TeamsUnderLimitsTests(ITestOutputHelper output)
{
    private const int Channels = 20;
    private const int Posts = 250;

    private static CancellationToken Now => CancellationToken.None;

    [Fact, Trait("Promise", "2"), Trait("Promise", "9")]
    public async Task Five_thousand_cards_all_come_to_stand_and_at_most_one_more_for_each_send_that_nobody_knows_of()
    {
        OneASecond? line = null;
        TeamsStandIn? teams = null;
        Stage? opened = null;
        await using var stage = opened = await Stage.OpenAsync(services =>
        {
            services.AddMetrics();
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["PageWatch:Teams:AppId"] = TeamsStandIn.AppId, ["PageWatch:Teams:Tenants:0"] = TeamsStandIn.Tenant, ["PageWatch:Teams:Secret"] = TeamsStandIn.Secret,
            }).Build());
            services.AddTeamsChannel(_ => new Outlives(line ??= new OneASecond(teams ??= new TeamsStandIn(opened!.Time), opened!.Time, ConversationOf)));
        });
        for (var i = 0; i < Channels; i++)
        {
            var conversation = $"19:desk{i:00}@thread.tacv2";
            await MeetAsync(stage, conversation);
            await stage.Get<ITeamRecords>().AddChannelAsync(
                new StaffChannel(default, TeamId.Default, ChannelKind.Teams, $"#desk-{i}", $"{TeamsStandIn.Tenant}/{conversation}"), null, stage.Audit(), Now);
        }

        teams!.Messages.Clear();
        var sentBefore = line!.Posts;
        foreach (var dies in (int[])[1_000, 2_500, 4_000])
            line.DieAt(sentBefore + dies);

        await stage.TellAsync([.. Enumerable.Range(0, Posts).Select(i => (SourceEvent)stage.Post($"c{i}", $"My parcel number {i} arrived broken. I want my money back, today!", $"Visitor {i}"))]);
        var (seconds, unknown, kills, twins) = (0, 0, 0, 0L);
        var meters = Meters(stage);
        while ((await stage.Get<IOutbox>().HealthAsync(TeamId.Default, Now)).Sum(each => each.Due) > 0)
        {
            seconds.ShouldBeLessThan(4 * Posts, "a card a second and channel, and somewhat more for what was lost");
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            using var life = new CancellationTokenSource();
            for (var round = 0; round < 50 && line.Hanging == 0 && await RunAsync(stage, line, life.Token) > 0; round++)
                await Task.Yield();
            if (line.Hanging == 0)
                continue;
            // Killed: what hangs is broken off, and what this process knew is gone.
            unknown += Standing(teams).Count - Noted(stage);
            kills++;
            twins += meters["pagewatch.teams.twins"];
            meters.Dispose();
            await life.CancelAsync();
            await stage.RestartAsync();
            meters = Meters(stage);
            line.Recover();
        }

        twins += meters["pagewatch.teams.twins"];
        meters.Dispose();

        var standing = Standing(teams);
        var more = teams.Messages.Count - standing.Count;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"figure: Teams, 5,000 cards, 20 channels, 1 a second each, {kills} kills: {standing.Count} stand, {more} of them once more; {line.Lost} answers lost, {unknown} stood unknown to it when it was killed, {twins} twins counted; {seconds} s of simulated time, {line.Refused} calls refused for the rate"));
        kills.ShouldBe(3);
        standing.Count.ShouldBe(Channels * Posts);
        standing.ShouldAllBe(same => same.Count() <= 3);
        more.ShouldBeLessThanOrEqualTo(line.Lost + unknown, "one at most for each send whose end nobody knows");
        twins.ShouldBeGreaterThanOrEqualTo(more, "none of them is passed over in silence");
        line.Lost.ShouldBeGreaterThan(20, "else nothing was tried");
        unknown.ShouldBeGreaterThan(0, "else nothing was tried");
    }

    /// <summary>One round of the relay, which gives up waiting for a slow channel by the clock.</summary>
    private static async Task<int> RunAsync(Stage stage, OneASecond line, CancellationToken life)
    {
        var round = stage.Get<CardRelay>().RunAsync(life);
        while (await Task.WhenAny(round, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Now)) != round)
        {
            if (line.Hanging > 0)
                stage.Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await round;
    }

    /// <summary>The bot is spoken to in the conversation: that is how it learns where it is.</summary>
    private static async Task MeetAsync(Stage stage, string conversation)
    {
        var now = stage.Time.GetUtcNow().ToUnixTimeSeconds();
        var token = TeamsKey.Teams.Sign(new JsonObject { ["serviceurl"] = TeamsStandIn.ServiceUrl, ["iss"] = "https://api.botframework.com", ["aud"] = TeamsStandIn.AppId, ["nbf"] = now - 60, ["exp"] = now + 3_540 });
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["content-type"] = "application/json; charset=utf-8", ["authorization"] = "Bearer " + token };
        var hello = TeamsHouse.Message("help", conversation);
        (await stage.Get<IChatDoor>().AnswerAsync(new DoorCall("/api/messages", headers, Encoding.UTF8.GetBytes(hello.ToJsonString())), Now)).Status.ShouldBe(200);
        await stage.Get<ChatRun>().RunToEndAsync(Now);
    }

    private static List<IGrouping<string, TeamsStanding>> Standing(TeamsStandIn teams) => [.. teams.Messages.GroupBy(message => $"{message.Conversation} {NudgeOn(message.Raw)}")];

    /// <summary>Cards that the service knows to stand there.</summary>
    private static int Noted(Stage stage) => stage.Get<SqliteDatabase>().Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM outbox WHERE message_ref IS NOT NULL AND channel_id IN (SELECT id FROM channels WHERE kind = 'Teams')";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    private static CountedMeters Meters(Stage stage) => new(stage.Get<System.Diagnostics.Metrics.IMeterFactory>());

    private static string? ConversationOf(HttpRequestMessage request, string body) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/activities", StringComparison.Ordinal) ? request.RequestUri.AbsolutePath : null;

    private static string NudgeOn(string raw)
    {
        // Each visitor has one nudge, and the card names him.
        var at = raw.IndexOf("parcel number ", StringComparison.Ordinal) + "parcel number ".Length;
        return raw[at..raw.IndexOf(' ', at)];
    }

    /// <summary>The line and what stands behind it outlive the service.</summary>
    private sealed class Outlives(HttpMessageHandler line) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker inner = new(line, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => inner.SendAsync(request, cancellationToken);
    }
}
