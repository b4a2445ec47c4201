using PageWatch.Domain.Nudges;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Publishing;

[Trait("Promise", "4")]
public sealed class ReplyLedgerTests
{
    private static readonly DateTimeOffset Now = A.Morning + TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, ReplyEvent> Events = new()
    {
        ["cleared"] = new ReplyEvent.Cleared(),
        ["not cleared"] = new ReplyEvent.NotCleared(NudgeReason.PostChanged, "changed"),
        ["published"] = new ReplyEvent.Answered(new PublishOutcome.Published("r1", null, null)),
        ["held"] = new ReplyEvent.Answered(new PublishOutcome.Held("r1", null)),
        ["refused"] = new ReplyEvent.Answered(new PublishOutcome.Refused("closed")),
        ["lost"] = new ReplyEvent.Failed(PlatformFailure.Unreachable, true, null, "no answer"),
        ["not reached"] = new ReplyEvent.Failed(PlatformFailure.Unreachable, false, null, "no connection"),
        ["slow down"] = new ReplyEvent.Failed(PlatformFailure.RateLimited, false, TimeSpan.FromMinutes(1), "429"),
        ["denied"] = new ReplyEvent.Failed(PlatformFailure.Denied, false, null, "401"),
        ["interrupted"] = new ReplyEvent.Interrupted(),
        ["found"] = new ReplyEvent.FoundOnPage("r1", null, null, false),
        ["found held"] = new ReplyEvent.FoundOnPage("r1", null, null, true),
        ["not found"] = new ReplyEvent.NotOnPage(),
        ["look failed"] = new ReplyEvent.LookFailed(null, "500"),
        ["called off"] = new ReplyEvent.CalledOff(),
        ["taken over"] = new ReplyEvent.TakenOver(),
        ["to be taken back"] = new ReplyEvent.TakeBackAsked(new Approval(new MemberId(2), "Ben", Now)),
        ["taken back"] = new ReplyEvent.TakenBack(IsLatest: true),
        ["taking back delayed"] = new ReplyEvent.TakeBackFailed(PlatformFailure.RateLimited, TimeSpan.FromMinutes(1), "429"),
        ["taking back denied"] = new ReplyEvent.TakeBackFailed(PlatformFailure.Denied, null, "401"),
    };

