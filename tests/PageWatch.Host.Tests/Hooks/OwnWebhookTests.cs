using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Ingest;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>Webhooks of a user's own over real HTTP: each signature, from the call to the card.</summary>
public sealed class OwnWebhookTests(HookedService service) : IClassFixture<HookedService>
{
    private const string Secret = "whsec_Gp5qWg1WjYeseUXm3JP4FjlNUWTRhkB/dNV8SCqRT+c=";
    private const string Next = "whsec_T7oxYCCfq9ZN9l3BzXmO2jOOUFh90y/ctdS8pNwrRIM=";

    public static TheoryData<string> Styles() => ["standard", "github", "hub", "stripe", "slack", "base64", "token", "bearer", "basic", "named", "none"];

    [Theory, MemberData(nameof(Styles)), Trait("Promise", "1"), Trait("Promise", "2")]
    public async Task Signed_call_becomes_one_card_on_the_console(string style)
    {
        var hook = await WatchAsync(style);
        const string Words = "Third parcel in a row that arrives broken.";
        var body = Encoding.UTF8.GetBytes($$"""{"id":"r-1","author":"Jana {{style}}","text":"{{Words}}"}""");
        (await SendAsync(hook, style, body, Secret)).ShouldBe((202, """{"accepted":1,"duplicates":0}"""));
        (await SendAsync(hook, style, body, Secret)).ShouldBe((202, """{"accepted":0,"duplicates":1}"""));
        // The same post in other bytes is the same post.
        (await SendAsync(hook, style, [.. body, (byte)'\n'], Secret, "msg-2")).ShouldBe((202, """{"accepted":1,"duplicates":0}"""));
        if (style != "none")
        {
            (await SendAsync(hook, style, "{\"id\":\"r-2\",\"text\":\"Believe me, it is broken\"}"u8.ToArray(), Next, "msg-3")).Status.ShouldBe(401);
            using var bare = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
            (await service.SendAsync(bare)).Status.ShouldBe(401);
        }

        (await FindAsync(style, "r-1")).ShouldNotBeNull().Text.ShouldBe(Words);
        (await FindAsync(style, "r-2")).ShouldBeNull();
        (await ConsoleAsync(text => text.Contains($"Jana {style}", StringComparison.Ordinal))).ShouldContain("Third parcel");
        service.Ask<long>($"SELECT count(*) FROM nudges n JOIN watches w ON w.page_id = n.page_id WHERE w.name = 's-{style}'").ShouldBe(1);
        service.Ask<long>($"SELECT count(*) FROM inbox WHERE call LIKE '%{Secret}%'").ShouldBe(0);
    }

    [Fact]
    public async Task While_a_secret_changes_both_are_good_until_the_old_one_is_dropped()
    {
        var hook = await WatchAsync("github", "rotated");
        (await service.SayAsync($"watch webhook rotated --secret {Next}")).Outcome.ShouldBe(CommandOutcome.Done);
        (await SendAsync(hook, "github", """{"id":"a","text":"By the old one"}"""u8.ToArray(), Secret)).Status.ShouldBe(202);
        (await SendAsync(hook, "github", """{"id":"b","text":"By the new one"}"""u8.ToArray(), Next)).Status.ShouldBe(202);
        (await service.SayAsync("watch webhook rotated --drop-old")).Outcome.ShouldBe(CommandOutcome.Done);
        (await SendAsync(hook, "github", """{"id":"c","text":"By the old one again"}"""u8.ToArray(), Secret)).Status.ShouldBe(401);
        (await SendAsync(hook, "github", """{"id":"d","text":"By the new one again"}"""u8.ToArray(), Next)).Status.ShouldBe(202);
    }

