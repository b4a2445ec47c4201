using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

/// <summary>The clock in a team's hours, and the chain that calls one after the other until somebody has it.</summary>
public sealed class ClimbTests
{
    private static readonly MemberId Ana = new(1);

    /// <summary>Tuesday, 9:00 UTC; Morning is the opening.</summary>
    private static readonly BusinessHours Office = new(TimeZoneInfo.Utc, HoursText.Parse("mon-fri 9-17").Week!, []);

    private static readonly Chain Short = ChainText.Parse("channel 10m > on-call 10m > lead 20m > repeat 2").Chain!;

    [Fact]
    public void Chain_climbs_a_step_a_sweep_until_somebody_claims()
    {
        var nudge = Open(A.Morning);
        Pass(nudge, A.Morning).Saves.ShouldBeFalse("the card is the first word");
        Pass(nudge, A.Morning + TimeSpan.FromMinutes(10)).Climbs!.Step.Target.ShouldBe(new ChainTarget.OnCall());

        // A sweep that comes an hour late carries out one step, not all.
        var late = Pass(nudge, A.Morning + TimeSpan.FromMinutes(70));
        late.Climbs!.Step.Target.ShouldBe(new ChainTarget.OnCall());
        NudgeLifecycle.NextWake(late.Next)!.Value.ShouldBeLessThanOrEqualTo(A.Morning + TimeSpan.FromMinutes(80));

        var claimed = NudgeLifecycle.Decide(late.Next, new NudgeEvent.Claimed(Ana), A.Morning + TimeSpan.FromMinutes(71)).Next;
        Pass(claimed, A.Morning + TimeSpan.FromMinutes(81)).Calls.ShouldBe(NudgeCall.None);
    }

    [Fact]
    public void Claim_that_lapses_goes_on_where_the_chain_stood_at_once()
    {
        var nudge = Pass(Open(A.Morning), A.Morning).Next;
        var claimed = NudgeLifecycle.Decide(nudge, new NudgeEvent.Claimed(Ana), A.Morning + TimeSpan.FromMinutes(1)).Next;
        var returned = Pass(claimed, A.Morning + TimeSpan.FromMinutes(1) + NudgeLifecycle.ClaimLease);
        returned.Next.Owner.ShouldBeNull();
        returned.Climbs!.Step.Target.ShouldBe(new ChainTarget.OnCall());
    }

    [Fact]
    public void Chain_that_came_to_its_end_says_once_a_day_that_nobody_has_it()
    {
        var nudge = Open(A.Morning);
        var now = A.Morning;
        var stills = 0;
        for (var i = 0; i < 12; i++)
        {
            var decision = Pass(nudge, now, BusinessHours.Always);
            nudge = decision.Next;
            if (decision.Climbs is { IsStillNobody: true })
                stills++;
            nudge.Escalation!.NextAt!.Value.ShouldBeGreaterThan(now);
            now = nudge.Escalation.NextAt.Value;
        }

        stills.ShouldBe(7, "two steps and two repeats, then one a day");
    }

