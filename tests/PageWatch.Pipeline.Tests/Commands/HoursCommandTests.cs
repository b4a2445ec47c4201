using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

public sealed class HoursCommandTests : IAsyncLifetime
{
    private Stage stage = null!;
    private Member vera = null!;

    private static CancellationToken Now => CancellationToken.None;

    private ITeamHours Hours => stage.Get<ITeamHours>();

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        vera = await stage.AddMemberAsync("Vera", Role.Viewer);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Fresh_team_is_told_that_every_hour_counts_and_how_to_change_it()
    {
        var answer = await stage.SayAsync(vera, "hours");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Title.ShouldBe("Open round the clock");
        Text(answer).ShouldContain("hours set mon-fri 9:00-17:00 --zone Europe/Berlin");
        Text(await stage.SayAsync(vera, "hours history")).ShouldContain("Nobody has set hours yet");
        (await stage.SayAsync(stage.Ana, "hours undo")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Hours_that_are_set_are_shown_day_by_day_and_are_on_record()
    {
        var answer = await stage.SayAsync(stage.Ana, "hours set Mo-Fr 9–12:30 13:30-18, sat 22-2 --zone europe/berlin");
        answer.Outcome.ShouldBe(CommandOutcome.Done, Text(answer));
        answer.Card.Title.ShouldBe("Hours, version 1");
        var shown = Text(await stage.SayAsync(vera, "hours"));
        shown.ShouldContain("Monday|9:00-12:30, 13:30-18:00\n");
        shown.ShouldContain("Saturday|22:00-02:00 (the night after)\n");
        shown.ShouldContain("Sunday|closed\n");
        shown.ShouldContain("zone|Europe/Berlin\n");
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        hours.Texts.ShouldBe(new HoursTexts("mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00", "Europe/Berlin", ""));
        var entry = stage.Record()[^1];
        (entry.ByName, entry.Verb, entry.Subject, entry.Before, entry.After).ShouldBe(
            ("Ana", "hours set", "hours", "version 0: always · UTC · 0 holidays", "version 1: mon-fri 9:00-12:30 13:30-18:00; sat 22:00-02:00 · Europe/Berlin · 0 holidays"));
    }

    [Fact]
    public async Task Open_and_closed_are_told_with_what_comes_next()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Berlin");
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 9, 12, 0, 0, TimeSpan.Zero));
        var closed = await stage.SayAsync(vera, "hours");
        closed.Card.Title.ShouldBe("Closed now");
        Text(closed).ShouldContain("opens|2027-01-11 08:00 · Monday, 11 January, 9:00 (Europe/Berlin)");
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 11, 12, 0, 0, TimeSpan.Zero));
        var open = await stage.SayAsync(vera, "hours");
        open.Card.Title.ShouldBe("Open now");
        Text(open).ShouldContain("closes|2027-01-11 16:00 · Monday, 11 January, 17:00 (Europe/Berlin)");
    }

    [Fact]
    public async Task What_is_not_named_stays()
    {
        await stage.SayAsync(stage.Ana, "hours set \"mon-fri 9-17\" --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "hours holidays 12-25 Christmas");
        await stage.SayAsync(stage.Ana, "hours set --zone \"Eastern Standard Time\"");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(new HoursTexts("mon-fri 9:00-17:00", "America/New_York", "12-25 Christmas"));
        await stage.SayAsync(stage.Ana, "hours set daily 8-12");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.ShouldBe(new HoursTexts("daily 8:00-12:00", "America/New_York", "12-25 Christmas"));
        (await stage.SayAsync(stage.Ana, "hours set daily 8:00–12:00")).Card.Title.ShouldBe("These are the hours already");
        (await Hours.OfAsync(TeamId.Default, Now)).Version.ShouldBe(4);
    }

    [Theory]
    [InlineData("hours set mon-fri 9:00-25:00", "Column 14: “25:00” is no time of day. Times go from 0:00 to 24:00")]
    [InlineData("hours set mon-xyz 9-17", "Column 5: “xyz” is no day. Days are mon")]
    [InlineData("hours set \"mon-xyz 9-17\"", "Column 6: “xyz” is no day.")]
    [InlineData("hours set sun closed", "nobody would ever be there")]
    [InlineData("hours set --zone Europe/Belrin", "Did you mean Europe/Berlin")]
    [InlineData("hours set --zone berlin", "Did you mean Europe/Berlin")]
    [InlineData("hours set mon 9-17 --zone ../../../etc/passwd", "is no zone that I know")]
    [InlineData("hours set mon 9-17 --zone \u202E<b>", "is no zone that I know")]
    [InlineData("hours set", "Say the hours, the zone, or both")]
    [InlineData("hours holidays Christmas", "line 1, column 1|“Christmas” is no date. Write 2026-12-25")]
    [InlineData("hours holidays 12-25 A\n2026-13-13 B\n2026-99-99 C", "2 lines are no holidays")]
    [InlineData("hours holidays 01-01..12-31 for good", "nobody would be there for a year")]
    [InlineData("hours holidays BEGIN:VEVENT\nDTSTART:20261224T090000Z\nEND:VEVENT", "There is no whole day in this calendar")]
    public async Task What_is_wrong_is_told_with_its_place_and_the_mend_and_nothing_is_kept(string line, string told)
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Paris");
        var answer = await stage.SayAsync(stage.Ana, line);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain(told);
        Text(answer).ShouldNotContain("\u202E");
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        (hours.Version, hours.Texts).ShouldBe((1, new HoursTexts("mon-fri 9:00-17:00", "Europe/Paris", "")));
    }

    [Theory]
    [InlineData("hours set mon 9-17")]
    [InlineData("hours holidays 12-25 A")]
    [InlineData("hours undo")]
    public async Task Who_is_no_admin_may_not_change(string line)
    {
        foreach (var member in (Member[])[vera, stage.Ben])
        {
            var answer = await stage.SayAsync(member, line);
            answer.Outcome.ShouldBe(CommandOutcome.Refused);
            Text(answer).ShouldContain("Ana");
        }

        (await Hours.OfAsync(TeamId.Default, Now)).Version.ShouldBe(0);
    }

    [Fact]
    public async Task Holidays_take_the_place_of_those_before_and_the_next_five_are_shown()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Berlin");
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 9, 12, 0, 0, TimeSpan.Zero));
        await stage.SayAsync(stage.Ana, "hours holidays 2026-01-01 Over");
        var answer = await stage.SayAsync(stage.Ana, "hours holidays 12-24 9:00-12:00 Eve & <!channel>\n12-25..12-26 Christmas\n2027-05-01\n2027-02-01 A\n2027-03-01 B\n2027-04-01 C\n2027-01-01 Over");
        answer.Card.Title.ShouldBe("Hours, version 3: 7 holidays");
        var shown = Text(await stage.SayAsync(vera, "hours"));
        shown.ShouldContain("2027-02-01|A · closed\n2027-03-01|B · closed\n2027-04-01|C · closed\n2027-05-01|closed\n2027-12-24|Eve & <!channel> · 9:00-12:00\n");
        shown.ShouldNotContain("2027-12-25");
        var hours = await stage.SayAsync(vera, "hours");
        hours.Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).SelectMany(row => row.Value).OfType<Span.Words>().ShouldNotContain(span => span.Text.Contains('<'), "names are from outside");
        Text(await stage.SayAsync(stage.Ana, "hours holidays")).ShouldContain("12-25..12-26 Christmas");
        (await stage.SayAsync(stage.Ana, "hours holidays none")).Card.Title.ShouldBe("Hours, version 4: no holidays");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.Holidays.ShouldBe("");
    }

    [Fact]
    public async Task Calendar_that_is_pasted_tells_what_it_left_out()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17");
        var answer = await stage.SayAsync(stage.Ana, "hours holidays BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas\\, first\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nDTSTART:20261201T090000Z\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261231\r\nRRULE:FREQ=MONTHLY\r\nEND:VEVENT\r\nEND:VCALENDAR");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        Text(answer).ShouldContain("because they have a time of day: 1");
        Text(answer).ShouldContain("line 12, column 1|“RRULE:FREQ=MONTHLY” is not understood.");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.Holidays.ShouldBe("2026-12-31\n12-25 Christmas, first");
    }

    [Fact]
    public async Task Undo_brings_back_what_was_before_and_can_be_undone()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "hours set daily 10-12");
        (await stage.SayAsync(stage.Ana, "hours undo")).Card.Title.ShouldBe("The hours from before hold again, as version 3");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.Week.ShouldBe("mon-fri 9:00-17:00");
        await stage.SayAsync(stage.Ana, "hours undo");
        (await Hours.OfAsync(TeamId.Default, Now)).Texts.Week.ShouldBe("daily 10:00-12:00");
        var history = await stage.SayAsync(vera, "hours history");
        history.Card.Title.ShouldBe("Hours: version 4 holds");
        Text(history).ShouldContain("version 1|Ana, ");
        Text(history).ShouldContain(" · mon-fri 9:00-17:00 · Europe/Berlin · no holidays");
    }

    [Fact]
    public async Task First_hours_are_undone_to_round_the_clock()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "hours undo");
        var hours = await Hours.OfAsync(TeamId.Default, Now);
        (hours.Version, hours.Hours).ShouldBe((2, BusinessHours.Always));
        (await stage.SayAsync(vera, "hours")).Card.Title.ShouldBe("Open round the clock");
    }

    [Fact]
    public async Task Hours_that_cannot_be_read_any_more_are_told_and_set_anew()
    {
        await Hours.ChangeAsync(TeamId.Default, 0, new HoursTexts("by appointment <b>", "Europe/Berlin", "12-25 A"), stage.Audit(), Now);
        var shown = await stage.SayAsync(vera, "hours");
        shown.Card.Title.ShouldBe("The hours cannot be read: every hour counts");
        Text(shown).ShouldContain("“by” is no day");
        Text(shown).ShouldContain("kept|by appointment <b>");
        foreach (var line in (string[])["hours set --zone UTC", "hours holidays 12-26 B"])
            (await stage.SayAsync(stage.Ana, line)).Outcome.ShouldBe(CommandOutcome.Refused, "round the clock must not be kept as if somebody had said it");
        (await stage.SayAsync(stage.Ana, "hours set mon 9-17")).Outcome.ShouldBe(CommandOutcome.Done);
        (await Hours.OfAsync(TeamId.Default, Now)).Problem.ShouldBeNull();
        (await stage.SayAsync(stage.Ana, "hours undo")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Hours_of_one_team_are_not_anothers()
    {
        await stage.SayAsync(stage.Ana, "hours set mon 9-17");
        var other = await stage.Get<IMembers>().AddTeamAsync("other", stage.Audit(), Now);
        var zoe = await stage.AddMemberAsync("Zoe", Role.Admin, other.Id);
        (await stage.SayAsync(zoe, "hours")).Card.Title.ShouldBe("Open round the clock");
        (await stage.SayAsync(zoe, "hours undo")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Theory]
    // It is Friday, 8 January 2027, 18:30 in Berlin; Monday is a holiday, Tuesday begins late.
    [InlineData("snooze 1 tomorrow", "2027-01-12T10:00", "Tuesday, 12 January, 11:00 (Europe/Berlin)")]
    [InlineData("snooze 1 tomorrow 14:00", "2027-01-12T13:00", "Tuesday, 12 January, 14:00 (Europe/Berlin)")]
    [InlineData("snooze 1 monday", "2027-01-12T10:00", "Tuesday, 12 January, 11:00")]
    [InlineData("snooze 1 Monday 8:30", "2027-01-11T07:30", "Monday, 11 January, 8:30")]
    [InlineData("snooze 1 wednesday", "2027-01-13T08:00", "Wednesday, 13 January, 9:00")]
    [InlineData("snooze 1 friday", "2027-01-15T08:00", "Friday, 15 January, 9:00")]
    [InlineData("snooze 1 8:30", "2027-01-12T07:30", "Tuesday, 12 January, 8:30")]
    [InlineData("snooze 1 20:00", "2027-01-08T19:00", "Friday, 8 January, 20:00")]
    [InlineData("snooze 1 8pm", "2027-01-08T19:00", "Friday, 8 January, 20:00")]
    [InlineData("snooze 1 2h", "2027-01-08T19:30", "Friday, 8 January, 20:30")]
    [InlineData("snooze 1", "2027-01-08T18:30", "Friday, 8 January, 19:30")]
    public async Task Nudge_sleeps_until_somebody_is_there_again(string line, string until, string told)
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 9-17 --zone Europe/Berlin");
        await stage.SayAsync(stage.Ana, "hours holidays 2027-01-11 Closed\n2027-01-12 11:00-12:00 Late");
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 8, 17, 30, 0, TimeSpan.Zero));
        await ComplainAsync();
        var answer = await stage.SayAsync(stage.Ana, line);
        answer.Outcome.ShouldBe(CommandOutcome.Done, Text(answer));
        Text(answer).ShouldContain($"Snoozed until {told}");
        (await stage.FileAsync()).Nudge!.SnoozedUntil.ShouldBe(DateTimeOffset.Parse(until + "Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("snooze 1 tomorrow", "2027-01-09T09:00")]
    [InlineData("snooze 1 monday", "2027-01-11T09:00")]
    [InlineData("snooze 1 8:30", "2027-01-09T08:30")]
    public async Task Team_without_hours_begins_at_nine_utc(string line, string until)
    {
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 8, 17, 30, 0, TimeSpan.Zero));
        await ComplainAsync();
        Text(await stage.SayAsync(stage.Ana, line)).ShouldContain("(UTC)");
        (await stage.FileAsync()).Nudge!.SnoozedUntil.ShouldBe(DateTimeOffset.Parse(until + "Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("lunch")]
    [InlineData("tomorrow lunch")]
    [InlineData("25:00")]
    [InlineData("8")]
    [InlineData("31d")]
    [InlineData("0m")]
    [InlineData("monday 8:30 sharp")]
    public async Task What_is_no_time_is_refused_with_what_can_be_said(string when)
    {
        await ComplainAsync();
        var answer = await stage.SayAsync(stage.Ana, "snooze 1 " + when);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain("tomorrow 14:00");
    }

    [Fact]
    public async Task Talk_that_is_due_tomorrow_is_due_when_somebody_is_there()
    {
        await stage.SayAsync(stage.Ana, "hours set mon-fri 10-17 --zone Europe/Berlin");
        stage.Time.SetUtcNow(new DateTimeOffset(2027, 1, 8, 17, 30, 0, TimeSpan.Zero));
        await ComplainAsync();
        (await stage.SayAsync(stage.Ana, "offline 1 phone tomorrow")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.FileAsync()).Nudge!.Contact!.DueAt.ShouldBe(new DateTimeOffset(2027, 1, 11, 9, 0, 0, TimeSpan.Zero));
    }

    private Task ComplainAsync() => stage.TellAsync(stage.Post("c1", "Third parcel in a row that arrives broken."));

    private static string Text(CommandAnswer answer) => string.Concat(answer.Card.Parts.Select(part => part switch
    {
        CardPart.Line line => Spans(line.Spans) + "\n",
        CardPart.Facts facts => string.Concat(facts.Rows.Select(row => $"{row.Name}|{Spans(row.Value)}\n")),
        CardPart.Banner banner => banner.Text + "\n",
        CardPart.Reply reply => reply.Text + "\n",
        _ => "",
    })) + answer.Card.Title;

    private static string Spans(IEnumerable<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Outside outside => outside.Text,
        Span.Moment moment => moment.At.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        _ => "",
    }));
}
