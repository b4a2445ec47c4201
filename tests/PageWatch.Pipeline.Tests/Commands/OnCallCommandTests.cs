using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

/// <summary>It is Tuesday, 10 March 2026, nine in UTC and ten in Berlin.</summary>
public sealed class OnCallCommandTests : IAsyncLifetime
{
    private const string Set = "oncall set ana ben cleo --each 7d --from \"mon 09:00\" --zone Europe/Berlin";

    private Stage stage = null!;
    private Member cleo = null!;
    private Member vera = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        cleo = await stage.AddMemberAsync("Cleo", Role.Responder);
        vera = await stage.AddMemberAsync("Vera", Role.Viewer);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Team_without_a_rota_is_told_how_to_set_one()
    {
        Text(await DoneAsync(vera, "oncall")).ShouldContain("oncall set ana ben");
        (await RefusedAsync(cleo, "oncall ill")).ShouldContain("There is no on-call rota yet");
        (await RefusedAsync(cleo, "oncall away 2026-03-20")).ShouldContain("There is no on-call rota yet");
        (await RefusedAsync(stage.Ana, "oncall swap ana ben --on 2026-03-20")).ShouldContain("There is no on-call rota yet");
        (await RefusedAsync(stage.Ana, "oncall undo")).ShouldContain("nothing to undo");
        Text(await DoneAsync(vera, "oncall history")).ShouldContain("Nobody has set");
    }

    [Fact, Trait("Promise", "13")]
    public async Task Rota_is_set_by_an_admin_and_everybody_sees_who_is_on_until_when_and_who_follows()
    {
        var answer = await DoneAsync(stage.Ana, Set);
        answer.Card.Title.ShouldBe("The on-call rota is set: Ana, Ben, Cleo · 7 days each · change-over Mon 09:00 Europe/Berlin");
        answer.Card.Parts.OfType<CardPart.Banner>().ShouldBeEmpty();
        var rota = await RotaAsync();
        (rota.Days, rota.FirstDay, rota.ChangeAt, rota.Zone.Id).ShouldBe((7, new DateOnly(2026, 3, 9), new TimeOnly(9, 0), "Europe/Berlin"));
        var shown = await DoneAsync(vera, "oncall");
        shown.Card.Title.ShouldBe("On call now: Ana");
        Moments(shown).ShouldBe([new DateTimeOffset(2026, 3, 9, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero)]);
        Text(shown).ShouldContain("Next: Ben from");
        Text(shown).ShouldContain("If not there: Ben, Cleo");
        stage.Record()[^1].ShouldSatisfyAllConditions(entry => entry.Verb.ShouldBe("oncall set"), entry => entry.By.ShouldBe(stage.Ana.Id), entry => entry.After.ShouldBe("Ana, Ben, Cleo · 7 days each · change-over Mon 09:00 Europe/Berlin"));
    }

