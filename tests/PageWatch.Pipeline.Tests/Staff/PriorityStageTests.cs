using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

/// <summary>What comes first in the lists, and how it is said, with everything real behind it.</summary>
public sealed class PriorityStageTests : IAsyncLifetime
{
    private const string Question = "When do you open on Sunday?";
    private const string Broken = "My parcel arrived broken.";

    private Stage stage = null!;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task Rule_that_says_high_comes_first_and_one_that_says_low_last()
    {
        (await SayAsync("rule add umbrellas umbrella --priority high --target 4h")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Post("p1", Question));
        await stage.TellAsync(stage.Post("p2", "Do you sell a blue umbrella?", "Tom"));
        (await OrderAsync("open")).ShouldBe([2, 1]);
        Why(await SayAsync("why 2")).ShouldContain("a rule says high");

        // What a rule says holds for what comes from then on.
        await SayAsync("rule edit umbrellas --priority low");
        await SayAsync("rule edit questions --priority low");
        await stage.TellAsync(stage.Post("p3", "Do you sell a red umbrella?", "Ute"));
        (await OrderAsync("open")).ShouldBe([2, 1, 3]);
        Why(await SayAsync("why 3")).ShouldContain("its rules say low");
        string.Join(' ', (await SayAsync("rule show umbrellas")).Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).SelectMany(row => row.Value).OfType<Span.Words>().Select(span => span.Text)).ShouldContain("low");
    }

    [Fact]
    public async Task Order_is_by_priority_and_not_by_what_is_due_and_time_changes_it()
    {
        await SayAsync("rule edit questions --target 30m");
        await stage.TellAsync(stage.Post("p1", Question));
        await SayAsync("rule edit questions --target 4h --priority high");
        await stage.TellAsync(stage.Post("p2", "Is there parking nearby?", "Tom"));
        await stage.TellAsync(stage.Post("p3", Broken, "Ute"));
        (await OrderAsync("open")).ShouldBe([2, 3, 1], "though the first is due first");
        (await OrderAsync("overdue")).ShouldBeEmpty();

        stage.Time.Advance(TimeSpan.FromMinutes(35));
        (await OrderAsync("open")).ShouldBe([1, 3, 2], "overdue now, and what a rule calls high has three hours left");
        (await OrderAsync("overdue")).ShouldBe([1]);
        Why(await SayAsync("why 1")).ShouldContain("overdue by 5 min");
        stage.Time.Advance(TimeSpan.FromMinutes(35));
        (await OrderAsync("overdue")).ShouldBe([3, 1]);
    }

    [Fact]
    public async Task Others_like_it_count_while_they_are_open_and_it_says_so()
    {
        await stage.TellAsync(stage.Post("p1", Broken));
        await stage.TellAsync(stage.Post("p2", "My lid arrived broken!", "Tom"));
        await stage.TellAsync(stage.Post("p3", "The bottle arrived broken, again.", "Ute"));
        Why(await SayAsync("why 1")).ShouldContain("2 others like it (6)");
        await stage.PressAsync(stage.Ana, "dismiss", "not-for-us", nudge: 2);
        Why(await SayAsync("why 1")).ShouldContain("1 other like it (3)");
        Why(await SayAsync("why 2")).ShouldBeEmpty("nothing is owed there any more");
    }

    [Fact]
    public async Task Large_account_gains_less_than_a_small_one_that_wrote_again()
    {
        await stage.TellAsync(By("p1", "acct-1", "Star", 5_000_000));
        await stage.TellAsync(By("p2", "acct-2", "Jana", 12));
        (await OrderAsync("open")).ShouldBe([1, 2]);
        Why(await SayAsync("why 1")).ShouldContain("5,000,000 followers (4)");
        var again = By("p3", "acct-2", "Jana", 12, Broken + " And nobody answers!");
        await stage.TellAsync(again with { Post = again.Post with { ParentNativeId = "p2" } });
        Why(await SayAsync("why 2")).ShouldContain("known to us, wrote again while waiting");
        (await OrderAsync("open")).ShouldBe([2, 1]);
        (await OrderAsync("mine")).ShouldBeEmpty();
        await stage.PressAsync(stage.Ana, "claim", nudge: 1);
        (await OrderAsync("mine")).ShouldBe([1]);
    }

    private SourceEvent.PostSeen By(string nativeId, string account, string name, long followers, string text = Broken)
    {
        var seen = stage.Post(nativeId, text, name);
        return seen with { Post = seen.Post with { Author = new Author(account, name) { Followers = followers } } };
    }

    private async Task<CommandAnswer> SayAsync(string line) => await stage.SayAsync(stage.Ana, line);

    private async Task<IReadOnlyList<long>> OrderAsync(string list) =>
        [.. (await SayAsync(list)).Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).Select(row => long.Parse(row.Name, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>What is said of the priority; empty where nothing is.</summary>
    private static string Why(CommandAnswer answer) => string.Concat(answer.Card.Parts.OfType<CardPart.Facts>().SelectMany(facts => facts.Rows).Where(row => row.Name == "Priority").SelectMany(row => row.Value).OfType<Span.Words>().Select(span => span.Text));
}
