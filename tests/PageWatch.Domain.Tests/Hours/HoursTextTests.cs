using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Tests.Hours;

public sealed class HoursTextTests
{
    [Theory]
    [InlineData("mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00", "mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00")]
    [InlineData("mon-fri 9-17", "mon-fri 9:00-17:00")]
    [InlineData("Mo-Fr 9–17", "mon-fri 9:00-17:00")]
    [InlineData("Monday to Friday, 9am-5pm", "mon-fri 9:00-17:00")]
    [InlineData("mondays through thursdays: 9 a.m. — 5:30 p.m.", "mon-thu 9:00-17:30")]
    [InlineData("mon fri 9-5pm", "mon 9:00-17:00; fri 9:00-17:00")]
    [InlineData("mon,wed and fri 1-5pm", "mon 13:00-17:00; wed 13:00-17:00; fri 13:00-17:00")]
    [InlineData("mon 10-2pm", "mon 10:00-14:00")]
    [InlineData("mon 12-1pm", "mon 12:00-13:00")]
    [InlineData("mon 12am-12pm", "mon 0:00-12:00")]
    [InlineData("mon 9-5", "mon 9:00-05:00")]
    [InlineData("tue 9.30 to 17.45", "tue 9:30-17:45")]
    [InlineData("tue 9h30-17h", "tue 9:30-17:00")]
    [InlineData("tue 0930-1745", "tue 9:30-17:45")]
    [InlineData("tue 18-24", "tue 18:00-24:00")]
    [InlineData("tue 18-0:00", "tue 18:00-24:00")]
    [InlineData("tue 6pm-12am", "tue 18:00-24:00")]
    [InlineData("fri-mon 9-10", "mon 9:00-10:00; fri-sun 9:00-10:00")]
    [InlineData("daily 9-17; sun closed", "mon-sat 9:00-17:00")]
    [InlineData("sun closed; daily 9-17", "mon-sat 9:00-17:00")]
    [InlineData("weekdays 9-17, weekend 10-14", "mon-fri 9:00-17:00; sat-sun 10:00-14:00")]
    [InlineData("weekdays 9-17\nsat - closed\nsun closed", "mon-fri 9:00-17:00")]
    [InlineData("always", "always")]
    [InlineData("24/7", "always")]
    [InlineData("daily 0-24", "always")]
    [InlineData("mon always", "mon 0:00-24:00")]
    [InlineData("always; sun closed", "mon-sat 0:00-24:00")]
    [InlineData("mon 13-14, 9-12", "mon 9:00-12:00 13:00-14:00")]
    [InlineData("mon 9-12 12-14", "mon 9:00-12:00 12:00-14:00")]
    [InlineData("sat 22-2; sun 1-9", "sat 22:00-02:00; sun 1:00-9:00")]
    [InlineData("  ;; MON   09:00 - 17:00 ;", "mon 9:00-17:00")]
    public void Hours_are_read_as_people_write_them_and_print_back_to_the_same(string typed, string printed)
    {
        var parsed = HoursText.Parse(typed);
        parsed.Problem.ShouldBeNull();
        parsed.Week!.ToString().ShouldBe(printed);
        HoursText.Parse(printed).Week.ShouldBe(parsed.Week);
    }

