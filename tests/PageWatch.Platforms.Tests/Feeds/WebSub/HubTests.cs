using System.Net;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Feeds.WebSub;

public sealed class HubTests : IDisposable
{
    private static readonly string Samples = Path.Combine(ProjectFolder.Of(typeof(HubTests).Assembly), "Feeds", "samples");
    private static readonly PushOffer Offer = new(new Uri("https://hub.example/"), new Uri("https://forum.example/contoso/feed.xml"));
    private static readonly PushRequest Request = new(Offer, PushWish.Subscribe, new Uri("https://pagewatch.example/hooks/websub/7f3a9c1e"), new Secret("contoso-websub-secret-1"), TimeSpan.FromDays(10));

    private readonly FeedAtHand feed = new();

    private IPushSubscriber Hub => feed.Get<IPushSubscriber>();

    public void Dispose() => feed.Dispose();

    /// <summary>Link headers and document, and where the hub and the topic are; null when nobody may be asked.</summary>
    public static TheoryData<string, string?, string, string?> Offers() => new()
    {
        { "header alone", "<https://hub.example/>; rel=\"hub\", <https://forum.example/self.xml>; rel=\"self\"", "", "https://hub.example/ https://forum.example/self.xml" },
        { "header without quotes, with a relative target", "</hub>;rel=hub , </s>;rel=self", "", "https://forum.example/hub https://forum.example/s" },
        { "several relations in one", "<https://hub.example/>; title=\"a, \\\"b\\\"; c\"; REL=\"x HUB\"", "", "https://hub.example/ https://forum.example/feed.xml" },
        { "header wins over the document", "<https://one.example/>; rel=hub", "<atom:link rel=\"hub\" href=\"https://two.example/\"/><atom:link rel=\"self\" href=\"https://forum.example/s\"/>", "https://one.example/ https://forum.example/s" },
        { "document alone", null, "<atom:link rel=\"self\" href=\"/s\"/><atom:link href=\"https://hub.example/\" rel=\"hub\"/>", "https://hub.example/ https://forum.example/s" },
        { "no self: where it was read", null, "<atom:link rel=\"hub\" href=\"https://hub.example/\"/>", "https://hub.example/ https://forum.example/feed.xml" },
        { "the first that may be asked", "<http://open.example/>; rel=hub, <https://hub.example/>; rel=hub", "", "https://hub.example/ https://forum.example/feed.xml" },
        { "an open line", "<http://open.example/>; rel=hub", "", null },
        { "a link about something else", "<https://hub.example/>; rel=hub; anchor=\"#c\"", "", null },
        { "a link that runs", null, "<atom:link rel=\"hub\" href=\"javascript:alert(1)\"/>", null },
        { "no hub", "<https://forum.example/>; rel=self", "<atom:link rel=\"self\" href=\"/s\"/>", null },
        { "a header that breaks off", "<https://hub.example/>; rel=\"hub", "", "https://hub.example/ https://forum.example/feed.xml" },
        { "a header of noise", "<<<>>>;;;===,,,\"\"\"<", "", null },
    };

    [Theory, MemberData(nameof(Offers)), Trait("Promise", "7")]
    public async Task Hub_is_found_in_the_header_else_in_the_feed(string what, string? header, string links, string? found)
    {
        feed.Answers(_ => FeedAtHand.Answer($"<rss xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>{links}</channel></rss>", headers: header is null ? [] : [("Link", header)]));
        var offer = await Hub.FindAsync(new PageCall(Page(), Credentials.None), CancellationToken.None);
        (offer is null ? null : $"{offer.Hub} {offer.Topic}").ShouldBe(found, what);
    }

    [Theory]
    [InlineData("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://base.example/\"><link rel=\"hub\" href=\"hub\"/><link rel=\"self\" href=\"https://forum.example/a\"/></feed>", "https://base.example/hub https://forum.example/a")]
    [InlineData("""{"version":"https://jsonfeed.org/version/1.1","feed_url":"https://forum.example/j","items":[],"hubs":[{"type":"rssCloud","url":"https://no.example/"},{"type":"WebSub","url":"https://hub.example/"}]}""", "https://hub.example/ https://forum.example/j")]
    [InlineData("""{"version":"https://jsonfeed.org/version/1.1","items":[],"hubs":[{"type":"WebSub"},7,"x"]}""", null)]
    [InlineData("<html>Checking your browser</html>", null)]
    public async Task Hub_is_found_in_every_format(string body, string? found)
    {
        feed.Answers(_ => FeedAtHand.Answer(body));
        var offer = await Hub.FindAsync(new PageCall(Page(), Credentials.None), CancellationToken.None);
        (offer is null ? null : $"{offer.Hub} {offer.Topic}").ShouldBe(found);
    }

