using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.WordPress;
using PageWatch.Testing.Platforms;

namespace PageWatch.Platforms.Tests.WordPress;

/// <summary>Long walks, over a list of comments that changes while it is read.</summary>
public sealed class WordPressWalkTests : IDisposable
{
    private readonly PlaybackHandler network = new();
    private readonly ServiceProvider services;
    private readonly List<long> comments = [];
    private readonly PageCall call;
    private Action? beforeList;
    private Func<long, string> text = id => $"Number {id}.";

    public WordPressWalkTests()
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching();
        collection.AddWordPress();
        collection.AddHttpClient(FetchServices.ClientName).ConfigurePrimaryHttpMessageHandler(() => network);
        services = collection.BuildServiceProvider();
        network.Override = Answer;
        call = new PageCall(
            new Page
            {
                Id = new PageId(1),
                Platform = new PlatformId("wordpress"),
                Address = new Uri("https://blog.contoso-coffee.example/"),
                Name = "Contoso Coffee",
                AccountId = "7",
                Settings = new Dictionary<string, string> { ["rights"] = "Moderator" },
            },
            new Credentials(new Dictionary<string, string> { ["user"] = "contoso", ["password"] = "secret" }));
    }

    [Fact]
    public async Task First_look_reads_the_newest_and_stops()
    {
        Write(1, 1000);
        var first = await PollAsync(null);
        Ids(first).ShouldBe(Enumerable.Range(811, 190).Select(id => (long)id));
        first.MoreNow.ShouldBeFalse();
        network.Calls.Count(each => each.Contains("/comments?")).ShouldBe(2);
    }

    [Fact]
    public async Task Long_absence_is_made_up_for_in_several_polls_and_nothing_is_left_out()
    {
        Write(1, 50);
        var cursor = (await PollAsync(null)).Next;
        Write(51, 1284);
        var told = new List<long>();
        var polls = 0;
        PollResult result;
        do
        {
            result = await PollAsync(cursor);
            cursor = result.Next;
            Ids(result).Count.ShouldBeLessThanOrEqualTo(500);
            told.AddRange(Ids(result));
            polls++;
        }
        while (result.MoreNow);
        polls.ShouldBe(3);
        told.Where(id => id > 50).Distinct().Count().ShouldBe(1234);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Whatever_comes_and_goes_while_the_list_is_read_everything_that_stays_is_told(int seed)
    {
        var chance = new Random(seed);
        Write(1, 20);
        var cursor = (await PollAsync(null)).Next;
        Write(21, 900);
        var told = new HashSet<long>();
        var newest = 900;
        beforeList = () =>
        {
            for (var arrivals = chance.Next(4); arrivals > 0; arrivals--)
                comments.Insert(0, ++newest);
            for (var departures = chance.Next(30); departures > 0; departures--)
                comments.RemoveAt(chance.Next(comments.Count / 3));
        };
        var polls = 0;
        PollResult result;
        do
        {
            result = await PollAsync(cursor);
            cursor = result.Next;
            told.UnionWith(Ids(result));
        }
        while (result.MoreNow && ++polls < 20);
        beforeList = null;
        told.UnionWith(Ids(await PollAsync(cursor)));
        polls.ShouldBeLessThan(20);
        comments.Where(id => id > 20).Except(told).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_without_an_end_is_given_up()
    {
        Write(1, 5);
        var cursor = (await PollAsync(null)).Next;
        network.Override = request =>
        {
            // Each answer's ids are new, for ever.
            var offset = long.Parse(HttpUtility.ParseQueryString(request.RequestUri!.Query)["offset"] ?? "0", CultureInfo.InvariantCulture);
            return Json(Enumerable.Range(0, 100).Select(row => Comment(10_000_000_000 - offset - row)), long.MaxValue);
        };
        var polls = 0;
        PollResult result;
        do
        {
            result = await PollAsync(cursor);
            cursor = result.Next;
        }
        while (result.MoreNow && ++polls < 1000);
        polls.ShouldBeInRange(50, 150);
    }

    [Fact]
    public async Task Comments_too_long_for_one_answer_are_read_in_smaller_ones()
    {
        text = id => id % 2 == 0 ? new string('x', 65_000) : "short";
        Write(1, 30);
        var cursor = (await PollAsync(null)).Next;
        text = _ => new string('x', 65_000);
        Write(31, 220);
        var told = new HashSet<long>();
        PollResult result;
        do
        {
            result = await PollAsync(cursor);
            cursor = result.Next;
            told.UnionWith(Ids(result));
        }
        while (result.MoreNow);
        Enumerable.Range(31, 190).Select(id => (long)id).Except(told).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_known_comment_has_its_turn_to_be_read_again()
    {
        Write(1, 450);
        var known = comments.Select(id => new KnownPost(id.ToString(CultureInfo.InvariantCulture), null, PostStanding.Public, DateTimeOffset.UnixEpoch)).ToList();
        var cursor = (await PollAsync(null)).Next;
        text = id => $"Number {id}, edited.";
        var told = new HashSet<long>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            network.Calls.Clear();
            var result = await PollAsync(cursor, known);
            cursor = result.Next;
            told.UnionWith(Ids(result));
            network.Calls.Count.ShouldBeLessThanOrEqualTo(2);
        }

        told.Count.ShouldBe(450);
    }

    [Fact]
    public async Task Many_deletions_are_told_a_few_at_a_time_and_none_is_forgotten()
    {
        Write(1, 60);
        var known = comments.Select(id => new KnownPost(id.ToString(CultureInfo.InvariantCulture), null, PostStanding.Public, DateTimeOffset.UnixEpoch)).ToList();
        var cursor = (await PollAsync(null)).Next;
        comments.RemoveAll(id => id % 2 == 0);
        var deleted = new HashSet<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var result = await PollAsync(cursor, known);
            cursor = result.Next;
            var now = result.Events.OfType<SourceEvent.PostDeleted>().Select(each => each.NativeId).ToList();
            now.Count.ShouldBe(10);
            deleted.UnionWith(now);
            known.RemoveAll(each => now.Contains(each.NativeId)); // as the caller does: what is deleted is not known any more
        }

        deleted.Count.ShouldBe(30);
    }

    public void Dispose()
    {
        services.Dispose();
        network.Dispose();
    }

    private void Write(int from, int to)
    {
        for (var id = from; id <= to; id++)
            comments.Insert(0, id);
    }

    private async Task<PollResult> PollAsync(Cursor? after, IReadOnlyList<KnownPost>? known = null)
    {
        var source = services.GetRequiredService<IPollSource>();
        return await source.PollAsync(call with { Known = known ?? [] }, source.StreamsOf(call.Page)[0], after, CancellationToken.None);
    }

    private static List<long> Ids(PollResult result) =>
        [.. result.Events.OfType<SourceEvent.PostSeen>().Select(seen => long.Parse(seen.Post.NativeId, CultureInfo.InvariantCulture))];

    /// <summary>The list as WordPress keeps it: newest first, cut by number and offset, counted in a header.</summary>
    private HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        var query = HttpUtility.ParseQueryString(request.RequestUri.Query);
        if (path.EndsWith("/comments", StringComparison.Ordinal) && query["include"] is { } include)
        {
            var asked = include.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture)).ToHashSet();
            var found = comments.Where(asked.Contains).ToList();
            return Json(found.Select(Comment), found.Count);
        }

        if (path.EndsWith("/comments", StringComparison.Ordinal))
        {
            beforeList?.Invoke();
            var rows = comments.Skip(int.Parse(query["offset"]!, CultureInfo.InvariantCulture)).Take(int.Parse(query["per_page"]!, CultureInfo.InvariantCulture));
            return Json(rows.Select(Comment), comments.Count);
        }

        if (path.Contains("/comments/", StringComparison.Ordinal))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("""{"code":"rest_comment_invalid_id","message":"Invalid comment ID.","data":{"status":404}}""") };
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""[{"id":310,"title":{"rendered":"Spring roast"}}]""") };
    }

    private object Comment(long id) => new
    {
        id,
        post = 310,
        parent = 0,
        author = 0,
        author_name = "Ida",
        author_url = "",
        date_gmt = "2026-03-11T08:00:00",
        content = new { rendered = $"<p>{text(id)}</p>" },
        link = $"https://blog.contoso-coffee.example/2026/03/spring-roast/#comment-{id}",
        status = "approved",
    };

    private static HttpResponseMessage Json(IEnumerable<object> rows, long total)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(rows), Encoding.UTF8, "application/json") };
        response.Headers.Add("X-WP-Total", total.ToString(CultureInfo.InvariantCulture));
        return response;
    }
}
