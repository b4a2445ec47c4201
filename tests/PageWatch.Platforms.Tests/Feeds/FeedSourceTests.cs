using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Feeds;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.Feeds;

public sealed class FeedSourceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("W/\"a1b2\"", "Wed, 11 Mar 2026 08:30:00 GMT")]
    [InlineData("unquoted tag", null)]
    [InlineData("\"a\", \"b\"", "yesterday, more or less")]
    [InlineData(null, "2026-03-11")]
    public async Task Validators_are_sent_back_exactly_as_they_came(string? tag, string? modified)
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One], tag, modified));
        await feed.PollAsync(_ => FeedAtHand.Answer("", status: HttpStatusCode.NotModified));
        feed.Asked[0].Headers.Contains("If-None-Match").ShouldBeFalse();
        feed.Asked[0].Headers.Contains("If-Modified-Since").ShouldBeFalse();
        Sent(feed.Asked[1], "If-None-Match").ShouldBe(tag);
        Sent(feed.Asked[1], "If-Modified-Since").ShouldBe(modified);
    }

    [Fact]
    public async Task Without_validators_nothing_is_invented()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One]));
        await feed.PollAsync();
        feed.Asked.ShouldAllBe(request => !request.Headers.Contains("If-None-Match") && !request.Headers.Contains("If-Modified-Since"));
    }

    [Fact]
    public async Task A_feed_is_read_whole_as_often_as_the_setting_says()
    {
        using var feed = new FeedAtHand(("Platforms:Feed:FullReadEvery", "00:03:00"));
        var whole = new List<int>();
        for (var minute = 0; minute < 10; minute++, feed.Time.Advance(Minute))
        {
            await feed.PollAsync(request => request.Headers.Contains("If-None-Match") ? FeedAtHand.Answer("", status: HttpStatusCode.NotModified) : Feed([One], "\"a\""));
            if (!feed.Asked[^1].Headers.Contains("If-None-Match"))
                whole.Add(minute);
        }

        whole.ShouldBe([0, 3, 6, 9]);
    }

    [Fact]
    public async Task An_edit_behind_an_unchanged_tag_is_seen_and_the_tag_is_never_believed_again()
    {
        using var feed = new FeedAtHand();
        var items = One;
        HttpResponseMessage Lie(HttpRequestMessage request) => request.Headers.Contains("If-None-Match") ? FeedAtHand.Answer("", status: HttpStatusCode.NotModified) : Feed([items], "\"always\"");
        await feed.PollAsync(Lie);
        items = "<item><guid>1</guid><title>One, edited</title></item>";
        feed.Time.Advance(Minute);
        (await feed.PollAsync(Lie)).ShouldBeEmpty("the server says that nothing changed");
        feed.Time.Advance(15 * Minute);
        (await feed.PollAsync(Lie)).ShouldHaveSingleItem();

        items = "<item><guid>1</guid><title>One, edited again</title></item>";
        feed.Time.Advance(Minute);
        (await feed.PollAsync(Lie)).ShouldHaveSingleItem();
        for (var minute = 0; minute < 5; minute++)
        {
            (await feed.PollAsync(Lie)).ShouldBeEmpty();
            feed.Asked[^1].Headers.Contains("If-None-Match").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_changed_tag_over_changed_posts_is_honest()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One], "\"1\""));
        feed.Time.Advance(20 * Minute);
        await feed.PollAsync(_ => Feed([Two, One], "\"2\""));
        feed.Time.Advance(Minute);
        await feed.PollAsync(_ => FeedAtHand.Answer("", status: HttpStatusCode.NotModified));
        Sent(feed.Asked[^1], "If-None-Match").ShouldBe("\"2\"");
    }

    [Fact]
    public async Task The_same_posts_in_another_order_are_no_lie()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([Two, One], "\"1\""));
        feed.Time.Advance(20 * Minute);
        (await feed.PollAsync(_ => Feed([One, Two], "\"1\""))).ShouldBeEmpty();
        feed.Time.Advance(Minute);
        await feed.PollAsync(_ => FeedAtHand.Answer("", status: HttpStatusCode.NotModified));
        Sent(feed.Asked[^1], "If-None-Match").ShouldBe("\"1\"");
    }

    [Fact]
    public async Task Unchanged_from_elsewhere_is_not_believed()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One], "\"1\""));
        var events = await feed.PollAsync(request => request.RequestUri == FeedAtHand.Address
            ? FeedAtHand.Answer("", status: HttpStatusCode.Found, headers: ("Location", "https://mirror.example/feed.xml"))
            : request.Headers.Contains("If-None-Match") ? FeedAtHand.Answer("", status: HttpStatusCode.NotModified) : Feed([Two, One], "\"1\""));
        events.OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post.NativeId.ShouldBe("2");
    }

    [Fact]
    public async Task Unchanged_without_having_been_asked_is_not_understood()
    {
        using var feed = new FeedAtHand();
        var problem = await Should.ThrowAsync<PlatformException>(() => feed.PollAsync(_ => FeedAtHand.Answer("", status: HttpStatusCode.NotModified)));
        problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
    }

    [Fact]
    public async Task What_left_the_window_is_not_deleted_and_is_still_known_when_it_comes_back()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([Two, One]));
        (await feed.PollAsync(_ => Feed([Two]))).ShouldBeEmpty();
        (await feed.PollAsync(_ => Feed([]))).ShouldBeEmpty();
        (await feed.PollAsync(_ => Feed([Two, One]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Memory_is_bounded_and_forgets_what_was_seen_longest_ago()
    {
        using var feed = new FeedAtHand();
        for (var i = 0; i < 2500; i += 100)
            await feed.PollAsync(_ => Feed([.. Enumerable.Range(i, 100).Reverse().Select(Numbered)]));
        feed.CursorText!.Length.ShouldBeLessThan(100_000);
        (await feed.PollAsync(_ => Feed([Numbered(600), Numbered(2450)]))).ShouldBeEmpty();
        (await feed.PollAsync(_ => Feed([Numbered(100), Numbered(2450)]))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_thousands_of_items_both_ends_are_read()
    {
        using var feed = new FeedAtHand();
        var all = Enumerable.Range(0, 5000).Select(Numbered).ToList();
        (await feed.PollAsync(_ => Feed(all))).Count.ShouldBe(2000);
        (await feed.PollAsync(_ => Feed([.. all, Numbered(5000)]))).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post.NativeId.ShouldBe("5000");
        (await feed.PollAsync(_ => Feed([Numbered(6000), .. all]))).OfType<SourceEvent.PostSeen>().ShouldHaveSingleItem().Post.NativeId.ShouldBe("6000");
    }

    [Fact]
    public async Task The_same_cursor_gives_the_same_news_after_an_edit_too()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([Two, One], "\"1\""));
        var cursor = feed.CursorText!;
        feed.Time.Advance(20 * Minute);
        var once = await feed.PollAsync(_ => Feed([Numbered(3), "<item><guid>2</guid><title>Two, edited</title></item>", One], "\"1\""));
        var next = feed.CursorText;
        feed.Keep(cursor);
        var twice = await feed.PollAsync();
        once.Count.ShouldBe(2);
        JsonSerializer.Serialize(twice).ShouldBe(JsonSerializer.Serialize(once));
        feed.CursorText.ShouldBe(next);
    }

    [Fact]
    public async Task A_window_full_of_news_and_no_way_back_is_told()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One]));
        feed.Heard.Lines.ShouldBeEmpty();
        await feed.PollAsync(_ => Feed([Numbered(9), Numbered(8)]));
        feed.Heard.Lines.ShouldHaveSingleItem().ShouldContain("may have slipped by");
    }

    [Fact]
    public async Task Older_pages_end_at_the_bound_and_what_remains_is_told()
    {
        using var feed = new FeedAtHand(("Platforms:Feed:GapPages", "4"), ("Platforms:Feed:FirstPages", "2"));
        HttpResponseMessage Endless(HttpRequestMessage request, int first)
        {
            var number = request.RequestUri!.Query.Length == 0 ? 0 : int.Parse(request.RequestUri.Query["?page=".Length..]);
            return Feed([Numbered(first - number)], older: $"?page={number + 1}");
        }

        (await feed.PollAsync(request => Endless(request, 1000))).Count.ShouldBe(2);
        feed.Heard.Lines.ShouldBeEmpty("the past of a feed is no gap");
        (await feed.PollAsync(request => Endless(request, 5000))).Count.ShouldBe(5);
        feed.Heard.Lines.ShouldHaveSingleItem().ShouldContain("may have slipped by");
    }

    [Fact]
    public async Task Older_pages_of_a_slow_feed_are_read_bit_by_bit()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One]));
        HttpResponseMessage Slow(HttpRequestMessage request)
        {
            feed.Time.Advance(TimeSpan.FromSeconds(19));
            var number = request.RequestUri!.Query.Length == 0 ? 0 : int.Parse(request.RequestUri.Query["?page=".Length..]);
            return number == 5 ? Feed([One]) : Feed([Numbered(100 - number)], older: $"?page={number + 1}");
        }

        var reads = new List<string>();
        for (var read = 0; read < 5; read++)
            reads.Add(string.Join(' ', (await feed.PollAsync(Slow)).OfType<SourceEvent.PostSeen>().Select(seen => seen.Post.NativeId)));
        reads.ShouldBe(["99 100", "98", "97", "96", ""]);
        feed.Heard.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_older_page_that_fails_takes_nothing_with_it()
    {
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => Feed([One]));
        var events = await feed.PollAsync(request => request.RequestUri!.Query.Length == 0 ? Feed([Numbered(9)], older: "?page=2") : FeedAtHand.Answer("<html></html>"));
        events.ShouldHaveSingleItem();
        feed.Heard.Lines.ShouldHaveSingleItem().ShouldContain("NotUnderstood");
    }

    [Theory, Trait("Promise", "11")]
    [InlineData("https://forum.example/u/contoso", "Somebody", "https://forum.example/u/contoso", true)]
    [InlineData("https://forum.example/u/contoso", "https://forum.example/u/contoso", null, false)] // a name is nobody's address
    [InlineData("Contoso Coffee", "Contoso Coffee", null, true)]
    [InlineData("Contoso Coffee", "contoso coffee", null, false)]
    [InlineData("https://forum.example/u/contoso", "Contoso Coffee", null, false)]
    [InlineData(null, "Contoso Coffee", "https://forum.example/u/contoso", false)]
    public async Task What_is_ours_is_known_by_the_account_the_team_named(string? account, string name, string? uri, bool ours)
    {
        using var feed = new FeedAtHand { AccountId = account };
        var author = $"<author><name>{name}</name>{(uri is null ? "" : $"<uri>{uri}</uri>")}</author>";
        var posts = await feed.PostsAsync(_ => FeedAtHand.Answer($"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>T</title>{author}</entry></feed>"));
        posts.ShouldHaveSingleItem().IsOurs.ShouldBe(ours);
    }

    [Fact]
    public async Task An_answer_has_a_parent_only_where_the_parent_is_an_entry_too()
    {
        using var feed = new FeedAtHand();
        HttpResponseMessage Thread(params (string Id, string Ref)[] answers) => FeedAtHand.Answer(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
            + string.Concat(answers.Select(each => $"<entry><id>{each.Id}</id><title>{each.Id}</title><thr:in-reply-to ref='{each.Ref}'/></entry>")) + "</feed>");
        var posts = await feed.PostsAsync(_ => Thread(("answer", "comment"), ("comment", "article"), ("other", "article")));
        posts.ToDictionary(post => post.NativeId, post => post.ParentNativeId).ShouldBe(new Dictionary<string, string?> { ["answer"] = "comment", ["comment"] = null, ["other"] = null }, ignoreOrder: true);

        posts = await feed.PostsAsync(_ => Thread(("late answer", "comment")));
        posts.ShouldHaveSingleItem().ParentNativeId.ShouldBe("comment", "it left the window, and is remembered");
    }

    [Fact]
    public async Task No_order_of_versions_is_claimed()
    {
        using var feed = new FeedAtHand();
        string Entry(string title, string updated) => $"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>{title}</title><updated>{updated}</updated></entry></feed>";
        (await feed.PostsAsync(_ => FeedAtHand.Answer(Entry("One", "2026-03-11T09:00:00Z")))).ShouldHaveSingleItem().RevisionMark.ShouldBeNull();
        (await feed.PostsAsync(_ => FeedAtHand.Answer(Entry("Same time, other words", "2026-03-11T09:00:00Z")))).ShouldHaveSingleItem().RevisionMark.ShouldBeNull();
        (await feed.PostsAsync(_ => FeedAtHand.Answer(Entry("Earlier time, other words", "2026-03-11T08:00:00Z")))).ShouldHaveSingleItem().RevisionMark.ShouldBeNull();
    }

    [Theory]
    [InlineData("Platforms:Feed:FullReadEvery", "00:00:01")]
    [InlineData("Platforms:Feed:FullReadEvery", "7.00:00:00")]
    [InlineData("Platforms:Feed:FirstPages", "0")]
    [InlineData("Platforms:Feed:GapPages", "51")]
    public void Settings_out_of_range_are_refused_at_the_start(string key, string value)
    {
        using var feed = new FeedAtHand((key, value));
        var problem = Should.Throw<OptionsValidationException>(feed.ValidateSettings);
        problem.Message.ShouldContain(key.Split(':')[^1]);
    }

    [Fact]
    public async Task The_settings_in_the_README_are_those_that_hold()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(ProjectFolder.Repository, "src", "PageWatch.Platforms", "Feeds", "README.md"));
        var start = readme.IndexOf("```json settings", StringComparison.Ordinal) + "```json settings".Length;
        using var settings = JsonDocument.Parse(readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)]);
        var written = settings.RootElement.GetProperty("Platforms").GetProperty("Feed");
        written.EnumerateObject().Select(each => each.Name).ShouldBe(typeof(FeedOptions).GetProperties().Select(each => each.Name), ignoreOrder: true);
        var defaults = new FeedOptions();
        TimeSpan.Parse(written.GetProperty("FullReadEvery").GetString()!).ShouldBe(defaults.FullReadEvery);
        written.GetProperty("FirstPages").GetInt32().ShouldBe(defaults.FirstPages);
        written.GetProperty("GapPages").GetInt32().ShouldBe(defaults.GapPages);
        using var feed = new FeedAtHand([.. written.EnumerateObject().Select(each => ($"Platforms:Feed:{each.Name}", each.Value.ToString()))]);
        feed.ValidateSettings();
    }

    private static string One => Numbered(1);

    private static string Two => Numbered(2);

    private static string Numbered(int number) => $"<item><guid>{number}</guid><title>Post {number}</title></item>";

    private static HttpResponseMessage Feed(IReadOnlyList<string> items, string? tag = null, string? modified = null, string? older = null)
    {
        List<(string, string)> headers = [];
        if (tag is not null)
            headers.Add(("ETag", tag));
        if (modified is not null)
            headers.Add(("Last-Modified", modified));
        var link = older is null ? "" : $"<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\" href=\"{older}\"/>";
        return FeedAtHand.Answer($"<rss><channel><title>Posts</title>{link}{string.Concat(items)}</channel></rss>", headers: [.. headers]);
    }

    private static string? Sent(HttpRequestMessage request, string name) => request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
