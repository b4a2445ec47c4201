using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.WordPress;

/// <summary>Recognises a WordPress site by the API that each of its answers names, and finds out what an account may do there.</summary>
/// <remarks>https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/</remarks>
internal sealed partial class WordPressFinder(WordPressApi api, IOptions<WordPressOptions> options) : IPageFinder
{
    private const string Relation = "https://api.w.org/";

    /// <summary>The link stands in the head; what follows is the article.</summary>
    private const int LongestHead = 200_000;

    private static readonly string[] Signs = ["/wp-content/", "/wp-includes/", "/wp-json/"];

    private const string IndexFields = "_fields=name,home,url,namespaces,authentication";

    public PlatformId Platform => WordPressSite.Platform;

    public int Order => 200;

    public string Title => "WordPress";

    public PageCapabilities AtBest => WordPressCapabilities.Of(WordPressRights.Moderator, options.Value);

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        var asked = address.Fragment.Length > 0 ? new UriBuilder(address) { Fragment = "" }.Uri : address;
        var doing = $"look at {asked}";
        // Without the account: whoever stands at the typed address has not been proven to be the site yet.
        var request = PageRequest.Get(asked, ("Accept", "text/html, application/rss+xml;q=0.9, */*;q=0.5"));
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (answer.Status == HttpStatusCode.TooManyRequests || (int)answer.Status >= 500)
            throw answer.Failure(request, doing, "", api.Now);
        if (IsFeedOfArticles(answer))
            return null;

        var named = ApiNamedBy(answer);
        foreach (var candidate in Candidates(answer, named))
        {
            var site = new WordPressSite(candidate, WordPressSite.WithSlash(answer.From), credentials, WordPressRights.Visitor);
            if (await IndexAsync(site, isNamed: candidate == named, cancellationToken) is { } index)
                return await DescribeAsync(site, index, cancellationToken);
        }

