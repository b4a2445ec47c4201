using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PageWatch.Demo;
using PageWatch.Testing.Demo;

namespace PageWatch.Browser.Tests.Demo;

/// <summary>The page inside an app that has pages, sign-in and forms of its own.</summary>
[Trait("Needs", "Chromium")]
public sealed class HostedDemoTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("pagewatch-hosted-").FullName;
    private WebApplication app = null!;
    private Uri site = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        builder.Services.AddAntiforgery();
        var options = new DemoOptions { File = Path.Combine(folder, "demo.db"), PathBase = "/public/coffee", ApiKey = RunningDemo.Key };
        builder.Services.AddDemoSite(options);
        app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapDemoSite();
        app.MapGet("/mine", () => "for those who signed in");
        app.MapGet("/console", () => Results.Text("<!doctype html><html lang=en><title>Console</title><iframe title=Page src=/public/coffee/ width=400 height=600></iframe>", "text/html")).AllowAnonymous();
        await app.StartAsync();
        site = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        options.PublicBase = new Uri(site, "/public/coffee/");
    }

    [Fact]
    public async Task Everybody_gets_to_the_page_and_nobody_past_it()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site };
        (await client.GetAsync("/mine")).StatusCode.ShouldBe(HttpStatusCode.Redirect, "the app's own pages ask who it is");
        (await client.GetAsync("/demo/")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await client.GetAsync("/public/coffee")).Headers.Location!.OriginalString.ShouldBe("/public/coffee/");
        (await client.GetAsync("/public/coffee/api/about")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/public/coffee/api/posts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var posted = await client.PostAsync("/public/coffee/posts", RunningDemo.Form("Hello"));
        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        posted.Headers.Location!.OriginalString.ShouldStartWith("/public/coffee/#p");
        posted.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("path=/public/coffee/") && cookie.Contains("httponly") && cookie.Contains("samesite=lax"));
        var page = RunningDemo.Parse(await client.GetStringAsync("/public/coffee/"));
        page.QuerySelectorAll("[href^='/'], [src^='/'], [action^='/']").ShouldNotBeEmpty();
        page.QuerySelectorAll("[href^='/']:not([href^='/public/coffee/']), [src^='/']:not([src^='/public/coffee/']), [action^='/']:not([action^='/public/coffee/'])").ShouldBeEmpty();
    }

    [Fact]
    public async Task It_lives_in_a_frame_beside_a_page_of_the_same_site()
    {
        var page = await browser.OpenAsync(new Uri(site, "/console"));
        var frame = page.FrameLocator("iframe");
        await frame.Locator("#new-text").FillAsync("From inside the frame");
        await frame.Locator("form.composer button").ClickAsync();
        await frame.Locator("article", new() { HasText = "From inside the frame" }).WaitForAsync();
        page.Url.ShouldEndWith("/console");
    }

    public async Task DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