    [Fact]
    public void Nobody_is_called_while_the_team_is_not_there_but_for_a_rule_that_runs_round_the_clock()
    {
        var evening = A.Morning + TimeSpan.FromHours(10);
        var nudge = Open(evening);
        NudgeLifecycle.NextWake(nudge).ShouldBe(A.Morning + TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10));
        Pass(nudge, evening + TimeSpan.FromHours(5)).Calls.ShouldBe(NudgeCall.None);
        Pass(nudge, A.Morning + TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10)).Calls.ShouldBe(NudgeCall.Chain);

        var storm = Open(evening, [A.Match() with { IgnoresHours = true }]);
        Pass(storm, evening + TimeSpan.FromMinutes(10)).Calls.ShouldBe(NudgeCall.Chain);
        storm.DueAt.ShouldBe(evening + TimeSpan.FromMinutes(60));
    }

    [Fact, Trait("Promise", "6")]
    public void Clock_begins_when_the_author_wrote_and_counts_only_the_teams_hours()
    {
        // Written at 16:40: twenty minutes today, forty tomorrow.
        var nudge = Open(A.Morning + TimeSpan.FromMinutes(460));
        var next = A.Morning + TimeSpan.FromDays(1);
        nudge.DueAt.ShouldBe(next + TimeSpan.FromMinutes(40));
        nudge.Deadline!.Half.ShouldBe(next + TimeSpan.FromMinutes(10));
        nudge.Deadline.Most.ShouldBe(next + TimeSpan.FromMinutes(28));
        Pass(nudge, next + TimeSpan.FromMinutes(9)).Next.WarnedAtPercent.ShouldBe(0);
        Pass(nudge, next + TimeSpan.FromMinutes(28)).Next.WarnedAtPercent.ShouldBe(80);
        nudge.Clock.PublishedAt.ShouldBe(A.Morning + TimeSpan.FromMinutes(460));
    }

    [Fact]
    public void Other_hours_count_what_is_open_anew()
    {
        var nudge = Pass(Open(A.Morning + TimeSpan.FromMinutes(460)), A.Morning + TimeSpan.FromMinutes(461)).Next;
        var longer = new BusinessHours(TimeZoneInfo.Utc, HoursText.Parse("mon-fri 9-20").Week!, []);
        var decision = NudgeLifecycle.Decide(nudge, new NudgeEvent.TimePassed(longer, Short), A.Morning + TimeSpan.FromMinutes(462));
        (decision.Saves, decision.RefreshesCard).ShouldBe((true, true));
        decision.Next.DueAt.ShouldBe(A.Morning + TimeSpan.FromMinutes(520));
        decision.Next.Version.ShouldBe(nudge.Version);
    }

    [Fact]
    public void Reminder_of_a_second_yes_waits_for_the_morning()
    {
        var closing = A.Morning + TimeSpan.FromHours(8);
        var nudge = NudgeLifecycle.Decide(
            Open(A.Morning + TimeSpan.FromHours(7), [A.Match() with { Approval = new Domain.Rules.ApprovalPolicy(2, Role.Approver) }]),
            new NudgeEvent.Approved(Ana, "Ana", 1, true),
            closing - TimeSpan.FromMinutes(5)).Next;
        var night = Pass(nudge, closing + TimeSpan.FromMinutes(10));
        (night.Calls, night.Next.Awaited!.Reminders).ShouldBe((NudgeCall.None, 0));
        NudgeLifecycle.NextWake(night.Next).ShouldBe(A.Morning + TimeSpan.FromDays(1));
        Pass(night.Next, A.Morning + TimeSpan.FromDays(1)).Calls.ShouldBe(NudgeCall.ApprovalLate);
    }

    [Fact]
    public void Second_hand_off_tells_those_who_lead()
    {
        var nudge = NudgeLifecycle.Decide(Open(A.Morning), new NudgeEvent.Claimed(Ana), A.Morning).Next;
        var (first, second) = (HandOn(nudge, 1, 2), HandOn(HandOn(nudge, 1, 2).Next, 2, 1));
        first.Calls.ShouldBe(NudgeCall.None);
        (second.Calls, second.Next.HandedOn).ShouldBe((NudgeCall.HandedOnAgain, 2));

        static NudgeDecision HandOn(Nudge nudge, long from, long to) => NudgeLifecycle.Decide(
            NudgeLifecycle.Decide(nudge, new NudgeEvent.HandedOn(new MemberId(from), $"m{from}", new MemberId(to), $"m{to}", ""), A.Morning).Next,
            new NudgeEvent.HandoverAccepted(new MemberId(to)),
            A.Morning);
    }

    /// <summary>Whatever people and time do to it, and however irregularly the sweep comes: what is open has a next step, and no call comes outside the hours.</summary>
    [Fact]
    public void Whatever_is_open_has_a_next_step_ahead_and_calls_only_in_hours()
    {
        var random = new Random(20261130);
        for (var walk = 0; walk < 2_000; walk++)
        {
            var now = A.Morning + TimeSpan.FromMinutes(random.Next(0, 7 * 24 * 60));
            var nudge = Open(now);
            for (var i = 0; i < 30 && !nudge.IsAtEnd; i++)
            {
                now += TimeSpan.FromMinutes(random.Next(3) == 0 ? random.Next(1, 2_000) : random.Next(1, 30));
                var by = new MemberId(random.Next(1, 4));
                NudgeEvent happened = random.Next(12) switch
                {
                    0 => new NudgeEvent.Claimed(by),
                    1 => new NudgeEvent.Released(by),
                    2 => new NudgeEvent.SnoozedFor(by, now + TimeSpan.FromMinutes(random.Next(1, 600))),
                    3 => new NudgeEvent.HandedOn(by, "x", new MemberId(random.Next(1, 4)), "y", ""),
                    4 => new NudgeEvent.HandoverAccepted(by),
                    5 when random.Next(8) == 0 => new NudgeEvent.Dismissed(by, NudgeReason.NoAnswerNeeded),
                    _ => new NudgeEvent.TimePassed(Office, Short),
                };
                var decision = NudgeLifecycle.Decide(nudge, happened, now);
                nudge = decision.Saves ? decision.Next : nudge;
                if (decision.Calls is NudgeCall.Chain or NudgeCall.ApprovalLate)
                    Office.IsOpen(now).ShouldBeTrue($"{decision.Calls} at {now:u}");
                // What is due now is the sweep's: it leaves nothing behind that is due.
                for (var passes = 0; NudgeLifecycle.NextWake(nudge) <= now; passes++)
                {
                    passes.ShouldBeLessThan(10);
                    var swept = Pass(nudge, now);
                    swept.Saves.ShouldBeTrue();
                    nudge = swept.Next;
                }

                if (!nudge.IsAtEnd)
                    NudgeLifecycle.NextWake(nudge).ShouldNotBeNull().ShouldBeGreaterThan(now);
            }
        }
    }

    private static Nudge Open(DateTimeOffset at, IReadOnlyList<Domain.Rules.RuleMatch>? matches = null) =>
        NudgeOpening.Open(new NudgeId(1), A.Post().At(at), A.Reading(), matches ?? [A.Match()], Office, Short, at, at);

    private static NudgeDecision Pass(Nudge nudge, DateTimeOffset now, BusinessHours? hours = null) => NudgeLifecycle.Decide(nudge, new NudgeEvent.TimePassed(hours ?? Office, Short), now);
}
