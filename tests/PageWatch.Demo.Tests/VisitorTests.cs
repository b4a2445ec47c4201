using System.Net;
using System.Text;
using PageWatch.Demo.Wall;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>What a visitor does in a browser without a script.</summary>
public sealed class VisitorTests
{
    [Fact]
    public async Task Page_opens_on_its_first_day_newest_first_with_its_own_replies_marked()
    {
        await using var demo = await RunningDemo.StartAsync();
        var page = await demo.PageAsync();
        var names = page.QuerySelectorAll("#wall > li > article .meta b").Select(name => name.TextContent).ToList();
        names.Count.ShouldBe(14);
        names[0].ShouldBe("Jana K.");
        names[^1].ShouldBe("Ingrid S.");
        var times = page.QuerySelectorAll("#wall > li > article time").Select(time => DateTimeOffset.Parse(time.GetAttribute("datetime")!)).ToList();
        times.ShouldBe(times.OrderDescending());
        (DateTimeOffset.Parse(page.QuerySelectorAll("#wall time")[0].GetAttribute("datetime")!) - TimeProvider.System.GetUtcNow()).TotalMinutes.ShouldBe(-4, tolerance: 1);

        var ours = page.QuerySelectorAll("article.ours");
        ours.Length.ShouldBe(RunningDemo.FirstReplies);
        ours.ShouldAllBe(reply => reply.QuerySelector(".meta b")!.TextContent == DemoWall.Name && reply.QuerySelector(".badge") != null && reply.Closest(".answers") != null);
        page.QuerySelector("header")!.TextContent.ShouldContain("demo");
    }

    [Fact]
    public async Task What_is_posted_answered_edited_and_deleted_shows()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();

        var posted = await browser.PostAsync("posts", RunningDemo.Form("The lid leaks.", "Ana", "https://pictures.example/lid.jpg"));
        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var id = posted.Headers.Location!.OriginalString.Split('#')[1];
        posted.Headers.Location.OriginalString.ShouldBe("/demo/#" + id);
        var post = (await demo.PageAsync()).QuerySelector("#wall > li > article")!;
        post.Id.ShouldBe(id);
        post.QuerySelector(".text")!.TextContent.ShouldBe("The lid leaks.");
        post.QuerySelector(".meta b")!.TextContent.ShouldBe("Ana");
        var picture = post.QuerySelector(".picture a")!;
        picture.GetAttribute("href").ShouldBe("https://pictures.example/lid.jpg");
        picture.GetAttribute("rel")!.ShouldContain("noopener");

        var answered = await browser.PostAsync($"posts/{id}/answers", RunningDemo.Form("Mine too.", "Ben"));
        answered.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answered.Headers.Location!.OriginalString.ShouldStartWith($"/demo/posts/{id}#p", Case.Sensitive, "the page of the thread");
        (await browser.PostAsync($"posts/{id}/edit", RunningDemo.Form("The lid leaks, still."))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var thread = (await demo.PageAsync()).QuerySelector("#wall > li")!;
        thread.QuerySelector("article .text")!.TextContent.ShouldBe("The lid leaks, still.");
        thread.QuerySelector("article .meta")!.TextContent.ShouldContain("edited");
        thread.QuerySelector("article .picture").ShouldBeNull("the form came without the link");
        thread.QuerySelector(".answers .text")!.TextContent.ShouldBe("Mine too.");

        (await browser.PostAsync($"posts/{id}/delete", RunningDemo.Form())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        thread = (await demo.PageAsync()).QuerySelector("#wall > li")!;
        thread.QuerySelector("article")!.TextContent.ShouldContain("This post was deleted.");
        thread.QuerySelector(".answers .text")!.TextContent.ShouldBe("Mine too.", "an answer outlives what it answers");
        (await browser.PostAsync($"posts/{id}/answers", RunningDemo.Form("Too late"))).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await browser.PostAsync($"posts/{id}/edit", RunningDemo.Form("Too late"))).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await browser.PostAsync("posts/pnobody/answers", RunningDemo.Form("To whom?"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var answer = thread.QuerySelector(".answers article")!.Id;
        (await browser.PostAsync($"posts/{answer}/delete", RunningDemo.Form())).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await demo.PageAsync()).QuerySelector("#thread-" + id).ShouldBeNull("nothing is left of the thread");
    }

    [Fact]
    public async Task Nobody_edits_or_deletes_what_the_page_wrote()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var reply = (await demo.PageAsync()).QuerySelector("article.ours")!;
        reply.QuerySelectorAll(".acts a").Select(link => link.GetAttribute("data-act")).ShouldBe(["answer"]);
        foreach (var act in (string[])["edit", "delete"])
        {
            var thread = (await demo.GetAsync("api/posts/" + reply.Id)).GetProperty("thread").GetString();
            (await demo.PageAsync($"posts/{thread}?{act}={reply.Id}")).QuerySelectorAll("form").ShouldBeEmpty("not for those who write the address themselves either");
        }

        (await browser.PostAsync($"posts/{reply.Id}/edit", RunningDemo.Form("We promise free coffee."))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.PostAsync($"posts/{reply.Id}/delete", RunningDemo.Form())).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await demo.GetAsync("api/posts/" + reply.Id)).GetProperty("revision").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Each_name_in_each_browser_is_a_visitor_of_its_own_and_stays_one()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var one = demo.Client();
        using var other = demo.Client();
        var ana = await AuthorAsync(one, "Ana");
        (await AuthorAsync(one, "Ana")).ShouldBe(ana);
        var ben = await AuthorAsync(one, "Ben");
        ben.ShouldNotBe(ana);
        (await AuthorAsync(one, " Ana\t")).ShouldBe(ana, "white space makes nobody else");
        (await AuthorAsync(other, "Ana")).ShouldNotBe(ana, "the same name elsewhere is somebody else");
        (await AuthorAsync(other, DemoWall.Name)).ShouldNotBe(DemoWall.AccountId);
        await demo.RestartAsync();
        (await AuthorAsync(one, "Ana")).ShouldBe(ana);

