using System.Text.RegularExpressions;

namespace PageWatch.Platforms.Bluesky;

/// <summary>The address of a post: who wrote it, and its key among that account's posts. https://atproto.com/specs/at-uri-scheme</summary>
internal sealed partial record AtUri(string Did, string Key)
{
    /// <summary>The collection that posts lie in; of no other is an address read.</summary>
    public const string Posts = "app.bsky.feed.post";

    private const int Longest = 1000;

    /// <summary>Where people look at it. By the account's DID: handles change.</summary>
    public Uri Link => new($"{ProfileLink(Did).AbsoluteUri}/post/{Key}");

    // A DID may hold an escaped port, and the address must not unescape it.
    public static Uri ProfileLink(string did) => new($"https://bsky.app/profile/{did.Replace("%", "%25", StringComparison.Ordinal)}");

    /// <returns>Null for everything that is no post's address.</returns>
    public static AtUri? TryRead(string? text) =>
        text is { Length: <= Longest } && Form().Match(text) is { Success: true } match && match.Groups["key"].Value is not ("." or "..") and var key
            ? new AtUri(match.Groups["did"].Value, key)
            : null;

    /// <summary>An account's immutable name. https://atproto.com/specs/did</summary>
    public static bool IsDid(string? text) => text is { Length: <= 300 } && DidForm().IsMatch(text);

    public override string ToString() => $"at://{Did}/{Posts}/{Key}";

    [GeneratedRegex(@"\Aat://(?<did>did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,250})/app\.bsky\.feed\.post/(?<key>[A-Za-z0-9._:~-]{1,512})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\Adid:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,250}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex DidForm();
}
