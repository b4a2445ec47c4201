using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Reports;

/// <summary>From an edit on a card to what the team is told of its edits.</summary>
public sealed class UsualChangesReportTests : IAsyncLifetime
{
    private const string Ours = """
        ## Damaged goods

        For: complaint
        Words: broken

        ### en

        - {name}, unfortunately that should not reach you so. Send us a photo in a private message.

        ## Stock

        For: question
        Words: stock

        ### en

        - We look for it, {name}.
        """;

    private static readonly string[] Authors = ["Jana K.", "Otto Brandt", "Ida Holm", "Mara Lenz", "Paul Fink", "Nora Beck", "Emil Roth", "Lea Voss", "Kurt Hahn", "Vera Senf", "Hugo Wild", "Rosa Kern"];

    private Stage stage = null!;
    private int posts;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.SetPlaybookAsync(Ours);
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Edit_that_staff_make_again_and_again_is_told_in_the_report()
    {
        for (var i = 0; i < 5; i++)
            await AnswerAsync(text => text.Replace(" unfortunately", "").Replace("Send us", "Please send us"));
        var told = Text(await stage.SayAsync(stage.Ben, "report month"));
        told.ShouldContain("Posts read");
        told.ShouldContain("What we usually change\nDamaged goods (en): sent 5 times, 0 % unchanged · usually taken out: “unfortunately” (5) · put in: “Please” (5)");
    }

    [Fact]
    public async Task Reply_that_goes_out_as_proposed_counts_as_unchanged_and_few_replies_are_not_told_of()
    {
        for (var i = 0; i < 4; i++)
            await AnswerAsync(text => text);
        Text(await stage.SayAsync(stage.Ana, "report month")).ShouldNotContain("What we usually change");
        await AnswerAsync(text => text.Replace(" unfortunately", ""));
        Text(await stage.SayAsync(stage.Ana, "report month")).ShouldContain("Damaged goods (en): sent 5 times, 80 % unchanged\n");
    }

