using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Channels.Webhook;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Webhook;

public sealed class WebhookTests : ChannelConformance<WebhookTests>, IChannelUnderTest, IDisposable
{
    private readonly FakeTimeProvider time = new(A.Morning);
    private readonly HookReceiver receiver = new();
    private readonly StaffChannel channel = new(new ChannelId(7), TeamId.Default, ChannelKind.Webhook, "crm", "https://crm.example/hooks/care?key=1");

    public static bool CanPress => false;

    public static ValueTask<ChatAtHand> OpenAsync() => WebhookAtHand.OpenAsync();

    public void Dispose() => receiver.Dispose();

    [Fact, Trait("Promise", "2")]
    public async Task Same_state_has_the_same_id_and_another_state_channel_or_card_another()
    {
        await SendAsync(Delivery());
        time.Advance(TimeSpan.FromHours(2));
        await SendAsync(Delivery() with { Existing = new MessageRef("nudge-1") });
        receiver.Calls.Count.ShouldBe(2);
        receiver.Taken.ShouldHaveSingleItem();
        receiver.Calls[0].Signature.ShouldNotBe(receiver.Calls[1].Signature, "each call is signed at its own time");

        await SendAsync(Delivery() with { Version = 2 });
        await SendAsync(Delivery() with { Key = "nudge-2" });
        await SendAsync(Delivery() with { Channel = channel with { Id = new ChannelId(8) } });
        receiver.Taken.Select(call => call.Id).Distinct().Count().ShouldBe(4);
        receiver.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_is_a_signed_post_of_json_to_the_very_address()
    {
        await SendAsync(Delivery());
        var call = receiver.Calls.ShouldHaveSingleItem();
        call.Address.ShouldBe("https://crm.example/hooks/care?key=1");
        call.Id.ShouldMatch("^msg_[0-9a-f]{32}$");
        call.At.ShouldBe(A.Morning);
        ((string)call.Json["type"]!).ShouldBe("notice");
        ((int)call.Json["schema"]!).ShouldBe(1);
    }

    [Theory, Trait("Promise", "9")]
    [InlineData(410, ChannelFailure.Closed, "no more deliveries")]
    [InlineData(301, ChannelFailure.Closed, "redirects are not followed")]
    [InlineData(307, ChannelFailure.Closed, "redirects are not followed")]
    [InlineData(429, ChannelFailure.RateLimited, "pause")]
    [InlineData(408, ChannelFailure.Unreachable, "408")]
    [InlineData(425, ChannelFailure.Unreachable, "425")]
    [InlineData(500, ChannelFailure.Unreachable, "500")]
    [InlineData(503, ChannelFailure.Unreachable, "503")]
    [InlineData(400, ChannelFailure.Refused, "no such field")]
    [InlineData(401, ChannelFailure.Refused, "401")]
    [InlineData(404, ChannelFailure.Refused, "404")]
    [InlineData(413, ChannelFailure.Refused, "413")]
    public async Task Answer_says_how_it_goes_on(int status, ChannelFailure failure, string told)
    {
        receiver.Answers.Enqueue(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("no such field\u0007\n<b>x</b>"), Headers = { { "Location", "https://evil.example/" } } });
        var problem = await FailAsync(Delivery());
        problem.Failure.ShouldBe(failure);
        problem.Message.ShouldContain(told);
        problem.Message.ShouldContain("crm");
        problem.Message.ShouldNotContain('\u0007');
        problem.Message.ShouldNotContain("key=1", Case.Sensitive, "the address may hold what opens it");
        receiver.Calls.Count.ShouldBe(1);
    }

    [Fact, Trait("Promise", "9")]
    public async Task Pause_is_as_long_as_asked_in_seconds_or_as_a_date()
    {
        foreach (var (said, wait) in ((string, TimeSpan?)[])[("120", TimeSpan.FromMinutes(2)), ((A.Morning + TimeSpan.FromMinutes(3)).ToString("R"), TimeSpan.FromMinutes(3)), ("soon", null), ("-1", null), ((A.Morning - TimeSpan.FromDays(1)).ToString("R"), null)])
        {
            receiver.Answers.Enqueue(() =>
            {
                var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
                answer.Headers.TryAddWithoutValidation("Retry-After", said);
                return answer;
            });
            (await FailAsync(Delivery())).RetryAfter.ShouldBe(wait, said);
        }
    }

