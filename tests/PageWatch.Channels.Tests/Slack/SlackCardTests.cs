using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PageWatch.Channels.Tests.Cards;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Testing;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Snapshots;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>The real cards of the real stages as Slack gets them, and what Slack alone asks of a card.</summary>
public sealed partial class SlackCardTests
{
    private static readonly HashSet<string> Alone = [.. PrivateCards.All.Select(card => card.Name)];

    public static TheoryData<string> Cards() => [.. StaffCard.All.Select(card => card.Name)];

    [Theory, MemberData(nameof(Cards))]
    public async Task Card_looks_as_a_person_accepted_it(string name)
    {
        var wanted = StaffCard.All.Single(each => each.Name == name);
        Card card;
        await using (var stage = await Stage.OpenAsync())
            card = await wanted.Make(stage);
        await using var house = new SlackHouse();
        ShownMessage shown;
        JsonObject sent;
        if (Alone.Contains(name))
        {
            house.Desk.Press = _ => new ClickAnswer.Private(card);
            await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
            var (id, view) = house.Workspace.Views.Single();
            shown = SlackCard.Read(id, view);
            sent = view;
        }
        else
        {
            await house.DeliverAsync(card, key: wanted.Key);
            var posted = house.Workspace.Messages.Single();
            shown = SlackCard.Read(posted);
            sent = new JsonObject { ["text"] = posted.Text, ["blocks"] = posted.Blocks.DeepClone() };
        }

        shown.Strange.ShouldBeEmpty();
        shown.Size.ShouldBeLessThanOrEqualTo(SlackCard.LargestMessage);
        foreach (var quote in card.Parts.OfType<CardPart.Quote>())
            shown.ShouldSay(quote.Text);
        shown.Buttons.Count.ShouldBe(card.Actions.Count);
        Verified.Text(Same(JsonNode.Parse(sent.ToJsonString())!), Path.Combine(ProjectFolder.Of<SlackCardTests>(), "Slack", "snapshots", $"{name}.verified.json"));
    }

    [Fact]
    public void Every_snapshot_has_its_card() => Directory.GetFiles(Path.Combine(ProjectFolder.Of<SlackCardTests>(), "Slack", "snapshots"), "*.verified.json")
        .Select(file => Path.GetFileName(file).Split('.')[0]).ShouldBe(StaffCard.All.Select(card => card.Name), ignoreOrder: true);

