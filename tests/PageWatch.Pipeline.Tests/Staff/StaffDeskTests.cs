using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Staff;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Staff;

public sealed class StaffDeskTests : IAsyncLifetime
{
    private const string Complaint = "Third parcel in a row that arrives broken.";
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", Complaint, mark: 1));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "5")]
    public async Task Loser_of_a_claim_race_is_told_politely_who_has_it()
    {
        var version = (await stage.FileAsync()).Nudge!.Version;
        (await stage.PressAsync(stage.Ana, "claim", version: version)).ShouldBeOfType<ClickAnswer.Done>();
        var lost = (await stage.PressAsync(stage.Ben, "claim", version: version)).ShouldBeOfType<ClickAnswer.Refused>();
        lost.Why.ShouldContain("Ana has it");
        lost.Current!.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).ShouldContain(new Span.Strong("Ana has it"));
        (await stage.FileAsync()).Nudge!.Owner.ShouldBe(stage.Ana.Id);
    }

    [Fact, Trait("Promise", "5")]
    public async Task Two_claims_at_the_same_moment_have_one_winner()
    {
        for (var round = 0; round < 10; round++)
        {
            var version = (await stage.FileAsync()).Nudge!.Version;
            var number = (await stage.FileAsync()).Nudge!.Id;
            var answers = await Task.WhenAll(
                Task.Run(async () => await stage.Get<StaffDesk>().ClickAsync(stage.Ana, new Click("claim", number, version, null, null), Now)),
                Task.Run(async () => await stage.Get<StaffDesk>().ClickAsync(stage.Ben, new Click("claim", number, version, null, null), Now)));
            answers.Count(answer => answer is ClickAnswer.Done).ShouldBe(1);
            var owner = (await stage.FileAsync()).Nudge!.Owner;
            await stage.PressAsync(owner == stage.Ana.Id ? stage.Ana : stage.Ben, "release");
        }
    }

    [Theory, Trait("Promise", "5")]
    [InlineData("claim")]
    [InlineData("release")]
    [InlineData("edit")]
    [InlineData("save")]
    [InlineData("draft")]
    [InlineData("publish")]
    [InlineData("confirm")]
    [InlineData("snooze")]
    [InlineData("dismiss")]
    [InlineData("not-a-complaint")]
    [InlineData("verdict")]
    [InlineData("answered")]
    [InlineData("keep")]
    public async Task Late_click_changes_nothing_and_gets_the_state_as_it_is(string verb)
    {
        var before = await stage.FileAsync();
        await stage.PressAsync(stage.Ana, "draft"); // the card moves on
        var now = await stage.FileAsync();
        var answer = (await stage.PressAsync(stage.Ana, verb, "1h", "words", version: before.Nudge!.Version)).ShouldBeOfType<ClickAnswer.Refused>();
        answer.Current.ShouldNotBeNull();
        answer.Why.ShouldContain("faster");
        var after = await stage.FileAsync();
        after.Fence.ShouldBe(now.Fence);
        after.Replies.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "5")]
    public async Task Every_button_carries_the_version_of_the_state_it_shows()
    {
        foreach (var verb in (string[])["claim", "draft", "release"])
        {
            (await stage.PressAsync(stage.Ana, verb)).ShouldBeOfType<ClickAnswer.Done>();
            var version = (await stage.FileAsync()).Nudge!.Version;
            version.ShouldBeGreaterThan(1);
            var preview = (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
            var box = (await stage.PressAsync(stage.Ana, "edit")).ShouldBeOfType<ClickAnswer.Private>().Card;
            foreach (var card in (Card[])[stage.Card(), preview, box])
                card.Actions.ShouldAllBe(action => action.Version == version);
            stage.Card().Actions.Count.ShouldBeGreaterThan(8);
        }
    }

    [Fact, Trait("Promise", "5")]
    public async Task Click_after_the_end_says_what_happened()
    {
        await stage.PressAsync(stage.Ana, "dismiss", "not-for-us");
        (await stage.PressAsync(stage.Ben, "claim", version: 1)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Dismissed");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("CLAIM")]
    public async Task Forged_verb_does_nothing(string verb)
    {
        var before = await stage.FileAsync();
        (await stage.PressAsync(stage.Ana, verb)).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.FileAsync()).Fence.ShouldBe(before.Fence);
    }

    [Theory, Trait("Promise", "3")]
    [InlineData(Role.Viewer, "claim", false)]
    [InlineData(Role.Viewer, "why", true)]
    [InlineData(Role.Responder, "claim", true)]
    [InlineData(Role.Responder, "edit", true)]
    [InlineData(Role.Responder, "publish", true)]
    [InlineData(Role.Viewer, "publish", false)]
    [InlineData(Role.Viewer, "confirm", false)]
    [InlineData(Role.Responder, "undo", false)]
    [InlineData(Role.Approver, "publish", true)]
    public async Task Roles_are_checked_at_the_click_and_the_refusal_says_who_can(Role role, string verb, bool allowed)
    {
        var dora = await stage.AddMemberAsync("Dora", role);
        var answer = await stage.PressAsync(dora, verb);
        if (allowed)
            answer.ShouldNotBeOfType<ClickAnswer.Refused>();
        else
            answer.ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Ana");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Responder_asks_for_a_yes_and_lets_nothing_out()
    {
        var dora = await stage.AddMemberAsync("Dora", Role.Responder);
        var preview = (await stage.PressAsync(dora, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Actions[0].Label.ShouldBe("Ask for a yes");
        (await stage.PressAsync(dora, "confirm", preview.Actions[0].Argument)).ShouldBeOfType<ClickAnswer.Done>();
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Nudge!.ShouldSatisfyAllConditions(nudge => nudge.State.ShouldBe(NudgeState.AwaitingApproval), nudge => nudge.Awaited!.Given.ShouldBeEmpty());
        (await stage.PressAsync(dora, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Dora has asked for a yes already. Ana, Ben can give it.");
        await stage.PublishAsync(stage.Ben);
        await stage.DispatchAsync();
        stage.Page.Replies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_editing_shows_to_the_others_and_lapses()
    {
        var opened = (await stage.PressAsync(stage.Ana, "edit")).ShouldBeOfType<ClickAnswer.Private>();
        opened.Card.Parts.OfType<CardPart.TextBox>().ShouldHaveSingleItem().Text.ShouldBe((await stage.FileAsync()).Draft!.Text);
        Words(stage.Card()).ShouldContain("Ana is editing");
        (await stage.PressAsync(stage.Ben, "claim")).ShouldBeOfType<ClickAnswer.Done>("presence is no lock");
        await stage.PressAsync(stage.Ben, "release");
        stage.Time.Advance(NudgeLifecycle.EditingLease);
        await stage.SweepAsync();
        await stage.ShowAsync();
        Words(stage.Card()).ShouldNotContain("Ana is editing");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Who_is_too_late_is_told_for_how_long_somebody_has_it()
    {
        await stage.PressAsync(stage.Ben, "claim");
        stage.Time.Advance(TimeSpan.FromMinutes(12));
        var why = (await stage.PressAsync(stage.Ana, "claim")).ShouldBeOfType<ClickAnswer.Refused>().Why;
        why.ShouldContain("Ben has it, for 12 min now.");
        why.ShouldNotContain("UTC");
    }

    [Fact]
    public async Task Saved_words_stand_on_the_card_under_their_writers_name()
    {
        await stage.PressAsync(stage.Ana, "edit");
        (await stage.PressAsync(stage.Ana, "save", input: "  Jana, a new one leaves today.\r\n  ")).ShouldBeOfType<ClickAnswer.Done>();
        var reply = stage.Card().Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem();
        reply.Text.ShouldBe("Jana, a new one leaves today.");
        reply.Label.ShouldContain("Ana");
        (await stage.FileAsync()).Nudge!.Owner.ShouldBe(stage.Ana.Id);
        Words(stage.Card()).ShouldNotContain("Ana is editing");
    }

    [Fact]
    public async Task Saving_what_nobody_changed_makes_nobody_its_author()
    {
        var proposed = (await stage.FileAsync()).Draft!;
        (await stage.PressAsync(stage.Ana, "save", input: $"  {proposed.Text}\r\n")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Draft!.EditedBy.ShouldBeNull();
        stage.Card().Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Label.ShouldNotContain("Ana");

        await stage.PressAsync(stage.Ana, "save", input: "Jana, a new one leaves today.");
        await stage.PressAsync(stage.Ana, "release");
        (await stage.PressAsync(stage.Ben, "save", input: "Jana, a new one leaves today.")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Draft!.EditedByName.ShouldBe("Ana");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("", "empty")]
    [InlineData("   \n ", "empty")]
    public async Task Empty_words_are_refused_with_the_mend(string words, string mend) =>
        (await stage.PressAsync(stage.Ana, "save", input: words)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain(mend);

    [Fact, Trait("Promise", "14")]
    public async Task Words_that_are_too_long_are_refused_by_how_much() =>
        (await stage.PressAsync(stage.Ana, "save", input: new string('x', 1_007))).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("Shorten it by 7");

    [Fact]
    public async Task Another_draft_goes_round()
    {
        var first = (await stage.FileAsync()).Draft!.Text;
        var seen = new HashSet<string> { first };
        for (var i = 0; i < (await stage.FileAsync()).Draft!.Proposals.Count - 1; i++)
        {
            await stage.PressAsync(stage.Ana, "draft");
            seen.Add((await stage.FileAsync()).Draft!.Text).ShouldBeTrue();
        }

        await stage.PressAsync(stage.Ana, "draft");
        (await stage.FileAsync()).Draft!.Text.ShouldBe(first);
    }

    [Fact, Trait("Promise", "3")]
    public async Task Nothing_leaves_without_the_preview_and_its_code()
    {
        (await stage.PressAsync(stage.Ana, "confirm")).ShouldBeOfType<ClickAnswer.Refused>();
        (await stage.PressAsync(stage.Ana, "confirm", "AAAAAAAA")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("code");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Replies.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "3")]
    public async Task Preview_shows_exactly_what_would_go_out_where_and_as_whom()
    {
        var preview = (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Private>().Card;
        preview.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldBe((await stage.FileAsync()).Draft!.Text);
        var facts = preview.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows).ToDictionary(row => row.Name, row => string.Concat(row.Value.OfType<Span.Outside>().Select(span => span.Text)));
        facts["Page"].ShouldBe("The blog");
        facts["Account"].ShouldBe("Contoso");
        preview.Actions[0].Verb.ShouldBe("confirm");
    }

    [Fact, Trait("Promise", "3")]
    public async Task Code_of_one_person_does_not_work_for_another_or_for_other_words()
    {
        var preview = (ClickAnswer.Private)await stage.PressAsync(stage.Ana, "publish");
        var code = preview.Card.Actions[0].Argument;
        (await stage.PressAsync(stage.Ben, "confirm", code)).ShouldBeOfType<ClickAnswer.Refused>();
        await stage.PressAsync(stage.Ana, "save", input: "Other words.");
        (await stage.PressAsync(stage.Ana, "confirm", code)).ShouldBeOfType<ClickAnswer.Refused>();
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "3")]
    public async Task Code_does_not_work_once_the_page_answers_as_somebody_else()
    {
        var code = ((ClickAnswer.Private)await stage.PressAsync(stage.Ana, "publish")).Card.Actions[0].Argument;
        await stage.Get<IWatches>().UpdateAsync(stage.Blog with { Page = stage.Blog.Page with { AccountName = "Contoso Legal" } }, null, null, Now);
        (await stage.PressAsync(stage.Ana, "confirm", code)).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("code");
    }

    [Fact, Trait("Promise", "10")]
    public async Task Own_words_for_an_edited_post_are_blocked_until_somebody_looks_again()
    {
        await stage.PressAsync(stage.Ana, "save", input: "Jana, a new one leaves today.");
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives late.", mark: 2));
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("changed after this draft"));
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("still fits");
        (await stage.PressAsync(stage.Ana, "keep")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
    }

    [Fact]
    public async Task Dismissal_as_no_complaint_is_kept_as_a_label_and_stands()
    {
        (await stage.PressAsync(stage.Ana, "not-a-complaint")).ShouldBeOfType<ClickAnswer.Done>();
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.Dismissed);
        file.Nudge.Reason.ShouldBe(NudgeReason.NotAComplaint);
        var reading = file.Readings[file.Focus!.Id];
        reading.IsVerdict.ShouldBeTrue();
        reading.ReadBy.ShouldBe("Ana");
        reading.Intent.ShouldNotBe(Domain.Understanding.Intent.Complaint);
    }

    [Fact]
    public async Task Snoozed_nudge_wakes_by_itself()
    {
        (await stage.PressAsync(stage.Ana, "snooze", "1h")).ShouldBeOfType<ClickAnswer.Done>();
        stage.Time.Advance(TimeSpan.FromMinutes(61));
        await stage.SweepAsync();
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("yesterday")]
    [InlineData("-1h")]
    [InlineData("999999d")]
    [InlineData("1x")]
    public async Task Time_that_is_none_is_refused(string until) => (await stage.PressAsync(stage.Ana, "snooze", until)).ShouldBeOfType<ClickAnswer.Refused>();

    [Fact, Trait("Promise", "6")]
    public async Task Claim_without_activity_returns_and_the_card_says_so()
    {
        await stage.PressAsync(stage.Ana, "claim");
        stage.Time.Advance(NudgeLifecycle.ClaimLease);
        await stage.SweepAsync();
        await stage.ShowAsync();
        (await stage.FileAsync()).Nudge!.Owner.ShouldBeNull();
        Words(stage.Card()).ShouldNotContain("Ana has it");
    }

    [Fact]
    public async Task Sweep_that_comes_twice_or_late_does_no_harm()
    {
        stage.Time.Advance(TimeSpan.FromHours(9));
        await stage.SweepAsync();
        var fence = (await stage.FileAsync()).Fence;
        await stage.SweepAsync();
        await stage.SweepAsync();
        (await stage.FileAsync()).Fence.ShouldBe(fence);
        await stage.ShowAsync();
        stage.Card().Clock!.Label.ShouldBe("overdue since");
    }

    [Fact]
    public async Task Pause_shows_on_every_card_and_blocks_the_preview()
    {
        await stage.SayAsync(stage.Ana, "pause publishing");
        await stage.ShowAsync();
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("paused by Ana"));
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>().Why.ShouldContain("resume");
        await stage.SayAsync(stage.Ana, "resume");
        await stage.ShowAsync();
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_that_is_only_read_is_answered_by_hand()
    {
        var feed = await stage.AddWatchAsync(stage.Ana, "feed", can: A.Capabilities(reply: Domain.Sources.ReplyMode.None));
        await stage.TellAsync(feed, stage.Post("f1", Complaint));
        stage.Card().Actions.ShouldNotContain(action => action.Verb == "publish");
        (await stage.PressAsync(stage.Ana, "publish")).ShouldBeOfType<ClickAnswer.Refused>();
        stage.Time.Advance(TimeSpan.FromMinutes(3));
        (await stage.PressAsync(stage.Ana, "answered")).ShouldBeOfType<ClickAnswer.Done>();
        (await stage.FileAsync()).Nudge!.AnsweredBy.ShouldBe("Ana");
    }

    [Fact, Trait("Promise", "13")]
    public async Task Every_act_is_on_record_with_what_was_before_and_after()
    {
        await stage.PressAsync(stage.Ana, "claim");
        var draft = (await stage.FileAsync()).Draft!.Text;
        await stage.PressAsync(stage.Ana, "save", input: "My words.");
        var number = (await stage.FileAsync()).Nudge!.Id.Value;
        var history = await stage.Get<ITeamRecords>().HistoryAsync(TeamId.Default, number, Now);
        history.Select(entry => (entry.ByName, entry.Verb)).ShouldBe([("PageWatch", "open"), ("Ana", "claim"), ("Ana", "save")]);
        history[2].Before.ShouldBe(draft);
        history[2].After.ShouldBe("My words.");
        (await stage.Get<ITeamRecords>().VerifyRecordAsync(Now)).BrokenAt.ShouldBeNull();
    }

    [Fact]
    public async Task Why_tells_the_whole_story()
    {
        var why = (await stage.PressAsync(stage.Ana, "why")).ShouldBeOfType<ClickAnswer.Private>().Card;
        var rows = why.Parts.OfType<CardPart.Facts>().SelectMany(part => part.Rows).Select(row => row.Name).ToHashSet();
        foreach (var row in (string[])["State", "Opened by", "rule complaints", "Priority", "Reading", "Language", "Read by", "Clock", "Target", "History"])
            rows.ShouldContain(row);
    }

    private static string Words(Card card) => string.Join(' ', card.Parts.OfType<CardPart.Line>().SelectMany(line => line.Spans).Select(span => span switch
    {
        Span.Words words => words.Text,
        Span.Strong strong => strong.Text,
        _ => "",
    }));
}
