using Microsoft.Playwright;
using PageWatch.Testing.Demo;

namespace PageWatch.Browser.Tests.Demo;

/// <summary>The page as people meet it: in a browser, with and without its script.</summary>
[Trait("Needs", "Chromium")]
public sealed class DemoPageTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(1200, false)]
    [InlineData(1200, true)]
    [InlineData(320, false)]
    [InlineData(320, true)]
    public async Task Page_is_open_to_everybody(int width, bool dark)
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync(new string('w', 300), new string('n', 80));
        await demo.SayAsync("An answer", under: post.Id);
        var page = await browser.OpenAsync(demo, width, dark);
        await Act(page.Locator("article").First, "Answer").ClickAsync();
        await Act(page.Locator("article").Nth(2), "Edit").ClickAsync();
        await Act(page.Locator("article").Nth(3), "Delete").ClickAsync();
        await Assertions.Expect(page.Locator("article form")).ToHaveCountAsync(3);
        await Browser.AssertAccessibleAsync(page);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, "nothing is wider than the screen");
    }

    [Theory]
    [InlineData("posts/{0}?answer={0}")]
    [InlineData("posts/pnobody")]
    public async Task Other_pages_are_open_to_everybody_too(string path)
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        await demo.ReplyAsync(post.Id, "An answer.");
        await Browser.AssertAccessibleAsync(await browser.OpenAsync(demo, width: 320, path: string.Format(path, post.Id)));
    }

    [Fact]
    public async Task What_others_write_appears_while_one_types_and_takes_nothing_away()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?", "Ben");
        var page = await browser.OpenAsync(demo);
        var article = page.Locator("#" + post.Id);
        await Act(article, "Answer").ClickAsync();
        var typing = article.GetByLabel("Your answer");
        await typing.FillAsync("I am just wri");
        await typing.EvaluateAsync("field => field.setSelectionRange(2, 4)");
        await page.GetByLabel("Write as a visitor").EvaluateAsync("field => { field.value = 'Half a post'; field.dispatchEvent(new Event('input', { bubbles: true })); }");

        var newer = await demo.SayAsync("Something new.", "Cem");
        await demo.SayAsync("Me first!", "Dana", under: post.Id);
        await demo.Wall.EditAsync(post.Id, "A better question?", null, CancellationToken.None);
        await page.Locator("#" + newer.Id).WaitForAsync();
        await article.GetByText("A better question?").WaitForAsync();
        await page.Locator($"#thread-{post.Id} .answers").GetByText("Me first!").WaitForAsync();

        (await typing.InputValueAsync()).ShouldBe("I am just wri");
        (await typing.EvaluateAsync<bool>("field => field === document.activeElement && field.selectionStart === 2 && field.selectionEnd === 4")).ShouldBeTrue("the cursor stays where it was");
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("Half a post");
        await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("new post");
        (await page.Locator("#wall > li").First.GetAttributeAsync("id")).ShouldBe("thread-" + newer.Id, "newest first");

        // Somebody deletes what is being answered: the words outlive it.
        await demo.Wall.DeleteAsync(post.Id, CancellationToken.None);
        await page.Locator("#thread-" + post.Id).GetByText("This post was deleted").First.WaitForAsync();
        (await typing.InputValueAsync()).ShouldBe("I am just wri");
        await typing.PressAsync("End");
        await page.Keyboard.TypeAsync("ting");
        await article.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await article.GetByRole(AriaRole.Alert).GetByText("Somebody deleted this post").WaitForAsync();
        (await typing.InputValueAsync()).ShouldBe("I am just writing");

        // Also where nothing else is left of the thread; without words of ours it just goes.
        var lonely = page.Locator("#" + newer.Id);
        await Act(lonely, "Answer").ClickAsync();
        await lonely.GetByLabel("Your answer").FillAsync("To nobody");
        var untouched = await demo.SayAsync("Goes unseen.");
        await page.Locator("#" + untouched.Id).WaitForAsync();
        await demo.Wall.DeleteAsync(newer.Id, CancellationToken.None);
        await demo.Wall.DeleteAsync(untouched.Id, CancellationToken.None);
        await page.Locator("#" + untouched.Id).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await lonely.GetByText("This post was deleted").WaitForAsync();
        (await lonely.GetByLabel("Your answer").InputValueAsync()).ShouldBe("To nobody");
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard_without_leaving_the_page()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await browser.OpenAsync(demo);
        await page.EvaluateAsync("window.still = 'the same page'");
        await page.Locator("#new-text").FocusAsync();
        await page.Keyboard.TypeAsync("Typed by hand.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Ana");
        await page.Keyboard.PressAsync("Enter");
        var mine = page.Locator("article", new() { HasText = "Typed by hand." });
        await mine.WaitForAsync();
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("");
        (await page.Locator("#new-name").InputValueAsync()).ShouldBe("Ana", "nobody says their name twice");
        await Assertions.Expect(mine.Locator("time")).ToHaveTextAsync("just now");

        await Act(mine, "Edit").PressAsync("Enter");
        await Assertions.Expect(mine.GetByLabel("What it should say")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Act(mine, "Edit")).ToBeFocusedAsync();
        await Assertions.Expect(mine.Locator("form")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(mine.GetByLabel("What it should say")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.TypeAsync("Typed better.");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        var better = page.Locator("article", new() { HasText = "Typed better." });
        await better.GetByText("edited").WaitForAsync();
        await Assertions.Expect(Act(better, "Edit")).ToBeFocusedAsync();

        await Act(better, "Delete").PressAsync("Enter");
        await Assertions.Expect(better.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await better.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Assertions.Expect(page.Locator("#posts")).ToBeFocusedAsync(); // the keyboard is not lost with the post
        (await page.EvaluateAsync<string>("window.still")).ShouldBe("the same page");
    }

    [Fact]
    public async Task A_page_whose_server_died_says_so_and_recovers_with_the_text_intact()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await browser.OpenAsync(demo);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        page.PageError += (_, problem) => complaints.Add(problem);
        await page.Locator("#new-text").FillAsync("Not sent yet");
        await page.Locator("#new-name").FillAsync("Ana");

        await demo.StopAsync();
        await page.GetByText("Not connected").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Alert).GetByText("Your text is kept").WaitForAsync();
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("Not sent yet");

        await demo.StartAgainAsync();
        await demo.SayAsync("Written after the restart.");
        await page.GetByText("Written after the restart.").WaitForAsync();
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("Not sent yet");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).First.ClickAsync();
        await page.Locator("article", new() { HasText = "Not sent yet" }).WaitForAsync();
        (await page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBe(0);
        complaints.ShouldAllBe(complaint => complaint.Contains("ERR_"), "only what a browser says by itself of a server that is away");
        complaints.Count.ShouldBeLessThan(15);
    }

    [Fact]
    public async Task Unsent_text_survives_a_reload_and_goes_once_it_was_sent()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        var page = await browser.OpenAsync(demo);
        await page.Locator("#new-text").FillAsync("Half a post\nof two lines");
        await page.Locator("#new-picture").FillAsync("https://pictures.example/half.jpg");
        await Act(page.Locator("#" + post.Id), "Answer").ClickAsync();
        await page.Locator("#" + post.Id).GetByLabel("Your answer").FillAsync("Half an answer");
        await page.ReloadAsync();
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("Half a post\nof two lines");
        (await page.Locator("#new-picture").InputValueAsync()).ShouldBe("https://pictures.example/half.jpg");
        var answer = page.Locator("#" + post.Id).GetByLabel("Your answer");
        await Assertions.Expect(answer).ToHaveValueAsync("Half an answer"); // its form is open again

        await page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await page.Locator("article", new() { HasText = "of two lines" }).WaitForAsync();
        await page.ReloadAsync();
        (await page.Locator("#new-text").InputValueAsync()).ShouldBe("");
        await Assertions.Expect(answer).ToHaveValueAsync("Half an answer");
    }

    [Fact]
    public async Task A_hidden_tab_leaves_its_connection_to_the_others()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await browser.OpenAsync(demo);
        await page.EvaluateAsync("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))");
        var said = await demo.SayAsync("While nobody looked.");
        var asked = 0;
        page.Request += (_, _) => asked++;
        await page.EvaluateAsync("new Promise(done => setTimeout(done, 500))");
        asked.ShouldBe(0);
        await page.EvaluateAsync("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await page.Locator("#" + said.Id).WaitForAsync();
    }

    [Fact]
    public async Task Without_a_script_every_form_works()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await browser.OpenAsync(demo, script: false);
        await page.Locator("#new-text").FillAsync("Without a script");
        await page.Locator("#new-name").FillAsync("Ana");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        var mine = page.Locator("article").First;
        await Assertions.Expect(mine).ToContainTextAsync("Without a script");
        (await mine.Locator("time").TextContentAsync())!.ShouldContain("UTC", customMessage: "times are told in full");

        await Act(mine, "Answer").ClickAsync();
        await page.GetByLabel("Your answer").FillAsync("An answer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Answer" }).ClickAsync();
        await Assertions.Expect(page.Locator(".answers article")).ToContainTextAsync("An answer");

        await Act(mine, "Edit").ClickAsync();
        await page.GetByLabel("What it should say").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nothing to post");
        await page.GetByLabel("What it should say").FillAsync("Better");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(mine).ToContainTextAsync("Better");

        await Act(mine, "Delete").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(mine).ToContainTextAsync("This post was deleted.");
        (await page.Locator("#new-text").CountAsync()).ShouldBe(1, "back on the page of all");
    }

    [Fact]
    public async Task A_burst_of_posts_is_shown_without_a_burst_of_requests()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await browser.OpenAsync(demo);
        var asked = 0;
        page.Request += (_, _) => asked++;
        for (var number = 0; number < 100; number++)
            await demo.SayAsync($"Number {number}.");
        await page.GetByText("Number 99.").WaitForAsync();
        asked.ShouldBeLessThan(30);
        (await page.Locator("#wall > li").CountAsync()).ShouldBe(25);
    }

    private static ILocator Act(ILocator article, string name) => article.Locator($"[data-act={name.ToLowerInvariant()}]");
}
