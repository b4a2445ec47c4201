using System.Globalization;
using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Tests.Hours;

public sealed class BusinessHoursTests
{
    private const string Shop = "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00";

    [Fact]
    public void Fresh_installation_is_open_round_the_clock()
    {
        var (always, at) = (BusinessHours.Always, At("2026-03-29T01:30"));
        always.IsOpen(at).ShouldBeTrue();
        always.Add(at, TimeSpan.FromHours(30)).ShouldBe(at.AddHours(30));
        always.Between(at, at.AddDays(2)).ShouldBe(TimeSpan.FromDays(2));
        always.NextOpening(at).ShouldBe(at);
        always.NextClosing(at).ShouldBeNull();
        Of("always", "Europe/Berlin").NextClosing(at).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-11-30T08:00", "01:00", "2026-11-30T09:00")] // Monday in Berlin, open
    [InlineData("2026-11-30T08:00", "03:30", "2026-11-30T11:30")] // to the closing itself, not to the next opening
    [InlineData("2026-11-30T08:00", "03:31", "2026-11-30T12:31")] // the lunch does not count
    [InlineData("2026-11-30T07:59", "00:01", "2026-11-30T08:01")] // from closed time it starts at the opening
    [InlineData("2026-11-30T07:59", "00:00", "2026-11-30T07:59")] // nothing is nothing
    [InlineData("2026-11-30T07:59", "-01:00", "2026-11-30T07:59")]
    [InlineData("2026-11-29T12:00", "09:00", "2026-12-01T09:00")] // from Sunday into Tuesday
    [InlineData("2026-12-05T20:00", "04:00", "2026-12-06T01:00")] // across midnight
    public void Time_goes_by_while_somebody_is_there(string from, string open, string due) =>
        Of(Shop).Add(At(from), TimeSpan.Parse(open, CultureInfo.InvariantCulture)).ShouldBe(At(due));

    [Fact]
    public void Openings_and_closings_are_found()
    {
        var hours = Of(Shop);
        hours.NextOpening(At("2026-11-30T08:00")).ShouldBe(At("2026-11-30T08:00"));
        hours.NextOpening(At("2026-11-30T11:30")).ShouldBe(At("2026-11-30T12:30"), "a closing is closed");
        hours.NextClosing(At("2026-11-30T08:00")).ShouldBe(At("2026-11-30T11:30"));
        hours.NextClosing(At("2026-11-30T11:30")).ShouldBe(At("2026-11-30T17:00"));
        hours.Between(At("2026-11-30T00:00"), At("2026-12-07T00:00")).ShouldBe(TimeSpan.FromHours((5 * 8) + 4));
        hours.Between(At("2026-12-07T00:00"), At("2026-11-30T00:00")).ShouldBe(TimeSpan.Zero);
        hours.Add(At("2026-11-30T08:00"), TimeSpan.FromHours(1)).Offset.ShouldBe(TimeSpan.Zero);
        hours.NextOpening(At("2026-11-29T08:00").ToOffset(TimeSpan.FromHours(9))).Offset.ShouldBe(TimeSpan.Zero);
        Of("mon-fri 0-24; sat-sun 0-12").NextClosing(At("2026-11-30T08:00")).ShouldBe(At("2026-12-05T11:00"), "days that touch are one stretch");
    }

    [Theory]
    [InlineData("2026-03-29", "sun 2:00-4:00", 60)]   // the wall goes from 2:00 to 3:00
    [InlineData("2026-03-29", "sun 2:30-4:00", 60)]   // a start that does not exist is the first instant after the gap
    [InlineData("2026-03-29", "sun 1:00-2:30", 60)]   // an end that does not exist is where the gap is
    [InlineData("2026-03-29", "sun 2:10-2:50", 0)]
    [InlineData("2026-10-25", "sun 2:00-4:00", 180)]  // the wall goes back from 3:00 to 2:00
    [InlineData("2026-10-25", "sun 2:30-4:00", 150)]  // an ambiguous start is the earlier instant
    [InlineData("2026-10-25", "sun 1:00-2:30", 150)]  // an ambiguous end is the later one
    [InlineData("2026-10-25", "sun 2:10-2:50", 100)]  // without a hole
    [InlineData("2026-10-25", "sun 2:00-2:30 2:30-3:00", 120)] // counted once
    [InlineData("2026-10-25", "sat 23:00-2:30; sun 1:00-3:00", 300)]
    public void Elapsed_time_counts_when_clocks_are_set(string day, string week, int minutes)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Of(week).Between(At($"{date.AddDays(-1):yyyy-MM-dd}T12:00"), At($"{day}T12:00")).ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void Holiday_has_hours_of_its_own()
    {
        var hours = Of("mon-sun 9-17; fri 22-2", holidays: "2026-12-25 Christmas\n2026-12-24 9:00-12:00 Eve\n12-31..01-01 New Year\n2027-01-01 10:00-11:00 for once");
        hours.Between(At("2026-12-23T23:00"), At("2026-12-24T23:00")).ShouldBe(TimeSpan.FromHours(3));
        hours.IsOpen(At("2026-12-25T10:00")).ShouldBeFalse();
        hours.IsOpen(At("2026-12-25T22:00")).ShouldBeFalse("what would begin on the holiday does not");
        hours.IsOpen(At("2026-12-31T10:00")).ShouldBeFalse();
        hours.IsOpen(At("2027-01-01T09:30")).ShouldBeTrue("a day with a year wins over every year's");
        hours.IsOpen(At("2028-01-01T09:30")).ShouldBeFalse();
        var night = Of("fri 22-2; sat 1-9", holidays: "2026-12-26");
        night.IsOpen(At("2026-12-26T00:30")).ShouldBeTrue("it began on Friday, and goes on to its end");
        night.IsOpen(At("2026-12-26T01:30")).ShouldBeFalse();
        night.NextClosing(At("2026-12-26T00:30")).ShouldBe(At("2026-12-26T01:00"));
        Of("daily 9-17", holidays: "2026-12-25 10-12 short\n2026-12-25 closed wins").On(new DateOnly(2026, 12, 25)).ShouldBeEmpty();
        Of("daily 9-17", holidays: "02-29 Leap").IsOpen(At("2028-02-29T10:00")).ShouldBeFalse();
        Of("daily 9-17", holidays: "02-29 Leap").IsOpen(At("2027-03-01T10:00")).ShouldBeTrue();
    }

    [Fact]
    public void Holidays_that_come_are_told_soonest_first()
    {
        var hours = Of("daily 9-17", holidays: "12-25 C\n2026-11-30 today\n2026-11-01..2026-11-29 over\n2026-12-06 N\n12-27..01-02 Y\n02-29 L");
        hours.Ahead(new DateOnly(2026, 11, 30), 9).Select(each => (each.Holiday.Name, each.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            .ShouldBe([("today", "2026-11-30"), ("N", "2026-12-06"), ("C", "2026-12-25"), ("Y", "2026-12-27"), ("L", "2028-02-29")]);
        hours.Ahead(new DateOnly(2027, 1, 1), 1).ShouldHaveSingleItem().To.ShouldBe(new DateOnly(2027, 1, 2));
    }

    [Fact]
    public void Clock_that_would_never_end_ends_after_ten_years()
    {
        var never = Of("daily 9-17", holidays: "01-01..12-31 closed for good");
        var at = At("2026-11-30T12:00");
        never.IsOpen(at).ShouldBeFalse();
        never.Add(at, TimeSpan.FromMinutes(1)).ShouldBe(at + BusinessHours.Farthest);
        never.NextOpening(at).ShouldBe(at + BusinessHours.Farthest);
        never.NextClosing(at).ShouldBeNull();
        never.Between(at, at.AddYears(100)).ShouldBe(TimeSpan.Zero);
        Of("mon 9-10").Add(at, TimeSpan.MaxValue).ShouldBe(at + BusinessHours.Farthest);
        BusinessHours.Always.Add(at, TimeSpan.MaxValue).ShouldBe(at + BusinessHours.Farthest);
    }

    [Fact]
    public void Ends_of_time_do_no_harm()
    {
        var hours = Of(Shop, holidays: "12-25 C");
        foreach (var at in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.MaxValue])
        {
            hours.IsOpen(at).ShouldBeFalse();
            hours.Add(at, TimeSpan.FromHours(1)).ShouldBe(at);
            hours.NextOpening(at).ShouldBe(at);
            hours.NextClosing(at).ShouldBeNull();
            hours.DayOf(at);
            hours.At(DateOnly.FromDateTime(at.DateTime), 600);
            hours.Ahead(DateOnly.FromDateTime(at.DateTime), 3);
        }

        hours.Between(DateTimeOffset.MinValue, DateTimeOffset.MaxValue).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Same_words_are_the_same_hours()
    {
        Of(Shop, holidays: "12-25 C").ShouldBe(Of("Mo-Fr 9-12:30, 13:30-18; sat 22-2", holidays: "12-25 C"));
        Of(Shop).ShouldNotBe(Of(Shop, "UTC"));
        Of(Shop).ShouldNotBe(Of(Shop, holidays: "12-25 C"));
    }

    internal static BusinessHours Of(string week, string zone = "Europe/Berlin", string holidays = "")
    {
        var parsed = HolidayText.Parse(holidays);
        parsed.Problems.ShouldBeEmpty();
        return new BusinessHours(TimeZoneInfo.FindSystemTimeZoneById(zone), HoursText.Parse(week).Week.ShouldNotBeNull(), parsed.Holidays);
    }

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
