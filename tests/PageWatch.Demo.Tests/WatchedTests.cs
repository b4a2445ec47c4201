using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.DemoPage;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>The folder that watches demo pages, on a real one: fixtures can grow old, this cannot.</summary>
public sealed class WatchedTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddSingleton(TimeProvider.System).AddPages().AddDemoPage().BuildServiceProvider();

    private IPageFinder Finder => services.GetRequiredService<IPageFinder>();

    private IPollSource Poll => services.GetRequiredService<IPollSource>();

    private IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    [Fact]
    public async Task Page_is_found_by_any_of_its_addresses()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("Hello");
        foreach (var typed in (string[])["", "?before=p1", "#" + post.Id, "posts/" + post.Id, "../demo"])
        {
            var found = (await Finder.FindAsync(new Uri(demo.Base, typed), Key(), CancellationToken.None)).ShouldNotBeNull();
            found.Address.ShouldBe(demo.Base);
            found.AccountId.ShouldBe("contoso-coffee");
            found.Can.ShouldBe(Finder.AtBest);
        }

        (await Finder.FindAsync(demo.Base, Credentials.None, CancellationToken.None)).ShouldNotBeNull().Can.Reply.ShouldBe(ReplyMode.None);
        (await Should.ThrowAsync<PlatformException>(async () => await Finder.FindAsync(demo.Base, Key("wrong-key-wrong-key"), CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Denied);
        (await Finder.FindAsync(new Uri(demo.Base, "/elsewhere"), Key(), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Polling_and_webhooks_tell_the_same()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var demo = await RunningDemo.StartAsync(receiver.Address);
        var call = await CallAsync(demo);
        var (first, cursor) = await PollAsync(call, null);
        first.Count.ShouldBe(RunningDemo.FirstPosts);
        first.OfType<SourceEvent.PostSeen>().Count(seen => seen.Post.IsOurs).ShouldBe(RunningDemo.FirstReplies);

        var post = await demo.SayAsync("A question? <b>&\u202e 🙃", "Ana");
        await demo.SayAsync("An answer.", "Ben", under: post.Id);
        await demo.ReplyAsync(post.Id, "Ours.");
        var (polled, next) = await PollAsync(call, cursor);
        var hook = services.GetRequiredService<IWebhookSource>();
        var told = (await receiver.WhenAsync(deliveries => deliveries.Count >= 3)).SelectMany(delivery => hook.Read(delivery.Call, call.Page)).ToList();
        AsText(told).ShouldBe(AsText(polled));
        polled.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post.IsOurs).ShouldBe([false, false, true]);

        await demo.Wall.EditAsync(post.Id, "A better question?", "https://pictures.example/q.jpg", CancellationToken.None);
        await demo.Wall.DeleteAsync((await demo.SayAsync("A mistake.")).Id, CancellationToken.None);
        (polled, _) = await PollAsync(call, next);
        var edited = polled[0].ShouldBeOfType<SourceEvent.PostSeen>().Post;
        edited.Text.ShouldBe("A better question?");
        edited.RevisionMark.ShouldBe(2);
        edited.Attachments.Single().Link.ShouldBe(new Uri("https://pictures.example/q.jpg"));
        polled[1].ShouldBeOfType<SourceEvent.PostDeleted>().RevisionMark.ShouldBe(2);
        told = [.. (await receiver.WhenAsync(deliveries => deliveries.Count >= 6)).Skip(3).SelectMany(delivery => hook.Read(delivery.Call, call.Page))];
        told.OfType<SourceEvent.PostDeleted>().Single().ShouldBe(polled[1]);
        AsText(told.OfType<SourceEvent.PostSeen>().Where(seen => seen.Post.NativeId == post.Id)).ShouldBe(AsText(polled.Take(1)));
    }

    [Fact]
    public async Task Long_log_is_read_in_pages_and_from_where_the_last_poll_ended()
    {
        await using var demo = await RunningDemo.StartAsync();
        for (var number = 0; number < 220; number++)
            await demo.SayAsync($"Number {number}");
        var call = await CallAsync(demo);
        var once = await Poll.PollAsync(call, Poll.StreamsOf(call.Page)[0], null, CancellationToken.None);
        once.MoreNow.ShouldBeTrue();
        var (all, cursor) = await PollAsync(call, null);
        all.Count.ShouldBe(RunningDemo.FirstPosts + 220);
        await demo.RestartAsync();
        await demo.SayAsync("After the restart");
        (await PollAsync(call, cursor)).Events.ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostSeen>().Post.Text.ShouldBe("After the restart");
        await demo.Owner.PostAsync("api/reset", null);
        (await PollAsync(call, cursor)).Events.Count.ShouldBe(RunningDemo.FirstPosts);
    }

    [Fact]
    public async Task A_reply_is_published_found_again_and_taken_back()
    {
        await using var demo = await RunningDemo.StartAsync();
        var call = await CallAsync(demo);
        var post = await demo.SayAsync("A question?");
        var target = new ReplyTarget(post.Id, post.Thread);
        var reply = new OutgoingReply(target, "Jana, three is three too many.\n\nMay Ben call you? 🙏 “Today”, <b>promised</b>.");
        var since = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        (await Publisher.LookAsync(call, target, CancellationToken.None)).ShouldSatisfyAllConditions(
            look => look.Post.ShouldNotBeNull().Text.ShouldBe("A question?"),
            look => look.OwnReplies.ShouldBeEmpty());
        (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldBeNull();

        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var found = (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldNotBeNull();
        found.NativeId.ShouldBe(published.NativeId);
        found.Text.ShouldBe(reply.Text);
        (await Publisher.LookAsync(call, target, CancellationToken.None)).OwnReplies.ShouldHaveSingleItem().NativeId.ShouldBe(published.NativeId);
        (await demo.PageAsync()).GetElementById(published.NativeId)!.QuerySelector(".text")!.TextContent.ShouldBe(reply.Text);
        published.Link!.AbsoluteUri.ShouldBe($"{demo.Base}posts/{post.Id}#{published.NativeId}");

        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(async () => await Publisher.DeleteOwnAsync(call, post.Id, CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Denied);

        await demo.Wall.DeleteAsync(post.Id, CancellationToken.None);
        (await Publisher.LookAsync(call, target, CancellationToken.None)).Post.ShouldBeNull();
        (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldContain("deleted");
        (await Publisher.PublishAsync(call, reply with { Target = new ReplyTarget("pnobody", null) }, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>();
    }

    [Fact]
    public async Task A_page_that_is_away_is_unreachable_and_has_taken_nothing()
    {
        await using var demo = await RunningDemo.StartAsync();
        var call = await CallAsync(demo);
        var post = await demo.SayAsync("A question?");
        await demo.StopAsync();
        var problem = await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(post.Id, null), "Hello"), CancellationToken.None));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
        problem.MayHaveActed.ShouldBeFalse();
        await demo.StartAgainAsync();
    }

    public void Dispose() => services.Dispose();

    private static Credentials Key(string key = RunningDemo.Key) => new(new Dictionary<string, string> { ["token"] = key });

    private static List<string> AsText(IEnumerable<SourceEvent> events) => [.. events.Select(each => System.Text.Json.JsonSerializer.Serialize(each))];

    private async Task<PageCall> CallAsync(RunningDemo demo)
    {
        var found = (await Finder.FindAsync(demo.Base, Key(), CancellationToken.None)).ShouldNotBeNull();
        return new PageCall(new Page { Id = new PageId(1), Platform = found.Platform, Address = found.Address, Name = found.Name, AccountId = found.AccountId, AccountName = found.AccountName }, Key());
    }

    private async Task<(IReadOnlyList<SourceEvent> Events, Cursor? Next)> PollAsync(PageCall call, Cursor? after)
    {
        var events = new List<SourceEvent>();
        while (true)
        {
            var result = await Poll.PollAsync(call, Poll.StreamsOf(call.Page)[0], after, CancellationToken.None);
            events.AddRange(result.Events);
            after = result.Next ?? after;
            if (!result.MoreNow)
                return (events, after);
        }
    }
}
