using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Tests.Sources;

public sealed class SilenceTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact, Trait("Promise", "8")]
    public void Busy_page_that_stops_is_noticed_within_hours_with_what_was_expected()
    {
        var page = new MadeUpPage(1, _ => 20).Pass(30 * Day);
        page.Look().ShouldBeNull();
        page.PassWith(6 * Hour, 0);
        var silence = page.Look().ShouldNotBeNull();
        silence.Seen.ShouldBe(0);
        silence.Expected.ShouldBeInRange(50, 140);
        silence.Since.ShouldBeGreaterThanOrEqualTo(page.Now - (6 * Hour));
    }

    [Fact, Trait("Promise", "8")]
    public void Page_that_tells_far_fewer_than_usual_is_noticed_too()
    {
        var page = new MadeUpPage(2, _ => 40).Pass(30 * Day).PassWith(12 * Hour, 1);
        page.Look().ShouldNotBeNull().Seen.ShouldBeInRange(1, 12);
        new MadeUpPage(2, _ => 40).Pass(30 * Day).PassWith(12 * Hour, 10).Look().ShouldBeNull("a weak day is no silence");
    }

    [Fact, Trait("Promise", "8")]
    public void Page_of_a_post_a_day_is_given_up_on_within_weeks_and_one_of_a_post_a_week_is_let_be()
    {
        new MadeUpPage(3, _ => 1 / 24.0).Pass(80 * Day).PassWith(10 * Day, 0).Look().ShouldBeNull();
        new MadeUpPage(3, _ => 1 / 24.0).Pass(80 * Day).PassWith(30 * Day, 0).Look().ShouldNotBeNull();
        new MadeUpPage(3, _ => 1 / 168.0).Pass(80 * Day).PassWith(30 * Day, 0).Look().ShouldBeNull();
    }

    /// <summary>Five years of pages of every kind, hour by hour.</summary>
    [Fact]
    public void Healthy_pages_make_hardly_a_false_alarm_in_years()
    {
        var alarms = new List<string>();
        foreach (var (name, rate) in ((string, Func<DateTimeOffset, double>)[])
            [
                ("one a week", _ => 1 / 168.0),
                ("one a day", _ => 1 / 24.0),
                ("ten a day at the office", at => MadeUpPage.Office(at, 1)),
                ("a thousand a day at the office", at => MadeUpPage.Office(at, 100)),
                ("in the evening", at => MadeUpPage.Evenings(at, 8)),
            ])
        {
            foreach (var together in (double[])[1, 4])
            {
                var page = new MadeUpPage(11, rate, together).Pass(21 * Day);
                VolumeByHour? volume = null;
                DateTimeOffset? told = null;
                for (var hours = 0; hours < 26 * 168; hours++)
                {
                    if (hours % 72 == 0)
                        volume = VolumeByHour.Learn(page.Hours, page.Now);
                    if (page.Pass(Hour).Look(volume!, told) is not { } silence)
                        continue;
                    alarms.Add($"{name}, {together} together: {silence}");
                    told = page.Now;
                }
            }
        }

        alarms.Count.ShouldBeLessThanOrEqualTo(2, string.Join('\n', alarms));
    }

    [Fact]
    public void Nights_and_week_ends_on_which_nobody_writes_are_no_silence()
    {
        var page = new MadeUpPage(4, at => MadeUpPage.Office(at, 30)).Pass(12 * Day);
        for (var hours = 0; hours < 14 * 24; hours++)
            page.Pass(Hour).Look().ShouldBeNull(page.Now.ToString("ddd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Clocks_that_change_are_no_silence(int by)
    {
        var change = MadeUpPage.Begin + (40 * Day);
        var page = new MadeUpPage(5, at => MadeUpPage.Office(at < change ? at : at.AddHours(by), 60)).Pass(40 * Day);
        for (var hours = 0; hours < 14 * 24; hours++)
            page.Pass(Hour).Look().ShouldBeNull(page.Now.ToString("ddd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Storm_makes_nobody_wait_for_the_next_one()
    {
        var page = new MadeUpPage(6, _ => 2).Pass(20 * Day).PassWith(5 * Hour, 900).Pass(16 * Day);
        for (var hours = 0; hours < 8 * 24; hours++)
            page.Pass(Hour).Look().ShouldBeNull();
        VolumeByHour.Learn(page.Hours, page.Now)!.OfWeek.ShouldBeInRange(250, 480);
    }

    [Fact]
    public void Hours_that_were_not_looked_at_prove_nothing()
    {
        var page = new MadeUpPage(7, _ => 20).Pass(30 * Day).PassUnseen(3 * Day);
        page.Look().ShouldBeNull();
        VolumeByHour.Learn(page.Hours, page.Now)!.OfWeek.ShouldBe(20 * 168, 150);
    }

    [Fact]
    public void Young_watch_knows_nothing_yet()
    {
        VolumeByHour.Learn([], MadeUpPage.Begin).ShouldBeNull();
        var page = new MadeUpPage(8, _ => 20).Pass(6 * Day);
        VolumeByHour.Learn(page.Hours, page.Now).ShouldBeNull();
        page.Pass(1 * Day);
        VolumeByHour.Learn(page.Hours, page.Now).ShouldNotBeNull().OfWeek.ShouldBe(20 * 168, 200);
    }

    [Fact]
    public void Page_that_never_had_a_post_is_expected_to_have_none()
    {
        var page = new MadeUpPage(9, _ => 0).Pass(60 * Day);
        page.Look().ShouldBeNull();
        VolumeByHour.Learn(page.Hours, page.Now)!.OfWeek.ShouldBe(0);
    }

    [Fact]
    public void Week_of_an_office_is_learned_with_its_hours()
    {
        var page = new MadeUpPage(10, at => MadeUpPage.Office(at, 30)).Pass(56 * Day);
        var volume = VolumeByHour.Learn(page.Hours, page.Now)!;
        var monday = MadeUpPage.Begin + (56 * Day);
        volume.At(monday.AddHours(12)).ShouldBe(30, 4);
        volume.At(monday.AddHours(3)).ShouldBeLessThan(0.2);
        volume.Between(monday, monday + Day).ShouldBe(300, 25);
        volume.Between(monday.AddHours(12), monday.AddHours(12.5)).ShouldBe(15, 2);
        volume.OfWeek.ShouldBe(1500, 80);
        volume.Between(monday, monday + (7 * Day)).ShouldBe(volume.OfWeek, 0.001);
    }

    [Fact, Trait("Promise", "8")]
    public void Silence_is_over_when_posts_come_again_and_not_for_a_trickle()
    {
        var page = new MadeUpPage(12, _ => 20).Pass(30 * Day);
        var volume = VolumeByHour.Learn(page.Hours, page.Now)!;
        var told = page.PassWith(24 * Hour, 0).Now;
        IsOver(page).ShouldBeFalse();
        IsOver(page.PassWith(5 * Hour, 1)).ShouldBeFalse("a few are not enough");
        IsOver(page.Pass(1 * Hour)).ShouldBeTrue();
        page.Look().ShouldNotBeNull("the day as a whole is still far too quiet");
        page.Look(notBefore: page.Now).ShouldBeNull("but that is over and told");

        bool IsOver(MadeUpPage now) => Silence.IsOver(volume, now.At, told, now.Now - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void More_posts_never_make_a_silence_and_a_longer_one_is_never_less_sure()
    {
        var random = new Random(13);
        for (var round = 0; round < 60; round++)
        {
            var rate = Math.Pow(10, (random.NextDouble() * 4) - 2);
            var page = new MadeUpPage(round, _ => rate).Pass(random.Next(7, 60) * Day);
            var volume = VolumeByHour.Learn(page.Hours, page.Now)!;
            var was = false;
            for (var hours = 0; hours < 400; hours += 20)
            {
                var isQuiet = page.PassWith(20 * Hour, 0).Look(volume) is not null;
                (was && !isQuiet).ShouldBeFalse($"rate {rate}, after {hours} h");
                was = isQuiet;
            }

            if (was)
                page.PassWith(1 * Hour, 1 + (int)(rate * 400)).Look(volume).ShouldBeNull();
        }
    }
}
