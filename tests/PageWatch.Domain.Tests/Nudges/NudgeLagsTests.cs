using PageWatch.Domain.Nudges;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

[Trait("Promise", "6")]
public sealed class NudgeLagsTests
{
    [Fact]
    public void Every_step_counts_from_when_the_author_wrote()
    {
        var clock = A.Nudge().Clock with
        {
            ClaimedAt = A.Morning + TimeSpan.FromMinutes(3),
            ApprovedAt = A.Morning + TimeSpan.FromMinutes(6),
            AnsweredAt = A.Morning + TimeSpan.FromMinutes(7),
        };
        NudgeLags.Of(clock).Select(lag => (lag.Step, lag.After.TotalSeconds)).ShouldBe(
        [
            (NudgeStep.Seen, 1), (NudgeStep.Understood, 1), (NudgeStep.Nudged, 1), (NudgeStep.Claimed, 180), (NudgeStep.Approved, 360), (NudgeStep.Answered, 420),
        ]);
    }

    [Fact]
    public void Steps_that_have_not_happened_are_left_out() => NudgeLags.Of(A.Nudge().Clock).Select(lag => lag.Step).ShouldBe([NudgeStep.Seen, NudgeStep.Understood, NudgeStep.Nudged]);

    [Fact]
    public void Clocks_that_differ_never_show_a_negative_lag()
    {
        var clock = new NudgeClock(A.Morning, A.Morning - TimeSpan.FromSeconds(2), A.Morning, A.Morning);
        NudgeLags.Of(clock).ShouldAllBe(lag => lag.After >= TimeSpan.Zero);
    }

    [Fact]
    public void Answer_that_stood_on_the_page_before_we_saw_the_post_keeps_its_own_time()
    {
        var clock = new NudgeClock(A.Morning, A.Morning + TimeSpan.FromHours(2), A.Morning + TimeSpan.FromHours(2), A.Morning + TimeSpan.FromHours(2)) { AnsweredAt = A.Morning + TimeSpan.FromMinutes(7) };
        NudgeLags.Of(clock)[^1].ShouldBe(new NudgeLags.Lag(NudgeStep.Answered, TimeSpan.FromMinutes(7)));
    }
}
