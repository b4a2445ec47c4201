using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

/// <summary>What waits in a digest because the budget is spent: for how long, and what brings it out.</summary>
public sealed class DigestTests
{
    private static readonly MemberId Ana = new(1);

    private static readonly Chain Short = ChainText.Parse("channel 10m > on-call 10m > lead 20m").Chain!;

    private static readonly NudgeEvent.TimePassed Passed = new(BusinessHours.Always, Short);

    [Theory]
    [InlineData(NudgeKind.Question, Urgency.Whenever, RulePriority.Normal, true)]
    [InlineData(NudgeKind.Review, Urgency.Today, RulePriority.Low, true)]
    [InlineData(NudgeKind.Complaint, Urgency.Whenever, RulePriority.Low, false)]
    [InlineData(NudgeKind.Question, Urgency.Now, RulePriority.Normal, false)]
    [InlineData(NudgeKind.Question, Urgency.Whenever, RulePriority.High, false)]
    public void Complaints_what_is_urgent_and_what_a_rule_calls_high_never_wait(NudgeKind kind, Urgency urgency, RulePriority rule, bool mayWait) =>
        NudgeOpening.MayWait(kind, A.Reading(urgency: urgency), [A.Match(), A.Match() with { Priority = rule }]).ShouldBe(mayWait && rule != RulePriority.High);

    [Fact, Trait("Promise", "6")]
    public void Nobody_is_called_while_it_waits_and_the_chain_begins_with_its_card()
    {
        var nudge = Waiting();
        var half = NudgeLifecycle.Decide(nudge, Passed, A.Morning + TimeSpan.FromHours(2));
        half.Calls.ShouldBe(NudgeCall.None);
        half.Next.IsQuiet.ShouldBeTrue();
        NudgeLifecycle.NextWake(half.Next).ShouldBe(A.Morning + TimeSpan.FromHours(4) * 0.8);

        var pressing = A.Morning + TimeSpan.FromHours(4) * 0.8;
        var shown = NudgeLifecycle.Decide(half.Next, Passed, pressing);
        shown.RefreshesCard.ShouldBeTrue();
        shown.Next.Digest.ShouldBeNull();
        shown.Calls.ShouldBe(NudgeCall.None, "the card is the first word");
        NudgeLifecycle.Decide(shown.Next, Passed, pressing + TimeSpan.FromMinutes(10)).Climbs!.Step.Target.ShouldBe(new ChainTarget.OnCall());
    }

    [Fact]
    public void Whoever_takes_it_has_its_card_and_whoever_ends_it_needs_none()
    {
        var now = A.Morning + TimeSpan.FromMinutes(30);
        var claimed = NudgeLifecycle.Decide(Waiting(), new NudgeEvent.Claimed(Ana), now);
        claimed.RefreshesCard.ShouldBeTrue();
        claimed.Next.Digest.ShouldBeNull();
        NudgeLifecycle.Decide(Waiting(), new NudgeEvent.EditingSeen(Ana, "Ana"), now).Next.Digest.ShouldBeNull();
        var ended = NudgeLifecycle.Decide(Waiting(), new NudgeEvent.Dismissed(Ana, NudgeReason.NotForUs), now).Next;
        ended.IsQuiet.ShouldBeFalse();
        ended.Digest.ShouldNotBeNull("it never had a card there");
    }

    [Fact]
    public void Complaint_that_joins_brings_it_out()
    {
        var joined = NudgeLifecycle.Decide(
            Waiting(), new NudgeEvent.PostJoined(new PostId(2), 1, true, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1)), [A.Match()]), A.Morning + TimeSpan.FromMinutes(5));
        joined.RefreshesCard.ShouldBeTrue();
        joined.Next.Digest.ShouldBeNull();
    }

    [Fact, Trait("Promise", "6")]
    public void Whatever_happens_it_waits_with_a_next_step_or_its_card_is_shown()
    {
        var random = new Random(20261130);
        for (var run = 0; run < 2_000; run++)
        {
            var nudge = Waiting();
            var now = A.Morning;
            for (var step = 0; step < 12; step++)
            {
                now += TimeSpan.FromMinutes(random.Next(1, 90));
                var before = nudge;
                var decision = NudgeLifecycle.Decide(nudge, Any(random, nudge, now), now);
                nudge = decision.Saves ? decision.Next : nudge;
                if (before.IsQuiet && !nudge.IsQuiet && !nudge.IsAtEnd)
                    decision.RefreshesCard.ShouldBeTrue();
                if (!nudge.IsQuiet)
                    continue;
                nudge.State.ShouldBe(NudgeState.Open);
                nudge.Owner.ShouldBeNull();
                nudge.Kind.ShouldNotBe(NudgeKind.Complaint);
                nudge.WarnedAtPercent.ShouldBeLessThan(80);
                NudgeLifecycle.NextWake(nudge).ShouldNotBeNull();
            }
        }
    }

    private static Nudge Waiting() => A.Nudge(kind: NudgeKind.Question) with
    {
        Escalation = new ChainPlace(0, 0, A.Morning + TimeSpan.FromMinutes(10), A.Morning),
        Digest = new DigestPlace(new DateOnly(2026, 3, 10), [1]),
    };

    private static NudgeEvent Any(Random random, Nudge nudge, DateTimeOffset now) => random.Next(12) switch
    {
        0 => new NudgeEvent.Claimed(Ana),
        1 => new NudgeEvent.Released(Ana),
        2 => new NudgeEvent.SnoozedFor(Ana, now + TimeSpan.FromMinutes(20)),
        3 => new NudgeEvent.PostJoined(new PostId(nudge.Posts.Count + 1), 1, true, NudgeKind.Question, A.Due(TimeSpan.FromHours(4), now), [A.Match()]),
        4 => new NudgeEvent.FocusEdited(nudge.FocusRevision + 1),
        5 => new NudgeEvent.AnsweredNatively("Contoso", now),
        6 => new NudgeEvent.CardShown(now),
        7 => new NudgeEvent.Judged(Ana, NudgeKind.Request, A.Due(TimeSpan.FromHours(4)), [A.Match()]),
        _ => Passed,
    };
}
