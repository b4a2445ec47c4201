using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

public sealed class RuleCommandTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Edit_changes_what_is_named_and_keeps_the_rest()
    {
        await SayAsync("rule add late late --target 30m --approvals 2");
        var answer = await SayAsync("rule edit late (late OR never) --priority high --hours always --budget 20");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        Said(answer).ShouldContain("late OR never (was: late)");
        var rule = await RuleAsync("late");
        (rule.Query.ToString(), rule.Target, rule.Approval.People, rule.Priority, rule.IgnoresHours, rule.DailyBudget, rule.Version)
            .ShouldBe(("late OR never", TimeSpan.FromMinutes(30), 2, RulePriority.High, true, 20, 2));

        await SayAsync("rule edit late --target kind --budget none --hours team");
        rule = await RuleAsync("late");
        (rule.Query.ToString(), rule.Target, rule.IgnoresHours, rule.Priority, rule.DailyBudget, rule.Version).ShouldBe(("late OR never", null, false, RulePriority.High, null, 3));
    }

    [Fact]
    public async Task Edit_that_changes_nothing_makes_no_version()
    {
        await SayAsync("rule add late late --target 30m");
        (await SayAsync("rule edit late --target 30m")).Card.Title.ShouldContain("already");
        (await RuleAsync("late")).Version.ShouldBe(1);
    }

    [Fact, Trait("Promise", "14")]
    public async Task Edit_of_a_version_that_a_colleague_changed_is_refused_and_saves_nothing()
    {
        await SayAsync("rule add late late");
        (await SayAsync("rule edit late later --version 1")).Outcome.ShouldBe(CommandOutcome.Done);
        var answer = await SayAsync("rule edit late never --version 1");
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Said(answer).ShouldContain("rule show late");
        (await RuleAsync("late")).Query.ToString().ShouldBe("later");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("rule edit nowhere x", "no rule")]
    [InlineData("rule edit late (late OR", "Column 7")]
    [InlineData("rule edit late --target soon", "soon")]
    [InlineData("rule edit late --priority urgent", "low, normal or high")]
    [InlineData("rule edit late --priority 2", "low, normal or high")]
    [InlineData("rule edit late --priority -1", "low, normal or high")]
    [InlineData("rule edit late --hours never", "always")]
    [InlineData("rule edit late --budget 0", "10,000")]
    [InlineData("rule edit late --approvals 3", "1 or 2")]
    [InlineData("rule edit late --notify nowhere", "nowhere")]
    public async Task Wrong_change_says_what_and_saves_nothing(string line, string says)
    {
        await SayAsync("rule add late late --target 30m");
        var answer = await SayAsync(line);
        answer.Outcome.ShouldNotBe(CommandOutcome.Done);
        Said(answer).ShouldContain(says, Case.Insensitive);
        (await RuleAsync("late")).Version.ShouldBe(1);
    }

    [Fact, Trait("Promise", "13")]
    public async Task History_tells_who_changed_what_and_undo_takes_it_back_and_can_be_undone()
    {
        await SayAsync("rule add late late --target 30m");
        await SayAsync("rule edit late never");
        var history = Said(await SayAsync("rule history late"));
        history.ShouldContain("never (was: late)");
        history.ShouldContain("Ana");

        (await SayAsync("rule undo late")).Outcome.ShouldBe(CommandOutcome.Done);
        (await RuleAsync("late")).Query.ToString().ShouldBe("late");
        await SayAsync("rule undo late");
        (await RuleAsync("late")).Query.ToString().ShouldBe("never");
        (await RuleAsync("late")).Version.ShouldBe(4);
        stage.Record().Count(entry => entry.Verb == "rule undo" && entry.Before is not null && entry.After is not null).ShouldBe(2);
    }

    [Fact]
    public async Task Removed_rule_comes_back_as_it_was()
    {
        await SayAsync("rule add late late --target 30m");
        (await SayAsync("rule undo late")).Outcome.ShouldBe(CommandOutcome.Refused);
        await SayAsync("rule remove late");
        (await SayAsync("rule undo LATE")).Outcome.ShouldBe(CommandOutcome.Done);
        (await RuleAsync("late")).Target.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task Responder_sees_rules_and_changes_none()
    {
        await SayAsync("rule add late late");
        var vera = await stage.AddMemberAsync("Vera", Role.Responder);
        (await stage.SayAsync(vera, "rule show late")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(vera, "rule edit late never")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(vera, "mute late")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact]
    public async Task Mute_wins_over_every_rule_until_it_ends()
    {
        await SayAsync("mute parcel --for 2h");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        (await stage.NudgesAsync()).ShouldBe(0);
        Said(await SayAsync("mutes")).ShouldContain("parcel");
        Said(await SayAsync("test Third parcel in a row that arrives broken.")).ShouldContain("muted");

        stage.Time.Advance(TimeSpan.FromHours(2));
        await stage.TellAsync(stage.Post("p2", "Third parcel in a row that arrives broken.", "Tom"));
        (await stage.NudgesAsync()).ShouldBe(1);
        (await SayAsync("mutes")).Card.Title.ShouldContain("Nothing");
    }

    [Fact]
    public async Task Mute_ends_when_somebody_says_so()
    {
        await SayAsync("mute parcel");
        var number = (await stage.Get<ITeamRecords>().RulesAsync(TeamId.Default, Now)).Mutes.ShouldHaveSingleItem().Id;
        (await SayAsync("unmute 999")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await SayAsync($"unmute {number}")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("mute parcel --for ever")]
    [InlineData("mute parcel --for 91d")]
    [InlineData("mute (parcel")]
    public async Task Mute_that_never_ends_or_is_not_understood_is_refused(string line)
    {
        (await SayAsync(line)).Outcome.ShouldNotBe(CommandOutcome.Done);
        (await stage.Get<ITeamRecords>().RulesAsync(TeamId.Default, Now)).Mutes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Try_replays_the_past_by_the_decisions_that_posts_go_through_and_keeps_nothing()
    {
        // One answered in time, one late, one not at all; a follow-up joins; praise asks for nothing.
        await TellAsync("p1", "The parcel is broken.", "Jana", 0);
        stage.Time.SetUtcNow(A.Morning + TimeSpan.FromMinutes(20));
        await stage.TellAsync(stage.Own("a1", "Sorry!", "p1", stage.Time.GetUtcNow()));
        await TellAsync("p2", "My parcel is broken!", "Tom", 60);
        stage.Time.SetUtcNow(A.Morning + TimeSpan.FromMinutes(180));
        await stage.TellAsync(stage.Own("a2", "Sorry!", "p2", stage.Time.GetUtcNow()));
        await TellAsync("p3", "Parcel broken, again.", "Mia", 240);
        await TellAsync("p4", "And the second parcel is broken too.", "Mia", 250, parent: "p3");
        await TellAsync("p5", "Thank you for the lovely parcel!", "Zoe", 260);
        stage.Time.Advance(TimeSpan.FromHours(8));
        var before = await stage.NudgesAsync();
        var rows = stage.Record().Count;

        var answer = await SayAsync("rule try parcel broken --last 2d");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Title.ShouldStartWith("Would have nudged 3 times");
        var said = Said(answer);
        said.ShouldContain("4 of 5 posts match");
        said.ShouldContain("2 were answered late or not at all; 1 have no answer on the page");
        said.ShouldContain("4 of 4 by the rules there are");
        answer.Card.Parts.OfType<CardPart.Quote>().Count().ShouldBe(3);
        (await stage.NudgesAsync()).ShouldBe(before);
        stage.Record().Count.ShouldBe(rows);
        said.ShouldContain("09:00 (1)");
        await SayAsync("hours set always --zone Europe/Berlin");
        Said(await SayAsync("rule try parcel broken --last 2d")).ShouldContain("10:00 (1)", customMessage: "hours of the day are the team's");
    }

    [Fact]
    public async Task Try_of_a_rule_by_its_name_is_not_held_against_itself()
    {
        await SayAsync("rule add lids lid --target 30m");
        await TellAsync("p1", "Is the lid sold alone?", "Jana", 0);
        Said(await SayAsync("rule try lids")).ShouldContain("by the rules there are");
        (await SayAsync("rule try lids --last 5y")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await SayAsync("rule try (lid")).Outcome.ShouldBe(CommandOutcome.WrongUsage);
    }

    [Fact]
    public async Task First_post_of_an_author_is_told_from_the_second()
    {
        await SayAsync("rule add newcomers new:author -is:complaint");
        await SayAsync("rule off questions");
        await TellAsync("p1", "Do you sell lids?", "Jana", 0);
        (await stage.NudgesAsync()).ShouldBe(1);
        await TellAsync("p2", "Do you sell cups?", "Jana", 1);
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    private async Task TellAsync(string id, string text, string author, int minutes, string? parent = null)
    {
        stage.Time.SetUtcNow(A.Morning + TimeSpan.FromMinutes(minutes));
        await stage.TellAsync(stage.Post(id, text, author, parent, stage.Time.GetUtcNow()));
    }

    private async Task<CommandAnswer> SayAsync(string line) => await stage.SayAsync(stage.Ana, line);

    private async Task<WatchRule> RuleAsync(string name) => (await stage.Get<ITeamRecords>().RulesAsync(TeamId.Default, Now)).Single(rule => rule.Name == name);

    /// <summary>All words of a card.</summary>
    private static string Said(CommandAnswer answer) => answer.Card.Title + "\n" + string.Join('\n', answer.Card.Parts.Select(part => part switch
    {
        CardPart.Line line => Words(line.Spans),
        CardPart.Facts facts => string.Join('\n', facts.Rows.Select(row => $"{row.Name}: {Words(row.Value)}")),
        CardPart.Quote quote => quote.Text,
        _ => "",
    }));

    private static string Words(IReadOnlyList<Span> spans) => string.Concat(spans.Select(span => span switch { Span.Words words => words.Text, Span.Outside outside => outside.Text, _ => "" }));
}
