using PageWatch.Domain.Nudges;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Promises;

public sealed class PromiseLifecycleTests
{
    private static readonly DateTimeOffset Due = A.Morning.AddDays(1);

    private static readonly PromiseEvent[] Events = [new PromiseEvent.Accepted(), new PromiseEvent.Kept(), new PromiseEvent.Dropped(), new PromiseEvent.Moved(A.Morning.AddDays(2)), new PromiseEvent.TimePassed()];

    [Theory]
    [InlineData(PromiseState.Proposed, "Open ; Kept ; Dropped ; Open ; -")]
    [InlineData(PromiseState.Open, "!OpenAlready ; Kept ; Dropped ; Open ; -")]
    [InlineData(PromiseState.Kept, "!KeptAlready ; !KeptAlready ; !KeptAlready ; !KeptAlready ; -")]
    [InlineData(PromiseState.Broken, "!BrokenAlready ; Broken ; !BrokenAlready ; !BrokenAlready ; -")]
    [InlineData(PromiseState.Dropped, "!DroppedAlready ; !DroppedAlready ; !DroppedAlready ; !DroppedAlready ; -")]
    public void Every_pair_of_state_and_event_has_an_answer(PromiseState state, string expected) =>
        string.Join(" ; ", Events.Select(happened => InWords(PromiseLifecycle.Decide(Of(state), happened, A.Morning.AddMinutes(1))))).ShouldBe(expected);

    [Fact]
    public void Reminder_comes_an_hour_before_then_when_the_day_is_over_then_it_is_broken()
    {
        var open = Of(PromiseState.Open);
        PromiseLifecycle.NextWake(open).ShouldBe(Due.AddHours(-1));
        var soon = Pass(open, Due.AddHours(-1));
        soon.Calls.ShouldBe(PromiseCall.Soon);
        Pass(soon.Next, Due.AddMinutes(-1)).Saves.ShouldBeFalse("called once");
        var over = Pass(soon.Next, Due);
        over.Calls.ShouldBe(PromiseCall.Over);
        Pass(over.Next, Due.AddHours(23)).Saves.ShouldBeFalse();
        var broken = Pass(over.Next, Due.AddHours(25));
        broken.Calls.ShouldBe(PromiseCall.Broken);
        broken.Next.State.ShouldBe(PromiseState.Broken);
        broken.Next.EndedAt.ShouldBe(Due.AddHours(24), "whenever the sweep comes");
        PromiseLifecycle.NextWake(broken.Next).ShouldBeNull();
    }

    [Fact]
    public void Short_time_is_reminded_of_at_its_half()
    {
        var open = Of(PromiseState.Open) with { DueAt = A.Morning.AddMinutes(30) };
        PromiseLifecycle.NextWake(open).ShouldBe(A.Morning.AddMinutes(15));
    }

    [Fact]
    public void Late_sweep_calls_once_and_says_what_is_true_now()
    {
        Pass(Of(PromiseState.Open), Due.AddHours(1)).Calls.ShouldBe(PromiseCall.Over);
        Pass(Of(PromiseState.Open), Due.AddDays(3)).Calls.ShouldBe(PromiseCall.Broken);
    }

    [Fact]
    public void Proposal_that_nobody_answers_goes_away_after_three_days_and_cannot_come_back()
    {
        var proposed = Of(PromiseState.Proposed);
        Pass(proposed, A.Morning.AddDays(3).AddSeconds(-1)).Saves.ShouldBeFalse();
        var gone = Pass(proposed, A.Morning.AddDays(3));
        gone.Next.State.ShouldBe(PromiseState.Dropped);
        gone.Calls.ShouldBeNull();
        PromiseLifecycle.Decide(proposed, new PromiseEvent.Accepted(), A.Morning.AddDays(4)).Refusal.ShouldBe(PromiseRefusal.DroppedAlready);
    }

    [Fact]
    public void Kept_within_the_grace_is_kept_and_later_is_kept_late_and_stays_broken()
    {
        var open = Of(PromiseState.Open);
        PromiseLifecycle.Decide(open, new PromiseEvent.Kept(), Due.AddHours(23)).Next.State.ShouldBe(PromiseState.Kept);
        var late = PromiseLifecycle.Decide(open, new PromiseEvent.Kept(), Due.AddHours(30)).Next;
        late.State.ShouldBe(PromiseState.Broken);
        late.KeptAt.ShouldBe(Due.AddHours(30));
        PromiseLifecycle.Decide(late, new PromiseEvent.Kept(), Due.AddHours(31)).Refusal.ShouldBe(PromiseRefusal.KeptAlready);
    }

    [Fact]
    public void Moved_day_must_lie_ahead_and_is_reminded_of_anew()
    {
        var reminded = Of(PromiseState.Open) with { RemindedAt = Due.AddHours(-1) };
        PromiseLifecycle.Decide(reminded, new PromiseEvent.Moved(A.Morning), A.Morning).Refusal.ShouldBe(PromiseRefusal.NotAhead);
        PromiseLifecycle.Decide(reminded, new PromiseEvent.Moved(A.Morning.AddYears(2)), A.Morning).Refusal.ShouldBe(PromiseRefusal.NotAhead);
        var moved = PromiseLifecycle.Decide(reminded, new PromiseEvent.Moved(Due.AddDays(2)), Due).Next;
        PromiseLifecycle.NextWake(moved).ShouldBe(Due.AddDays(2).AddHours(-1));
    }

    [Fact]
    public void Rate_counts_what_was_due_and_nothing_else()
    {
        (new KeptRate(3, 1, 0) + new KeptRate(0, 0, 1)).Share.ShouldBe(0.6);
        new KeptRate(0, 0, 0).Share.ShouldBeNull();
    }

    private static PromiseDecision Pass(Promise promise, DateTimeOffset now) => PromiseLifecycle.Decide(promise, new PromiseEvent.TimePassed(), now);

    private static string InWords(PromiseDecision decision) => decision.Refusal is { } refusal ? $"!{refusal}" : decision.Saves ? decision.Next.State.ToString() : "-";

    private static Promise Of(PromiseState state) => new()
    {
        Id = new PromiseId(7),
        Team = TeamId.Default,
        Nudge = new NudgeId(12),
        By = new MemberId(1),
        ByName = "Ana",
        ToName = "Jana K.",
        Words = "We call you tomorrow.",
        DueAt = Due,
        State = state,
        MadeAt = A.Morning,
        OpenSince = state == PromiseState.Proposed ? null : A.Morning,
        KeptAt = state == PromiseState.Kept ? A.Morning : null,
        EndedAt = state is PromiseState.Proposed or PromiseState.Open ? null : A.Morning,
    };
}
