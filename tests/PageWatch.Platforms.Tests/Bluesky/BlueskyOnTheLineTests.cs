using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Bluesky;
using PageWatch.Platforms.Fetching;
using PageWatch.Testing.Bluesky;

namespace PageWatch.Platforms.Tests.Bluesky;

/// <summary>The platform as the product wires it, over real HTTP, against a server that behaves as the documentation says.</summary>
public sealed class BlueskyOnTheLineTests : IAsyncLifetime
{
    private const string Password = "abcd-efgh-ijkl-mnop";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 12, 8, 0, 0, TimeSpan.Zero));
    private StubBluesky net = null!;
    private ServiceProvider services = null!;
    private StubAccount page = null!;
    private StubAccount lea = null!;
    private PageCall call = null!;
    private Cursor? cursor;

    public async Task InitializeAsync()
    {
        net = await StubBluesky.StartAsync(time);
        page = net.Join("contoso.example", "Contoso Coffee", Password);
        lea = net.Join("lea.example", "Léa");
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Fetch:AllowPrivate:0"] = "127.0.0.1",
            ["Platforms:Bluesky:Service"] = net.Address.AbsoluteUri,
            ["Platforms:Bluesky:PublicView"] = net.Address.AbsoluteUri,
        }).Build());
        collection.AddSingleton<TimeProvider>(time);
        collection.AddFetching();
        collection.AddBluesky();
        services = collection.BuildServiceProvider();
        call = await WatchAsync(Login(Password));
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await net.DisposeAsync();
    }

    [Fact]
    public async Task Post_is_found_answered_read_back_and_the_answer_taken_back()
    {
        var root = net.Say(page, "New roast is out");
        var question = net.Say(lea, "Is there decaf?", answering: root);
        var seen = Posts(await PollAsync());
        seen.Select(post => (post.NativeId, post.IsOurs)).ShouldBe([(root.Uri, true), (question.Uri, false)]);
        (seen[1].ParentNativeId, seen[1].ThreadNativeId, seen[1].PublishedAt).ShouldBe((root.Uri, root.Uri, time.GetUtcNow()));

        var reply = new OutgoingReply(new ReplyTarget(question.Uri, root.Uri), "There is, @lea.example: https://contoso.example/decaf #decaf ☕️");
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        (await Publisher.ReadBackAsync(call, reply, time.GetUtcNow(), CancellationToken.None)).ShouldBeNull();
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();

        // In the repository at once, in the index a little later.
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        (await Publisher.ReadBackAsync(call, reply, time.GetUtcNow(), CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(published.NativeId);
        (await PollAsync(Known(root), Known(question), new KnownPost(published.NativeId, question.Uri, PostStanding.Public, time.GetUtcNow()))).ShouldBeEmpty("a reply that is not shown yet is not deleted");
        time.Advance(net.IndexDelay);
        var shown = Posts(await PollAsync(Known(root), Known(question))).ShouldHaveSingleItem();
        (shown.NativeId, shown.Text, shown.IsOurs, shown.ParentNativeId, shown.ThreadNativeId).ShouldBe((published.NativeId, reply.Text, true, question.Uri, root.Uri));
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldHaveSingleItem().Text.ShouldBe(reply.Text);
        var made = net.PostsOf(page)[1].Record;
        ((string?)made["reply"]!["root"]!["uri"], (string?)made["reply"]!["parent"]!["cid"]).ShouldBe((root.Uri, question.Cid));
        made["facets"]!.AsArray().Count.ShouldBe(3);

        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        (await Publisher.ReadBackAsync(call, reply, time.GetUtcNow(), CancellationToken.None)).ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(1));
        (await PollAsync(Known(question), new KnownPost(published.NativeId, question.Uri, PostStanding.Public, shown.PublishedAt!.Value))).ShouldBe([new SourceEvent.PostDeleted(published.NativeId)]);
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        net.Sessions.SignIns.ShouldBe(1);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Promise", "4")]
    public async Task Reply_handed_over_again_stands_once(bool isServersError)
    {
        net.FailsOnTakenKeys = isServersError;
        var question = net.Say(lea, "Anybody there?", mentioning: page);
        var reply = new OutgoingReply(new ReplyTarget(question.Uri, null), "Always.");
        net.LosesNextAnswer = true;
        var lost = await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, reply, CancellationToken.None));
        (lost.Failure, lost.MayHaveActed).ShouldBe((PlatformFailure.Unreachable, true));
        var back = (await Publisher.ReadBackAsync(call, reply, time.GetUtcNow(), CancellationToken.None)).ShouldNotBeNull();

        if (isServersError)
            (await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, reply, CancellationToken.None))).MayHaveActed.ShouldBeTrue();
        else
            (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>().NativeId.ShouldBe(back.NativeId);
        net.PostsOf(page).ShouldHaveSingleItem().Uri.ShouldBe(back.NativeId);
    }

    [Fact]
    public async Task Same_words_stand_under_each_post_they_answer()
    {
        var (one, other) = (net.Say(lea, "Thanks!", mentioning: page), net.Say(lea, "Thank you!", mentioning: page));
        await Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(one.Uri, null), "You are welcome."), CancellationToken.None);
        await Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(other.Uri, null), "You are welcome."), CancellationToken.None);
        net.PostsOf(page).Select(post => post.ParentUri).ShouldBe([one.Uri, other.Uri]);
    }

    [Fact]
    public async Task Session_is_made_once_and_renewed_when_its_time_is_up()
    {
        for (var polls = 0; polls < 20; polls++)
        {
            await PollAsync();
            time.Advance(TimeSpan.FromMinutes(30));
        }

        (net.Sessions.SignIns, net.Sessions.Renewals).ShouldBe((1, 4));
    }

    [Fact]
    public async Task Many_callers_renew_a_session_once()
    {
        await PollAsync();
        time.Advance(net.Sessions.Lifetime);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Source.PollAsync(call, Source.StreamsOf(call.Page)[0], null, CancellationToken.None).AsTask()));
        (net.Sessions.SignIns, net.Sessions.Renewals).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Many_callers_sign_in_once()
    {
        var other = net.Join("other.example", "Other", Password);
        var found = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Finder.FindAsync(new Uri("https://bsky.app/profile/other.example"), Login(Password, other.Handle), CancellationToken.None).AsTask()));
        found.ShouldAllBe(each => each!.AccountId == other.Did);
        net.Sessions.SignIns.ShouldBe(2, "one for each account");
    }

    [Fact]
    public async Task Renewal_that_is_refused_makes_a_new_sign_in()
    {
        await PollAsync();
        net.Sessions.RevokeRenewals();
        time.Advance(net.Sessions.Lifetime);
        await PollAsync();
        (net.Sessions.SignIns, net.Sessions.Renewals).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Server_that_knows_no_token_is_not_signed_in_to_with_every_poll()
    {
        var waits = 0;
        for (var minutes = 0; minutes < 60; minutes++)
        {
            net.Sessions.ForgetAll();
            try
            {
                await PollAsync();
            }
            catch (PlatformException problem) when (problem.Failure == PlatformFailure.RateLimited)
            {
                problem.RetryAfter.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(5));
                waits++;
            }

            time.Advance(TimeSpan.FromMinutes(1));
        }

        net.Sessions.SignIns.ShouldBeLessThanOrEqualTo(13, "300 a day are allowed");
        waits.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Every_post_is_told_once_over_many_pages_whatever_the_index_delays()
    {
        net.LargestPage = 7;
        await PollAsync();
        var written = new List<string>();
        var told = new List<string>();
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 9; i++)
                written.Add(net.Say(lea, $"Question {round}/{i}", mentioning: page, indexedLate: i % 4 == 3 ? TimeSpan.FromSeconds(90) : null).Uri);
            time.Advance(TimeSpan.FromSeconds(40));
            told.AddRange(Posts(await PollAsync()).Select(post => post.NativeId));
        }

        time.Advance(TimeSpan.FromMinutes(3));
        told.AddRange(Posts(await PollAsync()).Select(post => post.NativeId));
        told.ShouldBeUnique();
        told.Order().ShouldBe(written.Order());
    }

    [Fact]
    public async Task Edits_deletes_and_blocks_are_seen_by_reading_again()
    {
        var jonas = net.Join("jonas.example", "Jonas");
        var (edited, deleted, blocked, kept) = (net.Say(lea, "Too dark.", mentioning: page), net.Say(lea, "Too light.", mentioning: page), net.Say(jonas, "Too hot.", mentioning: page), net.Say(lea, "Just right.", mentioning: page));
        await PollAsync();
        time.Advance(TimeSpan.FromMinutes(5));
        net.Edit(edited, "Too dark, and cold.");
        net.Delete(deleted);
        net.Block(jonas);
        KnownPost[] known = [Known(edited), Known(deleted), Known(blocked), Known(kept)];
        var events = await PollAsync(known);
        Posts(events).ShouldHaveSingleItem().Text.ShouldBe("Too dark, and cold.");
        events.Skip(1).ShouldBe([new SourceEvent.PostDeleted(deleted.Uri), new SourceEvent.PostGone(blocked.Uri)]);
        (await PollAsync(Known(edited), Known(kept))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Edit_and_delete_among_many_known_posts_are_seen_in_turns()
    {
        var posts = Enumerable.Range(0, 190).Select(number => net.Say(lea, $"Number {number}", mentioning: page)).ToList();
        await PollAsync();
        time.Advance(TimeSpan.FromHours(1));
        net.Edit(posts[0], "The oldest, edited.");
        net.Delete(posts[1]);
        var events = new List<SourceEvent>();
        for (var polls = 0; polls < 4; polls++)
            events.AddRange(await PollAsync([.. posts.AsEnumerable().Reverse().Select(Known)]));
        Posts(events).ShouldHaveSingleItem().Text.ShouldBe("The oldest, edited.");
        events.ShouldContain(new SourceEvent.PostDeleted(posts[1].Uri));
    }

    [Fact]
    public async Task Reply_too_deep_to_be_told_is_found_in_the_thread()
    {
        var root = net.Say(page, "A long talk");
        var at = root;
        for (var level = 0; level < 7; level++)
            at = net.Say(lea, $"Level {level}", answering: at);
        Posts(await PollAsync()).ShouldContain(post => post.NativeId == at.Uri);
    }

    [Fact]
    public async Task Thread_that_has_left_the_newest_posts_of_the_page_is_still_read()
    {
        var root = net.Say(page, "A long talk");
        await PollAsync();
        var at = root;
        for (var level = 0; level < 7; level++)
            at = net.Say(lea, $"Level {level}", answering: at);
        for (var later = 0; later < 35; later++)
            net.Say(page, $"Later {later}");
        time.Advance(TimeSpan.FromMinutes(1));
        Posts(await PollAsync(Known(root))).ShouldContain(post => post.NativeId == at.Uri);
    }

    [Fact]
    public async Task Look_out_of_turn_tells_again_what_stands_there()
    {
        var question = net.Say(lea, "Is there decaf?", mentioning: page);
        await PollAsync();
        (await PollAsync(Known(question))).ShouldBeEmpty();
        call = call with { TellsAgain = true };
        Posts(await PollAsync(Known(question))).ShouldHaveSingleItem().NativeId.ShouldBe(question.Uri);
    }

    [Fact]
    public async Task Without_an_account_replies_to_the_page_are_seen_and_nothing_is_written()
    {
        var stranger = await WatchAsync(Credentials.None);
        var root = net.Say(page, "New roast is out");
        var question = net.Say(lea, "Is there decaf?", answering: root);
        net.Say(lea, "I like it", mentioning: page);
        var result = await Source.PollAsync(stranger, Source.StreamsOf(stranger.Page)[0], null, CancellationToken.None);
        Posts(result.Events).Select(post => post.NativeId).ShouldBe([root.Uri, question.Uri]);
        Posts(result.Events)[0].IsOurs.ShouldBeTrue();
        (await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(stranger, new OutgoingReply(new ReplyTarget(question.Uri, null), "Yes."), CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Denied);
    }

    [Fact]
    public async Task Limits_are_told_and_waited_for()
    {
        var result = await Source.PollAsync(call, Source.StreamsOf(call.Page)[0], null, CancellationToken.None);
        // 2,400 requests are left, and this poll took two.
        result.Quota.ShouldBe(new Quota(1200, time.GetUtcNow() + TimeSpan.FromMinutes(2)));
        net.LimitNext(1);
        var slow = await Should.ThrowAsync<PlatformException>(async () => await PollAsync());
        (slow.Failure, slow.RetryAfter, slow.MayHaveActed).ShouldBe((PlatformFailure.RateLimited, TimeSpan.FromMinutes(2), false));
        await PollAsync();
    }

    [Fact]
    public async Task Wrong_password_is_told_at_the_door()
    {
        var problem = await Should.ThrowAsync<PlatformException>(async () => await WatchAsync(Login("wrong")));
        (problem.Failure, problem.MayHaveActed).ShouldBe((PlatformFailure.Denied, false));
        problem.Message.ShouldContain("App passwords");
    }

    private IPageFinder Finder => services.GetRequiredService<IPageFinder>();

    private IPollSource Source => services.GetRequiredService<IPollSource>();

    private IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    private static Credentials Login(string password, string user = "contoso.example") => new(new Dictionary<string, string> { ["user"] = user, ["password"] = password });

    private static KnownPost Known(StubPost post) => new(post.Uri, post.ParentUri, PostStanding.Public, post.ShownFrom);

    private static List<PostSnapshot> Posts(IEnumerable<SourceEvent> events) => [.. events.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post)];

    private async Task<PageCall> WatchAsync(Credentials credentials)
    {
        var found = (await Finder.FindAsync(new Uri("https://bsky.app/profile/contoso.example"), credentials, CancellationToken.None)).ShouldNotBeNull();
        var watched = new Page
        {
            Id = new PageId(1),
            Platform = found.Platform,
            Address = found.Address,
            Name = found.Name,
            AccountId = found.AccountId,
            AccountName = found.AccountName,
            Settings = found.Settings,
        };
        return new PageCall(watched, credentials);
    }

    /// <summary>As the service asks: until nothing more waits.</summary>
    private async Task<IReadOnlyList<SourceEvent>> PollAsync(params KnownPost[] known)
    {
        var events = new List<SourceEvent>();
        PollResult result;
        do
        {
            result = await Source.PollAsync(call with { Known = known }, Source.StreamsOf(call.Page)[0], cursor, CancellationToken.None);
            events.AddRange(result.Events);
            cursor = result.Next ?? cursor;
        }
        while (result.MoreNow);
        return events;
    }
}
