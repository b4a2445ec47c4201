using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PageWatch.Demo;
using PageWatch.Demo.Wall;
using Shouldly;

namespace PageWatch.Testing.Demo;

/// <summary>The real page on a free loopback port, with a file of its own that outlives a restart.</summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    /// <summary>What the first day holds.</summary>
    public const int FirstPosts = 24;

    /// <summary>Those of it that the page itself wrote.</summary>
    public const int FirstReplies = 8;

    public const string Key = "a-key-for-the-tests-of-the-demo-page";
    public const string HookSecret = "whsec_dGhlLXNlY3JldC1vZi10aGUtdGVzdHMtb2YtdGhlLWRlbW8=";

    private readonly string folder = Directory.CreateTempSubdirectory("pagewatch-demo-").FullName;
    private readonly Action<IServiceCollection>? services;
    private WebApplication app = null!;

    private RunningDemo(Action<IServiceCollection>? services)
    {
        this.services = services;
        Options = new DemoOptions { File = Path.Combine(folder, "demo.db"), PublicBase = new Uri("http://127.0.0.1:0/demo/"), ApiKey = Key, HookSecret = HookSecret };
    }

    public DemoOptions Options { get; }

    public Uri Base => Options.PublicBase;

    public DemoWall Wall => app.Services.GetRequiredService<DemoWall>();

    /// <summary>The page's owner, with the key.</summary>
    public HttpClient Owner { get; private set; } = null!;

    public static async Task<RunningDemo> StartAsync(Uri? hookAddress = null, Action<IServiceCollection>? services = null)
    {
        var demo = new RunningDemo(services);
        demo.Options.HookAddress = hookAddress;
        await demo.StartAgainAsync();
        return demo;
    }

    /// <summary>On the same port and the same file.</summary>
    public async Task StartAgainAsync()
    {
        app = DemoSite.Create(Options, builder =>
        {
            builder.Logging.ClearProviders();
            services?.Invoke(builder.Services);
        });
        await app.StartAsync();
        Owner = Client();
        Owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public async Task StopAsync()
    {
        Owner.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>A browser without a script: keeps cookies, and shows redirects as they are.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Base };

    /// <summary>What would be on the disk if the machine lost its power now.</summary>
    public string CopyAsItLies()
    {
        var copy = Path.Combine(folder, "copy-" + Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return Path.Combine(copy, "demo.db");
    }

    public async Task<IHtmlDocument> PageAsync(string path = "")
    {
        using var client = Client();
        return Parse(await client.GetStringAsync(path));
    }

    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await Owner.GetStringAsync(path)).RootElement;

    /// <summary>Everything in the log of changes, read in pages.</summary>
    public async Task<List<JsonElement>> ChangesAsync(long after = 0, int limit = 7)
    {
        var posts = new List<JsonElement>();
        while (true)
        {
            var page = await GetAsync($"api/posts?after={after}&limit={limit}");
            posts.AddRange(page.GetProperty("posts").EnumerateArray());
            after = page.GetProperty("next").GetInt64();
            if (!page.GetProperty("more").GetBoolean())
                return posts;
        }
    }

    public Task<HttpResponseMessage> ReplyAsync(string id, string text) => Owner.PostAsync($"api/posts/{id}/replies", Json(new { text }));

    public static StringContent Json(object value) => new(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json");

    public static FormUrlEncodedContent Form(string? text = null, string? name = null, string? picture = null) => new(
        new Dictionary<string, string?> { ["text"] = text, ["name"] = name, ["picture"] = picture }
            .Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!)));

    /// <summary>As a visitor posts, without the limits of forms.</summary>
    public async Task<WallPost> SayAsync(string text, string name = "Ana", string? under = null)
    {
        var author = new WallAuthor("v-" + name, name);
        var outcome = under is null
            ? await Wall.WriteAsync(author, text, null, CancellationToken.None)
            : await Wall.AnswerAsync(under, author, text, null, CancellationToken.None);
        return outcome.ShouldBeOfType<WallOutcome.Done>().Post;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
