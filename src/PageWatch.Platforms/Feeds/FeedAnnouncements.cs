using System.Net;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using PageWatch.Domain.Posts;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.Feeds;

/// <summary>Finds the feeds that a web page announces: https://www.rssboard.org/rss-autodiscovery</summary>
internal static class FeedAnnouncements
{
    private const int Most = 20;
    private const int LongestPage = 1_000_000;

    /// <returns>In the page's order, each address once.</returns>
    public static IReadOnlyList<AnnouncedFeed> In(string page, Uri address)
    {
        var announced = new List<AnnouncedFeed>();
        var relativeTo = address;
        using var source = new TextSource(page.Length > LongestPage ? page[..LongestPage] : page);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { SkipComments = true };
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile && announced.Count < Most; token = tokenizer.Get())
        {
            if (token.Type != HtmlTokenType.StartTag)
                continue;
            var tag = token.AsTag();
            switch (tag.Name)
            {
                case "script":
                    tokenizer.State = HtmlParseMode.Script;
                    break;
                case "style" or "noframes" or "iframe":
                    tokenizer.State = HtmlParseMode.Rawtext;
                    break;
                case "textarea" or "title":
                    tokenizer.State = HtmlParseMode.RCData;
                    break;
                case "base":
                    relativeTo = HtmlText.Resolve(tag.GetAttribute("href"), address) ?? relativeTo;
                    break;
                case "link" when IsFeed(tag) && HtmlText.Resolve(tag.GetAttribute("href"), relativeTo) is { } feed:
                    if (!announced.Exists(each => each.Address == feed))
                        announced.Add(new AnnouncedFeed(feed, CleanText.Line(WebUtility.HtmlDecode(tag.GetAttribute("title")), 100) is { Length: > 0 } title ? title : null));
                    break;
            }
        }

        return announced;
    }

    // application/json is left out: pages announce their API with it.
    private static bool IsFeed(HtmlTagToken link) =>
        (link.GetAttribute("rel") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Contains("alternate", StringComparer.OrdinalIgnoreCase)
        && (link.GetAttribute("type") ?? "").Split(';')[0].Trim().ToLowerInvariant() is "application/rss+xml" or "application/atom+xml" or "application/feed+json";
}
