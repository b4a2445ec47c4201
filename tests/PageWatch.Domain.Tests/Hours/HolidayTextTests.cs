using PageWatch.Domain.Hours;

namespace PageWatch.Domain.Tests.Hours;

public sealed class HolidayTextTests
{
    [Theory]
    [InlineData("2026-12-25 Christmas Day", "2026-12-25 Christmas Day")]
    [InlineData("2026-12-25", "2026-12-25")]
    [InlineData("2026-12-24..2026-12-26 Christmas", "2026-12-24..2026-12-26 Christmas")]
    [InlineData("2026-12-24 – 2026-12-26: Christmas", "2026-12-24..2026-12-26 Christmas")]
    [InlineData("2026-12-24 to 2026-12-26 Christmas", "2026-12-24..2026-12-26 Christmas")]
    [InlineData("2026-12-24…2026-12-26 Christmas", "2026-12-24..2026-12-26 Christmas")]
    [InlineData("12-25 Christmas", "12-25 Christmas")]
    [InlineData("1-6 Epiphany", "01-06 Epiphany")]
    [InlineData("02-29 Leap day", "02-29 Leap day")]
    [InlineData("12-27..01-02 Between the years", "12-27..01-02 Between the years")]
    [InlineData("2026-12-24 9:00-12:00 Christmas Eve", "2026-12-24 9:00-12:00 Christmas Eve")]
    [InlineData("2026-12-24 9-12, 14-15 Christmas Eve", "2026-12-24 9:00-12:00 14:00-15:00 Christmas Eve")]
    [InlineData("- 2026-12-26 2nd Christmas Day", "2026-12-26 closed 2nd Christmas Day")]
    [InlineData("2026-12-26 closed 9-12 Club", "2026-12-26 closed 9-12 Club")]
    [InlineData("2026-12-26 Closed for stocktaking", "2026-12-26 Closed for stocktaking")]
    [InlineData("2026-12-26 to be told", "2026-12-26 closed to be told")]
    [InlineData("2026-12-26 A; 2026-12-24 B;", "2026-12-24 B\n2026-12-26 A")]
    [InlineData("2026-12-26 Cats; dogs", "2026-12-26 Cats, dogs")]
    [InlineData("12-25 A\r\n\r\n2027-01-01 B\n2027-01-01 B", "2027-01-01 B\n12-25 A")]
    [InlineData("```\n2026-12-25 A\n```", "2026-12-25 A")]
    [InlineData("", "")]
    public void List_is_read_as_people_write_it_and_prints_back_to_the_same(string typed, string printed)
    {
        var parsed = HolidayText.Parse(typed);
        parsed.Problems.ShouldBeEmpty();
        HolidayText.Of(parsed.Holidays).ShouldBe(printed);
        HolidayText.Parse(printed).Holidays.ShouldBe(parsed.Holidays);
    }