    [Fact]
    public async Task Request_is_what_the_standard_asks_for()
    {
        var sent = "";
        feed.Answers(request =>
        {
            request.Method.ShouldBe(HttpMethod.Post);
            request.Content!.Headers.ContentType!.MediaType.ShouldBe("application/x-www-form-urlencoded");
            using var body = new StreamReader(request.Content.ReadAsStream());
            sent = body.ReadToEnd();
            return FeedAtHand.Answer("", status: HttpStatusCode.Accepted);
        });
        await Hub.AskAsync(Request, CancellationToken.None);
        var expected = File.ReadAllText(Path.Combine(Samples, "websub-subscribe-request.txt"));
        sent.Split('&').Order(StringComparer.Ordinal).ShouldBe(expected.Split('&').Order(StringComparer.Ordinal));
        await Hub.AskAsync(Request with { Wish = PushWish.Unsubscribe, Secret = null }, CancellationToken.None);
        sent.ShouldContain("hub.mode=unsubscribe");
        sent.ShouldNotContain("secret");
    }

    [Theory, Trait("Promise", "9")]
    [InlineData(402, "text/plain", "Too many\nsubscriptions", PlatformFailure.Denied, "refused (402): Too many subscriptions")]
    [InlineData(400, "text/html", "<h1>Bad</h1>", PlatformFailure.Denied, "refused (400).")]
    [InlineData(404, "text/plain", "", PlatformFailure.Denied, "refused (404).")]
    [InlineData(429, "text/plain", "", PlatformFailure.RateLimited, "429")]
    [InlineData(500, "text/plain", "", PlatformFailure.Unreachable, "500")]
    [InlineData(301, "text/plain", "", PlatformFailure.Denied, "refused (301).")]
    public async Task Refusal_is_told_with_the_hubs_reason(int status, string type, string body, PlatformFailure failure, string said)
    {
        feed.Answers(_ => FeedAtHand.Answer(body, type, (HttpStatusCode)status, ("Retry-After", "77"), ("Location", "https://else.example/")));
        var problem = await Should.ThrowAsync<PlatformException>(async () => await Hub.AskAsync(Request, CancellationToken.None));
        problem.Failure.ShouldBe(failure);
        problem.Message.ShouldContain("https://hub.example/");
        problem.Message.ShouldContain(said);
        if (status == 429)
            problem.RetryAfter.ShouldBe(TimeSpan.FromSeconds(77));
    }

