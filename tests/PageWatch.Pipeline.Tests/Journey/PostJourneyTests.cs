using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Outbox;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Journey;

public sealed class PostJourneyTests : IAsyncLifetime
{
    private const string Complaint = "Third parcel in a row that arrives broken. Does anyone even read this?";
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync() => stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact, Trait("Promise", "6")]
    public async Task Complaint_becomes_a_card_with_clock_reading_and_draft()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        var file = await stage.FileAsync();
        file.Nudge!.Kind.ShouldBe(NudgeKind.Complaint);
        file.Nudge.DueAt.ShouldBe(A.Morning + TimeSpan.FromHours(1));
        file.Nudge.Clock.ShownAt.ShouldNotBeNull();
        file.Draft!.Text.ShouldNotBeEmpty();
        var card = stage.Card();
        card.Parts.OfType<CardPart.Quote>().ShouldContain(quote => quote.Text == Complaint && quote.Evidence.Count > 0);
        card.Parts.OfType<CardPart.Reply>().ShouldHaveSingleItem().Text.ShouldBe(file.Draft.Text);
        card.Actions.ShouldAllBe(action => action.Version == file.Nudge.Version && action.Nudge == file.Nudge.Id);
        card.Fallback.ShouldContain("Jana K.");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Repeats_change_nothing()
    {
        var post = stage.Post("p1", Complaint);
        for (var i = 0; i < 3; i++)
            await stage.TellAsync(post, post);
        (await stage.NudgesAsync()).ShouldBe(1);
        stage.Channel.Deliveries.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "2")]
    public async Task One_conversation_has_one_nudge_whoever_writes_in_it()
    {
        await stage.TellAsync(stage.Post("p1", "When do you open on Sunday?"));
        await stage.TellAsync(stage.Post("p2", Complaint, "Ben W.", parent: "p1"), stage.Post("p3", "And when do you close?", "Cora", parent: "p2"));
        (await stage.NudgesAsync()).ShouldBe(1);
        var nudge = (await stage.FileAsync()).Nudge!;
        nudge.Posts.Count.ShouldBe(3);
        nudge.Kind.ShouldBe(NudgeKind.Complaint); // the strictest duty
        nudge.Focus.ShouldBe(nudge.Posts[0]); // the answer goes to who asked first
        stage.Channel.Messages.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "10")]
    public async Task What_the_author_adds_moves_the_focus_and_renews_the_draft()
    {
        await stage.TellAsync(stage.Post("p1", "When do you open on Sunday?"));
        var before = (await stage.FileAsync()).Draft!;
        await stage.TellAsync(stage.Post("p2", "And the parcel arrived broken, by the way.", parent: "p1"));
        var file = await stage.FileAsync();
        file.Focus!.NativeId.ShouldBe("p2");
        file.Draft!.For.ShouldBe(file.Focus.Id);
        file.Draft.Stale.ShouldBe(Domain.Drafts.DraftStaleness.AuthorWroteAgain);
        file.Draft.Text.ShouldNotBe(before.Text);
        stage.Card().Parts.OfType<CardPart.Quote>().Select(quote => quote.Label).ShouldContain("then wrote");
    }

    [Fact]
    public async Task Thanks_neither_reopen_nor_run_the_clock()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1"));
        await stage.TellAsync(stage.Post("p2", "Thanks!", parent: "p1"));
        (await stage.NudgesAsync(live: true)).ShouldBe(0);
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Further_complaint_after_the_answer_is_a_new_duty()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1"));
        stage.Time.Advance(TimeSpan.FromHours(2));
        await stage.TellAsync(stage.Post("p2", "The new one is broken too. Terrible!", parent: "p1"));
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
        (await stage.NudgesAsync()).ShouldBe(2);
    }

    [Fact, Trait("Promise", "11")]
    public async Task Answer_written_on_the_page_closes_the_nudge_and_is_credited()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        stage.Time.Advance(TimeSpan.FromMinutes(7));
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1"));
        var nudge = (await stage.FileAsync()).Nudge!;
        nudge.State.ShouldBe(NudgeState.Answered);
        nudge.AnsweredBy.ShouldBe("Contoso");
        nudge.Clock.AnsweredAt.ShouldBe(A.Morning + TimeSpan.FromMinutes(7));
        stage.Card().Title.ShouldBe("Answered by Contoso in 7 min");
        (await stage.NudgesAsync()).ShouldBe(1, "what we wrote is never a nudge");
    }

    [Fact, Trait("Promise", "6"), Trait("Promise", "11")]
    public async Task Answer_written_on_the_page_counts_from_when_it_was_written_however_late_we_hear_of_it()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        stage.Time.Advance(TimeSpan.FromMinutes(30));
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1", A.Morning + TimeSpan.FromMinutes(7)));
        (await stage.FileAsync()).Nudge!.Clock.AnsweredAt.ShouldBe(A.Morning + TimeSpan.FromMinutes(7));
        stage.Card().Title.ShouldBe("Answered by Contoso in 7 min");
    }

    [Fact, Trait("Promise", "11")]
    public async Task What_the_page_wrote_before_the_question_answers_nothing()
    {
        await stage.TellAsync(stage.Post("p0", "I love the new beans, wonderful!", "Ben W."));
        await stage.TellAsync(stage.Post("p1", Complaint, parent: "p0"));
        await stage.TellAsync(stage.Own("o1", "Thank you, Ben!", "p0", A.Morning - TimeSpan.FromMinutes(1)));
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Open);
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact, Trait("Promise", "11")]
    public async Task Answer_that_is_seen_before_its_question_closes_it_all_the_same()
    {
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1", A.Morning + TimeSpan.FromMinutes(2)));
        await stage.TellAsync(stage.Post("p1", Complaint, at: A.Morning));
        (await stage.FileAsync()).Nudge!.State.ShouldBe(NudgeState.Answered);
    }

    [Fact, Trait("Promise", "12")]
    public async Task Old_posts_of_a_new_watch_nudge_nobody()
    {
        await stage.TellAsync(stage.Post("p1", Complaint, at: A.Morning - TimeSpan.FromDays(2)));
        (await stage.NudgesAsync()).ShouldBe(0);
        stage.Channel.Deliveries.ShouldBeEmpty();
        (await stage.SayAsync(stage.Ana, "find broken")).Card.Title.ShouldBe("1 found"); // kept for memory
    }

    [Fact, Trait("Promise", "12")]
    public async Task Posts_without_a_time_are_old_at_the_first_look_and_news_after_it()
    {
        var shop = await stage.AddWatchAsync(stage.Ana, "shop");
        await stage.TellAsync(shop, new SourceEvent.PostSeen(A.Seen("p1", Complaint) with { PublishedAt = null }));
        (await stage.NudgesAsync()).ShouldBe(0);
        await stage.TellAsync(shop, new SourceEvent.PostSeen(A.Seen("p2", Complaint, "Ben W.") with { PublishedAt = null }));
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact, Trait("Promise", "12")]
    public async Task Backfill_nudges_for_what_was_asked()
    {
        var shop = await stage.AddWatchAsync(stage.Ana, "shop", backfill: TimeSpan.FromDays(3));
        await stage.TellAsync(shop, stage.Post("p1", Complaint, at: A.Morning - TimeSpan.FromDays(2)), stage.Post("p2", Complaint, at: A.Morning - TimeSpan.FromDays(4)));
        (await stage.NudgesAsync()).ShouldBe(1);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Edit_renews_an_untouched_draft_and_says_so()
    {
        await stage.TellAsync(stage.Post("p1", Complaint, mark: 1));
        var version = (await stage.FileAsync()).Nudge!.Version;
        await stage.TellAsync(stage.Post("p1", "When do you open on Sunday?", mark: 2));
        var file = await stage.FileAsync();
        file.Nudge!.Version.ShouldBeGreaterThan(version);
        file.Draft!.ForRevision.ShouldBe(2);
        stage.Card().Parts.OfType<CardPart.Banner>().ShouldContain(banner => banner.Text.Contains("made anew"));
    }

    [Fact, Trait("Promise", "10")]
    public async Task Delete_withdraws_the_nudge_and_leaves_nothing_anywhere()
    {
        await stage.TellAsync(stage.Post("p1", "Zebrastripe parcel arrives broken again", "Quentin Xylander"));
        await stage.PressAsync(stage.Ana, "edit");
        await stage.PressAsync(stage.Ana, "save", input: "Quentin, sorry about the zebrastripe parcel");
        (await stage.HoldsAnywhereAsync("ebrastripe")).ShouldBeTrue();
        await stage.TellAsync(new SourceEvent.PostDeleted("p1"));
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.Withdrawn);
        file.Nudge.Reason.ShouldBe(NudgeReason.AuthorDeleted);
        stage.Card().Title.ShouldBe("Withdrawn · deleted on the page");
        foreach (var trace in (string[])["ebrastripe", "Xylander", "Quentin"])
            (await stage.HoldsAnywhereAsync(trace)).ShouldBeFalse(trace);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Draft_for_another_post_loses_its_words_about_the_one_that_was_taken_back()
    {
        await stage.TellAsync(stage.Post("p1", "The zebrastripe parcel arrived broken."));
        await stage.TellAsync(stage.Post("p2", "And nobody answers my complaint!", parent: "p1"));
        await stage.PressAsync(stage.Ana, "save", input: "Sorry about the zebrastripe parcel.");
        await stage.TellAsync(new SourceEvent.PostDeleted("p1"));
        (await stage.FileAsync()).Nudge!.IsAtEnd.ShouldBeFalse();
        (await stage.HoldsAnywhereAsync("ebrastripe")).ShouldBeFalse();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Our_answer_goes_with_the_post_it_speaks_of_and_the_page_cannot_bring_it_back()
    {
        await stage.TellAsync(stage.Post("p1", "Zebrastripe parcel arrives broken again", "Quentin Xylander"));
        var answer = stage.Own("o1", "Quentin, sorry about the zebrastripe parcel.", "p1");
        await stage.TellAsync(answer);
        await stage.TellAsync(new SourceEvent.PostDeleted("p1"));
        await ShouldBeGoneAsync();

        // The page still shows what we wrote: a platform that reads again tells of it once more, and of what we had not seen yet.
        await stage.TellAsync(answer);
        await stage.TellAsync(stage.Own("o2", "Quentin, here is the number of the new zebrastripe parcel.", "p1"));
        await ShouldBeGoneAsync();
        (await stage.SayAsync(stage.Ana, "find parcel")).Card.Title.ShouldNotContain("1 found");

        async Task ShouldBeGoneAsync()
        {
            foreach (var trace in (string[])["ebrastripe", "Quentin"])
                (await stage.HoldsAnywhereAsync(trace)).ShouldBeFalse(trace);
        }
    }

    [Fact, Trait("Promise", "10")]
    public async Task Delete_that_comes_first_keeps_the_post_out()
    {
        await stage.TellAsync(new SourceEvent.PostDeleted("p1", 2));
        await stage.TellAsync(stage.Post("p1", "Zebrastripe parcel arrives broken again", mark: 1));
        (await stage.NudgesAsync()).ShouldBe(0);
        (await stage.HoldsAnywhereAsync("ebrastripe")).ShouldBeFalse("the bytes that brought it go too");
    }

    [Fact, Trait("Promise", "6")]
    public async Task Post_that_was_held_is_a_duty_once_it_is_public()
    {
        var post = stage.Post("p1", Complaint);
        await stage.TellAsync(new SourceEvent.PostSeen(post.Post with { Standing = PostStanding.Held }));
        (await stage.NudgesAsync()).ShouldBe(0);
        stage.Time.Advance(TimeSpan.FromDays(2));
        await stage.TellAsync(post);
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
        (await stage.FileAsync()).Nudge!.Clock.PublishedAt.ShouldBe(A.Morning); // the clock is honest
    }

    [Fact, Trait("Promise", "10")]
    public async Task Post_that_leaves_the_page_takes_its_nudge_along_and_may_come_back()
    {
        var post = stage.Post("p1", Complaint);
        await stage.TellAsync(post);
        await stage.TellAsync(new SourceEvent.PostGone("p1"));
        (await stage.FileAsync()).Nudge!.Reason.ShouldBe(NudgeReason.TakenOffThePage);
        await stage.TellAsync(post);
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
    }

    [Fact]
    public async Task Typo_mended_after_the_answer_calls_nobody_again()
    {
        await stage.TellAsync(stage.Post("p1", Complaint, mark: 1));
        await stage.TellAsync(stage.Own("o1", "A new one is on its way.", "p1"));
        await stage.TellAsync(stage.Post("p1", Complaint + " Anyone?", mark: 2));
        (await stage.NudgesAsync(live: true)).ShouldBe(0);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Praise_that_is_edited_into_a_complaint_is_a_duty()
    {
        await stage.TellAsync(stage.Post("p1", "I love the new beans, wonderful!", mark: 1));
        (await stage.NudgesAsync()).ShouldBe(0);
        await stage.TellAsync(stage.Post("p1", "The new beans are terrible, my grinder broke. I want my money back!", mark: 2));
        (await stage.NudgesAsync(live: true)).ShouldBe(1);
    }

    [Fact, Trait("Promise", "7")]
    public async Task Hostile_text_is_only_text()
    {
        const string Hostile = "<!channel> </at> <script>alert(1)</script> @everyone {name} {{x}} ' OR 1=1;-- \u202Eevil \0 broken again!";
        await stage.TellAsync(stage.Post("p1", Hostile, "<b>Bob</b> @admin"));
        var quote = stage.Card().Parts.OfType<CardPart.Quote>().First();
        quote.Text.ShouldBe(Hostile.Replace("\u202E", "").Replace("\0", ""));
        (await stage.FileAsync()).Draft!.Text.ShouldNotContain("<script");
        (await stage.SayAsync(stage.Ana, "find broken")).Card.Parts.OfType<CardPart.Quote>().ShouldNotBeEmpty();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Megabyte_of_text_becomes_a_card()
    {
        await stage.TellAsync(stage.Post("p1", Complaint + " " + new string('x', 1_000_000)));
        (await stage.FileAsync()).Focus!.Text.Length.ShouldBe(PostSnapshot.LongestText);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Nothing_is_lost_or_doubled_when_the_process_ends_between_any_two_steps()
    {
        var inbox = stage.Get<IInbox>();
        await inbox.AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", [stage.Post("p1", Complaint)], new Cursor("c1"), A.Morning, true), Now);
        await stage.RestartAsync(); // after the inbox
        await stage.Get<PostJourney>().RunAsync(Now);
        await stage.RestartAsync(); // after the nudge, before its card
        await stage.Get<CardRelay>().RunAsync(Now);
        await stage.RestartAsync();
        await stage.Get<CardRelay>().RunAsync(Now);
        (await stage.NudgesAsync()).ShouldBe(1);
        stage.Channel.Messages.Count.ShouldBe(1);
    }

    [Theory, Trait("Promise", "2"), Trait("Promise", "10")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Deciding_one_batch_beside_another_comes_to_the_same_as_one_row_after_the_other(int seed)
    {
        // Far more rows than a batch has, each of which answers, edits, takes back or hides what came shortly before: much of it in the batch that is being saved.
        var random = new Random(seed);
        var told = new List<SourceEvent>();
        for (var i = 0; i < 200; i++)
        {
            var other = $"p{random.Next(Math.Max(0, i - 40), i + 1)}";
            told.Add(random.Next(6) switch
            {
                0 when i > 0 => stage.Post(other, $"{Complaint} Said again, {i}.", mark: i),
                1 when i > 0 => new SourceEvent.PostDeleted(other, i),
                2 when i > 0 => new SourceEvent.PostGone(other, i),
                < 5 when i > 0 => stage.Post($"p{i}", $"{Complaint} Number {i}.", $"Author {i % 7}", parent: other, mark: i),
                _ => stage.Post($"p{i}", $"{Complaint} Number {i}.", $"Author {i % 7}", mark: i),
            });
        }

        var wall = await stage.AddWatchAsync(stage.Ana, "wall");
        foreach (var one in told)
        {
            await stage.Get<IInbox>().AcceptPollAsync(new PollDelivery(wall.Id, "posts", [one], null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
            await stage.Get<PostJourney>().RunAsync(Now);
        }

        foreach (var one in told)
            await stage.Get<IInbox>().AcceptPollAsync(new PollDelivery(stage.Blog.Id, "posts", [one], null, stage.Time.GetUtcNow(), FirstLookDone: true), Now);
        (await stage.Get<PostJourney>().RunAsync(Now)).ShouldBe(told.Count);

        var inTurn = await StandingAsync(wall);
        inTurn.Count.ShouldBeGreaterThan(50);
        (await StandingAsync(stage.Blog)).ShouldBe(inTurn);
        (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldBeEmpty();

        async Task<List<string>> StandingAsync(Watch watch)
        {
            var posts = await stage.Get<IPosts>().FindAsync(watch.Id, [.. Enumerable.Range(0, told.Count).Select(i => $"p{i}")], Now);
            var firstOf = posts.Values.GroupBy(post => post.Conversation).ToDictionary(same => same.Key, same => same.MinBy(post => post.NativeId, StringComparer.Ordinal)!.NativeId);
            return [.. posts.Values.Select(post => $"{post.NativeId} {post.Standing} {post.Text} in {firstOf[post.Conversation]}").Order(StringComparer.Ordinal)];
        }
    }

    [Fact, Trait("Promise", "1")]
    public async Task Row_that_fails_is_tried_five_times_then_parked_and_the_others_go_on()
    {
        var inbox = stage.Get<IInbox>();
        foreach (var body in (string[])["one", "bug", "two"])
            await inbox.AcceptAsync(new InboxDelivery(stage.Blog.Id, body, new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), System.Text.Encoding.UTF8.GetBytes(body)), stage.Time.GetUtcNow()), Now);
        for (var i = 0; i < 20; i++)
        {
            await stage.Get<PostJourney>().RunAsync(Now);
            stage.Time.Advance(TimeSpan.FromMinutes(20));
        }

        var parked = (await inbox.ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        parked.Attempts.ShouldBe(PostJourney.MostAttempts);
        parked.Problem.ShouldBe("a bug of ours");
        (await stage.NudgesAsync()).ShouldBe(2);
        (await stage.SayAsync(stage.Ana, "health")).Card.Title.ShouldBe("Something needs a person");
        (await stage.SayAsync(stage.Ana, "parked")).Card.Title.ShouldBe("1 parked");
        (await stage.SayAsync(stage.Ana, "replay")).Card.Title.ShouldBe("In line again: 1");
    }

    [Fact, Trait("Promise", "2")]
    public async Task Row_that_fails_holds_back_what_came_after_it_on_its_page_for_half_a_minute_at_most()
    {
        var other = await stage.AddWatchAsync(stage.Ana, "wall");
        foreach (var (watch, body) in ((Watch, string)[])[(stage.Blog, "one"), (stage.Blog, "bug"), (stage.Blog, "two"), (other, "three")])
            await stage.Get<IInbox>().AcceptAsync(new InboxDelivery(watch.Id, body, new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), System.Text.Encoding.UTF8.GetBytes(body)), stage.Time.GetUtcNow()), Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        (await stage.Get<IPosts>().FindAsync(stage.Blog.Id, ["one", "two"], Now)).Keys.ShouldBe(["one"]);
        (await stage.Get<IPosts>().FindAsync(other.Id, ["three"], Now)).Keys.ShouldBe(["three"]);
        for (var i = 0; i < 30; i++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            await stage.Get<PostJourney>().RunAsync(Now);
        }

        (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        (await stage.Get<IPosts>().FindAsync(stage.Blog.Id, ["two"], Now)).Keys.ShouldBe(["two"]);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Bytes_that_cannot_be_read_are_parked_at_once_and_kept()
    {
        await stage.Get<IInbox>().AcceptAsync(new InboxDelivery(stage.Blog.Id, "k", new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), "unreadable"u8.ToArray()), A.Morning), Now);
        await stage.Get<PostJourney>().RunAsync(Now);
        (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem().Bytes.ShouldBe(10);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Entry_that_cannot_be_read_is_parked_and_its_neighbours_go_on()
    {
        await stage.TellAsync(new SourceEvent.PostUnreadable("<item/>", "It has no id."), stage.Post("p1", Complaint));
        (await stage.NudgesAsync()).ShouldBe(1);
        (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem().Problem.ShouldBe("It has no id.");
    }

    [Fact]
    public async Task Batch_of_many_posts_and_conversations_is_one_commit()
    {
        var database = stage.Get<Storage.Sqlite.SqliteDatabase>();
        await stage.Get<IInbox>().AcceptPollAsync(
            new PollDelivery(stage.Blog.Id, "posts", [.. Enumerable.Range(0, 100).Select(i => stage.Post($"p{i}", $"{Complaint} {i}", $"Author {i}"))], null, A.Morning, true), Now);
        var before = database.Commits;
        await stage.Get<PostJourney>().RunAsync(Now);
        (database.Commits - before).ShouldBe(1);
        (await stage.NudgesAsync()).ShouldBe(100);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Click_between_opening_and_saving_is_not_lost()
    {
        await stage.TellAsync(stage.Post("p1", Complaint));
        // Edits flow while a person claims: whoever is overtaken decides again on what is there.
        var flow = Task.Run(async () =>
        {
            for (var i = 2; i < 30; i++)
                await stage.TellAsync(stage.Post("p1", $"{Complaint} {i}", mark: i));
        });
        var answer = await stage.PressAsync(stage.Ana, "claim");
        while (answer is not ClickAnswer.Done)
            answer = await stage.PressAsync(stage.Ana, "claim");
        await flow;
        var file = await stage.FileAsync();
        file.Nudge!.Owner.ShouldBe(stage.Ana.Id);
        file.Focus!.Revision.ShouldBe(29);
    }
}
