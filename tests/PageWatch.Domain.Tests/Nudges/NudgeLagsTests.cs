using PageWatch.Domain.Hours;
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
        NudgeLags.Of(clock, BusinessHours.Always).Select(lag => (lag.Step, lag.After.TotalSeconds)).ShouldBe(
        [
            (NudgeStep.Seen, 1), (NudgeStep.Understood, 1), (NudgeStep.Nudged, 1), (NudgeStep.Claimed, 180), (NudgeStep.Approved, 360), (NudgeStep.Answered, 420),
        ]);
    }

    [Fact]
    public void Steps_that_have_not_happened_are_left_out() => NudgeLags.Of(A.Nudge().Clock, BusinessHours.Always).Select(lag => lag.Step).ShouldBe([NudgeStep.Seen, NudgeStep.Understood, NudgeStep.Nudged]);

    [Fact]
    public void Time_in_which_the_team_was_there_stands_beside_the_time_that_went_by()
    {
        // 9 to 17, and the author wrote at 9 in the morning; the answer came at 10 on the next day.
        var hours = new BusinessHours(TimeZoneInfo.Utc, HoursText.Parse("mon-sun 9-17").Week!, []);
        var clock = A.Nudge().Clock with { ClaimedAt = A.Morning + TimeSpan.FromHours(10), AnsweredAt = A.Morning + TimeSpan.FromHours(25) };
        NudgeLags.Of(clock, hours).TakeLast(2).Select(lag => (lag.After.TotalHours, lag.Open.TotalHours)).ShouldBe([(10, 8), (25, 9)]);
    }

    [Fact]
    public void Clocks_that_differ_never_show_a_negative_lag()
    {
        var clock = new NudgeClock(A.Morning, A.Morning - TimeSpan.FromSeconds(2), A.Morning, A.Morning);
        NudgeLags.Of(clock, BusinessHours.Always).ShouldAllBe(lag => lag.After >= TimeSpan.Zero);
    }

    [Fact]
    public void Answer_that_stood_on_the_page_before_we_saw_the_post_keeps_its_own_time()
    {
        var clock = new NudgeClock(A.Morning, A.Morning + TimeSpan.FromHours(2), A.Morning + TimeSpan.FromHours(2), A.Morning + TimeSpan.FromHours(2)) { AnsweredAt = A.Morning + TimeSpan.FromMinutes(7) };
        NudgeLags.Of(clock, BusinessHours.Always)[^1].ShouldBe(new NudgeLags.Lag(NudgeStep.Answered, TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(7)));
    }
}
