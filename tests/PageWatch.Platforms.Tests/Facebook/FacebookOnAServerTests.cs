using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Facebook;
using PageWatch.Platforms.Fetching;
using PageWatch.Testing.Facebook;

namespace PageWatch.Platforms.Tests.Facebook;

/// <summary>The platform as the product wires it, over real HTTP on loopback, against a server that behaves as documented.</summary>
public sealed class FacebookOnAServerTests : IAsyncLifetime
{
    private const string AppSecret = "contoso-test-app-secret-0001";
    private const string Jose = "7788990011223302";
    private const string Words = "Hi Jos\u00e9, so sorry! 50% + a new cup & a coffee = yours.\n\nAna, Contoso Coffee \u2615";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 19, 10, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, KnownPost> known = new(StringComparer.Ordinal);
    private LoopbackGraph server = null!;
    private ServiceProvider services = null!;
    private string secretTypedAs = "appsecret";
    private Cursor? cursor;
    private PollResult last = null!;

    private LoopbackWall Wall => server.Wall;

    private IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    public async Task InitializeAsync()
    {
        server = await LoopbackGraph.StartAsync(time);
        var settings = new Dictionary<string, string?> { ["Fetch:AllowPrivate:0"] = "127.0.0.1", ["Platforms:Facebook:BaseUrl"] = server.Address.ToString(), ["Platforms:Facebook:Version"] = LoopbackGraph.Version };
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddSingleton<TimeProvider>(time);
        collection.AddFetching().AddFacebook();
        services = collection.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory, InlineData(null, ""), InlineData(AppSecret, "appsecret"), InlineData(AppSecret, "password"), Trait("Promise", "4"), Trait("Promise", "10"), Trait("Promise", "11")]
    public async Task Complaint_is_found_answered_seen_edited_and_gone(string? secret, string typedAs)
    {
        server.AppSecret = secret;
        secretTypedAs = typedAs;
        var call = await WatchAsync();
        var menu = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Our winter menu is here");
        Later();
        (await PollAsync(call)).Posts.ShouldHaveSingleItem().IsOurs.ShouldBeTrue();
        Later();
        var complaint = Wall.Comment(menu.Id, Jose, "Jos\u00e9 \u00c1lvarez", "Two of my cups arrived broken");
        Later();
        var seen = (await PollAsync(call)).Posts.Single(post => post.NativeId == complaint.Id);
        (seen.Text, seen.Author.NativeId, seen.ParentNativeId, seen.ThreadNativeId, seen.IsOurs, seen.PublishedAt).ShouldBe((complaint.Text, Jose, menu.Id, menu.Id, false, complaint.At));

        var reply = new OutgoingReply(new ReplyTarget(complaint.Id, menu.Id), Words);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        Later();
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var stands = Wall.Find(published.NativeId).ShouldNotBeNull();
        (stands.Text, stands.Parent, stands.By).ShouldBe((Words, complaint.Id, LoopbackWall.Page));

        Later();
        var own = (await PollAsync(call)).Posts.Single(post => post.NativeId == published.NativeId);
        (own.IsOurs, own.Text, own.ParentNativeId).ShouldBe((true, Words, complaint.Id));
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldHaveSingleItem().Text.ShouldBe(Words);
        (await Publisher.ReadBackAsync(call, reply, stands.At, CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(published.NativeId);
        (await Publisher.ReadBackAsync(call, reply with { Text = "Other words." }, stands.At, CancellationToken.None)).ShouldBeNull();

        Wall.Edit(complaint.Id, "Two of my cups arrived broken, and one is missing");
        Later();
        (await PollAsync(call)).Posts.ShouldBeEmpty("an edit changes nothing on the post");
        time.Advance(TimeSpan.FromDays(1));
        (await PollAsync(call)).Posts.Single(post => post.NativeId == complaint.Id).Text.ShouldEndWith("one is missing");
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).Post.ShouldNotBeNull().Text.ShouldEndWith("one is missing");

        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        Wall.Find(published.NativeId).ShouldBeNull();
        Wall.Remove(complaint.Id);
        time.Advance(TimeSpan.FromDays(1));
        (await PollAsync(call)).Gone.ShouldBe([complaint.Id, published.NativeId], ignoreOrder: true);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).Post.ShouldBeNull();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Comments_of_many_answers_and_posts_of_many_polls_are_all_told()
    {
        var call = await WatchAsync();
        var written = new List<string>();
        for (var posts = 0; posts < 23; posts++)
        {
            var post = Wall.Say(Jose, "Jos\u00e9", string.Create(CultureInfo.InvariantCulture, $"Question {posts}"));
            Later();
            written.Add(post.Id);
        }

        var busy = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "A raffle!");
        written.Add(busy.Id);
        for (var comments = 0; comments < 1_250; comments++)
            written.Add(Wall.Comment(busy.Id, Jose, "Jos\u00e9", string.Create(CultureInfo.InvariantCulture, $"Me {comments}")).Id);
        Later();
        var told = new List<string>();
        var polls = 0;
        do
        {
            told.AddRange((await PollAsync(call)).Posts.Select(post => post.NativeId));
            polls++;
        }
        while (last.MoreNow && polls < 10);
        told.ShouldBe(written, ignoreOrder: true);
        polls.ShouldBe(4);
    }

