using System.Text.RegularExpressions;

namespace PageWatch.Platforms.Mastodon;

/// <summary>What an address names on a server that speaks Mastodon's API. Nothing is asked; whether there is such a server is found out later.</summary>
/// <param name="Server">Where it was typed; ends in "/".</param>
internal sealed partial record MastodonAddress(Uri Server)
{
    private static readonly HashSet<string> Tabs = new(StringComparer.OrdinalIgnoreCase) { "with_replies", "media", "featured", "followers", "following", "tagged", "statuses", "collections" };

    /// <summary>Words that stand there on sites of every kind; nobody is asked for their sake.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase) { "feed", "feeds", "rss", "atom", "blog", "news", "tags", "users", "about", "reviews", "forum", "shop" };

    /// <summary>The account's name without "@"; null where the server or a hashtag is named.</summary>
    public string? Name { get; private init; }

    /// <summary>The account's own domain, where a handle or another server's profile was typed.</summary>
    public string? Home { get; private init; }

    /// <summary>The server's id of the account, where the address holds that instead of a name.</summary>
    public string? Id { get; private init; }

    /// <summary>In lower case, without "#".</summary>
    public string? Tag { get; private init; }

    /// <summary>No other kind of page is likely to have this form. Many have <c>/tags/x</c>, <c>/users/x</c> or a plain word, and need not be of this API.</summary>
    public bool IsSure { get; private init; }

    /// <summary>The server itself: its token says which account.</summary>
    public bool IsServer => Name is null && Id is null && Tag is null;

    /// <returns>Null when it has none of the forms.</returns>
    public static MastodonAddress? Read(Uri address)
    {
        var server = new MastodonAddress(MastodonPage.Root(address));
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        // "name@server" and "acct:name@server", as an address reads them.
        if (address.UserInfo.Length > 0)
        {
            var typed = Uri.UnescapeDataString(address.UserInfo);
            var name = (typed.StartsWith("acct:", StringComparison.OrdinalIgnoreCase) ? typed["acct:".Length..] : typed).TrimStart('@');
            return parts.Length == 0 && address.Query.Length == 0 && IsName(name) ? server with { Name = name, Home = address.IdnHost, IsSure = true } : null;
        }

        if (parts.Length > 1 && parts[0] is "web" or "deck")
            parts = parts[1..];
        return parts switch
        {
            [] => server,
            [['@', .. var handle], .. var below] when below.Length == 0 || IsBelow(below) => OfHandle(server, handle),
            ["users", var name, ..] when IsName(name) => server with { Name = name },
            ["ap", "users", var id, ..] when MastodonId.IsGood(id) => server with { Id = id, IsSure = true },
            ["accounts", var id] when MastodonId.IsGood(id) => server with { Id = id },
            ["tags", var tag] when IsTag(tag) => server with { Tag = tag.ToLowerInvariant() },
            ["profile", var name] when IsName(name) => server with { Name = name },
            [var name] when IsName(name) && !name.Contains('.', StringComparison.Ordinal) && !Others.Contains(name) => server with { Name = name },
            _ => null,
        };
    }

    private static MastodonAddress? OfHandle(MastodonAddress server, string handle)
    {
        var at = handle.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? handle : handle[..at];
        var home = at < 0 ? null : handle[(at + 1)..];
        if (!IsName(name) || (home is not null && Uri.CheckHostName(home) != UriHostNameType.Dns))
            return null;
        return server with { Name = name, Home = home, IsSure = true };
    }

    /// <summary>What stands below an account: one of its posts, or another view of it.</summary>
    private static bool IsBelow(string[] below) => Tabs.Contains(below[0]) || (below.Length == 1 && MastodonId.IsGood(below[0]) && below[0].All(char.IsAsciiLetterOrDigit));

    // "/@name.rss" and "/tags/x.rss" are feeds; who types one means the feed.
    private static bool IsName(string name) => name.Length <= 200 && NameForm().IsMatch(name) && !IsFeed(name);

    private static bool IsTag(string tag) => tag.Length <= 200 && TagForm().IsMatch(tag) && !IsFeed(tag);

    private static bool IsFeed(string name) =>
        name.EndsWith(".rss", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".atom", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    // https://docs.joinmastodon.org/spec/webfinger/: letters, digits, "_"; inside also "." and "-".
    [GeneratedRegex("^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[\p{L}\p{M}\p{N}_·]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagForm();
}