    [Fact]
    public async Task Seventy_quiet_lines_are_said_aloud_rather_than_refused()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(new Card("Open", Tone.Calm, [.. Enumerable.Range(0, 70).Select(n => new CardPart.Line([new Span.Words($"line {n}.")]) { Soft = true })], []) { Fallback = "Open" });
        var posted = house.Workspace.Messages.ShouldHaveSingleItem();
        posted.Blocks.Count.ShouldBeLessThanOrEqualTo(50);
        SlackCard.Read(posted).Text.ShouldContain("line 69.");
    }

    [Fact]
    public async Task A_window_shows_the_whole_text_that_is_about_to_be_published()
    {
        await using var house = new SlackHouse();
        var reply = string.Concat(Enumerable.Range(0, 3_000).Select(n => $"word{n} "))[..20_000].Trim();
        house.Desk.Press = _ => new ClickAnswer.Private(new Card("Publish this?", Tone.Calm, [new CardPart.Reply(reply, "", "Reply")], []) { Fallback = "Publish this?" });
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "publish|o|0", "12:5"));
        var (id, view) = house.Workspace.Views.Single();
        SlackCard.Read(id, view).Text.ShouldContain(reply);
    }

    [Theory]
    [InlineData("edit-box", "Edit the reply")]
    [InlineData("preview", "Publish this reply?")]
    public async Task A_window_says_its_title_once_and_whole(string name, string title)
    {
        await using var stage = await Stage.OpenAsync();
        var view = await ViewAsync(await StaffCard.All.Single(each => each.Name == name).Make(stage));
        view["title"]!["text"]!.GetValue<string>().ShouldBe(title);
        view["blocks"]!.AsArray().ShouldNotContain(block => (string?)block!["type"] == "header");
    }

    [Fact]
    public async Task A_title_that_a_window_has_no_room_for_stands_whole_above_the_rest()
    {
        var view = await ViewAsync(new Card("A title of more than twenty-four characters", Tone.Calm, [], []) { Fallback = "A title" });
        view["title"]!["text"]!.GetValue<string>().ShouldBe("A title of more than…");
        view["blocks"]![0]!["text"]!["text"]!.GetValue<string>().ShouldBe("A title of more than twenty-four characters");
    }

    [Fact]
    public async Task A_name_from_right_to_left_does_not_turn_what_follows()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(new Card("Open", Tone.Calm, [new CardPart.Line([new Span.Outside("יעל כהן"), new Span.Words(" (3) on "), new Span.Outside("Blog")])], []) { Fallback = "Open" });
        SlackCard.Read(house.Workspace.Messages.Single()).Text.ShouldContain("\u2068יעל כהן\u2069 (3) on Blog");
    }

    [Fact]
    public async Task What_does_not_fit_into_a_menu_stands_in_the_open()
    {
        await using var house = new SlackHouse();
        var actions = (CardAction[])[new CardAction("dismiss", "A long one", new NudgeId(12), 5) { Style = ActionStyle.More, Argument = new string('a', 1_900) }, new CardAction("dismiss", "A short one", new NudgeId(12), 5) { Style = ActionStyle.More, Argument = "spam" }];
        await house.DeliverAsync(SlackHouse.Plain("said", actions));
        SlackCard.Read(house.Workspace.Messages.Single()).Buttons.Select(button => (button.Label, button.Sent["element"])).ShouldBe([("A long one", "button"), ("A short one", "overflow")]);
    }

    [Fact]
    public async Task Up_to_five_further_actions_are_one_menu()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("said", [.. Enumerable.Range(1, 5).Select(n => Further("snooze", $"{n}h"))]));
        var menu = Pressable(house).ShouldHaveSingleItem();
        menu["type"]!.GetValue<string>().ShouldBe("overflow");
        menu["options"]!.AsArray().Count.ShouldBe(5);
    }

    [Fact]
    public async Task More_further_actions_are_one_list_with_what_only_shows_something_beside_it()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("said", [.. Enumerable.Range(1, 6).Select(n => Further("snooze", $"{n}h")), Further("why", null) with { Opens = true }]));
        var elements = Pressable(house);
        elements.Select(element => (string?)element["type"]).ShouldBe(["button", "static_select"]);
        elements[0]["action_id"]!.GetValue<string>().ShouldBe("why|o|0");
        elements[1]["options"]!.AsArray().Count.ShouldBe(6);
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "static_select", (string)elements[1]["action_id"]!, (string)elements[1]["options"]![5]!["value"]!));
        house.Desk.Presses.ShouldHaveSingleItem().Click.ShouldBe(new Click("snooze", new NudgeId(12), 5, "6h", null));
    }

    [Fact]
    public async Task A_list_forgets_what_was_chosen_when_the_card_changes()
    {
        await using var house = new SlackHouse();
        var ids = new List<string>();
        foreach (var version in (long[])[5, 6])
        {
            await house.DeliverAsync(SlackHouse.Plain("said", [.. Enumerable.Range(1, 6).Select(n => Further("snooze", $"{n}h") with { Version = version })]), key: $"nudge-{version}");
            ids.Add((string)Pressable(house)[0]["action_id"]!);
        }

        ids[0].ShouldNotBe(ids[1]);
    }

    [Fact]
    public async Task Forty_commands_in_the_words_are_one_list()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(new Card("Open", Tone.Calm, [.. Enumerable.Range(1, 40).Select(n => new CardPart.Line([new Span.Words($"nudge {n} "), new Span.Ask("why", $"why {n}")]))], []) { Fallback = "Open" });
        var list = house.Workspace.Messages.Single().Blocks.Single(block => (string?)block!["type"] == "actions")!["elements"]!.AsArray().ShouldHaveSingleItem()!;
        list["type"]!.GetValue<string>().ShouldBe("static_select");
        list["options"]!.AsArray().Count.ShouldBe(40);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_word_that_a_button_does_leaves_its_line_with_its_dot(bool isSoft)
    {
        await using var house = new SlackHouse();
        var line = new CardPart.Line([new Span.Words("rule “complaints” · "), new Span.Ask("why", "why 12"), new Span.Words(" · late · "), new Span.Ask("more", "health 12")]) { Soft = isSoft };
        await house.DeliverAsync(SlackHouse.Plain("said", new CardAction("why", "Why?", new NudgeId(12), 5)) with { Parts = [line] });
        SlackCard.Read(house.Workspace.Messages.Single()).Text.Split('\n').ShouldContain("rule “complaints” · late");
        Pressable(house).Select(button => (string?)button["text"]!["text"]).ShouldBe(["Why?", "more"]);
    }

    [Fact]
    public async Task A_word_to_press_in_the_middle_of_a_sentence_stays_in_it()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("said") with { Parts = [new CardPart.Line([new Span.Words("Say "), new Span.Ask("resume", "resume"), new Span.Words(" to go on.")])] });
        SlackCard.Read(house.Workspace.Messages.Single()).Text.ShouldContain("Say resume to go on.");
        Pressable(house).ShouldHaveSingleItem()["value"]!.GetValue<string>().ShouldBe(":0:resume");
    }

    [Fact]
    public async Task A_quote_stands_under_its_authors_name_once()
    {
        var (jana, otto, at) = (new Author("1", "Jana K."), new Author("2", "Otto"), new Uri("https://blog.example/1#"));
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("said") with
        {
            Parts =
            [
                new CardPart.Line([new Span.Outside("Jana K.", IsStrong: true), new Span.Words(" on the blog · "), new Span.LinkTo("see the post", new Uri(at, "#1"))]),
                new CardPart.Quote(jana, "named above", new Uri(at, "#1"), []),
                new CardPart.Quote(otto, "named by a label", new Uri(at, "#2"), [], "answers"),
                new CardPart.Quote(jana, "another spoke since", new Uri(at, "#1"), []),
                new CardPart.Quote(jana, "two under one another", new Uri(at, "#3"), []),
                new CardPart.Quote(Author.Nobody, "nobody", null, []),
            ],
        });
        var shown = SlackCard.Read(house.Workspace.Messages.Single());
        shown.Text.Split('\n').Skip(1).ShouldBe(["Jana K. on the blog · see the post", "named above", "answers Otto", "named by a label", "Jana K.", "another spoke since", "Jana K.", "two under one another", "nobody"]);
        shown.Links.ShouldBe([new ShownLink("see the post", "https://blog.example/1#1"), new ShownLink("Otto", "https://blog.example/1#2"), new ShownLink("Jana K.", "https://blog.example/1#3")]);
    }

    [Fact]
    public async Task A_name_in_a_line_leads_to_the_post_where_nothing_else_does()
    {
        await using var house = new SlackHouse();
        var at = new Uri("https://blog.example/1#1");
        await house.DeliverAsync(SlackHouse.Plain("said") with
        {
            Parts = [new CardPart.Line([new Span.Outside("Jana K.", IsStrong: true), new Span.Words(" on the blog")]) { Soft = true }, new CardPart.Quote(new Author("1", "Jana K."), "They said so.", at, [])],
        });
        var shown = SlackCard.Read(house.Workspace.Messages.Single());
        shown.Strange.ShouldBeEmpty();
        shown.Links.ShouldBe([new ShownLink("Jana K.", at.AbsoluteUri)]);
    }

    [Fact]
    public async Task What_an_attachment_is_stands_before_its_name()
    {
        await using var house = new SlackHouse();
        await house.DeliverAsync(SlackHouse.Plain("said") with { Parts = [new CardPart.Pictures([new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/1.jpg"), "a cup in pieces"), new Attachment(AttachmentKind.Video, new Uri("https://video.example/2"))])] });
        SlackCard.Read(house.Workspace.Messages.Single()).Text.Split('\n').Skip(1).ShouldBe(["picture: a cup in pieces", "video: video.example"]);
    }

    [Fact]
    public async Task A_moment_is_shown_in_the_readers_own_time()
    {
        await using var house = new SlackHouse();
        var at = new DateTimeOffset(2026, 3, 10, 10, 0, 0, TimeSpan.FromHours(2));
        await house.DeliverAsync(new Card("Open", Tone.Calm, [new CardPart.Line([new Span.Moment(at, Relative: true)])], []) { Fallback = "Open", Clock = new CardClock("answer by", at, Tone.Now) });
        var dates = house.Workspace.Messages.Single().Blocks.ToJsonString();
        dates.ShouldContain("\"timestamp\":1773129600");
        dates.ShouldContain("{date_short_pretty} {time}");
        dates.ShouldContain("{ago}");
        dates.ShouldContain("2026-03-10 08:00 UTC");
    }

    /// <summary>The window that a press opens.</summary>
    private static async Task<JsonObject> ViewAsync(Card card)
    {
        await using var house = new SlackHouse();
        house.Desk.Press = _ => new ClickAnswer.Private(card);
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        return house.Workspace.Views.Single().Value;
    }

    private static CardAction Further(string verb, string? argument) => new(verb, $"{verb} {argument}", new NudgeId(12), 5) { Style = ActionStyle.More, Argument = argument };

    /// <summary>What can be pressed on the newest message.</summary>
    private static List<JsonNode> Pressable(SlackHouse house) => [.. house.Workspace.Messages[^1].Blocks.Where(block => (string?)block!["type"] == "actions").SelectMany(block => block!["elements"]!.AsArray()).OfType<JsonNode>()];

    /// <summary>Without what is another each time: secrets, and how many writes happened to share a commit.</summary>
    private static string Same(JsonNode sent) => Counts().Replace(
        Secrets().Replace(Tokens().Replace(System.Text.Json.JsonSerializer.Serialize(sent, Verified.Readable), "TOKEN"), "whsec_SECRET"), "N commits for N writes");

    [GeneratedRegex(@"\d+ commits for \d+ writes", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();

    [GeneratedRegex("(?<=/in/|/hooks/)[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
