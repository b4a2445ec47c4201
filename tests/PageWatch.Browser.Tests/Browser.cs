using Microsoft.Playwright;
using PageWatch.Testing.Demo;

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

    internal async Task<IPage> OpenAsync(Uri address, int width = 560, bool dark = false, bool script = true)
    {
        var context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
        });
        context.SetDefaultTimeout(15_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.AbsoluteUri);
        return page;
    }

    public async Task DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
    }
}