    [Fact]
    public async Task Quiet_poll_is_one_request()
    {
        var call = await WatchAsync();
        Wall.Say(Jose, "Jos\u00e9", "Open today?");
        Later();
        await PollAsync(call);
        var before = server.Asked.Count;
        Later();
        (await PollAsync(call)).Posts.ShouldBeEmpty();
        server.Asked.Skip(before).ShouldBe([$"GET /v26.0/{LoopbackWall.Page}/feed"]);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Comment_on_an_old_post_is_met_and_so_is_one_of_the_same_second()
    {
        var call = await WatchAsync();
        var old = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Long ago");
        for (var days = 0; days < 40; days++)
        {
            time.Advance(TimeSpan.FromDays(1));
            Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Coffee of the day");
        }

        Later();
        while ((await PollAsync(call)).MoreNow)
        {
        }

        var first = Wall.Comment(old.Id, Jose, "Jos\u00e9", "Still so?");
        last.Next!.Value.ShouldNotContain(old.Id, Case.Sensitive, "what is not read again is not kept");
        (await PollAsync(call)).Posts.ShouldContain(post => post.NativeId == first.Id);
        // Within the second in which the post was read.
        var second = Wall.Comment(old.Id, Jose, "Jos\u00e9", "Hello?");
        Later();
        (await PollAsync(call)).Posts.ShouldContain(post => post.NativeId == second.Id);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Comment_on_a_post_older_than_a_hundred_others_is_met_within_an_hour()
    {
        var call = await WatchAsync();
        var old = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Long ago");
        for (var hours = 0; hours < 130; hours++)
        {
            time.Advance(TimeSpan.FromHours(1));
            Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Coffee of the hour");
        }

        do
            Later();
        while ((await PollAsync(call)).MoreNow);
        var comment = Wall.Comment(old.Id, Jose, "Jos\u00e9", "Still so?");
        var before = server.Asked.Count;
        Later();
        (await PollAsync(call)).Posts.ShouldBeEmpty();
        (server.Asked.Count - before).ShouldBe(1, "a quiet poll reads one answer of the list, also where there are more");
        time.Advance(TimeSpan.FromHours(1));
        (await PollAsync(call)).Posts.ShouldContain(post => post.NativeId == comment.Id);
    }

    [Fact]
    public async Task Hidden_comment_is_gone_and_comes_back()
    {
        var call = await WatchAsync();
        var post = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Hello");
        var comment = Wall.Comment(post.Id, Jose, "Jos\u00e9", "Buy followers");
        Wall.Hide(comment.Id, true);
        Later();
        (await PollAsync(call)).Gone.ShouldBe([comment.Id]);
        (await Publisher.LookAsync(call, new ReplyTarget(comment.Id, post.Id), CancellationToken.None)).Post.ShouldBeNull();
        Wall.Hide(comment.Id, false);
        time.Advance(TimeSpan.FromDays(1));
        (await PollAsync(call)).Posts.ShouldContain(each => each.NativeId == comment.Id);
    }

    [Fact, Trait("Promise", "4")]
    public async Task Reply_whose_answer_was_lost_is_found_also_where_it_is_folded()
    {
        var call = await WatchAsync();
        var post = Wall.Say(Jose, "Jos\u00e9", "Where is it?");
        var comment = Wall.Comment(post.Id, "7788990011223301", "Mei", "Mine too");
        var deeper = Wall.Comment(comment.Id, Jose, "Jos\u00e9", "You as well?");
        var text = 0;
        foreach (var target in (string[])[post.Id, comment.Id, deeper.Id])
        {
            Later();
            var reply = new OutgoingReply(new ReplyTarget(target, post.Id), string.Create(CultureInfo.InvariantCulture, $"On its way ({++text})."));
            server.LoseNextAnswer();
            var since = time.GetUtcNow();
            var problem = await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, reply, CancellationToken.None));
            (problem.Failure, problem.MayHaveActed).ShouldBe((PlatformFailure.Unreachable, true));
            Later();
            (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldNotBeNull().Text.ShouldBe(reply.Text);
            (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldContain("506");
        }
    }

    [Fact]
    public async Task Read_back_tells_the_same_words_under_two_comments_apart()
    {
        var call = await WatchAsync();
        var post = Wall.Say(LoopbackWall.Page, "Contoso Coffee", "Hello");
        var one = new OutgoingReply(new ReplyTarget(Wall.Comment(post.Id, Jose, "Jos\u00e9", "Broken").Id, post.Id), "Sorry!");
        var other = one with { Target = new ReplyTarget(Wall.Comment(post.Id, "7788990011223301", "Mei", "Mine too").Id, post.Id) };
        var since = time.GetUtcNow();
        await Publisher.PublishAsync(call, one, CancellationToken.None);
        (await Publisher.ReadBackAsync(call, one, since, CancellationToken.None)).ShouldNotBeNull();
        (await Publisher.ReadBackAsync(call, other, since, CancellationToken.None)).ShouldBeNull();
    }

    [Fact, Trait("Promise", "8")]
    public async Task End_of_data_access_is_told_once_a_day_and_for_each_new_token()
    {
        var call = await WatchAsync();
        var ends = DateTimeOffset.FromUnixTimeSeconds(server.DataAccessEndsAt);
        await PollAsync(call);
        last.TokenEndsAt.ShouldBe(ends);
        Later();
        await PollAsync(call);
        last.TokenEndsAt.ShouldBeNull("it is kept as it was told");
        server.Token += "2";
        server.DataAccessEndsAt += 90 * 86_400;
        await PollAsync(await WatchAsync());
        last.TokenEndsAt.ShouldBe(ends.AddDays(90));
        time.Advance(TimeSpan.FromDays(1));
        await PollAsync(await WatchAsync());
        last.TokenEndsAt.ShouldNotBeNull();
        last.Next!.Value.ShouldNotContain(server.Token);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Usage_becomes_a_quota_that_slows_the_watch_and_then_stops_it()
    {
        var call = await WatchAsync();
        foreach (var (used, left, minutes) in ((int, int, int?)[])[(10, 85, null), (80, 15, 60), (96, 0, 60)])
        {
            server.Used = used;
            await PollAsync(call);
            var now = time.GetUtcNow();
            last.Quota.ShouldBe(new Quota(left, minutes is { } wait ? now + TimeSpan.FromMinutes(wait) : null));
        }

        server.Used = 100;
        var problem = await Should.ThrowAsync<PlatformException>(async () => await PollAsync(call));
        (problem.Failure, problem.RetryAfter).ShouldBe((PlatformFailure.RateLimited, TimeSpan.FromMinutes(17)));
    }

    [Fact]
    public async Task Token_that_ends_or_may_too_little_is_denied_with_the_mend()
    {
        var call = await WatchAsync();
        var post = Wall.Say(Jose, "Jos\u00e9", "Open today?");
        server.Scopes.Remove("pages_manage_engagement");
        (await DeniedAsync(() => Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(post.Id, null), "Yes."), CancellationToken.None).AsTask())).ShouldContain("pages_manage_engagement");
        (await FindAsync()).Can.IsReadOnly.ShouldBeTrue();
        server.Scopes.Remove("pages_read_user_content");
        (await DeniedAsync(() => PollAsync(call))).ShouldContain("pages_read_user_content");
        (await DeniedAsync(FindAsync)).ShouldContain("lacks pages_read_user_content");
        server.AppSecret = "another";
        (await Should.ThrowAsync<PlatformException>(FindAsync)).Message.ShouldContain("appsecret");
        server.Token = "EAAother";
        (await DeniedAsync(() => PollAsync(call))).ShouldContain("the token has ended");
    }

    [Theory]
    [InlineData("Platforms:Facebook:BaseUrl", "http://graph.example")]
    [InlineData("Platforms:Facebook:BaseUrl", "https://graph.example/path")]
    [InlineData("Platforms:Facebook:Version", "26")]
    [InlineData("Platforms:Facebook:FirstLook", "101")]
    public void Setting_that_cannot_be_is_refused(string name, string value)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build());
        collection.AddFacebook();
        using var provider = collection.BuildServiceProvider();
        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<FacebookOptions>>().Value);
    }

    private static async Task<string> DeniedAsync<T>(Func<Task<T>> act)
    {
        var problem = await Should.ThrowAsync<PlatformException>(act);
        problem.Failure.ShouldBe(PlatformFailure.Denied);
        return problem.Message;
    }

    private void Later() => time.Advance(TimeSpan.FromMinutes(1));

    private Credentials Keys()
    {
        var keys = new Dictionary<string, string> { ["token"] = server.Token };
        if (server.AppSecret == AppSecret)
            keys[secretTypedAs] = AppSecret;
        return new Credentials(keys);
    }

    private async Task<FoundPage> FindAsync() =>
        (await services.GetRequiredService<IPageFinder>().FindAsync(new Uri("https://www.facebook.com/contosocoffee"), Keys(), CancellationToken.None)).ShouldNotBeNull();

    private async Task<PageCall> WatchAsync()
    {
        var found = await FindAsync();
        return new PageCall(
            new Page { Id = new PageId(1), Platform = found.Platform, Address = found.Address, Name = found.Name, AccountId = found.AccountId, AccountName = found.AccountName, Settings = found.Settings }, Keys());
    }

    private async Task<(IReadOnlyList<PostSnapshot> Posts, IReadOnlyList<string> Gone, bool MoreNow)> PollAsync(PageCall call)
    {
        var source = services.GetRequiredService<IPollSource>();
        last = await source.PollAsync(call with { Known = [.. known.Values] }, source.StreamsOf(call.Page)[0], cursor, CancellationToken.None);
        cursor = last.Next;
        var posts = last.Events.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post).ToList();
        foreach (var post in posts)
            known[post.NativeId] = new KnownPost(post.NativeId, post.ParentNativeId, PostStanding.Public, post.PublishedAt!.Value);
        var gone = last.Events.OfType<SourceEvent.PostGone>().Select(each => each.NativeId).ToList();
        foreach (var id in gone)
            known.Remove(id);
        return (posts, gone, last.MoreNow);
    }
}
