using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

/// <summary>Two pairs of eyes, where the rules want them.</summary>
[Trait("Promise", "3")]
public sealed class ApprovalTests
{
    private static readonly MemberId Ana = new(1);
    private static readonly MemberId Ben = new(2);
    private static readonly MemberId Cleo = new(3);
    private static readonly DateTimeOffset Now = A.Morning + TimeSpan.FromMinutes(5);

    private static Nudge Two => A.Nudge() with { Matches = [A.Match() with { Approval = new ApprovalPolicy(2, Role.Approver) }] };

    [Fact]
    public void Strictest_of_the_rules_decides_and_silence_asks_for_one_approver()
    {
        var free = A.Match() with { Approval = new ApprovalPolicy(1, Role.Responder) };
        ApprovalPolicy.Strictest([]).ShouldBe(ApprovalPolicy.Default);
        ApprovalPolicy.Strictest([free]).ShouldBe(free.Approval);
        ApprovalPolicy.Strictest([free, A.Match()]).ShouldBe(ApprovalPolicy.Default);
        ApprovalPolicy.Strictest([free, A.Match() with { Approval = new ApprovalPolicy(2, Role.Admin) }]).ShouldBe(new ApprovalPolicy(2, Role.Admin));
    }

    [Fact]
    public void First_yes_asks_a_second_person_and_the_second_lets_it_out()
    {
        var first = Happen(Two, Yes(Ana, "Ana"));
        first.Next.State.ShouldBe(NudgeState.AwaitingApproval);
        first.Calls.ShouldBe(NudgeCall.Approval);
        first.Next.Owner.ShouldBe(Ana);
        NudgeLifecycle.Decide(first.Next, Yes(Ana, "Ana"), Now).Refusal.ShouldBe(NudgeRefusal.SaidYesAlready);
        var second = Happen(first.Next, Yes(Ben, "Ben")).Next;
        second.State.ShouldBe(NudgeState.Publishing);
        second.Owner.ShouldBe(Ana, "who approves does not take it over");
        second.Awaited.ShouldBeNull();
        second.Clock.ApprovedAt.ShouldBe(Now);
    }

    [Fact]
    public void Whoever_may_not_say_yes_asks_for_it_and_is_no_pair_of_eyes()
    {
        var asked = Happen(A.Nudge(), new NudgeEvent.Approved(Cleo, "Cleo", 7, IsEntitled: false));
        asked.Next.State.ShouldBe(NudgeState.AwaitingApproval);
        asked.Next.Awaited!.Given.ShouldBeEmpty();
        NudgeLifecycle.Decide(asked.Next, new NudgeEvent.Approved(Cleo, "Cleo", 7, IsEntitled: false), Now).Refusal.ShouldBe(NudgeRefusal.AskedAlready);
        Happen(asked.Next, Yes(Ben, "Ben")).Next.State.ShouldBe(NudgeState.Publishing);
        Happen(Happen(Two, new NudgeEvent.Approved(Cleo, "Cleo", 7, IsEntitled: false)).Next, Yes(Ben, "Ben")).Next.State.ShouldBe(NudgeState.AwaitingApproval, "two are needed, and Cleo's is none");
    }

    [Fact]
    public void Approver_who_edits_asks_the_other_again_and_the_own_edit_is_no_second_pair_of_eyes()
    {
        var first = Happen(Two, Yes(Ana, "Ana")).Next;
        var edited = Happen(first, new NudgeEvent.DraftChanged(Ben, "Ben", IsEntitled: true));
        edited.Calls.ShouldBe(NudgeCall.Approval);
        edited.Next.State.ShouldBe(NudgeState.AwaitingApproval);
        edited.Next.Awaited!.Given.Select(yes => yes.By).ShouldBe([Ben], "Ana's yes was to other words");
        NudgeLifecycle.Decide(edited.Next, Yes(Ben, "Ben"), Now).Refusal.ShouldBe(NudgeRefusal.SaidYesAlready);
        Happen(edited.Next, Yes(Ana, "Ana")).Next.State.ShouldBe(NudgeState.Publishing);
    }

    [Theory]
    [InlineData("edited"), InlineData("wrote on"), InlineData("given back"), InlineData("snoozed"), InlineData("released"), InlineData("judged")]
    public void What_changes_the_matter_makes_every_yes_void(string what)
    {
        var first = Happen(Two, Yes(Ana, "Ana")).Next;
        var next = Happen(first, what switch
        {
            "edited" => new NudgeEvent.FocusEdited(2),
            "wrote on" => new NudgeEvent.PostJoined(new PostId(2), 1, true, NudgeKind.Complaint, A.Due(TimeSpan.FromHours(1), A.Morning), []),
            "given back" => new NudgeEvent.GivenBack(Ben, "Ben", "Too long.", IsEntitled: true),
            "snoozed" => new NudgeEvent.SnoozedFor(Ana, Now + TimeSpan.FromHours(1)),
            "released" => new NudgeEvent.Released(Ana),
            _ => new NudgeEvent.Judged(Ana, NudgeKind.Question, A.Due(TimeSpan.FromHours(4)), first.Matches),
        }).Next;
        next.Awaited.ShouldBeNull();
        next.State.ShouldNotBe(NudgeState.AwaitingApproval);
        if (next.Owner == Ana)
            Happen(next, Yes(Ana, "Ana")).Next.State.ShouldBe(NudgeState.AwaitingApproval, "one yes is one yes again");
    }

