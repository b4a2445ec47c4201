using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PageWatch.Demo.Wall;
using PageWatch.Testing.Demo;

namespace PageWatch.Demo.Tests;

/// <summary>What the page's owner asks and does by API.</summary>
public sealed class OwnerApiTests
{
    [Fact]
    public async Task About_tells_everybody_what_it_is_and_its_owner_who_answers()
    {
        await using var demo = await RunningDemo.StartAsync();
        using var anybody = demo.Client();
        var about = JsonDocument.Parse(await anybody.GetStringAsync("api/about")).RootElement;
        about.GetProperty("kind").GetString().ShouldBe("pagewatch-demo");
        about.GetProperty("version").GetInt32().ShouldBe(1);
        about.GetProperty("name").GetString().ShouldBe("Contoso Coffee");
        about.GetProperty("url").GetString().ShouldBe(demo.Base.AbsoluteUri);
        about.GetProperty("account").ValueKind.ShouldBe(JsonValueKind.Null);

        var account = (await demo.GetAsync("api/about")).GetProperty("account");
        account.GetProperty("id").GetString().ShouldBe(DemoWall.AccountId);
        account.GetProperty("name").GetString().ShouldBe("Contoso Coffee");
    }

    [Theory]
    [InlineData("GET", "api/posts")]
    [InlineData("GET", "api/posts/p1")]
    [InlineData("GET", "api/posts/p1/replies")]
    [InlineData("POST", "api/posts/p1/replies")]
    [InlineData("DELETE", "api/posts/p1")]
    [InlineData("POST", "api/reset")]
    public async Task Nobody_else_gets_in(string method, string path)
    {
        await using var demo = await RunningDemo.StartAsync();
        var before = await demo.ChangesAsync();
        foreach (var header in (string?[])[null, "Bearer", "Bearer ", "Bearer wrong", "Bearer " + RunningDemo.Key + "x", "Basic " + RunningDemo.Key, RunningDemo.Key])
        {
            using var anybody = demo.Client();
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? RunningDemo.Json(new { text = "Hello" }) : null };
            if (header is not null)
                request.Headers.TryAddWithoutValidation("Authorization", header);
            var answer = await anybody.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!.ShouldContain("API key");
        }

