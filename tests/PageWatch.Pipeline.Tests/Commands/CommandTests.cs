using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Stages;

namespace PageWatch.Pipeline.Tests.Commands;

public sealed class CommandTests : IAsyncLifetime
{
    private Stage stage = null!;

    private static CancellationToken Now => CancellationToken.None;

    public async Task InitializeAsync()
    {
        stage = await Stage.OpenAsync();
        await stage.TellAsync(stage.Post("p1", "Third parcel in a row that arrives broken."));
    }

    public async Task DisposeAsync() => await stage.DisposeAsync();

    [Fact]
    public async Task A_reading_tells_of_haste_only_where_there_is_some()
    {
        Text(await stage.SayAsync(stage.Ana, "test The lid was cracked when I opened the box.")).ShouldNotContain("whenever");
        Text(await stage.SayAsync(stage.Ana, "test The lid was cracked. I want my money back, today!")).ShouldContain(" · today");
    }

    [Fact]
    public async Task Open_says_of_a_post_without_words_that_it_is_a_picture()
    {
        await stage.TellAsync(new SourceEvent.PostSeen(A.Seen("p2", "", "tom") with { Attachments = [new Attachment(AttachmentKind.Picture, new Uri("https://fake.example/cup.jpg"), null)] }));
        Text(await stage.SayAsync(stage.Ana, "open")).ShouldContain("Only a picture");
    }

    [Fact, Trait("Promise", "12")]
    public async Task Watch_recognises_a_page_and_says_what_it_can_do()
    {
        var answer = await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --name shop --every 5m --secret whsec_given");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        var watch = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        watch.Cadence.ShouldBe(TimeSpan.FromMinutes(5));
        watch.NudgesSince.ShouldBe(stage.Time.GetUtcNow());
        watch.HookKey.ShouldNotBeNull();
        (await stage.Get<IWatches>().SecretsAsync(watch.Id, Now))["secret"].ShouldBe("whsec_given");
        var text = Text(answer);
        text.ShouldContain($"http://127.0.0.1:5230/hooks/{watch.HookKey}");
        text.ShouldNotContain("whsec_given"); // never echoed
    }

    [Fact, Trait("Promise", "14")]
    public async Task Page_that_is_described_shows_what_was_found_and_can_be_described_anew()
    {
        stage.Page.Takes = ["select", "text"];
        var text = Text(await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --name shop --select \"article.review\" --text .body"));
        text.ShouldContain("Shown by article.review");
        var watch = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        watch.Page.Settings.ShouldBe(new Dictionary<string, string> { ["select"] = "article.review", ["text"] = ".body" }, ignoreOrder: true);

