using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.X;
using PageWatch.Testing.X;

namespace PageWatch.Platforms.Tests.X;

/// <summary>The platform as the product wires it, over real HTTP on loopback, against a server that behaves as documented and checks each signature.</summary>
public sealed class XOnAServerTests : IAsyncLifetime
{
    private static readonly SourceStream Mentions = new("mentions");
    private static readonly SourceStream Posts = new("posts");

    private readonly Dictionary<string, Cursor?> cursors = new(StringComparer.Ordinal);
    private ServiceProvider services = null!;
    private LoopbackX server = null!;
    private string team = "";
    private string marta = "";
    private (string Token, string Secret) token;

    private IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    public async Task InitializeAsync()
    {
        server = await LoopbackX.StartAsync();
        team = server.Join("ContosoCoffee");
        marta = server.Join("marta_k");
        token = server.LetIn(team);
        services = Wired(server.Api, 2_000);
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
        var complaint = server.Say(marta, "@ContosoCoffee my bag came open <3 & cold");
        var seen = (await PollAsync(call, Mentions)).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostSeen>().Post;
        (seen.NativeId, seen.Text, seen.Author.Name, seen.IsOurs).ShouldBe((complaint.Id, "@ContosoCoffee my bag came open <3 & cold", "MARTA_K", false));
        (await PollAsync(call, Mentions)).ShouldBeEmpty("what was seen is not told again");

        const string Words = "We are sorry, Marta! A new one is on its way \U0001F64F";
        var reply = new OutgoingReply(new ReplyTarget(complaint.Id, null), Words);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldBeEmpty();
        var published = (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        var stands = server.By(team).ShouldHaveSingleItem();
        (stands.Id, stands.Answers, stands.Text).ShouldBe((published.NativeId, complaint.Id, "@marta_k " + Words));

        var own = (await PollAsync(call, Posts)).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post;
        (own.NativeId, own.IsOurs, own.ParentNativeId, own.Text).ShouldBe((published.NativeId, true, complaint.Id, Words));
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).OwnReplies.ShouldHaveSingleItem().Text.ShouldBe(Words);
        (await Publisher.ReadBackAsync(call, reply, stands.At, CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(published.NativeId);
        (await Publisher.ReadBackAsync(call, reply with { Text = "Other words." }, stands.At, CancellationToken.None)).ShouldBeNull();
        (await Publisher.PublishAsync(call, reply, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>("the same words stand there").NativeId.ShouldBe(published.NativeId);
        server.By(team).Count.ShouldBe(1);

        var after = server.Edit(complaint, "@ContosoCoffee it was the box, not the bag");
        var edited = (await PollAsync(call, Mentions)).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostSeen>().Post;
        (edited.NativeId, edited.Text).ShouldBe((complaint.Id, "@ContosoCoffee it was the box, not the bag"));
        edited.RevisionMark.ShouldNotBeNull().ShouldBeGreaterThan(seen.RevisionMark!.Value);
        edited.PublishedAt!.Value.ShouldBe(seen.PublishedAt!.Value, TimeSpan.FromMilliseconds(50));
        (await Publisher.PublishAsync(call, reply with { Text = "Then a new box!" }, CancellationToken.None)).ShouldBeOfType<PublishOutcome.Published>();
        server.By(team)[^1].Answers.ShouldBe(after.Id, "a reply goes under the version that stands now");

        server.Delete(complaint);
        cursors.Clear();
        call = call with { Known = [new KnownPost(complaint.Id, null, PostStanding.Public, complaint.At)] };
        (await PollAsync(call, Posts)).OfType<SourceEvent.PostDeleted>().ShouldHaveSingleItem().NativeId.ShouldBe(complaint.Id);
        (await Publisher.LookAsync(call, reply.Target, CancellationToken.None)).Post.ShouldBeNull();
        (await Publisher.ReadBackAsync(call, reply, stands.At, CancellationToken.None)).ShouldNotBeNull("its reply still stands, alone");

        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        await Publisher.DeleteOwnAsync(call, published.NativeId, CancellationToken.None);
        server.By(team).Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "2"), Trait("Promise", "1")]
    public async Task Hundreds_of_mentions_between_two_polls_are_each_told_once()
    {
        var call = await WatchAsync();
        server.Say(marta, "@ContosoCoffee hello");
        (await PollAsync(call, Mentions)).Count.ShouldBe(1);
        var written = Enumerable.Range(0, 730).Select(number => server.Say(marta, string.Create(CultureInfo.InvariantCulture, $"@ContosoCoffee number {number}")).Id).ToList();
        var told = new List<string>();
        for (var polls = 0; polls < 4; polls++)
            told.AddRange((await PollAsync(call, Mentions)).OfType<SourceEvent.PostSeen>().Select(each => each.Post.NativeId));
        told.Distinct().Count().ShouldBe(told.Count);
        told.Order(StringComparer.Ordinal).ShouldBe(written.Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Promise", "9")]
    public async Task Ceiling_of_the_day_stops_reading_and_loses_nothing_of_what_was_read()
    {
        var call = await WatchAsync();
        foreach (var number in Enumerable.Range(0, 60))
            server.Say(marta, string.Create(CultureInfo.InvariantCulture, $"@ContosoCoffee number {number}"));
        await services.DisposeAsync();
        services = Wired(server.Api, 20);
        var told = await PollAsync(call, Mentions);
        told.OfType<SourceEvent.PostSeen>().Count().ShouldBe(20);
        told.OfType<SourceEvent.PostUnreadable>().ShouldHaveSingleItem().Problem.ShouldContain("MostPostsADay");
        var before = server.Asked.Count;
        var problem = await Should.ThrowAsync<PlatformException>(() => PollAsync(call, Mentions));
        problem.Failure.ShouldBe(PlatformFailure.RateLimited);
        problem.RetryAfter.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(1));
        server.Asked.Count.ShouldBe(before, "nothing is asked, so nothing is paid");
    }

    [Fact, Trait("Promise", "4")]
    public async Task Lost_answer_is_found_again()
    {
        var call = await WatchAsync();
        var complaint = server.Say(marta, "@ContosoCoffee cold");
        var reply = new OutgoingReply(new ReplyTarget(complaint.Id, null), "Sorry!");
        server.LoseNextAnswer();
        var sent = TimeProvider.System.GetUtcNow();
        var problem = await Should.ThrowAsync<PlatformException>(async () => await Publisher.PublishAsync(call, reply, CancellationToken.None));
        problem.MayHaveActed.ShouldBeTrue();
        (await Publisher.ReadBackAsync(call, reply, sent, CancellationToken.None)).ShouldNotBeNull().NativeId.ShouldBe(server.By(team).ShouldHaveSingleItem().Id);
    }

    [Fact]
    public async Task Who_did_not_ask_is_not_answered_and_nothing_is_sent()
    {
        var call = await WatchAsync();
        var grumble = server.Say(marta, "contoso coffee is cold");
        var refused = (await Publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(grumble.Id, null), "Sorry!"), CancellationToken.None)).ShouldBeOfType<PublishOutcome.Refused>();
        refused.Reason.ShouldContain("@ContosoCoffee");
        server.Asked.ShouldNotContain("POST /2/tweets");
    }

    [Fact]
    public async Task Limit_and_revoked_keys_are_told()
    {
        var call = await WatchAsync();
        server.MostRequests = server.Asked.Count;
        var slow = await Should.ThrowAsync<PlatformException>(() => PollAsync(call, Mentions));
        (slow.Failure, slow.RetryAfter > TimeSpan.FromMinutes(14)).ShouldBe((PlatformFailure.RateLimited, true));
        server.MostRequests = 300;
        server.Revoke(token.Token);
        (await Should.ThrowAsync<PlatformException>(() => PollAsync(call, Mentions))).Failure.ShouldBe(PlatformFailure.Denied);
    }

    private static ServiceProvider Wired(Uri api, int mostPosts)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Fetch:AllowPrivate:0"] = "127.0.0.1",
            ["Platforms:X:Api"] = api.AbsoluteUri,
            ["Platforms:X:MostPostsADay"] = mostPosts.ToString(CultureInfo.InvariantCulture),
        }).Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching().AddX();
        return collection.BuildServiceProvider();
    }

    private Credentials Keys() => new(new Dictionary<string, string>
    {
        ["consumerkey"] = LoopbackX.ConsumerKey,
        ["consumersecret"] = LoopbackX.ConsumerSecret,
        ["token"] = token.Token,
        ["tokensecret"] = token.Secret,
    });

    private async Task<PageCall> WatchAsync()
    {
        var found = (await services.GetRequiredService<IPageFinder>().FindAsync(new Uri("https://x.com/contosocoffee"), Keys(), CancellationToken.None)).ShouldNotBeNull();
        found.Can.Reply.ShouldBe(ReplyMode.Threaded);
        return new PageCall(new Page { Id = new PageId(1), Platform = found.Platform, Address = found.Address, Name = found.Name, AccountId = found.AccountId, AccountName = found.AccountName, Settings = found.Settings }, Keys());
    }

    private async Task<IReadOnlyList<SourceEvent>> PollAsync(PageCall call, SourceStream stream)
    {
        var result = await services.GetRequiredService<IPollSource>().PollAsync(call, stream, cursors.GetValueOrDefault(stream.Name), CancellationToken.None);
        cursors[stream.Name] = result.Next ?? cursors.GetValueOrDefault(stream.Name);
        return result.Events;
    }
}
