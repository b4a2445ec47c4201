using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Reports;

public sealed class ReportCommandTests : IAsyncLifetime
{
    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Report_tells_what_became_of_each_reading()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        await stage.TellAsync(stage.Post("p2", "The lid is broken again, I want my money back.", "Otto"));
        await stage.PressAsync(stage.Ana, "verdict", "request neutral");
        await stage.TellAsync(stage.Post("p3", "Oh great, another broken cup. Thanks a lot!", "Eve"));
        await stage.PressAsync(stage.Ana, "verdict", "sarcasm");
        await stage.TellAsync(stage.Post("p4", "Do you deliver to Austria on Saturdays, too?", "Max"));

        var told = await stage.SayAsync(stage.Ben, "report");
        told.Outcome.ShouldBe(CommandOutcome.Done);
        told.Card.Title.ShouldBe("How well posts are read · the last 7 days");
        var rows = Rows(told.Card);
        rows["Posts read"].ShouldBe("4, a person said something of 2");
        rows["Complaint"].ShouldBe("3 read so, 3 nudged · right 0.50 of 2: 0 confirmed, 1 answered as read, 1 corrected");
        rows["Question"].ShouldBe("1 read so, 1 nudged · nobody has said yet whether it was right");
        rows["Sentiment"].ShouldBe("1 corrected of 2 that people spoke of");
        rows["Unclear"].ShouldBe("1 asked, 1 answered by a person");
        rows["Most corrected"].ShouldBe("complaint → request: 1");
    }

    [Fact]
    public async Task Low_precision_is_proposed_and_nothing_is_done()
    {
        for (var i = 0; i < 20; i++)
        {
            await stage.TellAsync(stage.Post($"p{i}", $"Parcel {i} arrives broken.", $"Visitor {i}"));
            await stage.PressAsync(stage.Ana, "verdict", i < 6 ? "question" : "complaint");
        }

        var lines = (await stage.SayAsync(stage.Ana, "report today")).Card.Parts.OfType<CardPart.Line>().Select(line => string.Concat(line.Spans.OfType<Span.Words>().Select(span => span.Text))).ToList();
        lines[0].ShouldStartWith("Proposed, not done: of 20 posts read as complaint only 14 were right.");
        lines[1].ShouldContain("labels export");
    }

    [Fact]
    public async Task Posts_of_another_time_or_team_are_not_told_of()
    {
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
        await stage.PressAsync(stage.Ana, "dismiss", "not-for-us");
        stage.Time.Advance(TimeSpan.FromDays(8));
        (await stage.SayAsync(stage.Ana, "report")).Card.Parts.ShouldHaveSingleItem().ShouldBeOfType<CardPart.Line>();
        Rows((await stage.SayAsync(stage.Ana, "report month")).Card)["Posts read"].ShouldStartWith("1,");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Time_that_is_none_is_answered_with_those_that_are() =>
        (await stage.SayAsync(stage.Ana, "report decade")).ShouldSatisfyAllConditions(told => told.Outcome.ShouldBe(CommandOutcome.Refused), told => told.Card.Fallback.ShouldContain("today, week or month"));

    private static Dictionary<string, string> Rows(Card card) =>
        card.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows).ToDictionary(row => row.Name, row => string.Concat(row.Value.OfType<Span.Words>().Select(span => span.Text)));
}
