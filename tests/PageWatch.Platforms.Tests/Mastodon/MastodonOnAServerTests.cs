using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Mastodon;
using PageWatch.Testing.Mastodon;

namespace PageWatch.Platforms.Tests.Mastodon;

/// <summary>The platform as the product wires it, over real HTTP on loopback, against a server that behaves as documented.</summary>
public sealed class MastodonOnAServerTests : IAsyncLifetime
{
    private static readonly SourceStream Mentions = new("mentions");
    private static readonly SourceStream Posts = new("posts");

    private readonly ServiceProvider services = Wired("127.0.0.1");
    private readonly Dictionary<string, Cursor?> cursors = new(StringComparer.Ordinal);
    private LoopbackMastodon server = null!;
    private string team = "";
    private string lea = "";
    private string token = "";

    private LoopbackTimeline Timeline => server.Timeline;

    private IPageFinder Finder => services.GetRequiredService<IPageFinder>();

    private IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    public async Task InitializeAsync()
    {
        server = await LoopbackMastodon.StartAsync();
        team = Timeline.Join("contosocoffee");
        lea = Timeline.Join("lea@piaille.example");
        token = server.TokenFor(team);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact, Trait("Promise", "4"), Trait("Promise", "10"), Trait("Promise", "11")]
    public async Task Complaint_is_found_answered_seen_edited_and_deleted()
    {
        var call = await WatchAsync();
        (await PollAsync(call, Mentions)).ShouldBeEmpty();
        var complaint = Timeline.Say(lea, "@contosocoffee my bag came open <3", language: "fr");
        var seen = (await PollAsync(call, Mentions)).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostSeen>().Post;
        (seen.NativeId, seen.Text, seen.Author.Name, seen.IsOurs).ShouldBe((complaint.Id, "@contosocoffee my bag came open <3", "@lea@piaille.example", false));

        const string Words = "We are sorry, L\u00e9a!\n\nA new one is on its way: https://shop.contoso-coffee.example/track?id=4711";
        var reply = new OutgoingReply(new ReplyTarget(complaint.Id, complaint.Id), Words);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var stands = Timeline.Find(published.NativeId, null).ShouldNotBeNull();
        (stands.Text, stands.InReplyTo, stands.Visibility, stands.Language).ShouldBe(("@lea@piaille.example\n" + Words, complaint.Id, "unlisted", "fr"));

        // What comes back is told as it was approved, by the stream, by the look, and by reading back.
        var own = (await PollAsync(call, Posts)).OfType<SourceEvent.PostSeen>().Single(each => each.Post.NativeId == published.NativeId).Post;
        (own.IsOurs, own.ParentNativeId).ShouldBe((true, complaint.Id));
        SameText.As(own.Text, Words).ShouldBeTrue(own.Text);
        SameText.As((await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldHaveSingleItem().Text, Words).ShouldBeTrue();
        (await Publisher.ReadBackAsync(call, reply, stands.At, CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(published.NativeId);
        (await Publisher.ReadBackAsync(call, reply with { Text = "Other words." }, stands.At, CancellationToken.None)).ShouldBeNull();

        Timeline.Edit(complaint.Id, "@contosocoffee it was the box, not the bag");
        call = call with { Known = [new KnownPost(complaint.Id, null, PostStanding.Public, complaint.At)] };
        var edited = (await PollAsync(call, Posts)).OfType<SourceEvent.PostSeen>().Single(each => each.Post.NativeId == complaint.Id).Post;
        edited.Text.ShouldContain("not the bag");
        edited.RevisionMark.ShouldNotBeNull().ShouldBeGreaterThan(seen.RevisionMark!.Value);

        Timeline.Delete(complaint.Id);
        (await PollAsync(call, Posts)).OfType<SourceEvent.PostDeleted>().ShouldHaveSingleItem().NativeId.ShouldBe(complaint.Id);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).Post.ShouldBeNull();
        (await Publisher.ReadBackAsync(call, reply, stands.At, CancellationToken.None)).ShouldNotBeNull("its reply still stands, alone");

        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        Timeline.By(team).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Hundreds_of_mentions_between_two_polls_are_each_told_once()
    {
        var call = await WatchAsync();
        var before = Timeline.Say(lea, "@contosocoffee hello");
        (await PollAsync(call, Mentions)).Count.ShouldBe(1);
        var written = Enumerable.Range(0, 650).Select(number => Timeline.Say(lea, string.Create(CultureInfo.InvariantCulture, $"@contosocoffee number {number}")).Id).ToList();
        var told = new List<string>();
        for (var polls = 0; polls < 5; polls++)
            told.AddRange((await PollAsync(call, Mentions)).OfType<SourceEvent.PostSeen>().Select(each => each.Post.NativeId));
        told.ShouldBe(written);
        told.ShouldNotContain(before.Id);
    }

    [Fact]
    public async Task Quiet_poll_of_mentions_is_one_request()
    {
        var call = await WatchAsync();
        foreach (var number in Enumerable.Range(0, 30))
            Timeline.Say(lea, string.Create(CultureInfo.InvariantCulture, $"@contosocoffee number {number}"));
        await PollAsync(call, Mentions);
        var before = server.Asked.Count;
        (await PollAsync(call, Mentions)).ShouldBeEmpty();
        (server.Asked.Count - before).ShouldBe(1);
    }

    [Fact, Trait("Promise", "7")]
    public async Task What_is_not_for_everybody_is_not_told_and_what_is_filtered_is()
    {
        var call = await WatchAsync();
        Timeline.Say(lea, "@contosocoffee for you alone", visibility: "direct");
        Timeline.Say(lea, "@contosocoffee for my followers", visibility: "private");
        var quiet = Timeline.Say(lea, "@contosocoffee quietly", visibility: "unlisted");
        var stranger = Timeline.Say(Timeline.Join("new@fresh.example"), "@contosocoffee from somebody new", isFiltered: true);
        (await PollAsync(call, Mentions)).OfType<SourceEvent.PostSeen>().Select(each => each.Post.NativeId).ShouldBe([quiet.Id, stranger.Id]);
    }

    [Fact, Trait("Promise", "11")]
    public async Task Answers_without_a_mention_and_native_replies_are_met_under_own_posts()
    {
        var call = await WatchAsync();
        var announcement = Timeline.Say(team, "The spring roast is out");
        await PollAsync(call, Posts);
        call = call with { Known = [new KnownPost(announcement.Id, null, PostStanding.Public, announcement.At)] };
        var first = Timeline.Say(lea, "Mine came open", announcement.Id);
        var deeper = Timeline.Say(Timeline.Join("jonas"), "Mine too", first.Id);
        var native = Timeline.Say(team, "@lea@piaille.example sorry!", first.Id);
        var told = (await PollAsync(call, Posts)).OfType<SourceEvent.PostSeen>().Select(each => each.Post).ToDictionary(each => each.NativeId);
        told[first.Id].ThreadNativeId.ShouldBe(announcement.Id);
        told[deeper.Id].ParentNativeId.ShouldBe(first.Id);
        (told[native.Id].IsOurs, told[native.Id].ParentNativeId, told[native.Id].Text).ShouldBe((true, first.Id, "@lea@piaille.example sorry!"));
        var before = server.Asked.Count;
        await PollAsync(call, Posts);
        server.Asked.Skip(before).ShouldNotContain(each => each.EndsWith("/context", StringComparison.Ordinal), "nothing more was answered since");
    }

    [Fact, Trait("Promise", "4")]
    public async Task Reply_handed_over_twice_stands_once()
    {
        var call = await WatchAsync();
        var reply = new OutgoingReply(new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null), "On its way.");
        var once = await Publisher.PublishAsync(call, reply, CancellationToken.None);
        (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBe(once);
        Timeline.By(team).Count.ShouldBe(1);
        await Publisher.PublishAsync(call, reply with { Text = "On its way!!" }, CancellationToken.None);
        Timeline.By(team).Count.ShouldBe(2);
    }

    [Fact, Trait("Promise", "4")]
    public async Task Reply_whose_answer_was_lost_is_found_once_it_shows()
    {
        var call = await WatchAsync();
        var reply = new OutgoingReply(new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null), "On its way.");
        var since = TimeProvider.System.GetUtcNow();
        server.LoseNextAnswer(looks: 1);
        var problem = await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, reply, CancellationToken.None));
        (problem.Failure, problem.MayHaveActed).ShouldBe((PlatformFailure.Unreachable, true));
        (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldBeNull("it has not settled");
        var found = (await Publisher.ReadBackAsync(call, reply, since, CancellationToken.None)).ShouldNotBeNull();
        (found.NativeId, found.Text).ShouldBe((Timeline.By(team).ShouldHaveSingleItem().Id, "On its way."));
    }

    [Theory, Trait("Promise", "4")]
    [InlineData("I <3 it & so do 2 > 1 of us: \"quoted\", 'too'")]
    [InlineData("One\n\nTwo\nThree")]
    [InlineData("@jonas knows more, and so does @lea@piaille.example.")]
    [InlineData("See https://shop.contoso-coffee.example/a?b=c&d=e#f, or write to help@contoso-coffee.example")]
    [InlineData("\U0001F4E6 \u0645\u0631\u062d\u0628\u0627 #SpringRoast :blobcat:")]
    [InlineData("*not bold* _nor this_ `nor this` <b>nor this</b>")]
    [InlineData("!")]
    public async Task Approved_words_are_what_is_read_back(string words)
    {
        Timeline.Join("jonas");
        var call = await WatchAsync();
        var reply = new OutgoingReply(new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null), words);
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var own = (await PollAsync(call, Posts)).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post;
        SameText.As(own.Text, words).ShouldBeTrue(own.Text);
        (await Publisher.ReadBackAsync(call, reply, TimeProvider.System.GetUtcNow(), CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(published.NativeId);
    }

    [Fact]
    public async Task Words_that_were_taken_back_within_the_hour_are_refused_and_say_so()
    {
        var call = await WatchAsync();
        var reply = new OutgoingReply(new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null), "On its way.");
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldContain("taken back");
        Timeline.By(team).ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "9")]
    public async Task Server_that_asks_to_wait_is_heard_and_its_quota_told()
    {
        var call = await WatchAsync();
        var source = services.GetRequiredService<IPollSource>();
        var polled = await source.PollAsync(call, Mentions, null, CancellationToken.None);
        polled.Quota.ShouldNotBeNull().Left.ShouldBe(300 - server.Asked.Count);
        polled.Quota.ResetsAt.ShouldNotBeNull().ShouldBe(server.ResetsAt, TimeSpan.FromMilliseconds(1));
        server.MostRequests = server.Asked.Count;
        var problem = await Should.ThrowAsync<PlatformException>(async () => await source.PollAsync(call, Mentions, null, CancellationToken.None));
        problem.Failure.ShouldBe(PlatformFailure.RateLimited);
        problem.RetryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Limit_is_the_servers_own_and_a_lower_one_refuses()
    {
        server.LongestPost = 100;
        var call = await WatchAsync();
        call.Page.Settings["limit"].ShouldBe("100");
        var target = new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null);
        (await Publisher.PublishAsync(call, new OutgoingReply(target, new string('x', 95)), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        (await Publisher.PublishAsync(call, new OutgoingReply(target, new string('x', 96)), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldContain("Shorten it by 1");
        // 61 characters as people see them, and a link of any length is 23 of them.
        var link = "https://shop.contoso-coffee.example/" + new string('a', 300);
        (await Publisher.PublishAsync(call, new OutgoingReply(target, new string('\u00e9', 60) + " " + link), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        server.LongestPost = 50;
        (await Publisher.PublishAsync(call, new OutgoingReply(target, new string('y', 60)), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>().Reason.ShouldContain("character limit of 50");
    }

    [Fact]
    public async Task Token_that_ends_or_may_too_little_is_denied_with_the_mend()
    {
        var call = await WatchAsync();
        var target = new ReplyTarget(Timeline.Say(lea, "@contosocoffee where is it?").Id, null);
        server.Revoke(token);
        await DeniedAsync(() => services.GetRequiredService<IPollSource>().PollAsync(call, Mentions, null, CancellationToken.None).AsTask(), "Watch the account again");
        await DeniedAsync(() => Publisher.PublishAsync(call, new OutgoingReply(target, "On its way."), CancellationToken.None).AsTask(), "New application");
        token = server.TokenFor(team, "profile", "read:statuses");
        await DeniedAsync(WatchAsync, "lacks a scope");
        token = server.TokenFor(team, "profile", "read:statuses", "read:notifications");
        (await FindAsync($"{server.Address}@contosocoffee")).Can.Reply.ShouldBe(ReplyMode.None);
        token = server.TokenFor(lea);
        await DeniedAsync(WatchAsync, "token is @lea's");
    }

    [Fact]
    public async Task Every_form_of_the_address_leads_to_one_page()
    {
        var post = Timeline.Say(team, "Hello");
        var authority = server.Address.Authority;
        foreach (var typed in (string[])[$"http://{authority}/@contosocoffee", $"http://{authority}/users/ContosoCoffee/", $"http://{authority}/@contosocoffee/{post.Id}", $"http://contosocoffee@{authority}", $"http://{authority}/web/accounts/{team}", $"http://{authority}/contosocoffee", $"http://{authority}"])
        {
            var found = await FindAsync(typed);
            (found.Address.ToString(), found.AccountId, found.AccountName).ShouldBe(($"http://{authority}/@contosocoffee", team, "@contosocoffee@social.example"));
        }
    }

    [Fact]
    public async Task Stranger_reads_a_hashtag_and_what_stands_under_an_account()
    {
        var announcement = Timeline.Say(team, "The spring roast is out #SpringRoast");
        var answer = Timeline.Say(lea, "Mine came open", announcement.Id);
        Timeline.Say(lea, "@contosocoffee elsewhere");
        token = "";
        var page = CallOf(await FindAsync($"{server.Address}@contosocoffee"));
        (await PollAsync(page, Posts)).OfType<SourceEvent.PostSeen>().Select(each => (each.Post.NativeId, each.Post.IsOurs)).ShouldBe([(announcement.Id, true), (answer.Id, false)]);
        var tag = CallOf(await FindAsync($"{server.Address}tags/SpringRoast"));
        (await PollAsync(tag, new SourceStream("tag"))).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post.NativeId.ShouldBe(announcement.Id);
        var later = Timeline.Say(lea, "I like the #springroast");
        (await PollAsync(tag, new SourceStream("tag"))).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post.NativeId.ShouldBe(later.Id);
    }

    [Fact]
    public async Task Plain_http_is_refused_where_no_setting_lists_the_server()
    {
        await using var strict = Wired("10.0.0.0/8");
        var problem = await Should.ThrowAsync<PlatformException>(async () => await strict.GetRequiredService<IPageFinder>().FindAsync(new Uri($"{server.Address}@contosocoffee"), Keys(), CancellationToken.None));
        problem.Failure.ShouldBe(PlatformFailure.Forbidden);
        server.Asked.ShouldBeEmpty();
    }

    private static ServiceProvider Wired(string allowed)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Fetch:AllowPrivate:0"] = allowed }).Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching().AddMastodon();
        return collection.BuildServiceProvider();
    }

    private static async Task DeniedAsync<T>(Func<Task<T>> act, string mend)
    {
        var problem = await Should.ThrowAsync<PlatformException>(act);
        problem.Failure.ShouldBe(PlatformFailure.Denied);
        problem.Message.ShouldContain(mend);
    }

    private Credentials Keys() => token.Length == 0 ? Credentials.None : new Credentials(new Dictionary<string, string> { ["token"] = token });

    private async Task<FoundPage> FindAsync(string typed) => (await Finder.FindAsync(new Uri(typed), Keys(), CancellationToken.None)).ShouldNotBeNull();

    private async Task<PageCall> WatchAsync() => CallOf(await FindAsync($"{server.Address}@contosocoffee"));

    private PageCall CallOf(FoundPage found) => new(
        new Page
        {
            Id = new PageId(1),
            Platform = found.Platform,
            Address = found.Address,
            Name = found.Name,
            AccountId = found.AccountId,
            AccountName = found.AccountName,
            Settings = found.Settings,
        },
        Keys());

    private async Task<IReadOnlyList<SourceEvent>> PollAsync(PageCall call, SourceStream stream)
    {
        var polled = await services.GetRequiredService<IPollSource>().PollAsync(call, stream, cursors.GetValueOrDefault(stream.Name), CancellationToken.None);
        cursors[stream.Name] = polled.Next;
        return polled.Events;
    }
}
