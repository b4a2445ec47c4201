using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>Past its budget a channel is told of less at once, and nothing is lost; with everything real behind it.</summary>
public sealed class BudgetStageTests : IAsyncLifetime
{
    private const string Broken = "My parcel arrived broken.";

    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Past_a_rules_budget_further_ones_wait_in_one_digest_with_their_clock()
    {
        (await SayAsync("rule edit questions --budget 2")).Outcome.ShouldBe(CommandOutcome.Done);
        await AskAsync(4);
        Cards().ShouldBe([1, 2]);
        InDigest().ShouldBe([3, 4]);
        (await stage.NudgesAsync(live: true)).ShouldBe(4);
        Said(await SayAsync("open")).ShouldContain("in the digest");
        Said(await SayAsync("digest")).ShouldContain("In a digest only");

        // One message, changed in its place; it names nobody.
        stage.Channel.Messages.Keys.Count(key => key.StartsWith("notice-digest", StringComparison.Ordinal)).ShouldBe(1);
        stage.Channel.Messages.Single(message => message.Key.StartsWith("notice-digest", StringComparison.Ordinal)).Value.Card.ToString().ShouldNotContain("Visitor");

        // Nobody is called while it waits; at 80 % of its time it has its card, and the chain begins.
        stage.Time.Advance(TimeSpan.FromMinutes(190));
        await SweepAsync();
        Cards().ShouldBe([1, 2]);
        (await CallsAsync()).ShouldNotContain(call => call.Nudge == new NudgeId(3));
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await SweepAsync();
        Cards().ShouldBe([1, 2, 3, 4]);
        InDigest().ShouldBeEmpty();
        stage.Time.Advance(TimeSpan.FromMinutes(15));
        await SweepAsync();
        (await CallsAsync()).ShouldContain(call => call.Nudge == new NudgeId(3));
    }

    [Fact]
    public async Task What_presses_is_told_at_once_whatever_the_budget()
    {
        await SayAsync("channel budget care 1");
        await SayAsync("rule add umbrellas umbrella --priority high");
        await AskAsync(2);
        await stage.TellAsync(stage.Post("c1", Broken, "Tom"));
        await stage.TellAsync(stage.Post("c2", "Do you sell a blue umbrella?", "Ute"));
        Cards().ShouldBe([1, 3, 4]);
        InDigest().ShouldBe([2]);

        // What turns out to press while it waits is told at once too.
        await stage.TellAsync(stage.Post("c3", "It arrived broken, I want my money back!", "Visitor 2", parent: "p2"));
        Cards().ShouldBe([1, 2, 3, 4]);
        InDigest().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("claim 2")]
    [InlineData("show 2")]
    [InlineData("snooze 2 1h")]
    public async Task Whoever_opens_or_takes_it_has_its_card(string line)
    {
        await SayAsync("channel budget care 1");
        await AskAsync(2);
        Cards().ShouldBe([1]);
        (await SayAsync(line)).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.ShowAsync();
        Cards().ShouldBe([1, 2]);
        InDigest().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_ends_while_it_waits_leaves_the_digest_and_gets_no_card()
    {
        await SayAsync("channel budget care 1");
        await AskAsync(3);
        (await SayAsync("dismiss 2 not-for-us")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Own("o1", "At eight.", "p3"));
        await stage.ShowAsync();
        Cards().ShouldBe([1]);
        InDigest().ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_channel_has_its_own_budget_and_a_rule_with_something_left_wants_it_told()
    {
        await SayAsync("channel add slack:C1 --name chat");
        (await SayAsync("channel budget chat 1")).Outcome.ShouldBe(CommandOutcome.Done);
        Said(await SayAsync("channels")).ShouldContain("1 nudges a day");
        await AskAsync(2);
        Cards().ShouldBe([1, 2]);
        Cards(stage.Slack).ShouldBe([1]);
        InDigest(stage.Slack).ShouldBe([2]);
        InDigest().ShouldBeEmpty();

        await SayAsync("channel budget chat none");
        await SayAsync("rule edit questions --budget 1");
        await SayAsync("rule add sundays sunday");
        await AskAsync(2, from: 3);
        Cards(stage.Slack).ShouldBe([1, 3, 4], "the other rule has no budget");
    }

    [Fact]
    public async Task Budget_is_of_the_day_by_the_teams_calendar_and_survives_a_restart()
    {
        await SayAsync("hours set always --zone Pacific/Auckland");
        await SayAsync("channel budget care 1");
        await AskAsync(1);
        await stage.RestartAsync();
        await AskAsync(1, from: 2);
        Cards().ShouldBe([1]);

        // Nine in UTC is ten in the evening in Auckland.
        stage.Time.Advance(TimeSpan.FromHours(1));
        await AskAsync(1, from: 3);
        Cards().ShouldNotContain(3);
        stage.Time.Advance(TimeSpan.FromHours(2));
        await AskAsync(2, from: 4);
        Cards().ShouldContain(4);
        Cards().ShouldNotContain(5);
        stage.Channel.Messages.Keys.Count(key => key.StartsWith("notice-digest", StringComparison.Ordinal)).ShouldBe(2, "a digest each day");
    }

    [Fact]
    public async Task Flood_in_one_delivery_and_in_several_batches_is_counted_exactly()
    {
        await SayAsync("channel budget care 40");
        foreach (var post in Enumerable.Range(1, 200).Select(i => stage.Post($"p{i}", "When do you open on Sunday?", $"Visitor {i}")))
            await stage.Get<IInbox>().AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", [post], null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        await stage.ShowAsync();
        Cards().Count.ShouldBe(40);
        (await stage.Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: true), 1_000, Now)).Count(row => row.IsQuiet).ShouldBe(160);
    }

