using PageWatch.Domain.Channels;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Reports;

/// <summary>Late answers as the report tells them, with everything real that brings them about.</summary>
public sealed class BreachReportTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Every_late_answer_is_told_with_what_took_the_time()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.TellAsync(stage.Post("p2", "The lid is broken again, I want my money back.", "Otto"));
        await stage.TellAsync(stage.Post("p3", "My order arrived broken and nobody answers.", "Eve"));
        await stage.PressAsync(stage.Ben, "claim", nudge: 2);
        await stage.PressAsync(stage.Ana, "snooze", "3h", nudge: 3);
        await PassAsync(10);
        await PassAsync(10);
        await PassAsync(100);
        await stage.PublishAsync(stage.Ana, 1);
        await stage.DispatchAsync();

        var rows = await RowsAsync("report today");
        rows["Owed"].ShouldBe("3 fell due, 3 of them late (100 %), 2 still owed");
        rows["1"].ShouldBe("Jana K. on blog · Complaint, 1 h allowed · 1 h late: nobody was on call, and nobody else claimed it for 1 h 40 min · why");
        rows["2"].ShouldBe("Otto on blog · Complaint, 1 h allowed · 1 h late, still owed: Ben claimed it and left it, and nobody took it for 1 h 40 min · why");
        rows["3"].ShouldBe("Eve on blog · Complaint, 1 h allowed · 1 h late, still owed: Ana snoozed it for 2 h · why");
    }

    [Fact]
    public async Task Offer_that_nobody_accepts_and_yes_that_nobody_gives_are_told_by_name()
    {
        await stage.SayAsync(stage.Ana, "rule edit complaints --approvals 2");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.TellAsync(stage.Post("p2", "The lid is broken again, I want my money back.", "Otto"));
        await stage.PressAsync(stage.Ben, "hand", "Ana", "She wants: a call.", nudge: 1);
        await stage.PublishAsync(stage.Ben, 2);
        await PassAsync(120);
        var rows = await RowsAsync("report");
        rows["1"].ShouldContain("Ben offered it to Ana, who did not accept for 2 h");
        rows["2"].ShouldContain("what Ben wrote waited 2 h for a yes");
    }

    [Fact]
    public async Task Pause_and_page_that_refuses_are_told()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PublishAsync(stage.Ben, 1);
        await stage.SayAsync(stage.Ana, "pause publishing");
        await stage.DispatchAsync();
        await PassAsync(200);
        (await RowsAsync("report"))["1"].ShouldContain("Ana paused publishing, and it waited 3 h 20 min");
    }

    [Fact]
    public async Task Post_that_reached_us_late_is_told_so_and_talk_that_reached_nobody()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PressAsync(stage.Ben, "offline", "phone 30m");
        await PassAsync(31);
        await PassAsync(130);
        await stage.TellAsync(stage.Post("p2", "The lid is broken again, I want my money back.", "Otto", at: stage.Time.GetUtcNow() - TimeSpan.FromMinutes(159)));
        await PassAsync(200);
        var rows = await RowsAsync("report");
        rows["1"].ShouldContain("Ben did not reach them off the page, and nobody took it for");
        await stage.PressAsync(stage.Ana, "claim", nudge: 2);
        rows["2"].ShouldContain("nobody");
        await stage.TellAsync(stage.Post("p3", "My cup arrived broken, what now?", "Max", at: stage.Time.GetUtcNow() - TimeSpan.FromHours(6)));
        (await RowsAsync("report"))["3"].ShouldContain("it took 6 h to reach us");
    }

    [Fact]
    public async Task Only_the_worst_are_told_one_by_one_and_in_business_hours_it_is_said_how_much_of_it_was_ours()
    {
        (await stage.SayAsync(stage.Ana, "hours set \"Mon-Fri 9:00-17:00\" --zone UTC")).Outcome.ShouldBe(Domain.Commands.CommandOutcome.Done);
        for (var i = 0; i < 10; i++)
        {
            await stage.TellAsync(stage.Post($"p{i}", $"Parcel {i} arrives broken.", $"Visitor {i}"));
            stage.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await PassAsync(60 * 24);
        var told = await stage.SayAsync(stage.Ana, "report");
        var rows = Rows(told.Card);
        rows.Keys.Count(key => key.All(char.IsAsciiDigit)).ShouldBe(8);
        rows.Keys.ShouldNotContain("10", "the least late");
        rows["1"].ShouldMatch(@"\d+ h( \d+ min)? late, \d+ h( \d+ min)? of it in our hours, still owed");
        told.Card.Parts.OfType<CardPart.Line>().Select(line => string.Concat(line.Spans.OfType<Span.Words>().Select(span => span.Text))).ShouldContain("And 2 more that were less late.");
    }

    [Fact]
    public async Task What_was_owed_before_is_counted_and_answers_in_time_are_said_too()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await PassAsync(60 * 24 * 8);
        await stage.TellAsync(stage.Post("p2", "The lid is broken again, I want my money back.", "Otto"));
        await stage.PublishAsync(stage.Ana, 2);
        await stage.DispatchAsync();
        await PassAsync(90);
        var rows = await RowsAsync("report week");
        rows["Owed"].ShouldBe("1 fell due, none of them late");
        rows["From before"].ShouldBe("1 that fell due earlier are still owed · show");
        rows.Keys.ShouldNotContain("1");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Author_who_was_erased_is_not_named()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", "Quentin Xylander"));
        await PassAsync(90);
        (await RowsAsync("report"))["1"].ShouldStartWith("Quentin Xylander on blog");
        await stage.TellAsync(new Domain.Sources.SourceEvent.PostDeleted("p1"));
        var rows = await RowsAsync("report");
        rows["1"].ShouldStartWith("somebody on blog");
        rows["1"].ShouldContain("30 min late, withdrawn: nobody");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Name_of_an_author_is_only_text()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken.", "<!channel> *x*\n@everyone"));
        await PassAsync(90);
        var row = (await stage.SayAsync(stage.Ana, "report")).Card.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows).Single(each => each.Name == "1");
        row.Value[0].ShouldBeOfType<Span.Outside>().Text.ShouldBe("<!channel> *x* @everyone");
        row.Value.OfType<Span.Words>().ShouldAllBe(span => !span.Text.Contains("everyone"));
    }

    private async Task PassAsync(int minutes)
    {
        stage.Time.Advance(TimeSpan.FromMinutes(minutes));
        await stage.SweepAsync();
        await stage.ShowAsync();
    }

    private async Task<Dictionary<string, string>> RowsAsync(string command) => Rows((await stage.SayAsync(stage.Ana, command)).Card);

    private static Dictionary<string, string> Rows(Card card) => card.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows)
        .ToDictionary(row => row.Name, row => string.Concat(row.Value.Select(span => span switch { Span.Words words => words.Text, Span.Outside outside => outside.Text, Span.Ask ask => ask.Label, _ => "" })));
}
