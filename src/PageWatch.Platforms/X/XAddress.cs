using System.Text.RegularExpressions;

namespace PageWatch.Platforms.X;

/// <summary>What an address on X names. Nothing is asked.</summary>
internal sealed partial record XAddress
{
    private static readonly HashSet<string> Hosts = new(StringComparer.OrdinalIgnoreCase)
        { "x.com", "www.x.com", "mobile.x.com", "m.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com", "m.twitter.com" };

    /// <summary>Words that stand where a name would, and are X's own.</summary>
    private static readonly Dictionary<string, string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        ["home"] = "the timeline of whoever is signed in",
        ["explore"] = "X's own overview",
        ["notifications"] = "what is told to whoever is signed in",
        ["messages"] = "the messages of whoever is signed in",
        ["settings"] = "the settings of whoever is signed in",
        ["search"] = "a search",
        ["search-advanced"] = "a search",
        ["hashtag"] = "a hashtag",
        ["intent"] = "a form to post or follow",
        ["share"] = "a form to post",
        ["compose"] = "a form to post",
        ["login"] = "the way in",
        ["signup"] = "the way in",
        ["logout"] = "the way out",
        ["tos"] = "X's terms",
        ["privacy"] = "X's terms",
        ["about"] = "about X",
        ["jobs"] = "X's job board",
        ["oauth"] = "a form to let an app in",
        ["account"] = "the settings of whoever is signed in",
        ["i"] = "a page of X's own",
    };

    /// <summary>Without "@"; null where an id, or nothing, is named.</summary>
    public string? Name { get; private init; }

    /// <summary>The account's id; null where none is named.</summary>
    public string? AccountId { get; private init; }

    /// <summary>A post of the account, where no name stands beside it.</summary>
    public string? PostId { get; private init; }

    /// <summary>Why this is no account's page; null when it is one.</summary>
    public string? Problem { get; private init; }

    /// <summary>X itself: the keys say which account.</summary>
    public bool IsSite => Name is null && AccountId is null && PostId is null && Problem is null;

    /// <returns>Null when it is elsewhere.</returns>
    public static XAddress? Read(Uri address)
    {
        if (address.Scheme is not ("http" or "https") || !address.IsDefaultPort || !Hosts.Contains(address.Host))
            return null;
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        // "name@x.com", as an address reads it; old links have the name behind "#!/".
        if (address.UserInfo.Length > 0)
            return parts.Length == 0 ? OfName(Uri.UnescapeDataString(address.UserInfo)) : No("nothing that X has");
        if (parts.Length == 0 && address.Fragment.StartsWith("#!/", StringComparison.Ordinal))
            parts = [.. Uri.UnescapeDataString(address.Fragment[3..]).Split('/', StringSplitOptions.RemoveEmptyEntries)];
        return parts switch
        {
            [] => new XAddress(),
            ["i", "user", var id, ..] => XId.IsGood(id) ? new XAddress { AccountId = id } : No("no account: its number is none"),
            ["i", "web", "status", var id, ..] => OfPost(id),
            ["i", "status", var id, ..] => OfPost(id),
            ["intent", "user" or "follow", ..] when Asked(address, "user_id") is { } id => XId.IsGood(id) ? new XAddress { AccountId = id } : No("no account: its number is none"),
            ["intent", "user" or "follow", ..] when Asked(address, "screen_name") is { } name => OfName(name),
            ["i", "lists", ..] => No("a list"),
            ["i", "communities", ..] => No("a community"),
            ["i", "spaces" or "broadcasts", ..] => No("a live talk"),
            [_, "lists", ..] => No("a list"),
            [var word, ..] when Reserved.TryGetValue(word, out var what) => No(what),
            [var name, ..] => OfName(name),
        };
    }

    public static bool IsName(string? name) => name is not null && NameForm().IsMatch(name);

    private static XAddress OfName(string typed)
    {
        var name = typed.StartsWith('@') ? typed[1..] : typed;
        return IsName(name) ? new XAddress { Name = name } : No("no account: a name has at most 15 letters, digits and underscores");
    }

    private static XAddress OfPost(string id) => XId.IsGood(id) ? new XAddress { PostId = id } : No("no post: its number is none");

    private static XAddress No(string what) => new() { Problem = what };

    private static string? Asked(Uri address, string name) =>
        address.Query.TrimStart('?').Split('&').Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal)).Select(pair => Uri.UnescapeDataString(pair[(name.Length + 1)..])).FirstOrDefault();

    // https://help.x.com/en/managing-your-account/x-username-rules
    [GeneratedRegex("^[A-Za-z0-9_]{1,15}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NameForm();
}