    [Theory]
    [InlineData("channel budget nowhere 4", "nowhere")]
    [InlineData("channel budget care 0", "10,000")]
    [InlineData("channel budget care many", "many")]
    [Trait("Promise", "14")]
    public async Task Wrong_budget_says_what_and_changes_nothing(string line, string says)
    {
        var answer = await SayAsync(line);
        answer.Outcome.ShouldNotBe(CommandOutcome.Done);
        Said(answer).ShouldContain(says, Case.Insensitive);
        (await stage.Get<ITeamRecords>().ChannelsAsync(TeamId.Default, Now)).ShouldAllBe(channel => channel.DailyBudget == null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_every_open_nudge_has_a_card_or_is_in_the_digest(int seed)
    {
        var random = new Random(seed);
        await SayAsync("channel add slack:C1 --name chat");
        await SayAsync("channel budget care 2");
        await SayAsync("rule edit questions --budget 3");
        await SayAsync("rule add umbrellas umbrella --priority high --notify chat");
        string[] texts = ["When do you open on Sunday?", Broken, "Do you sell a blue umbrella?", "Is there parking nearby?"];
        var posts = 0;
        for (var step = 0; step < 40; step++)
        {
            var open = (await stage.Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: true), 1_000, Now)).Select(row => row.Id.Value).ToList();
            var any = open.Count == 0 ? 0 : open[random.Next(open.Count)];
            switch (random.Next(10))
            {
                case 0 when any > 0:
                    await SayAsync($"claim {any}");
                    break;
                case 1 when any > 0:
                    await SayAsync($"dismiss {any} not-for-us");
                    break;
                case 2 when any > 0:
                    await SayAsync($"show {any}");
                    break;
                case 3 or 4:
                    stage.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 90)));
                    break;
                default:
                    await stage.TellAsync(stage.Post($"p{++posts}", texts[random.Next(texts.Length)], $"Visitor {posts}"));
                    break;
            }

            await SweepAsync();
            await NothingIsLostAsync();
        }
    }

    private async Task NothingIsLostAsync()
    {
        var channels = await stage.Get<ITeamRecords>().ChannelsAsync(TeamId.Default, Now);
        foreach (var row in await stage.Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, LiveOnly: true), 1_000, Now))
        {
            var nudge = (await stage.FileAsync(row.Id.Value)).Nudge!;
            var told = nudge.Matches.SelectMany(match => match.Notify ?? []).ToHashSet();
            foreach (var channel in channels.Where(channel => told.Count == 0 || told.Contains(channel.Name)))
            {
                var chat = channel.Kind == ChannelKind.Slack ? stage.Slack : stage.Channel;
                var hasCard = chat.Messages.ContainsKey($"nudge-{nudge.Id}");
                var isInDigest = InDigest(chat).Contains(nudge.Id.Value);
                (hasCard || isInDigest).ShouldBeTrue($"nudge {nudge.Id} in {channel.Name}");
                isInDigest.ShouldBe(nudge.Digest?.Channels.Contains(channel.Id.Value) == true, $"nudge {nudge.Id} in {channel.Name}");
            }
        }

        (await stage.Get<NudgeAuditor>().RunAsync(Now)).ShouldBeEmpty();
    }

    private async Task AskAsync(int count, int from = 1)
    {
        for (var i = from; i < from + count; i++)
            await stage.TellAsync(stage.Post($"p{i}", "When do you open on Sunday?", $"Visitor {i}"));
    }

    private async Task SweepAsync()
    {
        await stage.SweepAsync();
        await stage.ShowAsync();
    }

    private IReadOnlyList<long> Cards(FakeChannel? chat = null) => [.. (chat ?? stage.Channel).Messages.Values.Where(message => message.Nudge is not null).Select(message => message.Nudge!.Value.Value).Order()];

    /// <summary>What the digests in a chat list.</summary>
    private IReadOnlyList<long> InDigest(FakeChannel? chat = null) =>
    [
        .. (chat ?? stage.Channel).Messages.Where(message => message.Key.StartsWith("notice-digest", StringComparison.Ordinal))
            .SelectMany(message => message.Value.Card.Parts).OfType<CardPart.Facts>().SelectMany(facts => facts.Rows)
            .Select(row => long.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture)).Order(),
    ];

    private async Task<IReadOnlyList<Notice>> CallsAsync() => [.. (await stage.Get<INotices>().AllAsync(Now)).Where(notice => !notice.IsOver && notice.Key.StartsWith("chain ", StringComparison.Ordinal))];

    private async Task<CommandAnswer> SayAsync(string line) => await stage.SayAsync(stage.Ana, line);

    private static string Said(CommandAnswer answer) => answer.Card.Title + " " + string.Join(' ', answer.Card.Parts.SelectMany(part => part switch
    {
        CardPart.Facts facts => facts.Rows.SelectMany(row => row.Value.OfType<Span.Words>().Select(span => span.Text).Prepend(row.Name)),
        CardPart.Line line => line.Spans.OfType<Span.Words>().Select(span => span.Text),
        _ => [],
    }));
}