    [Fact]
    public async Task Long_answer_is_not_read_to_its_end()
    {
        receiver.Answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent(new string('a', 10_000_000)) });
        (await FailAsync(Delivery())).Message.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable_and_a_private_place_is_closed()
    {
        receiver.IsDown = true;
        (await FailAsync(Delivery())).Failure.ShouldBe(ChannelFailure.Unreachable);
        receiver.IsDown = false;
        receiver.Answers.Enqueue(() => throw new HttpRequestException("no", new PlatformException(PlatformFailure.Forbidden, "crm.example is a private address (10.0.0.1). An admin can allow it in the setting Fetch:AllowPrivate.")));
        var problem = await FailAsync(Delivery());
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        problem.Message.ShouldContain("Fetch:AllowPrivate");
    }

    [Fact]
    public async Task Receiver_that_never_answers_is_left_after_a_while()
    {
        await using var services = Services(new SilentReceiver());
        var sending = services.GetRequiredService<IChannelSender>().DeliverAsync(Delivery(), CancellationToken.None).AsTask();
        sending.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(16));
        (await Should.ThrowAsync<ChannelException>(() => sending)).Failure.ShouldBe(ChannelFailure.Unreachable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_short")]
    [InlineData("whsec_no base64 at all, but long enough to be one")]
    public async Task Without_a_secret_nothing_is_sent(string? secret)
    {
        var problem = await FailAsync(Delivery() with { Secret = secret is null ? null : new Secret(secret) });
        problem.Failure.ShouldBe(ChannelFailure.Closed);
        receiver.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://chat.example.com/hooks/care", "https://chat.example.com/hooks/care", "https://chat.example.com/…")]
    [InlineData(" http://127.0.0.1:8081 ", "http://127.0.0.1:8081/", "http://127.0.0.1:8081")]
    [InlineData("https://bücher.example/ä?b=c", "https://xn--bcher-kva.example/%C3%A4?b=c", "https://xn--bcher-kva.example/…")]
    public void Address_is_read(string typed, string address, string shown)
    {
        using var services = Services(receiver);
        var finder = services.GetRequiredService<IChannelFinder>();
        var found = finder.Find(typed);
        found.Problem.ShouldBeNull();
        new Uri(found.Address!).IdnHost.ShouldBe(new Uri(address).IdnHost);
        finder.Show(address).ShouldBe(shown);
        finder.ProblemWithSecret(finder.NewSecret()).ShouldBeNull();
        finder.ProblemWithSecret("hunter2").ShouldNotBeNull();
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://chat.example.com/")]
    [InlineData("https://ana:secret@chat.example.com/")]
    [InlineData("https://chat.example.com/#care")]
    [InlineData("https://")]
    [InlineData("https://chat.example.com/\u0000")]
    public void What_is_no_address_gets_the_mend(string typed)
    {
        using var services = Services(receiver);
        var found = services.GetRequiredService<IChannelFinder>().Find(typed);
        if (found.Address is { } address)
            new Uri(address).Host.ShouldBe("chat.example.com");
        else
            found.Problem.ShouldNotBeNullOrWhiteSpace();
    }

    private CardDelivery Delivery() =>
        new("nudge-1", channel, null, 1, new Card("Complaint", Tone.Calm, [], []) { Fallback = "Complaint" }, null) { Secret = new Secret(HookReceiver.Secret) };

    private async Task SendAsync(CardDelivery delivery)
    {
        await using var services = Services(receiver);
        await services.GetRequiredService<IChannelSender>().DeliverAsync(delivery, CancellationToken.None);
    }

    private async Task<ChannelException> FailAsync(CardDelivery delivery) => await Should.ThrowAsync<ChannelException>(() => SendAsync(delivery));

    private ServiceProvider Services(HttpMessageHandler handler)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddWebhookChannel(_ => handler);
        return services.BuildServiceProvider();
    }

    private sealed class SilentReceiver : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
                return await never.Task;
        }
    }
}
