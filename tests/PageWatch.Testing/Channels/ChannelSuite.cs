using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Platforms;
using Shouldly;

namespace PageWatch.Testing.Channels;

/// <summary>
/// What every chat must keep to: cards come to stand and are replaced, everything on them can be read and pressed, and nothing that somebody
/// wrote is ever more than text. A case posts a card first and looks at it, so that a channel which does nothing fails them all.
/// </summary>
public static class ChannelSuite
{
    /// <summary>No chat takes longer texts in one box.</summary>
    private const int LongestInABox = 3_000;

    /// <summary>Structure is compared up to this length: beyond it, escaping may move the place where a text is spread or cut.</summary>
    private const int LongestToCompare = 1_000;

    private static CancellationToken Now => CancellationToken.None;

    public static IReadOnlyList<ConformanceCase> For(ChannelUnderTest channel)
    {
        var cases = new List<ConformanceCase>();

        Add("a card makes one message", OneMessageAsync);
        Add("the same delivery twice leaves one message", chat => TwiceAsync(chat, knowsWhere: true));
        Add("the same delivery twice leaves one message, though nobody kept where it stands", chat => TwiceAsync(chat, knowsWhere: false));
        Add("an update replaces what stood there", chat => UpdateAsync(chat, knowsWhere: true));
        Add("an update replaces what stood there, though nobody kept where it stands", chat => UpdateAsync(chat, knowsWhere: false));
        Add("an older version never replaces a newer", OlderNeverReplacesAsync);
        Add("two keys are two messages", TwoKeysAsync);
        Add("one key in two places is two messages", TwoPlacesAsync);
        Add("many cards at once all come to stand", ManyAtOnceAsync);
        Add("a place of another kind of chat is closed", OtherKindIsClosedAsync);
        Add("a delivery that is called off leaves nothing", CalledOffAsync);
        AddPressed("a card that is done loses its buttons", DoneAsync);

        Add("a notification says the fallback, in one line and without markup", FallbackAsync);
        Add("title and clock can be read", TitleAndClockAsync);
        Add("a clock without a time says its label", ClockWithoutTimeAsync);
        Add("every kind of part is drawn", EveryPartAsync);
        Add("every kind of span is drawn", EverySpanAsync);
        Add("every tone is drawn, and said in words", EveryToneAsync);
        Add("parts stand in the order of the card", OrderAsync);
        Add("moments keep their instant", MomentsAsync);
        Add("the lines of a post stay lines", LinesAsync);
        Add("spaces between words stay", SpacesAsync);
        Add("a card with nothing but a title is drawn", OnlyTitleAsync);
        Add("parts with nothing in them are no trouble", EmptyPartsAsync);
        Add("sixty facts are all there", SixtyFactsAsync);
        Add("marks that overlap or lie outside the text lose none of it", OddMarksAsync);
        Add("a long card stays within the chat's limits", LongCardAsync);
        AddPressed("a card shown to one person alone is drawn as any other", AloneAsync);

        AddPressed("every action can be pressed and comes back as it was", ActionsAsync);
        AddPressed("actions of different nudges and versions come back as their own", OwnNudgesAsync);
        AddPressed("twenty actions can be pressed", TwentyActionsAsync);
        AddPressed("arguments come back to the letter", ArgumentsAsync);
        AddPressed("one action is the main one", OneMainActionAsync);
        AddPressed("a screen reader says what an action's description says", DescriptionAsync);
        AddPressed("what was typed travels with actions that send it, and with no other", InputAsync);
        AddPressed("a box holds its text to the letter", BoxAsync);
        AddPressed("what was typed comes back to the letter", TypedAsync);
        AddPressed("a press with nothing in it is no click", EmptyPressAsync);
        AddPressed("a press with a part left out is no click, or a harmless one", PartLeftOutAsync);
        AddPressed("a press with a part forged is no click, or a harmless one", ForgedAsync);
        AddPressed("a press of a button that nobody made is no click, or one that says so", UnknownButtonAsync);

        Add("links lead where they say", LinksAsync);
        Add("a target that is not http or https is never a link", OtherSchemesAsync);
        Add("an address cannot break out of its link", BreakOutAsync);
        Add("pictures are linked and never embedded", PicturesAsync);

        foreach (var (name, text) in HostileText.All)
            Add("hostile text: " + name, chat => HostileAsync(chat, text));
        Add("hostile text in a notification", HostileNotificationAsync);
        Add("hostile text in a key", HostileKeyAsync);
        return cases;

        void AddPressed(string name, Func<ChatAtHand, Task> run)
        {
            if (channel.CanPress)
                Add(name, run);
        }

        void Add(string name, Func<ChatAtHand, Task> run) => cases.Add(new ConformanceCase(name, async () =>
        {
            await using var chat = await channel.OpenAsync();
            await run(chat);
        }));
    }

    // ---- deliveries ----

    private static async Task OneMessageAsync(ChatAtHand chat)
    {
        chat.Sender.Kind.ShouldBe(chat.Channel.Kind);
        var where = await DeliverAsync(chat, "nudge-1", Plain("Third parcel in a row."));
        where.Value.ShouldNotBeNullOrWhiteSpace();
        var shown = await OnlyAsync(chat);
        shown.Where.ShouldBe(where);
        shown.ShouldSay("Third parcel in a row.");
        shown.ShouldBeGood(chat);
    }

    private static async Task TwiceAsync(ChatAtHand chat, bool knowsWhere)
    {
        var where = await DeliverAsync(chat, "nudge-1", Plain("Third parcel in a row."));
        await DeliverAsync(chat, "nudge-1", Plain("Third parcel in a row."), existing: knowsWhere ? where : null);
        (await OnlyAsync(chat)).ShouldSay("Third parcel in a row.");
    }

