using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class CoverageCompliance : StoreCompliance
{
    private static readonly DateTimeOffset Hour = CoverageHour.Of(A.Morning);

    [Fact, Trait("Promise", "8")]
    public async Task Hour_counts_its_looks_and_its_posts()
    {
        await PollAsync(A.Morning);
        await PollAsync(A.Morning + TimeSpan.FromMinutes(59));
        await PollAsync(A.Morning + TimeSpan.FromMinutes(60));
        await ArriveAsync(Blog.Id, Hour, 3, 1);
        await ArriveAsync(Blog.Id, Hour, 2, 0);
        await ReopenAsync();
        (await Coverage.HoursAsync(Blog.Id, Hour, Now)).ShouldBe([new CoverageHour(Hour, 5, 2, 1), new CoverageHour(Hour.AddHours(1), 0, 1)]);
        (await Coverage.HoursAsync(Blog.Id, Hour.AddHours(1), Now)).ShouldHaveSingleItem().Looks.ShouldBe(1);
    }

    [Fact]
    public async Task Hours_of_pages_are_apart()
    {
        var shop = await AddWatchAsync(Ana, "shop");
        await ArriveAsync(Blog.Id, Hour, 3, 0);
        await ArriveAsync(shop.Id, Hour, 4, 0);
        await ArriveAsync(shop.Id, Hour.AddHours(-1), 5, 0);
        (await Coverage.HoursAsync(shop.Id, Hour.AddHours(-5), Now)).Select(hour => hour.Posts).ShouldBe([5, 4]);
        var all = await Coverage.HoursAsync(Hour, Now);
        all[Blog.Id].ShouldHaveSingleItem().Posts.ShouldBe(3);
        all[shop.Id].ShouldHaveSingleItem().Posts.ShouldBe(4);
    }

    [Fact]
    public async Task Page_that_is_never_asked_was_listened_to()
    {
        await Coverage.ListenedAsync([Blog.Id], Hour, Now);
        (await Coverage.HoursAsync(Blog.Id, Hour, Now)).ShouldBe([new CoverageHour(Hour, 0, 1)]);
        await Coverage.ListenedAsync([], Hour, Now);
    }

    [Fact, Trait("Promise", "8")]
    public async Task Call_of_the_platform_ends_what_came_without_one()
    {
        await SaveAsync(change => change.Calls.Add(new StateChange.PageCalls(Blog.Id, null, 2, A.Morning)));
        await SaveAsync(change => change.Calls.Add(new StateChange.PageCalls(Blog.Id, null, 3, A.Morning.AddMinutes(5))));
        var health = (await Watches.FindAsync(Blog.Id, Now))!.Health;
        (health.LastCallAt, health.NotCalledFor, health.NotCalledSince).ShouldBe((null, 5, A.Morning));
        await SaveAsync(change => change.Calls.Add(new StateChange.PageCalls(Blog.Id, A.Morning.AddMinutes(8), 1, A.Morning.AddMinutes(9))));
        health = (await Watches.FindAsync(Blog.Id, Now))!.Health;
        (health.LastCallAt, health.NotCalledFor, health.NotCalledSince).ShouldBe((A.Morning.AddMinutes(8), 1, A.Morning.AddMinutes(9)));
        await SaveAsync(change => change.Calls.Add(new StateChange.PageCalls(Blog.Id, A.Morning.AddMinutes(10), 0, null)));
        health = (await Watches.FindAsync(Blog.Id, Now))!.Health;
        (health.LastCallAt, health.NotCalledFor, health.NotCalledSince).ShouldBe((A.Morning.AddMinutes(10), 0, null));
    }

    [Fact, Trait("Promise", "8")]
    public async Task Reconciliation_counts_what_it_repairs_from_nothing_and_is_done_at_its_end()
    {
        await ReconcileAsync(A.Morning, isFirst: true, isLast: false);
        await ArriveAsync(Blog.Id, Hour, 0, 2);
        await ReconcileAsync(A.Morning.AddMinutes(1), isFirst: false, isLast: false);
        await Check(null, 2);
        await ReconcileAsync(A.Morning.AddMinutes(2), isFirst: false, isLast: true);
        await Check(A.Morning.AddMinutes(2), 2);
        await PollAsync(A.Morning.AddMinutes(3));
        await Check(A.Morning.AddMinutes(2), 2);
        await ReconcileAsync(A.Morning.AddDays(1), isFirst: true, isLast: true);
        await Check(A.Morning.AddDays(1), 0);

        async Task Check(DateTimeOffset? at, int repaired)
        {
            var health = (await Watches.FindAsync(Blog.Id, Now))!.Health;
            (health.LastReconciledAt, health.Repaired).ShouldBe((at, repaired));
        }
    }

    [Fact]
    public async Task Row_says_whether_a_reconciliation_brought_it()
    {
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [new SourceEvent.PostGone("a")], null, A.Morning, true) { IsReconciliation = true }, Now);
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [new SourceEvent.PostGone("b")], null, A.Morning, true), Now);
        (await Inbox.WaitingAsync(10, [], A.Morning, Now)).Select(row => row.IsReconciliation).ShouldBe([true, false]);
    }

    [Fact, Trait("Promise", "6")]
    public async Task Lags_are_those_of_visitors_who_wrote_lately()
    {
        var file = await AddNudgeAsync(Blog, "p1");
        var post = file.Posts["p1"];
        (await Coverage.LagsAsync(Blog.Id, post.PublishedAt, 10, Now)).ShouldBe([post.SeenAt - post.PublishedAt]);
        (await Coverage.LagsAsync(Blog.Id, post.PublishedAt.AddMinutes(1), 10, Now)).ShouldBeEmpty();
        (await Coverage.LagsAsync(new PageId(Blog.Id.Value + 1), post.PublishedAt, 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hours_go_with_their_retention_and_with_a_wiped_page()
    {
        await ArriveAsync(Blog.Id, Hour, 3, 0);
        await ArriveAsync(Blog.Id, Hour.AddDays(20), 4, 0);
        await Retention.PurgeAsync(new RetentionPlan { Hours = TimeSpan.FromDays(15) }, A.Morning.AddDays(20), Now);
        (await Coverage.HoursAsync(Blog.Id, Hour, Now)).ShouldHaveSingleItem().Posts.ShouldBe(4);
        await Retention.WipePageAsync(Blog.Id, A.Morning, Audit("demo reset"), Now);
        (await Coverage.HoursAsync(Blog.Id, Hour, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_matter_is_listed_with_its_latest_word()
    {
        var notice = WatchNotice.CannotBeRead(Blog, "503", A.Morning);
        await Notices.NotifyAsync(notice, Now);
        await Notices.NotifyAsync(notice with { Key = "other", Team = Zoe.Team }, Now);
        await Notices.NotifyAsync(WatchNotice.ReadAgain(Blog, A.Morning), Now);
        (await Notices.AllAsync(Now)).Select(each => (each.Team, each.Key, each.IsOver)).ShouldBe([(TeamId.Default, notice.Key, true), (Zoe.Team, "other", false)], ignoreOrder: true);
    }

    private async Task PollAsync(DateTimeOffset at) => await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [], null, at, true), Now);

    private async Task ReconcileAsync(DateTimeOffset at, bool isFirst, bool isLast) =>
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [], null, at, false) { IsReconciliation = true, IsFirst = isFirst, IsLast = isLast }, Now);

    private Task ArriveAsync(PageId page, DateTimeOffset hour, int posts, int repaired) => SaveAsync(change => change.Arrivals.Add(new StateChange.HourArrivals(page, hour, posts, repaired)));

    private async Task SaveAsync(Action<StateChange> with)
    {
        var change = new StateChange();
        with(change);
        (await Journey.SaveAsync(change, SavePriority.Bulk, Now)).ShouldBeTrue();
    }
}
