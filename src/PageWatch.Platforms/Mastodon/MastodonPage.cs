using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Where a page's server is, what is read there, and as whom.</summary>
/// <param name="Server">Ends in "/".</param>
/// <param name="Account">The id of the account that is watched; null for a hashtag.</param>
/// <param name="Tag">Without "#"; null for an account.</param>
/// <param name="Limit">The longest post, in the server's own count.</param>
internal sealed record MastodonPage(Uri Server, string? Token, string? Account, string? Tag, int Limit)
{
    /// <summary>Names in <see cref="Page.Settings"/>; stored.</summary>
    public const string ServerSetting = "server";

    /// <inheritdoc cref="ServerSetting"/>
    public const string AccountSetting = "account";

    /// <inheritdoc cref="ServerSetting"/>
    public const string TagSetting = "tag";

    /// <inheritdoc cref="ServerSetting"/>
    public const string LimitSetting = "limit";

    public static PlatformId Platform { get; } = new("mastodon");

    /// <exception cref="PlatformException">The page is neither an account nor a hashtag.</exception>
    public static MastodonPage Of(PageCall call)
    {
        var page = call.Page;
        var server = page.Settings.TryGetValue(ServerSetting, out var told) && Uri.TryCreate(told, UriKind.Absolute, out var address) ? address : Root(page.Address);
        var account = page.AccountId ?? page.Settings.GetValueOrDefault(AccountSetting);
        var tag = page.Settings.GetValueOrDefault(TagSetting);
        if (tag is null && !MastodonId.IsGood(account))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read {page.Address}: neither an account nor a hashtag is noted for it. Watch it again.");
        var limit = int.TryParse(page.Settings.GetValueOrDefault(LimitSetting), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : MastodonCapabilities.UsualLimit;
        return new MastodonPage(server, TokenIn(call.Credentials), tag is null ? account : null, tag, limit);
    }

    public string Host => Server.Authority;

    /// <summary>The address of a post on the page's own server, where it says none.</summary>
    public Uri? LinkTo(StatusWire status) =>
        Uri.TryCreate(Server, $"/@{status.Account?.Acct}/{status.Id}", out var link) && link.Host == Server.Host ? link : null;

    public static Uri Root(Uri address) => new UriBuilder(address.Scheme, address.IdnHost, address.Port).Uri;

    /// <summary>As it was pasted: people copy the word before it too.</summary>
    public static string? TokenIn(Credentials credentials)
    {
        var token = credentials["token"]?.Trim();
        if (token?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
            token = token["Bearer ".Length..].Trim();
        return string.IsNullOrEmpty(token) ? null : token;
    }
}
