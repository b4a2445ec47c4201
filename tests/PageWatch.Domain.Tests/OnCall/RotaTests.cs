using System.Globalization;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Tests.OnCall;

public sealed class RotaTests
{
    private static readonly RotaPerson Ana = new(new MemberId(1), "Ana");
    private static readonly RotaPerson Ben = new(new MemberId(2), "Ben");
    private static readonly RotaPerson Cleo = new(new MemberId(3), "Cleo");
    private static readonly RotaPerson Dora = new(new MemberId(4), "Dora");

    /// <summary>Mondays at nine in Berlin, a week each: Ana from 2 March 2026.</summary>
    private static readonly Rota Weeks = new()
    {
        People = [Ana, Ben, Cleo],
        Days = 7,
        FirstDay = new DateOnly(2026, 3, 2),
        ChangeAt = new TimeOnly(9, 0),
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
    };

    [Theory]
    [InlineData("2026-03-02T07:59Z", "")]
    [InlineData("2026-03-02T08:00Z", "Ana, Ben, Cleo")]
    [InlineData("2026-03-09T07:59Z", "Ana, Ben, Cleo")]
    [InlineData("2026-03-09T08:00Z", "Ben, Cleo, Ana")]
    [InlineData("2026-03-16T08:00Z", "Cleo, Ana, Ben")]
    [InlineData("2026-03-23T08:00Z", "Ana, Ben, Cleo")]
    // The clock went on an hour on 29 March: nine on the wall is seven in UTC.
    [InlineData("2026-03-30T06:59Z", "Ana, Ben, Cleo")]
    [InlineData("2026-03-30T07:00Z", "Ben, Cleo, Ana")]
    public void Turns_follow_one_another_by_the_clock_on_the_wall(string at, string who) => Who(Weeks, at).ShouldBe(who);

    [Fact]
    public void Change_over_that_the_clock_leaves_out_happens_when_it_goes_on_and_one_struck_twice_the_first_time()
    {
        var nightly = Weeks with { Days = 1, ChangeAt = new TimeOnly(2, 30), FirstDay = new DateOnly(2026, 3, 28) };
        nightly.ChangeOver(new DateOnly(2026, 3, 29)).ShouldBe(At("2026-03-29T01:00Z"), "half past two does not exist that night");
        nightly.ChangeOver(new DateOnly(2026, 10, 25)).ShouldBe(At("2026-10-25T00:30Z"), "half past two exists twice that night");
        Who(nightly, "2026-03-29T00:59Z").ShouldBe("Ana, Ben, Cleo");
        Who(nightly, "2026-03-29T01:00Z").ShouldBe("Ben, Cleo, Ana");
        var samoa = Weeks with { Days = 1, FirstDay = new DateOnly(2011, 12, 28), Zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia") };
        samoa.ChangeOver(new DateOnly(2011, 12, 30)).ShouldBe(At("2011-12-30T10:00Z"), "there was no 30 December in Samoa: it began and ended when the 31st began");
        Who(samoa, "2011-12-30T18:00Z").ShouldBe("Cleo, Ana, Ben");
        Who(samoa, "2011-12-30T19:00Z").ShouldBe("Ana, Ben, Cleo");
    }

    [Fact]
    public void Whoever_is_away_is_passed_over_and_those_who_follow_are_called()
    {
        var rota = Weeks.Away(Ana, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 5));
        Who(rota, "2026-03-03T22:59Z").ShouldBe("Ana, Ben, Cleo");
        Who(rota, "2026-03-03T23:00Z").ShouldBe("Ben, Cleo", "midnight in Berlin");
        Who(rota, "2026-03-05T22:59Z").ShouldBe("Ben, Cleo");
        Who(rota, "2026-03-05T23:00Z").ShouldBe("Ana, Ben, Cleo");
        rota.Next(At("2026-03-02T12:00Z")).ShouldNotBeNull().ShouldSatisfyAllConditions(next => next.At.ShouldBe(At("2026-03-03T23:00Z")), next => next.Who[0].ShouldBe(Ben));
        rota.Next(At("2026-03-04T12:00Z"))!.At.ShouldBe(At("2026-03-05T23:00Z"));
        rota.Since(At("2026-03-04T12:00Z")).ShouldBe(At("2026-03-03T23:00Z"));
    }

