using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class WatchesCompliance : StoreCompliance
{
    [Fact]
    public async Task Watch_comes_back_as_it_was()
    {
        await ReopenAsync();
        var found = (await Watches.FindAsync(Blog.Id, Now))!;
        found.Page.Id.ShouldBe(Blog.Id);
        found.Page.Address.ShouldBe(new Uri("https://blog.example/"));
        found.Can.ShouldBe(A.Capabilities());
        found.Cadence.ShouldBe(TimeSpan.FromMinutes(1));
        found.NudgesSince.ShouldBe(A.Morning - TimeSpan.FromDays(1));
        (await Watches.FindByHookAsync("hook-blog", Now))!.Id.ShouldBe(Blog.Id);
        (await Watches.FindByNameAsync(TeamId.Default, "BLOG", Now))!.Id.ShouldBe(Blog.Id);
    }

    [Theory]
    [InlineData("blog", "https://other.example/")]
    [InlineData("Blog", "https://other.example/")]
    [InlineData("other", "https://blog.example/")]
    public async Task Name_and_page_are_taken_once_in_a_team(string name, string address) =>
        await Should.ThrowAsync<InvalidOperationException>(async () => await AddWatchAsync(Ana, name, address));

    [Fact, Trait("Promise", "teams")]
    public async Task Another_team_may_watch_the_same_page_and_sees_only_its_own()
    {
        var other = await Watches.AddAsync(Blog with { Team = Zoe.Team, Owner = Zoe.Id, HookKey = "hook-z" }, new Dictionary<string, string>(), Audit("watch"), Now);
        other.ShouldNotBeNull().Id.ShouldNotBe(Blog.Id);
        (await Watches.OfTeamAsync(Zoe.Team, Now)).ShouldHaveSingleItem().Id.ShouldBe(other.Id);
        (await Watches.OfTeamAsync(TeamId.Default, Now)).ShouldHaveSingleItem().Id.ShouldBe(Blog.Id);
        (await Watches.FindByNameAsync(Zoe.Team, "blog", Now))!.Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task Ended_watch_frees_its_name_and_hears_no_more()
    {
        await Watches.EndAsync(Blog, Audit("unwatch"), WatchNotice.NoLongerWatched(Blog, A.Morning), Now);
        (await Watches.OfTeamAsync(TeamId.Default, Now)).ShouldBeEmpty();
        (await Watches.FindByHookAsync("hook-blog", Now)).ShouldBeNull();
        (await Watches.FindAsync(Blog.Id, Now))!.State.ShouldBe(WatchState.Ended);
        (await Watches.SecretsAsync(Blog.Id, Now)).ShouldBeEmpty();
        (await AddWatchAsync(Ana, "blog")).Id.ShouldNotBe(Blog.Id);
    }

    [Fact]
    public async Task Secrets_come_back_and_stand_nowhere_in_the_open()
    {
        (await Watches.SecretsAsync(Blog.Id, Now))["secret"].ShouldBe("whsec_blog");
        (await Store.HoldsAnywhereAsync("whsec_blog")).ShouldBeFalse();
        await Watches.UpdateAsync(Blog, new Dictionary<string, string> { ["token"] = "t" }, null, Now);
        (await Watches.SecretsAsync(Blog.Id, Now)).ShouldBe(new Dictionary<string, string> { ["token"] = "t" });
        await Watches.UpdateAsync(Blog, null, null, Now);
        (await Watches.SecretsAsync(Blog.Id, Now)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Failure_is_noted_with_when_to_try_again()
    {
        var health = new WatchHealth { FailuresInARow = 3, LastProblem = "503", NotBefore = A.Morning + TimeSpan.FromMinutes(4) };
        await Watches.FailedAsync(Blog.Id, health, WatchState.Paused, "refused", Now);
        var found = (await Watches.FindAsync(Blog.Id, Now))!;
        found.Health.ShouldBe(health);
        found.State.ShouldBe(WatchState.Paused);
        found.Problem.ShouldBe("refused");
    }

    [Fact]
    public async Task Renewed_watch_is_active_with_its_new_secrets_and_its_notice_over()
    {
        await Watches.FailedAsync(Blog.Id, new WatchHealth { FailuresInARow = 3, LastProblem = "401", NotBefore = A.Morning + TimeSpan.FromHours(1) }, WatchState.Paused, "refused", Now);
        await Notices.NotifyAsync(WatchNotice.CannotBeRead(Blog, "refused", A.Morning), Now);
        (await Watches.RenewAsync(Blog with { Cadence = TimeSpan.FromMinutes(5) }, new Dictionary<string, string> { ["token"] = "t2" }, Audit("watch"), WatchNotice.ReadAgain(Blog, A.Morning), Now)).ShouldBeTrue();
        await ReopenAsync();
        var found = (await Watches.FindAsync(Blog.Id, Now))!;
        found.State.ShouldBe(WatchState.Active);
        found.Problem.ShouldBeNull();
        found.Health.ShouldBe(new WatchHealth());
        found.Cadence.ShouldBe(TimeSpan.FromMinutes(5));
        found.HookKey.ShouldBe("hook-blog");
        (await Watches.SecretsAsync(Blog.Id, Now)).ShouldBe(new Dictionary<string, string> { ["token"] = "t2" });
        (await Outbox.FindNoticeAsync(TeamId.Default, $"watch {Blog.Id}", Now))!.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Watch_that_ended_is_not_renewed_nor_ended_again_nor_failing()
    {
        await Notices.NotifyAsync(WatchNotice.CannotBeRead(Blog, "refused", A.Morning), Now);
        (await Watches.EndAsync(Blog, Audit("unwatch"), WatchNotice.NoLongerWatched(Blog, A.Morning), Now)).ShouldBeTrue();
        (await Outbox.FindNoticeAsync(TeamId.Default, $"watch {Blog.Id}", Now))!.IsOver.ShouldBeTrue();
        (await Watches.EndAsync(Blog, Audit("unwatch"), WatchNotice.NoLongerWatched(Blog, A.Morning), Now)).ShouldBeFalse();
        (await Watches.RenewAsync(Blog, new Dictionary<string, string> { ["token"] = "t2" }, Audit("watch"), WatchNotice.ReadAgain(Blog, A.Morning), Now)).ShouldBeFalse();
        (await Watches.FailedAsync(Blog.Id, new WatchHealth { FailuresInARow = 1 }, WatchState.Active, null, Now)).ShouldBeFalse();
        (await Watches.SecretsAsync(Blog.Id, Now)).ShouldBeEmpty();
        (await Watches.FindAsync(Blog.Id, Now))!.State.ShouldBe(WatchState.Ended);
    }

    [Fact]
    public async Task Matter_that_nobody_was_told_of_is_closed_in_silence()
    {
        await Watches.EndAsync(Blog, Audit("unwatch"), WatchNotice.NoLongerWatched(Blog, A.Morning), Now);
        (await Outbox.FindNoticeAsync(TeamId.Default, $"watch {Blog.Id}", Now)).ShouldBeNull();
        (await Outbox.DueAsync(A.Morning, 10, [], Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_poll_learned_comes_back_and_stays_where_the_next_says_nothing()
    {
        var quota = new Quota(40, A.Morning + TimeSpan.FromHours(1));
        var told = new PollDelivery(Blog.Id, "s", [], null, A.Morning, true)
        {
            NextPoll = (A.Morning + TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(21)), Quota = quota, TokenEndsAt = A.Morning + TimeSpan.FromDays(9),
        };
        await Inbox.AcceptPollAsync(told, Now);
        await Inbox.AcceptPollAsync(new PollDelivery(Blog.Id, "s", [], null, A.Morning + TimeSpan.FromSeconds(30), true), Now);
        await ReopenAsync();
        var health = (await Watches.FindAsync(Blog.Id, Now))!.Health;
        health.ShouldBe(new WatchHealth
        {
            LastSuccessAt = A.Morning + TimeSpan.FromSeconds(30),
            PollWait = TimeSpan.FromSeconds(21),
            NextPollAt = A.Morning + TimeSpan.FromSeconds(21),
            Quota = quota,
            TokenEndsAt = A.Morning + TimeSpan.FromDays(9),
        });
        await Inbox.AcceptPollAsync(told with { Quota = new Quota(7, null) }, Now);
        (await Watches.FindAsync(Blog.Id, Now))!.Health.Quota.ShouldBe(new Quota(7, null));
    }

    [Fact]
    public async Task Pace_that_a_user_chose_is_kept()
    {
        Blog.Adapts.ShouldBeFalse();
        await Watches.UpdateAsync(Blog with { Adapts = true }, null, null, Now);
        (await Watches.FindAsync(Blog.Id, Now))!.Adapts.ShouldBeTrue();
        await Watches.RenewAsync(Blog with { Adapts = false }, new Dictionary<string, string>(), Audit("watch"), WatchNotice.ReadAgain(Blog, A.Morning), Now);
        (await Watches.FindAsync(Blog.Id, Now))!.Adapts.ShouldBeFalse();
    }

    [Fact]
    public async Task Stream_without_a_cursor_has_none() => (await Watches.CursorAsync(Blog.Id, "nothing", Now)).ShouldBeNull();
}
