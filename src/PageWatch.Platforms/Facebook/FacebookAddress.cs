namespace PageWatch.Platforms.Facebook;

/// <summary>What an address of Facebook names. Nothing is asked; whether it is the token's Page is found out later.</summary>
/// <param name="Name">As it stands in addresses; null where none is named.</param>
/// <param name="Id">Null where none is named. May be that of a profile that belongs to the Page, which is another number.</param>
/// <param name="WhyNot">Why nothing can be watched there, and the mend; null where something may be.</param>
internal sealed record FacebookAddress(string? Name, string? Id, string? WhyNot)
{
    private const string GoToPage = "Open it, go to the Page that it stands on, and give that address.";

    /// <summary>Parts of Facebook that are no place where people write publicly.</summary>
    private static readonly HashSet<string> OtherHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        "graph", "graph-video", "developers", "about", "l", "lm", "apps", "static", "connect", "api", "upload", "newsroom", "engineering", "research", "ai", "design", "investor", "star", "edge-chat",
    };

    private static readonly HashSet<string> OtherPlaces = new(StringComparer.OrdinalIgnoreCase)
    {
        "me", "home", "home.php", "login", "login.php", "help", "policies", "policy", "settings", "search", "notifications", "friends", "messages", "bookmarks", "privacy", "legal", "terms", "terms.php",
        "recover", "reg", "r.php", "plugins", "dialog", "sharer", "sharer.php", "ads", "business", "careers", "directory", "public", "lite", "fundraisers", "donate", "games", "gaming", "tr", "ajax", "api", "rsrc.php",
    };

    /// <summary>Names nothing below Facebook itself.</summary>
    public bool IsFacebookItself => Name is null && Id is null && WhyNot is null;

    /// <returns>Null when it is none of Facebook's.</returns>
    public static FacebookAddress? Read(Uri address)
    {
        if (address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            return null;
        var host = address.IdnHost.ToLowerInvariant().TrimEnd('.');
        if (host is "fb.watch" or "fb.me" or "www.fb.me")
            return No("This is a short address that does not name its Page. " + GoToPage);
        if (host is "m.me" or "messenger.com" or "www.messenger.com")
            return No("Messages are private: nothing public stands there to be watched.");
        var below = host is "facebook.com" or "fb.com" ? "" : host.EndsWith(".facebook.com", StringComparison.Ordinal) ? host[..^".facebook.com".Length] : host.EndsWith(".fb.com", StringComparison.Ordinal) ? host[..^".fb.com".Length] : null;
        if (below is null || OtherHosts.Contains(below))
            return null;
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => Uri.UnescapeDataString(part).Trim()).Where(part => part.Length > 0).ToArray();
        var query = QueryOf(address);
        return Read(parts, query);
    }

    private static FacebookAddress Read(string[] parts, Dictionary<string, string> query)
    {
        // The Business Suite names the Page it works on in its query.
        if (Number(query.GetValueOrDefault("asset_id")) is { } asset)
            return new FacebookAddress(null, asset, null);
        if (parts.Length == 0)
            return new FacebookAddress(null, null, null);
        var first = parts[0].ToLowerInvariant();
        switch (first)
        {
            case "groups":
                return No("This is a group. The API that PageWatch reads Facebook with gives Pages alone.");
            case "events":
                return No("This is an event, and only Pages can be watched. Watch the Page that holds it.");
            case "marketplace" or "stories" or "hashtag":
                return No("This is no Page. Give the address of a Page: https://www.facebook.com/its-name.");
            case "profile.php":
                return ByQuery(query, "id") ?? No("The address lacks the number of the profile: https://www.facebook.com/profile.php?id=1234567.");
            case "permalink.php" or "story.php":
                return ByQuery(query, "id") ?? No("The address does not name the Page that the post stands on. " + GoToPage);
            case "photo.php" or "photo" or "photos" or "video.php" or "watch" or "reel" or "reels" or "share" or "share.php" or "video" or "videos" or "media" or "p.php":
                return ByQuery(query, "id") ?? No("This shows one thing and does not name its Page. " + GoToPage);
            case "people" or "pages":
                return OfList(parts);
            case "pg" when parts.Length > 1:
                return Named(parts[1]);
            case "p" when parts.Length > 1:
                return Named(parts[1]);
        }

        return OtherPlaces.Contains(first) || (first.EndsWith(".php", StringComparison.Ordinal) && parts.Length == 1)
            ? No("This is no Page. Give the address of a Page: https://www.facebook.com/its-name.")
            : Named(parts[0]);
    }

    /// <summary><c>/people/Name/61550000000000</c>, <c>/pages/Name/108…</c>, <c>/pages/category/Cafe/Name-108…</c>.</summary>
    private static FacebookAddress OfList(string[] parts)
    {
        for (var i = parts.Length - 1; i > 0; i--)
        {
            if (Number(parts[i]) is { } id)
                return new FacebookAddress(null, id, null);
        }

        return parts is [_, "category", _, var name, ..] ? Named(name) : No("The address lacks the Page's number. Open the Page and copy its whole address.");
    }

    /// <summary>A name, a number, or both: <c>Contoso-Coffee-108200000000001</c>.</summary>
    private static FacebookAddress Named(string part)
    {
        if (Number(part) is { } id)
            return new FacebookAddress(null, id, null);
        var name = part.TrimStart('@');
        if (name.Length is 0 or > 200 || !name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' '))
            return No("This does not look like the address of a Page: https://www.facebook.com/its-name.");
        var dash = name.LastIndexOf('-');
        return new FacebookAddress(name, dash >= 0 ? Number(name[(dash + 1)..]) : null, null);
    }

    private static FacebookAddress? ByQuery(Dictionary<string, string> query, string name) => Number(query.GetValueOrDefault(name)) is { } id ? new FacebookAddress(null, id, null) : null;

    /// <summary>Shorter numbers are part of a name.</summary>
    private static string? Number(string? text) => text is { Length: >= 5 and <= 40 } && FacebookId.IsPlain(text) ? text : null;

    private static FacebookAddress No(string why) => new(null, null, why);

    private static Dictionary<string, string> QueryOf(Uri address)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in address.Query.TrimStart('?').Split('&', 50))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                query.TryAdd(part[..equals], Uri.UnescapeDataString(part[(equals + 1)..]));
        }

        return query;
    }
}
