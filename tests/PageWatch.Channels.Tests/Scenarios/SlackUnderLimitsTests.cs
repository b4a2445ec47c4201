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
        Limited? line = null;
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
                return line = new Limited(workspace, opened.Time);
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

    /// <summary>About a post a second and channel, with a small burst, as the protocol card has it; and every hundred and first answer to a post is lost.</summary>
    private sealed class Limited(SlackWorkspace workspace, TimeProvider time) : HttpMessageHandler
    {
        private const int Burst = 4;

        private readonly Lock gate = new();
        private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> channels = [];
        private readonly HttpMessageInvoker inner = new(workspace);
        private int posts;

        public int Lost { get; private set; }

        public int Refused { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.EndsWith("/chat.postMessage", StringComparison.Ordinal))
                return await inner.SendAsync(request, cancellationToken);
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var channel = System.Web.HttpUtility.ParseQueryString(body)["channel"]!;
            bool loses;
            lock (gate)
            {
                var now = time.GetUtcNow();
                var (tokens, at) = channels.TryGetValue(channel, out var known) ? known : (Burst, now);
                tokens = Math.Min(Burst, tokens + (now - at).TotalSeconds);
                if (tokens < 1)
                {
                    Refused++;
                    var slow = new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests) { Content = new StringContent("{\"ok\":false,\"error\":\"ratelimited\"}") };
                    slow.Headers.TryAddWithoutValidation("Retry-After", "1");
                    return slow;
                }

                channels[channel] = (tokens - 1, now);
                loses = ++posts % 101 == 0;
                if (loses)
                    Lost++;
            }

            var answer = await inner.SendAsync(request, cancellationToken);
            if (!loses)
                return answer;
            answer.Dispose();
            throw new HttpRequestException("the line was lost");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
