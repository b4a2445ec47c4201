using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

/// <summary>The talk off the page: its own clock, and the honest one beside it.</summary>
[Trait("Promise", "6")]
public sealed class ContactTests
{
    private static readonly MemberId Ana = new(1);
    private static readonly MemberId Ben = new(2);
    private static readonly DateTimeOffset Now = A.Morning + TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Due = Now + TimeSpan.FromHours(2);

    private static Nudge Taken => Happen(A.Nudge(), new NudgeEvent.TakenOffline(Ana, Ben, "Ben", ContactWay.Phone, Due, "a new one", "She prefers mornings."), Now).Next;

    [Fact]
    public void It_belongs_to_who_talks_and_its_own_time_runs()
    {
        var nudge = Taken;
        nudge.State.ShouldBe(NudgeState.Offline);
        nudge.Owner.ShouldBe(Ben);
        nudge.IsAtEnd.ShouldBeFalse("somebody is still owed an answer");
        NudgeLifecycle.NextWake(nudge).ShouldBe(Due);
        // The time for a public answer goes by meanwhile: no warning, for the talk comes first.
        NudgeLifecycle.Decide(nudge, NudgeEvent.TimePassed.Usual, Now + TimeSpan.FromMinutes(90)).Saves.ShouldBeFalse();
        NudgeLifecycle.Decide(nudge, new NudgeEvent.ContactEnded(Ana, ContactOutcome.Solved), Now).Refusal.ShouldBe(NudgeRefusal.SomebodyElseHasIt);
        NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.TakenOffline(Ana, Ana, "Ana", ContactWay.Phone, Now, "", null), Now).Refusal.ShouldBe(NudgeRefusal.TimeIsPast);
        NudgeLifecycle.Decide(A.Nudge(), new NudgeEvent.ContactEnded(Ana, ContactOutcome.Solved), Now).Refusal.ShouldBe(NudgeRefusal.NotOffline);
    }

    [Fact, Trait("Promise", "6")]
    public void Talk_rings_when_it_was_agreed_on_and_that_nobody_said_how_it_went_waits_for_the_morning()
    {
        // The team is there from one to two at night, and the talk was agreed on for another time.
        var opens = new DateTimeOffset(Due.UtcDateTime.Date.AddDays(1).AddHours(1), TimeSpan.Zero);
        var passed = new NudgeEvent.TimePassed(new BusinessHours(TimeZoneInfo.Utc, HoursText.Parse("daily 1-2").Week!, []), Chain.Default);
        var due = NudgeLifecycle.Decide(Taken, passed, Due);
        due.Calls.ShouldBe(NudgeCall.Contact);
        var quiet = NudgeLifecycle.Decide(due.Next, passed, Due + NudgeLifecycle.OutcomeWait);
        quiet.Calls.ShouldBe(NudgeCall.None);
        quiet.Next.State.ShouldBe(NudgeState.Offline);
        NudgeLifecycle.NextWake(quiet.Next).ShouldBe(opens);
        NudgeLifecycle.Decide(quiet.Next, passed, opens).ShouldSatisfyAllConditions(
            morning => morning.Calls.ShouldBe(NudgeCall.ContactLapsed), morning => morning.Next.State.ShouldBe(NudgeState.Open));
    }

    [Fact]
    public void Due_it_calls_once_and_when_nobody_says_how_it_went_it_is_open_again()
    {
        var due = NudgeLifecycle.Decide(Taken, NudgeEvent.TimePassed.Usual, Due);
        due.Calls.ShouldBe(NudgeCall.Contact);
        due.Next.Version.ShouldBe(Taken.Version);
        NudgeLifecycle.Decide(due.Next, NudgeEvent.TimePassed.Usual, Due + TimeSpan.FromMinutes(5)).Calls.ShouldBe(NudgeCall.None);
        NudgeLifecycle.NextWake(due.Next).ShouldBe(Due + NudgeLifecycle.OutcomeWait);
        var lapsed = NudgeLifecycle.Decide(due.Next, NudgeEvent.TimePassed.Usual, Due + NudgeLifecycle.OutcomeWait);
        lapsed.Calls.ShouldBe(NudgeCall.ContactLapsed);
        lapsed.Next.ShouldSatisfyAllConditions(
            next => next.State.ShouldBe(NudgeState.Open), next => next.Owner.ShouldBeNull(), next => next.Contact!.Outcome.ShouldBe(ContactOutcome.NotReached), next => next.WarnedAtPercent.ShouldBe(100));
        // A service that was down over both does not call to a talk that is past.
        NudgeLifecycle.Decide(Taken, NudgeEvent.TimePassed.Usual, Due + TimeSpan.FromDays(1)).Calls.ShouldBe(NudgeCall.ContactLapsed);
    }

    [Fact]
    public void Not_reached_is_open_to_everybody_and_as_late_as_it_is()
    {
        var later = Due - TimeSpan.FromMinutes(1);
        var back = Happen(Taken, new NudgeEvent.ContactEnded(Ben, ContactOutcome.NotReached), later).Next;
        back.State.ShouldBe(NudgeState.Open);
        back.Owner.ShouldBeNull();
        back.DueAt.ShouldBe(A.Nudge().DueAt, "the clock never stopped");
        NudgeLifecycle.NextWake(back).ShouldBe(A.Morning + TimeSpan.FromMinutes(30), "what fell due meanwhile is due at once");
        NudgeLifecycle.Decide(back, NudgeEvent.TimePassed.Usual, later).Next.WarnedAtPercent.ShouldBe(100);
        Happen(back, new NudgeEvent.TakenOffline(Ana, Ana, "Ana", ContactWay.Visit, later + TimeSpan.FromHours(1), "", null), later).Next.Contact!.TriedBefore.ShouldBe(1);
    }

    [Fact]
    public void Spoken_to_a_line_for_those_who_look_on_is_owed_and_ends_it()
    {
        var talked = Happen(Taken, new NudgeEvent.ContactEnded(Ben, ContactOutcome.Solved), Due).Next;
        talked.State.ShouldBe(NudgeState.Claimed);
        talked.Owner.ShouldBe(Ben);
        talked.Contact!.OwesClosingLine.ShouldBeTrue();
        var sent = Happen(talked, new NudgeEvent.Approved(Ben, "Ben", 7, IsEntitled: true), Due).Next;
        var done = Happen(sent, new NudgeEvent.ReplyPublished(7, "Ben", Due + TimeSpan.FromMinutes(1)), Due).Next;
        done.State.ShouldBe(NudgeState.Answered);
        done.Clock.AnsweredAt.ShouldBe(Due + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Invitation_that_is_published_before_the_talk_answers_the_page_and_the_talk_is_still_to_come()
    {
        var sent = Happen(Taken, new NudgeEvent.Approved(Ben, "Ben", 7, IsEntitled: true), Now).Next;
        var invited = Happen(sent, new NudgeEvent.ReplyPublished(7, "Ben", Now), Now).Next;
        invited.State.ShouldBe(NudgeState.Offline);
        invited.Clock.AnsweredAt.ShouldBe(Now);
        NudgeLifecycle.NextWake(invited).ShouldBe(Due);
        var talked = Happen(invited, new NudgeEvent.ContactEnded(Ben, ContactOutcome.Reached), Due).Next;
        var closing = Happen(talked with { }, new NudgeEvent.Approved(Ben, "Ben", 8, IsEntitled: true), Due).Next;
        Happen(closing, new NudgeEvent.ReplyPublished(8, "Ben", Due), Due).Next.ShouldSatisfyAllConditions(
            next => next.State.ShouldBe(NudgeState.Answered), next => next.Clock.AnsweredAt.ShouldBe(Now, "the first public answer is what the clock measures"));
    }

    [Fact]
    public void Person_who_writes_again_before_the_talk_calls_who_talks()
    {
        var joined = NudgeLifecycle.Decide(Taken, new NudgeEvent.PostJoined(new PostId(2), 1, true, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1), Now), []), Now);
        joined.Next.State.ShouldBe(NudgeState.Offline);
        joined.Next.Contact!.DueAt.ShouldBe(Due);
        NudgeLifecycle.NextWake(joined.Next).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Now, "at once");
        var told = NudgeLifecycle.Decide(joined.Next, NudgeEvent.TimePassed.Usual, Now);
        told.Calls.ShouldBe(NudgeCall.ContactOvertaken);
        NudgeLifecycle.NextWake(told.Next).ShouldBe(Due);
    }

    [Fact]
    public void Who_takes_it_over_talks_and_who_gives_it_back_does_not()
    {
        var offered = Happen(Taken, new NudgeEvent.HandedOn(Ben, "Ben", Ana, "Ana", "I am ill."), Now).Next;
        offered.State.ShouldBe(NudgeState.Offline);
        var taken = Happen(offered, new NudgeEvent.HandoverAccepted(Ana), Now).Next;
        taken.ShouldSatisfyAllConditions(next => next.State.ShouldBe(NudgeState.Offline), next => next.Contact!.By.ShouldBe(Ana), next => next.Contact!.ByName.ShouldBe("Ana"));
        var released = Happen(taken, new NudgeEvent.Released(Ana), Now).Next;
        released.ShouldSatisfyAllConditions(next => next.State.ShouldBe(NudgeState.Open), next => next.Contact.ShouldBeNull());
        var snoozed = Happen(taken, new NudgeEvent.SnoozedFor(Ana, Due), Now).Next;
        NudgeLifecycle.Decide(snoozed, NudgeEvent.TimePassed.Usual, Due).Next.State.ShouldBe(NudgeState.Offline);
    }

    [Theory, InlineData("given back"), InlineData("stuck"), InlineData("draft changed")]
    public void Talk_that_is_agreed_on_is_never_dropped_by_what_becomes_of_an_invitation(string what)
    {
        var two = Taken with { Matches = [A.Match() with { Approval = new Domain.Rules.ApprovalPolicy(what == "given back" ? 2 : 1, Role.Approver) }] };
        var sent = Happen(two, new NudgeEvent.Approved(Ben, "Ben", 7, IsEntitled: true), Now).Next;
        var next = what switch
        {
            "given back" => Happen(sent, new NudgeEvent.GivenBack(Ana, "Ana", "Not in public.", IsEntitled: true), Now).Next,
            "stuck" => Happen(sent, new NudgeEvent.ReplyStuck(7, NudgeReason.Refused), Now).Next,
            _ => Happen(Happen(sent, new NudgeEvent.ReplyStuck(7, NudgeReason.Refused), Now).Next, new NudgeEvent.DraftChanged(Ben, "Ben", IsEntitled: true), Now).Next,
        };
        var later = NudgeLifecycle.Decide(next, NudgeEvent.TimePassed.Usual, Now + NudgeLifecycle.ClaimLease + TimeSpan.FromMinutes(1));
        later.Next.HasTalkToCome.ShouldBeTrue();
        NudgeLifecycle.Decide(later.Next, NudgeEvent.TimePassed.Usual, Due).Calls.ShouldBe(NudgeCall.Contact);
        Happen(later.Next, new NudgeEvent.ContactEnded(Ben, ContactOutcome.Solved), Due).Next.ShouldSatisfyAllConditions(
            ended => ended.State.ShouldBe(NudgeState.Claimed), ended => ended.Contact!.OwesClosingLine.ShouldBeTrue());
    }

    [Fact, Trait("Promise", "10")]
    public void What_a_colleague_noted_of_the_person_goes_with_the_post()
    {
        var two = Taken with { Posts = [new PostId(1), new PostId(2)], SentBack = new SentBack("Ben", "Jana is right.", Now) };
        var one = Happen(two, new NudgeEvent.PostLost(new PostId(1), NudgeReason.AuthorDeleted, new PostId(2), 1), Now).Next;
        one.Contact!.Note.ShouldBeNull();
        one.SentBack!.Why.ShouldBeEmpty();
        Happen(two, new NudgeEvent.PostLost(new PostId(1), NudgeReason.AuthorDeleted, null, 0), Now).Next.Contact!.Note.ShouldBeNull();
    }

    [Fact]
    public void Reply_that_is_taken_back_is_owed_again_since_the_post_was_written()
    {
        var answered = A.Nudge(NudgeState.Answered) with { AnsweredBy = "Ana", Clock = A.Nudge().Clock with { AnsweredAt = Now, ApprovedAt = Now } };
        var back = Happen(answered, new NudgeEvent.ReplyTakenBack(7, Ben, IsLatest: true), Due).Next;
        back.ShouldSatisfyAllConditions(
            next => next.State.ShouldBe(NudgeState.Claimed), next => next.Owner.ShouldBe(Ben), next => next.Clock.AnsweredAt.ShouldBeNull(), next => next.AnsweredBy.ShouldBeNull(),
            next => next.DueAt.ShouldBe(answered.DueAt));
        NudgeLifecycle.Decide(answered, new NudgeEvent.ReplyTakenBack(6, Ben, IsLatest: true), Due).Saves.ShouldBeFalse("another reply");
        // The person wrote again meanwhile and that has a nudge of its own: one conversation never has two.
        Happen(answered, new NudgeEvent.ReplyTakenBack(7, Ben, IsLatest: false), Due).Next.State.ShouldBe(NudgeState.Answered);
    }

    private static NudgeDecision Happen(Nudge nudge, NudgeEvent happened, DateTimeOffset now)
    {
        var decision = NudgeLifecycle.Decide(nudge, happened, now);
        decision.Refusal.ShouldBeNull();
        decision.Saves.ShouldBeTrue();
        return decision;
    }
}