    private static async Task UpdateAsync(ChatAtHand chat, bool knowsWhere)
    {
        var where = await DeliverAsync(chat, "nudge-1", Plain("before the change"));
        var after = await DeliverAsync(chat, "nudge-1", Plain("after the change"), version: 2, existing: knowsWhere ? where : null);
        var shown = await OnlyAsync(chat);
        shown.Where.ShouldBe(after);
        shown.ShouldSay("after the change");
        shown.Text.ShouldNotContain("before the change");
    }

    private static async Task OlderNeverReplacesAsync(ChatAtHand chat)
    {
        var where = await DeliverAsync(chat, "nudge-1", Plain("the fifth state"), version: 5);
        await DeliverAsync(chat, "nudge-1", Plain("the fourth state"), version: 4, existing: where);
        (await OnlyAsync(chat)).ShouldSay("the fifth state");
        await DeliverAsync(chat, "nudge-1", Plain("the first state"), version: 1);
        var shown = await OnlyAsync(chat);
        shown.ShouldSay("the fifth state");
        shown.Text.ShouldNotContain("the first state");
    }

    private static async Task TwoKeysAsync(ChatAtHand chat)
    {
        var one = await DeliverAsync(chat, "nudge-1", Plain("the first card"));
        var other = await DeliverAsync(chat, "nudge-2", Plain("the second card"));
        one.ShouldNotBe(other);
        var shown = await chat.ReadAsync(chat.Channel, Now);
        shown.Count.ShouldBe(2);
        shown.Single(message => message.Where == one).ShouldSay("the first card");
        shown.Single(message => message.Where == other).ShouldSay("the second card");
    }

    private static async Task TwoPlacesAsync(ChatAtHand chat)
    {
        await DeliverAsync(chat, "nudge-1", Plain("in the first place"));
        await DeliverAsync(chat, "nudge-1", Plain("in the second place"), channel: chat.Other);
        (await OnlyAsync(chat)).ShouldSay("in the first place");
        (await OnlyAsync(chat, chat.Other)).ShouldSay("in the second place");
    }