        RunningDemo.Parse(await one.GetStringAsync("")).QuerySelector("#new-name")!.GetAttribute("value").ShouldBe("Ana", "who wrote here before need not say who they are");
        RunningDemo.Parse(await (await demo.Client().GetAsync("")).Content.ReadAsStringAsync()).QuerySelector("#new-name")!.GetAttribute("value").ShouldBe("");

        async Task<string> AuthorAsync(HttpClient browser, string name)
        {
            var answer = await browser.PostAsync("posts", RunningDemo.Form("Hello", name));
            var post = await demo.GetAsync("api/posts/" + answer.Headers.Location!.OriginalString.Split('#')[1]);
            post.GetProperty("author").GetProperty("name").GetString().ShouldBe(name.Trim());
            return post.GetProperty("author").GetProperty("id").GetString()!;
        }
    }

    [Fact]
    public async Task A_form_that_is_not_taken_comes_back_with_what_was_typed_and_why()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var answer = await browser.PostAsync("posts", RunningDemo.Form("  keep\nthis", "Ana", "javascript:alert(1)"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var form = RunningDemo.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("form.composer")!;
        form.QuerySelector(".problem")!.TextContent.ShouldBe("A picture link starts with https:// or http://.");
        form.QuerySelector("textarea")!.TextContent.ShouldBe("  keep\nthis");
        form.QuerySelector("[name=picture]")!.GetAttribute("value").ShouldBe("javascript:alert(1)");
        form.QuerySelector("[name=name]")!.GetAttribute("value").ShouldBe("Ana");

        var post = await demo.SayAsync("Hello");
        answer = await browser.PostAsync($"posts/{post.Id}/answers", RunningDemo.Form(" ", "Ana"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = RunningDemo.Parse(await answer.Content.ReadAsStringAsync());
        again.GetElementById(post.Id)!.QuerySelector("form .problem")!.TextContent.ShouldContain("nothing to post");

        // The page's own script asks for words.
        browser.DefaultRequestHeaders.Add("Accept", "text/plain");
        answer = await browser.PostAsync("posts", RunningDemo.Form(""));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldStartWith("There is nothing to post yet");
        (await browser.PostAsync("posts", RunningDemo.Form("Hello"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_text_may_be_long_and_no_longer()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var lines = string.Concat(Enumerable.Repeat("€\r\n", 5_000));
        (await browser.PostAsync("posts", RunningDemo.Form(lines[..^2] + "€", "Ana"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther, "a line break counts once, as in the browser");
        (await browser.PostAsync("posts", RunningDemo.Form(new string('€', 10_001), "Ana"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.PostAsync("posts", RunningDemo.Form("Hello", new string('n', 81)))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.PostAsync("posts", RunningDemo.Form("Hello", new string('n', 80)))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await browser.PostAsync("posts", RunningDemo.Form("", "Ana", "https://e.example/" + new string('p', 2_000)))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("//elsewhere.example/x.jpg")]
    [InlineData("https://")]
    [InlineData("https://e.example/\"onmouseover=\"alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("picture")]
    public async Task A_picture_is_a_link_of_the_web_or_nothing(string link)
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        (await browser.PostAsync("posts", RunningDemo.Form("Look", "Ana", link))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await demo.ChangesAsync()).ShouldAllBe(post => post.GetProperty("text").GetString() != "Look");
    }

    [Fact]
    public async Task Markup_from_visitors_is_only_text()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        const string Text = "</textarea></p><script>alert(1)</script><img src=x onerror=alert(1)> & &lt; \" ' ` {{7*7}} <!-- ";
        const string Name = "\"><script>alert(2)</script>' onfocus='x";
        var id = (await browser.PostAsync("posts", RunningDemo.Form(Text, Name, "https://e.example/?a=1&b='x'"))).Headers.Location!.OriginalString.Split('#')[1];
        foreach (var path in (string[])["", "posts/" + id])
        {
            var html = await browser.GetStringAsync(path);
            var page = RunningDemo.Parse(html);
            var post = page.GetElementById(id)!;
            post.QuerySelector(".text")!.TextContent.ShouldBe(Text.TrimEnd());
            post.QuerySelector(".meta b")!.TextContent.ShouldBe(Name);
            post.QuerySelector(".picture a")!.GetAttribute("href").ShouldBe("https://e.example/?a=1&b='x'");
            page.QuerySelectorAll("script").Length.ShouldBe(1);
            page.QuerySelectorAll("img, style, [style], [onfocus], [onerror]").ShouldBeEmpty();
            page.QuerySelectorAll("*").SelectMany(element => element.Attributes).ShouldAllBe(attribute => attribute.Name.Substring(0, 2) != "on");
        }
    }

    [Fact]
    public async Task Text_that_runs_from_right_to_left_turns_nothing_around_it()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("abc \u202egnp.exe\u202c and \u0000\u0007\u001b[31m more", "\u202eevil");
        var shown = (await demo.PageAsync()).GetElementById(post.Id)!;
        shown.QuerySelector(".text")!.TextContent.ShouldBe("abc \u202egnp.exe\u202c and [31m more", "marks stay, what no screen can show goes");
        shown.QuerySelector(".text")!.GetAttribute("dir").ShouldBe("auto");
        shown.QuerySelector(".meta bdi")!.TextContent.ShouldBe("\u202eevil");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "none", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "the page", true)]
    public async Task A_form_from_another_site_is_not_taken(string header, string value, bool taken)
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        browser.DefaultRequestHeaders.Add(header, value == "the page" ? demo.Base.GetLeftPart(UriPartial.Authority) : value);
        var jana = (await demo.ChangesAsync())[^1].GetProperty("id").GetString();
        foreach (var path in (string[])["posts", $"posts/{jana}/answers", $"posts/{jana}/edit", $"posts/{jana}/delete"])
            (await browser.PostAsync(path, RunningDemo.Form("From elsewhere"))).StatusCode.ShouldBe(taken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden);
        (await demo.ChangesAsync()).Any(post => post.GetProperty("text").GetString() == "From elsewhere").ShouldBe(taken);
    }

    [Fact]
    public async Task A_body_without_end_is_refused_and_harms_nobody()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        browser.DefaultRequestHeaders.ExpectContinue = true;
        var huge = new ByteArrayContent(Encoding.ASCII.GetBytes("text=" + new string('x', 10 * 1024 * 1024)));
        huge.Headers.Add("Content-Type", "application/x-www-form-urlencoded");
        (await browser.PostAsync("posts", huge)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        // The same without telling how long it is: read no further than it may be.
        var chunked = new StreamContent(new EndlessStream(10 * 1024 * 1024));
        chunked.Headers.Add("Content-Type", "application/x-www-form-urlencoded");
        (await AnswerOrHangUpAsync(browser, chunked)).ShouldBeOneOf(HttpStatusCode.RequestEntityTooLarge, null);
        (await browser.PostAsync("posts", RunningDemo.Json(new { text = "no form" }))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await browser.PostAsync("posts", RunningDemo.Form("Still here."))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        static async Task<HttpStatusCode?> AnswerOrHangUpAsync(HttpClient browser, HttpContent content)
        {
            try
            {
                return (await browser.PostAsync("posts", content)).StatusCode;
            }
            catch (HttpRequestException)
            {
                return null; // hung up while we were still sending
            }
        }
    }

    [Fact]
    public async Task Forms_that_come_faster_than_people_write_wait_a_second()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => browser.PostAsync("posts", RunningDemo.Form($"Number {number}"))));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.SeeOther).ShouldBeGreaterThanOrEqualTo(40);
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        refused.ShouldNotBeEmpty();
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter!.Delta == TimeSpan.FromSeconds(1));
        (await demo.ChangesAsync()).Count(post => post.GetProperty("text").GetString()!.Contains("Number")).ShouldBe(100 - refused.Count);
    }

    [Fact]
    public async Task Every_page_forbids_what_is_not_its_own()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var post = await demo.SayAsync("Hello");
        foreach (var path in (string[])["", "posts/" + post.Id, "posts/pnobody", "?before=" + post.Id])
        {
            var answer = await browser.GetAsync(path);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            policy.ShouldStartWith("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'self'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            var page = RunningDemo.Parse(await answer.Content.ReadAsStringAsync());
            page.QuerySelectorAll("script:not([src]), style, [style]").ShouldBeEmpty();
            page.QuerySelectorAll("script, link[rel=stylesheet], link[rel=icon]").Length.ShouldBe(3);
            foreach (var asset in page.QuerySelectorAll("script, link").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")))
            {
                var file = await browser.GetAsync(asset);
                file.StatusCode.ShouldBe(HttpStatusCode.OK);
                file.Headers.CacheControl!.ToString().ShouldContain("immutable");
            }
        }
    }

    [Fact]
    public async Task Addresses_lead_where_they_say()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var browser = demo.Client();
        var post = await demo.SayAsync("A question?");
        var answer = await demo.SayAsync("An answer.", "Ben", under: post.Id);
        var further = await demo.SayAsync("To you.", "Cem", under: answer.Id);

        var bare = await browser.GetAsync(demo.Base.AbsoluteUri.TrimEnd('/'));
        bare.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        bare.Headers.Location!.OriginalString.ShouldBe("/demo/");

        var thread = await demo.PageAsync("posts/" + post.Id);
        thread.QuerySelectorAll("article").Select(article => article.Id).ShouldBe([post.Id, answer.Id, further.Id]);
        thread.GetElementById(further.Id)!.QuerySelector(".to")!.TextContent.ShouldBe("to Ben");
        (await browser.GetAsync("posts/" + answer.Id)).Headers.Location!.OriginalString.ShouldBe($"/demo/posts/{post.Id}#{answer.Id}");
        (await demo.GetAsync("api/posts/" + answer.Id)).GetProperty("url").GetString().ShouldBe($"{demo.Base}posts/{post.Id}#{answer.Id}");

        // Each act is a link to its form, below its post.
        thread.QuerySelectorAll("form").ShouldBeEmpty();
        foreach (var link in thread.QuerySelectorAll(".acts a"))
        {
            var opened = await demo.PageAsync(link.GetAttribute("href")!);
            var form = opened.QuerySelectorAll("form").ShouldHaveSingleItem();
            form.Closest("article")!.Id.ShouldBe(link.Closest("article")!.Id);
            form.GetAttribute("data-draft").ShouldBe($"{link.GetAttribute("data-act")}-{link.Closest("article")!.Id}");
        }

        (await demo.PageAsync($"posts/{post.Id}?edit={answer.Id}")).QuerySelector("textarea")!.TextContent.ShouldBe("An answer.");
        foreach (var nonsense in (string[])["?answer=", "?edit=pnobody", "?answer=x&answer=y", "?delete=<b>", "?edit"])
            (await demo.PageAsync($"posts/{post.Id}{nonsense}")).QuerySelectorAll("form").ShouldBeEmpty();

        (await browser.GetAsync("posts/pnobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var lonely = await demo.SayAsync("Wrong page.");
        await demo.Wall.DeleteAsync(lonely.Id, CancellationToken.None);
        (await browser.GetAsync("posts/" + lonely.Id)).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Older_posts_and_earlier_answers_are_a_link_away()
    {
        await using var demo = await RunningDemo.StartAsync();
        for (var number = 0; number < 40; number++)
            await demo.SayAsync($"Post {number}");
        var busy = await demo.SayAsync("Busy");
        for (var number = 0; number < 13; number++)
            await demo.SayAsync($"Answer {number}", under: busy.Id);

        var seen = new List<string>();
        for (var link = ""; link is not null;)
        {
            var page = await demo.PageAsync(link);
            seen.AddRange(page.QuerySelectorAll("#wall > li > article").Select(article => article.Id!));
            link = page.QuerySelectorAll("a").FirstOrDefault(each => each.TextContent == "Older posts")?.GetAttribute("href");
        }

        seen.Count.ShouldBe(14 + 40 + 1);
        seen.Distinct().Count().ShouldBe(seen.Count);

        var front = (await demo.PageAsync()).GetElementById("thread-" + busy.Id)!;
        front.QuerySelectorAll(".answers article").Length.ShouldBe(10);
        var more = front.QuerySelector(".more a")!;
        more.TextContent.ShouldBe("3 earlier answers");
        (await demo.PageAsync(more.GetAttribute("href")!)).QuerySelectorAll(".answers .text").Select(text => text.TextContent).ShouldBe(Enumerable.Range(0, 13).Select(number => $"Answer {number}"));
    }

    private sealed class EndlessStream(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, left);
            left -= given;
            buffer.AsSpan(offset, given).Fill((byte)'x');
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
