using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class SubscriptionsCompliance : StoreCompliance
{
    private static readonly PushOffer Offer = new(new Uri("https://hub.example"), new Uri("https://Forum.example/%66eed.xml?a=ž"));

    [Fact, Trait("Promise", "1")]
    public async Task Subscription_comes_back_as_it_was_letter_by_letter()
    {
        var begun = SubscriptionLifecycle.Begin(Blog.Id, "hook-blog", A.Morning);
        await Subscriptions.BeginAsync(begun, Now);
        (await Subscriptions.FindAsync("hook-blog", Now)).ShouldBe(begun);
        var asked = await Subscriptions.ChangeAsync(Blog.Id, before => SubscriptionLifecycle.Ask(before, Offer, A.Morning), Now);
        var told = await Subscriptions.ChangeAsync(
            Blog.Id, before => SubscriptionLifecycle.Verify(before, new PushCall.Verification(PushWish.Subscribe, Offer.Topic.OriginalString, "c", TimeSpan.FromDays(3)), A.Morning).Next, Now);
        await ReopenAsync();
        asked.ShouldNotBeNull().Pending.ShouldBe(PushWish.Subscribe);
        var found = (await Subscriptions.FindAsync("hook-blog", Now)).ShouldNotBeNull();
        found.ShouldBe(told);
        // A hub compares topics as text: what was sent must be what is expected back.
        found.Offer!.Topic.OriginalString.ShouldBe(Offer.Topic.OriginalString);
        found.ToldUntil.ShouldBe(A.Morning + TimeSpan.FromDays(3));
        (await Subscriptions.AllAsync(Now)).ShouldHaveSingleItem().ShouldBe(told);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Page_has_one_and_keeps_it()
    {
        await Subscriptions.BeginAsync(SubscriptionLifecycle.Begin(Blog.Id, "hook-blog", A.Morning), Now);
        await Subscriptions.ChangeAsync(Blog.Id, before => SubscriptionLifecycle.Ask(before, Offer, A.Morning), Now);
        await Subscriptions.BeginAsync(SubscriptionLifecycle.Begin(Blog.Id, "hook-blog", A.Morning), Now);
        (await Subscriptions.AllAsync(Now)).ShouldHaveSingleItem().Tries.ShouldBe(1);
    }

    [Fact]
    public async Task Subscription_outlives_its_watch_until_it_is_removed()
    {
        await Subscriptions.BeginAsync(SubscriptionLifecycle.Begin(Blog.Id, "hook-blog", A.Morning), Now);
        await Watches.EndAsync(Blog, Audit("unwatch"), WatchNotice.NoLongerWatched(Blog, A.Morning), Now);
        (await Subscriptions.FindAsync("hook-blog", Now)).ShouldNotBeNull();
        await Subscriptions.RemoveAsync(Blog.Id, Now);
        (await Subscriptions.FindAsync("hook-blog", Now)).ShouldBeNull();
        (await Subscriptions.ChangeAsync(Blog.Id, before => before, Now)).ShouldBeNull();
    }

    [Fact]
    public async Task Changes_that_come_together_are_all_made()
    {
        await Subscriptions.BeginAsync(SubscriptionLifecycle.Begin(Blog.Id, "hook-blog", A.Morning), Now);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Subscriptions.ChangeAsync(Blog.Id, before => before with { Tries = before.Tries + 1 }, Now).AsTask()));
        (await Subscriptions.FindAsync("hook-blog", Now))!.Tries.ShouldBe(20);
    }
}