    // State and attempts, then for each event the next state; "." nothing changes.
    private static readonly (ReplyState State, int Attempts, string Row)[] Table =
    [
        (ReplyState.Approved, 0, "cleared:Sending | not cleared:Refused | published:. | held:. | refused:. | lost:Approved | not reached:Approved | slow down:Approved | denied:Refused | interrupted:. | found:. | found held:. | not found:. | look failed:. | called off:Cancelled | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Approved, 1, "cleared:Sending | not cleared:Refused | published:. | held:. | refused:. | lost:Approved | not reached:Approved | slow down:Approved | denied:Refused | interrupted:. | found:Published | found held:Held | not found:. | look failed:. | called off:Cancelled | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Sending, 1, "cleared:. | not cleared:. | published:Published | held:Held | refused:Refused | lost:Unknown | not reached:Approved | slow down:Approved | denied:Refused | interrupted:Unknown | found:Published | found held:Held | not found:. | look failed:. | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Unknown, 1, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:Published | found held:Held | not found:Approved | look failed:Unknown | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Unknown, 3, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:Published | found held:Held | not found:Abandoned | look failed:Unknown | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Published, 1, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:. | found held:. | not found:. | look failed:. | called off:. | taken over:Replaced | to be taken back:TakingBack | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.TakingBack, 1, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:. | found held:. | not found:. | look failed:. | called off:. | taken over:. | to be taken back:. | taken back:TakenBack | taking back delayed:TakingBack | taking back denied:Published"),
        (ReplyState.TakenBack, 1, Nothing),
        (ReplyState.Replaced, 1, Nothing),
        (ReplyState.Refused, 1, Nothing),
        (ReplyState.Cancelled, 0, Nothing),
        (ReplyState.Abandoned, 1, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:Published | found held:Held | not found:. | look failed:. | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
        (ReplyState.Held, 1, "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:Published | found held:. | not found:. | look failed:. | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:."),
    ];

    private const string Nothing =
        "cleared:. | not cleared:. | published:. | held:. | refused:. | lost:. | not reached:. | slow down:. | denied:. | interrupted:. | found:. | found held:. | not found:. | look failed:. | called off:. | taken over:. | to be taken back:. | taken back:. | taking back delayed:. | taking back denied:.";

    [Fact]
    public void Every_state_and_every_event_is_in_the_table()
    {
        Table.Select(row => row.State).Distinct().ShouldBe(Enum.GetValues<ReplyState>(), ignoreOrder: true);
        typeof(ReplyEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ReplyEvent))).ShouldBe(Events.Values.Select(happened => happened.GetType()).Distinct(), ignoreOrder: true);
        foreach (var (state, _, row) in Table)
            row.Split(" | ").Select(cell => cell.Split(':')[0]).ShouldBe(Events.Keys, state.ToString());
    }

    public static TheoryData<ReplyState, int, string, string> Cells()
    {
        var cells = new TheoryData<ReplyState, int, string, string>();
        foreach (var (state, attempts, row) in Table)
        {
            foreach (var cell in row.Split(" | "))
                cells.Add(state, attempts, cell.Split(':')[0], cell.Split(':')[1]);
        }

        return cells;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Table_says_what_comes_next(ReplyState state, int attempts, string happened, string expected)
    {
        var reply = A.Reply(state, attempts);
        var decision = ReplyLedger.Decide(reply, Events[happened], A.Capabilities(), Now);
        decision.Saves.ShouldBe(expected != ".");
        decision.Next.State.ToString().ShouldBe(expected == "." ? state.ToString() : expected);
    }

    [Fact]
    public void Nothing_is_sent_again_before_the_page_was_read_back()
    {
        // From "sending" no event leads back to "approved" that may have left a reply on the page.
        foreach (var (name, happened) in Events)
        {
            var decision = ReplyLedger.Decide(A.Reply(ReplyState.Sending, 1), happened, A.Capabilities(), Now);
            if (decision.Next.State == ReplyState.Approved)
                happened.ShouldBeOfType<ReplyEvent.Failed>(name).MayHaveActed.ShouldBeFalse(name);
        }
    }

    [Theory, InlineData("lost"), InlineData("interrupted"), Trait("Promise", "4")]
    public void Look_waits_for_the_settling_time_from_when_nothing_can_leave_any_more(string happened)
    {
        // "Sending" is written down before the first byte: a slow look at the comment, a slow answer, and the reply left long after it.
        var sent = A.Reply(ReplyState.Sending, 1) with { SentAt = Now };
        var later = Now + A.Capabilities().SettlingTime + TimeSpan.FromSeconds(2);
        ReplyLedger.Decide(sent, Events[happened], A.Capabilities(), later).Next.DueAt.ShouldBe(later + A.Capabilities().SettlingTime);
    }

    [Fact]
    public void Page_that_cannot_be_read_back_asks_a_person()
    {
        var decision = ReplyLedger.Decide(A.Reply(ReplyState.Sending, 1), Events["interrupted"], A.Capabilities(readBack: false), Now);
        decision.Next.State.ShouldBe(ReplyState.Abandoned);
        decision.ForNudge.ShouldBeOfType<NudgeEvent.ReplyStuck>().Reason.ShouldBe(NudgeReason.NobodyCanTell);
    }

    [Fact]
    public void Looks_that_fail_end_with_a_person()
    {
        var reply = A.Reply(ReplyState.Unknown, 1);
        for (var i = 0; i < ReplyLedger.MostLooks - 1; i++)
        {
            reply = ReplyLedger.Decide(reply, Events["look failed"], A.Capabilities(), Now).Next;
            reply.State.ShouldBe(ReplyState.Unknown);
            reply.DueAt.ShouldNotBeNull().ShouldBeGreaterThan(Now);
        }

        var last = ReplyLedger.Decide(reply, Events["look failed"], A.Capabilities(), Now);
        last.Next.State.ShouldBe(ReplyState.Abandoned);
        last.ForNudge.ShouldBeOfType<NudgeEvent.ReplyStuck>().Reason.ShouldBe(NudgeReason.NobodyCanTell);
    }

    [Fact, Trait("Promise", "9")]
    public void Rate_limit_delays_as_long_as_asked()
    {
        var waiting = ReplyLedger.Decide(A.Reply(), Events["slow down"], A.Capabilities(), Now).Next;
        waiting.State.ShouldBe(ReplyState.Approved);
        waiting.DueAt.ShouldBe(Now + TimeSpan.FromMinutes(1));
        waiting.Note.ShouldBe("429");
    }

    [Fact]
    public void Every_reply_that_is_not_at_its_end_has_a_next_step()
    {
        foreach (var (state, attempts, _) in Table)
        {
            foreach (var (name, happened) in Events)
            {
                var next = ReplyLedger.Decide(A.Reply(state, attempts), happened, A.Capabilities(), Now).Next;
                // "Sending" is in somebody's hands; after a crash it is found by its state.
                (next.IsAtEnd || next.State == ReplyState.Sending || next.DueAt is not null).ShouldBeTrue($"{state} after {name}");
            }
        }
    }
}
