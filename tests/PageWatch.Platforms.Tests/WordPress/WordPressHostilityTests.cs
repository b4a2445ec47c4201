using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.WordPress;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.WordPress;

/// <summary>Whatever a site answers, nothing but the contract's own exception comes out.</summary>
[Trait("Promise", "7")]
public sealed class WordPressHostilityTests : IDisposable
{
    private readonly PlaybackHandler network = new();
    private readonly ServiceProvider services;
    private readonly PageCall call;

    public WordPressHostilityTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching();
        collection.AddWordPress();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
        call = new PageCall(
            new Page
            {
                Id = new PageId(1),
                Platform = new PlatformId("wordpress"),
                Address = new Uri("https://blog.contoso-coffee.example/"),
                Name = "Contoso Coffee",
                AccountId = "7",
                Settings = new Dictionary<string, string> { ["rights"] = "Moderator" },
            },
            new Credentials(new Dictionary<string, string> { ["user"] = "contoso", ["password"] = "secret" }))
        {
            Known = [new KnownPost("99", null, PostStanding.Public, DateTimeOffset.UnixEpoch), new KnownPost("no number", "nor this", PostStanding.Public, DateTimeOffset.UnixEpoch)],
        };
    }

    public static TheoryData<string> Answers() =>
    [
        "", " ", "null", "0", "\"text\"", "[", "[[", "{}", "[]", "[null]", "[1,true,\"a\",[],{}]", "<html>", "\uFEFF[]", "[]]",
        """[{"id":1e400,"post":1,"parent":0,"author":0,"status":"approved","content":{"rendered":"x"}}]""",
        """[{"id":9223372036854775807,"post":9223372036854775807,"parent":9223372036854775807,"author":9223372036854775807,"status":"approved","content":{"rendered":"x"}}]""",
        """[{"id":1,"post":1,"parent":0,"author":0,"author_name":"\ud800","status":"approved","content":{"rendered":"\udc00"}}]""",
        """[{"id":1,"post":1,"parent":0,"author":0,"author_url":"http://[::1","link":"https://","date_gmt":"9999-99-99T99:99:99","status":"approved","content":{"rendered":"x"}}]""",
        """[{"id":1,"id":2,"post":1,"parent":2,"author":0,"status":"approved","status":"hold","content":{"rendered":"x"}},{"id":2,"post":1,"parent":1,"author":0,"status":"hold","content":{"rendered":"y"}}]""",
        """{"id":99,"post":1,"parent":99,"author":7,"status":"approved","content":{"rendered":"x"}}""",
        """{"code":"rest_comment_invalid_id","message":{"a":1},"data":[]}""",
        """{"code":["rest_comment_invalid_id"],"name":7,"namespaces":"wp/v2","home":"javascript:1","capabilities":[],"id":"7","deleted":"yes"}""",
        """{"name":"<script>x</script>","namespaces":["wp/v2"],"home":"https://elsewhere.example","authentication":[],"id":7,"capabilities":{"moderate_comments":"\ud800"}}""",
        """{"name":"x","namespaces":["wp/v2"],"id":7,"capabilities":{"moderate_comments_and_more\ud800":true,"\ud800moderate_comments":1}}""",
        "[" + string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200) + "]",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Odd_answer_gives_a_result_or_the_contracts_exception(string body)
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Conflict])
        {
            foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(body), [.. Encoding.UTF8.GetBytes(body), 0xFF, 0xFE], [0xC3, 0x28, .. Encoding.UTF8.GetBytes(body)]])
            {
                network.Override = _ =>
                {
                    var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(bytes) };
                    response.Headers.TryAddWithoutValidation("Link", "<https://blog.contoso-coffee.example/wp-json/>; rel=\"https://api.w.org/\", <<<>>>, <:>; rel=\"https://api.w.org/\"");
                    response.Headers.TryAddWithoutValidation("X-WP-Total", "99999999999999999999999");
                    return response;
                };
                var source = services.GetRequiredService<IPollSource>();
                var publisher = services.GetRequiredService<IReplyPublisher>();
                var reply = new OutgoingReply(new ReplyTarget("99", "98"), "Hello \ud800 there.");
                await OnlyAsync(async () => await source.PollAsync(call, source.StreamsOf(call.Page)[0], null, CancellationToken.None));
                await OnlyAsync(async () => await publisher.LookAsync(call, reply.Target, CancellationToken.None));
                await OnlyAsync(async () => await publisher.PublishAsync(call, reply, CancellationToken.None));
                await OnlyAsync(async () => await publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None));
                await OnlyAsync(async () => await publisher.DeleteOwnAsync(call, "99", CancellationToken.None));
                await OnlyAsync(async () => await services.GetRequiredService<IPageFinder>().FindAsync(call.Page.Address, call.Credentials, CancellationToken.None));
            }
        }

        network.Calls.ShouldAllBe(each => each.Contains("https://blog.contoso-coffee.example/"));
    }

    [Theory, InlineData("not a number"), InlineData("-1"), InlineData("0"), InlineData("99999999999999999999"), InlineData("1/../../users"), InlineData("")]
    public async Task Id_that_is_no_comments_is_nowhere(string id)
    {
        var publisher = services.GetRequiredService<IReplyPublisher>();
        (await publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
        (await publisher.ReadBackAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(async () => await publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), CancellationToken.None)))
            .Failure.ShouldBe(PlatformFailure.Gone);
        await publisher.DeleteOwnAsync(call, id, CancellationToken.None);
        network.Calls.ShouldBeEmpty();
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
            problem.Message.ShouldNotContain("secret");
        }
    }
}
