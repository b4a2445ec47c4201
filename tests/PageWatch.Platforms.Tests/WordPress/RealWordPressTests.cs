using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Testing.WordPress;

namespace PageWatch.Platforms.Tests.WordPress;

/// <summary>The platform against a real site: what the fixtures claim of WordPress is proven here.</summary>
[Trait("Needs", "WordPress")]
public sealed class RealWordPressTests(RealWordPress site) : IClassFixture<RealWordPress>
{
    [Fact]
    public async Task Home_article_and_comment_feed_lead_to_one_page()
    {
        var article = (await site.StaffAsync(HttpMethod.Get, "posts?per_page=1"))[0].GetProperty("link").GetString()!;
        foreach (var address in (string[])["", "comments/feed/", "?feed=comments-rss2", "wp-json/", "no-such-article/", article, article + "#comment-1", article + "feed/"])
        {
            var found = (await site.Finder.FindAsync(new Uri(site.Base, address), Credentials.None, CancellationToken.None)).ShouldNotBeNull(address);
            found.Address.ShouldBe(new Uri(site.Base, "/"));
            found.Name.ShouldBe("Corner Bakery");
            found.Can.IsReadOnly.ShouldBeTrue();
            found.Settings["api"].ShouldBe(new Uri(site.Base, "wp-json/").AbsoluteUri);
        }
    }