    [Theory]
    [InlineData("", 1, "No hours")]
    [InlineData("   ", 1, "No hours")]
    [InlineData("mon-xyz 9-17", 5, "“xyz” is no day")]
    [InlineData("mon-fri 25:00-26:00", 9, "“25:00-26:00” is no time")]
    [InlineData("mon-fri 9:00-25:00", 14, "“25:00” is no time")]
    [InlineData("mon 9:60-10", 5, "no time")]
    [InlineData("mon 9:5-10", 5, "no time")]
    [InlineData("mon 24:00-25:00", 5, "no time")]
    [InlineData("mon 24-3", 5, "no time")]
    [InlineData("mon 13pm-14pm", 5, "no time")]
    [InlineData("mon 0pm-1pm", 5, "no time")]
    [InlineData("mon 99999999999-3", 5, "no time")]
    [InlineData("mon 9-9:00", 5, "ends when it begins")]
    [InlineData("mon 0-0", 5, "ends when it begins")]
    [InlineData("mon 9", 5, "no end")]
    [InlineData("mon 9-", 5, "no end")]
    [InlineData("mon 9-17; mon 9-17", 15, "stands twice")]
    [InlineData("mon 9-17 16-18", 10, "overlaps 9:00-17:00")]
    [InlineData("mon 22-3 23-24", 10, "overlaps")]
    [InlineData("9-17", 1, "on which days")]
    [InlineData("closed", 1, "which day")]
    [InlineData("mon closed", 1, "nobody")]
    [InlineData("mon 9-17; tue", 11, "“tue” has no hours")]
    [InlineData("mon-fri", 1, "has no hours")]
    [InlineData("mon 9-17 <script>", 10, "not understood")]
    [InlineData("mon 9-17 \u202Elunch", 10, "not understood")]
    [InlineData("lunch 9-17", 1, "“lunch” is no day")]
    public void What_is_wrong_is_told_with_its_column_and_a_mend(string typed, int column, string what)
    {
        var (week, problem) = HoursText.Parse(typed);
        week.ShouldBeNull();
        problem.ShouldNotBeNull();
        problem.What.ShouldContain(what);
        problem.Column.ShouldBe(column, problem.What);
        problem.Mend.ShouldNotBeNullOrWhiteSpace();
        problem.What.ShouldNotContain("\u202E");
    }

    [Fact]
    public void Text_without_end_is_refused()
    {
        HoursText.Parse(new string(' ', HoursText.Longest - 8) + "mon 9-17").Problem.ShouldBeNull();
        HoursText.Parse(new string(' ', HoursText.Longest) + "mon 9-17").Problem.ShouldNotBeNull().Column.ShouldBe(HoursText.Longest + 1);
        HoursText.Parse(null).Problem.ShouldNotBeNull();
    }

    [Fact]
    public void Garbage_never_throws_and_what_is_read_prints_back_to_the_same()
    {
        var random = new Random(20261130);
        string[] pieces = ["mon", "tue-", "fri", "-", "–", " ", " ", "9", "17", ":", "00", "30", "am", "pm", ";", "\n", ",", "closed", "daily", "always", "24/7", "24", "to", "and", "x", "\uD83D", "\0", "é", "٣", "９", ".", "h", "0:00", "a", "\u202E"];
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(8) == 0 ? ((char)random.Next(0x10000)).ToString() : pieces[random.Next(pieces.Length)]));
            var parsed = HoursText.Parse(text);
            (parsed.Week is null).ShouldBe(parsed.Problem is not null);
            HoursText.ClockOf(text);
            HoursText.DayOf(text);
            if (parsed.Week is not { } week)
            {
                parsed.Problem!.Column.ShouldBeInRange(1, text.Length + 1);
                continue;
            }

            read++;
            HoursText.Parse(week.ToString()).Week.ShouldBe(week, text);
        }

        read.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("8:30", 510)]
    [InlineData("9am", 540)]
    [InlineData("0:00", 0)]
    [InlineData("23:59", 1439)]
    [InlineData("24:00", null)]
    [InlineData("25:00", null)]
    [InlineData("9-10", null)]
    [InlineData("lunch", null)]
    [InlineData("", null)]
    public void Time_alone_is_read(string typed, int? minutes) => HoursText.ClockOf(typed).ShouldBe(minutes);

    [Theory]
    [InlineData("Berlin", "Europe/Berlin")]
    [InlineData("Europe/Belrin", "Europe/Berlin")]
    [InlineData("europe berlin", null)]
    [InlineData("new york", "America/New_York")]
    [InlineData("Amerika/New_York", "America/New_York")]
    [InlineData("Lord Howe", "Australia/Lord_Howe")]
    [InlineData("Kolkatta", "Asia/Kolkata")]
    [InlineData("Middle-Earth", null)]
    [InlineData("", null)]
    [InlineData("\u202E<b>", null)]
    public void Zone_that_was_meant_is_proposed(string typed, string? meant)
    {
        string[] known = ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Bern", "Europe/London", "Etc/UTC"];
        (ZoneNames.Near(typed, known, 3) is [var first, ..] ? first : null).ShouldBe(meant);
        ZoneNames.Near(new string('x', 10_000), known, 3).ShouldBeEmpty();
    }
}