    [Theory]
    [InlineData("Christmas", 1, 1, "“Christmas” is no date")]
    [InlineData("12-25 A\n2026-13-01 B", 2, 1, "is no date")]
    [InlineData("2026-02-29 B", 1, 1, "is no date")]
    [InlineData("25.12.2026 B", 1, 1, "is no date")]
    [InlineData("2026-12-25..2026-12-24 B", 1, 13, "before the first")]
    [InlineData("2026-12-25..12-26 B", 1, 13, "has a year")]
    [InlineData("2026-12-25..2026-13-26 B", 1, 13, "is no date")]
    [InlineData("2026-01-01..2027-06-01 B", 1, 13, "longer than a year")]
    [InlineData("2026-12-24 9:00-25:00 Eve", 1, 17, "no time of day")]
    [InlineData("2026-12-24 9:00-12:00 11:00-13:00 Eve", 1, 23, "overlaps")]
    [InlineData("2026-12-24 A; 2026-12-99 B", 1, 15, "is no date")]
    [InlineData("99999999999-12-24 A", 1, 1, "is no date")]
    public void What_is_wrong_is_told_with_its_place(string typed, int line, int column, string what)
    {
        var parsed = HolidayText.Parse(typed);
        parsed.Holidays.ShouldBeEmpty();
        var problem = parsed.Problems.ShouldHaveSingleItem();
        problem.What.ShouldContain(what);
        (problem.Line, problem.Column).ShouldBe((line, column), problem.What);
        problem.Mend.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Calendar_gives_its_whole_days()
    {
        var parsed = HolidayText.Parse("""
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VTIMEZONE
            BEGIN:STANDARD
            DTSTART:19701025T030000
            RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261224
            DTEND;VALUE=DATE:20261227
            SUMMARY:Christmas\, the
              feast\; with ducks
            BEGIN:VALARM
            SUMMARY:not this
            END:VALARM
            END:VEVENT
            BEGIN:VEVENT
            SUMMARY;LANGUAGE="de:x":Tag der Arbeit
            DTSTART;VALUE=DATE:20260501
            RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=5;BYMONTHDAY=1
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20270101
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;TZID=Europe/Berlin:20261130T090000
            DTEND;TZID=Europe/Berlin:20261130T100000
            SUMMARY:Meeting
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20270601
            STATUS:CANCELLED
            SUMMARY:Outing
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260406
            RRULE:FREQ=YEARLY;BYDAY=2MO;BYMONTH=4
            SUMMARY:A moving day
            END:VEVENT
            END:VCALENDAR
            """);
        parsed.Problems.ShouldBeEmpty();
        HolidayText.Of(parsed.Holidays).ShouldBe("2026-04-06 A moving day\n2026-12-24..2026-12-26 Christmas, the feast, with ducks\n2027-01-01\n05-01 Tag der Arbeit");
        parsed.TimedEvents.ShouldBe(1);
        var odd = parsed.NotUnderstood.ShouldHaveSingleItem();
        odd.Line.ShouldBe(38);
        odd.What.ShouldContain("RRULE:FREQ=YEARLY;BYDAY=2MO");
        HolidayText.Parse(HolidayText.Of(parsed.Holidays)).Holidays.ShouldBe(parsed.Holidays);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20269999", 2)]
    [InlineData("DTSTART:", 2)]
    [InlineData("SUMMARY:no day", 1)]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRDATE:20260202", 3)]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=1000000000", 3)]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;UNTIL=20300101", 3)]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:99981231", 1)]
    public void What_a_calendar_says_and_nobody_understands_is_named_with_its_line(string inside, int line)
    {
        var parsed = HolidayText.Parse($"BEGIN:VEVENT\n{inside}\nEND:VEVENT");
        parsed.Problems.ShouldBeEmpty();
        parsed.NotUnderstood.ShouldHaveSingleItem().Line.ShouldBe(line);
        parsed.Holidays.Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Texts_without_end_are_refused_or_cut()
    {
        HolidayText.Parse(new string('x', HolidayText.Longest + 1)).Problems.ShouldHaveSingleItem().What.ShouldContain("1 MB");
        HolidayText.Parse(string.Concat(Enumerable.Repeat("12-25 A\n", HolidayText.Most + 1))).Problems.ShouldHaveSingleItem().Line.ShouldBe(HolidayText.Most + 1);
        HolidayText.Parse(string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n", HolidayText.Most + 1))).Problems.ShouldHaveSingleItem();
        HolidayText.Parse(string.Concat(Enumerable.Repeat("x\n", 1_000))).Problems.Count.ShouldBe(HolidayText.MostProblems);
        HolidayText.Parse(new string('\n', 1_000_000)).Problems.ShouldBeEmpty();
        HolidayText.Parse("BEGIN:VEVENT\n" + string.Concat(Enumerable.Repeat("BEGIN:X\n", 100_000))).Holidays.ShouldBeEmpty();
        var folded = HolidayText.Parse("BEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:" + string.Concat(Enumerable.Repeat("\n xxxxxxxx", 100_000)) + "\nEND:VEVENT");
        folded.Holidays.ShouldHaveSingleItem().Name.Length.ShouldBeLessThanOrEqualTo(80);
        HolidayText.Parse(null).Holidays.ShouldBeEmpty();
    }

    [Fact]
    public void Garbage_never_throws_and_what_is_read_prints_back_to_the_same()
    {
        var random = new Random(20261130);
        string[] pieces =
        [
            "2026-12-24", "12-25", "02-29", "..", " ", " ", "\n", ";", "9:00-12:00", "9-", "closed", "closed ", "to ", "Eve", "- ", "–", "…", "2nd", "BEGIN:VEVENT\n", "END:VEVENT\n", "DTSTART;VALUE=DATE:20261224\n", "DTEND:20261230\n",
            "SUMMARY:a\\,b\\", "RRULE:FREQ=YEARLY\n", "BEGIN:VALARM\n", "\n ", "\"", ":", "```", "\uD83D", "\0", "\u202E", "٣", "9999-12-31", "0000-00-00", "0001-01-01",
        ];
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            // Half of them begin well, so that what follows is reached.
            var text = (i % 4) switch { 0 => "2026-12-24", 1 => "BEGIN:VEVENT\nDTSTART:20261224\n", _ => "" }
                + string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => random.Next(8) == 0 ? ((char)random.Next(0x10000)).ToString() : pieces[random.Next(pieces.Length)])) + ((i % 4) == 1 ? "\nEND:VEVENT" : "");
            var parsed = HolidayText.Parse(text);
            if (parsed.Holidays.Count == 0)
                continue;
            read++;
            parsed.Problems.ShouldBeEmpty();
            HolidayText.Parse(HolidayText.Of(parsed.Holidays)).Holidays.ShouldBe(parsed.Holidays, text);
        }

        read.ShouldBeGreaterThan(1_000);
    }
}
