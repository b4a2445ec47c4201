using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Builders;

namespace PageWatch.Domain.Tests.Sources;

public sealed class SubscriptionLifecycleTests
{
    private static readonly DateTimeOffset Now = A.Morning;
    private static readonly PushOffer Offer = new(new Uri("https://hub.example/"), new Uri("https://forum.example/feed.xml"));
    private static readonly Subscription Asked = SubscriptionLifecycle.Ask(SubscriptionLifecycle.Begin(new PageId(1), "key", Now), Offer, Now);

    [Fact]
    public void What_was_asked_for_is_confirmed_and_renewed_at_four_fifths_of_what_was_granted()
    {
        var (told, confirms) = SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromHours(10)), Now);
        confirms.ShouldBeTrue();
        told.IsTold(Now + TimeSpan.FromHours(9.9)).ShouldBeTrue();
        told.IsTold(Now + TimeSpan.FromHours(10)).ShouldBeFalse();
        told.DueAt.ShouldBe(Now + TimeSpan.FromHours(8));
        told.Pending.ShouldBeNull();
        told.Tries.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, 691_200)]
    [InlineData(300, 240)]
    [InlineData(1, 48)]
    [InlineData(-5, 48)]
    [InlineData(2_000_000_000, 2_073_600)]
    public void Lease_is_clamped(int? seconds, int renewedAfter) =>
        SubscriptionLifecycle.Verify(Asked, Question(lease: seconds is { } told ? TimeSpan.FromSeconds(told) : null), Now).Next.DueAt.ShouldBe(Now + TimeSpan.FromSeconds(renewedAfter));

    [Fact]
    public void Only_what_was_asked_for_is_confirmed()
    {
        SubscriptionLifecycle.Verify(Asked, Question(topic: "https://forum.example/other.xml"), Now).ShouldBe((Asked, false));
        SubscriptionLifecycle.Verify(Asked, Question(topic: "https://forum.example/FEED.xml"), Now).ShouldBe((Asked, false));
        SubscriptionLifecycle.Verify(Asked, Question(PushWish.Unsubscribe), Now).ShouldBe((Asked, false));
        var begun = SubscriptionLifecycle.Begin(new PageId(1), "key", Now);
        SubscriptionLifecycle.Verify(begun, Question(), Now).ShouldBe((begun, false));
    }

    [Fact]
    public void Question_that_repeats_is_answered_for_a_while_and_changes_nothing()
    {
        var told = SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromHours(10)), Now).Next;
        SubscriptionLifecycle.Verify(told, Question(lease: TimeSpan.FromDays(20)), Now + TimeSpan.FromMinutes(4)).ShouldBe((told, true));
        SubscriptionLifecycle.Verify(told, Question(lease: TimeSpan.FromDays(20)), Now + TimeSpan.FromMinutes(6)).ShouldBe((told, false));
    }

    [Fact]
    public void Renewal_keeps_what_was_granted_until_the_new_is_confirmed()
    {
        var told = SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromHours(10)), Now).Next;
        var later = told.DueAt;
        var again = SubscriptionLifecycle.Ask(told, Offer, later);
        again.ToldUntil.ShouldBe(told.ToldUntil);
        var failed = SubscriptionLifecycle.Fail(again, "The hub is down.", null, later);
        failed.IsTold(later).ShouldBeTrue();
        failed.DueAt.ShouldBe(later + TimeSpan.FromMinutes(5));
        SubscriptionLifecycle.Verify(failed, Question(lease: TimeSpan.FromHours(10)), later + TimeSpan.FromMinutes(1)).Confirms.ShouldBeTrue("an answer that was lost may have been a yes");
    }

    [Fact, Trait("Promise", "9")]
    public void Waits_double_up_to_a_day_and_are_never_shorter_than_the_hub_asks()
    {
        var waits = new List<double>();
        var subscription = SubscriptionLifecycle.Begin(new PageId(1), "key", Now);
        for (var i = 0; i < 12; i++)
        {
            subscription = SubscriptionLifecycle.Ask(subscription, Offer, Now);
            waits.Add((subscription.DueAt - Now).TotalMinutes);
        }

        waits.ShouldBe([5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440]);
        (SubscriptionLifecycle.Fail(Asked, "busy", TimeSpan.FromHours(3), Now).DueAt - Now).ShouldBe(TimeSpan.FromHours(3));
        (SubscriptionLifecycle.Fail(Asked, "busy", TimeSpan.FromSeconds(1), Now).DueAt - Now).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Denial_ends_being_told_and_says_why_in_one_line()
    {
        var told = SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromHours(10)), Now).Next;
        SubscriptionLifecycle.Deny(told, new PushCall.Denied("https://else.example/", "quota"), Now).ShouldBe(told);
        var denied = SubscriptionLifecycle.Deny(told, new PushCall.Denied(Offer.Topic.OriginalString, "quota\n\u202Eexceeded"), Now);
        denied.IsTold(Now).ShouldBeFalse();
        denied.Problem.ShouldNotBeNull().ShouldStartWith("hub.example does not tell us of this page: quota");
        denied.Problem.ShouldNotContain("\n");
        denied.Problem.ShouldNotContain("\u202E");
        denied.DueAt.ShouldBe(Now + TimeSpan.FromDays(1));
    }

    [Fact]
    public void Leave_is_taken_confirmed_and_then_forgotten()
    {
        var told = SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromHours(10)), Now).Next;
        var leaving = SubscriptionLifecycle.Leave(told, Now);
        leaving.IsTold(Now).ShouldBeFalse();
        SubscriptionLifecycle.IsOver(leaving, Now + TimeSpan.FromMinutes(6)).ShouldBeFalse("the hub still tells us");
        var said = SubscriptionLifecycle.Ask(leaving, Offer, Now + TimeSpan.FromMinutes(6));
        SubscriptionLifecycle.Verify(said, Question(), Now).Confirms.ShouldBeFalse("a watch that ended wants nothing any more");
        var (gone, confirms) = SubscriptionLifecycle.Verify(said, Question(PushWish.Unsubscribe), Now + TimeSpan.FromMinutes(6));
        confirms.ShouldBeTrue();
        SubscriptionLifecycle.IsOver(gone, Now + TimeSpan.FromMinutes(7)).ShouldBeFalse("the question may repeat");
        SubscriptionLifecycle.IsOver(gone, Now + TimeSpan.FromMinutes(12)).ShouldBeTrue();
    }

    [Fact]
    public void Hub_that_does_not_hear_our_farewell_is_left_to_forget_us()
    {
        var leaving = SubscriptionLifecycle.Leave(SubscriptionLifecycle.Verify(Asked, Question(lease: TimeSpan.FromDays(10)), Now).Next, Now);
        var at = Now;
        var asked = 0;
        while (!SubscriptionLifecycle.IsOver(leaving, at))
        {
            leaving = SubscriptionLifecycle.Fail(SubscriptionLifecycle.Ask(leaving, Offer, at), "down", null, at);
            at = leaving.DueAt;
            asked++;
        }

        asked.ShouldBe(4);
    }

    [Fact]
    public void Whoever_was_never_told_takes_no_leave() => SubscriptionLifecycle.IsOver(SubscriptionLifecycle.Leave(Asked, Now), Now).ShouldBeTrue();

    private static PushCall.Verification Question(PushWish wish = PushWish.Subscribe, string? topic = null, TimeSpan? lease = null) =>
        new(wish, topic ?? Offer.Topic.OriginalString, "challenge", lease);
}
