using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Commands;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Reports;

/// <summary>Which rules were worth it and who waited longer, with everything real behind it.</summary>
public sealed class NudgeReportTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Rule_that_calls_for_what_is_dismissed_is_told_with_a_change_that_works_and_is_not_made()
    {
        for (var i = 0; i < 14; i++)
        {
            var isScam = i % 2 == 0;
            await stage.TellAsync(stage.Post($"p{i}", isScam ? $"Parcel arrives broken? Join the giveaway {i}!" : $"My parcel {i} arrives broken.", $"Visitor {i}"));
            await stage.PressAsync(stage.Ana, isScam ? "dismiss" : "answered", isScam ? (i < 4 ? "spam" : "not-for-us") : null);
        }

        var told = await stage.SayAsync(stage.Ana, "report today");
        Rows(told.Card)["complaints"].ShouldBe("14 opened · worth it 0.50 of 14 decided: 7 worth it, 5 not for us, 2 spam");
        var line = Lines(told.Card).Single(text => text.StartsWith("Proposed, not done: of 14 decided nudges of complaints only 7 were worth it.", StringComparison.Ordinal));
        line.ShouldContain("“giveaway” tells 7 of the 7 that were dismissed, and none of the others: rule edit complaints");
        var before = await stage.SayAsync(stage.Ana, "rule show complaints");
        Rows(before.Card).Values.ShouldAllBe(value => !value.Contains("giveaway"));

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        var proposed = line[line.IndexOf("rule edit", StringComparison.Ordinal)..];
        CommandLine.Parse(proposed, stage.Get<CommandDesk>().Specs).Problem.ShouldBeNull();
        (await stage.SayAsync(stage.Ana, proposed)).Outcome.ShouldBe(CommandOutcome.Done);
        Lines((await stage.SayAsync(stage.Ana, "report today")).Card).ShouldNotContain(text => text.StartsWith("Proposed", StringComparison.Ordinal), "it is changed, and what was before speaks against it no more");
        await stage.TellAsync(stage.Post("p20", "Parcel arrives broken? Join the giveaway 20!", "Max"), stage.Post("p21", "My parcel 21 arrives broken.", "Tom"));
        (await stage.NudgesAsync()).ShouldBe(15, "the scam is spared, the complaint is not");
    }

    [Fact]
    public async Task Week_tells_both_waits_and_flags_small_accounts_that_wait_longer()
    {
        await WaitAsync(small: 45, large: 10);
        var told = await stage.SayAsync(stage.Ana, "report week");
        var rows = Rows(told.Card);
        rows["Small accounts"].ShouldBe("median wait 45 min of 12 (fewer than 9,000 followers, or nobody tells how many)");
        rows["Large accounts"].ShouldBe("median wait 10 min of 12");
        Lines(told.Card).ShouldContain(text => text.StartsWith("Small accounts wait longer than large ones, by more than chance (p < 0.001)", StringComparison.Ordinal));
        Rows((await stage.SayAsync(stage.Ana, "report today")).Card).Keys.ShouldNotContain("Small accounts", "a matter of weeks");
    }

    [Fact]
    public async Task Those_who_lead_are_called_every_week_in_which_small_accounts_wait_longer()
    {
        await WaitAsync(small: 45, large: 10);
        (await stage.Get<FairnessRound>().RunAsync(Now)).ShouldHaveSingleItem();
        var first = (await NoticesAsync()).ShouldHaveSingleItem();
        first.Calls.ShouldBe([stage.Ana.Id], "Ben leads nobody");
        first.Text.ShouldContain("12 accounts with few followers waited 45 min (median of our hours), 12 with many 10 min");
        first.Asks.ShouldAllBe(ask => CommandLine.Parse(ask.Command, stage.Get<CommandDesk>().Specs).Problem == null);
        (await stage.Get<FairnessRound>().RunAsync(Now)).ShouldHaveSingleItem();
        (await NoticesAsync()).ShouldHaveSingleItem("once a day at most");

        stage.Time.Advance(TimeSpan.FromDays(8));
        (await stage.Get<FairnessRound>().RunAsync(Now)).ShouldBeEmpty("nothing came since");
        (await NoticesAsync()).ShouldBeEmpty("and the matter is over");
    }

    [Fact]
    public async Task Nobody_is_called_where_all_wait_alike()
    {
        await WaitAsync(small: 20, large: 20);
        (await stage.Get<FairnessRound>().RunAsync(Now)).ShouldBeEmpty();
        (await NoticesAsync()).ShouldBeEmpty();
        Lines((await stage.SayAsync(stage.Ana, "report week")).Card).ShouldNotContain(text => text.StartsWith("Small accounts wait longer", StringComparison.Ordinal));
    }

    private async Task WaitAsync(int small, int large)
    {
        for (var i = 0; i < 24; i++)
        {
            var isSmall = i % 2 == 0;
            var post = A.Seen($"p{i}", $"My parcel {i} arrives broken.") with { Author = new Author($"u{i}", $"Visitor {i}") { Followers = isSmall ? (i % 4 == 0 ? 12 : null) : 9_000 }, PublishedAt = stage.Time.GetUtcNow() };
            stage.Page.Shows[post.NativeId] = post;
            await stage.TellAsync(new SourceEvent.PostSeen(post));
            stage.Time.Advance(TimeSpan.FromMinutes(isSmall ? small : large));
            await stage.PressAsync(stage.Ana, "answered");
        }
    }

    private async Task<List<Notice>> NoticesAsync() =>
        [.. (await stage.Get<INotices>().AllAsync(Now)).Where(notice => !notice.IsOver && notice.Key.StartsWith("fairness", StringComparison.Ordinal))];

    private static List<string> Lines(Card card) => [.. card.Parts.OfType<CardPart.Line>().Select(line => string.Concat(line.Spans.OfType<Span.Words>().Select(span => span.Text)))];

    private static Dictionary<string, string> Rows(Card card) => card.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows)
        .ToDictionary(row => row.Name, row => string.Concat(row.Value.OfType<Span.Words>().Select(span => span.Text)));
}
