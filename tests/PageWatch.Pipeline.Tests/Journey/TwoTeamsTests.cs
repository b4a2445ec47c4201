using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Journey;

/// <summary>Nothing crosses teams: no card, search, draft, command or click.</summary>
[Trait("Promise", "teams")]
public sealed class TwoTeamsTests : IAsyncLifetime
{
    private Stage stage = null!;
    private Member zoe = null!;
    private Watch theirs = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        var team = await stage.Get<IMembers>().AddTeamAsync("other", stage.Audit(), Now);
        zoe = await stage.AddMemberAsync("Zoe", Role.Admin, team.Id);
        await stage.Get<ITeamRecords>().AddChannelAsync(team.Id, ChannelKind.Console, "#theirs", "", stage.Audit(), Now);
        await stage.Get<ITeamRecords>().AddRuleAsync(A.Rule("everything", "is:complaint") with { Id = default, Team = team.Id }, stage.Audit() with { Team = team.Id }, Now);
        theirs = await stage.AddWatchAsync(zoe, "blog"); // the same page, the same name
        await stage.TellAsync(stage.Blog, stage.Post("p1", "Our parcel with the zebrastripe is broken!", "Olga"));
        await stage.TellAsync(theirs, stage.Post("p1", "Their parcel with the giraffespot is broken!", "Gina"));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public void Each_card_stands_in_its_own_teams_channel_only()
    {
        stage.Channel.Deliveries.Select(delivery => delivery.Channel.Team).Distinct().Count().ShouldBe(2);
        foreach (var delivery in stage.Channel.Deliveries)
        {
            var text = string.Join(' ', delivery.Card.Parts.OfType<CardPart.Quote>().Select(quote => quote.Text));
            text.ShouldContain(delivery.Channel.Team == TeamId.Default ? "zebrastripe" : "giraffespot");
            text.ShouldNotContain(delivery.Channel.Team == TeamId.Default ? "giraffespot" : "zebrastripe");
        }
    }

    [Fact]
    public async Task No_command_of_one_team_shows_a_word_of_the_other()
    {
        var ours = (await stage.Get<IJourneyStore>().ListNudgesAsync(TeamId.Default, new NudgeFilter(null, false), 10, Now)).ShouldHaveSingleItem().Id;
        var others = (await stage.Get<IJourneyStore>().ListNudgesAsync(zoe.Team, new NudgeFilter(null, false), 10, Now)).ShouldHaveSingleItem().Id;
        foreach (var (who, own, foreign, secret) in ((Member, NudgeId, NudgeId, string)[])[(stage.Ana, ours, others, "giraffespot"), (zoe, others, ours, "zebrastripe")])
        {
            foreach (var line in (string[])
                [
                    "open", "mine", "find parcel", $"find {secret}", "find is:complaint", "watches", "health", "rule list", "parked", "help", "test parcel", $"why {foreign}", $"claim {foreign}",
                    $"publish {foreign}", $"edit {foreign} hello", $"draft {foreign}", $"snooze {foreign} 1h", $"dismiss {foreign} spam", $"answered {foreign}", $"release {foreign}", "forget Olga", "forget Gina",
                    "replay", "unwatch nothing", "rule off everything", $"why {own}",
                ])
            {
                var answer = await stage.SayAsync(who, line);
                System.Text.Json.JsonSerializer.Serialize(answer.Card.Parts, Testing.Snapshots.Verified.Readable).ShouldNotContain(secret, Case.Insensitive, $"{who.Name}: {line}");
                if (line.EndsWith(foreign.ToString(), StringComparison.Ordinal) || line.Contains($" {foreign} ", StringComparison.Ordinal))
                    answer.Outcome.ShouldBe(CommandOutcome.Refused, line);
            }
        }
    }

    [Fact]
    public async Task No_click_reaches_a_nudge_of_the_other_team()
    {
        var others = (await stage.Get<IJourneyStore>().ListNudgesAsync(zoe.Team, new NudgeFilter(null, false), 10, Now))[0].Id;
        foreach (var verb in (string[])["claim", "release", "edit", "save", "keep", "draft", "publish", "confirm", "snooze", "dismiss", "not-a-complaint", "answered", "why", "editing"])
        {
            var answer = await stage.Get<StaffDesk>().ClickAsync(stage.Ana, new Click(verb, others, 1, "x", "y"), Now);
            answer.ShouldBeOfType<ClickAnswer.Refused>(verb).Current.ShouldBeNull();
        }

        (await stage.Get<IJourneyStore>().OpenNudgeAsync(others, zoe.Team, Now))!.Nudge!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Forgetting_in_one_team_leaves_the_other_alone()
    {
        var code = (await stage.SayAsync(zoe, "forget Gina")).Card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).OfType<Span.Words>().Select(words => words.Text).First(text => text.Contains("--confirm"));
        await stage.SayAsync(zoe, code[code.IndexOf("forget", StringComparison.Ordinal)..]);
        (await stage.HoldsAnywhereAsync("giraffespot")).ShouldBeFalse();
        (await stage.HoldsAnywhereAsync("zebrastripe")).ShouldBeTrue();
    }

    [Fact]
    public async Task Pause_of_one_team_does_not_stop_the_other()
    {
        await stage.SayAsync(zoe, "pause publishing");
        await stage.PublishAsync(stage.Ana).ContinueWith(_ => { }, TaskScheduler.Default);
        (await stage.Get<ITeamRecords>().PublishingPauseAsync(TeamId.Default, Now)).ShouldBeNull();
    }
}
