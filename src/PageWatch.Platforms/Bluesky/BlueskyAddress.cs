using System.Text.RegularExpressions;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Reads what people type or paste for an account: the address of its profile or of one of its posts, its handle, its DID.</summary>
internal static partial class BlueskyAddress
{
    private const string HostedEnd = ".bsky.social";

    /// <returns>The handle in lower case, or the DID; null when the address is no account's.</returns>
    public static string? ActorIn(Uri address)
    {
        if (address.Scheme == "at")
            return ActorOf(AtForm().Match(address.OriginalString) is { Success: true } match ? Uri.UnescapeDataString(match.Groups["actor"].Value) : null);
        if (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            return null;
        if (address.Host is "bsky.app" or "www.bsky.app")
            return ProfileForm().Match(address.AbsolutePath) is { Success: true } profile ? ActorOf(Uri.UnescapeDataString(profile.Groups["actor"].Value)) : null;
        // "@ana.bsky.social" and "ana.bsky.social" come as https://@ana.bsky.social/. A handle on a domain of its own looks like that domain's website, and is
        // one as a rule: only the "@" before it tells.
        if (address.AbsolutePath != "/" || !address.IsDefaultPort)
            return null;
        return address.Host.EndsWith(HostedEnd, StringComparison.Ordinal) || address.OriginalString.Contains("://@", StringComparison.Ordinal) ? ActorOf(address.Host) : null;
    }

    private static string? ActorOf(string? typed)
    {
        if (typed is null || AtUri.IsDid(typed))
            return typed;
        var handle = typed.TrimStart('@').ToLowerInvariant();
        return handle.Length <= 253 && handle != "handle.invalid" && Handle().IsMatch(handle) ? handle : null;
    }

    [GeneratedRegex(@"\A/profile/(?<actor>[^/]{1,400})(/post/[^/]{1,600})?/?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ProfileForm();

    [GeneratedRegex(@"\Aat://(?<actor>[^/?#]{1,400})(/app\.bsky\.(feed\.post|actor\.profile)(/[^/?#]{1,600})?)?/?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex AtForm();

    // https://atproto.com/specs/handle
    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.){1,30}[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Handle();
}
