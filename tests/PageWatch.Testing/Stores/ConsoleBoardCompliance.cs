using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using Shouldly;
using Xunit;

namespace PageWatch.Testing.Stores;

public abstract class ConsoleBoardCompliance : StoreCompliance
{
    [Fact, Trait("Promise", "2")]
    public async Task Same_key_is_one_message_and_an_older_state_never_replaces_a_newer()
    {
        await Board.PutAsync(Message("nudge-1", 2, "two"), Now);
        await Board.PutAsync(Message("nudge-1", 1, "one"), Now);
        (await Read()).ShouldHaveSingleItem().Card.Title.ShouldBe("two");
        await Board.PutAsync(Message("nudge-1", 3, "three"), Now);
        await ReopenAsync();
        (await Read()).ShouldHaveSingleItem().Card.Title.ShouldBe("three");
    }

    [Fact]
    public async Task Changes_are_numbered_and_can_be_read_on_from_any()
    {
        var first = await Board.PutAsync(Message("nudge-1", 1, "a"), Now);
        var second = await Board.PutAsync(Message("nudge-2", 1, "b"), Now);
        var third = await Board.PutAsync(Message("nudge-1", 2, "c"), Now);
        new[] { first, second, third }.ShouldBeInOrder();
        (await Board.ChangedAfterAsync(Channel, first, 10, Now)).Select(change => change.Message!.Card.Title).ShouldBe(["b", "c"]);
        (await Board.ChangedAfterAsync(Channel, third, 10, Now)).ShouldBeEmpty();
        (await Board.LatestChangeAsync(Now)).ShouldBe(third);
    }

    [Fact]
    public async Task What_is_taken_away_is_a_change_and_its_number_never_comes_again()
    {
        await Board.PutAsync(Message("nudge-1", 1, "a", done: true), Now);
        var second = await Board.PutAsync(Message("nudge-2", 1, "b", done: true), Now);
        Store.Time.Advance(TimeSpan.FromDays(60));
        await Retention.PurgeAsync(new RetentionPlan { DoneCards = TimeSpan.FromDays(30) }, Store.Time.GetUtcNow(), Now);
        (await Read()).ShouldBeEmpty();
        var removed = await Board.ChangedAfterAsync(Channel, second, 10, Now);
        removed.Select(change => change.Key).ShouldBe(["nudge-1", "nudge-2"], ignoreOrder: true);
        removed.ShouldAllBe(change => change.Message == null && change.Number > second);
        await ReopenAsync();
        var third = await Board.PutAsync(Message("nudge-1", 1, "again"), Now);
        third.ShouldBeGreaterThan(removed[^1].Number);
        (await Board.LatestChangeAsync(Now)).ShouldBe(third);
        (await Board.ChangedAfterAsync(Channel, second, 10, Now)).Select(change => (change.Key, Stands: change.Message is not null)).ShouldBe([("nudge-2", false), ("nudge-1", true)]);
    }

    [Fact]
    public async Task Board_shows_what_is_most_pressing_first_and_what_is_done_last()
    {
        await Board.PutAsync(Message("done-old", 1, "done-old", done: true), Now);
        Store.Time.Advance(TimeSpan.FromSeconds(1));
        await Board.PutAsync(Message("done-new", 1, "done-new", done: true), Now);
        await Board.PutAsync(Message("later", 1, "later", due: A.Morning + TimeSpan.FromHours(4)), Now);
        await Board.PutAsync(Message("soon", 1, "soon", due: A.Morning + TimeSpan.FromHours(1)), Now);
        (await Read()).Select(message => message.Card.Title).ShouldBe(["soon", "later", "done-new", "done-old"]);
    }

    [Fact, Trait("Promise", "teams")]
    public async Task Board_of_another_channel_is_empty()
    {
        await Board.PutAsync(Message("nudge-1", 1, "a"), Now);
        var other = await Teams.AddChannelAsync(Zoe.Team, ChannelKind.Console, "#care", "", Audit("channel"), Now);
        (await Board.ReadAsync(other.Id, 10, Now)).ShouldBeEmpty();
        (await Board.ChangedAfterAsync(other.Id, 0, 10, Now)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_kind_of_part_comes_back_as_it_was()
    {
        var author = new Domain.Posts.Author("1", "Jana", new Uri("https://x.example/jana"));
        var card = new Card("t", Tone.Soon,
            [
                new CardPart.Line([new Span.Words("w"), new Span.Strong("s"), new Span.Outside("o", true), new Span.Moment(A.Morning, true), new Span.LinkTo("l", new Uri("https://x.example/")), new Span.Ask("why", "why 1")]) { Soft = true },
                new CardPart.Quote(author, "text", new Uri("https://x.example/1"), [new Domain.Understanding.Evidence(0, 4, "complaint")], "answers"),
                new CardPart.Pictures([new Domain.Posts.Attachment(Domain.Posts.AttachmentKind.Video, new Uri("https://x.example/v"), "alt")]),
                new CardPart.Reply("r", "n", "l"),
                new CardPart.Banner("b", Tone.Now),
                new CardPart.Facts([new Fact("n", [new Span.Words("v")])]),
                new CardPart.Lags([new LagBar("seen 1 s", TimeSpan.FromSeconds(1))]),
                new CardPart.TextBox("l", "t", 100, "characters"),
            ],
            [new CardAction("claim", "Claim", new Domain.Nudges.NudgeId(1), 5) { Style = ActionStyle.More, Argument = "x", Description = "d", SendsInput = true }])
        {
            Fallback = "f",
            Clock = new CardClock("by", A.Morning, Tone.Now),
            IsDone = true,
        };
        await Board.PutAsync(new ConsoleMessage(TeamId.Default, Channel, "k", 1, card, A.Morning), Now);
        var back = (await Read()).ShouldHaveSingleItem().Card;
        System.Text.Json.JsonSerializer.Serialize(back, Snapshots.Verified.Readable).ShouldBe(System.Text.Json.JsonSerializer.Serialize(card, Snapshots.Verified.Readable));
    }

    private static ChannelId Channel => new(1);

    private async Task<IReadOnlyList<ConsoleMessage>> Read() => await Board.ReadAsync(Channel, 50, Now);

    private static ConsoleMessage Message(string key, long version, string title, bool done = false, DateTimeOffset? due = null) => new(
        TeamId.Default, Channel, key, version, new Card(title, Tone.Calm, [], []) { Fallback = title, IsDone = done, Clock = due is null ? null : new CardClock("by", due, Tone.Calm) }, A.Morning);
}
