using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Tests.Fetching;

/// <summary>A server that answers whatever a test says, byte by byte, on loopback.</summary>
[Trait("Promise", "14")]
public sealed class PageHttpTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly List<string> asked = [];

    public PageHttpTests()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static CancellationToken Now => CancellationToken.None;

    private int Port { get; }

    private Uri Page => new($"http://127.0.0.1:{Port}/feed");

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        end.Dispose();
    }

    [Fact, Trait("Promise", "7")]
    public async Task Page_on_a_private_address_is_refused_with_the_setting_that_allows_it()
    {
        var problem = await RefusedAsync(Page, allowed: []);
        problem.Failure.ShouldBe(PlatformFailure.Forbidden);
        problem.Message.ShouldContain("127.0.0.1 is a private address");
        problem.Message.ShouldContain("Fetch:AllowPrivate");
        asked.ShouldBeEmpty();
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("http://localhost:1/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::1]:1/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    public async Task Redirect_to_a_private_address_is_refused(string to)
    {
        Serve(_ => Plain($"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"));
        var problem = await RefusedAsync(Page);
        problem.Failure.ShouldBe(PlatformFailure.Forbidden);
        problem.Message.ShouldContain("private address");
        asked.Count.ShouldBe(1);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://page.example/")]
    [InlineData("gopher://page.example/")]
    public async Task Redirect_to_another_scheme_is_refused(string to)
    {
        Serve(_ => Plain($"HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"));
        (await RefusedAsync(Page)).Failure.ShouldBe(PlatformFailure.Forbidden);
    }

    [Fact, Trait("Promise", "7")]
    public async Task Redirects_without_end_are_left()
    {
        Serve(_ => Plain("HTTP/1.1 302 Found\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n"));
        (await RefusedAsync(Page)).Message.ShouldContain("more than 5 redirects");
        asked.Count.ShouldBe(6);
    }

    [Fact, Trait("Promise", "7")]
    public async Task What_opens_one_place_is_not_shown_to_another()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var heard = new List<string>();
        var elsewhere = ((IPEndPoint)other.LocalEndpoint).Port;
        _ = ServeAsync(other, _ => Plain("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), heard);
        Serve(_ => Plain($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n"));
        var answer = await Http(["127.0.0.1"]).SendAsync(PageRequest.Get(Page, ("Authorization", "Bearer key"), ("X-Api-Key", "another key"), ("Accept", "text/x")), "read", Now);
        answer.Text.ShouldBe("ok");
        asked.ShouldHaveSingleItem().ShouldContain("Bearer key");
        asked[0].ShouldContain("another key");
        heard.ShouldHaveSingleItem().ShouldNotContain("key");
        heard[0].ShouldContain("text/x");
    }

    [Fact, Trait("Promise", "4")]
    public async Task Post_is_not_repeated_elsewhere()
    {
        Serve(_ => Plain("HTTP/1.1 307 Temporary Redirect\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"));
        ((int)(await Http().SendAsync(Post(), "reply", Now)).Status).ShouldBe(307);
        asked.Count.ShouldBe(1);
    }

    [Theory, Trait("Promise", "7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_that_is_too_long_is_left(bool packed)
    {
        using var body = new MemoryStream();
        await using (Stream into = packed ? new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true) : new BufferedStream(body))
        {
            await into.WriteAsync(new byte[3_000_000]);
            await into.FlushAsync();
            var bytes = packed ? null : body.ToArray();
            if (bytes is not null)
                Serve(_ => [.. Plain($"HTTP/1.1 200 OK\r\nContent-Length: {bytes.Length}\r\n\r\n"), .. bytes]);
        }

        if (packed)
            Serve(_ => [.. Plain($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n"), .. body.ToArray()]);
        var problem = await RefusedAsync(Page);
        problem.Failure.ShouldBe(PlatformFailure.NotUnderstood);
        problem.Message.ShouldContain("Fetch:LargestAnswer");
        problem.MayHaveActed.ShouldBeFalse();
        // The page took a reply before it answered at such length.
        (await Should.ThrowAsync<PlatformException>(() => Http().SendAsync(Post(), "reply", Now))).MayHaveActed.ShouldBeTrue();
    }

    [Theory, Trait("Promise", "4")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Answer_that_is_not_packed_as_it_says_is_not_understood(string packing)
    {
        Serve(_ => Plain($"HTTP/1.1 200 OK\r\nContent-Encoding: {packing}\r\nContent-Length: 30\r\n\r\nthis is as plain as text can be"));
        (await RefusedAsync(Page)).Failure.ShouldBe(PlatformFailure.NotUnderstood);
        var replied = await Should.ThrowAsync<PlatformException>(() => Http().SendAsync(Post(), "reply", Now));
        replied.MayHaveActed.ShouldBeTrue();
    }

    [Theory, Trait("Promise", "4")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("no HTTP at all\r\n\r\n")]
    [InlineData("")]
    public async Task Answer_that_breaks_off_or_is_none_is_a_failure_that_may_have_acted(string says)
    {
        Serve(_ => Plain(says));
        (await RefusedAsync(Page)).MayHaveActed.ShouldBeFalse("reading changes nothing");
        (await Should.ThrowAsync<PlatformException>(() => Http().SendAsync(Post(), "reply", Now))).MayHaveActed.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "4")]
    public async Task Page_that_does_not_answer_is_given_up_after_the_time_limit()
    {
        Serve(_ => null);
        var problem = await Should.ThrowAsync<PlatformException>(() => Http().SendAsync(Post(), "reply to it", Now));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
        problem.Message.ShouldBe("Could not reply to it: no answer within 1 s.");
        problem.MayHaveActed.ShouldBeTrue();
    }

    [Fact, Trait("Promise", "4")]
    public async Task Port_that_nobody_listens_on_has_not_acted()
    {
        listener.Stop();
        var problem = await Should.ThrowAsync<PlatformException>(() => Http().SendAsync(new PageRequest(HttpMethod.Post, Page) { Body = "{}"u8.ToArray() }, "reply", Now));
        problem.Failure.ShouldBe(PlatformFailure.Unreachable);
        problem.MayHaveActed.ShouldBeFalse();
    }

    private static byte[] Plain(string text) => Encoding.ASCII.GetBytes(text);

    private PageHttp Http(IEnumerable<string>? allowed = null)
    {
        var guard = new AddressGuard(allowed ?? [$"127.0.0.1:{Port}"]);
        // The handler lives as long as its client, and the client as long as the test.
        return new PageHttp(new HttpClient(PageHttp.CreateHandler(guard)), Options.Create(new FetchOptions { TimeLimit = TimeSpan.FromSeconds(1), LargestAnswer = 1_000_000 }), TimeProvider.System);
    }

    private PageRequest Post() => new(HttpMethod.Post, Page) { Body = "{}"u8.ToArray() };

    private Task<PlatformException> RefusedAsync(Uri page, IEnumerable<string>? allowed = null) =>
        Should.ThrowAsync<PlatformException>(() => Http(allowed).SendAsync(PageRequest.Get(page), "read", Now));

    /// <param name="answer">The bytes for the n-th request; null for silence.</param>
    private void Serve(Func<int, byte[]?> answer) => _ = ServeAsync(listener, answer, asked);

    private async Task ServeAsync(TcpListener from, Func<int, byte[]?> answer, List<string> heard)
    {
        try
        {
            while (true)
            {
                using var client = await from.AcceptTcpClientAsync(end.Token);
                var stream = client.GetStream();
                var buffer = new byte[8192];
                var read = await stream.ReadAsync(buffer, end.Token);
                heard.Add(Encoding.ASCII.GetString(buffer, 0, read));
                if (answer(heard.Count) is { } bytes)
                    await stream.WriteAsync(bytes, end.Token);
                else
                    await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, end.Token);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over, or the client hung up.
        }
    }
}
