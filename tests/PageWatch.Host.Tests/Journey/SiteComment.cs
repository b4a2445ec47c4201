using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using PageWatch.Testing.WordPress;

namespace PageWatch.Host.Tests.Journey;

/// <summary>A comment as the site itself keeps it.</summary>
internal sealed record SiteComment(string Id, string Parent, string Author, string Text, string Status, DateTimeOffset WrittenAt)
{
    public static async Task<SiteComment> ReadAsync(RealWordPress site, string id) => Of(await site.StaffAsync(HttpMethod.Get, $"comments/{id}?context=edit"));

    /// <summary>Everything that stands under an article, set aside or not, oldest first.</summary>
    public static async Task<IReadOnlyList<SiteComment>> UnderAsync(RealWordPress site, long article)
    {
        var told = await site.StaffAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"comments?post={article}&status=any&context=edit&per_page=100&orderby=id&order=asc"));
        return [.. told.EnumerateArray().Select(Of)];
    }

    /// <summary>What the page's account wrote under an article.</summary>
    public static async Task<IReadOnlyList<SiteComment>> OursUnderAsync(RealWordPress site, long article) =>
        [.. (await UnderAsync(site, article)).Where(comment => comment.Author == site["WP_EDITOR_ID"])];

    /// <summary>Whether everybody sees this on the article's page.</summary>
    /// <param name="selector">As in a style sheet; comments have the ids <c>comment-12</c>.</param>
    public static async Task<bool> IsShownAsync(RealWordPress site, long article, string selector)
    {
        using var visitor = new HttpClient();
        using var page = new HtmlParser().ParseDocument(await visitor.GetStringAsync(new Uri(site.Base, string.Create(CultureInfo.InvariantCulture, $"?p={article}"))));
        return page.QuerySelector(selector) is not null;
    }

    private static SiteComment Of(JsonElement told) => new(
        told.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture),
        told.GetProperty("parent").GetInt64().ToString(CultureInfo.InvariantCulture),
        told.GetProperty("author").GetInt64().ToString(CultureInfo.InvariantCulture),
        WebUtility.HtmlDecode(told.GetProperty("content").GetProperty("raw").GetString()!),
        told.GetProperty("status").GetString()!,
        DateTimeOffset.ParseExact(told.GetProperty("date_gmt").GetString()!, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