    [Fact]
    public async Task Report_answers_where_there_are_replies_and_no_posts()
    {
        var written = stage.Time.GetUtcNow() - TimeSpan.FromMinutes(20);
        for (var i = 0; i < 5; i++)
            await AnswerAsync(text => text.Replace(" unfortunately", ""), written);
        stage.Time.SetUtcNow(written + TimeSpan.FromDays(7) + TimeSpan.FromMinutes(5));
        Text(await stage.SayAsync(stage.Ana, "report week")).ShouldStartWith("No post came in that time.\nAnswers and their time\nOwed|5 fell due, none of them late\nWhat rules called staff for\ncomplaints|5 opened · worth it 1.00 of 5 decided: 5 worth it\nWhat we usually change\nDamaged goods (en): sent 5 times");
        stage.Time.Advance(TimeSpan.FromDays(1));
        Text(await stage.SayAsync(stage.Ana, "report week")).ShouldBe("No post came in that time.\n");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Words_of_an_erased_post_are_gone_from_what_the_report_is_made_of()
    {
        for (var i = 0; i < 5; i++)
            await AnswerAsync(text => text.Replace(" unfortunately", " quizzically"));
        Text(await stage.SayAsync(stage.Ana, "report month")).ShouldContain("put in: “quizzically” (5)");
        for (var i = 1; i <= 3; i++)
            await stage.TellAsync(new SourceEvent.PostDeleted($"p{i}"));
        (await OutcomesAsync()).Select(each => each.Sent.Contains("quizzically")).ShouldBe([true, true, false, false, false]);
        Text(await stage.SayAsync(stage.Ana, "report month")).ShouldContain("Damaged goods (en): sent 5 times, 0 % unchanged\n");
        await stage.TellAsync(new SourceEvent.PostDeleted("p4"), new SourceEvent.PostDeleted("p5"));
        (await stage.HoldsAnywhereAsync("quizzically")).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Forgotten_person_leaves_a_count_and_no_word()
    {
        await AnswerAsync(text => text.Replace(" unfortunately", " quizzically"));
        var forget = await stage.SayAsync(stage.Ana, "forget Jana K.");
        var line = string.Join('\n', forget.Card.Parts.OfType<CardPart.Line>().SelectMany(part => part.Spans).OfType<Span.Words>().Select(span => span.Text)).Split('\n').First(each => each.Contains("--confirm"));
        await stage.SayAsync(stage.Ana, line[line.IndexOf("forget", StringComparison.Ordinal)..]);
        (await OutcomesAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(left => left.Sent.ShouldBe(""), left => left.Proposed.ShouldBe(""), left => left.Author.ShouldNotContain("Jana"));
        (await stage.HoldsAnywhereAsync("quizzically")).ShouldBeFalse();
    }

    [Fact]
    public async Task Draft_of_an_older_program_is_published_and_nothing_is_learnt_of_its_clause()
    {
        await stage.TellAsync(stage.Post("p1", "Third cup in a row that arrives broken."));
        await stage.PressAsync(stage.Ana, "save", input: "Jana, that should not be so.");
        await stage.TellAsync(stage.Post("p2", "Mine is broken as well.", "Otto Brandt"));
        await stage.Get<SqliteDatabase>().WriteAsync(
            connection => connection.Execute(
                """
                UPDATE drafts SET draft = json_remove(draft, '$.begun', '$.proposals[0].clause', '$.proposals[1].clause', '$.proposals[2].clause')
                """),
            SavePriority.Bulk,
            Now);
        foreach (var nudge in (long[])[1, 2])
        {
            var preview = (ClickAnswer.Private)await stage.PressAsync(stage.Ana, "publish", nudge: nudge);
            (await stage.PressAsync(stage.Ana, "confirm", preview.Card.Actions[0].Argument, nudge: nudge)).ShouldBeOfType<ClickAnswer.Done>();
        }

        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(2);
        // What somebody had changed before began as nobody knows what; the other one began as words of no known clause.
        var only = (await OutcomesAsync()).ShouldHaveSingleItem();
        (only.Clause, only.WasUnchanged, only.Author).ShouldBe((null, true, "Otto Brandt"));
        Text(await stage.SayAsync(stage.Ana, "report month")).ShouldContain("Posts read");
    }

    [Fact]
    public async Task Lint_tells_the_edit_and_the_mend_until_the_clause_is_mended()
    {
        for (var i = 0; i < 10; i++)
            await AnswerAsync(text => text.Replace(" unfortunately", ""));
        var told = await stage.SayAsync(stage.Ben, "playbook lint");
        told.Outcome.ShouldBe(CommandOutcome.Done);
        Text(told).ShouldContain("§1 en|Of 10 replies sent in 90 days only 0 went out unchanged. Staff nearly always take out “unfortunately”: change §1 en.");
        Text(told).ShouldNotContain("Not chosen");
        Text(await stage.SayAsync(stage.Ben, "playbook lint §2 remove")).ShouldNotContain("unfortunately", Case.Sensitive, "a text that nobody has answered by");
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.SetPlaybookAsync(Ours + "\n- Gone already, {name}.\n");
        Text(await stage.SayAsync(stage.Ben, "playbook lint")).ShouldContain("unfortunately", Case.Sensitive, "another clause was changed");
        await stage.SetPlaybookAsync(Ours.Replace(" unfortunately", ""));
        Text(await stage.SayAsync(stage.Ben, "playbook lint")).ShouldNotContain("unfortunately");
    }

    [Fact]
    public async Task Lint_says_softly_what_is_never_chosen()
    {
        stage.Time.Advance(TimeSpan.FromDays(60));
        for (var i = 0; i < 10; i++)
            await AnswerAsync(text => text);
        stage.Time.Advance(TimeSpan.FromDays(31));
        var told = await stage.SayAsync(stage.Ben, "playbook lint");
        told.Outcome.ShouldBe(CommandOutcome.Done);
        told.Card.Parts.OfType<CardPart.Line>().Last().ShouldSatisfyAllConditions(line => line.Soft.ShouldBeTrue(), line => Words(line.Spans).ShouldStartWith("Not chosen in 90 days, though others were: §2 “Stock”."));
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Changes_of_another_team_are_not_told()
    {
        for (var i = 0; i < 10; i++)
            await AnswerAsync(text => text.Replace(" unfortunately", ""));
        var other = await stage.Get<Pipeline.Teams.IMembers>().AddTeamAsync("night", stage.Audit(), Now);
        var nora = await stage.AddMemberAsync("Nora", Role.Admin, other.Id);
        Text(await stage.SayAsync(nora, "report month")).ShouldBe("No post came in that time.\n");
        Text(await stage.SayAsync(nora, "playbook lint")).ShouldNotContain("unfortunately");
    }

    /// <summary>A complaint comes, and Ana publishes what she makes of the draft.</summary>
    private async Task AnswerAsync(Func<string, string> edit, DateTimeOffset? written = null)
    {
        var author = Authors[posts++ % Authors.Length];
        await stage.TellAsync(stage.Post($"p{posts}", "Another cup that arrives broken.", author, at: written));
        var draft = (await stage.FileAsync()).Draft!;
        while (draft.Proposal!.Clause is null)
        {
            // What was answered before takes turns with the playbook.
            await stage.PressAsync(stage.Ana, "draft");
            draft = (await stage.FileAsync()).Draft!;
        }

        var text = edit(draft.Text);
        if (text != draft.Text)
            await stage.PressAsync(stage.Ana, "save", input: text);
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
        await stage.DispatchAsync();
    }

    private ValueTask<IReadOnlyList<DraftOutcome>> OutcomesAsync() => stage.Get<IDraftOutcomes>().ListAsync(TeamId.Default, DateTimeOffset.UnixEpoch, null, 100, Now);

    private static string Text(CommandAnswer answer) => string.Concat(answer.Card.Parts.SelectMany(part => part switch
    {
        CardPart.Line line => [Words(line.Spans) + "\n"],
        CardPart.Facts facts => facts.Rows.Select(row => $"{row.Name}|{Words(row.Value)}\n"),
        _ => Array.Empty<string>(),
    }));

    private static string Words(IEnumerable<Span> spans) => string.Concat(spans.Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        Span.Outside outside => outside.Text,
        _ => "",
    }));
}
