using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PageWatch.Host.Tests.Hooks;
using PageWatch.Testing.Processes;

namespace PageWatch.Host.Tests.Starts;

/// <summary>What people say in a shell, to a service that runs and to one that does not.</summary>
public sealed class ShellTests(ShellTests.RunningService running) : IClassFixture<ShellTests.RunningService>
{
    private ServiceProcess Service => running.Service;

    [Theory]
    [InlineData(0, "open")]
    [InlineData(0, "watches")]
    [InlineData(0, "HELP", "watch")]
    [InlineData(1, "claim", "999999")]
    [InlineData(1, "unwatch", "nobody")]
    [InlineData(1, "replay", "999999")]
    [InlineData(2, "opne")]
    [InlineData(2, "watch")]
    [InlineData(2, "claim", "1", "2")]
    [InlineData(2, "watch", "https://example.com", "--nmae", "x")]
    [InlineData(2, "find", "third", "OR")]
    public async Task Exit_code_tells_done_refused_or_wrong_usage(int code, params string[] words)
    {
        var ran = await Service.SayAsync(words);
        ran.Code.ShouldBe(code, ran.ToString());
        // What went wrong belongs to the other stream, so that a pipe gets answers alone.
        (code == 0 ? ran.Output : ran.Errors).ShouldNotBeEmpty();
        (code == 0 ? ran.Errors : ran.Output).ShouldBeEmpty();
    }

    [Fact]
    public async Task Slip_of_the_finger_is_told_what_was_meant() => (await Service.SayAsync("opne")).Errors.ShouldContain("Did you mean open?");

    [Fact]
    public async Task Labels_are_written_for_the_trainer()
    {
        (await Service.SayAsync("verdict", "1", "other", "whenever")).Code.ShouldBe(0);
        using var folder = new TemporaryFolder();
        var file = folder.Inside("labels.tsv");
        var ran = await Service.SayAsync("labels", "export", "--out", file);
        ran.Code.ShouldBe(0, ran.ToString());
        ran.Output.ShouldStartWith($"{file} is written: 1 posts.");
        var line = (await File.ReadAllLinesAsync(file)).ShouldHaveSingleItem().Split('\t');
        line.Length.ShouldBe(8);
        (line[2], line[3], line[4]).ShouldBe(("other", "whenever", "-"));
        (await Service.SayAsync("labels", "export")).Output.TrimEnd('\n').ShouldBe((await File.ReadAllTextAsync(file)).TrimEnd('\n'));
        Directory.GetFiles(folder.Path).ShouldBe([file]);

        (await Service.SayAsync("labels")).ShouldSatisfyAllConditions(told => told.Code.ShouldBe(2), told => told.Errors.ShouldContain("labels export [--out FILE]"));
        (await Service.SayAsync("labels", "export", "--out", folder.Inside("nowhere/x.tsv"))).ShouldSatisfyAllConditions(told => told.Code.ShouldBe(2), told => told.Errors.ShouldContain("cannot be written"));
    }

