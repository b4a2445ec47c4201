using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PageWatch.Channels.Shell;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Sqlite;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Hooks;

/// <summary>What platforms tell us: kept before it is answered, once, and never trusted.</summary>
public sealed class HookTests(HookedService service) : IClassFixture<HookedService>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact, Trait("Promise", "1")]
    public async Task Genuine_call_is_durable_when_it_is_answered_and_then_found()
    {
        var (status, said) = await service.SendAsync(service.Delivery("msg-good", Post("good", "The marmalade came without a lid.")));
        status.ShouldBe(202);
        said.ShouldBe("""{"accepted":1,"duplicates":0}""");
        service.Ask<long>("SELECT count(*) FROM inbox WHERE delivery_key = 'msg-good'").ShouldBe(1);
        (await service.FindAsync("good")).ShouldNotBeNull().Text.ShouldBe("The marmalade came without a lid.");
        ShellText.Write((await service.SayAsync("find marmalade lid")).Card, Now).ShouldContain("The marmalade came without a lid.");
    }

    [Fact]
    public async Task Older_header_names_are_understood()
    {
        (await service.SendAsync(service.Delivery("msg-svix", Encoding.UTF8.GetBytes(Post("svix", "Hello")), prefix: "svix-"))).Status.ShouldBe(202);
        (await service.FindAsync("svix")).ShouldNotBeNull();
    }

    [Fact, Trait("Promise", "14")]
    public async Task Call_with_a_wrong_signature_is_refused_and_leaves_no_trace()
    {
        var forged = service.Delivery("msg-forged", Encoding.UTF8.GetBytes(Post("forged", "Believe me")), secret: "whsec_" + Convert.ToBase64String(new byte[24]));
        var (status, said) = await service.SendAsync(forged);
        status.ShouldBe(401);
        said.ShouldContain("signature does not fit");
        // Nothing that helps guessing.
        said.ShouldNotContain("whsec_");
        said.ShouldNotContain("v1,");
        service.Ask<long>("SELECT count(*) FROM inbox WHERE delivery_key = 'msg-forged'").ShouldBe(0);
        (await service.FindAsync("forged")).ShouldBeNull();
    }

    [Fact]
    public async Task Bytes_that_changed_on_the_way_are_refused()
    {
        var body = Post("changed", "As it was");
        using var request = service.Delivery("msg-changed", body);
        request.Content = new StringContent(body + " ", Encoding.UTF8, "application/json");
        (await service.SendAsync(request)).Status.ShouldBe(401);
    }

    [Fact, Trait("Promise", "2")]
    public async Task Repeated_delivery_is_taken_once_and_welcomed_twice()
    {
        (await service.SendAsync(service.Delivery("msg-again", Post("again", "First words")))).Said.ShouldBe("""{"accepted":1,"duplicates":0}""");
        // A sender that tries again keeps the id and signs anew.
        (await service.SendAsync(service.Delivery("msg-again", Post("again", "First words")))).ShouldBe((202, """{"accepted":0,"duplicates":1}"""));
        (await service.SendAsync(service.Delivery("msg-again", Post("again-else", "Other words")))).ShouldBe((202, """{"accepted":0,"duplicates":1}"""));
        (await service.FindAsync("again")).ShouldNotBeNull().Revision.ShouldBe(1);
        (await service.FindAsync("again-else")).ShouldBeNull();
    }

    [Fact, Trait("Promise", "1")]
    public async Task Deliveries_whose_long_or_odd_ids_look_alike_are_two()
    {
        var stem = new string('a', 300);
        foreach (var (one, other) in ((string, string)[])[(stem + "x", stem + "y"), ("two words", "two  words")])
        {
            foreach (var id in (string[])[one, other])
                (await service.SendAsync(service.Delivery(id, Post("alike", "Hello")))).Said.ShouldBe("""{"accepted":1,"duplicates":0}""", id);
            (await service.SendAsync(service.Delivery(one, Post("alike", "Hello")))).Said.ShouldBe("""{"accepted":0,"duplicates":1}""");
        }
    }

    [Theory]
    [InlineData(-3600, 401)]
    [InlineData(-330, 401)]
    [InlineData(-240, 202)]
    [InlineData(240, 202)]
    [InlineData(360, 401)]
    [InlineData(3600, 401)]
    public async Task Call_is_only_as_good_as_its_time(int seconds, int status) =>
        (await service.SendAsync(service.Delivery($"msg-at{seconds}", Encoding.UTF8.GetBytes(Post($"at{seconds}", "Hello")), TimeProvider.System.GetUtcNow().AddSeconds(seconds)))).Status.ShouldBe(status);

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public async Task Header_that_is_missing_empty_or_doubled_is_refused(string header)
    {
        var missing = service.Delivery("msg-header", Post("header", "Hello"));
        missing.Headers.Remove(header);
        (await service.SendAsync(missing)).Status.ShouldBe(401);

        var empty = service.Delivery("msg-header", Post("header", "Hello"));
        empty.Headers.Remove(header);
        empty.Headers.TryAddWithoutValidation(header, "");
        (await service.SendAsync(empty)).Status.ShouldBe(401);

        // Two lines of one name, which only a socket sends: a client would join them.
        var signed = service.Delivery("msg-header", Post("header", "Hello"));
        var lines = signed.Headers.SelectMany(each => each.Value.Select(value => $"{each.Key}: {value}")).Append($"{header}: {signed.Headers.GetValues(header).Single()}");
        (await RawAsync($"POST {service.Hook.AbsolutePath} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{string.Join("\r\n", lines)}\r\nContent-Length: {Post("header", "Hello").Length}\r\n\r\n{Post("header", "Hello")}"))
            .ShouldStartWith("HTTP/1.1 401");
    }

    [Theory]
    [InlineData("webhook-timestamp", "soon")]
    [InlineData("webhook-timestamp", "99999999999999999999999999")]
    [InlineData("webhook-timestamp", "-1")]
    [InlineData("webhook-signature", "v1,")]
    [InlineData("webhook-signature", "v1,====")]
    [InlineData("webhook-signature", "v0,AAAA v9,AAAA")]
    [InlineData("webhook-signature", " , , ")]
    public async Task Header_of_nonsense_is_refused(string header, string value)
    {
        var request = service.Delivery("msg-nonsense", Post("nonsense", "Hello"));
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
        (await service.SendAsync(request)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Header_longer_than_any_sender_makes_it_is_refused()
    {
        var request = service.Delivery("msg-longest", Post("longest", "Hello"));
        request.Headers.TryAddWithoutValidation("webhook-signature", string.Join(' ', Enumerable.Repeat("v1," + new string('A', 44), 150)));
        (await service.SendAsync(request)).Status.ShouldBe(401);
    }

    [Fact, Trait("Promise", "14")]
    public async Task Body_of_the_largest_size_is_taken_and_one_byte_more_is_not()
    {
        var largest = Encoding.UTF8.GetBytes(Post("largest", "Hello").PadRight(WebhookCall.LargestBody));
        (await service.SendAsync(service.Delivery("msg-largest", largest))).Status.ShouldBe(202);
        (await service.FindAsync("largest")).ShouldNotBeNull();
        (await service.SendAsync(service.Delivery("msg-larger", [.. largest, (byte)' ']))).Status.ShouldBe(413);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("Content-Length: 10485760\r\n", "", 1)]
    [InlineData("Transfer-Encoding: chunked\r\n", "10000\r\n", 18)]
    public async Task Ten_megabytes_are_refused_before_they_have_all_come(string header, string chunk, int parts)
    {
        // By socket, and waiting where a client would go on sending: what is answered then is answered to the beginning.
        var part = chunk + new string('x', 0x10000) + (chunk.Length > 0 ? "\r\n" : "");
        var answer = await RawAsync($"POST {service.Hook.AbsolutePath} HTTP/1.1\r\nHost: x\r\n{header}\r\n{string.Concat(Enumerable.Repeat(part, parts))}");
        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("1024 KiB");
    }

    [Theory, Trait("Promise", "14")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_megabytes_that_do_come_leave_nothing(bool chunked)
    {
        using var request = service.Delivery("msg-ten", Encoding.UTF8.GetBytes(Post("ten", new string('x', 10_000_000))));
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        (await service.SendAsync(request)).Status.ShouldBe(413);
        service.Ask<long>("SELECT count(*) FROM inbox WHERE delivery_key = 'msg-ten'").ShouldBe(0);
        (await service.SendAsync(service.Delivery("msg-eleven", Post("eleven", "Still here")))).Status.ShouldBe(202);
    }

    [Theory, Trait("Promise", "14")]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task Packed_body_is_refused(string encoding)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(new byte[5_000_000]);
        var request = service.Delivery("msg-packed", packed.ToArray());
        request.Content!.Headers.ContentEncoding.Add(encoding);
        (await service.SendAsync(request)).Status.ShouldBe(415);
    }

    [Theory]
    [InlineData("/hooks/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/hooks/x")]
    [InlineData("/hooks/'; DROP TABLE inbox; --aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/hooks/%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25")]
    [InlineData("/hooks/")]
    [InlineData("/hooks")]
    public async Task Key_that_nobody_has_is_not_found(string path)
    {
        var request = service.Delivery("msg-nobody", Post("nobody", "Hello"));
        request.RequestUri = new Uri(service.Hook, path);
        (await service.SendAsync(request)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Key_with_a_zero_byte_is_no_address_at_all()
    {
        var request = service.Delivery("msg-zero", Post("zero", "Hello"));
        request.RequestUri = new Uri(service.Hook, "/hooks/" + string.Concat(Enumerable.Repeat("%00", 43)));
        (await service.SendAsync(request)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Key_is_matched_to_the_letter_and_a_long_one_is_not_looked_for()
    {
        foreach (var path in (string[])[service.Hook.AbsolutePath[..^1], service.Hook.AbsolutePath + "A", service.Hook.AbsolutePath.ToUpperInvariant().Replace("/HOOKS", "/hooks", StringComparison.Ordinal), "/hooks/" + new string('A', 5000)])
        {
            var request = service.Delivery("msg-key", Post("key", "Hello"));
            request.RequestUri = new Uri(service.Hook, path);
            (await service.SendAsync(request)).Status.ShouldBe(404, path);
        }
    }

    [Theory]
    [InlineData("GET", 401)] // some platforms ask by GET whether we are there; the demo page does not
    [InlineData("HEAD", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("PATCH", 405)]
    [InlineData("OPTIONS", 405)]
    public async Task Other_methods_are_refused(string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), service.Hook);
        (await service.SendAsync(request)).Status.ShouldBe(status);
    }

    [Theory, Trait("Promise", "7"), Trait("Promise", "14")]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("null", "nothing that a demo page tells")]
    [InlineData("[]", "JSON")]
    [InlineData("\"post.created\"", "JSON")]
    [InlineData("{}", "nothing that a demo page tells")]
    [InlineData("<rss/>", "JSON")]
    [InlineData("""{"event":"post.exploded","post":{"id":"x","revision":1}}""", "nothing that a demo page tells")]
    [InlineData("""{"event":"post.created"}""", "no id")]
    [InlineData("""{"event":"post.created","post":null}""", "no id")]
    [InlineData("""{"event":"post.created","post":{"id":"","revision":1}}""", "no id")]
    [InlineData("""{"event":"post.created","post":{"id":17,"revision":1}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"text":"Hello"}}""", "no author")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":"Ana","text":"Hello"}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","author":{"id":"v"},"text":"Hello"}}""", "no revision")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1e99,"author":{"id":"v"},"text":"Hello"}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":""}}""", "neither text nor picture")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":["Hello"]}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":"Hello","created_at":"yesterday"}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":"Hello","created_at":"9999-12-31T23:59:59-14:00"}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":"\ud800"}}""", "JSON")]
    [InlineData("""{"event":"post.created","post":{"id":"p","revision":1,"author":{"id":"v"},"text":"Hello"}} and more""", "JSON")]
    public async Task Call_that_cannot_be_read_is_taken_parked_and_shown(string body, string problem)
    {
        var id = Guid.NewGuid().ToString();
        (await service.SendAsync(service.Delivery(id, body))).ShouldBe((202, """{"accepted":1,"duplicates":0}"""));
        var row = service.Ask<long>($"SELECT id FROM inbox WHERE delivery_key = '{id}'");
        var parked = (await service.ParkedAsync()).Single(each => each.Id.Value == row);
        parked.Problem.ShouldContain(problem);
        parked.Attempts.ShouldBe(1, "waiting makes no bytes readable");
        parked.Bytes.ShouldBe(Encoding.UTF8.GetByteCount(body));
        Shell(await service.SayAsync("parked")).ShouldContain($"  {row} ");
    }

    [Fact]
    public async Task Deeply_nested_call_is_parked()
    {
        (await service.SendAsync(service.Delivery("msg-deep", $"{{\"event\":{new string('[', 100_000)}{new string(']', 100_000)}}}"))).Status.ShouldBe(202);
        await ShouldBeParkedAsync("msg-deep");
    }

    [Fact]
    public async Task Call_that_is_no_utf8_keeps_what_can_be_read()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("""{"event":"post.created","post":{"id":"latin1","revision":1,"author":{"id":"v","name":"J"""), 0xFC, .. Encoding.UTF8.GetBytes("""rgen"},"text":"Gr"""), 0xFC, 0xDF, .. Encoding.UTF8.GetBytes("""e"}}""")];
        (await service.SendAsync(service.Delivery("msg-latin1", body))).Status.ShouldBe(202);
        var post = (await service.FindAsync("latin1")).ShouldNotBeNull();
        post.Text.ShouldBe("Gr\uFFFD\uFFFDe");
        post.Author.Name.ShouldBe("J\uFFFDrgen");
    }

    [Fact]
    public async Task Replay_tries_a_parked_row_again()
    {
        (await service.SendAsync(service.Delivery("msg-replay", "{not yet"))).Status.ShouldBe(202);
        var row = await ShouldBeParkedAsync("msg-replay");

        // Still not readable: it is parked again, and nothing else happened.
        (await service.SayAsync($"replay {row}")).Outcome.ShouldBe(CommandOutcome.Done);
        (await ShouldBeParkedAsync("msg-replay")).ShouldBe(row);

        // As after a new version of the program, which can read it.
        service.Ask<long>($"UPDATE inbox SET body = CAST('{Post("replayed", "Readable at last")}' AS BLOB) WHERE id = {row} RETURNING id");
        (await service.SayAsync($"replay {row}")).Outcome.ShouldBe(CommandOutcome.Done);
        (await service.FindAsync("replayed")).ShouldNotBeNull().Text.ShouldBe("Readable at last");
        (await service.ParkedAsync()).ShouldNotContain(each => each.Id.Value == row);
        (await service.SayAsync($"replay {row}")).Outcome.ShouldBe(CommandOutcome.Refused);
    }

    [Fact, Trait("Promise", "7")]
    public async Task Markup_and_commands_are_text()
    {
        const string Text = "<script>alert('x')</script><img src=x onerror=alert(1)> <!channel> @everyone </at> {{config}} ${7*7} '; DROP TABLE posts; -- This is a complaint: the parcel is broken!";
        (await service.SendAsync(service.Delivery("msg-markup", Post("markup", Text, "<b>Mallory</b>")))).Status.ShouldBe(202);
        (await service.FindAsync("markup")).ShouldNotBeNull().Text.ShouldBe(Text);
        Shell(await service.SayAsync("find author:\"<b>Mallory</b>\"")).ShouldContain("<script>alert('x')</script>");
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = service.Hook }.SentByAPerson();
        await UntilAsync(async () => (await (await browser.GetAsync(service.Link.AbsolutePath)).Content.ReadAsStringAsync()).Contains("alert(", StringComparison.Ordinal));
        var console = await browser.GetStringAsync("/console");
        console.ShouldContain("&lt;script&gt;");
        console.ShouldNotContain("<script>alert");
        console.ShouldNotContain("<img src=x");
        console.ShouldNotContain("<b>Mallory");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Text_that_turns_its_surroundings_around_is_straightened()
    {
        (await service.SendAsync(service.Delivery("msg-rtl", Post("rtl", "I paid \u202E001$\u202C and\u2066 more\u0007 \u0000of it", "A\u202Ena")))).Status.ShouldBe(202);
        var post = (await service.FindAsync("rtl")).ShouldNotBeNull();
        post.Text.ShouldBe("I paid 001$ and more of it");
        post.Author.Name.ShouldBe("Ana");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Text_of_a_megabyte_is_just_a_long_text()
    {
        (await service.SendAsync(service.Delivery("msg-mega", Post("mega", string.Concat(Enumerable.Repeat("word ", 209_000)))))).Status.ShouldBe(202);
        var post = (await service.FindAsync("mega")).ShouldNotBeNull();
        post.Text.Length.ShouldBeInRange(PostSnapshot.LongestText - 10, PostSnapshot.LongestText);
        post.Text.ShouldEndWith("…");
    }

    [Theory, Trait("Promise", "6")]
    [InlineData("2999-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59+14:00")]
    public async Task Post_from_the_future_was_written_when_it_was_seen(string at)
    {
        var id = "future" + at.Length + at[^1];
        (await service.SendAsync(service.Delivery(id, Post(id, "Where is my parcel?", at: at)))).Status.ShouldBe(202);
        var post = (await service.FindAsync(id)).ShouldNotBeNull();
        post.PublishedAt.ShouldBe(post.SeenAt);
    }

    [Theory, Trait("Promise", "12")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:59Z")]
    public async Task Post_from_long_ago_is_kept_and_nudges_nobody(string at)
    {
        var id = "past" + at[..4];
        (await service.SendAsync(service.Delivery(id, Post(id, "My parcel is broken!", at: at)))).Status.ShouldBe(202);
        (await service.FindAsync(id)).ShouldNotBeNull().IsBaseline.ShouldBeTrue();
    }

    [Fact]
    public async Task Fields_that_nobody_knows_are_ignored()
    {
        (await service.SendAsync(service.Delivery(
            "msg-unknown", """{"version":9,"event":"post.created","post":{"id":"unknown","revision":1,"author":{"id":"v","name":"Ana","mood":null},"text":"Hello","tags":[[{}]],"Text":"Other","created_at":null}}"""))).Status.ShouldBe(202);
        (await service.FindAsync("unknown")).ShouldNotBeNull().Text.ShouldBe("Hello");
    }

    [Fact, Trait("Promise", "7")]
    public async Task Names_and_ids_of_any_length_are_kept_short_or_parked()
    {
        (await service.SendAsync(service.Delivery("msg-name", Post("name", "Hello", new string('n', 50_000))))).Status.ShouldBe(202);
        (await service.FindAsync("name")).ShouldNotBeNull().Author.Name.Length.ShouldBeLessThanOrEqualTo(Author.LongestName);
        (await service.SendAsync(service.Delivery("msg-name2", Post("name2", "Hello", "")))).Status.ShouldBe(202);
        (await service.FindAsync("name2")).ShouldNotBeNull();
        (await service.SendAsync(service.Delivery("msg-longid", Post(new string('i', 5_000), "Hello")))).Status.ShouldBe(202);
        await ShouldBeParkedAsync("msg-longid");
    }

    [Fact]
    public async Task Posts_that_answer_themselves_or_one_another_end_somewhere()
    {
        string Body(string id, string parent) => $$$"""{"event":"post.created","post":{"id":"{{{id}}}","parent":"{{{parent}}}","thread":"{{{parent}}}","revision":1,"author":{"id":"v","name":"Ana"},"text":"Round and round"}}""";
        foreach (var (id, parent) in ((string, string)[])[("self", "self"), ("ring-a", "ring-b"), ("ring-b", "ring-a")])
            (await service.SendAsync(service.Delivery("msg-" + id, Body(id, parent)))).Status.ShouldBe(202);
        foreach (var id in (string[])["self", "ring-a", "ring-b"])
            (await service.FindAsync(id)).ShouldNotBeNull(id);
    }

    [Fact, Trait("Promise", "10")]
    public async Task Edit_that_overtakes_and_delete_that_comes_first_end_in_the_last_word()
    {
        await service.SendAsync(service.Delivery("msg-e2", Post("edited", "Second words", revision: 2, happened: "post.edited")));
        await service.SendAsync(service.Delivery("msg-e1", Post("edited", "First words")));
        (await service.FindAsync("edited")).ShouldNotBeNull().Text.ShouldBe("Second words");
        await service.SendAsync(service.Delivery("msg-d2", """{"event":"post.deleted","post":{"id":"deleted","revision":2,"deleted":true}}"""));
        await service.SendAsync(service.Delivery("msg-d1", Post("deleted", "You should not see this")));
        var deleted = (await service.FindAsync("deleted")).ShouldNotBeNull();
        deleted.Standing.ShouldBe(PostStanding.Deleted);
        deleted.Text.ShouldBeEmpty();
    }

    [Fact, Trait("Promise", "2")]
    public async Task Two_hundred_deliveries_at_once_each_sent_twice_are_each_taken_once()
    {
        var sends = Enumerable.Range(0, 200).SelectMany(number => (int[])[number, number])
            .Select(number => Task.Run(() => service.SendAsync(service.Delivery($"msg-many-{number}", Post($"many-{number}", $"Number {number}")))));
        var answers = await Task.WhenAll(sends);
        answers.ShouldAllBe(answer => answer.Status == 202);
        answers.Count(answer => answer.Said == """{"accepted":1,"duplicates":0}""").ShouldBe(200);
        answers.Count(answer => answer.Said == """{"accepted":0,"duplicates":1}""").ShouldBe(200);
        await service.SettleAsync();
        service.Ask<long>("SELECT count(*) FROM posts WHERE native_id LIKE 'many-%'").ShouldBe(200);
        service.Ask<long>("SELECT count(*) FROM inbox WHERE delivery_key LIKE 'msg-many-%'").ShouldBe(200);
    }

    [Fact, Trait("Promise", "1")]
    public async Task Full_disk_asks_the_sender_to_come_again_and_the_next_try_is_no_repeat()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 180_000));
        var full = 0;
        await LimitFileAsync(1); // SQLite takes the file's present size for a limit below it
        try
        {
            // Free pages inside the file take the first ones.
            for (; full < 20; full++)
            {
                using var request = service.Delivery($"msg-full-{full}", Post($"full-{full}", text));
                using var answer = await service.Client.SendAsync(request);
                if (answer.StatusCode == HttpStatusCode.Accepted)
                    continue;
                answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
                answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
                (await answer.Content.ReadAsStringAsync()).ShouldContain("disk is full");
                break;
            }
        }
        finally
        {
            await LimitFileAsync(1_073_741_823);
        }

        full.ShouldBeLessThan(20, "the disk never filled up");
        (await service.SendAsync(service.Delivery($"msg-full-{full}", Post($"full-{full}", text)))).ShouldBe((202, """{"accepted":1,"duplicates":0}"""));
        for (var each = 0; each <= full; each++)
            (await service.FindAsync($"full-{each}")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Sender_that_hangs_up_in_the_middle_leaves_nothing()
    {
        var body = Post("hangs-up", "Hello");
        var signed = service.Delivery("msg-hangs-up", body);
        var lines = string.Join("\r\n", signed.Headers.SelectMany(each => each.Value.Select(value => $"{each.Key}: {value}")));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, service.Hook.Port);
            await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"POST {service.Hook.AbsolutePath} HTTP/1.1\r\nHost: x\r\n{lines}\r\nContent-Length: {body.Length}\r\n\r\n{body[..20]}"));
        }

        (await service.SendAsync(service.Delivery("msg-after", Post("after", "Still here")))).Status.ShouldBe(202);
        (await service.FindAsync("hangs-up")).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_call_was_signed_with_is_not_kept()
    {
        var request = service.Delivery("msg-kept", Post("kept", "Hello"));
        foreach (var (name, value) in ((string, string)[])[("Authorization", "Bearer tell-nobody"), ("Cookie", "tell=nobody"), ("X-Webhook-Token", "tell-nobody"), ("Svix-Signature", "tell-nobody"), ("X-Custom", "kept-gladly")])
            request.Headers.TryAddWithoutValidation(name, value);
        (await service.SendAsync(request)).Status.ShouldBe(202);
        var kept = service.Ask<string>("SELECT call FROM inbox WHERE delivery_key = 'msg-kept'").ShouldNotBeNull();
        kept.ShouldContain("kept-gladly");
        kept.ShouldContain("webhook-id");
        kept.ShouldNotContain("nobody");
        kept.ShouldNotContain("signature");
    }

    [Fact]
    public async Task While_a_secret_changes_both_are_good()
    {
        var watches = service.Get<IWatches>();
        var watch = (await watches.FindAsync(service.Page, CancellationToken.None)).ShouldNotBeNull();
        var secrets = await watches.SecretsAsync(watch.Id, CancellationToken.None);
        var next = "whsec_" + Convert.ToBase64String(Enumerable.Range(1, 32).Select(each => (byte)each).ToArray());
        byte[] Body(string id) => Encoding.UTF8.GetBytes(Post(id, "Hello"));
        (await service.SendAsync(service.Delivery("msg-next0", Body("next0"), secret: next))).Status.ShouldBe(401);
        await watches.UpdateAsync(watch, new Dictionary<string, string>(secrets) { ["secret next"] = next }, null, CancellationToken.None);
        (await service.SendAsync(service.Delivery("msg-next1", Body("next1"), secret: next))).Status.ShouldBe(202);
        (await service.SendAsync(service.Delivery("msg-next2", Body("next2")))).Status.ShouldBe(202);
        await watches.UpdateAsync(watch, secrets, null, CancellationToken.None);
    }

    private static string Post(string id, string text, string name = "Ana", string? at = null, int revision = 1, string happened = "post.created") => JsonSerializer.Serialize(new
    {
        @event = happened,
        post = new { id, revision, author = new { id = "v-" + id, name }, text, created_at = at ?? TimeProvider.System.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) },
    });

    private Task<long> LimitFileAsync(long pages) => service.Get<SqliteDatabase>().WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count = {pages}";
            return (long)command.ExecuteScalar()!;
        },
        SavePriority.Click,
        CancellationToken.None);

    private async Task<long> ShouldBeParkedAsync(string key)
    {
        var row = service.Ask<long>($"SELECT id FROM inbox WHERE delivery_key = '{key}'");
        (await service.ParkedAsync()).ShouldContain(each => each.Id.Value == row, key);
        return row;
    }

    private static string Shell(CommandAnswer answer) => ShellText.Write(answer.Card, Now);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    /// <summary>Speaks HTTP by hand, and listens until the answer's body has come.</summary>
    private async Task<string> RawAsync(string says)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, service.Hook.Port, limit.Token);
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(says), limit.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!answer.ToString().Contains('}', StringComparison.Ordinal) && (read = await socket.GetStream().ReadAsync(buffer, limit.Token)) > 0)
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return answer.ToString();
    }
}
