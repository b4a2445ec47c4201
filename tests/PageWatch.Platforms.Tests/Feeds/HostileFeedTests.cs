using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Testing;
using PageWatch.Testing.Snapshots;

namespace PageWatch.Platforms.Tests.Feeds;

/// <summary>What somebody might send to do harm, or a failing machine by chance: bounded work, and no exception but the one that the contract names.</summary>
[Trait("Promise", "7")]
public sealed class HostileFeedTests
{
    private const int FiveMegabytes = 5 * 1024 * 1024;

    public static TheoryData<string> Samples() => ["rss2-page-1.xml", "atom-page-1.xml", "atom-deleted.xml", "jsonfeed-page-1.json"];

    /// <summary>What it is, and at most how many posts it gives; -1 when it is no feed.</summary>
    public static TheoryData<string, int> Giants() => new()
    {
        { "one item of 5 MB", 1 },
        { "a title of 5 MB", 1 },
        { "100,000 items", 2000 },
        { "100,000 items without an end", 2000 },
        { "elements nested 200,000 deep", 1 },
        { "elements nested 200,000 deep without an end", -1 },
        { "markup that repeats itself in a browser", 1 },
        { "a million less-than signs", -1 },
        { "a million quotes that never close", -1 },
        { "a million ends", 1 },
        { "a million ampersands", 1 },
        { "a million attributes", 1 },
        { "a million namespaces", 1 },
        { "a million comments that never end", -1 },
        { "JSON nested a million deep", -1 },
        { "a million items of JSON", 0 },
        { "a JSON string of 5 MB", 1 },
        { "a million tombstones", 0 },
        { "a web page of 5 MB", -1 },
        { "a document type of 5 MB", -1 }, // a feed begins within its first 64 KB
    };

    [Theory]
    [MemberData(nameof(Giants))]
    public async Task Size_costs_no_more_than_its_share(string what, int posts)
    {
        var body = Encoding.UTF8.GetBytes(Giant(what));
        body.Length.ShouldBeInRange(100_000, FiveMegabytes);
        using var feed = new FeedAtHand();
        await feed.PollAsync(_ => FeedAtHand.Answer("<rss><channel/></rss>"));
        feed.Forget();

        var before = GC.GetAllocatedBytesForCurrentThread();
        if (posts < 0)
        {
            (await Should.ThrowAsync<PlatformException>(() => feed.PollAsync(_ => FeedAtHand.Answer(body, null)))).Failure.ShouldBe(PlatformFailure.NotUnderstood);
        }
        else
        {
            var events = await feed.PollAsync(_ => FeedAtHand.Answer(body, null));
            events.OfType<SourceEvent.PostSeen>().Count().ShouldBe(posts);
            events.Count.ShouldBeLessThanOrEqualTo(2300);
            feed.CursorText!.Length.ShouldBeLessThan(200_000);
        }

        // Nothing above leaves this thread: the network is at hand, and answers at once.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000_000);
    }

