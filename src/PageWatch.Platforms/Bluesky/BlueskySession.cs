using System.Text.Json;

namespace PageWatch.Platforms.Bluesky;

/// <summary>One sign-in, as the server gave it. Kept in memory only.</summary>
/// <param name="Endpoint">Where the account lives: what is asked in its name goes there.</param>
internal sealed record BlueskySession(string Did, string? Handle, string Access, string Refresh, Uri Endpoint)
{
    private const int LongestToken = 8000;

    /// <returns>Null when the answer holds no whole session: then what we have is better than it.</returns>
    public static BlueskySession? Of(SessionWire wire, Uri service) =>
        AtUri.IsDid(wire.Did) && IsToken(wire.AccessJwt) && IsToken(wire.RefreshJwt)
            ? new BlueskySession(wire.Did!, wire.Handle, wire.AccessJwt!, wire.RefreshJwt!, EndpointIn(wire.DidDoc) is { } told && MayFollow(told, service) ? told : service)
            : null;

    /// <summary>Says whose, never what opens it: this ends up in logs.</summary>
    public override string ToString() => Did;

    // Printable ASCII without blanks: it becomes part of a header.
    private static bool IsToken(string? token) => token is { Length: > 0 and <= LongestToken } && token.All(c => c is > ' ' and < '\u007f');

    private static Uri? EndpointIn(JsonElement document)
    {
        foreach (var service in BlueskyJson.ListOf(document, "service"))
        {
            if (BlueskyJson.TextOf(service, "id")?.EndsWith("#atproto_pds", StringComparison.Ordinal) == true
                && Uri.TryCreate(BlueskyJson.TextOf(service, "serviceEndpoint"), UriKind.Absolute, out var endpoint))
                return endpoint;
        }

        return null;
    }

    /// <summary>The tokens go there: never less safe a way than the one that they came by.</summary>
    private static bool MayFollow(Uri endpoint, Uri service) =>
        endpoint.UserInfo.Length == 0
        && endpoint is { Query: "", Fragment: "" }
        && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == service.Scheme && endpoint.Host == service.Host));
}
