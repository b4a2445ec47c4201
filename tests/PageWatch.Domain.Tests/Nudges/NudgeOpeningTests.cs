using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Nudges;

public sealed class NudgeOpeningTests
{
    [Theory]
    [InlineData(Intent.Complaint, null, NudgeKind.Complaint, 60)]
    [InlineData(Intent.Question, null, NudgeKind.Question, 240)]
    [InlineData(Intent.Request, null, NudgeKind.Request, 240)]
    [InlineData(Intent.Praise, null, NudgeKind.Praise, 1440)]
    [InlineData(Intent.Other, null, NudgeKind.Other, 1440)]
    [InlineData(Intent.Praise, 2, NudgeKind.Complaint, 60)]
    [InlineData(Intent.Praise, 1, NudgeKind.Complaint, 60)]
    [InlineData(Intent.Complaint, 3, NudgeKind.Review, 1440)]
    [InlineData(Intent.Praise, 5, NudgeKind.Review, 1440)]
    public void Kind_and_target_follow_the_design(Intent intent, int? stars, NudgeKind kind, int minutes)
    {
        NudgeOpening.KindOf(A.Post() with { Stars = stars }, A.Reading(intent)).ShouldBe(kind);
        NudgeOpening.TargetOf(kind).TotalMinutes.ShouldBe(minutes);
    }

    [Fact]
    public void Strictest_target_of_the_rules_wins() => Deadline.Strictest(
        A.Morning,
        NudgeKind.Question,
        [A.Match("slow", TimeSpan.FromHours(6)), A.Match("none"), A.Match("fast", TimeSpan.FromMinutes(10))],
        BusinessHours.Always).Due.ShouldBe(A.Morning + TimeSpan.FromMinutes(10));

    [Fact]
    public void Rule_that_runs_round_the_clock_is_stricter_than_a_shorter_one_that_waits_for_the_morning()
    {
        var hours = new BusinessHours(TimeZoneInfo.Utc, HoursText.Parse("mon-fri 9-17").Week!, []);
        var evening = A.Morning + TimeSpan.FromHours(9);
        var deadline = Deadline.Strictest(evening, NudgeKind.Question, [A.Match("fast", TimeSpan.FromMinutes(10)), A.Match("storm", TimeSpan.FromHours(2)) with { IgnoresHours = true }], hours);
        (deadline.Due, deadline.IgnoresHours).ShouldBe((evening + TimeSpan.FromHours(2), true));
        Deadline.Strictest(evening, NudgeKind.Question, [A.Match("fast", TimeSpan.FromMinutes(10))], hours).Due.ShouldBe(A.Morning + TimeSpan.FromDays(1) + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Without_a_rules_own_target_the_kind_decides() => Deadline.Strictest(A.Morning, NudgeKind.Question, [A.Match()], BusinessHours.Always).Target.ShouldBe(TimeSpan.FromHours(4));

    [Fact, Trait("Promise", "11"), Trait("Promise", "12")]
    public void Owed_is_what_is_public_new_not_ours_and_wanted()
    {
        var post = A.Post();
        Owed(post).ShouldBeTrue();
        Owed(post with { IsOurs = true }).ShouldBeFalse();
        Owed(post with { IsBaseline = true }).ShouldBeFalse();
        Owed(post with { Standing = Domain.Posts.PostStanding.Held }).ShouldBeFalse();
        NudgeOpening.IsOwed(post, A.Reading(), []).ShouldBeFalse();
        foreach (var intent in (Intent[])[Intent.Thanks, Intent.Spam, Intent.Abuse])
            NudgeOpening.IsOwed(post, A.Reading(intent), [A.Match()]).ShouldBeFalse();

        static bool Owed(Domain.Posts.Post post) => NudgeOpening.IsOwed(post, A.Reading(), [A.Match()]);
    }

    [Fact, Trait("Promise", "6")]
    public void Duty_of_several_posts_is_the_strictest_of_those_that_ask()
    {
        var second = A.Post("p2", 2) with { PublishedAt = A.Morning + TimeSpan.FromMinutes(10) };
        var nudge = A.Nudge(kind: NudgeKind.Question) with { Posts = [new(1), new(2)], Focus = new(2) };
        var (kind, deadline, matches) = NudgeOpening.DutyOf(nudge, [(A.Post(), A.Reading(Intent.Question), [A.Match("questions")]), (second, A.Reading(Intent.Complaint, post: 2), [A.Match()])], BusinessHours.Always);
        (kind, deadline.Due).ShouldBe((NudgeKind.Complaint, A.Morning + TimeSpan.FromMinutes(70)));
        matches.Select(match => match.RuleName).ShouldBe(["questions", "complaints"]);
    }

    [Fact]
    public void Duty_that_no_rule_wants_any_more_is_that_of_its_focus_and_keeps_why_it_was_opened()
    {
        var (kind, deadline, matches) = NudgeOpening.DutyOf(A.Nudge(), [(A.Post(), A.Reading(Intent.Thanks), [])], BusinessHours.Always);
        (kind, deadline.Target).ShouldBe((NudgeKind.Praise, TimeSpan.FromHours(24)));
        matches.ShouldBe(A.Nudge().Matches);
    }
}