    [Fact]
    public async Task What_is_not_said_stays_as_it_was_and_the_first_named_has_the_turn_that_runs()
    {
        await DoneAsync(stage.Ana, "oncall set ana");
        (await RotaAsync()).ShouldSatisfyAllConditions(usual => usual.Zone.Id.ShouldBe("UTC"), usual => usual.FirstDay.ShouldBe(new DateOnly(2026, 3, 9)));
        await DoneAsync(stage.Ana, Set.Replace("7d", "3d"));
        await DoneAsync(stage.Ana, "oncall ill Ben");
        await DoneAsync(stage.Ana, "oncall cover cleo ana 2026-03-10");
        stage.Time.Advance(TimeSpan.FromDays(4));
        var answer = await DoneAsync(stage.Ana, "oncall set cleo, ben and ana");
        var rota = await RotaAsync();
        (rota.Days, rota.FirstDay, rota.ChangeAt, rota.Zone.Id).ShouldBe((3, new DateOnly(2026, 3, 12), new TimeOnly(9, 0), "Europe/Berlin"));
        rota.WhoIsOn(stage.Time.GetUtcNow()).Select(person => person.Name).ShouldBe(["Cleo", "Ana"]);
        rota.Absences.Count.ShouldBe(1, "whoever is ill is ill in any order");
        Text(answer).ShouldNotContain("do not count any more", Case.Sensitive, "the stand-in was over");
        await DoneAsync(stage.Ana, "oncall cover ana cleo 2026-03-14");
        Text(await DoneAsync(stage.Ana, "oncall set ana ben cleo")).ShouldContain("do not count any more");
        (await RotaAsync()).StandIns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("oncall set ana bem", "Did you mean Ben?")]
    [InlineData("oncall set ana Zachary", "nobody called “Zachary”")]
    [InlineData("oncall set ana ben ANA", "Ana stands in the order twice")]
    [InlineData("oncall set \"\"", "The rota needs people")]
    [InlineData("oncall set ana vera", "team role Vera responder")]
    [InlineData("oncall set ana --each 0d", "no length of a turn")]
    [InlineData("oncall set ana --each 93d", "no length of a turn")]
    [InlineData("oncall set ana --each 99999999999w", "no length of a turn")]
    [InlineData("oncall set ana --from \"lunch\"", "no day and time")]
    [InlineData("oncall set ana --from \"2036-01-01\"", "no day and time")]
    [InlineData("oncall set ana --zone berlin", "Did you mean Europe/Berlin?")]
    [InlineData("oncall set ana --zone \"new york\"", "Did you mean America/New_York?")]
    [InlineData("oncall set ana --zone ../../etc/passwd", "There is no zone")]
    public async Task Impossible_rota_is_refused_with_the_mend_and_nothing_is_kept(string line, string told)
    {
        (await RefusedAsync(stage.Ana, line)).ShouldContain(told);
        (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Version.ShouldBe(0);
    }

    [Theory]
    [InlineData("thu 18:30", "2026-03-05", "18:30")]
    [InlineData("Tuesday 10:00", "2026-03-10", "10:00")]
    [InlineData("tue 10:01", "2026-03-03", "10:01")]
    [InlineData("7.30", "2026-03-09", "07:30")]
    [InlineData("2026-03-20 at 9", "2026-03-20", "09:00")]
    public async Task Weekday_is_the_last_one_that_has_come(string from, string day, string at)
    {
        await DoneAsync(stage.Ana, $"oncall set ana --zone Europe/Berlin --from \"{from}\"");
        var rota = await RotaAsync();
        ($"{rota.FirstDay:yyyy-MM-dd}", $"{rota.ChangeAt:HH:mm}").ShouldBe((day, at));
    }

    [Fact]
    public async Task Rota_that_begins_later_is_set_and_says_that_nobody_is_there_until_then() =>
        Banner(await DoneAsync(stage.Ana, "oncall set ana --from \"2026-03-20 09:00\"")).ShouldBe("Nobody is on call from Tue 2026-03-10 09:00 to Fri 2026-03-20 09:00 (UTC). The rota has not begun then. Mend: “oncall set” again with an earlier --from.");

    [Fact]
    public async Task Names_of_several_words_and_mentions_are_understood()
    {
        var mia = await stage.AddMemberAsync("Mia van Dam", Role.Responder);
        await stage.SayAsync(stage.Ana, "team link Ben \"@slack:T0STORE:U0BEN|Ben O.\"");
        await DoneAsync(stage.Ana, "oncall set mia van dam \"@slack:T0STORE:U0BEN|Ben O.\" @cleo");
        (await RotaAsync()).People.Select(person => person.Id).ShouldBe([mia.Id, stage.Ben.Id, cleo.Id]);
        await DoneAsync(stage.Ana, "oncall away Mia van Dam 2026-03-20 to 2026-03-22");
        (await RotaAsync()).Absences.ShouldHaveSingleItem().ShouldBe(new Absence(new RotaPerson(mia.Id, "Mia van Dam"), new DateOnly(2026, 3, 20), new DateOnly(2026, 3, 22)));
    }

    [Fact]
    public async Task Two_exchange_turns_and_the_other_is_called()
    {
        await DoneAsync(stage.Ana, Set);
        var answer = await DoneAsync(stage.Ben, "oncall swap ana ben --on 2026-03-12");
        Text(answer).ShouldContain("Ben: 2026-03-09 to 2026-03-15");
        Text(answer).ShouldContain("Ana: 2026-03-16 to 2026-03-22");
        answer.Card.Parts.OfType<CardPart.Call>().ShouldHaveSingleItem().People.Select(person => person.Name).ShouldBe(["Ana"], "Ben said it himself");
        (await RotaAsync()).WhoIsOn(stage.Time.GetUtcNow())[0].Name.ShouldBe("Ben");
        Text(await DoneAsync(vera, "oncall")).ShouldContain("Stands in: Ben for Ana, 2026-03-09 to 2026-03-15");
        await DoneAsync(stage.Ana, "oncall swap ben ana --on 2026-03-12");
        (await RotaAsync()).StandIns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("oncall swap ana ben", "--on 2026-12-24")]
    [InlineData("oncall swap ana ana --on 2026-03-12", "Name two people")]
    [InlineData("oncall swap ben cleo --on 2026-03-12", "Ana has it")]
    [InlineData("oncall swap ana vera --on 2026-03-12", "oncall cover Vera Ana 2026-03-12")]
    [InlineData("oncall swap ana ben --on 2026-03-01", "is over")]
    [InlineData("oncall swap ana ben --on 2026-02-30", "is no day")]
    [InlineData("oncall swap ana ben --on 2026-03-12..2026-03-13", "is no day")]
    [InlineData("oncall swap ana ben --on 2036-03-12", "too far away")]
    [InlineData("oncall cover vera ana 2026-03-12", "team role Vera responder")]
    [InlineData("oncall cover ben cleo 2026-03-12", "Cleo has no turn there")]
    [InlineData("oncall cover ben ana 2026-03-14..2026-03-12", "Write the first day first")]
    [InlineData("oncall away soon", "is no day")]
    [InlineData("oncall away Zachary 2026-03-12", "nobody called")]
    [InlineData("oncall back ben", "Ben is not away")]
    public async Task Change_that_makes_no_sense_is_refused_and_changes_nothing(string line, string told)
    {
        await DoneAsync(stage.Ana, Set);
        (await RefusedAsync(stage.Ana, line)).ShouldContain(told);
        (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Stand_in_from_outside_the_rota_closes_a_hole_that_was_said_loudly()
    {
        await DoneAsync(stage.Ana, "oncall set ben cleo --zone Europe/Berlin");
        Text(await DoneAsync(stage.Ben, "oncall away 2026-03-20..2026-03-21")).ShouldNotContain("Nobody");
        var opened = await DoneAsync(cleo, "oncall away 2026-03-21..2026-03-25");
        Banner(opened).ShouldBe("Nobody is on call from Sat 2026-03-21 00:00 to Sun 2026-03-22 00:00 (Europe/Berlin). Away: Ben, Cleo. Mend: “oncall cover NAME Cleo 2026-03-20..2026-03-21”, “oncall back NAME”, or “oncall set” with one more.");
        (await RotaAsync()).Absences.Count.ShouldBe(2, "it was made all the same");
        Text(await DoneAsync(vera, "oncall")).ShouldContain("Nobody is on call from Sat 2026-03-21");
        var covered = await DoneAsync(stage.Ana, "oncall cover ana Cleo 2026-03-20..2026-03-21");
        covered.Card.Parts.OfType<CardPart.Banner>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_is_ill_is_passed_over_at_once_until_back()
    {
        await DoneAsync(stage.Ana, Set);
        await DoneAsync(stage.Ana, "oncall ill");
        Text(await DoneAsync(vera, "oncall")).ShouldContain("Away: Ana · from 2026-03-10 until they are back");
        (await RotaAsync()).WhoIsOn(stage.Time.GetUtcNow())[0].Name.ShouldBe("Ben");
        stage.Time.Advance(TimeSpan.FromDays(2));
        Text(await DoneAsync(stage.Ana, "oncall back")).ShouldContain("This absence is over: from 2026-03-10");
        (await RotaAsync()).WhoIsOn(stage.Time.GetUtcNow())[0].Name.ShouldBe("Ana");
        await DoneAsync(stage.Ana, "oncall away 2026-04-01..2026-04-03");
        Text(await DoneAsync(stage.Ana, "oncall back")).ShouldContain("given up: 2026-04-01 to 2026-04-03");
        await RefusedAsync(stage.Ana, "oncall back");
    }

    [Theory]
    [InlineData("oncall ill ana")]
    [InlineData("oncall back ana")]
    [InlineData("oncall away ana 2026-03-20")]
    [InlineData("oncall swap ana ben --on 2026-03-12")]
    [InlineData("oncall cover ben ana 2026-03-12")]
    public async Task Only_an_admin_speaks_for_others(string line)
    {
        await DoneAsync(stage.Ana, Set);
        (await RefusedAsync(cleo, line)).ShouldBe("Only an admin may say that for somebody else. Ana can.");
        (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("oncall set ana")]
    [InlineData("oncall undo")]
    public async Task Only_an_admin_sets_the_rota(string line) => (await RefusedAsync(stage.Ben, line)).ShouldContain("Ana can.");

    [Fact]
    public async Task Viewer_looks_and_changes_nothing()
    {
        await DoneAsync(stage.Ana, Set);
        await RefusedAsync(vera, "oncall ill");
        await DoneAsync(vera, "oncall");
        await DoneAsync(vera, "oncall history");
    }

    [Fact]
    public async Task History_tells_every_change_and_undo_takes_the_last_one_back_and_can_be_undone()
    {
        await DoneAsync(stage.Ana, Set);
        await DoneAsync(stage.Ben, "oncall away 2026-03-20..2026-03-22");
        Text(await DoneAsync(stage.Ana, "oncall undo")).ShouldContain("It is as it was before: Ana, Ben, Cleo");
        (await RotaAsync()).Absences.ShouldBeEmpty();
        await DoneAsync(stage.Ana, "oncall undo");
        (await RotaAsync()).Absences.Count.ShouldBe(1);
        var history = Text(await DoneAsync(vera, "oncall history"));
        history.ShouldContain("version 4: Ana, ");
        history.ShouldContain("undid: undid: Ben is away: 2026-03-20 to 2026-03-22");
        history.ShouldContain("version 2: Ben, ");
    }

    [Fact]
    public async Task Undo_of_the_first_rota_leaves_none()
    {
        await DoneAsync(stage.Ana, Set);
        Text(await DoneAsync(stage.Ana, "oncall undo")).ShouldContain("There is no on-call rota yet");
        (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Rota.ShouldBeNull();
        await DoneAsync(stage.Ana, "oncall undo");
        (await RotaAsync()).People.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Member_who_left_the_team_is_passed_over_and_shown_with_the_mend()
    {
        await DoneAsync(stage.Ana, Set);
        await DoneAsync(stage.Ana, "team remove Ben");
        stage.Time.Advance(TimeSpan.FromDays(7));
        var shown = await DoneAsync(vera, "oncall");
        shown.Card.Title.ShouldBe("On call now: Cleo");
        Text(shown).ShouldContain("Left the team: Ben has turns and is in the team no more");
        await DoneAsync(stage.Ana, "oncall cover ana Ben 2026-03-18");
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Rota_of_another_team_is_not_seen_and_its_members_are_not_known()
    {
        await DoneAsync(stage.Ana, Set);
        var team = await stage.Get<IMembers>().AddTeamAsync("night", stage.Audit(), Now);
        var nora = await stage.AddMemberAsync("Nora", Role.Admin, team.Id);
        Text(await DoneAsync(nora, "oncall")).ShouldContain("There is no on-call rota yet");
        (await RefusedAsync(nora, "oncall set ana")).ShouldContain("nobody called");
        (await RefusedAsync(stage.Ana, "oncall ill Nora")).ShouldContain("nobody called");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Names_that_are_hostile_stay_names()
    {
        await stage.AddMemberAsync("<!channel> \u202Eevil", Role.Responder);
        var answer = await stage.SayAsync(stage.Ana, "oncall set \"<!channel> \u202Eevil\" ana");
        answer.Card.Title.ShouldNotContain('\u202E');
        var refused = await RefusedAsync(stage.Ana, "oncall set \u202E<!everyone>");
        refused.ShouldNotContain('\u202E');
    }

    private async Task<Rota> RotaAsync() => (await stage.Get<IOnCall>().OfAsync(TeamId.Default, Now)).Rota!;

    private async Task<CommandAnswer> DoneAsync(Member by, string line)
    {
        var answer = await stage.SayAsync(by, line);
        answer.Outcome.ShouldBe(CommandOutcome.Done, $"{line}: {answer.Card.Fallback}");
        return answer;
    }

    private async Task<string> RefusedAsync(Member by, string line)
    {
        var answer = await stage.SayAsync(by, line);
        answer.Outcome.ShouldNotBe(CommandOutcome.Done, line);
        return answer.Card.Fallback;
    }

    private static string Banner(CommandAnswer answer) => answer.Card.Parts.OfType<CardPart.Banner>().ShouldHaveSingleItem().Text;

    private static IEnumerable<DateTimeOffset> Moments(CommandAnswer answer) =>
        answer.Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).SelectMany(row => row.Value).OfType<Span.Moment>().Select(moment => moment.At);

    /// <summary>All that the card says, a row a line.</summary>
    private static string Text(CommandAnswer answer) => string.Join('\n', answer.Card.Parts.SelectMany(part => part switch
    {
        CardPart.Facts facts => facts.Rows.Select(row => $"{row.Name}: {Words(row.Value)}"),
        CardPart.Line line => [Words(line.Spans)],
        CardPart.Banner banner => [banner.Text],
        _ => [],
    }).Prepend(answer.Card.Title));

    private static string Words(IEnumerable<Span> spans) => string.Concat(spans.Select(span => span switch { Span.Words words => words.Text, Span.Strong strong => strong.Text, Span.Outside outside => outside.Text, Span.Moment moment => moment.At.ToString("u"), _ => "" }));
}