        (await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --select article.review --text .body")).Outcome.ShouldBe(CommandOutcome.Refused);
        Text(await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --select li")).ShouldContain("Shown by li");
        watch = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        watch.Page.Settings.ShouldBe(new Dictionary<string, string> { ["select"] = "li" });
        (await stage.Get<IWatches>().SecretsAsync(watch.Id, Now)).Keys.ShouldBe(["secret"], "selectors are no secrets");
        // What no platform takes together with the others finds nothing, and says so.
        (await stage.SayAsync(stage.Ana, "watch https://fake.example/other --select li --id @id")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "14")]
    public async Task Secret_that_no_hub_would_take_is_refused() =>
        Text(await stage.SayAsync(stage.Ana, $"watch https://fake.example/shop --secret {new string('x', 200)}")).ShouldContain("less than 200 bytes");

    [Theory]
    [InlineData("@team@fake.example")]
    [InlineData("team@fake.example")]
    [InlineData("fake.example/@team")]
    public async Task Watch_takes_a_handle_as_people_write_it(string handle)
    {
        (await stage.SayAsync(stage.Ana, $"watch {handle}")).Outcome.ShouldBe(CommandOutcome.Done);
    }

    [Fact, Trait("Promise", "12")]
    public async Task Secret_that_is_not_given_is_made_and_shown_once()
    {
        var text = Text(await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --backfill 3d"));
        text.ShouldContain("whsec_");
        var watch = (await stage.Get<IWatches>().OfTeamAsync(TeamId.Default, Now)).Single(each => each.Page.Address.Host == "fake.example");
        watch.NudgesSince.ShouldBe(stage.Time.GetUtcNow() - TimeSpan.FromDays(3));
        Text(await stage.SayAsync(stage.Ana, "watches")).ShouldNotContain("whsec_");
    }

    [Fact, Trait("Promise", "12")]
    public async Task What_is_written_just_after_the_watch_began_is_no_baseline_where_posts_are_dated_by_the_second()
    {
        var second = stage.Time.GetUtcNow();
        stage.Time.Advance(TimeSpan.FromMilliseconds(700));
        await stage.SayAsync(stage.Ana, "watch https://fake.example/ --name shop");
        var shop = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        stage.Time.Advance(TimeSpan.FromMilliseconds(200));
        var nudges = await stage.NudgesAsync();
        await stage.TellAsync(shop, stage.Post("old", "My parcel arrived broken.", at: second.AddSeconds(-1)));
        (await stage.NudgesAsync()).ShouldBe(nudges);
        await stage.TellAsync(shop, stage.Post("new", "My parcel arrived broken.", "Petr", at: second));
        (await stage.NudgesAsync()).ShouldBe(nudges + 1);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("watch nonsense", "no address")]
    [InlineData("watch ftp://fake.example/", "no address")]
    [InlineData("watch https://nobody.example/", "Nothing at")]
    [InlineData("watch https://fake.example/ --every 1s", "no interval")]
    [InlineData("watch https://fake.example/ --every soon", "no interval")]
    [InlineData("watch https://fake.example/ --backfill 9999d", "no stretch")]
    [InlineData("watch https://fake.example/ --name \"bad name!\"", "cannot be a name")]
    [InlineData("watch https://fake.example/ --name blog", "taken")]
    [InlineData("unwatch nobody", "no watch")]
    [InlineData("why 999", "no nudge 999")]
    [InlineData("why abc", "no number")]
    [InlineData("claim 99999999999999999999", "no number")]
    [InlineData("find (", "Column 1")]
    [InlineData("rule add x! broken", "cannot be a name")]
    [InlineData("rule add late (x", "Column 1")]
    [InlineData("rule add late broken --target 5", "no target")]
    [InlineData("rule add complaints broken", "already")]
    [InlineData("rule off nobody", "no rule")]
    [InlineData("forget Nobody At All", "Nobody called")]
    [InlineData("forget Jana K. --on shop", "Type forget Jana K. to see")]
    [InlineData("demo reset", "no demo page")]
    [InlineData("console as Ben", "while the demo runs")]
    [InlineData("replay abc", "no number")]
    [InlineData("snooze 1 never", "within the next 30 days")]
    [InlineData("dismiss 1 boredom", "not known")]
    [InlineData("help nonsense", "no command")]
    public async Task What_cannot_be_done_says_why_and_the_mend(string line, string words)
    {
        var answer = await stage.SayAsync(stage.Ana, line);
        answer.Outcome.ShouldNotBe(CommandOutcome.Done);
        Text(answer).ShouldContain(words, Case.Insensitive);
    }

    [Fact]
    public async Task Rule_added_in_chat_nudges_from_then_on_with_its_own_target()
    {
        (await stage.SayAsync(stage.Ana, "rule add lids “improved lid” --target 20m")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.TellAsync(stage.Post("p2", "I saw your improved lid. It is green.", "Mei"));
        var nudge = (await stage.FileAsync()).Nudge!;
        nudge.Target.ShouldBe(TimeSpan.FromMinutes(20));
        nudge.Matches.Select(match => match.RuleName).ShouldContain("lids");
        await stage.SayAsync(stage.Ana, "rule off lids");
        await stage.TellAsync(stage.Post("p3", "Another improved lid seen. It is red.", "Tom"));
        (await stage.NudgesAsync()).ShouldBe(2);
        await stage.SayAsync(stage.Ana, "rule on lids");
        await stage.SayAsync(stage.Ana, "rule remove lids");
        Text(await stage.SayAsync(stage.Ana, "rule list")).ShouldNotContain("lids");
    }

    [Fact]
    public async Task Test_decides_like_the_real_thing_and_keeps_nothing()
    {
        var answer = await stage.SayAsync(stage.Ana, "test \"My parcel with the zebrastripe is broken!\"");
        Text(answer).ShouldContain("complaint");
        answer.Card.Parts.OfType<CardPart.Reply>().ShouldNotBeEmpty();
        (await stage.NudgesAsync()).ShouldBe(1);
        (await stage.HoldsAnywhereAsync("zebrastripe")).ShouldBeFalse();
    }

    [Fact]
    public async Task Open_mine_claim_and_release_work_by_number()
    {
        var number = (await stage.FileAsync()).Nudge!.Id;
        Text(await stage.SayAsync(stage.Ana, "open")).ShouldContain("Jana K.");
        (await stage.SayAsync(stage.Ana, "mine")).Card.Title.ShouldContain("none");
        (await stage.SayAsync(stage.Ana, $"claim {number}")).Outcome.ShouldBe(CommandOutcome.Done);
        Text(await stage.SayAsync(stage.Ana, "mine")).ShouldContain("Jana K.");
        (await stage.SayAsync(stage.Ben, $"claim #{number}")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(stage.Ana, $"release {number}")).Outcome.ShouldBe(CommandOutcome.Done);
    }

    [Fact, Trait("Promise", "3")]
    public async Task Publish_by_command_shows_the_code_and_only_the_code_publishes()
    {
        var number = (await stage.FileAsync()).Nudge!.Id;
        await stage.SayAsync(stage.Ana, $"edit {number} Jana, a new one leaves today.");
        var preview = await stage.SayAsync(stage.Ana, $"publish {number}");
        Text(preview).ShouldContain("Jana, a new one leaves today.");
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        Text(preview).ShouldContain($"or type: publish {number} --confirm {preview.Card.Actions[0].Argument}");
        (await stage.SayAsync(stage.Ana, $"publish {number} --confirm WRONG123")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(stage.Ana, $"publish {number} --confirm {preview.Card.Actions[0].Argument}")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldHaveSingleItem().Text.ShouldBe("Jana, a new one leaves today.");
        var file = await stage.FileAsync();
        file.Nudge!.State.ShouldBe(NudgeState.Answered);
        var row = file.Replies.ShouldHaveSingleItem();
        (row.ApprovedBy, row.ApprovedByName, row.Text).ShouldBe((stage.Ana.Id, "Ana", "Jana, a new one leaves today."));
    }

    [Theory, Trait("Promise", "3")]
    [InlineData("Jana, a new one is on its way.")]
    [InlineData("publish Jana, a new one is on its way.")]
    [InlineData("publish 1 Jana, a new one is on its way.")]
    [InlineData("reply 1 Sorry!")]
    [InlineData("answer her that we are sorry")]
    public async Task Words_that_are_no_command_reach_nobody(string words)
    {
        var before = await stage.FileAsync();
        (await stage.SayAsync(stage.Ana, words)).Outcome.ShouldNotBe(CommandOutcome.Done);
        await stage.DispatchAsync();
        stage.Page.Replies.ShouldBeEmpty();
        (await stage.FileAsync()).Fence.ShouldBe(before.Fence);
    }

    [Fact, Trait("Promise", "13")]
    public async Task Everything_that_staff_change_is_on_record_under_their_name()
    {
        foreach (var line in (string[])
            [
                "watch https://fake.example/shop --name shop", "rule add late broken", "rule off late", "rule on late", "rule remove late", "pause publishing", "resume", "unwatch shop",
            ])
        {
            (await stage.SayAsync(stage.Ana, line)).Outcome.ShouldBe(CommandOutcome.Done, line);
        }

        (await stage.PublishAsync(stage.Ana)).ShouldBeOfType<ClickAnswer.Done>();
        await stage.DispatchAsync();
        var code = Text(await stage.SayAsync(stage.Ana, "forget Jana K.")).Split("--confirm ")[1][..8];
        (await stage.SayAsync(stage.Ana, $"forget Jana K. --confirm {code}")).Outcome.ShouldBe(CommandOutcome.Done);

        var record = stage.Get<Storage.Sqlite.SqliteDatabase>().Read(connection => connection.Query<(string By, string Verb)>("SELECT by_name, verb FROM audit ORDER BY number").ToList());
        record.Where(entry => entry.By == "Ana").Select(entry => entry.Verb).ShouldBe(
            ["watch", "rule add", "rule off", "rule on", "rule remove", "pause publishing", "resume", "unwatch", "confirm", "reply sending", "reply published", "forget"]);
        (await stage.Get<ITeamRecords>().VerifyRecordAsync(Now)).BrokenAt.ShouldBeNull();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Forget_shows_what_it_will_do_then_leaves_nothing_but_counts()
    {
        await stage.TellAsync(stage.Post("q1", "Giraffespot arrived broken", "Quentin Xylander", mark: 1), stage.Post("q2", "Another giraffespot, broken", "Quentin Xylander"));
        await stage.PublishAsync(stage.Ana);
        await stage.DispatchAsync();
        var first = await stage.SayAsync(stage.Ana, "forget quentin xylander");
        Text(first).ShouldContain("posts: 2");
        (await stage.HoldsAnywhereAsync("iraffespot")).ShouldBeTrue("nothing is erased by asking");
        (await stage.SayAsync(stage.Ana, "forget quentin xylander --confirm 00000000")).Outcome.ShouldBe(CommandOutcome.Refused);
        var code = Text(first).Split("--confirm ")[1][..8];
        (await stage.SayAsync(stage.Ben, $"forget quentin xylander --confirm {code}")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await stage.SayAsync(stage.Ana, $"forget quentin xylander --confirm {code}")).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.ShowAsync();
        foreach (var trace in (string[])["iraffespot", "Xylander", "Quentin"])
            (await stage.HoldsAnywhereAsync(trace)).ShouldBeFalse(trace);
        stage.Channel.Messages.Values.ShouldAllBe(message => !message.Card.Fallback.Contains("Quentin"));
        (await stage.NudgesAsync()).ShouldBe(3, "counts stay");
        // Whatever the page still shows of it is not taken in again.
        await stage.TellAsync(stage.Post("q1", "Giraffespot arrived broken, edited", "Quentin Xylander", mark: 99));
        (await stage.HoldsAnywhereAsync("iraffespot")).ShouldBeFalse();
        (await stage.SayAsync(stage.Ana, "record")).Card.Title.ShouldContain("whole");
    }

    [Theory, Trait("Promise", "10")]
    [InlineData("Mara", null, "Mara", null, true)] // a name without an account, on two pages
    [InlineData("Mara", "7", "Mara", "7", true)] // two pages give out the same id
    [InlineData("Mara", null, "MARA", null, false)] // written in two ways on one page
    [InlineData("Mara", null, "mára", null, true)]
    [InlineData("Mara", "7", "Mara", null, false)] // one with an account and one without
    [InlineData("Mara", "7", "Mara", "8", false)]
    [InlineData("Mara --on shop", null, "Mara --on shop", null, true)] // a name that looks like an option
    public async Task Each_line_that_forget_lists_means_one_person_and_works(string name, string? id, string otherName, string? otherId, bool onTwoPages)
    {
        var other = onTwoPages ? await stage.AddWatchAsync(stage.Ana, "shop") : stage.Blog;
        await stage.TellAsync(By("m1", "Firstword is broken", name, id));
        await stage.TellAsync(other, By("m2", "Secondword is broken", otherName, otherId));
        var asked = name.Contains("--") ? $"forget \"{name}\"" : $"forget {name}";
        var listed = await stage.SayAsync(stage.Ana, asked);
        listed.Outcome.ShouldBe(CommandOutcome.Refused);
        var lines = listed.Card.Parts.OfType<CardPart.Facts>().Single().Rows.Select(row => ((Span.Words)row.Value[^1]).Text.Split(" · ")[^1]).ToList();
        lines.Distinct().Count().ShouldBe(2);
        foreach (var line in lines)
        {
            line.ShouldStartWith("forget ");
            (await stage.HoldsAnywhereAsync("irstword")).ShouldBe(await stage.HoldsAnywhereAsync("econdword"), "nothing is erased by asking");
            Text(await stage.SayAsync(stage.Ana, line)).ShouldContain("posts: 1");
        }

        var preview = (await stage.SayAsync(stage.Ana, lines[0])).Card.Parts.OfType<CardPart.Line>().Last().Spans.OfType<Span.Words>().Single().Text;
        (await stage.SayAsync(stage.Ana, preview[preview.IndexOf("forget ", StringComparison.Ordinal)..])).Outcome.ShouldBe(CommandOutcome.Done);
        await stage.ShowAsync();
        ((await stage.HoldsAnywhereAsync("irstword")) ^ (await stage.HoldsAnywhereAsync("econdword"))).ShouldBeTrue("one of the two is forgotten, the other stays");
        (await stage.SayAsync(stage.Ana, asked)).Outcome.ShouldBe(CommandOutcome.Done, "the other is the only one left");

        SourceEvent.PostSeen By(string nativeId, string text, string who, string? account)
        {
            var seen = stage.Post(nativeId, text);
            return seen with { Post = seen.Post with { Author = new(account, who) } };
        }
    }

    [Fact]
    public async Task Unwatch_ends_the_polls_and_keeps_the_posts()
    {
        (await stage.SayAsync(stage.Ana, "unwatch blog")).Outcome.ShouldBe(CommandOutcome.Done);
        (await stage.Get<IWatches>().FindAsync(stage.Blog.Id, Now))!.State.ShouldBe(WatchState.Ended);
        (await stage.SayAsync(stage.Ana, "find broken")).Card.Title.ShouldBe("1 found");
    }

    [Theory, Trait("Promise", "8")]
    [InlineData("--token NEW", "token=NEW")]
    [InlineData("--user ana --password NEW", "password=NEW user=ana")]
    [InlineData("", "token=OLD")]
    public async Task Paused_watch_is_read_again_by_the_same_line_with_a_new_key(string typed, string keys)
    {
        var shop = await PausedShopAsync();
        var answer = await stage.SayAsync(stage.Ana, $"watch fake.example/shop {typed} --every 5m");
        answer.Outcome.ShouldBe(CommandOutcome.Done);
        answer.Card.Title.ShouldBe("shop is read again");
        Text(answer).ShouldNotContain("NEW", Case.Sensitive);
        var watch = (await stage.Get<IWatches>().FindAsync(shop.Id, Now))!;
        watch.State.ShouldBe(WatchState.Active);
        watch.Problem.ShouldBeNull();
        watch.Health.FailuresInARow.ShouldBe(0);
        watch.Cadence.ShouldBe(TimeSpan.FromMinutes(5));
        watch.HookKey.ShouldBe(shop.HookKey);
        (await KeysAsync(shop)).ShouldBe($"{keys} secret=whsec_given".Split(' ').Order());
        await stage.ShowAsync();
        stage.Channel.Messages[$"notice-watch {shop.Id}"].Card.IsDone.ShouldBeTrue();
        stage.Page.Polls.Enqueue(new PollResult([stage.Post("s1", "The parcel is broken!")], new Cursor("c"), false));
        await stage.Get<PollRun>().RunAsync(shop.Id, fromTheStart: false, Now);
        stage.Page.Polls.ShouldBeEmpty();
        (await stage.SayAsync(stage.Ana, "record")).Card.Title.ShouldContain("whole");
        var entry = stage.Record()[^1];
        (entry.ByName, entry.Verb, entry.Subject).ShouldBe(("Ana", "watch", "watch shop"));
        entry.Before!.ShouldStartWith("paused");
        entry.After!.ShouldNotContain("NEW", Case.Sensitive);
    }

    [Fact]
    public async Task New_key_that_is_refused_changes_nothing()
    {
        var shop = await PausedShopAsync();
        stage.Page.FindFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "The site refused the key (401)."));
        var answer = await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --token BAD");
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain("refused the key");
        (await stage.Get<IWatches>().FindAsync(shop.Id, Now))!.State.ShouldBe(WatchState.Paused);
        (await KeysAsync(shop)).ShouldContain("token=OLD");
    }

    [Fact]
    public async Task Password_alone_is_tried_with_the_user_that_is_known()
    {
        await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --name shop --user ana --password OLD");
        await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --password NEW");
        stage.Page.LastKeys["user"].ShouldBe("ana");
        stage.Page.LastKeys["password"].ShouldBe("NEW");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Page_that_is_read_well_takes_a_new_key_and_says_how_without_one()
    {
        await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --name shop --token OLD --secret whsec_given");
        var shop = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        var refused = await stage.SayAsync(stage.Ana, "watch https://fake.example/shop");
        refused.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(refused).ShouldContain("watched already, as shop");
        Text(refused).ShouldContain("watch https://fake.example/shop --token");
        (await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --token NEW")).Card.Title.ShouldBe("shop has its new key");
        (await KeysAsync(shop)).ShouldBe(["secret=whsec_given", "token=NEW"]);
        (await stage.SayAsync(stage.Ben, "watch https://fake.example/shop --token MINE")).Outcome.ShouldBe(CommandOutcome.Refused);
        (await KeysAsync(shop)).ShouldContain("token=NEW");
    }

    [Fact, Trait("Promise", "8")]
    public async Task Unwatch_closes_the_card_about_the_watch_and_opens_none()
    {
        var shop = await PausedShopAsync();
        await stage.SayAsync(stage.Ana, "unwatch shop");
        await stage.SayAsync(stage.Ana, "unwatch blog");
        await stage.ShowAsync();
        var card = stage.Channel.Messages[$"notice-watch {shop.Id}"].Card;
        card.IsDone.ShouldBeTrue();
        card.Title.ShouldBe("shop is no longer watched");
        stage.Channel.Messages.Keys.ShouldNotContain($"notice-watch {stage.Blog.Id}", "nobody was told of a trouble, so nobody is told of its end");
    }

    [Fact, Trait("Promise", "14")]
    public async Task Replay_leaves_an_entry_that_cannot_be_read_where_it_is_and_says_what_to_do()
    {
        await stage.TellAsync(new SourceEvent.PostUnreadable("<item>", "It has no id."));
        var number = (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).Single().Id;
        Text(await stage.SayAsync(stage.Ana, "parked")).ShouldContain("6 bytes · one entry of an answer");
        foreach (var line in (string[])[$"replay {number}", "replay"])
        {
            var answer = await stage.SayAsync(stage.Ana, line);
            answer.Outcome.ShouldBe(CommandOutcome.Refused);
            Text(answer).ShouldContain("only the page can mend");
            Text(answer).ShouldContain("kept for 30 days");
            await stage.TellAsync();
        }

        var parked = (await stage.Get<IInbox>().ParkedAsync(TeamId.Default, 10, Now)).ShouldHaveSingleItem();
        parked.Id.ShouldBe(number);
        parked.Problem.ShouldBe("It has no id.");
        Text(await stage.SayAsync(stage.Ana, "replay 4711")).ShouldContain("Row 4711 is not parked");
    }

    [Fact, Trait("Promise", "13")]
    public async Task Link_and_replay_are_on_record_with_who_asked()
    {
        await stage.SayAsync(stage.Ben, "console");
        Last().ShouldBe(("Ben", "console", "member Ben"));
        var row = await stage.Get<IInbox>().AcceptAsync(new InboxDelivery(stage.Blog.Id, "d", new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), "unreadable"u8.ToArray()), stage.Time.GetUtcNow()), Now);
        await stage.TellAsync();
        await stage.SayAsync(stage.Ana, $"replay {row.Id}");
        Last().ShouldBe(("Ana", "replay", $"parked row {row.Id}"));

        (string, string, string) Last() => stage.Record()[^1] is var entry ? (entry.ByName, entry.Verb, entry.Subject) : default;
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("watch https://fake.example/")]
    [InlineData("unwatch blog")]
    [InlineData("rule add late broken")]
    [InlineData("forget Jana K.")]
    [InlineData("record")]
    [InlineData("replay")]
    public async Task Roles_are_checked_and_the_refusal_says_who_can(string line)
    {
        var answer = await stage.SayAsync(stage.Ben, line);
        answer.Outcome.ShouldBe(CommandOutcome.Refused);
        Text(answer).ShouldContain("Ana can.");
    }

    [Fact]
    public async Task Help_lists_what_this_person_may_say_and_tells_about_each()
    {
        var viewer = await stage.AddMemberAsync("Vera", Role.Viewer);
        Text(await stage.SayAsync(viewer, "help")).ShouldNotContain("unwatch");
        foreach (var spec in stage.Get<Pipeline.Commands.CommandDesk>().Specs)
        {
            var help = await stage.SayAsync(stage.Ana, "help " + spec.Verb);
            help.Outcome.ShouldBe(CommandOutcome.Done, spec.Verb);
            Text(help).ShouldContain(spec.Help);
        }
    }

    /// <summary>Watched with a key that the page refuses now; staff have been told.</summary>
    private async Task<Watch> PausedShopAsync()
    {
        await stage.SayAsync(stage.Ana, "watch https://fake.example/shop --name shop --token OLD --secret whsec_given");
        var shop = (await stage.Get<IWatches>().FindByNameAsync(TeamId.Default, "shop", Now))!;
        stage.Page.PollFailures.Enqueue(new PlatformException(PlatformFailure.Denied, "The site refused the key (401). Make a new one."));
        await stage.Get<PollRun>().RunAsync(shop.Id, fromTheStart: false, Now);
        await stage.ShowAsync();
        stage.Channel.Messages[$"notice-watch {shop.Id}"].Card.IsDone.ShouldBeFalse();
        return shop;
    }

    private async Task<IEnumerable<string>> KeysAsync(Watch watch) => (await stage.Get<IWatches>().SecretsAsync(watch.Id, Now)).Select(each => $"{each.Key}={each.Value}").Order();

    private static string Text(CommandAnswer answer) => System.Text.RegularExpressions.Regex.Unescape(System.Text.Json.JsonSerializer.Serialize(answer.Card, Testing.Snapshots.Verified.Readable).Replace("\\\"", "\""));
}