    [Fact]
    public async Task Labels_are_given_to_nobody_without_the_key()
    {
        using var client = Service.Browser();
        (await client.GetAsync("shell/labels")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Query_reaches_the_service_word_for_word()
    {
        // The shell took its own quotes off; these are the query's.
        var found = await Service.SayAsync("find", "\"third parcel\" lang:en");
        found.Code.ShouldBe(0, found.ToString());
        found.Output.ShouldStartWith("1 found");
        found.Output.ShouldContain("Third parcel in a row");
        (await Service.SayAsync("find", "parcel", "third", "lang:en")).Output.ShouldContain("Third parcel in a row");
        foreach (var other in (string[])["\"parcel third\" lang:en", "\"third parcel\" lang:de"])
        {
            var none = await Service.SayAsync("find", other);
            none.Code.ShouldBe(0, none.ToString());
            none.Output.ShouldNotContain("Third parcel in a row");
        }
    }

    [Theory]
    [InlineData("@/etc/passwd")]
    [InlineData("@nobody")]
    [InlineData("author:@staff")]
    [InlineData("$HOME `id` $(id) ; id | id > x")]
    [InlineData("ünïcödé 日本語 🙃")]
    [InlineData("a\tb\nc")]
    public async Task Words_are_words_and_nothing_is_looked_up(string text)
    {
        var ran = await Service.SayAsync("test", text, "--json");
        ran.Code.ShouldBe(0, ran.ToString());
        using var answer = JsonDocument.Parse(ran.Output);
        answer.RootElement.GetProperty("card").GetProperty("parts")[0].GetProperty("text").GetString().ShouldBe(text);
    }

    [Fact]
    public async Task Text_behind_two_dashes_may_look_like_an_option()
    {
        var ran = await ServiceProcess.RunAsync(["--data", Service.DataFolder, "--", "test", "--json", "is", "what", "I", "typed", "--data"]);
        ran.Code.ShouldBe(0, ran.ToString());
        ran.Output.ShouldContain("--json is what I typed --data");
    }

    [Fact]
    public async Task Json_has_the_code_the_text_and_the_card()
    {
        foreach (var (words, code) in ((string[], int)[])[(["watches"], 0), (["claim", "999999"], 1), (["opne"], 2)])
        {
            var ran = await Service.SayAsync([.. words, "--json"]);
            ran.Code.ShouldBe(code);
            ran.Errors.ShouldBeEmpty();
            using var answer = JsonDocument.Parse(ran.Output);
            answer.RootElement.GetProperty("code").GetInt32().ShouldBe(code);
            answer.RootElement.GetProperty("text").GetString().ShouldNotBeNullOrWhiteSpace();
            answer.RootElement.GetProperty("card").GetProperty("title").GetString().ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public async Task Secret_comes_by_standard_input_and_is_the_one_that_opens_the_webhook()
    {
        var secret = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Inside("pagewatch.json"), """{"Fetch":{"AllowPrivate":["127.0.0.1"]}}""");
        await using var other = await ServiceProcess.StartAsync(folder.Path, "--no-demo");
        // The page of another service, so that it is not watched yet.
        var ran = await ServiceProcess.RunAsync(
            ["watch", Service.Address + "demo/", "--name", "piped", "--secret", "-", "--json", "--data", other.DataFolder], input: secret + "\n");
        ran.Code.ShouldBe(0, ran.ToString());
        ran.ToString().ShouldNotContain(secret[6..]);
        using var answer = JsonDocument.Parse(ran.Output);
        var hook = answer.RootElement.GetProperty("text").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Single(word => word.Contains("/hooks/", StringComparison.Ordinal));
        using var browser = other.Browser();
        (await browser.SendAsync(Signed(hook, secret))).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await browser.SendAsync(Signed(hook, "whsec_" + Convert.ToBase64String(new byte[24])))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await other.StopAsync()).ToString().ShouldNotContain(secret[6..]);
    }

    [Fact]
    public async Task Secret_that_does_not_come_is_missed()
    {
        var ran = await ServiceProcess.RunAsync(["watch", Service.Address + "demo/", "--name", "empty", "--token", "-", "--data", Service.DataFolder], input: "");
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain("--token - is read from standard input, and nothing came.");
        (await Service.SayAsync("watches")).Output.ShouldNotContain("empty");
    }

    [Fact]
    public async Task Key_of_another_start_is_refused_with_the_mend()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Inside("shell.json"), JsonSerializer.Serialize(new { address = Service.Address, token = new string('0', 64) }));
        var ran = await ServiceProcess.RunAsync(["open", "--data", folder.Path]);
        ran.Code.ShouldBe(1, ran.ToString());
        ran.Errors.ShouldContain($"does not know the key in {folder.Inside("shell.json")}");
        ran.Errors.ShouldContain("--data DIR");
        SettingsTests.NobodySeesAStackTrace(ran);
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("{}")]
    [InlineData("""{"address":"nowhere","token":"x"}""")]
    [InlineData("""{"address":"file:///etc/passwd","token":"x"}""")]
    [InlineData("""{"address":"http://127.0.0.1:1/","token":""}""")]
    [InlineData("""["http://127.0.0.1:1/"]""")]
    public async Task Damaged_key_is_named(string content)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Inside("shell.json"), content);
        foreach (var word in (string[])["open", "help"])
        {
            var ran = await ServiceProcess.RunAsync([word, "--data", folder.Path]);
            ran.Code.ShouldBe(1, ran.ToString());
            ran.Errors.ShouldContain($"{folder.Inside("shell.json")}) cannot be read");
            SettingsTests.NobodySeesAStackTrace(ran);
        }
    }

    [Fact]
    public async Task Without_a_service_help_tells_how_to_start_one_and_other_words_are_refused()
    {
        using var folder = new TemporaryFolder();
        var help = await ServiceProcess.RunAsync(["help", "--data", folder.Path]);
        help.Code.ShouldBe(0);
        help.Output.ShouldContain("starts the service");
        var open = await ServiceProcess.RunAsync(["open", "--data", folder.Path]);
        open.Code.ShouldBe(1);
        open.Errors.ShouldBe($"No service runs on {folder.Path}. Start it (without words), or name its folder with --data DIR.");
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty("asking leaves nothing behind");
    }

    [Fact]
    public async Task Key_of_a_dead_service_is_no_service()
    {
        using var folder = new TemporaryFolder();
        var nobody = new Uri($"http://127.0.0.1:{DeadPort()}/");
        await File.WriteAllTextAsync(folder.Inside("shell.json"), JsonSerializer.Serialize(new { address = nobody, token = "t" }));
        var open = await ServiceProcess.RunAsync(["open", "--data", folder.Path]);
        open.Code.ShouldBe(1, open.ToString());
        open.Errors.ShouldBe($"No service runs on {folder.Path} any more: nobody answers at {nobody}. Start it (without words), or name its folder with --data DIR.");
        (await ServiceProcess.RunAsync(["help", "--data", folder.Path])).Output.ShouldContain("starts the service");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnull")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    public async Task Another_program_on_the_port_of_a_dead_service_is_not_mistaken_for_it(string says)
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await File.WriteAllTextAsync(folder.Inside("shell.json"), JsonSerializer.Serialize(new { address = $"http://{other.LocalEndpoint}/", token = "t" }));
        var asking = ServiceProcess.RunAsync(["open", "--data", folder.Path]);
        using (var asked = await other.AcceptTcpClientAsync())
        {
            await asked.GetStream().ReadExactlyAsync(new byte[4]);
            await asked.GetStream().WriteAsync(Encoding.ASCII.GetBytes(says));
        }

        var ran = await asking;
        ran.Code.ShouldBe(1, ran.ToString());
        ran.Errors.ShouldContain($"is not the service of {folder.Path}");
        SettingsTests.NobodySeesAStackTrace(ran);
    }

    [Fact]
    public async Task Door_opens_only_to_its_token()
    {
        using var key = JsonDocument.Parse(await File.ReadAllBytesAsync(Service.ShellFile));
        var token = key.RootElement.GetProperty("token").GetString()!;
        (await KnockAsync("Bearer " + token, """{"words":["watches"]}""")).ShouldBe(HttpStatusCode.OK);
        (await KnockAsync(null, """{"words":["watches"]}""")).ShouldBe(HttpStatusCode.Unauthorized);
        (await KnockAsync("Bearer " + new string('0', 64), """{"words":["watches"]}""")).ShouldBe(HttpStatusCode.Unauthorized);
        (await KnockAsync("Bearer " + token[..^1], """{"words":["watches"]}""")).ShouldBe(HttpStatusCode.Unauthorized);
        (await KnockAsync(token, """{"words":["watches"]}""")).ShouldBe(HttpStatusCode.Unauthorized);
        // Whoever comes through a proxy does not sit at this machine.
        (await KnockAsync("Bearer " + token, """{"words":["watches"]}""", "203.0.113.9")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"words":null}""")]
    [InlineData("""{"words":["open",null]}""")]
    [InlineData("""{"words":"open"}""")]
    [InlineData("""{"words":[1]}""")]
    public async Task Door_refuses_what_is_no_line(string body)
    {
        using var key = JsonDocument.Parse(await File.ReadAllBytesAsync(Service.ShellFile));
        (await KnockAsync("Bearer " + key.RootElement.GetProperty("token").GetString(), body)).ShouldBe(HttpStatusCode.BadRequest);
        Service.Output.ShouldNotContain("fail:");
    }

    [Fact]
    public async Task Line_that_is_too_long_is_wrong_usage()
    {
        var ran = await Service.SayAsync("test", new string('x', 30_000));
        ran.Code.ShouldBe(2, ran.ToString());
        ran.Errors.ShouldContain("20,000");
    }

    private async Task<HttpStatusCode> KnockAsync(string? authorization, string body, string? forwardedFor = null)
    {
        using var browser = Service.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, "shell/say") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (forwardedFor is not null)
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await browser.SendAsync(request);
        return response.StatusCode;
    }

    private static HttpRequestMessage Signed(string hook, string secret) => SignedDelivery.Of(
        new Uri(hook), secret, "msg_1", """{"event":"post.created","post":{"id":"zz9","revision":1,"author":{"id":"v","name":"V"},"text":"Hello"}}"""u8.ToArray());

    private static int DeadPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public sealed class RunningService : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public ServiceProcess Service { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Service = await ServiceProcess.StartAsync(folder.Inside("data"));
            // The first posts have gone through once they can be found.
            for (var tries = 0; !(await Service.SayAsync("find", "parcel")).Output.Contains("Third parcel", StringComparison.Ordinal); tries++)
                tries.ShouldBeLessThan(40);
        }

        public async Task DisposeAsync() => await Service.DisposeAsync();

        public void Dispose() => folder.Dispose();
    }
}
