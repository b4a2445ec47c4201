using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>The chain and the clock with everything real behind them: who is called, when, and what ends it.</summary>
public sealed class ChainStageTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task On_call_is_called_by_name_when_nobody_claims_and_the_claim_ends_it()
    {
        await SayAsync("oncall set ben --each 7d --from 2026-03-09");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(TimeSpan.Zero);
        Calls().ShouldBeEmpty("the card in the channel is the first word");

        await PassAsync(TimeSpan.FromMinutes(15));
        var call = Calls().ShouldHaveSingleItem();
        call.Calls.ShouldBe([stage.Ben.Id]);
        call.Text.ShouldContain("on call");
        call.Asks.Select(ask => ask.Command).ShouldContain("claim 1");

        await PassAsync(TimeSpan.FromMinutes(15));
        Calls().ShouldHaveSingleItem().Calls.ShouldBe([stage.Ana.Id], "those who lead, and the call before is over");

        await stage.PressAsync(stage.Ben, "claim");
        Calls().ShouldBeEmpty();
    }

    [Fact]
    public async Task Step_that_reaches_nobody_is_climbed_over_at_once_and_says_so()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(TimeSpan.Zero);
        await PassAsync(TimeSpan.FromMinutes(15));
        var call = Calls().ShouldHaveSingleItem();
        call.Calls.ShouldBe([stage.Ana.Id]);
        call.Text.ShouldContain("no on-call rota");
    }

    [Fact]
    public async Task Rule_has_a_chain_of_its_own_and_a_chain_that_names_nobody_is_refused()
    {
        (await SayAsync("rule edit complaints --chain \"@Bne 5m > lead 10m\"")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await SayAsync("rule edit complaints --chain \"lead 5m > nobody\"")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await SayAsync("rule edit complaints --chain \"@Ben 5m > lead 10m\"")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(TimeSpan.Zero);
        Calls().ShouldHaveSingleItem().Calls.ShouldBe([stage.Ben.Id]);
        await PassAsync(TimeSpan.FromMinutes(5));
        Calls().ShouldHaveSingleItem().Calls.ShouldBe([stage.Ana.Id]);
    }

    [Fact]
    public async Task Team_sets_its_chain_in_chat()
    {
        (await SayAsync("oncall chain next 5m > everyone 10m")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.TellAsync(stage.Post("p2", "My lid is broken too, and nobody answers!", "Tom"));
        await PassAsync(TimeSpan.Zero);
        Calls().Select(call => call.Calls.Single()).ShouldBe([stage.Ana.Id, stage.Ben.Id], ignoreOrder: true, "one after the other");
        (await SayAsync("oncall chain")).Outcome.ShouldBe(CommandOutcome.Done);
        (await SayAsync("oncall chain channel 0m")).Outcome.ShouldBe(CommandOutcome.WrongUsage);
    }

    [Fact, Trait("Promise", "6")]
    public async Task Hours_that_change_move_what_is_due_and_nobody_is_called_at_night()
    {
        await SayAsync("oncall set ben --each 7d --from 2026-03-09");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        (await stage.FileAsync()).Nudge!.DueAt.ShouldBe(A.Morning + TimeSpan.FromHours(1));

        (await SayAsync("hours set mon-fri 14-18 --zone UTC")).Outcome.ShouldBe(CommandOutcome.Done);
        await PassAsync(TimeSpan.FromMinutes(1));
        (await stage.FileAsync()).Nudge!.DueAt.ShouldBe(A.Morning + TimeSpan.FromHours(6));
        await PassAsync(TimeSpan.FromHours(4));
        Calls().ShouldBeEmpty();
        (await stage.FileAsync()).Nudge!.WarnedAtPercent.ShouldBe(0);

        // The team comes at 14:00, and the chain begins then.
        await PassAsync(TimeSpan.FromMinutes(59));
        Calls().ShouldBeEmpty();
        await PassAsync(TimeSpan.FromMinutes(15));
        Calls().ShouldHaveSingleItem().Calls.ShouldBe([stage.Ben.Id]);
    }

    [Fact]
    public async Task Restart_loses_no_step()
    {
        await SayAsync("oncall set ben --each 7d --from 2026-03-09");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(TimeSpan.Zero);
        await stage.RestartAsync();
        await PassAsync(TimeSpan.FromHours(3));
        await PassAsync(TimeSpan.Zero);
        Calls().ShouldHaveSingleItem().Calls.ShouldBe([stage.Ben.Id], "one step a sweep, however late, and once");
    }

    [Fact]
    public async Task Auditor_finds_what_has_no_next_step_says_so_and_puts_it_back()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(TimeSpan.Zero);
        (await stage.Get<NudgeAuditor>().RunAsync(Now)).ShouldBeEmpty();

        await stage.ForceAsync("UPDATE nudges SET wake_at = NULL");
        (await stage.Get<NudgeAuditor>().RunAsync(Now)).ShouldBe([new NudgeId(1)]);
        (await NoticesAsync()).ShouldContain(notice => notice.Key == "audit 1" && notice.Text.Contains("in line again", StringComparison.Ordinal));
        (await stage.Get<NudgeAuditor>().RunAsync(Now)).ShouldBeEmpty();
        await PassAsync(TimeSpan.FromMinutes(15));
        Calls().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Second_hand_off_calls_those_who_lead()
    {
        var cleo = await stage.AddMemberAsync("Cleo", Role.Responder);
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PressAsync(stage.Ben, "claim");
        await stage.SayAsync(stage.Ben, "hand 1 cleo knows lids");
        await stage.SayAsync(cleo, "accept 1");
        (await NoticesAsync()).ShouldNotContain(notice => notice.Key.StartsWith("handed on", StringComparison.Ordinal));
        await stage.SayAsync(cleo, "hand 1 ben does not");
        await stage.SayAsync(stage.Ben, "accept 1");
        (await NoticesAsync()).Single(notice => notice.Key == "handed on 1 2").Calls.ShouldBe([stage.Ana.Id]);
    }

    private IReadOnlyList<Notice> Calls() => [.. NoticesAsync().GetAwaiter().GetResult().Where(notice => !notice.IsOver && notice.Key.StartsWith("chain ", StringComparison.Ordinal))];

    private async Task<IReadOnlyList<Notice>> NoticesAsync() => await stage.Get<Pipeline.Ingest.INotices>().AllAsync(Now);

    private async Task PassAsync(TimeSpan time)
    {
        stage.Time.Advance(time);
        await stage.SweepAsync();
    }

    private async Task<CommandAnswer> SayAsync(string line) => await stage.SayAsync(stage.Ana, line);
}
