using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Mastodon;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Mastodon;

/// <summary>Whatever a server answers, nothing but the contract's own exception comes out, and the token goes nowhere else.</summary>
[Trait("Promise", "7")]
public sealed class MastodonHostilityTests : IDisposable
{
    private const string Whole = "\"account\":{\"id\":\"7\",\"acct\":\"lea@piaille.example\",\"username\":\"lea\"},\"visibility\":\"public\"";

    private readonly PlaybackHandler network = new();
    private readonly ServiceProvider services;
    private readonly PageCall call;

    public MastodonHostilityTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching().AddMastodon();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
        call = new PageCall(
            new Page
            {
                Id = new PageId(1),
                Platform = new PlatformId("mastodon"),
                Address = new Uri("https://social.example/@contosocoffee"),
                Name = "Contoso Coffee",
                AccountId = "7",
                Settings = new Dictionary<string, string> { ["server"] = "https://social.example/", ["limit"] = "500" },
            },
            new Credentials(new Dictionary<string, string> { ["token"] = "a-secret-token" }))
        {
            Known = [new KnownPost("99", null, PostStanding.Public, DateTimeOffset.UnixEpoch), new KnownPost("../../no id", "nor this", PostStanding.Public, DateTimeOffset.UnixEpoch)],
        };
    }

    public static TheoryData<string> Answers() =>
    [
        "", " ", "null", "0", "\"text\"", "[", "[[", "{}", "[]", "[null]", "[1,true,\"a\",[],{}]", "<html>", "\uFEFF[]", "[]]",
        $$$"""[{"id":1e400,{{{Whole}}},"content":"x"}]""",
        $$$"""[{"id":"{{{new string('9', 5000)}}}",{{{Whole}}},"content":"x"}]""",
        $$$"""[{"id":"1","type":"mention","status":{"id":"99","in_reply_to_id":"99",{{{Whole}}},"content":"\ud800","spoiler_text":"\udc00"}}]""",
        $$$"""[{"id":"1","type":"\ud800","status":{"\ud800":1}}]""",
        $$$"""[{"id":"1","in_reply_to_id":"2","replies_count":9,{{{Whole}}},"content":"x"},{"id":"2","in_reply_to_id":"1","replies_count":9223372036854775807,{{{Whole}}},"content":"y"}]""",
        $$$"""[{"id":"3",{{{Whole}}},"content":"x","created_at":"9999-99-99","edited_at":"soon","url":"http://[::1","media_attachments":[null,{"type":7}],"mentions":[null,{}],"poll":{"options":[null,{}]}}]""",
        $$$"""{"id":"99",{{{Whole}}},"content":"<p>x</p>","mentions":[{"username":"","acct":""},{"username":"a","acct":"a@b"},{"username":"A","acct":"a@c"}]}""",
        $$$"""{"id":"99","account":{"id":"8","acct":"evil\n@everyone","username":"evil"},"visibility":"public","content":"x"}""",
        """{"ancestors":{},"descendants":[null,{"id":"\ud800"}]}""",
        """{"error":{"a":1},"descendants":7}""",
        """{"error":"\ud800"}""",
        """{"error":"Record not found","domain":"evil\u0000","version":"4.5","configuration":{"statuses":{"max_characters":-5}}}""",
        """{"domain":"social.example","version":"4.5","configuration":{"statuses":{"max_characters":99999999999999999999}}}""",
        """{"domain":"<script>","uri":"javascript:1","version":"4.5","id":"7","username":"contosocoffee","acct":"contosocoffee","url":"https://elsewhere.example/@x","scopes":[null,"write"],"moved":{"acct":"\u202Eevil"}}""",
        "[" + string.Concat(Enumerable.Repeat("{\"reblog\":", 200)) + "1" + new string('}', 200) + "]",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Odd_answer_gives_a_result_or_the_contracts_exception(string body)
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests])
        {
            foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(body), [.. Encoding.UTF8.GetBytes(body), 0xFF, 0xFE], [0xC3, 0x28, .. Encoding.UTF8.GetBytes(body)]])
            {
                network.Override = _ =>
                {
                    var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(bytes) };
                    response.Headers.TryAddWithoutValidation("Link", "<https://evil.example/api?min_id=../../x>; rel=\"prev\", <<<>>>, <:>; rel=\"next\", <https://evil.example/?max_id=5>; rel=\"next\"");
                    response.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", "99999999999999999999999");
                    response.Headers.TryAddWithoutValidation("X-RateLimit-Reset", "1773303342");
                    return response;
                };
                var source = services.GetRequiredService<IPollSource>();
                var publisher = services.GetRequiredService<IReplyPublisher>();
                var reply = new OutgoingReply(new ReplyTarget("99", "98"), "Hello \ud800 @a there.");
                foreach (var stream in source.StreamsOf(call.Page))
                    await OnlyAsync(async () => await source.PollAsync(call, stream, null, CancellationToken.None));
                await OnlyAsync(async () => await publisher.LookAsync(call, reply.Target, CancellationToken.None));
                await OnlyAsync(async () => await publisher.PublishAsync(call, reply, CancellationToken.None));
                await OnlyAsync(async () => await publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None));
                await OnlyAsync(async () => await publisher.DeleteOwnAsync(call, "99", CancellationToken.None));
                await OnlyAsync(async () => await services.GetRequiredService<IPageFinder>().FindAsync(call.Page.Address, call.Credentials, CancellationToken.None));
            }
        }

        network.Calls.ShouldAllBe(each => each.Contains("https://social.example/"));
    }

    [Theory, InlineData("../accounts"), InlineData("1 2"), InlineData("1?x=y"), InlineData(""), InlineData("٩")]
    public async Task Id_that_is_no_posts_is_nowhere(string id)
    {
        var publisher = services.GetRequiredService<IReplyPublisher>();
        (await publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(async () => await publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), CancellationToken.None)))
            .Failure.ShouldBe(PlatformFailure.Gone);
        await publisher.DeleteOwnAsync(call, id, CancellationToken.None);
        network.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://git.example/contosocoffee")]
    [InlineData("https://git.example/")]
    [InlineData("https://git.example/@contosocoffee")]
    public async Task Token_is_not_shown_where_nobody_speaks_this_api(string address)
    {
        var tokens = 0;
        network.Override = request =>
        {
            tokens += request.Headers.Contains("Authorization") ? 1 : 0;
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{\"message\":\"Not Found\"}") };
        };
        (await services.GetRequiredService<IPageFinder>().FindAsync(new Uri(address), call.Credentials, CancellationToken.None)).ShouldBeNull();
        network.Calls.ShouldNotBeEmpty();
        tokens.ShouldBe(0);
    }

    [Theory]
    [InlineData("https://blog.example/tags/coffee")]
    [InlineData("https://blog.example/somewhere")]
    [InlineData("http://blog.example/somewhere")]
    [InlineData("http://blog.example:8080/users/ana")]
    public async Task Path_that_does_not_answer_leaves_the_page_to_others(string address)
    {
        network.Override = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "broke off");
        (await services.GetRequiredService<IPageFinder>().FindAsync(new Uri(address), Credentials.None, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Private_message_that_cannot_be_read_is_not_shown_to_staff()
    {
        network.Override = _ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("""[{"id":"2","type":"mention","status":{"id":"9","visibility":"direct","content":["my secret"]}},{"id":"1","type":"mention","status":{"id":"8","visibility":"public","content":["aloud"]}}]"""),
        };
        var source = services.GetRequiredService<IPollSource>();
        var polled = await source.PollAsync(call, source.StreamsOf(call.Page)[0], null, CancellationToken.None);
        polled.Events.ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostUnreadable>().Raw.ShouldContain("aloud");
    }

    public void Dispose()
    {
        services.Dispose();
        network.Dispose();
    }

    private static async Task OnlyAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (PlatformException problem)
        {
            problem.Message.ShouldNotContain("a-secret-token");
        }
    }
}
