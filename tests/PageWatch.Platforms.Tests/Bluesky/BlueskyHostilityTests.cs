using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Bluesky;
using PageWatch.Platforms.Fetching;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Bluesky;

/// <summary>Whatever the network answers, nothing but the contract's own exception comes out, and no secret goes anywhere but where it belongs.</summary>
[Trait("Promise", "7")]
public sealed class BlueskyHostilityTests : IDisposable
{
    private const string Did = "did:plc:chylatw2mg5oxvlen7phfmaf";
    private const string Post = $"at://{Did}/app.bsky.feed.post/3mgtwlu5c222b";
    private const string Session = $$$"""{"did":"{{{Did}}}","accessJwt":"the-access-token","refreshJwt":"the-refresh-token","didDoc":{"service":[{"id":"#atproto_pds","serviceEndpoint":"ENDPOINT"}]}}""";

    private readonly PlaybackHandler network = new();
    private readonly ServiceProvider services;

    public BlueskyHostilityTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching();
        collection.AddBluesky();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
    }

    public static TheoryData<string> Answers() =>
    [
        "", " ", "null", "0", "\"text\"", "[", "{}", "[]", "[null]", "<html>", "\uFEFF{}", "{}}", """{"error":7,"message":[]}""", """{"error":"\ud800","message":"\udc00"}""",
        """{"error":"ExpiredToken"}""", """{"error":"InvalidToken"}""", """{"error":"NotFound"}""", """{"error":"RecordNotFound"}""", """{"error":"InvalidRequest","message":"<b>\u202eno</b>"}""",
        """{"notifications":null,"posts":{},"feed":7,"thread":[],"did":{},"uri":[],"value":"x"}""",
        """{"notifications":[null,1,"a",[],{}],"posts":[null,1,"a",[],{}],"feed":[null,1,{"post":null},{"post":[]}],"thread":null,"did":"did:plc:","uri":"at://"}""",
        """{"thread":{"$type":"app.bsky.feed.defs#threadViewPost","post":7,"replies":[null,{"$type":7},{"$type":"app.bsky.feed.defs#notFoundPost","uri":[]}]}}""",
        """{"cursor":"\ud800","posts":[{"uri":"\ud800","\udc00":1,"author":{"did":"\ud800"}}],"notifications":[{"reason":"\ud800"},{"reason":"reply","record":{"text":"\ud800"}}],"feed":[{"\ud800":1,"post":{}}]}""",
        Whole("""{"$type":"app.bsky.feed.post","text":"x","createdAt":"9999-99-99T99:99:99Z","langs":"en","facets":[{"index":{"byteStart":1e400,"byteEnd":{}},"features":"x"}],"embed":{"$type":7}}"""),
        Whole("""{"$type":"app.bsky.feed.post","text":"\ud800x","createdAt":7}"""),
        Whole("""{"$type":"app.bsky.feed.post","text":"é","langs":["\ud800"],"facets":[{"index":{"byteStart":1,"byteEnd":2},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"http://[::1"}]},{"index":{"byteStart":0,"byteEnd":2},"features":[{"$type":"app.bsky.richtext.facet#link","uri":"https://\ud800"}]}],"embed":{"$type":"app.bsky.embed.external","external":{"uri":"https://","title":"\ud800"}}}"""),
        Whole($$$"""{"$type":"app.bsky.feed.post","text":"x","reply":{"root":{"uri":"{{{Post}}}"},"parent":{"uri":"{{{Post}}}"}},"embed":{"$type":"app.bsky.embed.recordWithMedia","record":{"record":{"uri":"{{{Post}}}"}},"media":{"$type":"app.bsky.embed.recordWithMedia","media":{} } } }"""),
        """{"thread":""" + string.Concat(Enumerable.Repeat("""{"$type":"app.bsky.feed.defs#threadViewPost","replies":[""", 200)) + string.Concat(Enumerable.Repeat("]}", 200)) + "}",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Odd_answer_gives_a_result_or_the_contracts_exception(string body)
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.Found, HttpStatusCode.TooManyRequests])
        {
            foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(body), [.. Encoding.UTF8.GetBytes(body), 0xFF, 0xFE], [0xC3, 0x28, .. Encoding.UTF8.GetBytes(body)]])
            {
                foreach (var opens in (bool[])[true, false])
                {
                    network.Override = request => opens && IsSignIn(request) ? Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Session.Replace("ENDPOINT", "https://pds.example", StringComparison.Ordinal))) : Answer(status, bytes);
                    // Somebody else each time: who signed in a moment ago does not sign in again.
                    await EverythingAsync(Call(Guid.NewGuid().ToString()));
                }
            }
        }

        network.Calls.ShouldAllBe(each => each.Contains(" https://bsky.social/xrpc/") || each.Contains(" https://pds.example/xrpc/") || each.Contains(" https://public.api.bsky.app/xrpc/"));
    }

    [Theory]
    [InlineData("https://pds.example", "pds.example")]
    [InlineData("http://pds.example", "bsky.social")]
    [InlineData("https://user:secret@pds.example", "bsky.social")]
    [InlineData("https://pds.example/?to=", "bsky.social")]
    [InlineData("file:///etc/passwd", "bsky.social")]
    [InlineData("nonsense", "bsky.social")]
    public async Task Tokens_follow_the_accounts_document_only_over_https(string endpoint, string host)
    {
        network.Override = request => Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(IsSignIn(request) ? Session.Replace("ENDPOINT", endpoint, StringComparison.Ordinal) : """{"notifications":[],"feed":[]}"""));
        var call = Call("contoso-coffee.example") with { Known = [] };
        var source = services.GetRequiredService<IPollSource>();
        await source.PollAsync(call, source.StreamsOf(call.Page)[0], null, CancellationToken.None);
        network.Calls.Count.ShouldBe(3);
        network.Calls.Skip(1).ShouldAllBe(each => each.StartsWith($"GET https://{host}/xrpc/", StringComparison.Ordinal));
    }

    [Theory, InlineData(".createSession", HttpStatusCode.InternalServerError), InlineData(".createSession", HttpStatusCode.ServiceUnavailable), InlineData(".refreshSession", HttpStatusCode.BadGateway), Trait("Promise", "4")]
    public async Task Door_that_fails_has_published_nothing(string door, HttpStatusCode status)
    {
        network.Override = request => request.RequestUri!.AbsolutePath switch
        {
            var path when path.EndsWith(door, StringComparison.Ordinal) => Answer(status, "{}"u8.ToArray()),
            var path when path.EndsWith(".createSession", StringComparison.Ordinal) => Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Session.Replace("ENDPOINT", "https://pds.example", StringComparison.Ordinal))),
            var path when path.EndsWith(".getPosts", StringComparison.Ordinal) => Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Whole("""{"$type":"app.bsky.feed.post","text":"x"}"""))),
            _ => Answer(HttpStatusCode.BadRequest, """{"error":"ExpiredToken"}"""u8.ToArray()),
        };
        var publisher = services.GetRequiredService<IReplyPublisher>();
        var problem = await Should.ThrowAsync<PlatformException>(async () => await publisher.PublishAsync(Call("somebody"), new OutgoingReply(new ReplyTarget(Post, null), "Hello."), CancellationToken.None));
        (problem.Failure, problem.MayHaveActed).ShouldBe((PlatformFailure.Unreachable, false));
        network.Calls[^1].ShouldContain(door);
    }

    [Fact]
    public async Task Session_of_another_account_is_not_used()
    {
        network.Override = request => Answer(HttpStatusCode.OK, Encoding.UTF8.GetBytes(Session.Replace(Did, "did:plc:aig4ekk3jstjurbvnsde76dk", StringComparison.Ordinal).Replace("ENDPOINT", "https://pds.example", StringComparison.Ordinal)));
        var call = Call("contoso-coffee.example");
        var source = services.GetRequiredService<IPollSource>();
        (await Should.ThrowAsync<PlatformException>(async () => await source.PollAsync(call, source.StreamsOf(call.Page)[0], null, CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Denied);
        network.Calls.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_message_holds_a_secret()
    {
        var call = Call("somebody");
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.InternalServerError, HttpStatusCode.OK])
        {
            network.Override = request => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            foreach (var message in await EverythingAsync(call))
                message.ShouldNotContain("the-password");
            network.Override = _ => Answer(status, "{}"u8.ToArray());
            foreach (var message in await EverythingAsync(call))
                message.ShouldNotContain("the-password");
        }
    }

    [Theory, InlineData(""), InlineData("7"), InlineData("at://x/app.bsky.feed.post/1"), InlineData("at://did:plc:a/app.bsky.feed.like/1"), InlineData("at://did:plc:a/app.bsky.feed.post/.."), InlineData("at://did:plc:a/app.bsky.feed.post/a/b"), InlineData("at://did:plc:a/app.bsky.feed.post/a\n")]
    public async Task Id_that_is_no_posts_is_nowhere(string id)
    {
        var publisher = services.GetRequiredService<IReplyPublisher>();
        var call = Call("contoso-coffee.example");
        (await publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
        (await publisher.ReadBackAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(async () => await publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Gone);
        await publisher.DeleteOwnAsync(call, id, CancellationToken.None);
        network.Calls.ShouldBeEmpty();
    }

    public void Dispose()
    {
        services.Dispose();
        network.Dispose();
    }

    private static string Whole(string record)
    {
        var post = $$"""{"uri":"{{Post}}","cid":"c","author":{"did":"{{Did}}"},"reason":"reply","record":{{record}},"indexedAt":"2026-03-12T08:00:00Z","labels":[7,{"val":{} }],"viewer":7,"replyCount":1}""";
        return $$$"""{"notifications":[{{{post}}}],"posts":[{{{post}}}],"feed":[{"post":{{{post}}} }],"thread":{"$type":"app.bsky.feed.defs#threadViewPost","post":{{{post}}} },"uri":"{{{Post}}}","cid":"c","value":{{{record}}},"did":"{{{Did}}}","displayName":"\n","handle":"x"}""";
    }

    private static PageCall Call(string user) => new(
        new Page
        {
            Id = new PageId(1),
            Platform = new PlatformId("bluesky"),
            Address = new Uri("https://bsky.app/profile/" + Did),
            Name = "Contoso Coffee",
            AccountId = Did,
            Settings = new Dictionary<string, string> { ["did"] = Did },
        },
        new Credentials(new Dictionary<string, string> { ["user"] = user, ["password"] = "the-password" }))
    {
        Known = [new KnownPost(Post, null, PostStanding.Public, DateTimeOffset.UnixEpoch), new KnownPost("no address", "nor this", PostStanding.Public, DateTimeOffset.UnixEpoch)],
    };

    private static bool IsSignIn(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.EndsWith(".createSession", StringComparison.Ordinal);

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
        response.Headers.TryAddWithoutValidation("RateLimit-Remaining", "99999999999999999999999");
        response.Headers.TryAddWithoutValidation("RateLimit-Reset", "99999999999999999999999");
        return response;
    }

    /// <returns>What the failures said.</returns>
    private async Task<List<string>> EverythingAsync(PageCall call)
    {
        var source = services.GetRequiredService<IPollSource>();
        var publisher = services.GetRequiredService<IReplyPublisher>();
        var reply = new OutgoingReply(new ReplyTarget(Post, Post), "Hello \ud800 there @lea.bsky.social, https://a.example #tag");
        var messages = new List<string>();
        await OnlyAsync(async () => await source.PollAsync(call, source.StreamsOf(call.Page)[0], new Cursor("""{"seen":[null,"x"],"walk":"\ud800"}"""), CancellationToken.None));
        await OnlyAsync(async () => await source.PollAsync(call with { Credentials = Credentials.None }, source.StreamsOf(call.Page)[0], null, CancellationToken.None));
        await OnlyAsync(async () => await publisher.LookAsync(call, reply.Target, CancellationToken.None));
        await OnlyAsync(async () => await publisher.PublishAsync(call, reply, CancellationToken.None));
        await OnlyAsync(async () => await publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None));
        await OnlyAsync(async () => await publisher.DeleteOwnAsync(call, Post, CancellationToken.None));
        await OnlyAsync(async () => await services.GetRequiredService<IPageFinder>().FindAsync(call.Page.Address, call.Credentials, CancellationToken.None));
        return messages;

        async Task OnlyAsync(Func<Task> act)
        {
            try
            {
                await act();
            }
            catch (PlatformException problem)
            {
                problem.Message.Length.ShouldBeGreaterThan(20);
                messages.Add(problem.Message);
            }
        }
    }
}
