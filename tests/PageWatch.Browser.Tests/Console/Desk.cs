using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PageWatch.Testing.Processes;

namespace PageWatch.Browser.Tests.Console;

/// <summary>A running service with its demo page, and browsers in front of it: each person in one of their own.</summary>
internal sealed partial class Desk : IAsyncDisposable
{
    private readonly Browser browser;
    private readonly TemporaryFolder folder;
    private readonly List<string> faults = [];

    private Desk(Browser browser, TemporaryFolder folder, ServiceProcess service)
    {
        this.browser = browser;
        this.folder = folder;
        Service = service;
    }

    public ServiceProcess Service { get; private set; }

    /// <summary>While true, a browser may complain that nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>What any page wrote to its console as an error, or threw.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (faults)
                return [.. faults];
        }
    }

    public static async Task<Desk> OpenAsync(Browser browser)
    {
        var place = new TemporaryFolder();
        return new Desk(browser, place, await ServiceProcess.StartAsync(place.Inside("data")));
    }

    /// <summary>The person who installed it, signed in by the printed link.</summary>
    public Task<IPage> AdminAsync(int width = 1280, bool dark = false, bool script = true) => WatchedAsync(Service.Link, width, dark, script);

    /// <summary>A second person, by a link that the first one asked for.</summary>
    public async Task<IPage> MemberAsync(string name, int width = 1280, bool dark = false, bool script = true) => await WatchedAsync(await LinkAsync(name), width, dark, script);

    public async Task<Uri> LinkAsync(string name)
    {
        var said = await Service.SayAsync("console", "as", name);
        said.Code.ShouldBe(0, said.ToString());
        return new Uri(Address().Match(said.Output).Value);
    }

    /// <summary>A stranger on the public page.</summary>
    public Task<IPage> VisitorAsync() => WatchedAsync(new Uri(Service.Address, "demo/"), 700, dark: false, script: true);

    /// <summary>Ends it as a power cut does, and starts it again at the same address.</summary>
    public async Task KillAsync()
    {
        IsDown = true;
        await Service.KillAsync();
    }

    public async Task StartAgainAsync()
    {
        Service = await ServiceProcess.StartAsync(Service.DataFolder, "--urls", Service.Address.GetLeftPart(UriPartial.Authority));
        IsDown = false;
    }

    /// <summary>Writes a post and returns the moment at which its button was pressed.</summary>
    public static async Task<Stopwatch> PostAsync(IPage visitor, string text, string name)
    {
        await visitor.Locator("#new-text").FillAsync(text);
        await visitor.Locator("#new-name").FillAsync(name);
        var since = Stopwatch.StartNew();
        await visitor.Locator("form.composer button").ClickAsync();
        return since;
    }

    public static ILocator Card(IPage page, string text) => page.Locator("#board .card", new() { HasText = text });

    public static ILocator Button(ILocator card, string label) => card.GetByRole(AriaRole.Button, new() { Name = label, Exact = true });

    /// <summary>Kept beside the results of the run.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await page.ScreenshotAsync(new() { Path = Browser.ScreenFile(name) });
                return;
            }
            // The browser's own, on a machine that is busy: the picture says nothing of the page. What is tested is asked of the page itself.
            catch (PlaywrightException problem) when (attempt < 3 && problem.Message.Contains("Unable to capture screenshot", StringComparison.Ordinal))
            {
                await page.WaitForTimeoutAsync(500);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        folder.Dispose();
    }

    private Task<IPage> WatchedAsync(Uri address, int width, bool dark, bool script) => browser.OpenAsync(address, width, dark, script, Watch);

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Note(page, message.Text);
        };
        page.PageError += (_, thrown) => Note(page, thrown);
    }

    private void Note(IPage page, string fault)
    {
        // The browser itself says so when nobody listens; no page can keep it from that.
        if (IsDown && fault.Contains("net::ERR_", StringComparison.Ordinal))
            return;
        lock (faults)
            faults.Add($"{page.Url}: {fault}");
    }

    [GeneratedRegex(@"http://\S+/in/\S+")]
    private static partial Regex Address();
}