        (await demo.ChangesAsync()).Count.ShouldBe(before.Count);
        using var impostor = demo.Client();
        impostor.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await impostor.GetAsync("api/about")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task First_day_is_varied_and_whole()
    {
        await using var demo = await RunningDemo.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var posts = await demo.ChangesAsync();
        posts.Count.ShouldBe(RunningDemo.FirstPosts);
        posts.Select(post => post.GetProperty("change").GetInt64()).ShouldBe(posts.Select(post => post.GetProperty("change").GetInt64()).Order());
        var times = posts.Select(post => post.GetProperty("created_at").GetDateTimeOffset()).ToList();
        times.ShouldBe(times.Order());
        times.ShouldAllBe(at => at > now.AddHours(-20) && at < now);
        posts.Count(post => post.GetProperty("by_page").GetBoolean()).ShouldBe(RunningDemo.FirstReplies);
        posts.ShouldAllBe(post => post.GetProperty("text").GetString() != "" || post.GetProperty("picture").GetString() != null);
        posts.ShouldContain(post => post.GetProperty("text").GetString() == "" && post.GetProperty("picture").GetString()!.StartsWith("https://", StringComparison.Ordinal), "a post that is only a picture");
        posts.ShouldContain(post => post.GetProperty("text").GetString()!.Any(c => c >= '\u0600' && c <= '\u06ff'), "one that runs from right to left");
        posts.ShouldContain(post => post.GetProperty("text").GetString()!.Any(c => c >= '\u3040' && c <= '\u30ff'), "one in Japanese");
        posts.ShouldContain(post => post.GetProperty("text").GetString()!.Length > 1_000, "a long one");

        // Somebody writes a second time in their own thread, after the page answered.
        posts.Where(post => !post.GetProperty("by_page").GetBoolean()).GroupBy(post => (post.GetProperty("thread").GetString(), post.GetProperty("author").GetProperty("id").GetString())).Count(group => group.Count() > 1).ShouldBe(2);
        var ids = posts.ToDictionary(post => post.GetProperty("id").GetString()!);
        foreach (var reply in posts.Where(post => post.GetProperty("parent").GetString() is not null))
            ids[reply.GetProperty("parent").GetString()!].GetProperty("created_at").GetDateTimeOffset().ShouldBeLessThan(reply.GetProperty("created_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Log_of_changes_tells_each_post_once_as_it_stands_now()
    {
        await using var demo = await RunningDemo.StartAsync();
        var start = (await demo.ChangesAsync())[^1].GetProperty("change").GetInt64();
        (await demo.ChangesAsync(start)).ShouldBeEmpty();

        var question = await demo.SayAsync("A question?");
        var answer = await demo.SayAsync("An answer.", "Ben", under: question.Id);
        var mistake = await demo.SayAsync("A mistake.", "Cem");
        await demo.Wall.EditAsync(question.Id, "A better question?", null, CancellationToken.None);
        await demo.Wall.DeleteAsync(mistake.Id, CancellationToken.None);
        await demo.Wall.EditAsync(answer.Id, "An answer.", null, CancellationToken.None);

        var changes = await demo.ChangesAsync(start, limit: 1);
        changes.Select(post => post.GetProperty("id").GetString()).ShouldBe([answer.Id, question.Id, mistake.Id]);
        changes[0].GetProperty("revision").GetInt32().ShouldBe(1, "an edit that changes nothing is none");
        changes[0].GetProperty("parent").GetString().ShouldBe(question.Id);
        changes[0].GetProperty("thread").GetString().ShouldBe(question.Id);
        changes[1].GetProperty("text").GetString().ShouldBe("A better question?");
        changes[1].GetProperty("revision").GetInt32().ShouldBe(2);
        changes[1].GetProperty("created_at").GetDateTimeOffset().ShouldBe(question.CreatedAt);

        var gone = changes[2];
        gone.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        gone.GetProperty("revision").GetInt32().ShouldBe(2);
        gone.GetProperty("author").ValueKind.ShouldBe(JsonValueKind.Null);
        gone.GetRawText().ShouldNotContain("mistake.");
        gone.GetRawText().ShouldNotContain("Cem");
    }

    [Fact]
    public async Task A_deleted_post_is_gone_and_leaves_its_id()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A mistake.");
        await demo.Wall.DeleteAsync(post.Id, CancellationToken.None);
        var answer = await demo.Owner.GetAsync("api/posts/" + post.Id);
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var left = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        left.GetProperty("id").GetString().ShouldBe(post.Id);
        left.GetProperty("revision").GetInt32().ShouldBe(2);
        (await demo.Owner.GetAsync("api/posts/pnobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reply_asked_for_twice_stands_there_twice()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        var first = await demo.ReplyAsync(post.Id, "An answer — with “quotes” & <tags> 🙂\nand a second line.");
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        var taken = JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement;
        (await demo.ReplyAsync(post.Id, "An answer — with “quotes” & <tags> 🙂\nand a second line.")).StatusCode.ShouldBe(HttpStatusCode.Created);
        await demo.SayAsync("I think so too.", "Ben", under: post.Id);

        var own = (await demo.GetAsync($"api/posts/{post.Id}/replies?by=page")).GetProperty("replies").EnumerateArray().ToList();
        own.Count.ShouldBe(2);
        own[0].GetProperty("id").GetString().ShouldBe(taken.GetProperty("id").GetString());
        own[0].GetProperty("url").GetString().ShouldBe(taken.GetProperty("url").GetString());
        own[0].GetProperty("created_at").GetDateTimeOffset().ShouldBe(taken.GetProperty("created_at").GetDateTimeOffset());
        own.ShouldAllBe(reply => reply.GetProperty("text").GetString() == "An answer — with “quotes” & <tags> 🙂\nand a second line." && reply.GetProperty("by_page").GetBoolean());
        (await demo.GetAsync($"api/posts/{post.Id}/replies")).GetProperty("replies").GetArrayLength().ShouldBe(3);
        (await demo.PageAsync()).GetElementById("thread-" + post.Id)!.QuerySelectorAll("article.ours").Length.ShouldBe(2);

        // What was asked stands nowhere any more; what was answered can still be looked for.
        await demo.Wall.DeleteAsync(post.Id, CancellationToken.None);
        (await demo.GetAsync($"api/posts/{post.Id}/replies?by=page")).GetProperty("replies").GetArrayLength().ShouldBe(2);
        (await demo.ReplyAsync(post.Id, "Too late")).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await demo.ReplyAsync("pnobody", "To whom?")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await demo.Owner.GetAsync("api/posts/pnobody/replies?by=page")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Page_takes_back_what_it_wrote_and_nothing_else()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        var id = JsonDocument.Parse(await (await demo.ReplyAsync(post.Id, "Wrong answer")).Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString();
        (await demo.Owner.DeleteAsync("api/posts/" + id)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await demo.Owner.DeleteAsync("api/posts/" + id)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await demo.Owner.DeleteAsync("api/posts/" + post.Id)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await demo.Owner.DeleteAsync("api/posts/pnobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await demo.GetAsync("api/posts/" + post.Id)).GetProperty("text").GetString().ShouldBe("A question?");
        (await demo.GetAsync($"api/posts/{post.Id}/replies?by=page")).GetProperty("replies").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("text", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":17}", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"text\":\"half", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"text\":null}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"text\":\" \\n \"}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{\"text\":\"OK\",\"unknown\":{}}", HttpStatusCode.Created)]
    public async Task What_is_no_reply_gets_a_clear_answer(string body, HttpStatusCode expected)
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        var answer = await demo.Owner.PostAsync($"api/posts/{post.Id}/replies", new StringContent(body, Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(expected);
        if (expected != HttpStatusCode.Created)
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!.Length.ShouldBeGreaterThan(10);
        (await demo.GetAsync($"api/posts/{post.Id}/replies")).GetProperty("replies").GetArrayLength().ShouldBe(expected == HttpStatusCode.Created ? 1 : 0);
    }

    [Fact]
    public async Task A_reply_may_be_long_and_no_longer()
    {
        await using var demo = await RunningDemo.StartAsync();
        var post = await demo.SayAsync("A question?");
        (await demo.ReplyAsync(post.Id, new string('€', 10_000))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await demo.ReplyAsync(post.Id, new string('€', 10_001))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        demo.Owner.DefaultRequestHeaders.ExpectContinue = true;
        (await demo.ReplyAsync(post.Id, new string('x', 10 * 1024 * 1024))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("api/posts?after=-1")]
    [InlineData("api/posts?after=x")]
    [InlineData("api/posts?after=99999999999999999999")]
    [InlineData("api/posts?limit=0")]
    [InlineData("api/posts?limit=201")]
    [InlineData("api/posts?limit=9999999999")]
    [InlineData("api/posts/p1/replies?by=me")]
    public async Task What_is_no_question_gets_a_clear_answer(string path)
    {
        await using var demo = await RunningDemo.StartAsync();
        var answer = await demo.Owner.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString()!.Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task Reset_starts_over_with_new_ids_where_the_log_goes_on()
    {
        await using var demo = await RunningDemo.StartAsync();
        var said = await demo.SayAsync("Before");
        var before = await demo.ChangesAsync();
        (await demo.Owner.PostAsync("api/reset", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        // Who read to the end before reads the whole new day from there.
        var after = await demo.ChangesAsync(before[^1].GetProperty("change").GetInt64());
        after.Count.ShouldBe(RunningDemo.FirstPosts);
        after.Select(post => post.GetProperty("id").GetString()).Intersect(before.Select(post => post.GetProperty("id").GetString())).ShouldBeEmpty();
        (await demo.Owner.GetAsync("api/posts/" + said.Id)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await demo.ChangesAsync()).Count.ShouldBe(RunningDemo.FirstPosts);

        // People are who they were.
        after.Select(post => post.GetProperty("author").GetProperty("id").GetString()).ShouldBe(before.SkipLast(1).Select(post => post.GetProperty("author").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Many_at_once_get_each_a_place_of_their_own_in_the_log()
    {
        await using var demo = await RunningDemo.StartAsync();
        var start = (await demo.ChangesAsync())[^1].GetProperty("change").GetInt64();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => demo.SayAsync($"Number {number}"))));
        var changes = await demo.ChangesAsync(start);
        changes.Select(post => post.GetProperty("change").GetInt64()).ShouldBe(Enumerable.Range(1, 200).Select(step => start + step));
        changes.Select(post => post.GetProperty("text").GetString()).Distinct().Count().ShouldBe(200);
    }
}
