using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PageWatch.Testing;
using PageWatch.Testing.Demo;

// Each test measures or watches a browser and a service: beside another one it would only see how slow two are at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace PageWatch.Browser.Tests;

/// <summary>One Chromium for all tests of the page in a browser: Debian's, or the one that PAGEWATCH_CHROMIUM names.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright playwright = null!;
    private IBrowser chromium = null!;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PAGEWATCH_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A browser of its own, with nothing kept from any other.</summary>
    internal Task<IPage> OpenAsync(RunningDemo demo, int width = 560, bool dark = false, bool script = true, string path = "") =>
        OpenAsync(new Uri(demo.Base, path), width, dark, script);

    /// <param name="beforeLoading">Listens to the page from its first word on.</param>
    internal async Task<IPage> OpenAsync(Uri address, int width = 560, bool dark = false, bool script = true, Action<IPage>? beforeLoading = null)
    {
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        beforeLoading?.Invoke(page);
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    /// <summary>Open to everybody: nothing that the rules of WCAG find wrong.</summary>
    internal static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        result.Violations.Select(violation => $"{violation.Id}: {violation.Help} — {string.Join(" | ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    /// <summary>Where a picture of a screen is kept as output of the run.</summary>
    internal static string ScreenFile(string name)
    {
        var folder = Path.Combine(ProjectFolder.Repository, "artifacts", "test-results", "screens");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name + ".png");
    }

    public async Task DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }
}
