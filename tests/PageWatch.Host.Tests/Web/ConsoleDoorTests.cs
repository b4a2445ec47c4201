using System.Net;
using PageWatch.Domain.Teams;
using PageWatch.Host.Tests.Hooks;
using PageWatch.Pipeline.Teams;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Web;

/// <summary>Whoever is signed in acts by the console's own forms alone; nobody else makes their browser act for them.</summary>
[Trait("Promise", "3")]
public sealed class ConsoleDoorTests(HookedService service) : IClassFixture<HookedService>
{
    [Fact]
    public async Task Only_a_form_of_the_console_itself_changes_anything()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = service.Hook }.SentByAPerson();
        (await browser.GetAsync(service.Link.AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // A link in somebody's mail, or a picture on somebody's page.
        (await browser.GetAsync("/console/ask?say=" + Uri.EscapeDataString("pause publishing"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PauseAsync()).ShouldBeNull("a link puts words into the box and sends nothing");

        foreach (var (name, value) in ((string, string)[])[("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("X-Nothing", "at all")])
            (await SayAsync(browser, name, value)).ShouldBe(HttpStatusCode.Forbidden, value);
        (await PauseAsync()).ShouldBeNull("another site spoke");

        (await SayAsync(browser, "Sec-Fetch-Site", "same-origin")).ShouldBe(HttpStatusCode.OK);
        (await PauseAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_without_a_session_is_heard()
    {
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = service.Hook };
        (await SayAsync(stranger, "Sec-Fetch-Site", "same-origin", "rule off complaints")).ShouldBe(HttpStatusCode.Unauthorized);
        (await service.Get<ITeamRecords>().RulesAsync(TeamId.Default, CancellationToken.None)).First(rule => rule.Name == "complaints").IsOn.ShouldBeTrue();
    }

    private static async Task<HttpStatusCode> SayAsync(HttpClient browser, string header, string value, string words = "pause publishing")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/say") { Content = new FormUrlEncodedContent([new("say", words)]) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }

    private async ValueTask<PublishingPause?> PauseAsync() => await service.Get<ITeamRecords>().PublishingPauseAsync(TeamId.Default, CancellationToken.None);
}
