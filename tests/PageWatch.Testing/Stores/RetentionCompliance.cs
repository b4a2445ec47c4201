using PageWatch.Domain.Nudges;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class RetentionCompliance : StoreCompliance
{
    [Fact, Trait("Promise", "13")]
    public async Task Each_class_of_data_goes_when_its_time_is_over_and_not_before()
    {
        var row = await Inbox.AcceptAsync(new InboxDelivery(Blog.Id, "d", new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), "rawbytesword"u8.ToArray()), A.Morning), Now);
        var change = new StateChange();
        change.Done.Add(new StateChange.InboxDone(row.Id, false));
        change.Audit.Add(Audit("x", "recordword"));
        await Journey.SaveAsync(change, SavePriority.Bulk, Now);
        await AddNudgeAsync(Blog, "p1", "postword", state: NudgeState.Dismissed);
        await AddNudgeAsync(Blog, "p2", "openword");

        await Retention.PurgeAsync(new RetentionPlan(), A.Morning + TimeSpan.FromDays(6), Now);
        (await Store.HoldsAnywhereAsync("rawbytesword")).ShouldBeTrue();
        await Retention.PurgeAsync(new RetentionPlan(), A.Morning + TimeSpan.FromDays(8), Now);
        (await Store.HoldsAnywhereAsync("rawbytesword")).ShouldBeFalse();
        (await Store.HoldsAnywhereAsync("postword")).ShouldBeTrue();
        (await Store.HoldsAnywhereAsync("recordword")).ShouldBeTrue();
        await Retention.PurgeAsync(new RetentionPlan(), A.Morning + TimeSpan.FromDays(401), Now);
        (await Store.HoldsAnywhereAsync("postword")).ShouldBeFalse();
        (await Store.HoldsAnywhereAsync("recordword")).ShouldBeFalse();
        (await Store.HoldsAnywhereAsync("openword")).ShouldBeTrue("an open duty is never purged");
        (await Teams.VerifyRecordAsync(Now)).BrokenAt.ShouldBeNull();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Row_that_waits_is_never_purged()
    {
        await Inbox.AcceptAsync(new InboxDelivery(Blog.Id, "d", new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), new byte[] { 1 }), A.Morning), Now);
        await Retention.PurgeAsync(new RetentionPlan(), A.Morning + TimeSpan.FromDays(4000), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Wiped_page_starts_over_and_others_stay()
    {
        var shop = await AddWatchAsync(Ana, "shop");
        await AddNudgeAsync(Blog, "p1", "blogword");
        await AddNudgeAsync(shop, "p1", "shopword");
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [], new Cursor("c"), A.Morning, true), Now);
        await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("demo reset"), Now);
        (await Store.HoldsAnywhereAsync("blogword")).ShouldBeFalse();
        (await Store.HoldsAnywhereAsync("shopword")).ShouldBeTrue();
        (await Watches.CursorAsync(Blog.Id, "s", Now)).ShouldBeNull();
        var watch = (await Watches.FindAsync(Blog.Id, Now))!;
        watch.FirstLookDone.ShouldBeFalse();
        watch.NudgesSince.ShouldBe(A.Morning);
        (await Journey.ListNudgesAsync(TeamId.Default, new NudgeFilter(null, false), 10, Now)).Count.ShouldBe(1);
    }
}
