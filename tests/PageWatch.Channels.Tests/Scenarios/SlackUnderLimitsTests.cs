using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Slack;
using PageWatch.Channels.Tests.Slack;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>A storm of cards into channels that take one a second each, over a line that loses an answer now and then.</summary>
public sealed class SlackUnderLimitsTests(ITestOutputHelper output)
{
    private const int Channels = 20;
    private const int Posts = 250;

    private static CancellationToken Now => CancellationToken.None;

    [Fact, Trait("Promise", "2"), Trait("Promise", "9")]
    public async Task Five_thousand_cards_all_come_to_stand_and_none_twice()
    {
        OneASecond? line = null;
        Stage? opened = null;
        SlackWorkspace? workspace = null;
        await using var stage = opened = await Stage.OpenAsync(services =>
        {
            services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["PageWatch:Slack:BotToken"] = SlackWorkspace.BotToken, ["PageWatch:Slack:SigningSecret"] = SlackHouse.Secret,
            }).Build());
            services.AddSlackChannel(provider =>
            {
                workspace = new SlackWorkspace(opened!.Time);
                return line = new OneASecond(workspace, opened.Time, (request, body) =>
                    request.RequestUri!.AbsolutePath.EndsWith("/chat.postMessage", StringComparison.Ordinal) ? System.Web.HttpUtility.ParseQueryString(body)["channel"] : null);
            });
        });
        for (var i = 0; i < Channels; i++)
        {
            await stage.Get<ITeamRecords>().AddChannelAsync(
                new StaffChannel(default, TeamId.Default, ChannelKind.Slack, $"#desk-{i}", $"{SlackWorkspace.Team}/C{i:0000}"), null, stage.Audit(), Now);
        }

        await stage.TellAsync([.. Enumerable.Range(0, Posts).Select(i => (SourceEvent)stage.Post($"c{i}", $"My parcel number {i} arrived broken. I want my money back, today!", $"Visitor {i}"))]);
        var seconds = 0;
        while ((await stage.Get<IOutbox>().HealthAsync(TeamId.Default, Now)).Sum(each => each.Due) > 0)
        {
            seconds.ShouldBeLessThan(3 * Posts, "a card a second and channel, and somewhat more for what was lost");
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            // Channels do not wait for one another, so one round is not the end of all.
            for (var round = 0; round < 50 && await stage.Get<CardRelay>().RunAsync(Now) > 0; round++)
                await Task.Yield();
        }

        var standing = workspace!.Messages.GroupBy(message => $"{message.Channel} {message.Metadata!["event_payload"]!["key"]}").ToList();
        var line1 = string.Create(
            CultureInfo.InvariantCulture,
            $"figure: 5,000 cards, 20 channels, 1 a second each: {standing.Count} stand, {standing.Count(same => same.Count() > 1)} twice; {seconds} s of simulated time, {line!.Lost} answers lost, {line.Refused} calls refused for the rate");
        output.WriteLine(line1);
        standing.Count.ShouldBe(Channels * Posts);
        standing.ShouldAllBe(same => same.Count() == 1);
        line.Lost.ShouldBeGreaterThan(20, "else nothing was tried");
    }
}