    [Fact]
    public async Task Hub_that_names_another_is_followed_three_times_and_never_to_an_open_line()
    {
        var asked = new List<string>();
        feed.Answers(request =>
        {
            asked.Add(request.RequestUri!.AbsoluteUri);
            return request.RequestUri.AbsolutePath == "/3" ? FeedAtHand.Answer("", status: HttpStatusCode.Accepted)
                : FeedAtHand.Answer("", status: asked.Count % 2 == 0 ? HttpStatusCode.TemporaryRedirect : HttpStatusCode.PermanentRedirect, headers: ("Location", $"/{asked.Count}"));
        });
        await Hub.AskAsync(Request, CancellationToken.None);
        asked.ShouldBe(["https://hub.example/", "https://hub.example/1", "https://hub.example/2", "https://hub.example/3"]);

        var turns = 0;
        feed.Answers(_ => FeedAtHand.Answer("", status: HttpStatusCode.TemporaryRedirect, headers: ("Location", $"/again{++turns}")));
        (await Should.ThrowAsync<PlatformException>(async () => await Hub.AskAsync(Request, CancellationToken.None))).Message.ShouldContain("307");
        turns.ShouldBe(4);

        feed.Answers(_ => FeedAtHand.Answer("", status: HttpStatusCode.TemporaryRedirect, headers: ("Location", "http://open.example/")));
        (await Should.ThrowAsync<PlatformException>(async () => await Hub.AskAsync(Request, CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Forbidden);
    }

    [Fact]
    public void Questions_are_read_as_hubs_write_them()
    {
        Hub.Read(Asked(File.ReadAllText(Path.Combine(Samples, "websub-verify-request.txt")))).ShouldBe(
            new PushCall.Verification(PushWish.Subscribe, "https://forum.example/contoso/feed.xml", "k9Zq0-3fWmP7", TimeSpan.FromDays(10)));
        Hub.Read(Asked(File.ReadAllText(Path.Combine(Samples, "websub-denied-request.txt")))).ShouldBe(new PushCall.Denied("https://forum.example/contoso/feed.xml", "quota"));
        Hub.Read(Asked("/x?hub.mode=unsubscribe&hub.topic=t+1&hub.challenge=%2B&hub.lease_seconds=soon")).ShouldBe(new PushCall.Verification(PushWish.Unsubscribe, "t 1", "+", null));
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("/x?hub.mode=subscribe")]
    [InlineData("/x?hub.mode=subscribe&hub.topic=t")]
    [InlineData("/x?hub.mode=publish&hub.topic=t&hub.challenge=c")]
    [InlineData("/x?hub.mode=subscribe&hub.topic=t&hub.challenge=c&hub.challenge=d")]
    [InlineData("/x?hub.mode=subscribe&hub.mode=denied&hub.topic=t&hub.challenge=c")]
    [InlineData("/x?hub.mode=subscribe&hub.topic=t&hub.challenge=a%0D%0Ab")]
    [InlineData("/x?hub.mode=subscribe&hub.topic=t&hub.challenge=")]
    [InlineData("/x?%=&&==&hub.mode")]
    public void Question_that_is_none_is_none(string asked) => Hub.Read(Asked(asked)).ShouldBeNull();

    [Fact]
    public void Only_a_get_asks() => Hub.Read(Asked(File.ReadAllText(Path.Combine(Samples, "websub-verify-request.txt"))) with { Method = "POST" }).ShouldBeNull();

    [Fact, Trait("Promise", "2")]
    public void Same_bytes_are_one_delivery_within_a_second_and_may_be_news_again_later()
    {
        var now = new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero);
        var call = new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>> { ["x-hub-signature"] = ["sha256=30288d016ac66bbd764cf5b8491017b685f72a750bec9628d5f3af177be5ec82"] }, "<feed/>"u8.ToArray());
        var pushes = feed.Get<IWebhookSource>();
        var first = pushes.Verify(call, [new Secret("s3cr3t")], now);
        pushes.Verify(call, [new Secret("s3cr3t")], now.AddMilliseconds(999)).ShouldBe(first);
        pushes.Verify(call, [new Secret("s3cr3t")], now.AddSeconds(1)).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hub.url=https://forum.example/feed.xml")]
    [InlineData("<html><body>Hello</body></html>")]
    [InlineData("{}")]
    [InlineData("<feed/>")]
    public void Light_push_asks_for_another_look(string body) => Pushed(body).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PageChanged>();

    [Fact, Trait("Promise", "6")]
    public void Fat_push_tells_what_is_certain_and_asks_for_a_look_at_the_rest()
    {
        var events = Pushed(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0">
            <entry><id>1</id><title>Question</title><published>2026-03-11T08:00:00Z</published></entry>
            <entry><id>2</id><title>Answer</title><published>2026-03-11T09:00:00Z</published><thr:in-reply-to ref="1"/></entry>
            <entry><id>3</id><title>Answer to one who is not here</title><thr:in-reply-to ref="0"/></entry>
            <entry><id>4</id><title>Taken back</title></entry><at:deleted-entry ref="4" when="2026-03-11T09:00:00Z"/>
            <entry><id>5</id><title>On a fresh day</title><published>2026-03-11</published></entry>
            <entry><id>6</id><title>On an old day</title><published>2026-03-01</published></entry>
            </feed>
            """);
        events[^1].ShouldBeOfType<SourceEvent.PageChanged>();
        var posts = events.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post).ToList();
        posts.Select(post => post.NativeId).ShouldBe(["6", "5", "1", "2"]);
        posts.Single(post => post.NativeId == "2").ParentNativeId.ShouldBe("1");
        posts.Single(post => post.NativeId == "5").PublishedAt.ShouldBeNull();
        posts.Single(post => post.NativeId == "6").PublishedAt.ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "10")]
    public async Task Look_after_a_push_asks_whole_and_tells_what_was_told_before()
    {
        await feed.PollAsync(_ => FeedAtHand.Answer("<rss><channel><item><guid>1</guid><title>One</title></item></channel></rss>", headers: ("ETag", "\"a\"")));
        (await feed.PollAsync()).ShouldBeEmpty();
        feed.Asked.Clear();
        (await feed.LookAgainAsync()).ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostSeen>();
        feed.Asked.ShouldHaveSingleItem().Headers.IfNoneMatch.ShouldBeEmpty();
        (await feed.PollAsync()).ShouldBeEmpty();
    }

    private static Page Page() => new() { Id = new PageId(1), Platform = new PlatformId("feed"), Address = FeedAtHand.Address, Name = "Forum" };

    private static WebhookCall Asked(string line) =>
        new("GET", line.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? line[mark..].TrimEnd() : "", new Dictionary<string, IReadOnlyList<string>>(), default);

    private IReadOnlyList<SourceEvent> Pushed(string body) =>
        feed.Get<IWebhookSource>().Read(new WebhookCall("POST", "", new Dictionary<string, IReadOnlyList<string>>(), Encoding.UTF8.GetBytes(body)), Page());
}
