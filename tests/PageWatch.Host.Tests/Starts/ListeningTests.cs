using System.Net;
using System.Net.Sockets;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>Where the service can be reached, and what it refuses.</summary>
public sealed class ListeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.Inside("data");

    [Fact]
    public async Task Port_in_use_is_named_with_the_next_one()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var ran = await ServeAsync("--urls", $"http://127.0.0.1:{port}");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldBe($"Port {port} is in use by another program. Stop it, or listen elsewhere: --urls http://127.0.0.1:{port + 1}");
        SettingsTests.NobodySeesAStackTrace(ran);
        File.Exists(Path.Combine(Data, "shell.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Port_in_use_on_one_of_several_addresses_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var ran = await ServeAsync("--urls", $"http://127.0.0.1:0;http://127.0.0.1:{port}");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain($"Port {port} is in use");
    }

    [Fact]
    public async Task Address_of_another_machine_is_refused()
    {
        var ran = await ServeAsync("--urls", "http://192.0.2.1:5230", "--public-url", "https://x.example");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldBe("192.0.2.1 is no address of this machine, so nobody can listen on http://192.0.2.1:5230/. Name one that is, or all of them: --urls http://0.0.0.0:5230");
        SettingsTests.NobodySeesAStackTrace(ran);
    }

    [Fact]
    public async Task Certificate_that_is_not_there_is_named()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "pagewatch.json"), """{"Kestrel":{"Certificates":{"Default":{"Path":"nowhere.pfx"}}}}""");
        var ran = await ServeAsync("--urls", "https://127.0.0.1:0");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain("nowhere.pfx");
        ran.Errors.ShouldContain("Kestrel:Certificates:Default");
    }

    [Fact]
    public async Task Listening_beyond_loopback_needs_a_public_address()
    {
        var ran = await ServeAsync("--urls", "http://0.0.0.0:0");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain("so PageWatch:PublicUrl must say how: give --public-url https://pagewatch.example.com, or listen on http://127.0.0.1:5230.");
    }

    [Fact]
    public async Task Listening_beyond_loopback_turns_the_demo_off_and_links_lead_to_the_public_address()
    {
        await using var service = await ServiceProcess.StartAsync(Data, "--urls", "http://0.0.0.0:0", "--public-url", "https://x.example");
        await OutsideSeesNoDemoAsync(service);
    }

    [Fact]
    public async Task Service_behind_a_proxy_on_the_same_machine_has_no_demo_either()
    {
        await using var service = await ServiceProcess.StartAsync(Data, "--public-url", "https://x.example/");
        await OutsideSeesNoDemoAsync(service);
    }

    [Fact]
    public async Task Several_addresses_are_listened_on_at_once()
    {
        await using var service = await ServiceProcess.StartAsync(Data, "--urls", "http://127.0.0.1:0;http://127.0.0.2:0");
        using var browser = service.Browser();
        (await browser.GetStringAsync("health/live")).ShouldBe("alive");
        (await service.SayAsync("watches")).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Restart_on_the_same_port_does_not_wait_for_old_connections()
    {
        var port = FreePort();
        await using (var first = await ServiceProcess.StartAsync(Data, "--urls", $"http://127.0.0.1:{port}"))
        {
            // The server closes these, so it is the server's side that lingers.
            using var browser = first.Browser();
            await browser.GetStringAsync("health/live");
            (await first.StopAsync()).Code.ShouldBe(0);
        }

        await using var second = await ServiceProcess.StartAsync(Data, "--urls", $"http://127.0.0.1:{port}");
        second.Address.Port.ShouldBe(port);
    }

    public void Dispose() => folder.Dispose();

    private static async Task OutsideSeesNoDemoAsync(ServiceProcess service)
    {
        service.Link.ToString().ShouldStartWith("https://x.example/in/");
        service.Address.Host.ShouldBe("127.0.0.1");
        using var browser = service.Browser();
        (await browser.GetAsync("demo/")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await browser.GetAsync("demo/api/about")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await service.SayAsync("watches")).Output.ShouldContain("Nothing");
        (await service.SayAsync("console", "as", "Ben")).Code.ShouldBe(1, "a second person is made up only while the demo runs");
        // A browser that came by https keeps the session cookie to it.
        var signedIn = await browser.GetAsync(service.Link.AbsolutePath);
        signedIn.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("; secure");
    }

    private Task<Ran> ServeAsync(params string[] options) => ServiceProcess.RunAsync(["--data", Data, .. options]);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
