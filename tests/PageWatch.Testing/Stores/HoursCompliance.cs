using PageWatch.Domain.Hours;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class HoursCompliance : StoreCompliance
{
    private static readonly HoursTexts Shop = new("mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00", "Europe/Berlin", "2026-12-24 9:00-12:00 Christmas Eve\n12-25 Christmas '; DROP TABLE team_hours; --");

    private ITeamHours Hours => (ITeamHours)Store.Services.GetService(typeof(ITeamHours))!;

    [Fact]
    public async Task Fresh_database_is_open_round_the_clock()
    {
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        (hours.Hours, hours.Version, hours.Problem).ShouldBe((BusinessHours.Always, 0, null));
        hours.Texts.ShouldBe(HoursTexts.Always);
        (await Hours.HistoryAsync(TeamId.Default, 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hours_come_back_as_they_were_said()
    {
        await Hours.OfAsync(TeamId.Default, Now);
        (await Hours.ChangeAsync(TeamId.Default, 0, Shop, Audit("hours set"), Now)).ShouldBeTrue();
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(Shop, "what was read before is forgotten with the change");
        await ReopenAsync();
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        (hours.Version, hours.Texts, hours.Problem).ShouldBe((1, Shop, null));
        hours.Hours.Week.ToString().ShouldBe(Shop.Week);
        hours.Hours.Zone.Id.ShouldBe("Europe/Berlin");
        hours.Hours.Holidays.Count.ShouldBe(2);
        (await Hours.OfAsync(TeamId.Default, Now)).Hours.ShouldBe(hours.Hours);
    }

    [Fact]
    public async Task Every_version_is_kept_newest_first()
    {
        await Hours.ChangeAsync(TeamId.Default, 0, Shop, Audit("hours set"), Now);
        Store.Time.Advance(TimeSpan.FromMinutes(5));
        var later = Shop with { Week = "daily 9:00-17:00" };
        await Hours.ChangeAsync(TeamId.Default, 1, later, Audit("hours set") with { ByName = "Ana" }, Now);
        (await Hours.HistoryAsync(TeamId.Default, 10, Now)).ShouldBe(
            [new TeamHoursVersion(2, later, "Ana", Store.Time.GetUtcNow()), new TeamHoursVersion(1, Shop, "test", Store.Time.GetUtcNow().AddMinutes(-5))]);
        (await Hours.HistoryAsync(TeamId.Default, 1, Now)).ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Change_that_comes_too_late_changes_nothing_and_leaves_no_entry()
    {
        var rows = (await Teams.VerifyRecordAsync(Now)).Rows;
        (await Hours.ChangeAsync(TeamId.Default, 0, Shop, Audit("hours set"), Now)).ShouldBeTrue();
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows + 1, null));
        foreach (var stale in (int[])[0, 2, -1])
            (await Hours.ChangeAsync(TeamId.Default, stale, Shop with { Zone = "UTC" }, Audit("hours set"), Now)).ShouldBeFalse();
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(Shop);
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows + 1, null));
    }

    [Fact]
    public async Task Of_many_who_change_one_version_one_does()
    {
        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(async () => await Hours.ChangeAsync(TeamId.Default, 0, Shop with { Week = $"mon {i}:00-20:00" }, Audit("hours set"), Now))));
        changed.Count(each => each).ShouldBe(1);
        var winner = Array.IndexOf(changed, true);
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.Week.ShouldBe($"mon {winner}:00-20:00");
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Hours_are_the_teams_own()
    {
        await Hours.ChangeAsync(TeamId.Default, 0, Shop, Audit("hours set"), Now);
        (await Hours.OfAsync(Zoe.Team, Now)).Version.ShouldBe(0);
        (await Hours.HistoryAsync(Zoe.Team, 10, Now)).ShouldBeEmpty();
        (await Hours.ChangeAsync(Zoe.Team, 0, HoursTexts.Always, Audit("hours set") with { Team = Zoe.Team }, Now)).ShouldBeTrue();
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(Shop);
    }

    [Theory]
    [InlineData("mon-fri nine to five", "Europe/Berlin", "", "nine")]
    [InlineData("mon 9:00-17:00", "Middle-Earth/Shire", "", "Shire")]
    [InlineData("mon 9:00-17:00", "../../etc/passwd", "", "passwd")]
    [InlineData("mon 9:00-17:00", "UTC", "Christmas", "Christmas")]
    [InlineData("", "", "", "No hours")]
    public async Task What_cannot_be_read_any_more_is_round_the_clock_and_says_so(string week, string zone, string holidays, string why)
    {
        var texts = new HoursTexts(week, zone, holidays);
        (await Hours.ChangeAsync(TeamId.Default, 0, texts, Audit("hours set"), Now)).ShouldBeTrue();
        await ReopenAsync();
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        (hours.Hours, hours.Version, hours.Texts).ShouldBe((BusinessHours.Always, 1, texts));
        hours.Problem.ShouldNotBeNull().ShouldContain(why);
        (await Hours.ChangeAsync(TeamId.Default, 1, Shop, Audit("hours set"), Now)).ShouldBeTrue("it can be said again");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Hours_outlive_the_posts_of_their_team_and_hold_nothing_of_them()
    {
        await Hours.ChangeAsync(TeamId.Default, 0, Shop, Audit("hours set"), Now);
        var file = await AddNudgeAsync(Blog, text: "Zebrastripe is closed on Monday?");
        var erase = Change(file);
        erase.Posts.Add(new StateChange.PostSave(((PostChange.Deleted)PostHistory.Deleted(file.Focus!, null, default, "p1", A.Morning)).After, false));
        erase.Erased.Add(file.Focus!.Id);
        (await Journey.SaveAsync(erase, SavePriority.Click, Now)).ShouldBeTrue();
        (await Store.HoldsAnywhereAsync("Zebrastripe")).ShouldBeFalse();
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(Shop);
    }
}
