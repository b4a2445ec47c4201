using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

public sealed class PlaybookCommandTests : IAsyncLifetime
{
    private const string Small = """
        ---
        sign_off: Ana from the Corner Shop
        ---

        How we answer.

        ## Broken goods

        For: complaint
        Words: broken

        ### en

        - We are sorry, {name}. Send us a photo in a private message.
        - That is not how it should reach you, {name}.

        ## All else

        For: any

        ### en

        - Thank you, {name}. One of us looks at it.
        - We have read it, {name}.
        """;

    private const string Better = """
        ## Broken things

        For: complaint
        Words: broken, cracked

        ### en

        - Oh no, {name}. Send us a photo in a private message.
        - That is not how it should reach you, {name}.
        """;

    private readonly PlaybookFile file = new("/srv/pagewatch/playbook.md");
    private Stage stage = null!;
    private Member vera = null!;

    private static CancellationToken Now => CancellationToken.None;

    private ITeamRecords Teams => stage.Get<ITeamRecords>();

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        vera = await stage.AddMemberAsync("Vera", Role.Viewer);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Theory]
    [InlineData("playbook")]
    [InlineData("playbook show")]
    public async Task Outline_tells_the_clauses_with_languages_and_replies(string line)
    {
        var first = await stage.SayAsync(vera, line);
        first.Card.Title.ShouldBe("The playbook that comes with the program");
        Text(first).ShouldContain("§2|Somebody in distress · de 2, en 2, es 2, fr 2");
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        var own = await stage.SayAsync(vera, line);
        own.Outcome.ShouldBe(CommandOutcome.Done);
        own.Card.Title.ShouldBe("Playbook, version 1");
        Text(own).ShouldContain("Changed by Ben, 2026-");
        Text(own).ShouldContain("settings|Ana from the Corner Shop · never said 0, links 0, promises 0");
        Text(own).ShouldContain("§1|Broken goods · en 2\n§2|All else · en 2\n");
    }

    [Theory]
    [InlineData("playbook show 1")]
    [InlineData("playbook show §1")]
    [InlineData("playbook 1")]
    [InlineData("playbook show broken GOODS")]
    [InlineData("playbook show “broken”")]
    public async Task Clause_is_shown_as_it_is_written(string line)
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        var answer = await stage.SayAsync(vera, line);
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        var shown = answer.Card.Parts.ShouldHaveSingleItem().ShouldBeOfType<CardPart.Reply>();
        shown.Label.ShouldBe("§1 “Broken goods”");
        shown.Text.ShouldStartWith("## Broken goods\n\nFor: complaint\n");
        shown.Text.ShouldEndWith("reach you, {name}.");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    [InlineData("hstory")]
    [InlineData("e")] // in both titles
    [InlineData("\u202E<script>alert(1)</script> {0} @everyone")]
    public async Task Clause_that_is_not_there_is_told_with_the_mend(string clause)
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        var answer = await stage.SayAsync(vera, "playbook show " + clause);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain("They have the numbers 1 to 2");
        Text(answer).ShouldNotContain("\u202E");
    }

    [Theory]
    [InlineData("playbook edit §1")]
    [InlineData("playbook edit " + Small)]
    [InlineData("playbook undo")]
    public async Task Who_only_looks_may_not_change(string line)
    {
        foreach (var member in (Member[])[vera, await stage.AddMemberAsync("Rita", Role.Responder)])
        {
            var answer = await stage.SayAsync(member, line);
            answer.Outcome.ShouldBe(CommandOutcome.Refused);
            Text(answer).ShouldContain("approver");
        }

        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBeNull();
    }

    [Fact, Trait("Promise", "13")]
    public async Task Edited_section_is_the_next_version_and_the_rest_stays_letter_for_letter()
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        (await stage.SayAsync(stage.Ana, "playbook edit §1 " + Better)).Card.Title.ShouldBe("Playbook, version 2: §1 “Broken things” is changed");
        var text = (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Text;
        text.ShouldBe(Small.Replace(Small[Small.IndexOf("## Broken", StringComparison.Ordinal)..Small.IndexOf("## All", StringComparison.Ordinal)], Better + "\n\n") + "\n");
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).Clauses[0].Words.ShouldContain("cracked");
        var entry = stage.Record()[^1];
        (entry.ByName, entry.Verb, entry.Subject, entry.Before, entry.After).ShouldBe(("Ana", "playbook edit", "playbook", "version 1", "version 2"));
        (await stage.SayAsync(stage.Ana, "record")).Card.Title.ShouldContain("whole");
    }

    [Fact]
    public async Task First_edit_begins_with_the_playbook_of_the_program()
    {
        (await stage.SayAsync(stage.Ben, "playbook edit settings sign_off: Ben")).Outcome.ShouldBe(CommandOutcome.Done);
        var playbook = await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now);
        playbook.SignOff.ShouldBe("Ben");
        playbook.Clauses.Count.ShouldBe(DefaultPlaybook.Playbook.Clauses.Count);
        (await stage.SayAsync(stage.Ben, "playbook edit 1 " + Better)).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).Clauses.Select(clause => clause.Title).ShouldBe(DefaultPlaybook.Playbook.Clauses.Select(clause => clause.Title).Skip(1).Prepend("Broken things"));
    }

    [Theory]
    [InlineData("sign_off: Ben")]
    [InlineData("---\nsign_off: Ben\n---")]
    [InlineData("—-\nsign_off: Ben\n—")] // as phones write it
    [InlineData("```yaml\nsign_off: Ben\n```")]
    public async Task Settings_are_taken_with_their_dashes_and_without(string typed)
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        (await stage.SayAsync(stage.Ben, "playbook edit settings " + typed)).Outcome.ShouldBe(CommandOutcome.Done);
        (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Text.ShouldBe(Small.Replace("Ana from the Corner Shop", "Ben") + "\n");
    }

    [Fact]
    public async Task Settings_and_sections_are_taken_out_and_added()
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        await stage.SayAsync(stage.Ben, "playbook edit settings remove");
        await stage.SayAsync(stage.Ben, "playbook edit §1 remove");
        await stage.SayAsync(stage.Ben, "playbook edit §2 " + Better);
        var playbook = await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now);
        playbook.Version.ShouldBe(4);
        playbook.SignOff.ShouldBeNull();
        playbook.Clauses.Select(clause => clause.Title).ShouldBe(["All else", "Broken things"]);
        // Nobody would be answered from an empty playbook.
        await stage.SayAsync(stage.Ben, "playbook edit §1 remove");
        (await stage.SayAsync(stage.Ben, "playbook edit §1 remove")).Outcome.ShouldBe(CommandOutcome.Refused);
        Text(await stage.SayAsync(stage.Ben, "playbook edit §2 remove")).ShouldContain("sections have the numbers 1 to 1");
        await stage.SayAsync(stage.Ben, "playbook edit settings sign_off: Zoe");
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).SignOff.ShouldBe("Zoe");
    }

    [Fact]
    public async Task Bullets_that_a_chat_makes_of_dashes_are_dashes_again()
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        (await stage.SayAsync(stage.Ben, "playbook edit §1 ```" + Better.Replace("- ", "• ") + "```")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).Clauses[0].Replies["en"].Count.ShouldBe(2);
    }

    [Fact]
    public async Task Edit_without_a_text_shows_the_present_one_and_what_is_said_back_is_the_same()
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        foreach (var part in (string[])["", " §1", " §2", " settings"])
        {
            var shown = await stage.SayAsync(stage.Ben, "playbook edit" + part);
            shown.Outcome.ShouldBe(CommandOutcome.Done, part);
            var text = string.Join('\n', shown.Card.Parts.OfType<CardPart.Reply>().Select(piece => piece.Text));
            text.Length.ShouldBeGreaterThan(10, part);
            (await stage.SayAsync(stage.Ben, $"playbook edit{part} {text}")).Card.Title.ShouldBe("The playbook says just that already.", part);
        }

        (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Text_that_a_chat_would_cut_is_not_shown_in_part()
    {
        var whole = await stage.SayAsync(stage.Ben, "playbook edit");
        whole.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(whole).ShouldContain("playbook edit §3");
        // Each section of the playbook that teams begin with can be copied.
        for (var i = 1; i <= DefaultPlaybook.Playbook.Clauses.Count; i++)
        {
            var pieces = (await stage.SayAsync(stage.Ben, $"playbook edit §{i}")).Card.Parts.OfType<CardPart.Reply>().ToList();
            pieces.ShouldNotBeEmpty();
            pieces.ShouldAllBe(piece => piece.Text.Length <= 2_400);
        }
    }

    [Theory]
    [InlineData("Hello", "line 1|There is nothing to answer with.")]
    [InlineData("## Broken\n\nFor: complaints\n\n### en\n\n- Sorry.", "line 3|There is no 'complaints'. Choose from complaint")]
    [InlineData("§1 ## Broken\n\nFor: complaint\n\n### english language\n\n- Sorry.", "line 5|'english language' is no language.")]
    [InlineData("§2 ## Broken goods\n\nFor: any\n\n### en\n\n- Hi {nam}.", "line 7|'{nam}' is no slot.")]
    [InlineData("§1 ## All else\n\nFor: any\n\n### en\n\n- Hi.", "of the whole|There are two sections 'All else'.")]
    [InlineData("settings signoff: Ben", "line 1|There is no setting 'signoff'.")]
    [InlineData("settings ---\nsign_off: Ben\nlinks: here\n---", "line 3|'links' is a list.")]
    [InlineData("settings sign_off: &a [*a, *a]", "line 1|")]
    [InlineData("settings sign_off: Ben\n---\n\n## Mine\n\nFor: any", "Settings end at a line of dashes.")]
    [InlineData("§1 - Sorry.", "A section begins with its heading")]
    [InlineData("§1 For: any", "A section begins with its heading")]
    [InlineData("§1 ### en\n- Sorry.", "A section begins with its heading")]
    [InlineData("§1 ---\nsign_off: x\n---\n## Mine", "A section begins with its heading")]
    [InlineData("§1 ## Mine\n\nFor: any\n\n### en\n\n- Hi.\n\n<!-- and from here on", "runs on into what follows")]
    [InlineData("§1 ## Mine\n\nFor: any\n\n### en\n\n- Hi.\n\n```", "")]
    [InlineData("§9 ## Mine\n\nFor: any\n\n### en\n\n- Hi.", "There is no §9: sections have the numbers 1 to 2, and §3 adds one.")]
    [InlineData("§0 ## Mine", "")]
    public async Task Broken_edit_names_line_and_mend_and_the_playbook_stays(string typed, string told)
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        var answer = await stage.SayAsync(stage.Ben, "playbook edit " + typed);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain(told);
        var (version, text) = (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value;
        (version, text).ShouldBe((1, Small + "\n"));
        stage.Record().Count(entry => entry.Verb == "playbook edit").ShouldBe(1);
    }

    [Fact]
    public async Task Every_problem_of_a_text_is_told()
    {
        var answer = await stage.SayAsync(stage.Ben, "playbook edit ## A\n\nFor: nobody\n\n### en\n\n- {a}\n- **b**\n");
        answer.Card.Parts.OfType<CardPart.Facts>().Single().Rows.Select(row => row.Name).ShouldBe(["line 1", "line 3", "line 7", "line 8"]);
    }

    [Fact]
    public async Task Text_of_200001_characters_is_refused()
    {
        (await stage.SayAsync(stage.Ben, "playbook edit " + new string('a', 200_001))).Outcome.ShouldBe(CommandOutcome.WrongUsage);
        (await stage.SayAsync(stage.Ben, "playbook lint " + new string('a', 200_001))).Outcome.ShouldBe(CommandOutcome.WrongUsage);
        var note = "> " + new string('a', 19_000);
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        for (var i = 3; i < 13; i++)
            (await stage.SayAsync(stage.Ben, $"playbook edit §{i} ## More {i}\n\nFor: any\n\n{note}\n\n### en\n\n- Thank you.")).Outcome.ShouldBe(CommandOutcome.Done);
        var over = await stage.SayAsync(stage.Ben, $"playbook edit §13 ## More 13\n\nFor: any\n\n{note}\n\n### en\n\n- Thank you.");
        over.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(over).ShouldContain("longer than 200000 characters");
        (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Version.ShouldBe(11);
        Text(await stage.SayAsync(stage.Ben, "playbook show 3")).ShouldContain("too much to be copied");
    }

    [Fact]
    public async Task Hostile_text_is_kept_without_what_nobody_sees_and_shown_as_text()
    {
        var hostile = Better.Replace("## Broken things", "## <img src=x onerror=alert(1)> {0} \u202Eevil\u0007 @channel").Replace("- Oh no", "- \ud800Oh\0 no");
        (await stage.SayAsync(stage.Ben, "playbook edit " + hostile)).Outcome.ShouldBe(CommandOutcome.Done);
        var kept = (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Text;
        kept.ShouldContain("- \uFFFDOh no");
        kept.IndexOfAny(['\0', '\u0007', '\u202E', '\r', '\ud800']).ShouldBe(-1);
        var shown = await stage.SayAsync(vera, "playbook");
        shown.Card.Parts.OfType<CardPart.Facts>().Single().Rows[1].Value[0].ShouldBe(new Span.Outside("<img src=x onerror=alert(1)> {0} evil @channel", IsStrong: true));
    }

    [Fact]
    public async Task History_tells_who_changed_it_when_and_how_much()
    {
        (await stage.SayAsync(vera, "playbook history")).Card.Title.ShouldContain("Nobody has changed the playbook yet");
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        stage.Time.Advance(TimeSpan.FromHours(1));
        await stage.SayAsync(stage.Ana, "playbook edit settings sign_off: Ana");
        await stage.SayAsync(stage.Ana, "playbook edit " + Small.Replace("sign_off: Ana from the Corner Shop", "sign_off: Ana").Replace("- We have read it, {name}.", "").Replace("- Thank you, {name}.", "- We have read it, {name}.\n- Thank you, {name}."));
        var rows = (await stage.SayAsync(vera, "playbook history")).Card;
        rows.Title.ShouldBe("The playbook was changed 3 times, the latest first");
        Text(new CommandAnswer(CommandOutcome.Done, rows)).ShouldMatch("(?s)^[^|]*version 3\\|Ana, .* · lines moved\nversion 2\\|Ana, .* · lines new 1, gone 1\nversion 1\\|Ben, .* · lines new ");
    }

    [Fact]
    public async Task Undo_can_be_undone()
    {
        Text(await stage.SayAsync(stage.Ben, "playbook undo")).ShouldContain("There is nothing to undo");
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        await stage.SayAsync(stage.Ben, "playbook edit " + Better);
        (await stage.SayAsync(stage.Ana, "playbook undo")).Card.Title.ShouldBe("Playbook, version 3: the last change is undone");
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((3, Small + "\n"));
        await stage.SayAsync(stage.Ana, "playbook undo");
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((4, Better + "\n"));
        (await Teams.PlaybookTextAsync(TeamId.Default, 2, Now)).ShouldBe(Better + "\n", "nothing that was said is lost");
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).Clauses.Count.ShouldBe(1);
        stage.Record()[^1].Verb.ShouldBe("playbook undo");
    }

    [Fact]
    public async Task Undo_of_the_first_change_brings_back_the_playbook_of_the_program()
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        Text(await stage.SayAsync(stage.Ben, "playbook undo")).ShouldContain("The playbook that comes with the program");
        (await stage.Get<PlaybookShelf>().OfAsync(TeamId.Default, Now)).Clauses.Count.ShouldBe(DefaultPlaybook.Playbook.Clauses.Count);
        await stage.SayAsync(stage.Ben, "playbook undo");
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((3, Small + "\n"));
    }

    [Fact]
    public async Task Version_that_no_program_reads_any_more_is_told_and_not_brought_back()
    {
        await Teams.AddPlaybookAsync(TeamId.Default, 0, "# Nothing", stage.Audit(), Now);
        var shown = await stage.SayAsync(vera, "playbook");
        Text(shown).ShouldContain("cannot be read by this program");
        Text(shown).ShouldContain("Somebody in distress");
        (await stage.SayAsync(vera, "playbook show 2")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ben, "playbook edit " + Small)).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.SayAsync(stage.Ben, "playbook undo")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Version.ShouldBe(2);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Playbook_of_another_team_is_neither_shown_nor_changed()
    {
        var zoe = await stage.AddMemberAsync("Zoe", Role.Admin, (await stage.Get<IMembers>().AddTeamAsync("others", stage.Audit(), Now)).Id);
        await stage.SayAsync(stage.Ben, "playbook edit " + Small);
        (await stage.SayAsync(zoe, "playbook")).Card.Title.ShouldBe("The playbook that comes with the program");
        Text(await stage.SayAsync(zoe, "playbook undo")).ShouldContain("nothing to undo");
        await stage.SayAsync(zoe, "playbook edit " + Better);
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((1, Small + "\n"));
    }

    [Theory]
    [InlineData("", "Nothing to mend")]
    [InlineData(" Hello", "There is nothing to answer with.")]
    [InlineData(" §1 ## Mine\n\nFor: nobody\n\n### en\n\n- Hi.", "line 3|There is no 'nobody'.")]
    [InlineData(" settings never_say:\n  - photo", "§1 en|Reply 1 (“We are sorry, {name}. Send us a photo")]
    [InlineData(" §2 ## Mine\n\nFor: any\n\n### en\n\n- Hi.", "§2 en|There is one reply alone")]
    [InlineData(" §2 ## Mine\n\nFor: any\n\n### en\n\n- Hi Anna, thanks.\n- Thank you.", "§2 en|Reply 1 (“Hi Anna, thanks.”) could not be published: It speaks to “Anna”")]
    [InlineData(" §2 ## Mine\n\nFor: any\n\n### en\n\n- {name}\n- Thank you.", "There is nothing to read in it.")]
    [InlineData(" §2 ## Mine\n\nFor: any\n\n### en\n\n- Hi.\n- Hello.\n\n### de\n\n- Hallo.\n- Guten Tag.", "§1|No replies in de, which other clauses have.")]
    [InlineData(" §3 ## Mine\n\nFor: complaint\nWords: broken\n\n### en\n\n- Hi.\n- Hello.", "§3|No post can reach it: §1 “Broken goods” is for the same posts")]
    [InlineData(" §1 remove", "Nothing to mend")]
    public async Task Lint_tells_what_to_mend_and_changes_nothing(string typed, string told)
    {
        await stage.SayAsync(stage.Ben, "playbook edit " + Small.Replace("sign_off: Ana from the Corner Shop", "promises: []"));
        Text(await stage.SayAsync(vera, "playbook lint" + typed)).ShouldContain(told);
        (await Teams.PlaybookAsync(TeamId.Default, Now))!.Value.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Playbook_of_the_program_has_nothing_to_mend() => Text(await stage.SayAsync(vera, "playbook lint")).ShouldBe("Nothing to mend in the playbook\n");

    [Fact]
    public async Task File_leads_where_there_is_one_and_its_problems_are_shown()
    {
        await stage.DisposeAsync();
        stage = await Stage.OpenAsync(services => services.AddSingleton(file));
        await stage.Get<PlaybookFileIntake>().TakeAsync(Encoding.UTF8.GetBytes(Small), Now);
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((1, Small + "\n"));
        foreach (var line in (string[])["playbook edit " + Better, "playbook edit §1", "playbook undo"])
        {
            var answer = await stage.SayAsync(stage.Ana, line);
            answer.Outcome.ShouldBe(CommandOutcome.Refused, line);
            Text(answer).ShouldContain("edit the file");
            Text(answer).ShouldContain("playbook.md");
            Text(answer).ShouldNotContain("/srv/");
        }

        Text(await stage.SayAsync(stage.Ana, "playbook")).ShouldNotContain("has problems");
        await stage.Get<PlaybookFileIntake>().TakeAsync(Encoding.UTF8.GetBytes(Small.Replace("For: any", "For: all")), Now);
        var shown = Text(await stage.SayAsync(stage.Ana, "playbook"));
        shown.ShouldContain("The file playbook.md has problems");
        shown.ShouldContain("line 19|There is no 'all'. Choose from");
        shown.ShouldContain("§2|All else");
        Text(await stage.SayAsync(stage.Ana, "playbook history")).ShouldContain("version 1|the file playbook.md, ");
        var entry = stage.Record().Single(entry => entry.Verb == "playbook edit");
        (entry.By, entry.ByName, entry.After).ShouldBe((null, "the file playbook.md", "version 1"));
    }

    [Fact]
    public async Task File_that_says_the_same_makes_no_version_and_one_that_is_broken_or_gone_none_either()
    {
        await stage.DisposeAsync();
        stage = await Stage.OpenAsync(services => services.AddSingleton(file));
        var intake = stage.Get<PlaybookFileIntake>();
        await intake.TakeAsync(Encoding.UTF8.GetBytes(DefaultPlaybook.Text), Now);
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBeNull("it says what is in use");
        foreach (var text in (string[])[Small, "\uFEFF" + Small.ReplaceLineEndings("\r\n"), "# Nothing", Small + "\n\n"])
            await intake.TakeAsync(Encoding.UTF8.GetBytes(text), Now);
        await intake.TakeAsync(null, Now);
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((1, Small + "\n"));
        file.Problems.Single().What.ShouldBe("There is no such file.");
        await intake.TakeAsync(Encoding.UTF8.GetBytes(Better), Now);
        file.Problems.ShouldBeEmpty();
        (await Teams.PlaybookAsync(TeamId.Default, Now)).ShouldBe((2, Better + "\n"));
    }

    /// <summary>As a shell shows it, more or less: a row of facts is "name|value".</summary>
    private static string Text(CommandAnswer answer) => string.Concat(answer.Card.Parts.Select(Said).Prepend(answer.Card.Title).Select(line => line + "\n"));

    private static string Said(CardPart part) => part switch
    {
        CardPart.Line line => Said(line.Spans),
        CardPart.Banner banner => banner.Text,
        CardPart.Reply reply => $"{reply.Label}\n{reply.Text}",
        CardPart.Facts facts => string.Join('\n', facts.Rows.Select(row => $"{row.Name}|{Said(row.Value)}")),
        _ => throw new InvalidOperationException(part.GetType().Name),
    };

    private static string Said(IEnumerable<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Outside outside => outside.Text,
        Span.Moment moment => moment.At.ToString("u", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException(span.GetType().Name),
    }));
}
