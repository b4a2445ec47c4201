using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Facebook;
using PageWatch.Platforms.Fetching;
using PageWatch.Testing;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Facebook;

/// <summary>Whatever is answered, nothing but the contract's own exception comes out, and the token goes nowhere else.</summary>
[Trait("Promise", "7")]
public sealed class FacebookHostilityTests : IDisposable
{
    private const string Page = "108200000000001";
    private const string Post = Page + "_1";
    private const string Token = "EAAContosoTestPageToken";
    private const string AppSecret = "contoso-test-app-secret-0001";

    private readonly PlaybackHandler network = new();
    private readonly ServiceProvider services;
    private readonly PageCall call;

    public FacebookHostilityTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching().AddFacebook();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
        call = new PageCall(
            new Page { Id = new PageId(1), Platform = new PlatformId("facebook"), Address = new Uri("https://www.facebook.com/" + Page), Name = "Contoso Coffee", AccountId = Page },
            new Credentials(new Dictionary<string, string> { ["token"] = Token, ["appsecret"] = AppSecret }))
        {
            Known =
            [
                new KnownPost(Post, null, PostStanding.Public, DateTimeOffset.UnixEpoch), new KnownPost("1_2", Post, PostStanding.Public, DateTimeOffset.UnixEpoch),
                new KnownPost("1_3", "1_4", PostStanding.Public, DateTimeOffset.UnixEpoch), new KnownPost("1_4", "1_3", PostStanding.Public, DateTimeOffset.UnixEpoch),
                new KnownPost("../../no id", Post, PostStanding.Public, DateTimeOffset.UnixEpoch),
            ],
        };
    }

    public static TheoryData<string> Answers() =>
    [
        "", " ", "null", "0", "\"text\"", "[", "{}", "[]", "<html>", "\uFEFF{}", "{}}",
        "{\"data\":null}", "{\"data\":{}}", "{\"data\":[null,1,\"a\",[],{}]}", "{\"data\":[],\"paging\":7}",
        """{"data":[],"paging":{"cursors":{"after":"same"},"next":"https://evil.example/?access_token=x"}}""",
        $$$"""{"id":"{{{Post}}}","data":[{"id":"{{{Post}}}","updated_time":"2026-11-19T18:22:05+0000","message":"\ud800","created_time":"9999-99-99"},{"id":1e400}],"paging":{"cursors":{"after":"x"},"next":"y"}}""",
        $$$"""{"id":"{{{Post}}}","message":"x","created_time":"9999-12-31T23:59:59+0000","updated_time":"9999-12-31T23:59:59-0000","data":[{"id":"{{{Post}}}","updated_time":"9999-12-31T23:59:59+0000"}]}""",
        $$$"""{"id":"{{{Post}}}","from":{"id":["x"]},"data":[{"id":"{{{Post}}}","from":{"id":true}}]}""",
        $$$"""{"id":"{{{Post}}}","permalink_url":"http://[::1","attachments":{"data":[null,{"type":null,"url":"https://l.facebook.com/l.php?u=%zz"},{"url":"https://l.facebook.com/l.php"}]},"data":[{"id":"{{{Post}}}"}]}""",
        """{"id":"1_2","parent":{"id":"1_2"},"from":{"id":"108200000000001"},"data":[{"id":"1_2","parent":{"id":"1_3"}},{"id":"1_3","parent":{"id":"1_2"}}]}""",
        """{"error":{}}""", """{"error":7}""", """{"error":{"code":"190"}}""", """{"error":{"code":190,"message":"\ud800"}}""", """{"error":{"code":100,"error_subcode":33,"message":"\u202Eevil"}}""",
        """{"error":{"code":-1,"error_subcode":99999999999999999999}}""", """{"error":{"code":803}}""", """{"error":{"code":80004,"message":null}}""", """{"error":{"code":200}}""", """{"error":{"code":10}}""",
        """{"data":{"type":"PAGE","is_valid":true,"expires_at":99999999999999,"data_access_expires_at":-5,"scopes":[null,"pages_read_engagement"],"profile_id":7}}""",
        """{"id":"108200000000001","name":"\u0000<script>","username":"contosocoffee","link":"javascript:1","success":false}""",
    ];

    [Theory, MemberData(nameof(Answers))]
    public async Task Odd_answer_gives_a_result_or_the_contracts_exception(string body)
    {
        foreach (var status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.InternalServerError])
        {
            foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(body), [.. Encoding.UTF8.GetBytes(body), 0xFF, 0xFE]])
            {
                network.Override = _ =>
                {
                    var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(bytes) };
                    response.Headers.TryAddWithoutValidation("X-App-Usage", "{\"call_count\":1e308,\"total_time\":\"x\",\"estimated_time_to_regain_access\":99999999}");
                    response.Headers.TryAddWithoutValidation("X-Business-Use-Case-Usage", "{\"108200000000001\":[null,7,{\"\\ud800\":1}]}");
                    return response;
                };
                var source = services.GetRequiredService<IPollSource>();
                var publisher = services.GetRequiredService<IReplyPublisher>();
                var reply = new OutgoingReply(new ReplyTarget("1_2", Post), "Hello \ud800 there.");
                foreach (var after in (Cursor?[])[null, new Cursor($$$"""{"mark":5,"posts":{"{{{Post}}}":{"updated":1,"read_at":1}},"due":[{"id":"{{{Post}}}","updated":1,"since":1,"below":9}]}"""), new Cursor("{\"due\":[null]}")])
                    await OnlyAsync(async () => await source.PollAsync(call, source.StreamsOf(call.Page)[0], after, CancellationToken.None));
                await OnlyAsync(async () => await publisher.LookAsync(call, reply.Target, CancellationToken.None));
                await OnlyAsync(async () => await publisher.LookAsync(call, new ReplyTarget(Post, null), CancellationToken.None));
                await OnlyAsync(async () => await publisher.PublishAsync(call, reply, CancellationToken.None));
                await OnlyAsync(async () => await publisher.ReadBackAsync(call, reply, DateTimeOffset.UnixEpoch, CancellationToken.None));
                await OnlyAsync(async () => await publisher.DeleteOwnAsync(call, "1_2", CancellationToken.None));
                await OnlyAsync(async () => await services.GetRequiredService<IPageFinder>().FindAsync(call.Page.Address, call.Credentials, CancellationToken.None));
            }
        }

        network.Calls.ShouldAllBe(each => each.Contains("https://graph.facebook.com/v26.0/"));
        network.Calls.ShouldAllBe(each => !each.Contains(AppSecret) && (!each.Contains(Token) || each.Contains("/debug_token?")), "only the question about the token holds it");
    }

    [Theory, InlineData("../me"), InlineData("1 2"), InlineData("1?x=y"), InlineData(""), InlineData("me")]
    public async Task Id_that_is_no_posts_is_nowhere(string id)
    {
        var publisher = services.GetRequiredService<IReplyPublisher>();
        (await publisher.LookAsync(call, new ReplyTarget(id, null), CancellationToken.None)).Post.ShouldBeNull();
        (await Should.ThrowAsync<PlatformException>(async () => await publisher.PublishAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), CancellationToken.None)))
            .Failure.ShouldBe(PlatformFailure.Gone);
        (await publisher.ReadBackAsync(call, new OutgoingReply(new ReplyTarget(id, null), "Hello."), DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldBeNull();
        await publisher.DeleteOwnAsync(call, id, CancellationToken.None);
        network.Calls.ShouldBeEmpty();
    }

    [Theory, InlineData("EAA\nEvil: 1"), InlineData("  "), InlineData("EAA\u00e9")]
    public async Task Token_that_no_header_can_hold_is_none(string token)
    {
        var odd = call with { Credentials = new Credentials(new Dictionary<string, string> { ["token"] = token }) };
        var source = services.GetRequiredService<IPollSource>();
        (await Should.ThrowAsync<PlatformException>(async () => await source.PollAsync(odd, source.StreamsOf(call.Page)[0], null, CancellationToken.None))).Failure.ShouldBe(PlatformFailure.Denied);
        network.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Proof_is_the_published_one()
    {
        var file = Path.Combine(ProjectFolder.Of(typeof(FacebookHostilityTests).Assembly), "Facebook", "samples", "signature-vectors.json");
        var vector = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("appsecretProof");
        FacebookPage.ProofOf(vector.GetProperty("appSecret").GetString()!, vector.GetProperty("accessToken").GetString()!).ShouldBe(vector.GetProperty("expected").GetString());
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
            problem.Message.ShouldNotContain(Token);
            problem.Message.ShouldNotContain(AppSecret);
        }
    }
}
