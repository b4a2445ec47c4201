using System.Net;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Selectors;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.Selectors;

/// <summary>Pages written to harm, selectors written wrong, and pages that show less than they did.</summary>
[Trait("Promise", "7")]
public sealed class SelectorHostilityTests : IDisposable
{
    private readonly PlaybackHandler network = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider services;
    private Cursor? cursor;

    public SelectorHostilityTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton<TimeProvider>(time);
        collection.AddFetching().AddSelectors();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
    }

    public static TheoryData<string> Giants() => ["unclosed b", "unclosed b with attributes", "nested divs", "nested divs without an end", "many elements", "unclosed a in paragraphs", "nested tables", "one tag of 4 MB", "a million ends"];

    public void Dispose()
    {
        services.Dispose();
        network.Dispose();
    }

    [Theory, MemberData(nameof(Giants))]
    public async Task Size_costs_no_more_than_its_share(string what)
    {
        var page = what switch
        {
            "unclosed b" => string.Concat(Enumerable.Repeat("<b><p class=r>x", 5000)),
            "unclosed b with attributes" => string.Concat(Enumerable.Range(0, 3000).Select(i => $"<b id={i}>")) + string.Concat(Enumerable.Repeat("<p class=r>x</p>", 3000)),
            "nested divs" => string.Concat(Enumerable.Repeat("<div>", 100_000)) + "<p class=r>x" + string.Concat(Enumerable.Repeat("</div>", 100_000)),
            "nested divs without an end" => string.Concat(Enumerable.Repeat("<div class=r>", 100_000)),
            "many elements" => string.Concat(Enumerable.Repeat("<i class=r>x</i>", 200_000)),
            "unclosed a in paragraphs" => string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<p class=r><a href={i}>x</p>")),
            "nested tables" => string.Concat(Enumerable.Repeat("<table><tr><td class=r>", 50_000)),
            "one tag of 4 MB" => $"<p class=r title=\"{new string('x', 4_000_000)}\">x</p>",
            _ => string.Concat(Enumerable.Repeat("</p>", 700_000)),
        };
        var before = GC.GetAllocatedBytesForCurrentThread();
        (await Should.ThrowAsync<PlatformException>(() => PollAsync(page))).Failure.ShouldBe(PlatformFailure.NotUnderstood);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(600_000_000);
    }

    [Fact]
    public async Task Untidy_page_is_read_all_the_same()
    {
        var items = await PollAsync("<table><tr><td><ul>" + string.Concat(Enumerable.Range(0, 150).Select(i => $"<li class=r><font color=red><b>Post {i}<p>more<br>")) + "</table>");
        items.Count.ShouldBe(150);
        items.OfType<SourceEvent.PostSeen>().Count().ShouldBe(150);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("article[data-id", "column 8", "square bracket")]
    [InlineData("li:nth-child(2", "column 3", "round bracket")]
    [InlineData("//div[@class='x']", "column 1", "XPath")]
    [InlineData("article >", "column", "missing at its end")]
    [InlineData("article..x", "column 8", "write CSS")]
    [InlineData("", "column 1", "empty")]
    [InlineData("time@", "column 6", "name of an attribute")]
    [InlineData("time@date time", "column 6", "name of an attribute")]
    public void Selector_that_cannot_be_read_is_told_with_its_column_and_mend(string written, string column, string mend)
    {
        var problem = Should.Throw<PlatformException>(() => SelectedPlace.Read("text", written));
        problem.Message.ShouldContain("--text");
        problem.Message.ShouldContain(column);
        problem.Message.ShouldContain(mend);
    }

    [Theory]
    [InlineData("time@datetime", "datetime")]
    [InlineData("@data-id", "data-id")]
    [InlineData("a[href*='@']@href", "href")]
    [InlineData("a[title=\"@x\"]", null)]
    [InlineData("div:not(.x) > p", null)]
    public void Attribute_stands_behind_the_last_at_outside_of_brackets(string written, string? attribute) => SelectedPlace.Read("link", written).Attribute.ShouldBe(attribute);

    [Fact, Trait("Promise", "8")]
    public async Task Page_that_lost_most_of_what_it_showed_is_a_failure_for_a_day_and_then_believed()
    {
        (await PollAsync(Posts(20))).Count.ShouldBe(20);
        (await Should.ThrowAsync<PlatformException>(() => PollAsync(Posts(4)))).Message.ShouldContain("finds 4 where 20 stood before");
        (await PollAsync(Posts(5))).Count.ShouldBe(5, "a quarter is left");
        time.Advance(TimeSpan.FromMinutes(1));
        (await PollAsync(Posts(20))).Count.ShouldBe(20);
        time.Advance(TimeSpan.FromHours(23));
        await Should.ThrowAsync<PlatformException>(() => PollAsync(Posts(2)));
        time.Advance(TimeSpan.FromHours(2));
        (await PollAsync(Posts(2))).Count.ShouldBe(2);
        await Should.ThrowAsync<PlatformException>(() => PollAsync("<p>Maintenance</p>"));
    }

    [Fact]
    public async Task Links_tell_posts_apart_only_where_each_has_its_own()
    {
        var own = await PollAsync("<p class=r>One<a href=/1>x</a></p><p class=r>Two<a href=/2>x</a></p>", ("link", "a@href"));
        own.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post.NativeId).ShouldBe(["https://shop.example/2", "https://shop.example/1"]);
        var shared = await PollAsync("<p class=r>One<a href=/>x</a></p><p class=r>Two<a href=/>x</a></p>", ("link", "a@href"));
        shared.OfType<SourceEvent.PostSeen>().ShouldAllBe(seen => seen.Post.NativeId.StartsWith("made:", StringComparison.Ordinal));
        shared.OfType<SourceEvent.PostSeen>().Select(seen => seen.Post.NativeId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Same_post_twice_on_a_page_is_one() => (await PollAsync("<p class=r>One</p><p class=r>One</p>")).ShouldHaveSingleItem();

    private static string Posts(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"<p class=r>Post {i}</p>"));

    private async Task<IReadOnlyList<SourceEvent>> PollAsync(string page, params (string Name, string Value)[] said)
    {
        network.Override = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(page, Encoding.UTF8, "text/html") };
        var source = services.GetRequiredService<IPollSource>();
        var settings = said.Append(("select", ".r")).ToDictionary(each => each.Item1, each => each.Item2);
        var watched = new Page { Id = new PageId(1), Platform = source.Platform, Address = new Uri("https://shop.example/"), Name = "Shop", Settings = settings };
        var result = await source.PollAsync(new PageCall(watched, Credentials.None), source.StreamsOf(watched)[0], cursor, CancellationToken.None);
        cursor = result.Next ?? cursor;
        return result.Events;
    }
}
