using System.Globalization;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.GenericWebhook;
using PageWatch.Testing;

namespace PageWatch.Platforms.Tests.GenericWebhook;

public sealed class PostMappingTests
{
    private static readonly string Tests = ProjectFolder.Of<PostMappingTests>();
    private static readonly GenericWebhookSource Source = new();

    /// <summary>A shop's mapping, as its user types it.</summary>
    private static readonly string[] Shop =
    [
        "event=/event", "event:comment.created=add", "event:comment.updated=edit", "event:comment.deleted=delete", "event:*=ignore", "event_id=/id", "event_time=/occurredAt",
        "id=/data/item/id", "parent=/data/item/parentId", "thread=/data/item/thread/id", "under=/data/item/thread/title", "url=/data/item/url",
        "text=/data/item/text", "html=/data/item/html", "language=/data/item/lang", "stars=/data/item/rating",
        "author=/data/item/author/name", "author_id=/data/item/author/id", "author_url=/data/item/author/url",
        "created_at=/data/item/createdAt", "updated_at=/data/item/updatedAt", "own=/data/item/author/isStaff", "own:/data/item/author/id=staff-7",
    ];

    [Theory]
    [InlineData(0, "event-add.json")]
    [InlineData(1, "event-edit.json")]
    [InlineData(2, "event-delete.json")]
    [InlineData(3, "event-own-reply.json")]
    public void Event_of_a_shop_is_mapped_as_expected(int number, string file)
    {
        var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Tests, "GenericWebhook", "mapping-expected.json"))).RootElement[number];
        var body = File.ReadAllBytes(Path.Combine(Tests, "Signatures", "fixtures", file));
        var post = CallReading.Read(Call(body), Mapped(Shop)).ShouldHaveSingleItem().Post.ShouldNotBeNull();
        var mapped = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = post.Act.ToString().ToLowerInvariant(),
            ["eventId"] = post.EventId,
            ["externalId"] = post.Id,
            ["parentId"] = post.Parent,
            ["threadId"] = post.Thread,
            ["text"] = post.Text,
            ["language"] = post.Language,
            ["rating"] = post.Stars,
            ["authorId"] = post.Author.NativeId,
            ["authorName"] = post.Author.Name,
            ["createdAt"] = post.CreatedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            ["updatedAt"] = post.UpdatedAt?.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            ["ownReply"] = post.IsOwn,
        };
        foreach (var field in expected.EnumerateObject())
            JsonSerializer.Serialize(mapped[field.Name]).ShouldBe(JsonSerializer.Serialize(field.Value), field.Name);
    }

    [Fact]
    public void Versions_are_ordered_by_one_clock()
    {
        long? Mark(string body, params string[] maps) => CallReading.Read(Call(body), Mapped(maps)).Single().Post!.RevisionMark(CallReading.TellsChanges(Mapped(maps)));
        const string Written = """{"id":"1","text":"a","created_at":"2026-03-11T09:00:00Z","changed":null}""";
        const string Changed = """{"id":"1","text":"b","created_at":"2026-03-11T09:00:00Z","changed":"2026-03-11T09:05:00Z","at":"2026-03-11T09:05:01Z"}""";
        Mark(Written).ShouldBeNull("a sender that tells no changes orders nothing");
        Mark(Written, "updated_at=/changed").ShouldBe(1773219600000);
        Mark(Changed, "updated_at=/changed").ShouldBe(1773219900000);
        Mark(Changed, "updated_at=/changed", "event_time=/at").ShouldBe(1773219901000);
    }

    // The document and the places of RFC 6901, section 5, and what lies beside them.
    [Theory]
    [InlineData("/foo/0", "bar")]
    [InlineData("/foo/1", "baz")]
    [InlineData("/foo/2", null)]
    [InlineData("/foo/-", null)]
    [InlineData("/foo/01", null)]
    [InlineData("/foo/+1", null)]
    [InlineData("/foo/99999999999", null)]
    [InlineData("/", "0")]
    [InlineData("/a~1b", "1")]
    [InlineData("/c%d", "2")]
    [InlineData("/e^f", "3")]
    [InlineData("/g|h", "4")]
    [InlineData("/i\\j", "5")]
    [InlineData("/k\"l", "6")]
    [InlineData("/ ", "7")]
    [InlineData("/m~0n", "8")]
    [InlineData("/m~01n", null)]
    [InlineData("/ü/0", "9")]
    [InlineData("/none", null)]
    [InlineData("/none/deeper", null)]
    [InlineData("/nowhere", null)]
    [InlineData("$root/a~1b", "1")]
    public void Pointer_finds_what_stands_at_its_place(string pointer, string? value)
    {
        using var document = JsonDocument.Parse("""{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8,"\u00fc":[9],"none":null}""");
        var place = JsonPointer.Parse(pointer, out _).ShouldNotBeNull();
        place.TryFind(document.RootElement, document.RootElement, out var found).ShouldBe(value is not null);
        if (value is not null)
            found.ToString().ShouldBe(value);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("text=data.body", "Did you mean /data/body?")]
    [InlineData("text=$.data.body", "Did you mean /data/body?")]
    [InlineData("text=/a~b", "~0")]
    [InlineData("txt=/text", "there is no such field. There are id, author")]
    [InlineData("text", "Type field=place")]
    [InlineData("=/text", "Type field=place")]
    [InlineData("event:created=explode", "add, edit, delete, hide, ignore")]
    [InlineData("own:author=1", "Did you mean /author?")]
    [InlineData("own:/author=", "own:/author/id=staff-7|staff-8")]
    [InlineData("text_is=markdown", "plain or html")]
    [InlineData("stars_max=many", "stars_max=10")]
    [InlineData("stars_max=0", "stars_max=10")]
    [InlineData("times=swatch", "auto, iso8601, unix, unix-ms, rfc822")]
    [InlineData("zone=Mars/Olympus", "zone=Europe/Berlin")]
    public void Wrong_entry_says_which_and_the_mend(string typed, string mend)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["map id"] = "/n" };
        var change = Source.Change(settings, new MappingWish(null, null, ["author=/by", typed]));
        change.Problem.ShouldNotBeNull().ShouldContain(mend);
        change.Settings.ShouldBe(settings, "nothing of a wrong line is kept");
    }

    [Fact]
    public void Deep_pointer_and_long_mapping_are_refused()
    {
        JsonPointer.Parse(string.Concat(Enumerable.Repeat("/a", 33)), out var deep).ShouldBeNull();
        deep.ShouldContain("33 steps");
        PostMapping.Change(new Dictionary<string, string>(), [.. Enumerable.Range(0, 101).Select(i => $"event:e{i}=add")], out var many).ShouldBeNull();
        many.ShouldContain("more than 100");
        PostMapping.Change(new Dictionary<string, string>(), ["text=/" + new string('x', 2_000)], out _).ShouldBeNull();
    }

    [Fact]
    public void Entry_is_laid_over_and_taken_away()
    {
        var once = PostMapping.Change(new Dictionary<string, string> { ["signature"] = "github" }, ["text=/a", "event:a=b=delete"], out _).ShouldNotBeNull();
        once["map text"].ShouldBe("/a");
        once["map event:a=b"].ShouldBe("delete");
        once["signature"].ShouldBe("github");
        var twice = PostMapping.Change(once, ["text=-", "author=/by"], out _).ShouldNotBeNull();
        twice.ContainsKey("map text").ShouldBeFalse();
        PostMapping.Of(twice)[PostField.Text]!.Text.ShouldBe("/text");
        PostMapping.Of(twice).Reads().ShouldContain(("author", "/by"));
    }

    [Theory]
    [InlineData("2026-03-20T07:59:58Z", "07:59:58")]
    [InlineData("2026-03-20T07:59:58.123456789Z", "07:59:58")]
    [InlineData("2026-03-20T07:59:58,5+00:00", "07:59:58")]
    [InlineData("2026-03-20 09:59:58 +0200", "07:59:58")]
    [InlineData("2026-03-20T09:59:58+02", "07:59:58")]
    [InlineData("2026-03-20T07:59Z", "07:59:00")]
    [InlineData("2026-03-20T08:59:58", "07:59:58")] // the zone of the sender
    [InlineData("2026-03-20", "23:00:00")]
    [InlineData("1773993598", "07:59:58")]
    [InlineData("1773993598.75", "07:59:58")]
    [InlineData("1773993598123", "07:59:58")]
    [InlineData("Fri, 20 Mar 2026 07:59:58 GMT", "07:59:58")]
    [InlineData("Fri, 20 Mar 2026 02:59:58 EST", "07:59:58")]
    [InlineData("20 Mar 2026 08:59:58 +0100", "07:59:58")]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("yesterday", null)]
    [InlineData("12:00", null)]
    [InlineData("20/03/2026", null)]
    [InlineData("2026-13-45T07:59:58Z", null)]
    [InlineData("9999-12-31T23:59:59-14:00", null)]
    [InlineData("0001-01-01T00:00:00", null)]
    [InlineData("99999999999999999999999999", null)]
    [InlineData("1e99", null)]
    public void Time_is_read_as_it_looks(string text, string? time) =>
        CallTime.Read(text, TimeForm.Auto, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))?.ToString("HH:mm:ss", CultureInfo.InvariantCulture).ShouldBe(time, text);

    [Theory]
    [InlineData("unix", "1773993598", true)]
    [InlineData("unix", "2026-03-20T07:59:58Z", false)]
    [InlineData("unix-ms", "1773993598000", true)]
    [InlineData("iso8601", "1773993598", false)]
    [InlineData("rfc822", "Fri, 20 Mar 2026 07:59:58 +0000", true)]
    [InlineData("rfc822", "2026-03-20T07:59:58Z", false)]
    public void Form_that_was_said_is_the_only_one_read(string form, string text, bool isTime) =>
        (CallTime.Read(text, CallTime.Forms[form], TimeZoneInfo.Utc) == DateTimeOffset.FromUnixTimeSeconds(1773993598)).ShouldBe(isTime);

    [Theory]
    [InlineData("4", null, 4)]
    [InlineData("4.5", null, 5)]
    [InlineData("\"2\"", null, 2)]
    [InlineData("7", "10", 4)]
    [InlineData("0.5", "10", 1)]
    [InlineData("96", "100", 5)]
    [InlineData("6", null, null)]
    [InlineData("0", null, null)]
    [InlineData("-1", null, null)]
    [InlineData("\"five\"", null, null)]
    [InlineData("null", null, null)]
    [InlineData("[5]", null, null)]
    public void Stars_are_of_five(string told, string? best, int? stars) =>
        CallReading.Read(Call($"{{\"id\":1,\"text\":\"x\",\"stars\":{told}}}"), Mapped(best is null ? [] : ["stars_max=" + best])).Single().Post!.Stars.ShouldBe(stars);

    [Fact]
    public void Form_without_ids_gets_one_of_its_bytes()
    {
        var mapping = Mapped(["id=*", "text=/message", "author=/your-name"]);
        string Id(string form) => CallReading.Read(Call(form, "application/x-www-form-urlencoded"), mapping).Single().Post!.Id;
        var id = Id("your-name=Ana&message=Hello");
        id.Length.ShouldBe(32);
        Id("your-name=Ana&message=Hello").ShouldBe(id);
        Id("your-name=Ana&message=Hello!").ShouldNotBe(id);
    }

    [Fact]
    public void Text_that_is_markup_becomes_words()
    {
        CallReading.Read(Call("""{"id":1,"text":"<p>One<br>two</p><script>x</script>"}"""), Mapped(["text_is=html"])).Single().Post!.Text.ShouldBe("One\ntwo");
        CallReading.Read(Call("""{"id":1,"text":"<p>One</p>"}"""), Mapped([])).Single().Post!.Text.ShouldBe("<p>One</p>");
        CallReading.Read(Call("""{"id":1,"text":" ","html":"<i>One</i>"}"""), Mapped(["html=/html"])).Single().Post!.Text.ShouldBe("One");
    }

    [Fact]
    public void Pictures_come_alone_in_lists_and_in_objects()
    {
        int Count(string picture) => CallReading.Read(Call($"{{\"id\":1,\"picture\":{picture}}}"), Mapped(["picture=/picture"])) is [{ Post: { } post }] ? post.Attachments.Count : 0;
        Count("\"https://x.example/1.png\"").ShouldBe(1);
        Count("[\"https://x.example/1.png\",{\"url\":\"https://x.example/2.png\"},\"data:image/png;base64,AAAA\"]").ShouldBe(2);
        Count("\"javascript:alert(1)\"").ShouldBe(0);
    }

    [Fact]
    public void Trial_shows_each_field_with_what_is_wrong_and_agrees_with_the_real_reading()
    {
        var page = PageOf(["stars=/rating", "author=/by"]);
        var call = Call("""[{"id":7,"text":"The lid broke","rating":8,"by":{"first":"Ana"},"created_at":"soon","url":"shop.example/7"},{"text":"No id"}]""");
        var trial = Source.Try(call, page);
        trial.Problem.ShouldBeNull();
        trial.Posts.Count.ShouldBe(2);
        var first = trial.Posts[0];
        first.Becomes.ShouldBe("a post");
        first.Fields.Single(field => field.Name == "id").Value.ShouldBe("7");
        first.Fields.Single(field => field.Name == "stars").Problem!.ShouldContain("stars_max=10");
        first.Fields.Single(field => field.Name == "created_at").Problem!.ShouldContain("times=");
        first.Fields.Single(field => field.Name == "url").Problem!.ShouldContain("http");
        first.Fields.Single(field => field.Name == "author").Problem!.ShouldContain("no \"name\"");
        first.Fields.Single(field => field.Name == "parent").ShouldBe(new TriedField("parent", "/parent", null, null));
        trial.Posts[1].Problem!.ShouldContain("--map id=/place");
        var read = Source.Read(call, page);
        JsonSerializer.Serialize(((SourceEvent.PostSeen)read[0]).Post).ShouldBe(JsonSerializer.Serialize(first.Seen));
        read[1].ShouldBeOfType<SourceEvent.PostUnreadable>();
        Source.Try(Call("nonsense"), page).Problem!.ShouldContain("not JSON");
    }

    [Fact, Trait("Promise", "7"), Trait("Promise", "14")]
    public void Whatever_comes_is_read_or_not_understood()
    {
        var random = new Random(3);
        string[] parts = ["{", "}", "[", "]", ":", ",", "\"id\"", "\"text\"", "\"author\"", "\"x\"", "1", "-0", "1e999", "null", "true", "\"\\ud800\"", "\"\\u0000\"", "\"\\\\\"", " ", "\\", "\u00ff", "\"items\"", "\"/\"", "é", "&", "=", "%"];
        var pages = new[] { PageOf([]), PageOf(["items=/items", "event=/text", "own=/x"]), PageOf(["items=$root/items", "id=*", "author=", "text="]) };
        for (var i = 0; i < 30_000; i++)
        {
            var text = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(0, 14)).Select(_ => parts[random.Next(parts.Length)]))
                : $$"""{"id":{{Any()}},"text":{{Any()}},"author":{{Any()}},"created_at":{{Any()}},"stars":{{Any()}},"url":{{Any()}},"items":[{{Any()}}]}""";
            byte[] body = i % 7 == 0 ? [.. Encoding.UTF8.GetBytes(text), 0xFF, 0xC3] : Encoding.UTF8.GetBytes(text);
            var call = Call(body, i % 5 == 0 ? "application/x-www-form-urlencoded" : "application/json");
            var page = pages[i % pages.Length];
            try
            {
                Source.Read(call, page);
            }
            catch (PlatformException problem)
            {
                problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
            }

            Source.Try(call, page);
        }

        string Any() => random.Next(8) switch
        {
            0 => "\"\\ud83d\"", 1 => "{\"name\":\"\\udc00\",\"id\":[]}", 2 => "[[1]]", 3 => "1773993598", 4 => "\"2026-03-20T08:00:00\"", 5 => "null", 6 => "\"https://[\"", _ => "\"http://x.example/\\u202e\"",
        };
    }

    [Fact]
    public void Largest_call_is_read_in_reasonable_time_and_space()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var open = Encoding.UTF8.GetBytes("{\"id\":\"1\",\"text\":\"" + string.Concat(Enumerable.Repeat("\\ud83d", 170_000)) + "\"}");
        ((SourceEvent.PostSeen)Source.Read(Call(open), PageOf([])).Single()).Post.Text.Length.ShouldBe(170_000);
        var members = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 80_000).Select(i => $"\"m{i}\":1")) + ",\"id\":1,\"text\":\"x\"}");
        Source.Read(Call(members), PageOf([])).Count.ShouldBe(1);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
    }

    private static Page PageOf(string[] maps) => new()
    {
        Id = new PageId(1), Platform = new PlatformId("webhook"), Address = new Uri("webhook:shop"), Name = "shop", Settings = PostMapping.Change(new Dictionary<string, string>(), maps, out _)!,
    };

    private static PostMapping Mapped(string[] maps) => PostMapping.Of(PageOf(maps).Settings);

    private static WebhookCall Call(string body, string type = "application/json") => Call(Encoding.UTF8.GetBytes(body), type);

    private static WebhookCall Call(byte[] body, string type = "application/json") => new("POST", "", new Dictionary<string, IReadOnlyList<string>> { ["content-type"] = [type] }, body);
}
