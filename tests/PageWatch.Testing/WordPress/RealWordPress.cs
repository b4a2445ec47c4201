using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.WordPress;
using Shouldly;

namespace PageWatch.Testing.WordPress;

/// <summary>A running site, its visitors and its staff; and the platform wired as the product wires it, over the real network.</summary>
public sealed partial class RealWordPress : IDisposable
{
    private const string Variable = "PAGEWATCH_TEST_WORDPRESS";

    private readonly Dictionary<string, string> lines;
    private readonly ServiceProvider services;
    private readonly HttpClient staff = new();

    public RealWordPress()
    {
        var file = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(file))
            throw new InvalidOperationException($"There is no WordPress to test against. Run ./test, which starts one; or run infra/test/wordpress/start.sh > wp.env and set {Variable}=wp.env.");
        lines = File.ReadLines(file).Select(line => KeyAndValue().Match(line)).Where(line => line.Success)
            .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value, StringComparer.Ordinal);

        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Fetch:AllowPrivate:0"] = "127.0.0.1" }).Build());
        collection.AddSingleton(TimeProvider.System);
        collection.AddFetching();
        collection.AddWordPress();
        collection.AddHttpClient(FetchServices.ClientName).AddHttpMessageHandler(() => Line);
        services = collection.BuildServiceProvider();
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{this["WP_EDITOR_USER"]}:{this["WP_EDITOR_APP_PASSWORD"]}")));
    }

    public string this[string name] => lines.TryGetValue(name, out var value) ? value : throw new InvalidDataException($"The file of {Variable} has no line {name}.");

    public Uri Base => new(this["WP_BASE"]);

    /// <summary>The line to the site, for tests that cut it.</summary>
    public CutLine Line { get; } = new();

    public IPageFinder Finder => services.GetRequiredService<IPageFinder>();

    public IPollSource Source => services.GetRequiredService<IPollSource>();

    public IReplyPublisher Publisher => services.GetRequiredService<IReplyPublisher>();

    public Credentials Account(string who) => Login(this[$"WP_{who}_USER"], this[$"WP_{who}_APP_PASSWORD"]);

    public static Credentials Login(string user, string password) => new(new Dictionary<string, string> { ["user"] = user, ["password"] = password });

    /// <summary>The site as a watch knows it.</summary>
    /// <param name="who">EDITOR, AUTHOR or MEMBER; null for a watch without an account.</param>
    public async Task<PageCall> WatchAsync(string? who)
    {
        var credentials = who is null ? Credentials.None : Account(who);
        var found = (await Finder.FindAsync(Base, credentials, CancellationToken.None)).ShouldNotBeNull();
        return new PageCall(
            new Page
            {
                Id = new PageId(1),
                Platform = found.Platform,
                Address = found.Address,
                Name = found.Name,
                AccountId = found.AccountId,
                AccountName = found.AccountName,
                Settings = found.Settings,
            },
            credentials);
    }

    public async Task<(IReadOnlyList<SourceEvent> Events, Cursor? Next)> PollAsync(PageCall call, Cursor? after, params IEnumerable<KnownPost> known)
    {
        var events = new List<SourceEvent>();
        PollResult result;
        do
        {
            result = await Source.PollAsync(call with { Known = [.. known] }, Source.StreamsOf(call.Page)[0], after, CancellationToken.None);
            events.AddRange(result.Events);
            after = result.Next ?? after;
        }
        while (result.MoreNow);
        return (events, after);
    }

    /// <summary>A visitor has no account and uses the page's form. Each comes from an address of their own: the site takes one comment in 15 s from one.</summary>
    /// <returns>The comment's id.</returns>
    public async Task<string> VisitorSaysAsync(long article, string text, string name = "Jana", string? answering = null, string? link = null)
    {
        var number = RandomNumberGenerator.GetBytes(3);
        var from = new IPAddress([127, (byte)(1 + (number[0] % 250)), number[1], (byte)(1 + (number[2] % 250))]);
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var visitor = new HttpClient(handler);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["author"] = name,
            ["email"] = $"visitor-{Guid.NewGuid():N}@example.test",
            ["url"] = link ?? "",
            ["comment"] = text,
            ["comment_post_ID"] = article.ToString(CultureInfo.InvariantCulture),
            ["comment_parent"] = answering ?? "0",
        });
        using var answer = await visitor.PostAsync(new Uri(Base, "wp-comments-post.php"), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.Fragment["#comment-".Length..];
    }

    /// <summary>What somebody of the site does in its own tools.</summary>
    public async Task<JsonElement> StaffAsync(HttpMethod method, string route, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Base, "wp-json/wp/v2/" + route)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await staff.SendAsync(request);
        var told = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(told);
        return JsonSerializer.Deserialize<JsonElement>(told);
    }

    /// <summary>An article for one test alone.</summary>
    public async Task<long> ArticleAsync(string title = "An article") =>
        (await StaffAsync(HttpMethod.Post, "posts", new { title, content = "<p>Words.</p>", status = "publish", comment_status = "open" })).GetProperty("id").GetInt64();

    public void Dispose()
    {
        services.Dispose();
        staff.Dispose();
    }

    [GeneratedRegex("^([A-Z_]+)='([^']*)'$")]
    private static partial Regex KeyAndValue();
}

/// <summary>A line that can lose an answer: the site gets the request and carries it out, and nobody hears of it.</summary>
public sealed class CutLine : DelegatingHandler
{
    public bool LosesNextAnswer { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (!LosesNextAnswer || request.Method == HttpMethod.Get)
            return answer;
        LosesNextAnswer = false;
        answer.Dispose();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "The line was cut.");
    }
}