    [Fact, Trait("Promise", "6")]
    public void Nobody_answers_and_it_climbs_while_the_clock_runs_on()
    {
        var waiting = Happen(Two, Yes(Ana, "Ana")).Next;
        NudgeLifecycle.NextWake(waiting).ShouldBe(Now + NudgeLifecycle.ApprovalWait);
        var late = NudgeLifecycle.Decide(waiting, NudgeEvent.TimePassed.Usual, Now + NudgeLifecycle.ApprovalWait);
        late.Calls.ShouldBe(NudgeCall.ApprovalLate);
        late.Next.Awaited!.Reminders.ShouldBe(1);
        late.Next.DueAt.ShouldBe(waiting.DueAt);
        var later = NudgeLifecycle.Decide(late.Next, NudgeEvent.TimePassed.Usual, Now + (2 * NudgeLifecycle.ApprovalWait));
        later.Next.Awaited!.Reminders.ShouldBe(2);
        NudgeLifecycle.Decide(later.Next, NudgeEvent.TimePassed.Usual, Now + (3 * NudgeLifecycle.ApprovalWait)).Calls.ShouldBe(NudgeCall.None);
        // The view of an approver stays good: a reminder changes nothing about the words.
        later.Next.Version.ShouldBe(waiting.Version);
    }

    [Fact]
    public void Words_of_a_colleague_stand_beside_and_change_nothing()
    {
        var claimed = Happen(A.Nudge(), new NudgeEvent.Claimed(Ana)).Next;
        var beside = Happen(claimed, new NudgeEvent.DraftSuggested(Ben)).Next;
        beside.ShouldBe(claimed);
        NudgeLifecycle.Decide(claimed, new NudgeEvent.DraftChanged(Ben, "Ben", IsEntitled: true), Now).Refusal.ShouldBe(NudgeRefusal.SomebodyElseHasIt);
    }

    /// <summary>Whatever happens in whatever order, a reply goes out only after two different approvers said yes to the words as they stand.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void No_order_of_events_lets_one_person_publish_alone(int seed)
    {
        var random = new Random(seed);
        var published = 0;
        for (var walk = 0; walk < 3_000; walk++)
        {
            var (nudge, now, words) = (Two, Now, 0);
            var yes = new Dictionary<MemberId, int>();
            for (var step = 0; step < 12 && nudge.State != NudgeState.Publishing; step++)
            {
                now += TimeSpan.FromMinutes(random.Next(10));
                var by = (MemberId[])[Ana, Ben, Cleo];
                var who = by[random.Next(3)];
                var entitled = who != Cleo;
                NudgeEvent happened = random.Next(9) switch
                {
                    0 or 1 or 2 => new NudgeEvent.Approved(who, "x", 7, entitled),
                    3 => new NudgeEvent.DraftChanged(who, "x", entitled),
                    4 => new NudgeEvent.FocusEdited(nudge.FocusRevision + 1),
                    5 => new NudgeEvent.GivenBack(who, "x", "", entitled),
                    6 => new NudgeEvent.Claimed(who),
                    7 => new NudgeEvent.Released(who),
                    _ => NudgeEvent.TimePassed.Usual,
                };
                var decision = NudgeLifecycle.Decide(nudge, happened, now);
                if (decision.Refusal is not null)
                    continue;
                if (happened is NudgeEvent.DraftChanged or NudgeEvent.FocusEdited)
                    words++;
                if (happened is NudgeEvent.Approved { IsEntitled: true } or NudgeEvent.DraftChanged { IsEntitled: true })
                    yes[who] = words;
                nudge = decision.Next;
            }

            if (nudge.State != NudgeState.Publishing)
                continue;
            published++;
            yes.Count(each => each.Value == words).ShouldBeGreaterThanOrEqualTo(2, $"walk {walk} of seed {seed}");
        }

        published.ShouldBeGreaterThan(300, "or the walks prove nothing");
    }

    private static NudgeEvent.Approved Yes(MemberId by, string name) => new(by, name, 7, IsEntitled: true);

    private static NudgeDecision Happen(Nudge nudge, NudgeEvent happened)
    {
        var decision = NudgeLifecycle.Decide(nudge, happened, Now);
        decision.Refusal.ShouldBeNull();
        decision.Saves.ShouldBeTrue();
        return decision;
    }
}
