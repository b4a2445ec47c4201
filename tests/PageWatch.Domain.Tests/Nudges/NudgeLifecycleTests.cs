using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

public sealed class NudgeLifecycleTests
{
    private static readonly MemberId Ana = new(1);
    private static readonly MemberId Ben = new(2);
    private static readonly MemberId Cleo = new(3);
    private static readonly DateTimeOffset Now = A.Morning + TimeSpan.FromMinutes(5);

    /// <summary>Every event that can happen, by Ana where somebody does it.</summary>
    private static readonly Dictionary<string, NudgeEvent> Events = new()
    {
        ["claimed"] = new NudgeEvent.Claimed(Ana),
        ["claimed by Ben"] = new NudgeEvent.Claimed(Ben),
        ["released"] = new NudgeEvent.Released(Ana),
        ["editing"] = new NudgeEvent.EditingSeen(Ana, "Ana"),
        ["editing ended"] = new NudgeEvent.EditingEnded(Ana),
        ["draft changed"] = new NudgeEvent.DraftChanged(Ana, "Ana", IsEntitled: true),
        ["draft changed by Ben"] = new NudgeEvent.DraftChanged(Ben, "Ben", IsEntitled: true),
        ["draft changed by Cleo"] = new NudgeEvent.DraftChanged(Cleo, "Cleo", IsEntitled: false),
        ["suggested by Ben"] = new NudgeEvent.DraftSuggested(Ben),
        ["approved"] = new NudgeEvent.Approved(Ana, "Ana", 7, IsEntitled: true),
        ["approved by Ben"] = new NudgeEvent.Approved(Ben, "Ben", 7, IsEntitled: true),
        ["asked by Cleo"] = new NudgeEvent.Approved(Cleo, "Cleo", 7, IsEntitled: false),
        ["given back by Ben"] = new NudgeEvent.GivenBack(Ben, "Ben", "Too long.", IsEntitled: true),
        ["given back by Cleo"] = new NudgeEvent.GivenBack(Cleo, "Cleo", "Too long.", IsEntitled: false),
        ["taken off-line"] = new NudgeEvent.TakenOffline(Ana, Ben, "Ben", ContactWay.Phone, Now + TimeSpan.FromHours(1), "", null),
        ["reached"] = new NudgeEvent.ContactEnded(Ana, ContactOutcome.Reached),
        ["not reached"] = new NudgeEvent.ContactEnded(Ana, ContactOutcome.NotReached),
        ["snoozed"] = new NudgeEvent.SnoozedFor(Ana, Now + TimeSpan.FromHours(1)),
        ["dismissed"] = new NudgeEvent.Dismissed(Ana, NudgeReason.NotForUs),
        ["judged"] = new NudgeEvent.Judged(Ana, NudgeKind.Question, A.Due(TimeSpan.FromHours(4)), [A.Match("questions")]),
        ["judged by Ben"] = new NudgeEvent.Judged(Ben, NudgeKind.Question, A.Due(TimeSpan.FromHours(4)), [A.Match("questions")]),
        ["answered by hand"] = new NudgeEvent.AnsweredByHand(Ana, "Ana"),
        ["handed on"] = new NudgeEvent.HandedOn(Ana, "Ana", Ben, "Ben", "She wants a call."),
        ["offer accepted"] = new NudgeEvent.HandoverAccepted(Ana),
        ["offer declined"] = new NudgeEvent.HandoverDeclined(Ana),
        ["post joined"] = new NudgeEvent.PostJoined(new PostId(2), 1, true, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1), A.Morning + TimeSpan.FromMinutes(2)), []),
        ["focus edited"] = new NudgeEvent.FocusEdited(2),
        ["post lost"] = new NudgeEvent.PostLost(new PostId(1), NudgeReason.AuthorDeleted, null, 0),
        ["answered natively"] = new NudgeEvent.AnsweredNatively("Contoso", Now),
        ["reply published"] = new NudgeEvent.ReplyPublished(7, "Ana", Now),
        ["reply taken back"] = new NudgeEvent.ReplyTakenBack(7, Ben, IsLatest: true),
        ["reply taken back late"] = new NudgeEvent.ReplyTakenBack(7, Ben, IsLatest: false),
        ["reply stuck"] = new NudgeEvent.ReplyStuck(7, NudgeReason.Refused),
        ["card shown"] = new NudgeEvent.CardShown(Now),
        ["time passed"] = NudgeEvent.TimePassed.Usual,
        ["surfaced"] = new NudgeEvent.Surfaced(BusinessHours.Always, Chain.Default),
    };

    // State, event, next state. "=" the same state with a new version, "." nothing to save, "s" saved in silence, "!" refused.
    private static readonly (NudgeState State, string Row)[] Table =
    [
        (NudgeState.Open, "claimed:Claimed | claimed by Ben:Claimed | released:. | editing:s | editing ended:. | draft changed:Claimed | draft changed by Ben:Claimed | draft changed by Cleo:Claimed | suggested by Ben:s | approved:Publishing | approved by Ben:Publishing | asked by Cleo:AwaitingApproval | given back by Ben:! | given back by Cleo:! | taken off-line:Offline | reached:! | not reached:! | snoozed:Snoozed | dismissed:Dismissed | judged:= | judged by Ben:= | answered by hand:Answered | handed on:Claimed | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:Answered | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Claimed, "claimed:. | claimed by Ben:! | released:Open | editing:s | editing ended:. | draft changed:= | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:s | approved:Publishing | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:Offline | reached:! | not reached:! | snoozed:Snoozed | dismissed:Dismissed | judged:= | judged by Ben:! | answered by hand:Answered | handed on:= | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:Answered | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.AwaitingApproval, "claimed:. | claimed by Ben:! | released:Open | editing:s | editing ended:. | draft changed:= | draft changed by Ben:= | draft changed by Cleo:! | suggested by Ben:s | approved:! | approved by Ben:Publishing | asked by Cleo:! | given back by Ben:Claimed | given back by Cleo:! | taken off-line:Offline | reached:! | not reached:! | snoozed:Snoozed | dismissed:Dismissed | judged:Claimed | judged by Ben:! | answered by hand:Answered | handed on:Claimed | offer accepted:! | offer declined:! | post joined:Claimed | focus edited:Claimed | post lost:Withdrawn | answered natively:Answered | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Publishing, "claimed:! | claimed by Ben:! | released:! | editing:! | editing ended:. | draft changed:! | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:! | approved:! | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:! | reached:! | not reached:! | snoozed:! | dismissed:! | judged:! | judged by Ben:! | answered by hand:! | handed on:! | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:. | reply published:Answered | reply taken back:. | reply taken back late:. | reply stuck:NeedsPerson | card shown:s | time passed:. | surfaced:."),
        (NudgeState.NeedsPerson, "claimed:. | claimed by Ben:! | released:= | editing:s | editing ended:. | draft changed:= | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:s | approved:Publishing | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:Offline | reached:! | not reached:! | snoozed:Snoozed | dismissed:Dismissed | judged:= | judged by Ben:! | answered by hand:Answered | handed on:= | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:Answered | reply published:Answered | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Snoozed, "claimed:Claimed | claimed by Ben:Claimed | released:. | editing:s | editing ended:. | draft changed:Claimed | draft changed by Ben:Claimed | draft changed by Cleo:Claimed | suggested by Ben:s | approved:Publishing | approved by Ben:Publishing | asked by Cleo:AwaitingApproval | given back by Ben:! | given back by Cleo:! | taken off-line:Offline | reached:! | not reached:! | snoozed:= | dismissed:Dismissed | judged:= | judged by Ben:= | answered by hand:Answered | handed on:Claimed | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:Answered | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Offline, "claimed:. | claimed by Ben:! | released:Open | editing:s | editing ended:. | draft changed:= | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:s | approved:Publishing | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:= | reached:Claimed | not reached:Open | snoozed:Snoozed | dismissed:Dismissed | judged:= | judged by Ben:! | answered by hand:Answered | handed on:= | offer accepted:! | offer declined:! | post joined:= | focus edited:= | post lost:Withdrawn | answered natively:= | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Answered, "claimed:! | claimed by Ben:! | released:! | editing:! | editing ended:. | draft changed:! | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:! | approved:! | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:! | reached:! | not reached:! | snoozed:! | dismissed:! | judged:s | judged by Ben:s | answered by hand:! | handed on:! | offer accepted:! | offer declined:! | post joined:. | focus edited:. | post lost:s | answered natively:. | reply published:. | reply taken back:Claimed | reply taken back late:= | reply stuck:. | card shown:s | time passed:. | surfaced:."),
        (NudgeState.Dismissed, End),
        (NudgeState.Withdrawn, End),
        (NudgeState.Folded, End),
    ];

    private const string End =
        "claimed:! | claimed by Ben:! | released:! | editing:! | editing ended:. | draft changed:! | draft changed by Ben:! | draft changed by Cleo:! | suggested by Ben:! | approved:! | approved by Ben:! | asked by Cleo:! | given back by Ben:! | given back by Cleo:! | taken off-line:! | reached:! | not reached:! | snoozed:! | dismissed:! | judged:s | judged by Ben:s | answered by hand:! | handed on:! | offer accepted:! | offer declined:! | post joined:. | focus edited:. | post lost:s | answered natively:. | reply published:. | reply taken back:. | reply taken back late:. | reply stuck:. | card shown:s | time passed:. | surfaced:.";

    [Fact]
    public void Every_state_and_every_event_is_in_the_table()
    {
        Table.Select(row => row.State).ShouldBe(Enum.GetValues<NudgeState>(), ignoreOrder: true);
        typeof(NudgeEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(NudgeEvent)) && !type.IsAbstract)
            .ShouldBe(Events.Values.Select(happened => happened.GetType()).Distinct(), ignoreOrder: true);
        foreach (var (state, row) in Table)
            row.Split(" | ").Select(cell => cell.Split(':')[0]).ShouldBe(Events.Keys, state.ToString());
    }

    public static TheoryData<NudgeState, string, string> Cells()
    {
        var cells = new TheoryData<NudgeState, string, string>();
        foreach (var (state, row) in Table)
        {
            foreach (var cell in row.Split(" | "))
                cells.Add(state, cell.Split(':')[0], cell.Split(':')[1]);
        }

        return cells;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Table_says_what_comes_next(NudgeState state, string happened, string expected)
    {
        var nudge = A.Nudge(state);
        var decision = NudgeLifecycle.Decide(nudge, Events[happened], Now);
        switch (expected)
        {
            case "!":
                decision.Refusal.ShouldNotBeNull();
                decision.Saves.ShouldBeFalse();
                break;
            case ".":
                decision.Refusal.ShouldBeNull();
                decision.Saves.ShouldBeFalse();
                decision.Next.ShouldBe(nudge);
                break;
            case "s":
                decision.Saves.ShouldBeTrue();
                decision.Next.State.ShouldBe(state);
                decision.Next.Version.ShouldBe(nudge.Version);
                break;
            case "=":
                decision.Saves.ShouldBeTrue();
                decision.Next.State.ShouldBe(state);
                decision.Next.Version.ShouldBe(nudge.Version + 1);
                decision.RefreshesCard.ShouldBeTrue();
                break;
            default:
                decision.Next.State.ToString().ShouldBe(expected);
                decision.Next.Version.ShouldBe(nudge.Version + 1);
                decision.RefreshesCard.ShouldBeTrue();
                break;
        }
    }

    [Fact, Trait("Promise", "6")]
    public void Verdict_changes_kind_and_time_and_the_clock_runs_on()
    {
        var question = A.Nudge(kind: NudgeKind.Question);
        var complaint = NudgeLifecycle.Decide(question, new NudgeEvent.Judged(Ana, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1)), [A.Match()]), Now).Next;
        complaint.Kind.ShouldBe(NudgeKind.Complaint);
        complaint.Clock.ShouldBe(question.Clock);
        complaint.DueAt.ShouldBe(A.Morning + TimeSpan.FromHours(1));
        complaint.Owner.ShouldBeNull("who says what it is does not take it");
        NudgeLifecycle.Decide(complaint, new NudgeEvent.Judged(Ana, NudgeKind.Praise, A.Due(TimeSpan.FromHours(24)), [A.Match()]), Now).Next.DueAt.ShouldBe(A.Morning + TimeSpan.FromHours(24));
    }

    [Fact, Trait("Promise", "6")]
    public void What_was_missed_stays_missed_whatever_is_said_of_it_later()
    {
        var late = A.Morning + TimeSpan.FromHours(3);
        var missed = A.Nudge() with { WarnedAtPercent = 100 };
        var praise = NudgeLifecycle.Decide(missed, new NudgeEvent.Judged(Ana, NudgeKind.Praise, A.Due(TimeSpan.FromHours(24)), [A.Match()]), late).Next;
        praise.Kind.ShouldBe(NudgeKind.Praise);
        praise.DueAt.ShouldBe(missed.DueAt);
        praise.WarnedAtPercent.ShouldBe(100);
        NudgeLifecycle.Decide(missed, new NudgeEvent.Judged(Ana, NudgeKind.Complaint, A.Due(TimeSpan.FromMinutes(30)), [A.Match()]), late).Next.Target.ShouldBe(TimeSpan.FromMinutes(30), "a stricter one counts even then");
    }

    [Fact, Trait("Promise", "6")]
    public void With_more_time_staff_are_warned_again_when_that_runs_out()
    {
        var warned = A.Nudge() with { WarnedAtPercent = 80 };
        var later = A.Morning + TimeSpan.FromMinutes(50);
        var question = NudgeLifecycle.Decide(warned, new NudgeEvent.Judged(Ana, NudgeKind.Question, A.Due(TimeSpan.FromHours(4)), [A.Match()]), later).Next;
        question.WarnedAtPercent.ShouldBe(0);
        NudgeLifecycle.NextWake(question).ShouldBe(A.Morning + TimeSpan.FromHours(2));
    }

    [Fact]
    public void Verdict_of_its_owner_renews_the_claim()
    {
        var claimed = NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.Claimed(Ana), Now).Next;
        var later = Now + TimeSpan.FromMinutes(10);
        NudgeLifecycle.Decide(claimed, new NudgeEvent.Judged(Ana, NudgeKind.Question, A.Due(TimeSpan.FromHours(4)), [A.Match()]), later).Next.ClaimedUntil.ShouldBe(later + NudgeLifecycle.ClaimLease);
    }

    [Fact, Trait("Promise", "6")]
    public void Offer_counts_when_it_is_accepted_and_the_clock_runs_on()
    {
        var claimed = NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.Claimed(Ana), Now).Next;
        var later = Now + TimeSpan.FromMinutes(2);
        NudgeLifecycle.Decide(claimed, new NudgeEvent.HandedOn(Ana, "Ana", Ana, "Ana", ""), later).Refusal.ShouldBe(NudgeRefusal.HasItAlready);
        NudgeLifecycle.Decide(claimed, new NudgeEvent.HandedOn(Ben, "Ben", Ana, "Ana", ""), later).Refusal.ShouldBe(NudgeRefusal.SomebodyElseHasIt);
        var offered = NudgeLifecycle.Decide(claimed, new NudgeEvent.HandedOn(Ana, "Ana", Ben, "Ben", "She wants a call."), later).Next;
        offered.Owner.ShouldBe(Ana);
        NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverAccepted(Ana), later).Refusal.ShouldBe(NudgeRefusal.NothingOffered);
        NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverAccepted(new MemberId(3)), later).Refusal.ShouldBe(NudgeRefusal.NothingOffered);
        NudgeLifecycle.Decide(offered, new NudgeEvent.Claimed(Ben), later).Refusal.ShouldBe(NudgeRefusal.SomebodyElseHasIt);

        var taken = NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverAccepted(Ben), later).Next;
        taken.Owner.ShouldBe(Ben);
        taken.Handover!.Recap.ShouldBe("She wants a call.");
        taken.DueAt.ShouldBe(claimed.DueAt);
        taken.Clock.ClaimedAt.ShouldBe(Now);
        NudgeLifecycle.Decide(taken, new NudgeEvent.HandoverDeclined(Ben), later).Refusal.ShouldBe(NudgeRefusal.NothingOffered, "he has it; to give it back is to hand it on");
        NudgeLifecycle.Decide(taken, new NudgeEvent.Dismissed(Ben, NudgeReason.Duplicate), later).Next.Handover.ShouldBeNull();
    }

    [Fact]
    public void Offer_ends_with_a_no_with_the_claim_and_with_what_was_erased()
    {
        var offered = NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.HandedOn(Ana, "Ana", Ben, "Ben", "hers"), Now).Next;
        NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverDeclined(Ben), Now).Next.ShouldSatisfyAllConditions(next => next.Handover.ShouldBeNull(), next => next.Owner.ShouldBe(Ana));
        NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverDeclined(Ana), Now).Next.Handover.ShouldBeNull();
        NudgeLifecycle.Decide(offered, new NudgeEvent.HandoverDeclined(new MemberId(3)), Now).Refusal.ShouldBe(NudgeRefusal.NothingOffered);
        NudgeLifecycle.Decide(offered, NudgeEvent.TimePassed.Usual, Now + NudgeLifecycle.ClaimLease).Next.ShouldSatisfyAllConditions(next => next.Handover.ShouldBeNull(), next => next.Owner.ShouldBeNull());
        var two = offered with { Posts = [new PostId(1), new PostId(2)] };
        NudgeLifecycle.Decide(two, new NudgeEvent.PostLost(new PostId(2), NudgeReason.AuthorDeleted, new PostId(1), 1), Now).Next.Handover.ShouldBeNull("it may speak of what was erased");
    }

    [Fact, Trait("Promise", "6")]
    public void First_claim_is_kept_whoever_claims_later()
    {
        var once = NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.Claimed(Ana), Now).Next;
        var back = NudgeLifecycle.Decide(once, new NudgeEvent.Released(Ana), Now + TimeSpan.FromMinutes(1)).Next;
        var twice = NudgeLifecycle.Decide(back, new NudgeEvent.Claimed(Ben), Now + TimeSpan.FromMinutes(2)).Next;
        twice.Clock.ClaimedAt.ShouldBe(Now);
        twice.Clock.PublishedAt.ShouldBe(A.Morning);
        twice.DueAt.ShouldBe(A.Nudge().DueAt);
    }

    [Fact, Trait("Promise", "6")]
    public void Claim_returns_after_its_lease_and_the_clock_runs_on()
    {
        var claimed = NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.Claimed(Ana), Now).Next;
        NudgeLifecycle.NextWake(claimed).ShouldBe(Now + NudgeLifecycle.ClaimLease);
        NudgeLifecycle.Decide(claimed, NudgeEvent.TimePassed.Usual, Now + NudgeLifecycle.ClaimLease - TimeSpan.FromSeconds(1)).Saves.ShouldBeFalse();
        var returned = NudgeLifecycle.Decide(claimed, NudgeEvent.TimePassed.Usual, Now + NudgeLifecycle.ClaimLease).Next;
        returned.State.ShouldBe(NudgeState.Open);
        returned.Owner.ShouldBeNull();
        returned.DueAt.ShouldBe(claimed.DueAt);
    }

    [Fact]
    public void Typing_keeps_the_claim()
    {
        var claimed = A.Nudge(NudgeState.Claimed);
        var later = A.Morning + TimeSpan.FromMinutes(15);
        NudgeLifecycle.Decide(claimed, new NudgeEvent.EditingSeen(Ana, "Ana"), later).Next.ClaimedUntil.ShouldBe(later + NudgeLifecycle.ClaimLease);
    }

    [Fact, Trait("Promise", "6")]
    public void Warnings_come_at_50_80_and_100_percent_once_each()
    {
        var nudge = A.Nudge();
        var warned = new List<int>();
        for (var minute = 0; minute <= 90; minute++)
        {
            var decision = NudgeLifecycle.Decide(nudge, NudgeEvent.TimePassed.Usual, A.Morning + TimeSpan.FromMinutes(minute));
            if (decision.Warns > 0)
                warned.Add(minute);
            if (decision.Saves)
                nudge = decision.Next;
        }

        warned.ShouldBe([30, 48, 60]);
        nudge.Version.ShouldBe(A.Nudge().Version); // a warning makes nobody's view of the card wrong
    }

    [Fact]
    public void Sweep_that_comes_late_warns_once()
    {
        var decision = NudgeLifecycle.Decide(A.Nudge(), NudgeEvent.TimePassed.Usual, A.Morning + TimeSpan.FromHours(9));
        decision.Warns.ShouldBe(100);
        NudgeLifecycle.Decide(decision.Next, NudgeEvent.TimePassed.Usual, A.Morning + TimeSpan.FromHours(9)).Saves.ShouldBeFalse();
        NudgeLifecycle.NextWake(decision.Next).ShouldBe(decision.Next.Escalation!.NextAt);
    }

    [Fact]
    public void Snoozed_nudge_wakes_with_its_owner()
    {
        var snoozed = NudgeLifecycle.Decide(A.Nudge(NudgeState.Claimed), new NudgeEvent.SnoozedFor(Ana, Now + TimeSpan.FromHours(1)), Now).Next;
        var awake = NudgeLifecycle.Decide(snoozed, NudgeEvent.TimePassed.Usual, Now + TimeSpan.FromHours(1)).Next;
        awake.State.ShouldBe(NudgeState.Claimed);
        awake.Owner.ShouldBe(Ana);
    }

    [Fact]
    public void Snooze_into_the_past_is_refused() =>
        NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.SnoozedFor(Ana, Now), Now).Refusal.ShouldBe(NudgeRefusal.TimeIsPast);

    [Fact, Trait("Promise", "6")]
    public void Complaint_that_joins_a_question_makes_it_due_when_the_complaint_is()
    {
        var question = A.Nudge(kind: NudgeKind.Question);
        var wrote = A.Morning + TimeSpan.FromMinutes(10);
        var joined = NudgeLifecycle.Decide(question, new NudgeEvent.PostJoined(new PostId(2), 1, false, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1), wrote), []), Now).Next;
        joined.DueAt.ShouldBe(wrote + TimeSpan.FromHours(1));
        joined.Kind.ShouldBe(NudgeKind.Complaint);
        joined.Clock.PublishedAt.ShouldBe(A.Morning);
    }

    [Fact, Trait("Promise", "2")]
    public void Post_that_joins_twice_joins_once()
    {
        var once = NudgeLifecycle.Decide(A.Nudge(), Events["post joined"], Now).Next;
        NudgeLifecycle.Decide(once, Events["post joined"], Now).Saves.ShouldBeFalse();
    }

    [Fact, Trait("Promise", "10")]
    public void Lost_post_moves_the_focus_to_what_is_left_and_else_withdraws()
    {
        var two = NudgeLifecycle.Decide(A.Nudge(), Events["post joined"], Now).Next;
        var one = NudgeLifecycle.Decide(two, new NudgeEvent.PostLost(new PostId(2), NudgeReason.AuthorDeleted, new PostId(1), 1), Now).Next;
        one.Focus.ShouldBe(new PostId(1));
        one.State.ShouldBe(NudgeState.Open);
        var none = NudgeLifecycle.Decide(one, new NudgeEvent.PostLost(new PostId(1), NudgeReason.AuthorDeleted, null, 0), Now);
        none.Next.State.ShouldBe(NudgeState.Withdrawn);
        none.CancelsReply.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "3")]
    public void Only_an_approval_by_a_member_starts_publishing()
    {
        foreach (var (name, happened) in Events)
        {
            foreach (var state in Enum.GetValues<NudgeState>().Where(state => state != NudgeState.Publishing))
                (NudgeLifecycle.Decide(A.Nudge(state), happened, Now).Next.State == NudgeState.Publishing && happened is not NudgeEvent.Approved).ShouldBeFalse(name);
        }
    }

    [Fact]
    public void Every_live_nudge_with_a_claim_a_snooze_or_a_target_has_a_next_step()
    {
        foreach (var state in Enum.GetValues<NudgeState>())
            (NudgeLifecycle.NextWake(A.Nudge(state)) is null).ShouldBe(A.Nudge(state).IsAtEnd, state.ToString());
    }
}
