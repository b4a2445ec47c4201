using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class OnCallCompliance : StoreCompliance
{
    private IOnCall OnCall => Store.Services.GetRequiredService<IOnCall>();

    [Fact]
    public async Task Fresh_database_has_no_rota_and_nobody_had_a_turn()
    {
        (await OnCall.OfAsync(TeamId.Default, Now)).ShouldBe(new KeptRota(0, null));
        (await OnCall.HistoryAsync(TeamId.Default, 10, Now)).ShouldBeEmpty();
        (await OnCall.LastAssignedAsync(TeamId.Default, Now)).ShouldBeNull();
    }

    [Fact, Trait("Promise", "13")]
    public async Task Rota_comes_back_as_it_was_kept_with_its_entry_in_the_record()
    {
        var ben = await Members.AddAsync(TeamId.Default, "Ben “B” <!channel>", Role.Responder, Audit("add"), Now);
        var rows = (await Teams.VerifyRecordAsync(Now)).Rows;
        var rota = Of(Ana, ben).Away(Person(ben), new DateOnly(2026, 4, 1), null).Covered(Person(Ana), Person(ben), new DateOnly(2026, 3, 11), new DateOnly(2026, 3, 12))!;
        (await OnCall.ChangeAsync(TeamId.Default, 0, rota, Audit("oncall set", "Ana, Ben"), Now)).ShouldBeTrue();
        await ReopenAsync();
        var kept = await OnCall.OfAsync(TeamId.Default, Now);
        kept.Version.ShouldBe(1);
        ShouldBeSame(kept.Rota!, rota);
        var version = (await OnCall.HistoryAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        (version.Version, version.Change, version.ByName, version.At).ShouldBe((1, "Ana, Ben", "test", Store.Time.GetUtcNow()));
        ShouldBeSame(version.Rota!, rota);
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows + 1, null));
    }

    [Fact]
    public async Task Rota_that_somebody_changed_meanwhile_is_not_written_over()
    {
        (await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana), Audit("oncall set", "first"), Now)).ShouldBeTrue();
        var rows = (await Teams.VerifyRecordAsync(Now)).Rows;
        (await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana) with { Days = 1 }, Audit("oncall set", "late"), Now)).ShouldBeFalse();
        (await OnCall.ChangeAsync(TeamId.Default, 2, Of(Ana) with { Days = 1 }, Audit("oncall set", "early"), Now)).ShouldBeFalse();
        (await Teams.VerifyRecordAsync(Now)).ShouldBe((rows, null), "what was refused leaves no entry");
        (await OnCall.OfAsync(TeamId.Default, Now)).Rota!.Days.ShouldBe(7);

        // Two at once: one of them gets in.
        var both = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => OnCall.ChangeAsync(TeamId.Default, 1, Of(Ana) with { Days = i }, Audit("oncall set", "both"), Now).AsTask()));
        both.Count(each => each).ShouldBe(1);
        (await OnCall.HistoryAsync(TeamId.Default, 10, Now)).Select(each => each.Change).ShouldBe(["both", "first"]);
        (await OnCall.HistoryAsync(TeamId.Default, 1, Now)).Select(each => each.Version).ShouldBe([2]);
    }

    [Fact]
    public async Task Team_that_gave_its_rota_up_has_none_and_its_versions_go_on()
    {
        await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana), Audit("oncall set", "first"), Now);
        (await OnCall.ChangeAsync(TeamId.Default, 1, null, Audit("oncall undo"), Now)).ShouldBeTrue();
        (await OnCall.OfAsync(TeamId.Default, Now)).ShouldBe(new KeptRota(2, null));
        (await OnCall.HistoryAsync(TeamId.Default, 10, Now)).Select(each => (each.Rota is null, each.Change)).ShouldBe([(true, "oncall undo"), (false, "first")]);
        (await OnCall.ChangeAsync(TeamId.Default, 2, Of(Ana), Audit("oncall set"), Now)).ShouldBeTrue();
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Rotas_and_turns_are_the_teams_own()
    {
        await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana), Audit("oncall set"), Now);
        await OnCall.AssignAsync(TeamId.Default, null, Ana.Id, Now);
        (await OnCall.OfAsync(Zoe.Team, Now)).ShouldBe(new KeptRota(0, null));
        (await OnCall.HistoryAsync(Zoe.Team, 10, Now)).ShouldBeEmpty();
        (await OnCall.LastAssignedAsync(Zoe.Team, Now)).ShouldBeNull();
        (await OnCall.ChangeAsync(Zoe.Team, 0, Of(Zoe), Audit("oncall set") with { Team = Zoe.Team }, Now)).ShouldBeTrue();
        (await OnCall.OfAsync(TeamId.Default, Now)).Rota!.People.ShouldBe([Person(Ana)]);
    }

    [Fact]
    public async Task Whoever_was_taken_out_of_the_team_is_gone_from_every_rota_until_taken_in_again()
    {
        var ben = await Members.AddAsync(TeamId.Default, "Ben", Role.Responder, Audit("add"), Now);
        await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana, ben), Audit("oncall set"), Now);
        (await Members.ChangeAsync(ben with { IsRemoved = true }, Audit("team remove"), Now)).ShouldBeTrue();
        var rota = (await OnCall.OfAsync(TeamId.Default, Now)).Rota!;
        rota.Gone.ShouldBe([ben.Id]);
        rota.WhoIsOn(A.Morning.AddDays(8)).ShouldBe([Person(Ana)], "it is Ben's turn, who is none of us any more");
        (await OnCall.HistoryAsync(TeamId.Default, 1, Now))[0].Rota!.Gone.ShouldBe([ben.Id]);
        await Members.ChangeAsync(ben, Audit("team add"), Now);
        (await OnCall.OfAsync(TeamId.Default, Now)).Rota!.Gone.ShouldBeEmpty();
    }

    [Fact]
    public async Task Turn_that_another_one_got_meanwhile_is_not_given_twice()
    {
        var ben = await Members.AddAsync(TeamId.Default, "Ben", Role.Responder, Audit("add"), Now);
        (await OnCall.AssignAsync(TeamId.Default, null, Ana.Id, Now)).ShouldBeTrue();
        (await OnCall.AssignAsync(TeamId.Default, null, ben.Id, Now)).ShouldBeFalse();
        (await OnCall.AssignAsync(TeamId.Default, ben.Id, ben.Id, Now)).ShouldBeFalse();
        (await OnCall.AssignAsync(TeamId.Default, Ana.Id, ben.Id, Now)).ShouldBeTrue();
        await ReopenAsync();
        (await OnCall.LastAssignedAsync(TeamId.Default, Now)).ShouldBe(ben.Id);
    }

    [Fact]
    public async Task Zone_that_this_machine_does_not_know_keeps_its_name_and_somebody_is_on()
    {
        await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana) with { Zone = TimeZoneInfo.CreateCustomTimeZone("Mars/Olympus", TimeSpan.FromHours(2), null, null) }, Audit("oncall set"), Now);
        var rota = (await OnCall.OfAsync(TeamId.Default, Now)).Rota!;
        rota.Zone.Id.ShouldBe("Mars/Olympus");
        rota.WhoIsOn(A.Morning.AddDays(1)).ShouldBe([Person(Ana)]);
    }

    [Fact]
    public async Task Rota_that_was_replaced_long_ago_goes_and_the_one_in_use_stays_however_old()
    {
        var at = Store.Time.GetUtcNow();
        await OnCall.ChangeAsync(TeamId.Default, 0, Of(Ana).Away(new RotaPerson(Ana.Id, "oldabsence"), new DateOnly(2026, 3, 20), null), Audit("oncall ill") with { At = at }, Now);
        await OnCall.ChangeAsync(TeamId.Default, 1, Of(Ana).Away(new RotaPerson(Ana.Id, "lastabsence"), new DateOnly(2026, 3, 20), null), Audit("oncall ill") with { At = at.AddDays(10) }, Now);
        await Retention.PurgeAsync(new RetentionPlan(), at.AddDays(405), Now);
        (await Store.HoldsAnywhereAsync("oldabsence")).ShouldBeTrue("it was in use until 395 days ago");
        await Retention.PurgeAsync(new RetentionPlan(), at.AddDays(411), Now);
        (await Store.HoldsAnywhereAsync("oldabsence")).ShouldBeFalse();
        await Retention.PurgeAsync(new RetentionPlan(), at.AddDays(4000), Now);
        (await OnCall.OfAsync(TeamId.Default, Now)).Rota!.Absences.ShouldHaveSingleItem().Who.Name.ShouldBe("lastabsence");
        (await OnCall.ChangeAsync(TeamId.Default, 2, Of(Ana), Audit("oncall set"), Now)).ShouldBeTrue();
    }

    private static Rota Of(params Member[] people) => new()
    {
        People = [.. people.Select(Person)],
        Days = 7,
        FirstDay = new DateOnly(2026, 3, 9),
        ChangeAt = new TimeOnly(9, 30),
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
    };

    private static RotaPerson Person(Member member) => new(member.Id, member.Name);

    private static void ShouldBeSame(Rota rota, Rota expected)
    {
        rota.People.ShouldBe(expected.People);
        (rota.Days, rota.FirstDay, rota.ChangeAt, rota.Zone.Id).ShouldBe((expected.Days, expected.FirstDay, expected.ChangeAt, expected.Zone.Id));
        rota.StandIns.ShouldBe(expected.StandIns);
        rota.Absences.ShouldBe(expected.Absences);
    }
}