    private static async Task ManyAtOnceAsync(ChatAtHand chat)
    {
        var places = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => DeliverAsync(chat, $"nudge-{n}", Plain($"card number {n}."))));
        var shown = await chat.ReadAsync(chat.Channel, Now);
        shown.Count.ShouldBe(12);
        for (var n = 1; n <= 12; n++)
            shown.Single(message => message.Where == places[n - 1]).ShouldSay($"card number {n}.");
    }

    private static async Task OtherKindIsClosedAsync(ChatAtHand chat)
    {
        foreach (var kind in Enum.GetValues<ChannelKind>().Where(kind => kind != chat.Channel.Kind))
        {
            var problem = await Should.ThrowAsync<ChannelException>(() => DeliverAsync(chat, "nudge-1", Plain("lost"), channel: chat.Channel with { Kind = kind }));
            problem.Failure.ShouldBe(ChannelFailure.Closed);
            // A message that a person can act on: it names the place.
            problem.Message.ShouldContain(chat.Channel.Name);
        }

        (await chat.ReadAsync(chat.Channel, Now)).ShouldBeEmpty();
    }

    private static async Task CalledOffAsync(ChatAtHand chat)
    {
        using var off = new CancellationTokenSource();
        await off.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await chat.Sender.DeliverAsync(Delivery(chat.Channel, "nudge-1", 1, Plain("called off"), null), off.Token));
        (await chat.ReadAsync(chat.Channel, Now)).ShouldBeEmpty();
    }

    private static async Task DoneAsync(ChatAtHand chat)
    {
        var open = Plain("Third parcel in a row.") with { Actions = [Action("claim", "Claim")] };
        var where = await DeliverAsync(chat, "nudge-1", open);
        (await OnlyAsync(chat)).Buttons.Count.ShouldBe(1);
        await DeliverAsync(chat, "nudge-1", Plain("Answered by Ana.") with { Tone = Tone.Done, IsDone = true }, version: 2, existing: where);
        var shown = await OnlyAsync(chat);
        shown.ShouldSay("Answered by Ana.");
        shown.Buttons.ShouldBeEmpty();
        shown.ShouldBeGood(chat);
    }

    // ---- reading ----

    private static async Task FallbackAsync(ChatAtHand chat)
    {
        const string fallback = "Complaint · needs an answer now: Jana K. on The blog, answer by 10:00 UTC: “Broken & gone <again>”";
        var shown = await ShowAsync(chat, Plain("Broken & gone <again>") with { Fallback = fallback });
        shown.Notification.ShouldBe(fallback);
    }

    private static async Task TitleAndClockAsync(ChatAtHand chat)
    {
        var due = A.Morning + TimeSpan.FromMinutes(38);
        var shown = await ShowAsync(chat, Plain("said") with { Title = "Complaint · needs an answer now", Clock = new CardClock("answer by", due, Tone.Now) });
        shown.ShouldSay("Complaint · needs an answer now");
        shown.ShouldSay("answer by");
        shown.Moments.ShouldContain(due);
        shown.Text.IndexOf("Complaint", StringComparison.Ordinal).ShouldBeLessThan(shown.Text.IndexOf("said", StringComparison.Ordinal));
    }

    private static async Task ClockWithoutTimeAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, Plain("said") with { Clock = new CardClock("22 min before due", null, Tone.Done) });
        shown.ShouldSay("22 min before due");
        shown.Moments.ShouldBeEmpty();
    }

    private static async Task EveryPartAsync(ChatAtHand chat)
    {
        var parts = new CardPart[]
        {
            new CardPart.Line([new Span.Words("words of a line")]),
            new CardPart.Line([new Span.Words("words of a soft line")]) { Soft = true },
            new CardPart.Quote(new Author("1", "Jana K."), "what the author wrote", new Uri("https://blog.example/1"), [new Evidence(5, 3, "complaint")]),
            new CardPart.Quote(new Author("2", "Otto"), "what it answers", null, [], "answers"),
            new CardPart.Pictures([new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/1.png"), "a broken cup"), new Attachment(AttachmentKind.Video, new Uri("https://video.example/2"))]),
            new CardPart.Reply("we are sorry", "from the playbook", "Draft"),
            new CardPart.Banner("publishing is paused", Tone.Now),
            new CardPart.Facts([new Fact("the page", [new Span.Words("the blog")]), new Fact("the account", [new Span.Outside("Contoso")])]),
            new CardPart.Lags([new LagBar("seen 1 s", TimeSpan.FromSeconds(1)), new LagBar("claimed 3 min", TimeSpan.FromMinutes(3))]),
            new CardPart.Call([new Called("Ben", [])]),
        };
        var words = new[]
        {
            "words of a line", "words of a soft line", "what the author wrote", "answers", "Otto", "what it answers", "a broken cup", "video.example", "we are sorry", "from the playbook",
            "Draft", "publishing is paused", "the page", "the blog", "the account", "Contoso", "seen 1 s", "claimed 3 min", "@Ben",
        };

        // Every kind there is, so that one added later is drawn by every chat.
        parts.Select(part => part.GetType()).Append(typeof(CardPart.TextBox)).ToHashSet().ShouldBe(typeof(CardPart).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CardPart))), ignoreOrder: true);
        var shown = await ShowAsync(chat, CardOf(parts));
        foreach (var each in words)
            shown.ShouldSay(each);
        if (!chat.CanPress)
            return;
        var box = await ShowAsync(chat, CardOf(new CardPart.TextBox("Your reply", "we are sorry", 1_000, "characters")));
        box.Boxes.ShouldHaveSingleItem().ShouldBe(new ShownBox("Your reply", "we are sorry"));
    }

    private static async Task EverySpanAsync(ChatAtHand chat)
    {
        Span[] spans = [new Span.Words("plain"), new Span.Strong("strong"), new Span.Outside("outside"), new Span.Outside("strong outside", IsStrong: true), new Span.Moment(A.Morning, Relative: false),
            new Span.Moment(A.Morning + TimeSpan.FromHours(1), Relative: true), new Span.LinkTo("the label", new Uri("https://blog.example/1")), new Span.Ask("the question", "why 12")];
        spans.Select(span => span.GetType()).ToHashSet().ShouldBe(typeof(Span).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Span))), ignoreOrder: true);
        foreach (var holder in (Func<IReadOnlyList<Span>, CardPart>[])[spans => new CardPart.Line(spans), spans => new CardPart.Line(spans) { Soft = true }, spans => new CardPart.Facts([new Fact("name", spans)])])
        {
            var shown = await ShowAsync(chat, CardOf(holder([.. spans.SelectMany(span => (Span[])[span, new Span.Words(" · ")])])));
            foreach (var words in (string[])["plain", "strong", "outside", "strong outside", "the label", "the question"])
                shown.ShouldSay(words);
            shown.Links.ShouldHaveSingleItem().ShouldBe(new ShownLink("the label", "https://blog.example/1"));
            shown.Moments.ShouldBe([A.Morning, A.Morning + TimeSpan.FromHours(1)]);
        }
    }

    private static async Task EveryToneAsync(ChatAtHand chat)
    {
        foreach (var tone in Enum.GetValues<Tone>())
        {
            var shown = await ShowAsync(chat, CardOf(new CardPart.Banner("please look", tone)) with { Tone = tone, Clock = new CardClock("answer by", A.Morning, tone), IsDone = tone == Tone.Done });
            foreach (var words in (string[])["Complaint", "answer by", "please look"])
                shown.ShouldSay(words, $"in tone {tone}");
        }
    }

    private static async Task OrderAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(
            new CardPart.Banner("one.", Tone.Now),
            new CardPart.Line([new Span.Words("two.")]),
            new CardPart.Quote(new Author("1", "Jana K."), "three.", null, []),
            new CardPart.Facts([new Fact("four.", [new Span.Words("five.")])]),
            new CardPart.Reply("six.", "", "Draft"),
            new CardPart.Line([new Span.Words("seven.")])));
        var places = ((string[])["Complaint", "one.", "two.", "three.", "four.", "five.", "six.", "seven."]).Select(words => shown.Text.IndexOf(words, StringComparison.Ordinal)).ToList();
        places.ShouldNotContain(-1);
        places.ShouldBeInOrder();
    }

    private static async Task MomentsAsync(ChatAtHand chat)
    {
        DateTimeOffset[] moments =
        [
            A.Morning, new(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(1)), new(2026, 12, 31, 23, 59, 59, TimeSpan.FromHours(-11)), new(1999, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(345)), new(2038, 1, 19, 3, 14, 8, TimeSpan.Zero),
        ];
        foreach (var relative in (bool[])[true, false])
        {
            var shown = await ShowAsync(chat, CardOf([.. moments.Select(at => new CardPart.Line([new Span.Words("at "), new Span.Moment(at, relative)]))]));
            shown.Moments.ShouldBe(moments.Select(at => at.ToUniversalTime()));
        }

        var clocks = await ShowAsync(chat, Plain("said") with { Clock = new CardClock("answer by", moments[1], Tone.Soon) });
        clocks.Moments.ShouldBe([moments[1].ToUniversalTime()]);
    }

    private static async Task LinesAsync(ChatAtHand chat)
    {
        const string text = "It arrived.\nIt is broken:\n- the lid\n- the cup\n\nWho pays?";
        foreach (var part in (CardPart[])[new CardPart.Quote(new Author("1", "Jana K."), text, null, []), new CardPart.Reply(text, "", "Draft")])
        {
            var lines = (await ShowAsync(chat, CardOf(part))).Text.Split('\n').Select(line => line.Trim()).ToList();
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.ShouldContain(line, $"in a {part.GetType().Name}");
        }
    }

    private static async Task SpacesAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(
            new CardPart.Line([new Span.Outside("Jana", IsStrong: true), new Span.Words(" on "), new Span.Outside("the blog"), new Span.Words(" · "), new Span.LinkTo("see the post", new Uri("https://blog.example/1")), new Span.Words(" · "), new Span.Ask("why", "why 1")]),
            new CardPart.Facts([new Fact("Page", [new Span.Outside("The blog"), new Span.Words(" · "), new Span.Strong("ours")])])));
        HostileText.Seen(shown.Text).ShouldContain("Jana on the blog · see the post");
        shown.ShouldSay("why");
        HostileText.Seen(shown.Text).ShouldContain("The blog · ours");
    }

    private static async Task OnlyTitleAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, new Card("Nothing is open. Well done.", Tone.Calm, [], []) { Fallback = "Nothing is open." });
        shown.Text.Trim().ShouldBe("Nothing is open. Well done.");
        shown.Buttons.ShouldBeEmpty();
        shown.Boxes.ShouldBeEmpty();
        shown.Links.ShouldBeEmpty();
    }

    private static async Task EmptyPartsAsync(ChatAtHand chat)
    {
        CardPart[] empty =
        [
            new CardPart.Line([]), new CardPart.Line([new Span.Words("")]), new CardPart.Line([new Span.Outside(""), new Span.Strong("")]) { Soft = true }, new CardPart.Quote(new Author(null, ""), "", null, []),
            new CardPart.Quote(new Author(null, ""), "", null, [new Evidence(0, 0, "")], ""), new CardPart.Pictures([]), new CardPart.Reply("", "", ""), new CardPart.Banner("", Tone.Calm),
            new CardPart.Facts([]), new CardPart.Facts([new Fact("", [])]), new CardPart.Lags([]), new CardPart.Lags([new LagBar("", TimeSpan.Zero)]), new CardPart.TextBox("", "", 0, ""),
        ];
        foreach (var part in empty.Where(part => chat.CanPress || part is not CardPart.TextBox))
            (await ShowAsync(chat, CardOf(part, new CardPart.Line([new Span.Words("still here")])))).ShouldSay("still here", $"beside an empty {part.GetType().Name}");
        (await ShowAsync(chat, CardOf([.. empty.Where(part => part is not CardPart.TextBox)]))).ShouldSay("Complaint");
    }

    private static async Task SixtyFactsAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(new CardPart.Facts([.. Enumerable.Range(1, 60).Select(n => new Fact($"name {n}.", [new Span.Words($"value {n}, "), new Span.Outside($"outside {n}.")]))])));
        for (var n = 1; n <= 60; n++)
        {
            shown.ShouldSay($"name {n}.");
            shown.ShouldSay($"value {n}, outside {n}.");
        }
    }

    private static async Task OddMarksAsync(ChatAtHand chat)
    {
        const string text = "Broken 👩‍👩‍👧‍👦 again & again <b>lid</b> e\u0301t\u00E9 😀!";
        var end = text.Length;
        IReadOnlyList<Evidence>[] marks =
        [
            [M(0, 6), M(3, 10)], [M(3, 10), M(0, 6)], [M(0, end), M(0, end)], [M(0, end), M(4, 2)], [M(4, 2), M(0, end)], [M(end - 1, 5)], [M(end, 0)], [M(end, 1)], [M(end + 50, 10)],
            [M(-1, 3)], [M(-5, 50)], [M(3, -2)], [M(10, -20)], [M(0, 0)], [M(3, 0), M(3, 4)], [M(int.MaxValue, int.MaxValue)], [M(1, int.MaxValue)], [M(int.MinValue, 5)], [M(int.MinValue, int.MinValue)],
            [.. Enumerable.Range(0, end).Select(at => M(at, 1))], [.. Enumerable.Range(0, end).Select(at => M(at, 2))], [.. Enumerable.Range(0, end).Reverse().Select(at => M(at, 3))],
        ];
        foreach (var each in marks)
        {
            var shown = await ShowAsync(chat, CardOf(new CardPart.Quote(new Author("1", "Jana K."), text, null, each)));
            shown.ShouldSay(text, $"with marks {string.Join(", ", each.Take(3))}");
        }

        var cut = await ShowAsync(chat, CardOf(new CardPart.Quote(new Author("1", "Jana K."), new string('a', 20_000), null, [M(0, 4), M(19_000, 500), M(10, 19_990)])));
        cut.ShouldSay(new string('a', 20_000));

        static Evidence M(int start, int length) => new(start, length, "complaint");
    }

    private static async Task LongCardAsync(ChatAtHand chat)
    {
        var author = new Author("1", new string('n', Author.LongestName));
        var post = string.Concat(Enumerable.Repeat("Broken & gone <again>, with \"quotes\" and ümläuts… ", 400));
        var shown = await ShowAsync(chat, CardOf(
            [
                new CardPart.Banner(new string('b', 500), Tone.Now),
                new CardPart.Line([new Span.Outside(author.Name, IsStrong: true), new Span.Words(" on "), new Span.Outside(new string('p', 120))]),
                new CardPart.Quote(author, post, new Uri("https://blog.example/1"), [.. Enumerable.Range(0, 300).Select(n => new Evidence(n * 50, 6, "complaint"))], "answers"),
                .. Enumerable.Range(1, 4).Select(n => new CardPart.Quote(author, n + post, new Uri("https://blog.example/1"), [], "then wrote")),
                new CardPart.Pictures([.. Enumerable.Range(1, 20).Select(n => new Attachment(AttachmentKind.Picture, new Uri($"https://blog.example/{new string('i', 300)}/{n}.png"), new string('&', 1_000)))]),
                new CardPart.Reply(post[..10_000], new string('o', 300), "Draft"),
                new CardPart.Facts([.. Enumerable.Range(1, 60).Select(n => new Fact($"{n} {new string('f', 60)}", [new Span.Outside(new string('<', 2_000)), new Span.Words(new string('w', 1_000))]))]),
                new CardPart.Lags([.. Enumerable.Range(1, 6).Select(n => new LagBar($"step {n}", TimeSpan.FromMinutes(n)))]),
            ]) with { Actions = [.. Enumerable.Range(1, 20).Select(n => Action("dismiss", $"Dismiss {n}", $"reason-{n}"))] });
        shown.ShouldSay("Complaint");
        shown.ShouldSay(post);
        shown.Buttons.Count.ShouldBe(chat.CanPress ? 20 : 0);
    }

    private static async Task AloneAsync(ChatAtHand chat)
    {
        var card = Plain("the exact text") with { Title = "Publish this reply?", Actions = [Action("confirm", "Publish now", "1234")] };
        var shown = await chat.ShowAloneAsync(card, Now);
        shown.ShouldSay("Publish this reply?");
        shown.ShouldSay("the exact text");
        shown.ShouldBeGood(chat);
        chat.Hear(chat.Press(shown.Button("Publish now"), null)).ShouldBe(new Click("confirm", new NudgeId(12), 5, "1234", null));
        // To one alone: nothing of it stands where all can read.
        (await chat.ReadAsync(chat.Channel, Now)).ShouldBeEmpty();
    }

    // ---- pressing ----

    private static async Task ActionsAsync(ChatAtHand chat)
    {
        CardAction[] actions =
        [
            Action("publish", "Publish…") with { Style = ActionStyle.Main }, Action("edit", "Edit"), Action("claim", "Claim"), Action("snooze", "Snooze 1 hour", "1h") with { Style = ActionStyle.More },
            Action("snooze", "Snooze until tomorrow 9:00", "tomorrow") with { Style = ActionStyle.More }, Action("dismiss", "Dismiss: not for us", "not-for-us") with { Style = ActionStyle.More },
            Action("not-a-complaint", "Not a complaint") with { Style = ActionStyle.More },
        ];
        var shown = await ShowAsync(chat, Plain("said") with { Actions = actions });
        shown.Buttons.Count.ShouldBe(actions.Length);
        foreach (var action in actions)
            chat.Hear(chat.Press(shown.Button(action.Label), null)).ShouldBe(ClickOf(action));
    }

    private static async Task OwnNudgesAsync(ChatAtHand chat)
    {
        CardAction[] actions =
        [
            new("claim", "Claim the first", new NudgeId(12), 5), new("claim", "Claim the second", new NudgeId(13), 1), new("claim", "Claim a newer", new NudgeId(12), 6),
            new("open", "Show all", null, 0), new("claim", "Claim the largest", new NudgeId(long.MaxValue), long.MaxValue),
        ];
        var shown = await ShowAsync(chat, Plain("said") with { Actions = actions });
        foreach (var action in actions)
            chat.Hear(chat.Press(shown.Button(action.Label), null)).ShouldBe(ClickOf(action));
        foreach (var action in actions)
        {
            var alone = await ShowAsync(chat, Plain("said") with { Actions = [action] });
            chat.Hear(chat.Press(alone.Button(action.Label), null)).ShouldBe(ClickOf(action));
        }
    }

    private static async Task TwentyActionsAsync(ChatAtHand chat)
    {
        CardAction[] actions = [.. Enumerable.Range(1, 20).Select(n => Action("dismiss", $"Dismiss {n}", $"reason-{n}") with { Style = n == 1 ? ActionStyle.Main : n < 8 ? ActionStyle.Normal : ActionStyle.More })];
        var shown = await ShowAsync(chat, Plain("said") with { Actions = actions });
        shown.Buttons.Count.ShouldBe(20);
        foreach (var action in actions)
            chat.Hear(chat.Press(shown.Button(action.Label), null)).ShouldBe(ClickOf(action));
    }

    private static async Task ArgumentsAsync(ChatAtHand chat)
    {
        foreach (var argument in (string[])["", "1h", "two words", " spaces  around ", "\"quotes\" 'and' <tags> &amp; more", "a|b:c;d=e,f\\g/h%20i+j", "ümläut 👍 שלום", "{\"verb\":\"publish\"}", new string('a', 150)])
        {
            var shown = await ShowAsync(chat, Plain("said") with { Actions = [Action("dismiss", "Dismiss", argument), Action("claim", "Claim")] });
            chat.Hear(chat.Press(shown.Button("Dismiss"), null)).ShouldBe(new Click("dismiss", new NudgeId(12), 5, argument, null));
            chat.Hear(chat.Press(shown.Button("Claim"), null)).ShouldBe(new Click("claim", new NudgeId(12), 5, null, null));
        }
    }

    private static async Task OneMainActionAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, Plain("said") with
        {
            Actions = [Action("claim", "Claim"), Action("publish", "Publish…") with { Style = ActionStyle.Main }, Action("save", "Save") with { Style = ActionStyle.Main }, Action("why", "Why?") with { Style = ActionStyle.More }],
        });
        shown.Buttons.Where(button => button.IsMain).ShouldHaveSingleItem().Label.ShouldBe("Publish…");
        (await ShowAsync(chat, Plain("said") with { Actions = [Action("claim", "Claim")] })).Button("Claim").IsMain.ShouldBeFalse();
    }

    private static async Task DescriptionAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, Plain("said") with { Actions = [Action("claim", "Claim") with { Description = "Claim the complaint of \"Jana\" <K.>" }, Action("edit", "Edit")] });
        shown.Button("Claim").Spoken.ShouldBe("Claim the complaint of \"Jana\" <K.>");
        shown.Button("Edit").Spoken.ShouldBe("Edit");
    }

    private static async Task InputAsync(ChatAtHand chat)
    {
        CardAction[] actions =
        [
            Action("save", "Save") with { SendsInput = true, Style = ActionStyle.Main }, Action("draft", "Another draft"), Action("keep", "Keep", "as it is"), Action("why", "Why?") with { Style = ActionStyle.More },
            Action("save", "Save for later", "later") with { SendsInput = true, Style = ActionStyle.More },
        ];
        foreach (var order in (CardAction[][])[actions, [.. actions.Reverse()]])
        {
            var shown = await ShowAsync(chat, CardOf(new CardPart.TextBox("Your reply", "as it was", 1_000, "characters")) with { Actions = order });
            foreach (var action in order)
            {
                chat.Hear(chat.Press(shown.Button(action.Label), "as typed")).ShouldBe(ClickOf(action) with { Input = action.SendsInput ? "as typed" : null });
                chat.Hear(chat.Press(shown.Button(action.Label), null)).ShouldBe(ClickOf(action) with { Input = action.SendsInput ? "as it was" : null });
            }
        }

        // Where there is no box, nothing was typed.
        var without = await ShowAsync(chat, Plain("said") with { Actions = actions });
        foreach (var action in actions)
            chat.Hear(chat.Press(without.Button(action.Label), "as typed")).ShouldBe(ClickOf(action));
    }

    private static async Task BoxAsync(ChatAtHand chat)
    {
        foreach (var text in (string[])["", "one line", "two\nlines", "\nan empty line first", "\n\ntwo empty lines first", "  spaces first\n  and inside  ", "</textarea><b>&amp;", "“quotes” \"and\" 'more'", new string('a', LongestInABox)])
        {
            foreach (var longest in (int[])[0, 280, 100_000])
            {
                var shown = await ShowAsync(chat, CardOf(new CardPart.TextBox("Your reply", text, longest, "characters")) with { Actions = [Action("save", "Save") with { SendsInput = true }] });
                var box = shown.Boxes.ShouldHaveSingleItem();
                box.Label.ShouldBe("Your reply");
                box.Text.ShouldBe(text);
            }
        }
    }

    private static async Task TypedAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(new CardPart.TextBox("Your reply", "as it was", 0, "characters")) with { Actions = [Action("save", "Save") with { SendsInput = true }] });
        foreach (var text in HostileText.All.Select(each => each.Text.ReplaceLineEndings("\n")).Where(text => text.Length <= LongestInABox && !text.Any(char.IsSurrogate)).Append("👍 é"))
        {
            var click = chat.Hear(chat.Press(shown.Button("Save"), text)).ShouldNotBeNull();
            click.ShouldBe(new Click("save", new NudgeId(12), 5, null, click.Input));
            click.Input.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(text);
        }
    }

    private static async Task EmptyPressAsync(ChatAtHand chat)
    {
        var sent = await PressedAsync(chat);
        chat.Hear(new Dictionary<string, string>()).ShouldBeNull();
        chat.Hear(sent.ToDictionary(each => each.Key, _ => "")).ShouldBeNull();
        chat.Hear(sent.ToDictionary(each => each.Key, _ => "  ")).ShouldBeNull();
    }

    private static async Task PartLeftOutAsync(ChatAtHand chat)
    {
        var sent = await PressedAsync(chat);
        foreach (var name in sent.Keys)
            ShouldBeHarmless(chat.Hear(sent.Where(each => each.Key != name).ToDictionary()));
        foreach (var name in sent.Keys)
            ShouldBeHarmless(chat.Hear(sent.Where(each => each.Key == name).ToDictionary()));
    }

    private static async Task ForgedAsync(ChatAtHand chat)
    {
        var sent = await PressedAsync(chat);
        string[] forged =
        [
            "", " ", "\0", "\n", "0", "-1", "+1", "1.5", "1e9", "0x10", "1,000", "٣", "１２", "99999999999999999999999", "-9223372036854775808", "null", "true", "{}", "[]", "{\"verb\":null}", "{\"verb\":{}}", "\"", "claim", "claim claim", " claim",
            "<script>alert(1)</script>", "' OR 1=1 --", "%00", "\uD800", new string('x', 1_000_000), new string(' ', 1_000_000), new string('9', 5_000), string.Concat(Enumerable.Repeat("[", 5_000)), string.Concat(Enumerable.Repeat("{\"a\":", 5_000)),
        ];
        foreach (var name in sent.Keys)
        {
            foreach (var value in forged)
                ShouldBeHarmless(chat.Hear(new Dictionary<string, string>(sent) { [name] = value }));
        }

        foreach (var value in forged)
            ShouldBeHarmless(chat.Hear(sent.ToDictionary(each => each.Key, _ => value)));
    }

    private static async Task UnknownButtonAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, Plain("said") with { Actions = [Action("launch-missiles", "Launch", "now")] });
        // Who may do what, and whether there is such a thing, is not for the channel to know: it says what was pressed.
        chat.Hear(chat.Press(shown.Button("Launch"), null)).ShouldBe(new Click("launch-missiles", new NudgeId(12), 5, "now", null));
    }

    // ---- links ----

    private static async Task LinksAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(
            new CardPart.Line([new Span.LinkTo("the first", new Uri("https://blog.example/a?b=c&d=e#f")), new Span.Words(" and "), new Span.LinkTo("the second", new Uri("http://blog.example:8080/%C3%BC"))]),
            new CardPart.Facts([new Fact("Page", [new Span.LinkTo("https://blog.example/", new Uri("https://blog.example/"))])])));
        shown.Links.ShouldBe([
            new ShownLink("the first", "https://blog.example/a?b=c&d=e#f"), new ShownLink("the second", "http://blog.example:8080/%C3%BC"), new ShownLink("https://blog.example/", "https://blog.example/"),
        ]);
    }

    private static async Task OtherSchemesAsync(ChatAtHand chat)
    {
        string[] targets = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<b>x</b>", "vbscript:x", "file:///etc/passwd", "ftp://blog.example/", "mailto:a@blog.example", "tel:112", "msteams://l/x", "slack://open", "intent://x", "ws://blog.example/", "about:blank", "/console/out", "x"];
        foreach (var target in targets.Select(target => new Uri(target, UriKind.RelativeOrAbsolute)))
        {
            var shown = await ShowAsync(chat, CardOf(
                new CardPart.Line([new Span.LinkTo("the label", target)]),
                new CardPart.Facts([new Fact("Page", [new Span.LinkTo("its label", target)])]),
                new CardPart.Quote(new Author("1", "Jana K.", target), "they wrote", target, [], "answers"),
                new CardPart.Pictures([new Attachment(AttachmentKind.Picture, target, "a picture"), new Attachment(AttachmentKind.Video, target)])));
            foreach (var words in (string[])["the label", "its label", "they wrote", "a picture"])
                shown.ShouldSay(words, $"with {target}");
            shown.Links.ShouldBeEmpty($"{target} is no place to go");
        }
    }

    private static async Task BreakOutAsync(ChatAtHand chat)
    {
        foreach (var address in (string[])["https://blog.example/\"onmouseover=\"alert(1)", "https://blog.example/'x'><script>", "https://blog.example/a|b>c<d", "https://blog.example/?a=1&copy=2&amp;b", "https://blog.example/)[x](https://evil.example", "https://blog.example/\\\"x"])
        {
            var target = new Uri(address);
            var shown = await ShowAsync(chat, CardOf(
                new CardPart.Line([new Span.LinkTo("the label", target), new Span.Words(" after")]), new CardPart.Pictures([new Attachment(AttachmentKind.Picture, target, "a picture")])));
            shown.Links.Select(link => new Uri(link.Target).AbsoluteUri).ShouldBe([target.AbsoluteUri, target.AbsoluteUri]);
            shown.ShouldSay("the label after");
        }
    }

    private static async Task PicturesAsync(ChatAtHand chat)
    {
        var shown = await ShowAsync(chat, CardOf(new CardPart.Pictures(
        [
            new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/1.png"), "a broken cup"), new Attachment(AttachmentKind.Audio, new Uri("https://sound.example/2.mp3")),
        ])));
        shown.ShouldSay("a broken cup");
        shown.ShouldSay("sound.example");
        // Strange things would hold an embedded picture: ShowAsync looked.
        shown.Links.Select(link => link.Target).ShouldBe(["https://blog.example/1.png", "https://sound.example/2.mp3"]);
    }

    // ---- hostile text ----

    private static async Task HostileAsync(ChatAtHand chat, string text)
    {
        var places = CardPlace.All.Where(place => !place.IsBox || text.Length <= LongestInABox).ToList();
        // All are posted first and read at once: one among many, as on a busy day.
        var posted = new List<(CardPlace Place, MessageRef Hostile, MessageRef Twin)>();
        foreach (var place in places.Where(place => !place.IsAlone))
        {
            posted.Add((
                place,
                await DeliverAsync(chat, $"nudge-{posted.Count}", place.Put(text)),
                await DeliverAsync(chat, $"nudge-{1_000 + posted.Count}", place.Put(HostileText.Twin(text)))));
        }

        var all = await chat.ReadAsync(chat.Channel, Now);
        all.Count.ShouldBe(posted.Count * 2);
        foreach (var (place, hostile, twin) in posted)
        {
            var shown = all.Single(message => message.Where == hostile);
            shown.ShouldSay(text, $"as {place.Name}");
            ShouldBeOnlyWords(chat, shown, all.Single(message => message.Where == twin), text, place);
        }

        foreach (var place in places.Where(place => place.IsAlone && chat.CanPress))
        {
            var shown = await chat.ShowAloneAsync(place.Put(text), Now);
            var box = shown.Boxes.ShouldHaveSingleItem();
            if (place.IsBox)
                HostileText.Seen(box.Text).ShouldBe(HostileText.Seen(text));
            else
                ShownMessageShould.Say(box.Label, text, $"as {place.Name}");
            ShouldBeOnlyWords(chat, shown, await chat.ShowAloneAsync(place.Put(HostileText.Twin(text)), Now), text, place);
        }
    }

    /// <summary>The text changed what is said on the card, and nothing of what the card is.</summary>
    private static void ShouldBeOnlyWords(ChatAtHand chat, ShownMessage shown, ShownMessage twin, string text, CardPlace place)
    {
        var because = $"as {place.Name}";
        shown.ShouldBeGood(chat, because);
        shown.Links.Select(link => link.Target).ShouldBe(twin.Links.Select(link => link.Target), because);
        shown.Moments.ShouldBe(twin.Moments, because);
        shown.Buttons.ShouldBeEmpty(because);
        if (text.Length <= LongestToCompare)
            shown.Skeleton.ShouldBe(twin.Skeleton, because);
    }

    private static async Task HostileNotificationAsync(ChatAtHand chat)
    {
        foreach (var (name, text) in HostileText.All.Where(each => each.Text.Length <= 300))
        {
            // A fallback is one line of clean text by contract: that is what the stages make of it.
            var fallback = CleanText.Line(text, 300);
            var shown = await ShowAsync(chat, Plain("said") with { Fallback = fallback });
            HostileText.Seen(shown.Notification).ShouldBe(HostileText.Seen(fallback), name);
            shown.Notification.ShouldNotContain('\n', name);
        }
    }

    private static async Task HostileKeyAsync(ChatAtHand chat)
    {
        // A notice is called by its matter: "notice-watch 3".
        foreach (var key in (string[])["notice-watch 3", "notice-\"><script>", "notice-' & <at>", "notice-ümläut/../x", "notice-" + new string('k', 200)])
        {
            var card = Plain("said") with { Actions = [Action("claim", "Claim"), Action("why", "Why?") with { Style = ActionStyle.More }] };
            var where = await DeliverAsync(chat, key, card);
            await DeliverAsync(chat, key, card, existing: where);
            await DeliverAsync(chat, key, card with { Title = "Changed" }, version: 2);
            var shown = (await chat.ReadAsync(chat.Channel, Now)).Single(message => message.Text.Contains("Changed", StringComparison.Ordinal));
            shown.ShouldBeGood(chat, key);
            if (chat.CanPress)
                chat.Hear(chat.Press(shown.Button("Why?"), null)).ShouldBe(new Click("why", new NudgeId(12), 5, null, null));
            await DeliverAsync(chat, key, card with { Title = "Seen" }, version: 3, existing: where);
        }

        (await chat.ReadAsync(chat.Channel, Now)).Count.ShouldBe(5);
    }

    // ---- at hand ----

    private static Card Plain(string text) => CardOf(new CardPart.Line([new Span.Words(text)]));

    private static Card CardOf(params CardPart[] parts) => new("Complaint", Tone.Calm, parts, []) { Fallback = "Complaint" };

    private static CardAction Action(string verb, string label, string? argument = null) => new(verb, label, new NudgeId(12), 5) { Argument = argument };

    private static Click ClickOf(CardAction action) => new(action.Verb, action.Nudge, action.Version, action.Argument, null);

    private static CardDelivery Delivery(StaffChannel channel, string key, long version, Card card, MessageRef? existing) => new(key, channel, null, version, card, existing);

    private static async Task<MessageRef> DeliverAsync(ChatAtHand chat, string key, Card card, long version = 1, MessageRef? existing = null, StaffChannel? channel = null) =>
        await chat.Sender.DeliverAsync(Delivery(channel ?? chat.Channel, key, version, card, existing), Now);

    private static async Task<ShownMessage> OnlyAsync(ChatAtHand chat, StaffChannel? channel = null) => (await chat.ReadAsync(channel ?? chat.Channel, Now)).ShouldHaveSingleItem();

    /// <summary>Posts the card beside what stands there and looks at it; cards with a box are shown to one alone, as in life.</summary>
    private static async Task<ShownMessage> ShowAsync(ChatAtHand chat, Card card)
    {
        ShownMessage shown;
        if (card.Parts.Any(part => part is CardPart.TextBox))
        {
            shown = await chat.ShowAloneAsync(card, Now);
        }
        else
        {
            var key = (await chat.ReadAsync(chat.Channel, Now)).Count;
            var where = await DeliverAsync(chat, $"nudge-{key}", card);
            shown = (await chat.ReadAsync(chat.Channel, Now)).Single(message => message.Where == where);
        }

        shown.ShouldBeGood(chat);
        return shown;
    }

    /// <summary>What a client sends for an action with everything in it; heard as it was, to begin with.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> PressedAsync(ChatAtHand chat)
    {
        var save = Action("save", "Save", "now") with { SendsInput = true };
        var shown = await ShowAsync(chat, CardOf(new CardPart.TextBox("Your reply", "as it was", 1_000, "characters")) with { Actions = [save] });
        var sent = chat.Press(shown.Button("Save"), "as typed");
        sent.ShouldNotBeEmpty();
        chat.Hear(sent).ShouldBe(ClickOf(save) with { Input = "as typed" });
        return sent;
    }

    /// <summary>Nothing a decision could trip over: it has a verb of sane length, and numbers that no nudge has are none.</summary>
    private static void ShouldBeHarmless(Click? click)
    {
        if (click is null)
            return;
        click.Verb.ShouldNotBeNullOrWhiteSpace();
        click.Verb.Length.ShouldBeLessThanOrEqualTo(200);
        (click.Argument?.Length ?? 0).ShouldBeLessThanOrEqualTo(2_000);
        (click.Nudge?.Value ?? 0).ShouldBeGreaterThanOrEqualTo(0);
        click.Version.ShouldBeGreaterThanOrEqualTo(0);
    }
}
