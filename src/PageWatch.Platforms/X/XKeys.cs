using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>What opens the API: the four keys of an account (OAuth 1.0a), or an app's bearer token, which only reads.</summary>
/// <param name="User">Null where only the bearer was given.</param>
internal sealed record XKeys(OAuthKeys? User, string? Bearer)
{
    public const string HowToMakeThem =
        "They are made at https://developer.x.com under Projects & Apps, your app, Keys and tokens: consumerkey and consumersecret (API Key and Secret), token and tokensecret "
        + "(Access Token and Secret, made with Read and Write permission, signed in as the account). To read only, bearer (Bearer Token) is enough. Where there is only one place for them, "
        + "give as token all four in that order with blanks between, or the bearer.";

    /// <summary>For what asks nothing.</summary>
    public static XKeys None { get; } = new(null, null);

    private static readonly char[] Between = [' ', ',', ';', ':'];

    private static readonly string[] Names = ["consumerkey", "consumersecret", "token", "tokensecret"];

    /// <exception cref="PlatformException">None, or only some of the four; the message names what is missing.</exception>
    public static XKeys In(Credentials credentials, string doing)
    {
        var four = Array.ConvertAll(Names, name => Clean(credentials[name]));
        var bearer = Clean(credentials["bearer"]);
        if (four is [null, null, { } alone, null])
        {
            var parts = alone.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length == Names.Length)
                four = parts;
            else if (bearer is null && !IsAccessToken(alone))
                (four[2], bearer) = (null, alone);
        }

        if (bearer?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
            bearer = Clean(bearer["Bearer ".Length..]);
        if (four is [{ } key, { } secret, { } token, { } tokenSecret])
            return new XKeys(new OAuthKeys(key, secret, token, tokenSecret), bearer);
        var missing = string.Join(", ", Names.Where((_, place) => four[place] is null));
        if (four.Any(each => each is not null))
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: of the account's four keys these are missing: {missing}. {HowToMakeThem}");
        return bearer is not null ? new XKeys(null, bearer) : throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: X shows nothing without keys. {HowToMakeThem}");
    }

    public override string ToString() => User is null ? "(a bearer)" : "(four keys)";

    /// <summary>Begins with the account's number and "-": alone it opens nothing, and it is no bearer.</summary>
    private static bool IsAccessToken(string token) => token.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && token.AsSpan(0, dash).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>As it was pasted.</summary>
    private static string? Clean(string? typed) => typed?.Trim() is { Length: > 0 } key && !key.Any(char.IsControl) ? key : null;
}

/// <summary>The keys of an app and of an account that let it in; they do not expire.</summary>
internal sealed record OAuthKeys(string ConsumerKey, string ConsumerSecret, string Token, string TokenSecret)
{
    public override string ToString() => "(four keys)";
}