        return null;
    }

    /// <returns>Null when there is no WordPress behind this address.</returns>
    private async Task<IndexWire?> IndexAsync(WordPressSite site, bool isNamed, CancellationToken cancellationToken)
    {
        var doing = $"read what {site.Api} offers";
        var stranger = site with { Credentials = Credentials.None };
        var address = site.At("", IndexFields);
        var answer = await api.GetAsync(stranger, address, doing, cancellationToken);
        // Some sites keep their API from strangers. Their password goes no other way than encrypted.
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden && site.HasAccount && site.Api.Scheme == Uri.UriSchemeHttps)
            answer = await api.GetAsync(site, address, doing, cancellationToken);
        if (answer.IsSuccess)
            return answer.TryRead(WordPressJson.Default.IndexWire) is { IsWordPress: true } index ? index : null;
        // "rest_…" is WordPress's own word; a guessed address that is refused by somebody else proves nothing.
        var isOwnWord = WordPressApi.CodeOf(answer)?.StartsWith("rest_", StringComparison.Ordinal) == true;
        if (answer.Status == HttpStatusCode.NotFound || !(isNamed || isOwnWord))
            return null;
        throw api.Failure(site, WordPressApi.Request(site, HttpMethod.Get, address, null), answer, doing);
    }

    private async Task<FoundPage> DescribeAsync(WordPressSite site, IndexWire index, CancellationToken cancellationToken)
    {
        var home = HomeOf(site.Api, index);
        site = site with { Home = home };
        var name = HtmlText.Read(index.Name ?? "", null).Text is { Length: > 0 } told ? CleanText.Line(told, Author.LongestName) : home.Host;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { [WordPressSite.ApiSetting] = site.Api.AbsoluteUri };
        var found = new FoundPage(Platform, home, name, WordPressCapabilities.Of(WordPressRights.Visitor, options.Value)) { Settings = settings };
        if (site.User is null && site.Password is null)
        {
            return found with
            {
                Notes =
                [
                    "Every comment of the site is watched, under whichever article.",
                    $"Replies and held comments need a user name and an application password. {WordPressApi.HowToMakeOne}",
                ],
            };
        }

        if (!site.HasAccount)
            throw new PlatformException(PlatformFailure.Denied, $"Could not sign in to {home}: it takes a user name and an application password, and one of them is missing. {WordPressApi.HowToMakeOne}");
        // Over plain http anybody on the way reads a password; WordPress itself only offers it there when it was told that nobody is (WP_ENVIRONMENT_TYPE local).
        if (site.Api.Scheme != Uri.UriSchemeHttps && !index.TakesApplicationPasswords)
            throw new PlatformException(PlatformFailure.Denied, $"Could not sign in to {home}: the site takes no application passwords without https. Put it behind https, and watch its https address.");

        var me = await api.MeAsync(site, cancellationToken);
        var rights = me.Has("moderate_comments") ? WordPressRights.Moderator : me.Has("edit_posts") ? WordPressRights.Writer : WordPressRights.Member;
        settings[WordPressSite.RightsSetting] = rights.ToString();
        var accountName = CleanText.Line(WebUtility.HtmlDecode(me.Name ?? ""), Author.LongestName);
        List<string> notes = ["Every comment of the site is watched, under whichever article."];
        if (rights != WordPressRights.Moderator)
        {
            notes.Add(
                $"The account \"{accountName}\" may reply, but not moderate: held comments are not seen, its own replies may be held, and they cannot be taken back from here. Give it the role Editor.");
        }

        return found with
        {
            Can = WordPressCapabilities.Of(rights, options.Value),
            AccountId = CommentReading.NativeId(me.Id),
            AccountName = accountName,
            Notes = notes,
        };
    }

    /// <summary>The API's address as the site tells it, in a header or in the page's head; null when it tells none of its own host.</summary>
    private static Uri? ApiNamedBy(PageAnswer answer)
    {
        var headers = answer.Headers.TryGetValue("link", out var values) ? values : [];
        var told = headers.SelectMany(header => HeaderLink().Matches(header))
            .Where(link => link.Groups["how"].Value.Contains(Relation, StringComparison.OrdinalIgnoreCase))
            .Select(link => link.Groups["to"].Value);
        if (IsHtml(answer))
            told = told.Concat(LinksInHead(answer));
        return told.Select(link => OwnApi(HtmlText.Resolve(link, answer.From), answer.From)).FirstOrDefault(link => link is not null);
    }

    private static IEnumerable<string> LinksInHead(PageAnswer answer)
    {
        var text = answer.Text;
        using var page = new HtmlParser().ParseDocument(text.Length > LongestHead ? text[..LongestHead] : text);
        foreach (var link in page.Head?.QuerySelectorAll("link[rel][href]") ?? (IEnumerable<AngleSharp.Dom.IElement>)[])
        {
            if (link.GetAttribute("rel")!.Contains(Relation, StringComparison.OrdinalIgnoreCase))
                yield return link.GetAttribute("href")!;
        }
    }

    /// <summary>A password follows this address: it must lie on the host that the user named. A page that was read over https names no weaker one.</summary>
    private static Uri? OwnApi(Uri? link, Uri page)
    {
        if (link is null || link.Host != page.Host || link.UserInfo.Length > 0)
            return null;
        if (page.Scheme == Uri.UriSchemeHttps && link.Scheme != Uri.UriSchemeHttps)
            link = new UriBuilder(link) { Scheme = Uri.UriSchemeHttps, Port = page.Port }.Uri;
        link = new Uri(link.GetLeftPart(UriPartial.Query));
        return link.Query.Length > 0 ? link : WordPressSite.WithSlash(link);
    }

    /// <summary>Some sites hide where their API is. It is guessed where there is reason to: a forum beside somebody's WordPress is not that WordPress.</summary>
    private static IEnumerable<Uri> Candidates(PageAnswer answer, Uri? named)
    {
        if (named is not null)
            yield return named;
        else if (answer.From.AbsolutePath != "/" && !(IsHtml(answer) && Signs.Any(sign => answer.Text.Contains(sign, StringComparison.Ordinal))))
            yield break;
        var root = new Uri(answer.From.GetLeftPart(UriPartial.Authority) + "/");
        var pretty = new Uri(root, "wp-json/");
        if (pretty != named)
            yield return pretty;
        yield return new Uri(root, "?rest_route=/");
    }

    /// <summary>The site's home as it says itself, as long as that is on its own host: an address on somebody else's would be a false name.</summary>
    private static Uri HomeOf(Uri api, IndexWire index)
    {
        if (HtmlText.Resolve(index.Home ?? index.Url, null) is { } told && told.Host == api.Host && told.UserInfo.Length == 0)
        {
            var home = new UriBuilder(told) { Query = "", Fragment = "" };
            if (api.Scheme == Uri.UriSchemeHttps && home.Scheme != Uri.UriSchemeHttps)
                (home.Scheme, home.Port) = (Uri.UriSchemeHttps, api.Port);
            return WordPressSite.WithSlash(home.Uri);
        }

        var path = api.AbsolutePath.EndsWith("/wp-json/", StringComparison.Ordinal) ? api.AbsolutePath[..^"wp-json/".Length] : "/";
        return new Uri(new Uri(api.GetLeftPart(UriPartial.Authority)), path);
    }

    /// <summary>
    /// Who types the address of a feed of articles wants the articles, and feeds have a folder of their own. A feed of comments is asked through the
    /// API, which also tells who answers whom. An empty feed could be either; then the site decides.
    /// </summary>
    private static bool IsFeedOfArticles(PageAnswer answer) =>
        answer.IsSuccess
        && answer.Header("Content-Type") is { } type && type.Contains("xml", StringComparison.OrdinalIgnoreCase) && !type.Contains("xhtml", StringComparison.OrdinalIgnoreCase)
        && !answer.From.PathAndQuery.Contains("comments", StringComparison.OrdinalIgnoreCase)
        && answer.Text is var feed && (feed.Contains("<item", StringComparison.Ordinal) || feed.Contains("<entry", StringComparison.Ordinal))
        && !feed.Contains("#comment-", StringComparison.Ordinal);

    private static bool IsHtml(PageAnswer answer) => answer.Header("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    [GeneratedRegex("<(?<to>[^<>]{1,2000})>(?<how>[^<]{0,2000})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex HeaderLink();
}
