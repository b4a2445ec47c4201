using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Staff;
using PageWatch.Testing.Channels;
using Xunit.Abstractions;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>What a team does all day, and what goes wrong on bad days: the same on every chat, so that nobody can tell which was built first.</summary>
public abstract class ScenarioSuite(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Broken = "Third parcel in a row that arrives broken. I want my money back, today!";
    private const string Claim = "Claim";
    private const string GiveBack = "Give back";
    private const string Edit = "Edit";
    private const string Save = "Save";
    private const string Publish = "Publish…";
    private const string PublishNow = "Publish now";
    private const string Another = "Another draft";
    private const string Approve = "Look and approve…";

    private ScenarioChat chat = null!;

    protected abstract ScenarioChat Chat();

    public async Task InitializeAsync()
    {
        chat = Chat();
        await chat.OpenAsync();
    }

    public async Task DisposeAsync() => await chat.DisposeAsync();

    [Fact]
    public void Suite_is_counted()
    {
        var scenarios = typeof(ScenarioSuite).GetMethods().Count(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0) - 1;
        output.WriteLine($"figure: {GetType().Name}: {scenarios} scenarios");
        scenarios.ShouldBeGreaterThanOrEqualTo(18);
    }

    [Fact, Trait("Promise", "2"), Trait("Promise", "5")]
    public async Task Two_people_claim_at_once_and_one_of_them_has_it()
    {
        await ComplainAsync();
        var card = await chat.CardAsync();
        await chat.PressAsync(Person.Ana, card, Claim);
        var told = await chat.PressAsync(Person.Ben, card, Claim);
        told.Text.ShouldContain("Ana has it");
        var now = await chat.CardAsync();
        now.ShouldSay("Ana has it");
        (await NudgeAsync()).Owner.ShouldBe(chat.Stage.Ana.Id);
    }

    [Fact, Trait("Promise", "5")]
    public async Task Stale_button_does_nothing_and_says_how_things_stand()
    {
        await ComplainAsync();
        var old = await chat.CardAsync();
        await chat.PressAsync(Person.Ana, old, Another);
        await chat.SettleAsync();
        var before = await NudgeAsync();
        var told = await chat.PressAsync(Person.Ana, old, Another);
        told.Text.ShouldContain("Somebody was faster");
        (await NudgeAsync()).Version.ShouldBe(before.Version);
    }

    [Fact, Trait("Promise", "3")]
    public async Task Draft_is_edited_seen_and_published_once()
    {
        await ComplainAsync();
        var box = await chat.PressAsync(Person.Ben, await chat.CardAsync(), Edit);
        box.View!.Boxes.ShouldHaveSingleItem().Text.ShouldContain("Jana");
        await chat.PressAsync(Person.Ben, box.View, Save, "Jana, a new one is on its way. *Ben* of Contoso");
        var card = await chat.CardAsync();
        card.ShouldSay("Jana, a new one is on its way. *Ben* of Contoso");
        var preview = await chat.PressAsync(Person.Ben, card, Publish);
        var shown = preview.View.ShouldNotBeNull();
        shown.ShouldSay("Jana, a new one is on its way. *Ben* of Contoso");
        shown.ShouldSay("The blog");
        chat.Stage.Page.Replies.ShouldBeEmpty("nothing goes out before the exact text was confirmed");
        await chat.PressAsync(Person.Ben, shown, PublishNow);
        await chat.PressAsync(Person.Ben, shown, PublishNow);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe("Jana, a new one is on its way. *Ben* of Contoso");
        var done = await chat.CardAsync();
        done.ShouldSay("Answered by Ben");
        done.Buttons.ShouldHaveSingleItem().Label.ShouldBe("Take the reply back…");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Without_the_role_nothing_happens_and_who_can_is_told_in_private()
    {
        await ComplainAsync();
        var card = await chat.CardAsync();
        var told = await chat.PressAsync(Person.Vera, card, Claim);
        told.Text.ShouldContain("Only a responder may do that. Ana, Ben can.");
        (await NudgeAsync()).State.ShouldBe(NudgeState.Open);
        (await chat.CardAsync()).Text.ShouldNotContain("Only a responder");
        (await chat.SayAsync(Person.Vera, "team add Eve admin")).Text.ShouldContain("Only an admin");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Guest_can_press_and_nothing_comes_of_it()
    {
        await ComplainAsync();
        var told = await chat.PressAsync(Person.Gus, await chat.CardAsync(), Claim);
        told.Text.ShouldContain("do not know you");
        (await NudgeAsync()).State.ShouldBe(NudgeState.Open);
    }

    [Fact, Trait("Promise", "6")]
    public async Task Nudge_is_handed_on_and_counts_when_it_is_accepted()
    {
        await ComplainAsync();
        var due = (await NudgeAsync()).DueAt;
        await chat.PressAsync(Person.Ana, await chat.CardAsync(), Claim);
        await chat.SayAsync(Person.Ana, "hand 1 Ben She wants a call after five.");
        var offered = await chat.CardAsync();
        offered.ShouldSay("Ana offers this to Ben: She wants a call after five.");
        (await NudgeAsync()).Owner.ShouldBe(chat.Stage.Ana.Id);
        // A card that changes in its place rings for nobody: Ben is called by a message of its own.
        var call = await chat.CalledAsync();
        call.ShouldSay(chat.Mention(Person.Ben));
        call.ShouldSay("Ana hands it on to you: She wants a call after five.");
        call.Strange.ShouldBeEmpty();
        await chat.PressAsync(Person.Ben, offered, "Take it over");
        (await chat.CalledAsync()).Text.ShouldNotContain(chat.Mention(Person.Ben));
        (await chat.CardAsync()).ShouldSay("taken over from Ana: She wants a call after five.");
        (await NudgeAsync()).ShouldSatisfyAllConditions(nudge => nudge.Owner.ShouldBe(chat.Stage.Ben.Id), nudge => nudge.DueAt.ShouldBe(due));
    }

    [Fact]
    public async Task Snoozed_nudge_sleeps_and_wakes()
    {
        await ComplainAsync();
        await chat.PressAsync(Person.Ana, await chat.CardAsync(), "Snooze 1 hour");
        (await chat.CardAsync()).ShouldSay("snoozed");
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(61));
        await chat.Stage.SweepAsync();
        (await chat.CardAsync()).Text.ShouldNotContain("snoozed");
        (await NudgeAsync()).State.ShouldBe(NudgeState.Open);
    }

    [Fact]
    public async Task Nudge_is_dismissed_with_its_reason()
    {
        await ComplainAsync();
        await chat.PressAsync(Person.Ana, await chat.CardAsync(), "Dismiss: not for us");
        var done = await chat.CardAsync();
        done.ShouldSay("Dismissed");
        done.Buttons.ShouldBeEmpty();
        (await NudgeAsync()).Reason.ShouldBe(NudgeReason.NotForUs);
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task Card_that_was_deleted_in_the_chat_comes_again_with_the_next_change()
    {
        await ComplainAsync();
        await chat.DeleteAsync(await chat.CardAsync());
        (await chat.ReadAsync()).ShouldBeEmpty();
        await chat.Stage.PressAsync(chat.Stage.Ana, "claim");
        (await chat.CardAsync()).ShouldSay("Ana has it");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Card_that_cannot_be_changed_is_posted_again_and_the_old_one_has_no_live_buttons()
    {
        await ComplainAsync();
        var old = await chat.CardAsync();
        chat.Freeze(old);
        await chat.Stage.PressAsync(chat.Stage.Ana, "claim");
        await chat.SettleAsync();
        var all = await chat.ReadAsync();
        all[^1].ShouldSay("Ana has it");
        // Whoever still presses the old one is told how things stand.
        var told = await chat.PressAsync(Person.Ben, old, Claim);
        told.Text.ShouldContain("Ana has it");
        (await NudgeAsync()).Owner.ShouldBe(chat.Stage.Ana.Id);
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "2"), Trait("Promise", "9")]
    public async Task Chat_that_is_down_for_an_hour_loses_and_doubles_nothing()
    {
        await ComplainAsync();
        await chat.CardAsync();
        chat.IsDown = true;
        await chat.Stage.PressAsync(chat.Stage.Ana, "claim");
        await WriteAsync("c2", "The lid of mine was broken, too. Who do I call?", "Mia");
        for (var minute = 0; minute < 60; minute += 5)
        {
            await chat.SettleAsync();
            chat.Stage.Time.Advance(TimeSpan.FromMinutes(5));
        }

        await chat.Stage.PressAsync(chat.Stage.Ben, "claim", nudge: 2);
        chat.IsDown = false;
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(10));
        await chat.SettleAsync();
        var all = await chat.ReadAsync();
        all.Count(card => card.Text.Contains("Jana K.", StringComparison.Ordinal)).ShouldBe(1);
        all.Count(card => card.Text.Contains("Mia", StringComparison.Ordinal)).ShouldBe(1);
        all.Single(card => card.Text.Contains("Mia", StringComparison.Ordinal)).ShouldSay("Ben has it");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Bot_that_was_removed_goes_on_when_it_is_added_again()
    {
        await ComplainAsync();
        await chat.CardAsync();
        await chat.RemoveBotAsync();
        await WriteAsync("c2", "The lid of mine was broken, too. Who do I call?", "Mia");
        await chat.SettleAsync();
        (await chat.ReadAsync()).ShouldNotContain(card => card.Text.Contains("Mia", StringComparison.Ordinal));
        await chat.AddBotAsync();
        await chat.SettleAsync();
        (await chat.ReadAsync()).Count(card => card.Text.Contains("Mia", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Channel_that_is_renamed_keeps_its_cards()
    {
        await ComplainAsync();
        await chat.CardAsync();
        await chat.RenameAsync("helpdesk");
        (await chat.SayAsync(Person.Ana, "channels")).Text.ShouldContain("#helpdesk");
        await chat.Stage.PressAsync(chat.Stage.Ana, "claim");
        (await chat.CardAsync()).ShouldSay("Ana has it");
    }

    [Fact, Trait("Promise", "1"), Trait("Promise", "5")]
    public async Task Press_that_was_taken_before_the_service_died_has_its_effect_once()
    {
        await ComplainAsync();
        var card = await chat.CardAsync();
        await chat.PressAndDieAsync(Person.Ana, card, Claim);
        await chat.SettleAsync();
        (await chat.CardAsync()).ShouldSay("Ana has it");
        (await NudgeAsync()).Version.ShouldBe(2);
    }

    [Fact, Trait("Promise", "5")]
    public async Task Two_people_edit_and_neither_writes_over_the_other()
    {
        await ComplainAsync();
        var card = await chat.CardAsync();
        var anas = await chat.PressAsync(Person.Ana, card, Edit);
        (await chat.CardAsync()).ShouldSay("Ana is editing");
        var bens = await chat.PressAsync(Person.Ben, await chat.CardAsync(), Edit);
        await chat.PressAsync(Person.Ana, anas.View!, Save, "Jana, this is Ana.");
        await chat.PressAsync(Person.Ben, bens.View!, Save, "Jana, this is Ben.");
        var both = await chat.CardAsync();
        both.ShouldSay("Jana, this is Ana.");
        both.ShouldSay("Ben would say");
        both.ShouldSay("Jana, this is Ben.");
        (await chat.Stage.FileAsync(1)).Draft!.Text.ShouldBe("Jana, this is Ana.");
        // It was written before Ana's words stood there; whoever takes it looks at the post once more.
        await chat.PressAsync(Person.Ana, both, "Use Ben’s words");
        (await chat.Stage.FileAsync(1)).Draft!.Text.ShouldBe("Jana, this is Ben.");
        (await chat.PressAsync(Person.Ana, await chat.CardAsync(), Publish)).Text.ShouldContain("It still fits");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Reply_that_needs_two_goes_out_with_the_second_yes_and_is_taken_back()
    {
        await NeedsTwoAsync();
        await ComplainAsync();
        var box = await chat.PressAsync(Person.Ana, await chat.CardAsync(), Edit);
        await chat.PressAsync(Person.Ana, box.View!, Save, "Jana, a new one is on its way to you.");
        var first = await chat.PressAsync(Person.Ana, await chat.CardAsync(), Publish);
        await chat.PressAsync(Person.Ana, first.View!, "Say yes, ask another");
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldBeEmpty("one yes is not two");
        var waiting = await chat.CardAsync();
        waiting.ShouldSay("waits for a yes");
        waiting.ShouldSay("Said yes: Ana");
        var call = await chat.CalledAsync();
        call.ShouldSay(chat.Mention(Person.Ben));
        call.Text.ShouldNotContain(chat.Mention(Person.Ana));
        call.Strange.ShouldBeEmpty();
        (await chat.PressAsync(Person.Ana, waiting, Approve)).Text.ShouldContain("You have said yes already. Ben can say it too.");

        // Ben changes a word: Ana's yes was to other words, so Ana is asked again, and sees what was changed.
        var bens = await chat.PressAsync(Person.Ben, waiting, Edit);
        await chat.PressAsync(Person.Ben, bens.View!, Save, "Jana, a new lid is on its way to you.");
        (await chat.CalledAsync()).ShouldSay(chat.Mention(Person.Ana));
        var second = await chat.PressAsync(Person.Ana, await chat.CardAsync(), Approve);
        second.View!.ShouldSay("Ben changed:");
        second.View!.ShouldSay("Jana, a new lid is on its way to you.");
        await chat.PressAsync(Person.Ana, second.View!, PublishNow);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe("Jana, a new lid is on its way to you.");
        (await chat.Stage.FileAsync(1)).Reply!.Approvals.Select(yes => yes.ByName).ShouldBe(["Ben", "Ana"]);
        (await chat.CardAsync()).ShouldSay("Answered by Ana");

        // And back: seen first, then confirmed, then gone from the page; the answer is owed again since the post was written.
        var due = (await NudgeAsync()).DueAt;
        var undo = await UndoAsync(Person.Ben);
        chat.Stage.Page.Replies.Count.ShouldBe(1, "nothing is taken away before it was confirmed");
        await chat.PressAsync(Person.Ben, undo.View!, "Take it off the page");
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldBeEmpty();
        var open = await chat.CardAsync();
        open.ShouldSay("Ben took the reply off the page.");
        open.Buttons.ShouldNotBeEmpty();
        (await NudgeAsync()).ShouldSatisfyAllConditions(nudge => nudge.State.ShouldBe(NudgeState.Claimed), nudge => nudge.DueAt.ShouldBe(due), nudge => nudge.Clock.AnsweredAt.ShouldBeNull());
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_changes_while_a_yes_is_awaited_makes_the_first_yes_void()
    {
        await NeedsTwoAsync();
        await ComplainAsync();
        await SayYesAsync(Person.Ana);
        var old = await chat.CardAsync();
        chat.Stage.Time.Advance(TimeSpan.FromSeconds(5));
        await chat.Stage.TellAsync(chat.Stage.Post("c1", "Third parcel in a row that arrives broken. And your driver was rude!", mark: 2));
        var now = await chat.CardAsync();
        now.ShouldSay("And your driver was rude!");
        now.Text.ShouldNotContain("Said yes");
        // Ben's old card does nothing, and one yes is one yes again.
        (await chat.PressAsync(Person.Ben, old, Approve)).Text.ShouldContain("Ana has it");
        (await NudgeAsync()).State.ShouldBe(NudgeState.Claimed);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_is_deleted_while_a_yes_is_awaited_gets_no_answer()
    {
        await NeedsTwoAsync();
        await ComplainAsync();
        await SayYesAsync(Person.Ana);
        var waiting = await chat.CardAsync();
        var preview = await chat.PressAsync(Person.Ben, waiting, Approve);
        chat.Stage.Page.Shows.Remove("c1");
        await chat.Stage.TellAsync(new SourceEvent.PostDeleted("c1", 5));
        await chat.PressAsync(Person.Ben, preview.View!, PublishNow);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldBeEmpty();
        var done = await chat.CardAsync();
        done.ShouldSay("Withdrawn");
        done.Text.ShouldNotContain("broken");
        done.Buttons.ShouldBeEmpty();
        (await chat.CalledAsync()).Text.ShouldNotContain(chat.Mention(Person.Ben), Case.Sensitive, "what is over calls nobody");
    }

    [Fact, Trait("Promise", "11")]
    public async Task Answer_on_the_page_itself_while_a_yes_is_awaited_ends_it()
    {
        await NeedsTwoAsync();
        await ComplainAsync();
        await SayYesAsync(Person.Ana);
        var preview = await chat.PressAsync(Person.Ben, await chat.CardAsync(), Approve);
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(1));
        await chat.Stage.TellAsync(chat.Stage.Own("o1", "Jana, we are on it.", "c1"));
        await chat.PressAsync(Person.Ben, preview.View!, PublishNow);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldBeEmpty();
        (await chat.CardAsync()).ShouldSay("Answered by Contoso");
    }

    [Fact, Trait("Promise", "6")]
    public async Task Complaint_is_taken_to_the_phone_and_onlookers_see_it_solved()
    {
        await ComplainAsync();
        var due = (await NudgeAsync()).DueAt;
        var ask = await chat.PressAsync(Person.Ben, await chat.CardAsync(), "Take off-line: phone…");
        var brief = ask.View.ShouldNotBeNull();
        foreach (var line in (string[])["Who", "Jana K.", "What happened", "Third parcel in a row", "May offer"])
            brief.ShouldSay(line);
        await chat.PressAsync(Person.Ben, brief, "Within 1 hour");
        var offline = await chat.CardAsync();
        offline.ShouldSay("taken off-line");
        offline.ShouldSay("Ben calls them");
        offline.Moments.ShouldContain(at => at > chat.Stage.Time.GetUtcNow() + TimeSpan.FromMinutes(55) && at < chat.Stage.Time.GetUtcNow() + TimeSpan.FromMinutes(61), "its own clock");
        (await NudgeAsync()).ShouldSatisfyAllConditions(nudge => nudge.State.ShouldBe(NudgeState.Offline), nudge => nudge.DueAt.ShouldBe(due));

        chat.Stage.Time.Advance(TimeSpan.FromMinutes(62));
        await chat.Stage.SweepAsync();
        var call = await chat.CalledAsync();
        call.ShouldSay(chat.Mention(Person.Ben));
        call.ShouldSay("Call Jana K. now.");
        call.Strange.ShouldBeEmpty();

        await chat.PressAsync(Person.Ben, await chat.CardAsync(), "Talked, and solved");
        var owed = await chat.CardAsync();
        owed.ShouldSay("a closing line is owed");
        owed.ShouldSay("Jana");
        (await chat.CalledAsync()).Text.ShouldNotContain(chat.Mention(Person.Ben), Case.Sensitive, "what is over calls nobody");
        (await chat.Stage.FileAsync(1)).Draft!.Proposal!.Kind.ShouldBe(Domain.Drafts.ProposalKind.Closing);
        var preview = await chat.PressAsync(Person.Ben, owed, Publish);
        await chat.PressAsync(Person.Ben, preview.View!, PublishNow);
        await chat.Stage.DispatchAsync();
        chat.Stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe((await chat.Stage.FileAsync(1)).Draft!.Text);
        var done = await chat.CardAsync();
        done.ShouldSay("Answered by Ben");
        done.ShouldSay("Ben talked to them by phone: solved.");
    }

    [Fact, Trait("Promise", "6")]
    public async Task Nobody_is_reached_and_it_is_open_again_and_as_late_as_it_is()
    {
        await ComplainAsync();
        var due = (await NudgeAsync()).DueAt;
        await chat.SayAsync(Person.Ana, "offline 1 phone 2h Ben She prefers mornings.");
        (await chat.CardAsync()).ShouldSay("She prefers mornings.");
        chat.Stage.Time.Advance(TimeSpan.FromMinutes(121));
        await chat.Stage.SweepAsync();
        await chat.PressAsync(Person.Ben, await chat.CardAsync(), "Not reached");
        await chat.Stage.SweepAsync();
        var open = await chat.CardAsync();
        open.ShouldSay("Ben did not reach them (try 1).");
        open.ShouldSay("overdue");
        open.Moments.ShouldContain(due);
        (await NudgeAsync()).ShouldSatisfyAllConditions(nudge => nudge.State.ShouldBe(NudgeState.Open), nudge => nudge.DueAt.ShouldBe(due), nudge => nudge.Owner.ShouldBeNull());
        (await chat.SayAsync(Person.Ana, "call list")).Text.ShouldContain("not reached yet, try 1");
    }

    private Task NeedsTwoAsync() => chat.SayAsync(Person.Ana, "rule add two-eyes is:complaint --approvals 2");

    private async Task SayYesAsync(Person who)
    {
        var preview = await chat.PressAsync(who, await chat.CardAsync(), Publish);
        await chat.PressAsync(who, preview.View!, "Say yes, ask another");
    }

    private async Task<Told> UndoAsync(Person who) => await chat.PressAsync(who, await chat.CardAsync(), "Take the reply back…");

    [Fact, Trait("Promise", "3")]
    public async Task Words_under_a_card_are_a_private_note_even_when_they_look_like_a_command()
    {
        await ComplainAsync();
        var card = await chat.CardAsync();
        await chat.WriteUnderAsync(Person.Ben, card, "publish 1 --confirm ABCD");
        await chat.SettleAsync();
        (await NudgeAsync()).State.ShouldBe(NudgeState.Open);
        chat.Stage.Page.Replies.ShouldBeEmpty();
        (await chat.Stage.Get<INotes>().OfAsync(Domain.Teams.TeamId.Default, new NudgeId(1), CancellationToken.None)).ShouldHaveSingleItem().Text.ShouldBe("publish 1 --confirm ABCD");
        (await chat.SayAsync(Person.Ana, "why 1")).Text.ShouldContain("publish 1 --confirm ABCD");
        (await chat.CardAsync()).Text.ShouldNotContain("--confirm");
    }

    [Fact]
    public async Task Post_that_is_only_a_picture_asks_a_person_to_look()
    {
        await WriteAsync("c1", "", "Jana K.", post => post with { Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://blog.example/lid.jpg"), "a lid in two halves")] });
        var card = await chat.CardAsync();
        card.ShouldSay("Only a picture: please have a look.");
        card.Links.ShouldContain(link => link.Target == "https://blog.example/lid.jpg");
        card.Strange.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Post_from_right_to_left_stays_in_its_place()
    {
        await WriteAsync("c1", "المنتج وصل مكسورًا للمرة الثالثة! أريد استرداد أموالي اليوم.", "\u202Eعلي");
        var card = await chat.CardAsync();
        card.ShouldSay("المنتج وصل مكسورًا للمرة الثالثة!");
        card.Text.ShouldNotContain("\u202E");
        card.Strange.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Post_of_five_thousand_characters_is_shown_within_the_chats_limits()
    {
        var text = string.Concat(Enumerable.Repeat("The third parcel arrived broken, and nobody answers. <!channel> @everyone *why*? ", 63))[..5_000];
        await WriteAsync("c1", text, "Jana K.");
        var card = await chat.CardAsync();
        card.ShouldSay("The third parcel arrived broken, and nobody answers.");
        card.Strange.ShouldBeEmpty();
        card.Buttons.ShouldNotBeEmpty();
        await chat.PressAsync(Person.Ana, card, Claim);
        await chat.PressAsync(Person.Ana, await chat.CardAsync(), GiveBack);
        (await NudgeAsync()).State.ShouldBe(NudgeState.Open);
    }

    private Task ComplainAsync() => WriteAsync("c1", Broken, "Jana K.");

    private async Task WriteAsync(string id, string text, string author, Func<PostSnapshot, PostSnapshot>? with = null)
    {
        var post = chat.Stage.Post(id, text, author).Post;
        post = with?.Invoke(post) ?? post;
        chat.Stage.Page.Shows[id] = post;
        await chat.Stage.TellAsync(new SourceEvent.PostSeen(post));
    }

    private async Task<Nudge> NudgeAsync() => (await chat.Stage.FileAsync(1)).Nudge!;
}
