using System.Net;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Recognises a demo page by what it says about itself.</summary>
internal sealed class DemoPageFinder(DemoPageApi api) : IPageFinder
{
    private const string Kind = "pagewatch-demo";
    private const string About = "api/about";
    private const string Posts = "/posts/";

    public PlatformId Platform => DemoPagePlatform.Id;

    public int Order => 50;

    public string Title => "PageWatch demo page";

    public PageCapabilities AtBest => DemoPagePlatform.WithKey;

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            return null;
        var start = StartOf(address);
        var doing = $"ask {start} what it is";
        var asked = DemoPageApi.Ask(HttpMethod.Get, start, About, token: null);
        var answer = await api.SendAsync(asked, doing, cancellationToken);
        if (ReadAbout(answer) is not { Kind: Kind, Name: { Length: > 0 } name } about)
            return null;

        var page = AddressOf(about, new Uri(answer.From, "../"));
        if (credentials[DemoPagePlatform.Token] is not { Length: > 0 } token)
        {
            return new FoundPage(Platform, page, CleanText.Line(name, 200), DemoPagePlatform.WithoutKey)
            {
                Notes = ["Without the page's API key (\"token\") it can only tell by webhook: nothing is read back, and nothing is replied."],
            };
        }

        // Asked where the first answer came from, so that the key goes nowhere else.
        var opened = DemoPageApi.Ask(HttpMethod.Get, new Uri(answer.From, "../"), About, token);
        var account = (await api.AskAsync(opened, doing, DemoPageJson.Default.AboutWire, cancellationToken)).Account;
        if (account is not { Id.Length: > 0 })
            throw DemoPageApi.NotUnderstood(opened, doing, "it took the key and named no account", null);
        return new FoundPage(Platform, page, CleanText.Line(name, 200), DemoPagePlatform.WithKey)
        {
            AccountId = account.Id,
            AccountName = CleanText.Line(account.Name ?? name, Author.LongestName),
        };
    }

    /// <summary>Where the page starts, if this is one: a link to one of its posts, or one without the last slash, is typed just as well.</summary>
    private static Uri StartOf(Uri address)
    {
        var path = address.AbsolutePath;
        var post = path.LastIndexOf(Posts, StringComparison.Ordinal);
        if (post >= 0 && path.IndexOf('/', post + Posts.Length) < 0)
            path = path[..post];
        return new Uri(address, path.EndsWith('/') ? path : path + "/");
    }

    private static AboutWire? ReadAbout(PageAnswer answer)
    {
        if (answer.Status != HttpStatusCode.OK)
            return null;
        try
        {
            return JsonSerializer.Deserialize(answer.Text, DemoPageJson.Default.AboutWire);
        }
        catch (JsonException)
        {
            return null; // some other site's page
        }
    }

    /// <summary>The page knows its own address best, and may name no other site: what is sent there later carries its key.</summary>
    private static Uri AddressOf(AboutWire about, Uri asked)
    {
        if (DemoPagePost.LinkOf(about.Url) is not { UserInfo: "", Query: "", Fragment: "" } told || !told.AbsolutePath.EndsWith('/'))
            return asked;
        if (told.Port != asked.Port || told.Scheme != asked.Scheme)
            return asked;
        return told.Host == asked.Host || (told.IsLoopback && asked.IsLoopback) ? told : asked;
    }
}