    [Fact]
    public async Task Ping_is_answered_and_leaves_nothing_and_a_form_is_read()
    {
        var hook = await WatchAsync("none", "forms");
        (await SendAsync(hook, "none", """{"event":"ping"}"""u8.ToArray(), Secret)).ShouldBe((200, """{"ok":true}"""));
        service.Ask<long>("SELECT count(*) FROM inbox i JOIN watches w ON w.page_id = i.page_id WHERE w.name = 'forms'").ShouldBe(0);
        using var form = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new FormUrlEncodedContent([new("id", "f"), new("text", "Nobody answers & the lid is broken")]) };
        (await service.SendAsync(form)).Status.ShouldBe(202);
        (await FindNamedAsync("forms", "f")).ShouldNotBeNull().Text.ShouldBe("Nobody answers & the lid is broken");
        (await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, hook))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Ended_webhook_is_an_address_that_nobody_has()
    {
        var hook = await WatchAsync("none", "ended");
        (await service.SayAsync("unwatch ended")).Outcome.ShouldBe(CommandOutcome.Done);
        (await SendAsync(hook, "none", """{"id":"a","text":"Anybody there?"}"""u8.ToArray(), Secret)).Status.ShouldBe(404);
    }

    private async Task<Uri> WatchAsync(string style, string? name = null)
    {
        name ??= "s-" + style;
        var signature = style switch { "bearer" or "basic" => "token", "named" => "base64 --header X-Shop-Hmac", _ => style };
        var secret = style == "none" ? "" : $" --secret {Secret}";
        (await service.SayAsync($"watch webhook {name} --signature {signature}{secret}")).Outcome.ShouldBe(CommandOutcome.Done);
        return service.Get<ServiceAddress>().HookFor((await OfAsync(name)).HookKey!);
    }

    private async Task<(int Status, string Said)> SendAsync(Uri hook, string style, byte[] body, string secret, string id = "msg-1")
    {
        if (style == "standard")
            return await service.SendAsync(SignedDelivery.Of(hook, secret, id, body));
        var request = new HttpRequestMessage(HttpMethod.Post, hook) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in Proof(style, body, secret))
            request.Headers.TryAddWithoutValidation(name, value);
        return await service.SendAsync(request);
    }

    private static IEnumerable<(string Name, string Value)> Proof(string style, byte[] body, string secret)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        switch (style)
        {
            case "github": yield return ("X-Hub-Signature-256", "sha256=" + Convert.ToHexString(Hmac(body))); break;
            case "hub": yield return ("X-Hub-Signature", "sha512=" + Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), body))); break;
            case "stripe": yield return ("Stripe-Signature", $"t={at},v1={Convert.ToHexStringLower(Hmac([.. Encoding.UTF8.GetBytes(at + "."), .. body]))}"); break;
            case "slack":
                yield return ("X-Slack-Request-Timestamp", at);
                yield return ("X-Slack-Signature", "v0=" + Convert.ToHexStringLower(Hmac([.. Encoding.UTF8.GetBytes($"v0:{at}:"), .. body])));
                break;
            case "base64": yield return ("X-Signature", Convert.ToBase64String(Hmac(body))); break;
            case "named": yield return ("X-Shop-Hmac", Convert.ToBase64String(Hmac(body))); break;
            case "token": yield return ("X-Webhook-Token", secret); break;
            case "bearer": yield return ("Authorization", "Bearer " + secret); break;
            case "basic": yield return ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("shop:" + secret))); break;
            default: break;
        }

        byte[] Hmac(byte[] signed) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
    }

    private async Task<Watch> OfAsync(string name) => (await service.Get<IWatches>().FindByNameAsync(TeamId.Default, name, CancellationToken.None)).ShouldNotBeNull(name);

    private Task<Post?> FindAsync(string style, string id) => FindNamedAsync("s-" + style, id);

    private async Task<Post?> FindNamedAsync(string name, string id)
    {
        await service.SettleAsync();
        return (await service.Get<IPosts>().FindAsync((await OfAsync(name)).Id, [id], CancellationToken.None)).GetValueOrDefault(id);
    }

    /// <summary>The console as a signed-in person gets it, once it shows what is looked for.</summary>
    private async Task<string> ConsoleAsync(Func<string, bool> shows)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = service.Hook }.SentByAPerson();
        var link = ((Domain.Channels.Span.LinkTo)(await service.SayAsync("console")).Card.Parts.OfType<Domain.Channels.CardPart.Line>().SelectMany(line => line.Spans).First(span => span is Domain.Channels.Span.LinkTo)).Target;
        await browser.GetAsync(link);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var text = await browser.GetStringAsync("/console", limit.Token);
            if (shows(text))
                return text;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
