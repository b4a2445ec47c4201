using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PageWatch.Browser.Tests.Console;

/// <summary>The console as one person meets it: on any screen, with a keyboard, without a script, and with hostile words on the wall.</summary>
[Trait("Needs", "Chromium")]
public sealed class ConsoleTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Jana = "Third parcel in a row";

    private Desk desk = null!;

    public async Task InitializeAsync() => desk = await Desk.OpenAsync(browser);

    [Fact]
    public async Task Page_that_starts_over_takes_its_old_cards_with_it_and_an_open_console_follows()
    {
        var page = await desk.AdminAsync();
        await Desk.Card(page, Jana).WaitForAsync();
        var old = await page.Locator("#board .card").EvaluateAllAsync<string[]>("cards => cards.map(card => card.id)");
        var said = await desk.Service.SayAsync("demo", "reset");
        said.Code.ShouldBe(0, said.ToString());
        foreach (var key in old)
            await Expect(page.Locator($"[id='{key}']")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await Desk.Card(page, Jana).WaitForAsync();
        desk.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_of_day_is_written_as_people_write_it()
    {
        var page = await desk.AdminAsync();
        await Desk.Card(page, Jana).WaitForAsync();
        // An early afternoon, whenever this runs: what is due soon is due at an hour of one digit. The signs of Etc/GMT are the other way round.
        var east = 13 - TimeProvider.System.GetUtcNow().Hour;
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("Emulation.setTimezoneOverride", new Dictionary<string, object> { ["timezoneId"] = string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{-east:+0;-0;+0}") });
        await tools.SendAsync("Emulation.setLocaleOverride", new Dictionary<string, object> { ["locale"] = "en-US" });
        await page.ReloadAsync();
        await Expect(Desk.Card(page, Jana).Locator("time[data-show=clock]").First).ToHaveTextAsync(new Regex(@"^[1-9]:\d\d\sPM$"));
    }

    [Fact]
    public async Task Whoever_signs_out_in_one_window_sees_nothing_more_in_another()
    {
        var page = await desk.AdminAsync();
        await Desk.Card(page, Jana).WaitForAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(new Uri(desk.Service.Address, "console").AbsoluteUri);
        await Desk.Card(other, Jana).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(other.Locator("#board")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(320, true)]
    public async Task Everything_is_open_to_everybody_on_any_screen(int width, bool dark)
    {
        var page = await desk.AdminAsync(width, dark);
        await Desk.Card(page, Jana).WaitForAsync();
        await CheckAsync("board");

        await Desk.Button(Desk.Card(page, Jana), "Edit").ClickAsync();
        await page.Locator("dialog textarea").FillAsync(new string('w', 300));
        await CheckAsync("edit");
        await page.Keyboard.PressAsync("Escape");
        await Desk.Button(Desk.Card(page, Jana), "Publish…").ClickAsync();
        await CheckAsync("preview");
        await page.Keyboard.PressAsync("Escape");
        await Desk.Card(page, Jana).Locator("summary").ClickAsync();
        await Desk.Card(page, Jana).GetByRole(AriaRole.Link, new() { Name = "why" }).ClickAsync();
        await page.Locator("dialog dl").WaitForAsync();
        await CheckAsync("why");
        await page.Keyboard.PressAsync("Escape");
        await SayAsync(page, "find coffee");
        await CheckAsync("find");
        await SayAsync(page, "rule add " + new string('x', 200) + "(");
        await CheckAsync("refused");

        foreach (var name in (string[])["watches", "rules", "health", "help"])
        {
            await page.GotoAsync(new Uri(desk.Service.Address, "console/" + name).AbsoluteUri);
            await page.Locator("main .card").WaitForAsync();
            await CheckAsync(name);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await CheckAsync("signed-out");
        desk.Faults.ShouldBeEmpty();

        async Task CheckAsync(string what)
        {
            await Desk.KeepAsync(page, $"{what}-{width}{(dark ? "-dark" : "")}");
            await Browser.AssertAccessibleAsync(page);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{what} is wider than the screen");
        }
    }

    [Fact]
    public async Task Reply_goes_out_by_keyboard_alone()
    {
        var page = await desk.AdminAsync();
        var card = Desk.Card(page, Jana);
        await Desk.Button(card, "Edit").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog textarea")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Jana, we read it, and three broken parcels are three too many. A fourth one leaves today, packed by me. Nora");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await card.GetByText("A fourth one leaves today").WaitForAsync();
        await Expect(page.Locator("dialog")).ToBeHiddenAsync();
        await Desk.Button(card, "Publish…").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(Desk.Button(page.Locator("dialog"), "Publish now")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.FrameLocator("iframe").Locator("article.ours", new() { HasText = "A fourth one leaves today" }).WaitForAsync();
        await page.Locator(".card.done", new() { HasText = "Jana K." }).WaitForAsync();
        // The picture in the README.
        await page.Mouse.MoveAsync(0, 0);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.WaitForTimeoutAsync(1_800);
        await Desk.KeepAsync(page, "readme");
        desk.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_works_without_a_script()
    {
        var page = await desk.AdminAsync(script: false);
        await LookUntilAsync(page, Desk.Card(page, Jana));
        await Desk.Button(Desk.Card(page, Jana), "Claim").ClickAsync();
        await Expect(Desk.Card(page, Jana)).ToContainTextAsync("has it");

        await Desk.Button(Desk.Card(page, Jana), "Edit").ClickAsync();
        await page.GetByLabel("Your reply").FillAsync("Jana, without a script it goes out too.");
        await Desk.Button(page.Locator("main"), "Save").ClickAsync();
        await Expect(Desk.Card(page, Jana)).ToContainTextAsync("without a script");

        await Desk.Button(Desk.Card(page, Jana), "Publish…").ClickAsync();
        await Desk.Button(page.Locator("main"), "Publish now").ClickAsync();
        await LookUntilAsync(page, page.Locator(".card.done", new() { HasText = "Jana K." }));
        await Expect(page.Locator(".card.done", new() { HasText = "Jana K." })).ToContainTextAsync("without a script");
        await page.Locator("#say input").FillAsync("health");
        await page.Locator("#say button").ClickAsync();
        await Expect(page.Locator("#told")).ToContainTextAsync("All is well");
        await page.GetByRole(AriaRole.Link, new() { Name = "why" }).First.ClickAsync();
        await Expect(page.Locator("main h2")).ToContainTextAsync("Why nudge");
        desk.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Hostile_words_stay_words()
    {
        var page = await desk.AdminAsync();
        var visitor = await desk.VisitorAsync();
        const string Script = "<img src=x onerror=alert(1)><script>alert(2)</script> broken, terrible!";
        const string Turned = "\u202Egnihtemos\u202C is broken and you never answer, terrible!";
        var asked = false;
        page.Dialog += async (_, dialog) =>
        {
            asked = true;
            await dialog.DismissAsync();
        };
        await Desk.PostAsync(visitor, Script, "<b onmouseover=alert(3)>Eve</b>");
        var card = Desk.Card(page, "broken, terrible!");
        await card.WaitForAsync();
        (await card.Locator("blockquote").InnerTextAsync()).ShouldContain("<script>alert(2)</script>");
        await Expect(card.Locator("blockquote img, blockquote script, b[onmouseover]")).ToHaveCountAsync(0);

        await Desk.PostAsync(visitor, Turned, "Eve");
        var turned = Desk.Card(page, "you never answer, terrible!");
        await turned.WaitForAsync();
        (await turned.InnerTextAsync()).ShouldNotContain('\u202E');

        await SayAsync(page, "find \"<script>alert(4)</script>\"");
        await page.WaitForTimeoutAsync(300);
        asked.ShouldBeFalse();
        desk.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_site_sends_is_refused()
    {
        var page = await desk.AdminAsync();
        var card = Desk.Card(page, Jana);
        var number = (await card.GetAttributeAsync("id"))!["nudge-".Length..];
        var foreign = await page.Context.NewPageAsync();
        // A page of another origin with a form that presses a button here, in the same browser, with its cookie.
        await foreign.RouteAsync("http://elsewhere.example/", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"<form method=post action='{desk.Service.Address}console/say'><input name=say value='dismiss {number} spam'><button>Win</button></form>",
        }));
        await foreign.GotoAsync("http://elsewhere.example/");
        var answer = await foreign.RunAndWaitForResponseAsync(() => foreign.GetByText("Win").ClickAsync(), response => response.Url.EndsWith("/console/say", StringComparison.Ordinal));
        answer.Status.ShouldBeOneOf(401, 403);
        (await desk.Service.SayAsync("open")).Output.ShouldContain(Jana);
    }

    public Task DisposeAsync() => desk.DisposeAsync().AsTask();

    /// <summary>Without a script a page changes when one looks again.</summary>
    private static async Task LookUntilAsync(IPage page, ILocator there)
    {
        for (var i = 0; i < 100 && await there.CountAsync() == 0; i++)
        {
            await page.WaitForTimeoutAsync(100);
            await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).Or(page.GetByRole(AriaRole.Link, new() { Name = "Back to the console" })).First.ClickAsync();
        }
    }

    private static async Task SayAsync(IPage page, string line)
    {
        await page.Locator("#say input").FillAsync(line);
        await page.Locator("#say button").ClickAsync();
        await Expect(page.Locator("#say input")).ToHaveValueAsync("");
        await page.Locator("#told .card").WaitForAsync();
    }
}