    [Fact]
    public async Task More_than_five_megabytes_are_not_read()
    {
        using var feed = new FeedAtHand();
        var problem = await Should.ThrowAsync<PlatformException>(() => feed.PollAsync(_ => FeedAtHand.Answer(new byte[FiveMegabytes + 1], "application/rss+xml")));
        problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
        problem.Message.ShouldContain("Fetch:LargestAnswer");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_feed_cut_anywhere_gives_its_whole_entries_or_is_no_feed(string sample)
    {
        var whole = Sample(sample);
        using var feed = new FeedAtHand();
        var all = (await feed.PostsAsync(_ => FeedAtHand.Answer(whole, null))).ToDictionary(post => post.NativeId, Written);
        for (var length = 0; length < whole.Length; length++)
        {
            feed.Forget();
            var cut = whole[..length];
            foreach (var post in await PostsOrNoneAsync(feed, cut))
                Written(post).ShouldBe(all[post.NativeId], $"cut after {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_feed_with_any_byte_changed_is_read_or_is_no_feed(string sample)
    {
        var whole = Sample(sample);
        var chance = new Random(4711);
        using var feed = new FeedAtHand();
        for (var turn = 0; turn < 1500; turn++)
        {
            var changed = whole.ToArray();
            for (var count = chance.Next(1, 6); count > 0; count--)
                changed[chance.Next(changed.Length)] = chance.Next(3) == 0 ? "<>&\"'[]!/{}\\\0"u8[chance.Next(13)] : (byte)chance.Next(256);
            feed.Forget();
            foreach (var post in await PostsOrNoneAsync(feed, changed))
            {
                post.NativeId.ShouldNotBeNullOrWhiteSpace();
                JsonSerializer.Serialize(post).Length.ShouldBeLessThan(100_000);
            }
        }
    }

    [Theory]
    [InlineData("rss2-page-1.xml")]
    [InlineData("atom-page-1.xml")]
    [InlineData("atom-deleted.xml")]
    public async Task What_is_well_formed_reads_the_same_when_one_entity_makes_it_ill_formed(string sample)
    {
        var whole = Encoding.UTF8.GetString(Sample(sample));
        using var feed = new FeedAtHand();
        var strictly = await feed.PollAsync(_ => FeedAtHand.Answer(whole));
        feed.Forget();
        var end = whole.LastIndexOf("</", StringComparison.Ordinal);
        var leniently = await feed.PollAsync(_ => FeedAtHand.Answer(whole[..end] + "&nosuch;<x:y/>" + whole[end..]));
        strictly.ShouldNotBeEmpty();
        JsonSerializer.Serialize(leniently, Verified.Readable).ShouldBe(JsonSerializer.Serialize(strictly, Verified.Readable));
    }

    [Fact]
    public async Task Unreadable_entries_are_reported_a_few_at_a_time_and_each_once()
    {
        var items = string.Concat(Enumerable.Range(1, 120).Select(i => $"<item><category>{i}</category></item>"));
        using var feed = new FeedAtHand();
        var counts = new List<int>();
        for (var read = 0; read < 4; read++)
            counts.Add((await feed.PollAsync(_ => FeedAtHand.Answer($"<rss><channel>{items}</channel></rss>"))).OfType<SourceEvent.PostUnreadable>().Count());
        counts.ShouldBe([50, 50, 20, 0]);
    }

    [Fact]
    public async Task An_unreadable_entry_is_kept_only_in_part_when_it_is_long()
    {
        using var feed = new FeedAtHand();
        var events = await feed.PollAsync(_ => FeedAtHand.Answer($"<rss><channel><item><category>{new string('x', 100_000)}</category></item></channel></rss>"));
        events.ShouldHaveSingleItem().ShouldBeOfType<SourceEvent.PostUnreadable>().Raw.Length.ShouldBeInRange(1000, 4000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":99,\"from\":\"https://forum.example/\",\"fullAt\":\"2026-03-11T10:00:00Z\",\"seen\":[]}")]
    [InlineData("{\"format\":1,\"from\":7}")]
    [InlineData("not a cursor")]
    public async Task A_cursor_that_cannot_be_read_starts_anew(string cursor)
    {
        using var feed = new FeedAtHand();
        feed.Keep(cursor);
        (await feed.PollAsync(_ => FeedAtHand.Answer("<rss><channel><item><guid>1</guid><title>One</title></item></channel></rss>"))).Count.ShouldBe(1);
        (await feed.PollAsync()).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<PostSnapshot>> PostsOrNoneAsync(FeedAtHand feed, byte[] body)
    {
        try
        {
            return await feed.PostsAsync(_ => FeedAtHand.Answer(body, null));
        }
        catch (PlatformException problem)
        {
            problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
            return [];
        }
    }

    // Who wrote it may be inherited from what comes later in a JSON Feed, and so may the language.
    private static string Written(PostSnapshot post) => $"{post.Title}\n{post.Text}\n{post.PublishedAt:O}";

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(ProjectFolder.Of<HostileFeedTests>(), "Feeds", "samples", name));

    private static string Giant(string what)
    {
        const int Million = 1_000_000;
        return what switch
        {
            "one item of 5 MB" => Item($"<title>T</title><description>{Many("&lt;p&gt;Hello &lt;b&gt;world ", FiveMegabytes - 1000)}</description>"),
            "a title of 5 MB" => Item($"<title>{new string('x', FiveMegabytes - 1000)}</title>"),
            "100,000 items" => Channel(Many(i => $"<item><guid>{i}</guid><title>T{i}</title></item>", 100_000)),
            "100,000 items without an end" => "<rss><channel>" + Many(i => $"<item><guid>{i}<title>T{i}", 100_000),
            "elements nested 200,000 deep" => Item("<title>T</title><description>" + Many("<div>", Million) + "x" + Many("</div>", 1_200_000) + "</description>"),
            "elements nested 200,000 deep without an end" => "<rss><channel><item><title>T</title><description>" + Many("<div>", Million),
            "markup that repeats itself in a browser" => Item("<title>T</title><description><![CDATA[<p>" + Many(i => $"<b id={i}>", 20_000) + "</p>" + Many("<p>x", 400_000) + "]]></description>"),
            "a million less-than signs" => "<rss><channel>" + new string('<', Million),
            "a million quotes that never close" => "<rss><channel>" + Many("<a b=\"", Million),
            "a million ends" => Item("<title>T</title>" + Many("</b>", Million)),
            "a million ampersands" => Item("<title>" + Many("&a", Million) + "</title>"),
            "a million attributes" => Item("<title>T</title><x " + Many(i => $"a{i}=1 ", 100_000) + "/>"),
            "a million namespaces" => Item("<title>T</title>" + Many(i => $"<x xmlns:n{i}='u'>&", 40_000)),
            "a million comments that never end" => "<rss><channel>" + Many("<!--", Million),
            "JSON nested a million deep" => "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" + new string('[', Million),
            "a million items of JSON" => "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[" + Many("1,", Million) + "1]}",
            "a JSON string of 5 MB" => "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"content_text\":\"" + Many("\\ud83d", FiveMegabytes - 1000) + "\"}]}",
            "a million tombstones" => "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">" + Many(i => $"<at:deleted-entry ref=\"{i}\"/>", 80_000) + "</feed>",
            "a web page of 5 MB" => "<!doctype html>" + Many("<p>x", FiveMegabytes - 1000),
            "a document type of 5 MB" => "<!DOCTYPE rss [" + Many("<!ENTITY x \"&x;&x;\">", FiveMegabytes - 1000) + "]>" + Item("<title>T &x;</title>"),
            _ => throw new ArgumentException(what, nameof(what)),
        };
    }

    private static string Channel(string items) => $"<rss><channel>{items}</channel></rss>";

    private static string Item(string words) => Channel($"<item><guid>1</guid>{words}</item>");

    private static string Many(string one, int length) => new StringBuilder(length + one.Length).Insert(0, one, length / one.Length).ToString();

    private static string Many(Func<int, string> one, int count)
    {
        var all = new StringBuilder();
        for (var i = 0; i < count; i++)
            all.Append(one(i));
        return all.ToString();
    }
}
