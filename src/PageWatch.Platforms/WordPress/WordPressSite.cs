using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.WordPress;

/// <summary>Where a site's API is, and as whom we ask it.</summary>
internal sealed record WordPressSite(Uri Api, Uri Home, Credentials Credentials, WordPressRights Rights)
{
    /// <summary>Names in <see cref="Page.Settings"/>; stored.</summary>
    public const string ApiSetting = "api";

    /// <inheritdoc cref="ApiSetting"/>
    public const string RightsSetting = "rights";

    public static PlatformId Platform { get; } = new("wordpress");

    public static WordPressSite Of(PageCall call)
    {
        var page = call.Page;
        var home = WithSlash(page.Address);
        var api = page.Settings.TryGetValue(ApiSetting, out var told) && Uri.TryCreate(told, UriKind.Absolute, out var address) ? address : new Uri(home, "wp-json/");
        _ = Enum.TryParse<WordPressRights>(page.Settings.GetValueOrDefault(RightsSetting), out var rights);
        return new WordPressSite(api, home, call.Credentials, rights);
    }

    public string? User => Blank(Credentials["user"]);

    public string? Password => Blank(Credentials["password"]);

    public bool HasAccount => User is not null && Password is not null;

    /// <summary>RFC 7617; null without an account.</summary>
    public string? Authorization => HasAccount ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")) : null;

    /// <summary>What asks for what only a moderator gets. It also makes a site say no once the password was revoked or the role was taken away: a public list comes all the same.</summary>
    public string Context => Rights == WordPressRights.Moderator ? "context=edit" : "context=view";

    /// <summary>What of the list is asked for: <c>all</c> is what is public or held, as WordPress means it.</summary>
    public string Listed => Rights == WordPressRights.Moderator ? "status=all&" : "";

    /// <param name="route">Below the API's base: <c>wp/v2/comments</c>; empty for its front page.</param>
    /// <param name="query">Without "?".</param>
    public Uri At(string route, string query)
    {
        // A site without pretty links carries the route in its query: https://site.example/?rest_route=/wp/v2/comments&per_page=100
        var plain = Api.Query.Length > 0;
        return new Uri($"{Api.AbsoluteUri}{route}{(query.Length == 0 ? "" : plain ? "&" : "?")}{query}");
    }

    /// <summary>A folder's address ends in "/", so that relative ones are relative to the folder; and it is written in one way only.</summary>
    public static Uri WithSlash(Uri address) => new(address.AbsolutePath.EndsWith('/') ? address.AbsoluteUri : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri.AbsoluteUri);

    private static string? Blank(string? secret) => string.IsNullOrWhiteSpace(secret) ? null : secret.Trim();
}