    [Fact]
    public async Task Feed_of_articles_is_left_to_the_feeds() =>
        (await site.Finder.FindAsync(new Uri(site.Base, "feed/"), Credentials.None, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task Account_decides_what_is_possible()
    {
        var editor = (await site.Finder.FindAsync(site.Base, site.Account("EDITOR"), CancellationToken.None)).ShouldNotBeNull();
        editor.Can.ShouldBe(site.Finder.AtBest);
        editor.AccountId.ShouldBe(site["WP_EDITOR_ID"]);
        editor.AccountName.ShouldBe("Corner Bakery");
        editor.Notes.Count.ShouldBe(1);

        var author = (await site.Finder.FindAsync(site.Base, site.Account("AUTHOR"), CancellationToken.None)).ShouldNotBeNull();
        (author.Can.Reply, author.Can.CanReadBack, author.Can.CanDeleteOwnReply).ShouldBe((ReplyMode.Threaded, true, false));
        author.Notes.Count.ShouldBe(2);

        var member = (await site.Finder.FindAsync(site.Base, site.Account("MEMBER"), CancellationToken.None)).ShouldNotBeNull();
        (member.Can.Reply, member.Can.CanReadBack, member.Can.CanDeleteOwnReply).ShouldBe((ReplyMode.Threaded, false, false));
        member.Notes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Password_in_groups_of_four_is_as_good()
    {
        var whole = site["WP_EDITOR_APP_PASSWORD"].Replace(" ", "");
        var grouped = string.Join(' ', whole.Chunk(4).Select(group => new string(group)));
        (await site.Finder.FindAsync(site.Base, RealWordPress.Login(site["WP_EDITOR_USER"], grouped), CancellationToken.None)).ShouldNotBeNull().AccountId.ShouldBe(site["WP_EDITOR_ID"]);
    }

    [Fact]
    public async Task Comment_is_read_as_its_visitor_wrote_it()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync("Bread & \"butter\" — l'été");
        var (_, cursor) = await site.PollAsync(call, null);
        var before = DateTimeOffset.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var id = await site.VisitorSaysAsync(article, "Is it baked with \"rye\"? ❤️\n5 < 6 & so <b>on</b>", "Ann & Bob", link: "https://ann.example/");
        var answer = await site.VisitorSaysAsync(article, "I think so.", "Petr", answering: id);

        var (events, next) = await site.PollAsync(call, cursor);
        var posts = events.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post).ToList();
        var post = posts.Single(each => each.NativeId == id);
        post.Text.ShouldBe("Is it baked with “rye”? ❤️\n5 < 6 & so on");
        post.Author.ShouldBe(new Author(null, "Ann & Bob", new Uri("https://ann.example/")));
        post.Under.ShouldBe("Bread & “butter” — l’été");
        post.PublishedAt.ShouldNotBeNull().ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
        post.Standing.ShouldBe(PostStanding.Public);
        post.IsOurs.ShouldBeFalse();
        post.Link.ShouldNotBeNull().Fragment.ShouldBe("#comment-" + id);

        var below = posts.Single(each => each.NativeId == answer);
        (below.ParentNativeId, below.ThreadNativeId).ShouldBe((id, id));
        posts.IndexOf(below).ShouldBeGreaterThan(posts.IndexOf(post));

        (await site.PollAsync(call, next)).Events.ShouldBeEmpty("nothing happened since");
    }

    [Fact]
    public async Task Reply_stands_under_its_comment_with_the_approved_words()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync();
        var id = await site.VisitorSaysAsync(article, "Do you bake on Sundays?");
        var (_, cursor) = await site.PollAsync(call, null);
        const string Text = "Yes :) 3x4 loaves (tm) by Wordpress [gallery] for x<5 && y>6, back\\slash &amp; :D 8)\nSee https://example.org/a?b=1&c=2\n\n日本語 😀";
        var reply = new OutgoingReply(new ReplyTarget(id, null), Text);

        (await site.Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        (await site.Publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeNull();
        var published = (await site.Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();

        var (events, _) = await site.PollAsync(call, cursor);
        var post = events.OfType<SourceEvent.PostSeen>().Single(seen => seen.Post.NativeId == published.NativeId).Post;
        // Paragraphs are one line break in what we read; all else is what was approved.
        post.Text.ShouldBe(Text.Replace("\n\n", "\n"));
        (post.ParentNativeId, post.IsOurs, post.Author.NativeId).ShouldBe((id, true, site["WP_EDITOR_ID"]));

        var look = await site.Publisher.LookAsync(call, reply.Target, CancellationToken.None);
        look.Post.ShouldNotBeNull().Text.ShouldBe("Do you bake on Sundays?");
        look.OwnReplies.Single().NativeId.ShouldBe(published.NativeId);
        var back = (await site.Publisher.ReadBackAsync(call, reply, TimeProvider.System.GetUtcNow().AddMinutes(-5), CancellationToken.None)).ShouldNotBeNull();
        (back.NativeId, back.Held, back.Link).ShouldBe((published.NativeId, false, published.Link));
        (await site.Publisher.ReadBackAsync(call, reply with { Text = "Other words." }, DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Comment_on_a_page_that_is_no_article_tells_the_pages_title()
    {
        var call = await site.WatchAsync(null);
        var about = (await site.StaffAsync(HttpMethod.Post, "pages", new { title = "About us", content = "<p>Words.</p>", status = "publish", comment_status = "open" })).GetProperty("id").GetInt64();
        var id = await site.VisitorSaysAsync(about, "Since when are you open?");
        Seen((await site.PollAsync(call, null)).Events, id).Under.ShouldBe("About us");
    }

    [Fact]
    public async Task Same_reply_handed_over_twice_stands_once()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync();
        var id = await site.VisitorSaysAsync(article, "Again and again?");
        var reply = new OutgoingReply(new ReplyTarget(id, null), "Once & only <once>.");
        var first = await site.Publisher.PublishAsync(call, reply, CancellationToken.None);
        (await site.Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBe(first);
        (await site.Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reply_whose_answer_is_lost_is_found_by_reading_back()
    {
        var call = await site.WatchAsync("EDITOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Did you get my mail?");
        var reply = new OutgoingReply(new ReplyTarget(id, null), "We did, thank you.");
        site.Line.LosesNextAnswer = true;
        var lost = await Should.ThrowAsync<PlatformException>(async () => await site.Publisher.PublishAsync(call, reply, CancellationToken.None));
        (lost.Failure, lost.MayHaveActed).ShouldBe((PlatformFailure.Unreachable, true));

        var found = (await site.Publisher.ReadBackAsync(call, reply, TimeProvider.System.GetUtcNow().AddMinutes(-1), CancellationToken.None)).ShouldNotBeNull();
        // And should it be handed over again all the same, it still stands there once.
        (await site.Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>().NativeId.ShouldBe(found.NativeId);
    }

    [Fact]
    public async Task Longest_reply_is_taken_whole()
    {
        var call = await site.WatchAsync("EDITOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "How long may it be?");
        var longest = site.Finder.AtBest.LongestReply;
        var reply = new OutgoingReply(new ReplyTarget(id, null), "Ends: " + new string('&', longest - 12) + " here.");
        var published = (await site.Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var back = (await site.Publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldNotBeNull();
        (back.NativeId, back.Text).ShouldBe((published.NativeId, reply.Text));
        var tooLong = await site.Publisher.PublishAsync(call, reply with { Text = new string('x', 70_000) }, CancellationToken.None);
        tooLong.ShouldBeOfType<PublishOutcome.Refused>();
    }

    [Fact]
    public async Task Edit_is_seen()
    {
        var call = await site.WatchAsync("EDITOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Too salty for me.");
        var (_, cursor) = await site.PollAsync(call, null);
        await site.StaffAsync(HttpMethod.Put, $"comments/{id}", new { content = "Too salty for me (edited)." });
        var (events, _) = await site.PollAsync(call, cursor, Known(id));
        Seen(events, id).Text.ShouldBe("Too salty for me (edited).");
    }

    [Fact]
    public async Task Trashed_comes_back_and_deleted_does_not()
    {
        var call = await site.WatchAsync("EDITOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Here today.");
        var (_, cursor) = await site.PollAsync(call, null);

        await site.StaffAsync(HttpMethod.Delete, $"comments/{id}");
        (var events, cursor) = await site.PollAsync(call, cursor, Known(id));
        events.ShouldContain(new SourceEvent.PostGone(id));
        (await site.Publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
        var gone = await Should.ThrowAsync<PlatformException>(async () => await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello?"), CancellationToken.None));
        (gone.Failure, gone.MayHaveActed).ShouldBe((PlatformFailure.Gone, false));

        await site.StaffAsync(HttpMethod.Put, $"comments/{id}", new { status = "approved" });
        (events, cursor) = await site.PollAsync(call, cursor); // a post that is gone is not among the known
        Seen(events, id).Standing.ShouldBe(PostStanding.Public);

        await site.StaffAsync(HttpMethod.Put, $"comments/{id}", new { status = "spam" });
        (events, cursor) = await site.PollAsync(call, cursor, Known(id));
        events.ShouldContain(new SourceEvent.PostGone(id));

        await site.StaffAsync(HttpMethod.Delete, $"comments/{id}?force=true");
        (events, _) = await site.PollAsync(call, cursor, Known(id));
        events.ShouldContain(new SourceEvent.PostDeleted(id));
        (await site.Publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
    }

    [Fact]
    public async Task Without_an_account_trash_is_gone_and_deletion_is_told()
    {
        var call = await site.WatchAsync(null);
        var article = await site.ArticleAsync();
        var trashed = await site.VisitorSaysAsync(article, "To the trash.");
        var deleted = await site.VisitorSaysAsync(article, "For good.", "Petr");
        var (events, cursor) = await site.PollAsync(call, null);
        Seen(events, trashed).Standing.ShouldBe(PostStanding.Public);
        await site.StaffAsync(HttpMethod.Delete, $"comments/{trashed}");
        await site.StaffAsync(HttpMethod.Delete, $"comments/{deleted}?force=true");
        (events, _) = await site.PollAsync(call, cursor, Known(trashed), Known(deleted));
        events.ShouldContain(new SourceEvent.PostGone(trashed));
        events.ShouldContain(new SourceEvent.PostDeleted(deleted));
    }

    [Fact]
    public async Task Held_comment_is_seen_as_held_and_its_late_approval_by_everybody()
    {
        var editor = await site.WatchAsync("EDITOR");
        var stranger = await site.WatchAsync(null);
        var article = await site.ArticleAsync();
        var (_, editorsCursor) = await site.PollAsync(editor, null);
        var (_, strangersCursor) = await site.PollAsync(stranger, null);
        var held = await site.VisitorSaysAsync(article, "Best casino bonus");
        var later = await site.VisitorSaysAsync(article, "Written after it.", "Eva");

        (var events, editorsCursor) = await site.PollAsync(editor, editorsCursor);
        Seen(events, held).Standing.ShouldBe(PostStanding.Held);
        (events, strangersCursor) = await site.PollAsync(stranger, strangersCursor);
        events.OfType<SourceEvent.PostSeen>().ShouldNotContain(seen => seen.Post.NativeId == held);
        Seen(events, later).Standing.ShouldBe(PostStanding.Public);

        await site.StaffAsync(HttpMethod.Put, $"comments/{held}", new { status = "approved" });
        (events, _) = await site.PollAsync(editor, editorsCursor, Known(held, PostStanding.Held), Known(later));
        Seen(events, held).Standing.ShouldBe(PostStanding.Public);
        (events, _) = await site.PollAsync(stranger, strangersCursor, Known(later));
        var late = Seen(events, held);
        late.Standing.ShouldBe(PostStanding.Public);
        late.Under.ShouldBe("An article");
    }

    [Fact]
    public async Task Closed_article_refuses_the_reply()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync();
        var id = await site.VisitorSaysAsync(article, "Still open?");
        await site.StaffAsync(HttpMethod.Put, $"posts/{article}", new { comment_status = "closed" });
        var refused = await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "No."), CancellationToken.None);
        refused.ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldBe("The article takes no more comments.");
    }

    [Fact]
    public async Task Article_in_the_trash_takes_its_comments_along()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync();
        var id = await site.VisitorSaysAsync(article, "Where is it?");
        var (_, cursor) = await site.PollAsync(call, null);
        await site.StaffAsync(HttpMethod.Delete, $"posts/{article}");
        (var events, cursor) = await site.PollAsync(call, cursor, Known(id));
        events.ShouldContain(new SourceEvent.PostGone(id));
        await site.StaffAsync(HttpMethod.Delete, $"posts/{article}?force=true");
        (events, _) = await site.PollAsync(call, cursor, Known(id));
        events.ShouldContain(new SourceEvent.PostDeleted(id));
    }

    [Fact]
    public async Task Wrong_password_is_noticed_at_every_door()
    {
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Who is there?");
        var wrong = RealWordPress.Login(site["WP_EDITOR_USER"], "wrong wrong wrong");
        (await DeniedAsync(async () => await site.Finder.FindAsync(site.Base, wrong, CancellationToken.None))).ShouldContain("Application Passwords");
        foreach (var who in (string[])["EDITOR", "AUTHOR", "MEMBER"])
        {
            var call = await site.WatchAsync(who) with { Credentials = wrong };
            await DeniedAsync(async () => await site.PollAsync(call, null));
            await DeniedAsync(async () => await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Me."), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Role_that_was_taken_away_is_noticed()
    {
        // Known as an editor when the watch began, and a plain author today.
        var call = await site.WatchAsync("EDITOR") with { Credentials = site.Account("AUTHOR") };
        (await DeniedAsync(async () => await site.PollAsync(call, null))).ShouldContain("Editor");
    }

    [Fact]
    public async Task Own_reply_is_taken_back_and_nobody_elses()
    {
        var call = await site.WatchAsync("EDITOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Was that right?");
        var published = (PublishOutcome.Published)await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "No, sorry."), CancellationToken.None);
        await site.Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        (await site.Publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        await site.Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);

        (await DeniedAsync(async () => await site.Publisher.DeleteOwnAsync(call, id, CancellationToken.None))).ShouldContain("did not write it");
        (await site.Publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldNotBeNull();
    }

    [Fact]
    public async Task Author_replies_and_finds_the_reply_again()
    {
        var call = await site.WatchAsync("AUTHOR");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Who bakes at night?");
        var reply = new OutgoingReply(new ReplyTarget(id, null), "I do.");
        var published = (PublishOutcome.Published)await site.Publisher.PublishAsync(call, reply, CancellationToken.None);
        await site.StaffAsync(HttpMethod.Put, $"comments/{published.NativeId}", new { status = "hold" });
        var back = (await site.Publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldNotBeNull();
        (back.NativeId, back.Held).ShouldBe((published.NativeId, true));
    }

    [Fact]
    public async Task Member_replies_once_in_fifteen_seconds_and_takes_nothing_back()
    {
        var call = await site.WatchAsync("MEMBER");
        var id = await site.VisitorSaysAsync(await site.ArticleAsync(), "Anybody here?");
        var published = (PublishOutcome.Published)await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "I am."), CancellationToken.None);
        var flood = await Should.ThrowAsync<PlatformException>(async () => await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "And again."), CancellationToken.None));
        (flood.Failure, flood.RetryAfter, flood.MayHaveActed).ShouldBe((PlatformFailure.RateLimited, TimeSpan.FromSeconds(15), false));
        (await site.Publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).OwnReplies.Single().NativeId.ShouldBe(published.NativeId);
        await DeniedAsync(async () => await site.Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None));
    }

    [Fact]
    public async Task Site_without_pretty_links_is_read_and_answered_too()
    {
        var call = await site.WatchAsync("EDITOR");
        call = call with { Page = call.Page with { Settings = new Dictionary<string, string>(call.Page.Settings) { ["api"] = new Uri(site.Base, "?rest_route=/").AbsoluteUri } } };
        var id = await site.VisitorSaysAsync(await site.ArticleAsync("Plain"), "By the plain door.");
        var (events, _) = await site.PollAsync(call, null);
        Seen(events, id).Under.ShouldBe("Plain");
        var published = (await site.Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Welcome."), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        await site.Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
    }

    [Fact]
    public async Task More_than_one_answer_holds_are_all_read_and_the_oldest_is_still_looked_at_again()
    {
        var call = await site.WatchAsync("EDITOR");
        var article = await site.ArticleAsync("Busy");
        var (_, cursor) = await site.PollAsync(call, null);
        var written = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, 130, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var made = await site.StaffAsync(HttpMethod.Post, "comments", new { post = article, content = $"Comment number {number}.", author_name = "Jana", author_email = "jana@example.test" });
            written.Add(made.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture));
        });

        (var events, cursor) = await site.PollAsync(call, cursor);
        var seen = events.OfType<SourceEvent.PostSeen>().Select(each => each.Post.NativeId).ToList();
        seen.ShouldBeUnique();
        written.ShouldBeSubsetOf(seen);

        // The oldest of them is beyond the newest hundred: only reading known comments again finds its edit and its end.
        var ids = written.OrderBy(each => long.Parse(each, CultureInfo.InvariantCulture)).ToList();
        var known = ids.Select(each => Known(each)).ToList();
        await site.StaffAsync(HttpMethod.Put, $"comments/{ids[0]}", new { content = "Edited late." });
        await site.StaffAsync(HttpMethod.Delete, $"comments/{ids[1]}?force=true");
        await site.StaffAsync(HttpMethod.Delete, $"comments/{ids[2]}");
        (events, _) = await site.PollAsync(call, cursor, known);
        Seen(events, ids[0]).Text.ShouldBe("Edited late.");
        events.ShouldContain(new SourceEvent.PostDeleted(ids[1]));
        events.ShouldContain(new SourceEvent.PostGone(ids[2]));
    }

    [Fact]
    public async Task Site_that_asks_to_slow_down_is_waited_for()
    {
        var call = await site.WatchAsync("EDITOR");
        call = call with { Page = call.Page with { Settings = new Dictionary<string, string>(call.Page.Settings) { ["api"] = new Uri(new Uri(site["WP_LIMITED_BASE"]), "wp-json/").AbsoluteUri } } };
        var slow = await Should.ThrowAsync<PlatformException>(async () =>
        {
            for (var times = 0; times < 20; times++)
                await site.PollAsync(call, null);
        });
        slow.Failure.ShouldBe(PlatformFailure.RateLimited);
        slow.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static KnownPost Known(string id, PostStanding standing = PostStanding.Public) => new(id, null, standing, DateTimeOffset.UnixEpoch);

    private static PostSnapshot Seen(IReadOnlyList<SourceEvent> events, string id) => events.OfType<SourceEvent.PostSeen>().Single(seen => seen.Post.NativeId == id).Post;

    private static async Task<string> DeniedAsync(Func<Task> act)
    {
        var problem = await Should.ThrowAsync<PlatformException>(act);
        problem.Failure.ShouldBe(PlatformFailure.Denied);
        problem.MayHaveActed.ShouldBeFalse();
        return problem.Message;
    }
}
