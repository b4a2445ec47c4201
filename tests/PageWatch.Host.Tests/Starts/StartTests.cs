using System.Diagnostics;
using System.Net;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>The real program from its start to its end.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    [Fact]
    public async Task Starts_without_any_configuration_and_prints_where_it_is()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        service.Output.ShouldContain("PageWatch ");
        service.Output.ShouldContain($"  Data     {Data}");
        service.Output.ShouldContain("  Stop     Ctrl+C");
        service.Link.ToString().ShouldStartWith(service.Address + "in/");
        using var browser = service.Browser();
        var signedIn = await browser.GetAsync(service.Link);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetStringAsync("console")).ShouldContain("admin<");
        (await service.StopAsync()).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Quiet_while_healthy()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        using var browser = service.Browser();
        await browser.GetAsync("demo/");
        (await service.SayAsync("watches")).Code.ShouldBe(0);
        var ended = await service.StopAsync();
        ended.Errors.ShouldBeEmpty();
        var logged = ended.Output.Split('\n').Where(line => line.Contains("warn:", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
        logged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Health_says_alive_and_ready_with_the_version()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        using var browser = service.Browser();
        (await browser.GetStringAsync("health/live")).ShouldBe("alive");
        var version = (await ServiceProcess.RunAsync(["--version"])).Output["PageWatch ".Length..];
        (await browser.GetStringAsync("health/ready")).ShouldBe($"ready, version {version}");
    }

    [Fact]
    public async Task Files_that_open_doors_are_their_owners_alone()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(Data).ShouldBe(Owner | UnixFileMode.UserExecute);
        File.GetUnixFileMode(service.ShellFile).ShouldBe(Owner);
        File.GetUnixFileMode(Path.Combine(Data, "pagewatch.db")).ShouldBe(Owner);
        File.GetUnixFileMode(Path.Combine(Data, "schedules.db")).ShouldBe(Owner);
        File.GetUnixFileMode(Path.Combine(Data, "keys")).ShouldBe(Owner | UnixFileMode.UserExecute);
        foreach (var key in Directory.GetFiles(Path.Combine(Data, "keys")))
            File.GetUnixFileMode(key).ShouldBe(Owner);
    }

    [Fact]
    public async Task Secrets_are_in_no_line_of_the_log()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        using var key = System.Text.Json.JsonDocument.Parse(await File.ReadAllBytesAsync(service.ShellFile));
        await service.SayAsync("health");
        var ended = await service.StopAsync();
        ended.ToString().ShouldNotContain(key.RootElement.GetProperty("token").GetString()!);
        // The link is shown once, to whoever started the service, and nowhere else.
        ended.ToString().Split(service.Link.Segments[^1]).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ends_cleanly_on_a_signal_while_browsers_still_listen(string signal)
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        using var browser = service.Browser();
        await browser.GetAsync(service.Link);
        using var console = await browser.GetAsync("console/events", HttpCompletionOption.ResponseHeadersRead);
        console.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var demo = await browser.GetAsync("demo/live", HttpCompletionOption.ResponseHeadersRead);
        demo.StatusCode.ShouldBe(HttpStatusCode.OK);
        var watch = Stopwatch.StartNew();
        var ended = await service.StopAsync(signal);
        ended.Code.ShouldBe(0, ended.ToString());
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "open streams must not hold up the end");
        File.Exists(service.ShellFile).ShouldBeFalse();
        Directory.GetFiles(Data, "pagewatch.db-*").ShouldBeEmpty("the log is folded into the file at a clean end");
    }

    [Fact]
    public async Task Restart_keeps_sessions_and_the_demo_watch()
    {
        var cookies = "";
        await using (var first = await ServiceProcess.StartAsync(Data))
        {
            using var browser = first.Browser();
            var signedIn = await browser.GetAsync(first.Link);
            cookies = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            await first.StopAsync();
        }

        await using var second = await ServiceProcess.StartAsync(Data);
        using var again = second.Browser();
        (await again.GetAsync("console")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        again.DefaultRequestHeaders.Add("Cookie", cookies);
        (await again.GetAsync("console")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.SayAsync("watches")).Output.ShouldStartWith("1 watched");
    }

    [Fact]
    public async Task Killed_service_starts_again_on_its_data()
    {
        await using (var first = await ServiceProcess.StartAsync(Data))
        {
            await first.KillAsync();
            File.Exists(first.ShellFile).ShouldBeTrue("nobody was left to take it away");
        }

        await using var second = await ServiceProcess.StartAsync(Data);
        (await second.SayAsync("watches")).Output.ShouldStartWith("1 watched");
        (await second.SayAsync("record")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Preview_of_a_link_does_not_use_it_up()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        // What a chat sends to draw a preview.
        using var preview = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = service.Address };
        using var seen = await preview.GetAsync(service.Link);
        seen.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await seen.Content.ReadAsStringAsync()).ShouldContain($"action=\"{service.Link.AbsolutePath}\"");
        // Whoever presses the button of that page is signed in; another site cannot press it for him.
        using var stranger = new HttpRequestMessage(HttpMethod.Post, service.Link);
        (await preview.SendAsync(stranger)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var pressed = new HttpRequestMessage(HttpMethod.Post, service.Link);
        pressed.Headers.Add("Origin", service.Address.GetLeftPart(UriPartial.Authority));
        using var signedIn = await preview.SendAsync(pressed);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        signedIn.Headers.Contains("Set-Cookie").ShouldBeTrue();
    }

    [Fact]
    public async Task Link_signs_in_once()
    {
        await using var service = await ServiceProcess.StartAsync(Data);
        using var first = service.Browser();
        (await first.GetAsync(service.Link)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await first.GetAsync(service.Link)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "this browser is signed in already");
        using var second = service.Browser();
        (await second.GetAsync(service.Link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await second.GetAsync("console")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await second.GetAsync("console/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    public void Dispose() => folder.Dispose();
}