    [Fact]
    public void Absence_without_an_end_lasts_until_somebody_is_back()
    {
        var ill = Weeks.Away(Ana, new DateOnly(2026, 3, 4), null);
        Who(ill, "2030-03-04T12:00Z").Split(", ").ShouldNotContain("Ana");
        var back = ill.Back(Ana.Id, new DateOnly(2026, 3, 10))!.Value;
        back.Ended.ShouldBe(new Absence(Ana, new DateOnly(2026, 3, 4), null));
        back.Rota.Absences.ShouldBe([new Absence(Ana, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 9))]);
        ill.Back(Ana.Id, new DateOnly(2026, 3, 4))!.Value.Rota.Absences.ShouldBeEmpty("back on the same day");
        ill.Back(Ben.Id, new DateOnly(2026, 3, 4)).ShouldBeNull();
        back.Rota.Back(Ana.Id, new DateOnly(2026, 3, 10)).ShouldBeNull("what is over is over");
    }

    [Fact]
    public void Who_is_not_away_now_gives_up_the_next_absence_and_keeps_the_one_after()
    {
        var rota = Weeks.Away(Ana, new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 5)).Away(Ana, new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 5));
        var back = rota.Back(Ana.Id, new DateOnly(2026, 3, 10))!.Value;
        back.Ended.From.ShouldBe(new DateOnly(2026, 4, 1));
        back.Rota.Absences.ShouldHaveSingleItem().From.ShouldBe(new DateOnly(2026, 6, 1));
    }

    [Fact]
    public void Absences_that_touch_are_one()
    {
        var rota = Weeks.Away(Ana, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 5)).Away(Ben, new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 6)).Away(Ana, new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 8));
        rota.Absences.ShouldBe([new Absence(Ana, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 8)), new Absence(Ben, new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 6))]);
        rota.Away(Ana, new DateOnly(2026, 3, 1), null).Absences.ShouldContain(new Absence(Ana, new DateOnly(2026, 3, 1), null));
        rota.Away(Ana, new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 10)).Absences.Count.ShouldBe(3, "a day lies between");
    }

    [Fact]
    public void Stand_in_has_the_days_and_whoever_is_stood_in_for_comes_last()
    {
        var rota = Weeks.Covered(Ana, Dora, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 20))!;
        rota.StandIns.ShouldBe([new StandIn(new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 8), Ana, Dora)], "on the days that Ana has, and on no others");
        Who(rota, "2026-03-04T07:59Z").ShouldBe("Ana, Ben, Cleo");
        Who(rota, "2026-03-04T08:00Z").ShouldBe("Dora, Ben, Cleo, Ana");
        Who(rota, "2026-03-09T08:00Z").ShouldBe("Ben, Cleo, Ana");
        Weeks.Covered(Ana, Ben, new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 22)).ShouldBeNull("it is Ben's and Cleo's time");
        Who(rota.Away(Dora, new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 5)), "2026-03-05T12:00Z").ShouldBe("Ben, Cleo, Ana", "the stand-in is away, too");
        rota.Covered(Dora, Ana, new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 6))!.StandIns.ShouldBe([new StandIn(new DateOnly(2026, 3, 7), new DateOnly(2026, 3, 8), Ana, Dora)], "taking days back needs no stand-in");
    }

    [Fact]
    public void Two_who_exchange_turns_have_each_others_and_exchanging_again_undoes_it()
    {
        var swap = Weeks.Exchanged(Ana, Ben, new DateOnly(2026, 3, 4));
        (swap.Refusal, swap.Gives, swap.Takes).ShouldBe((null, Ana, Ben));
        (swap.Given, swap.Returned).ShouldBe(((new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 8)), (new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 15))));
        Who(swap.Rota, "2026-03-03T12:00Z").ShouldBe("Ben, Cleo, Ana");
        Who(swap.Rota, "2026-03-10T12:00Z").ShouldBe("Ana, Cleo, Ben");
        Who(swap.Rota, "2026-03-24T12:00Z").ShouldBe("Ana, Ben, Cleo", "the next round is as ever");
        Weeks.Exchanged(Ben, Ana, new DateOnly(2026, 3, 4)).Rota.StandIns.ShouldBe(swap.Rota.StandIns, "whoever is named first");
        swap.Rota.Exchanged(Ana, Ben, new DateOnly(2026, 3, 4)).Rota.StandIns.ShouldBeEmpty();
        Weeks.Exchanged(Ana, Ben, new DateOnly(2026, 3, 17)).Refusal.ShouldBe(RotaRefusal.NotTheirs);
        Weeks.Exchanged(Ana, Ben, new DateOnly(2026, 3, 1)).Refusal.ShouldBe(RotaRefusal.NotTheirs, "before the rota begins");
        Weeks.Exchanged(Ana, Dora, new DateOnly(2026, 3, 4)).Refusal.ShouldBe(RotaRefusal.NothingBack);
    }

    [Fact]
    public void Whoever_left_the_team_is_absent_for_good()
    {
        var rota = Weeks with { Gone = [Ben.Id] };
        Who(rota, "2026-03-10T12:00Z").ShouldBe("Cleo, Ana");
        (rota with { Gone = [Ana.Id, Ben.Id, Cleo.Id] }).Holes(At("2026-03-10T00:00Z"), At("2026-03-12T00:00Z")).ShouldBe([new RotaHole(At("2026-03-10T00:00Z"), At("2026-03-12T00:00Z"))]);
    }

    [Fact]
    public void Holes_that_touch_are_one_and_end_where_somebody_is_there_again()
    {
        var rota = (Weeks with { People = [Ana, Ben] }).Away(Ana, new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 12)).Away(Ben, new DateOnly(2026, 3, 7), new DateOnly(2026, 3, 10));
        rota.Holes(At("2026-03-02T08:00Z"), At("2026-04-30T00:00Z")).ShouldBe([new RotaHole(At("2026-03-06T23:00Z"), At("2026-03-10T23:00Z"))]);
        rota.Holes(At("2026-03-08T00:00Z"), At("2026-03-09T00:00Z")).ShouldBe([new RotaHole(At("2026-03-08T00:00Z"), At("2026-03-09T00:00Z"))]);
        rota.Holes(At("2026-03-01T08:00Z"), At("2026-03-03T00:00Z")).ShouldBe([new RotaHole(At("2026-03-01T08:00Z"), At("2026-03-02T08:00Z"))], "before it begins there is nobody");
        rota.Holes(At("2026-03-20T00:00Z"), At("2026-03-20T00:00Z")).ShouldBeEmpty();
        rota.Covered(Ana, Dora, new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 8))!.Holes(At("2026-03-02T08:00Z"), At("2026-04-30T00:00Z"))
            .ShouldBe([new RotaHole(At("2026-03-09T08:00Z"), At("2026-03-10T23:00Z"))], "a stand-in from outside closes the part that is Ana's");
    }

    [Fact]
    public void One_person_is_on_from_the_beginning_and_nobody_follows()
    {
        var rota = Weeks with { People = [Ana] };
        rota.Next(At("2026-06-01T00:00Z")).ShouldBeNull();
        rota.Since(At("2026-06-01T00:00Z")).ShouldBe(At("2026-03-02T08:00Z"));
        rota.Next(At("2026-01-01T00:00Z"))!.At.ShouldBe(At("2026-03-02T08:00Z"));
        rota.Since(At("2026-01-01T00:00Z")).ShouldBeNull();
    }

    [Theory]
    [InlineData("", 7, RotaFault.Nobody)]
    [InlineData("1", 7, null)]
    [InlineData("1 2 1", 7, RotaFault.Twice)]
    [InlineData("1 2", 0, RotaFault.TurnLength)]
    [InlineData("1 2", 93, RotaFault.TurnLength)]
    public void Rota_that_makes_no_sense_says_why(string people, int days, RotaFault? fault) =>
        (Weeks with { People = [.. people.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => new RotaPerson(new MemberId(long.Parse(id, CultureInfo.InvariantCulture)), id))], Days = days }).Fault.ShouldBe(fault);

    [Fact]
    public void Ends_of_the_calendar_do_no_harm()
    {
        Weeks.WhoIsOn(DateTimeOffset.MinValue).ShouldBeEmpty();
        Weeks.WhoIsOn(DateTimeOffset.MaxValue).Count.ShouldBe(3);
        Weeks.Holes(DateTimeOffset.MaxValue.AddDays(-40), DateTimeOffset.MaxValue).ShouldBeEmpty();
        (Weeks with { People = [] }).ShouldSatisfyAllConditions(
            nobody => nobody.WhoIsOn(At("2026-03-10T00:00Z")).ShouldBeEmpty(), nobody => nobody.Next(At("2026-03-10T00:00Z")).ShouldBeNull(), nobody => nobody.Since(At("2026-03-10T00:00Z")).ShouldBeNull());
    }

    [Fact]
    public void What_is_over_is_tidied_away_and_changes_nothing_after()
    {
        var rota = Weeks.Exchanged(Ana, Ben, new DateOnly(2026, 3, 4)).Rota.Away(Cleo, new DateOnly(2026, 3, 3), new DateOnly(2026, 3, 5)).Away(Ana, new DateOnly(2026, 3, 3), null);
        var tidy = rota.Tidied(new DateOnly(2026, 3, 9));
        (tidy.StandIns.Count, tidy.Absences.Count).ShouldBe((1, 1));
        for (var at = At("2026-03-10T00:00Z"); at < At("2026-05-01T00:00Z"); at = at.AddHours(5))
            tidy.WhoIsOn(at).ShouldBe(rota.WhoIsOn(at));
    }

    private static string Who(Rota rota, string at) => string.Join(", ", rota.WhoIsOn(At(at)).Select(person => person.Name));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
